/**
 * What is wrong with a ring as it was drawn, told from its corners after noding: there every crossing is a corner. Owns the
 * kinds of fault; the even-odd rule still gives each of them an area (face-labels.ts).
 */
import { compareTurn } from './exact.ts';
import type { NodedRings } from './noding.ts';

export type RingFault =
  /** The record could not be read at all. */
  | 'unreadable'
  /** The record has no polygon. */
  | 'no-polygon'
  /** A position is no number. */
  | 'not-a-place'
  /** Encloses nothing: fewer than three different corners, or out and back. */
  | 'no-area'
  /** A bow-tie. */
  | 'crosses-itself'
  /** Goes along one side twice: a spike, or a hole joined to its outer ring by a slit. */
  | 'doubles-back'
  | 'touches-itself'
  /** A hole is not inside its outer ring, or rings of one polygon cross. */
  | 'rings-cross'
  /** Two polygons of one grid lie over each other. */
  | 'parts-overlap';

/** Millimetres: a shorter spike comes of the rounding at a sharp corner. */
const SHORT_SPIKE = 10;

/** The gravest fault of a noded ring and the id of the corner where it is; null when it is simple. */
export function ringFault({ x, y }: NodedRings, ring: Int32Array): { fault: RingFault; at: number } | null {
  if (withoutSpikes(ring, x, y, Infinity).length < 3) return { fault: 'no-area', at: ring[0] ?? 0 };
  const ids = withoutSpikes(ring, x, y, SHORT_SPIKE);
  const passes = new Map<number, number[]>();
  ids.forEach((id, at) => {
    const known = passes.get(id);
    if (known) known.push(at);
    else passes.set(id, [at]);
  });
  let touch: number | null = null;
  for (const [id, list] of passes) {
    if (list.length < 2) continue;
    touch ??= id;
    for (let i = 0; i < list.length; i++)
      for (let j = i + 1; j < list.length; j++)
        if (passesCross(ids, list[i], list[j], x, y)) return { fault: 'crosses-itself', at: id };
  }
  if (touch === null) return null;
  const doubled = firstDoubledSide(ids);
  return doubled === null ? { fault: 'touches-itself', at: touch } : { fault: 'doubles-back', at: doubled };
}

function withoutSpikes(ring: Int32Array, x: Int32Array, y: Int32Array, longest: number): number[] {
  const path: number[] = [];
  for (const id of ring) {
    path.push(id);
    const [a, b] = [path.at(-3), path.at(-2)];
    if (a !== id || b === undefined) continue;
    if (Math.hypot(x[a] - x[b], y[a] - y[b]) <= longest) path.length -= 2;
  }
  return path;
}

/** Two ways through one corner cross when the ends of one lie on both sides of the other. Shared sides do not count. */
function passesCross(ids: readonly number[], i: number, j: number, x: Int32Array, y: Int32Array): boolean {
  const length = ids.length;
  const at = ids[i];
  const ends = [ids[(i + length - 1) % length], ids[(i + 1) % length]];
  const others = [ids[(j + length - 1) % length], ids[(j + 1) % length]];
  if (ends.some((end) => others.includes(end)) || ends[0] === ends[1] || others[0] === others[1])
    return false;
  const turn = (a: number, b: number) => compareTurn(x[a] - x[at], y[a] - y[at], x[b] - x[at], y[b] - y[at]);
  const between = (p: number) => {
    const [from, to] = ends;
    const afterFrom = turn(from, p) < 0;
    const beforeTo = turn(p, to) < 0;
    return turn(from, to) < 0 ? afterFrom && beforeTo : afterFrom || beforeTo;
  };
  return between(others[0]) !== between(others[1]);
}

function firstDoubledSide(ids: readonly number[]): number | null {
  const seen = new Set<string>();
  for (let i = 0; i < ids.length; i++) {
    const [a, b] = [ids[i], ids[(i + 1) % ids.length]];
    const key = a < b ? `${a},${b}` : `${b},${a}`;
    if (seen.has(key)) return a;
    seen.add(key);
  }
  return null;
}
