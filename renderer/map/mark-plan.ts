/**
 * Chooses how each record's mark is drawn for the camera as it stands: as a symbol, as a small plain shape, or not at
 * all because another mark is there already. Buildings are the figure and marks the annotation, so marks make room for
 * each other and for labels; what is faulty or selected is placed first. Pure: positions are screen pixels.
 */
import type { MarkLayer, MarkLayerId } from '../worker/engine-api.ts';
import type { Project } from './projection.ts';

/** Screen pixels of a symbol's cell by layer where pictograms are legible. */
const SIZE: Record<MarkLayerId, number> = {
  residents: 18,
  homes: 18,
  vehicles: 18,
  devices: 25,
  cameras: 22,
  workers: 27,
  facilities: 22,
  organisations: 21,
  places: 19,
};
/** Symbols are worth their room from this zoom on; before, marks are small shapes. */
export const SYMBOL_ZOOM = 17.5;
/** Where marks compete for room, the later layer wins. */
export const MARK_ORDER: readonly MarkLayerId[] = [
  'homes',
  'residents',
  'vehicles',
  'places',
  'organisations',
  'devices',
  'cameras',
  'facilities',
  'workers',
];
/** Homes and people stand close inside their building: they are many on purpose and take no room from others. */
const inside = (layer: MarkLayerId): boolean => layer === 'homes' || layer === 'residents';
/** Urgency from which a device is drawn as one that needs a look: silent or faulty. */
export const URGENT = 2;

/** Room taken on the screen, as circles. */
export class Room {
  private readonly cell = 32;
  private readonly cells = new Map<number, number[]>();

  private key(cx: number, cy: number): number {
    return (cx + 4096) * 16384 + cy + 4096;
  }

  /** Takes a circle when nothing is nearer than both radii (at most a cell together); false: there is no room. */
  take(x: number, y: number, radius: number): boolean {
    const cx = Math.floor(x / this.cell);
    const cy = Math.floor(y / this.cell);
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++) {
        const list = this.cells.get(this.key(cx + dx, cy + dy));
        for (let i = 0; list && i < list.length; i += 3)
          if (Math.hypot(list[i] - x, list[i + 1] - y) < list[i + 2] + radius) return false;
      }
    this.put(x, y, radius);
    return true;
  }

  /** Takes a circle whatever is there. */
  put(x: number, y: number, radius: number): void {
    const key = this.key(Math.floor(x / this.cell), Math.floor(y / this.cell));
    const list = this.cells.get(key);
    if (list) list.push(x, y, radius);
    else this.cells.set(key, [x, y, radius]);
  }
}

export interface PlannedMark {
  /** Index into the layer's arrays. */
  index: number;
  /** Screen pixels of the symbol's cell. */
  size: number;
  /** A small plain shape instead of the symbol. */
  small: boolean;
}
export type MarkPlan = ReadonlyMap<MarkLayerId, readonly PlannedMark[]>;

/** Pixels of a small shape's cell, and the room it keeps. */
function smallSize(layer: MarkLayerId, zoom: number, urgent: boolean): number {
  const size = (layer === 'cameras' ? 9 : 8) * Math.min(1.15, Math.max(0.75, 1 + (zoom - 17) * 0.2));
  return urgent ? size * 1.3 : size;
}
function smallRoom(zoom: number): number {
  return Math.min(14, Math.max(6, 6 + (17 - zoom) * 6));
}

/** Symbols grow a little from where they begin. */
function symbolSize(layer: MarkLayerId, zoom: number): number {
  const growth = Math.min(1.2, Math.max(1, 1 + (zoom - SYMBOL_ZOOM) * 0.1));
  // People and homes are dots of a crowd until one is near enough to be a person.
  return inside(layer)
    ? SIZE[layer] * Math.min(0.9, Math.max(0.4, 0.4 + (zoom - 17.5) * 0.2))
    : SIZE[layer] * growth;
}

interface Candidate {
  layer: MarkLayerId;
  index: number;
  rank: number;
  urgent: boolean;
}

function candidatesOf(marks: MarkLayer): Candidate[] {
  const order = MARK_ORDER.indexOf(marks.layer);
  return Array.from(marks.rows, (_, index) => {
    const urgent = (marks.urgency?.[index] ?? 0) >= URGENT;
    const chosen = marks.selected[index] === 1;
    return { layer: marks.layer, index, urgent, rank: (urgent ? 32 : 0) + (chosen ? 16 : 0) + order };
  });
}

/**
 * @param all layers to draw; only those of single records are planned
 * @param reserved middles of labels on the screen, x and y by turns
 * @param ceiling metres above the ground where buildings are cut: what is higher up is not drawn
 */
export function planMarks(
  all: readonly MarkLayer[],
  {
    zoom,
    project,
    reserved,
    ceiling = Number.POSITIVE_INFINITY,
  }: { zoom: number; project: Project; reserved: readonly number[]; ceiling?: number },
): MarkPlan {
  const plan = new Map<MarkLayerId, PlannedMark[]>();
  const room = new Room();
  for (let i = 0; i < reserved.length; i += 2) room.put(reserved[i], reserved[i + 1], 14);
  const candidates: Candidate[] = [];
  const byLayer = new Map<MarkLayerId, MarkLayer>();
  for (const marks of all) {
    if (marks.level !== 'record') continue;
    byLayer.set(marks.layer, marks);
    if (inside(marks.layer)) {
      const size = symbolSize(marks.layer, zoom);
      plan.set(
        marks.layer,
        Array.from(marks.rows, (_, index) => ({ index, size, small: false })).filter(
          ({ index }) => marks.positions[3 * index + 2] <= ceiling,
        ),
      );
    } else {
      plan.set(marks.layer, []);
      for (const candidate of candidatesOf(marks)) candidates.push(candidate);
    }
  }
  candidates.sort((a, b) => b.rank - a.rank || a.index - b.index);
  const symbols = zoom >= SYMBOL_ZOOM;
  const gap = smallRoom(zoom);
  const rest: (Candidate & { x: number; y: number })[] = [];
  for (const candidate of candidates) {
    const { positions } = byLayer.get(candidate.layer) as MarkLayer;
    const at = 3 * candidate.index;
    if (positions[at + 2] > ceiling) continue;
    const [x, y] = project(positions[at], positions[at + 1], positions[at + 2]);
    if (!Number.isFinite(x)) continue;
    const size = symbolSize(candidate.layer, zoom);
    if (symbols && room.take(x, y, size * 0.48))
      plan.get(candidate.layer)?.push({ index: candidate.index, size, small: false });
    else rest.push({ ...candidate, x, y });
  }
  for (const { layer, index, urgent, x, y } of rest) {
    if (!room.take(x, y, symbols ? 2.5 : gap)) continue;
    plan.get(layer)?.push({ index, size: smallSize(layer, zoom, urgent), small: true });
  }
  return plan;
}
