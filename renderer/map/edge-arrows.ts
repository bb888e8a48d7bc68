/**
 * Where arrows stand at the edge of the map for grave alerts that are out of sight, and what they point to. Pure geometry of the camera, screen
 * pixels from the top left; elements are edge-buttons.ts. Works for a tilted camera and for what lies behind it.
 */

import type { AlertLevel, PinnedAlert } from '../../shared/cases/alert.ts';
import { type Shelves, shelfOf } from '../../shared/cases/alert-signals.ts';
import { byUrgency } from './alert-clusters.ts';

export interface Eye {
  lng: number;
  lat: number;
  zoom: number;
  /** Degrees. */
  bearing: number;
  pitch: number;
  fov: number;
  width: number;
  height: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Seen {
  x: number;
  y: number;
  /** It lies behind the camera: the point only says in which direction. */
  behind: boolean;
}

const RADIANS = Math.PI / 180;
/** Width of the world at zoom 0, px. */
const WORLD = 512;
const AROUND_EARTH = 40_075_016.686;
/** Nearer to the plane of the camera than this share of its distance, a point has no place on the screen. */
const LEAST_DEPTH = 0.02;
/** Far outside any screen. */
const FAR = 1e6;

const northOf = (lat: number): number =>
  Math.log(Math.tan(Math.PI / 4 + (lat * RADIANS) / 2)) / (2 * Math.PI);

/** Where a place is on the screen; `height`: metres above the ground. */
export function seenAt(eye: Eye, lng: number, lat: number, height = 0): Seen {
  const world = WORLD * 2 ** eye.zoom;
  const east = ((lng - eye.lng) / 360) * world;
  const north = (northOf(lat) - northOf(eye.lat)) * world;
  const up = (height * world) / (AROUND_EARTH * Math.cos(lat * RADIANS));
  const turn = eye.bearing * RADIANS;
  const right = east * Math.cos(turn) - north * Math.sin(turn);
  const ahead = east * Math.sin(turn) + north * Math.cos(turn);
  const tilt = eye.pitch * RADIANS;
  const rise = ahead * Math.cos(tilt) + up * Math.sin(tilt);
  const away = eye.height / 2 / Math.tan((eye.fov * RADIANS) / 2);
  const depth = 1 + (ahead * Math.sin(tilt) - up * Math.cos(tilt)) / away;
  const [middleX, middleY] = [eye.width / 2, eye.height / 2];
  if (depth > LEAST_DEPTH) return { x: middleX + right / depth, y: middleY - rise / depth, behind: false };
  // A line through the middle of the ground is one through the middle of the screen: its direction holds behind the camera too.
  const long = Math.hypot(right, rise) || 1;
  return { x: middleX + (right / long) * FAR, y: middleY - (rise / long) * FAR, behind: true };
}

/** A cover this much of the room's width or height takes its side away; a smaller one is stepped out of. */
const WIDE = 0.45;
const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const areaOf = ({ left, top, right, bottom }: Box): number =>
  Math.max(0, right - left) * Math.max(0, bottom - top);

/** What of the room the great covers leave free: each takes the side that costs least. */
export function freeBox(room: Box, covers: readonly Box[]): Box {
  let free = room;
  for (const cover of covers) {
    const wide = cover.right - cover.left > (room.right - room.left) * WIDE;
    const high = cover.bottom - cover.top > (room.bottom - room.top) * WIDE;
    if (!(wide || high) || !overlaps(free, cover)) continue;
    const cuts: Box[] = [
      { ...free, left: cover.right },
      { ...free, right: cover.left },
      { ...free, top: cover.bottom },
      { ...free, bottom: cover.top },
    ];
    free = cuts.reduce((best, cut) => (areaOf(cut) > areaOf(best) ? cut : best));
  }
  // Covered altogether: better over something than nowhere.
  return areaOf(free) > 0 ? free : room;
}

export interface EdgeArrow {
  /** Of its first alert. */
  key: string;
  level: AlertLevel;
  /** Most urgent first. */
  alerts: PinnedAlert[];
  x: number;
  y: number;
  /** Degrees clockwise from the top of the screen. */
  angle: number;
}

export interface Sought {
  alert: PinnedAlert;
  seen: Seen;
}

/** Half of what an arrow takes, px. */
const HALF: readonly [number, number] = [44, 24];
/** Arrows whose middles are nearer than this are one. */
const GROUP = { x: 92, y: 52 };

/** Levels I and II that want somebody: neither over and seen, nor put aside. */
export function edgeAlerts(alerts: readonly PinnedAlert[], shelves: Shelves, now: number): PinnedAlert[] {
  return alerts.filter(
    (alert) =>
      alert.level <= 2 &&
      (alert.active || !alert.acknowledged) &&
      Number.isFinite(alert.lng) &&
      Number.isFinite(alert.lat) &&
      shelfOf(alert, shelves, now) === null,
  );
}

/** The arrows: one per alert out of sight, near ones grouped under the most urgent. Never more than the edge has room for. */
export function edgeArrows(sought: readonly Sought[], room: Box, covers: readonly Box[]): EdgeArrow[] {
  const free = freeBox(room, covers);
  const middle = { x: (free.left + free.right) / 2, y: (free.top + free.bottom) / 2 };
  const reach = {
    x: Math.max(1, (free.right - free.left) / 2 - HALF[0]),
    y: Math.max(1, (free.bottom - free.top) / 2 - HALF[1]),
  };
  const small = covers.filter((cover) => overlaps(free, cover));
  const arrows: EdgeArrow[] = [];
  for (const { alert, seen } of [...sought].sort((a, b) => byUrgency(a.alert, b.alert))) {
    if (inSight(seen, free)) continue;
    const dx = seen.x - middle.x;
    const dy = seen.y - middle.y;
    const { x, y } = steppedOut(middle, dx, dy, reach, small);
    const near = arrows.find((arrow) => Math.abs(arrow.x - x) < GROUP.x && Math.abs(arrow.y - y) < GROUP.y);
    if (near) near.alerts.push(alert);
    else {
      const angle = (Math.atan2(dx, -dy) / RADIANS + 360) % 360;
      arrows.push({ key: alert.id, level: alert.level, alerts: [alert], x, y, angle });
    }
  }
  return arrows;
}

function inSight({ x, y, behind }: Seen, free: Box): boolean {
  return !behind && x >= free.left && x <= free.right && y >= free.top && y <= free.bottom;
}

/** On the way from the edge to the middle, the first place that nothing covers. */
function steppedOut(
  middle: { x: number; y: number },
  dx: number,
  dy: number,
  reach: { x: number; y: number },
  covers: readonly Box[],
): { x: number; y: number } {
  const whole = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : reach.x / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : reach.y / Math.abs(dy),
  );
  const scale = Number.isFinite(whole) ? whole : 0;
  const at = (share: number) => ({ x: middle.x + dx * scale * share, y: middle.y + dy * scale * share });
  for (let share = 1; share > 0.1; share -= 0.04) {
    const { x, y } = at(share);
    const own = { left: x - HALF[0], right: x + HALF[0], top: y - HALF[1], bottom: y + HALF[1] };
    if (!covers.some((cover) => overlaps(own, cover))) return { x, y };
  }
  return at(1);
}

const POINTS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;

/** The point of the compass from one place to another near by. */
export function compassPoint(
  fromLng: number,
  fromLat: number,
  lng: number,
  lat: number,
): (typeof POINTS)[number] {
  const east = (lng - fromLng) * Math.cos(fromLat * RADIANS);
  const angle = Math.atan2(east, lat - fromLat) / RADIANS;
  return POINTS[Math.round((angle + 360) / 45) % 8];
}
