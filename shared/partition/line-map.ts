/**
 * A planar map of lines that need not be closed: walls, streets, borders by nearness. What ends in the middle of nowhere, or joins
 * what is one face on both sides, divides nothing and is left out. Owns the pruning; noding and faces are noding.ts and planar-map.ts.
 */
import { nodingSteps } from './noding.ts';
import { type BuiltMap, mapOfSidesSteps } from './planar-map.ts';
import { BATCH, type Steps, within } from './work-steps.ts';

export interface MapLine {
  /** Whole millimetres, 2 numbers a corner. */
  corners: ArrayLike<number>;
  closed: boolean;
  /** What it stands for: `users` of an arc (planar-map.ts) are the kinds of its lines, rising. */
  kind: number;
}

/** Throws PartitionError 'too-tangled'. */
export function* mapOfLines(lines: readonly MapLine[]): Steps<BuiltMap> {
  const rings = lines.map(({ corners, closed }) => thereAndBack(corners, closed));
  yield 0;
  const noded = yield* within(nodingSteps(rings), 0, 0.45);
  const kinds = new Map<number, Set<number>>();
  for (const [r, ring] of noded.rings.entries()) {
    if (r % BATCH === 0) yield 0.45 + (0.1 * r) / noded.rings.length;
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i];
      const b = ring[i + 1 === ring.length ? 0 : i + 1];
      const key = a < b ? a * KEY + b : b * KEY + a;
      const known = kinds.get(key);
      if (known) known.add(lines[r].kind);
      else kinds.set(key, new Set([lines[r].kind]));
    }
  }
  const sides = [...kinds].map(([key, own]) => ({
    from: Math.floor(key / KEY),
    to: key % KEY,
    users: Int32Array.from(own).sort(),
  }));
  yield 0.55;
  const left = withoutEnds(sides);
  yield 0.6;
  return yield* within(mapOfSidesSteps(noded, left), 0.6, 1);
}

const KEY = 2 ** 26;

export interface MapSide {
  from: number;
  to: number;
  users: Int32Array;
}

function thereAndBack(corners: ArrayLike<number>, closed: boolean): Int32Array {
  const there = Array.from(corners);
  if (closed) return Int32Array.from(there);
  for (let i = corners.length - 4; i > 0; i -= 2) there.push(corners[i], corners[i + 1]);
  return Int32Array.from(there);
}

/** Without sides that lead to an end. */
function withoutEnds(sides: readonly MapSide[]): MapSide[] {
  const at = new Map<number, number[]>();
  sides.forEach(({ from, to }, s) => {
    for (const node of [from, to]) {
      const list = at.get(node);
      if (list) list.push(s);
      else at.set(node, [s]);
    }
  });
  const gone = new Uint8Array(sides.length);
  const waiting = [...at.keys()];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const left = (at.get(node) ?? []).filter((s) => !gone[s]);
    if (left.length !== 1) continue;
    gone[left[0]] = 1;
    waiting.push(sides[left[0]].from === node ? sides[left[0]].to : sides[left[0]].from);
  }
  return sides.filter((_, s) => !gone[s]);
}
