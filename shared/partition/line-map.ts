/**
 * A planar map of lines that need not be closed: walls, streets, borders by nearness. What ends in the middle of nowhere, or joins
 * what is one face on both sides, divides nothing and is left out. Owns the pruning; noding and faces are noding.ts and planar-map.ts.
 */
import { nodeRings } from './noding.ts';
import { type BuiltMap, buildMapOfSides } from './planar-map.ts';

export interface MapLine {
  /** Whole millimetres, 2 numbers a corner. */
  corners: ArrayLike<number>;
  closed: boolean;
  /** What it stands for: `users` of an arc (planar-map.ts) are the kinds of its lines, rising. */
  kind: number;
}

/** Throws PartitionError 'too-tangled'. */
export function mapOfLines(lines: readonly MapLine[]): BuiltMap {
  const noded = nodeRings(lines.map(({ corners, closed }) => thereAndBack(corners, closed)));
  const kinds = new Map<number, Set<number>>();
  noded.rings.forEach((ring, r) => {
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i];
      const b = ring[i + 1 === ring.length ? 0 : i + 1];
      const key = a < b ? a * KEY + b : b * KEY + a;
      const known = kinds.get(key);
      if (known) known.add(lines[r].kind);
      else kinds.set(key, new Set([lines[r].kind]));
    }
  });
  const sides = [...kinds].map(([key, own]) => ({
    from: Math.floor(key / KEY),
    to: key % KEY,
    users: Int32Array.from(own).sort(),
  }));
  return buildMapOfSides(noded, withoutEnds(sides));
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
