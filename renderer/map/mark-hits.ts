/**
 * Which marks lie under the pointer, found on the CPU from the arrays that are drawn: no pass on the GPU. Owns the reach
 * and the order of what it finds.
 */
import type { MarkLayer, MarkLayerId } from '../worker/engine-api.ts';
import { MARK_ORDER, type MarkPlan, SYMBOL_ZOOM } from './mark-plan.ts';
import type { MarksLook } from './marks-layer.ts';

export interface MarkHit {
  layer: MarkLayerId;
  level: MarkLayer['level'];
  row: number;
  count: number;
  /** Screen pixels from the pointer. */
  distance: number;
}

/** Reach round the middle of a mark that stands alone or for a building, pixels. */
const LEAST_REACH = 7;
/** Marks that made room for another at their place are met through it, when one is near enough to see that. */
const HIDDEN_REACH = 6;

/** How far each mark of the layer reaches; 0: it is not there for the pointer. */
function reaches(marks: MarkLayer, plan: MarkPlan, zoom: number): Float32Array {
  const hidden = marks.level === 'record' ? (zoom >= SYMBOL_ZOOM ? HIDDEN_REACH : 0) : LEAST_REACH;
  const reach = new Float32Array(marks.rows.length).fill(hidden);
  if (marks.level === 'record')
    for (const { index, size } of plan.get(marks.layer) ?? []) reach[index] = Math.max(LEAST_REACH, size / 2);
  return reach;
}

/** Marks at a screen point, nearest first, upper layers first among equals. */
export function marksAt(
  all: readonly MarkLayer[],
  look: Pick<MarksLook, 'project' | 'layers' | 'plan' | 'zoom'>,
  [px, py]: readonly [number, number],
): MarkHit[] {
  const hits: MarkHit[] = [];
  for (const marks of all) {
    if (!look.layers[marks.layer].visible || marks.level === 'grid') continue;
    const reach = reaches(marks, look.plan, look.zoom);
    for (let i = 0; i < marks.rows.length; i++) {
      if (reach[i] === 0) continue;
      const at = 3 * i;
      const [x, y] = look.project(marks.positions[at], marks.positions[at + 1], marks.positions[at + 2]);
      const distance = Math.hypot(x - px, y - py);
      if (distance > reach[i]) continue;
      const count = marks.counts[i] ?? 1;
      hits.push({ layer: marks.layer, level: marks.level, row: marks.rows[i], count, distance });
    }
  }
  const rank = (hit: MarkHit) => Math.round(hit.distance / 3) * 16 - MARK_ORDER.indexOf(hit.layer);
  return hits.sort((a, b) => rank(a) - rank(b));
}
