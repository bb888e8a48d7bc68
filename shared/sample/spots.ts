/**
 * Points along the streets of a draft where things may stand: roadsides, lanes, crossings, banks. Found from the net once; the
 * writers of devices and cameras pick from them.
 */
import type { Draft, SpotDraft } from './draft.ts';
import { inside } from './plane.ts';

export type Spots = Record<SpotDraft['kind'], SpotDraft[]>;

/** Metres between roadside points. */
const STEP = 55;

export function findSpots(draft: Draft): Spots {
  const spots: Spots = { gate: [], crossing: [], park: [], water: [], shed: [], road: [], lane: [] };
  for (const spot of draft.spots) spots[spot.kind].push(spot);
  const whole = draft.areas[0].outline;
  const border = draft.network.ring(whole);
  const { x, y } = draft.network;
  const seen = new Set<number>();
  for (const way of draft.network.ways) {
    if (way.kind === 'edge') continue;
    const chain = draft.network.expand(way.chain);
    for (let i = 0; i + 1 < chain.length; i++) {
      const [a, b] = [chain[i], chain[i + 1]];
      const dx = x[b] - x[a];
      const dy = y[b] - y[a];
      const length = Math.sqrt(dx * dx + dy * dy);
      const bearing = compass(dx, dy);
      for (let run = STEP / 2; run < length; run += STEP) {
        const at = { x: x[a] + (dx * run) / length, y: y[a] + (dy * run) / length, bearing, area: -1 };
        if (!inside(border, at.x, at.y)) continue;
        const water = way.kind === 'canal' || way.kind === 'moat';
        const kind = water ? 'water' : way.kind === 'lane' || way.kind === 'path' ? 'lane' : 'road';
        spots[kind].push({ kind, ...at });
      }
      for (const node of [a, b]) {
        if (way.kind === 'canal' || way.kind === 'moat' || seen.has(node)) continue;
        if (node !== chain[0] && node !== chain[chain.length - 1]) continue;
        seen.add(node);
        // A camera stands at the corner, not in the middle of the crossing.
        const side = way.width / 2 + 2;
        spots.crossing.push({ kind: 'crossing', x: x[node] + side, y: y[node] + side, bearing, area: -1 });
      }
    }
  }
  return spots;
}

/** Degrees clockwise from north of a direction, whole; by a rational curve within half a degree of the arc tangent. */
function compass(dx: number, dy: number): number {
  const ax = Math.abs(dx);
  const ay = Math.abs(dy);
  if (ax + ay === 0) return 0;
  const t = Math.min(ax, ay) / Math.max(ax, ay);
  const octant = t * (45 + 15.66 * (1 - t));
  const quarter = ax <= ay ? octant : 90 - octant;
  const angle = dx >= 0 ? (dy >= 0 ? quarter : 180 - quarter) : dy >= 0 ? 360 - quarter : 180 + quarter;
  return Math.round(angle) % 360;
}
