/**
 * Rings as they were drawn become rings that meet only at corners: every crossing and every corner on another's side is a
 * corner of both. Snap rounding on the lattice with iteration: what lies within SNAP of a side is on it. Owns where lines
 * are split; which side is inside is not known here.
 *
 * Why it ends: a split makes two sides that are both shorter than the one they replace, and corners are never nearer to each
 * other than SNAP. Hobby 1999 and Halperin & Packer 2002 for the idea; crossings and sides are told exactly (exact.ts).
 */
import Flatbush from 'flatbush';
import { cross } from './exact.ts';
import { PartitionError } from './partition-error.ts';
import { PointTable } from './point-table.ts';
import { BATCH, finished, type Steps, within } from './work-steps.ts';

/**
 * Millimetres. Rounding moves a corner by up to 0.71, so a corner on a side may stand 1.42 off it afterwards, and two
 * writings of one corner 1.42 apart.
 */
export const SNAP = 1.5;
/** Rounds in which new crossings may join a known corner; later ones take them exactly, which always ends. */
const SNAPPING_ROUNDS = 12;
const MOST_ROUNDS = 60;
/** A county of 10,000 blocks drawn twice crosses some 100,000 times. */
const MOST_SPLITS = 2_000_000;

export interface NodedRings {
  /** Places by id, millimetres. */
  x: Int32Array;
  y: Int32Array;
  /** Ids along each ring as given, the first not repeated; fewer than 3 where nothing is enclosed. */
  rings: Int32Array[];
}

/** Rings of whole millimetres (2 numbers a corner, not closed) within the lattice. Throws PartitionError 'too-tangled'. */
export function nodeRings(rings: readonly Int32Array[]): NodedRings {
  return finished(nodingSteps(rings));
}

/** The same in steps. How many rounds there are is not known before: the first, which has the most to do, is taken for half of the rest. */
export function* nodingSteps(rings: readonly Int32Array[]): Steps<NodedRings> {
  const points = new PointTable();
  let noded: Int32Array[] = [];
  for (const ring of rings) {
    if (noded.length % BATCH === 0) yield (0.3 * noded.length) / rings.length;
    const ids: number[] = [];
    for (let i = 0; i < ring.length; i += 2) ids.push(points.put(ring[i], ring[i + 1], SNAP));
    noded.push(withoutRepeats(ids));
  }
  let checked = new Set<number>();
  for (let round = 0; ; round++) {
    if (round === MOST_ROUNDS) throw tangled();
    const [from, to] = [1 - 0.7 * 0.5 ** round, 1 - 0.7 * 0.5 ** (round + 1)];
    yield from;
    const sides = sidesOf(noded);
    yield from;
    const snap = round < SNAPPING_ROUNDS ? SNAP : 0;
    const splits = yield* within(findSplits(sides, points, checked, snap), from, to);
    if (splits.size === 0) break;
    // A side that was split may be made again by another's split: it is looked at again.
    checked = new Set();
    for (const [key, side] of sides.keys) if (!splits.has(side)) checked.add(key);
    noded = noded.map((ring) => splitRing(ring, sides, splits));
  }
  return { x: points.x.slice(0, points.count), y: points.y.slice(0, points.count), rings: noded };
}

function tangled(): PartitionError {
  return new PartitionError('too-tangled', 'the lines cross each other too often to be borders of grids');
}

/** Every side of the rings once, whatever its direction. */
interface Sides {
  from: Int32Array;
  to: Int32Array;
  keys: Map<number, number>;
}

/** Ids are below 2^26: a scope has no room for more that a machine could hold. */
const KEY = 2 ** 26;
const keyOf = (a: number, b: number): number => (a < b ? a * KEY + b : b * KEY + a);

function sidesOf(rings: readonly Int32Array[]): Sides {
  const keys = new Map<number, number>();
  for (const ring of rings)
    for (let i = 0; i < ring.length; i++) {
      const key = keyOf(ring[i], ring[i + 1 === ring.length ? 0 : i + 1]);
      if (!keys.has(key)) keys.set(key, keys.size);
    }
  const from = new Int32Array(keys.size);
  const to = new Int32Array(keys.size);
  for (const [key, side] of keys) {
    from[side] = Math.floor(key / KEY);
    to[side] = key % KEY;
  }
  return { from, to, keys };
}

/** Corners to put into sides: those of the sides not looked at before, and of what they meet. */
function* findSplits(
  sides: Sides,
  points: PointTable,
  checked: Set<number>,
  snap: number,
): Steps<Map<number, number[]>> {
  const splits = new Map<number, number[]>();
  const count = sides.from.length;
  if (count === 0) return splits;
  const { x, y } = points;
  const index = new Flatbush(count, 16, Int32Array);
  const fresh = new Uint8Array(count);
  for (const [key, side] of sides.keys) if (!checked.has(key)) fresh[side] = 1;
  for (let s = 0; s < count; s++) {
    const [a, b] = [sides.from[s], sides.to[s]];
    index.add(Math.min(x[a], x[b]), Math.min(y[a], y[b]), Math.max(x[a], x[b]), Math.max(y[a], y[b]));
  }
  yield 0;
  index.finish();
  yield 0;
  const splitter = new Splitter(sides, points, snap, splits);
  const margin = Math.ceil(SNAP);
  for (let s = 0; s < count; s++) {
    if (s % (4 * BATCH) === 0) yield s / count;
    if (!fresh[s]) continue;
    const [a, b] = [sides.from[s], sides.to[s]];
    index.search(
      Math.min(x[a], x[b]) - margin,
      Math.min(y[a], y[b]) - margin,
      Math.max(x[a], x[b]) + margin,
      Math.max(y[a], y[b]) + margin,
      (other) => {
        // Two fresh sides meet once, in the turn of the first.
        if (other !== s && !(fresh[other] && other < s)) splitter.meet(s, other);
        return false;
      },
    );
  }
  for (const [side, ids] of splits) splits.set(side, inOrder(ids, sides.from[side], sides.to[side], points));
  return splits;
}

/** Each once, along the side. */
function inOrder(ids: readonly number[], from: number, to: number, { x, y }: PointTable): number[] {
  const dx = x[to] - x[from];
  const dy = y[to] - y[from];
  return [...new Set(ids)].sort((a, b) => (x[a] - x[b]) * dx + (y[a] - y[b]) * dy);
}

class Splitter {
  private readonly sides: Sides;
  private readonly points: PointTable;
  private readonly snap: number;
  private readonly splits: Map<number, number[]>;
  private found = 0;

  constructor(sides: Sides, points: PointTable, snap: number, splits: Map<number, number[]>) {
    this.sides = sides;
    this.points = points;
    this.snap = snap;
    this.splits = splits;
  }

  meet(s: number, t: number): void {
    const [a, b] = [this.sides.from[s], this.sides.to[s]];
    const [c, d] = [this.sides.from[t], this.sides.to[t]];
    // Each is tried: of two sides that almost touch, more than one corner may be near.
    const onT = [this.offer(a, t), this.offer(b, t)];
    const onS = [this.offer(c, s), this.offer(d, s)];
    if (onT[0] || onT[1] || onS[0] || onS[1]) return;
    if (a === c || a === d || b === c || b === d) return;
    const { x, y } = this.points;
    const c1 = cross(x[a], y[a], x[b], y[b], x[c], y[c]);
    const d1 = cross(x[a], y[a], x[b], y[b], x[d], y[d]);
    if (!((c1 < 0 && d1 > 0) || (c1 > 0 && d1 < 0))) return;
    const a1 = cross(x[c], y[c], x[d], y[d], x[a], y[a]);
    const b1 = cross(x[c], y[c], x[d], y[d], x[b], y[b]);
    if (!((a1 < 0 && b1 > 0) || (a1 > 0 && b1 < 0))) return;
    const along = a1 / (a1 - b1);
    const id = this.points.put(
      Math.round(x[a] + along * (x[b] - x[a])),
      Math.round(y[a] + along * (y[b] - y[a])),
      this.snap,
    );
    this.add(s, id);
    this.add(t, id);
  }

  /** Puts a corner into a side that it lies on, or within reach of. True when it does. */
  private offer(p: number, side: number): boolean {
    const { x, y } = this.points;
    const [a, b] = [this.sides.from[side], this.sides.to[side]];
    if (p === a || p === b) return false;
    const dx = x[b] - x[a];
    const dy = y[b] - y[a];
    const px = x[p] - x[a];
    const py = y[p] - y[a];
    const length = dx * dx + dy * dy;
    const along = px * dx + py * dy;
    if (along <= 0 || along >= length) return false;
    const off = dx * py - dy * px;
    if (off !== 0) {
      if (off * off > this.snap * this.snap * length) return false;
      // Both new sides must be shorter, or splitting might go round in a circle.
      const rest = (px - dx) * (px - dx) + (py - dy) * (py - dy);
      if (px * px + py * py >= length || rest >= length) return false;
    }
    this.add(side, p);
    return true;
  }

  private add(side: number, id: number): void {
    if (id === this.sides.from[side] || id === this.sides.to[side]) return;
    const known = this.splits.get(side);
    if (++this.found > MOST_SPLITS) throw tangled();
    if (known) known.push(id);
    else this.splits.set(side, [id]);
  }
}

function splitRing(ring: Int32Array, sides: Sides, splits: Map<number, number[]>): Int32Array {
  let out: number[] | null = null;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[i + 1 === ring.length ? 0 : i + 1];
    const side = sides.keys.get(keyOf(a, b));
    const inside = side === undefined ? undefined : splits.get(side);
    if (inside && !out) out = Array.from(ring.subarray(0, i));
    if (!out) continue;
    out.push(a);
    if (!inside || side === undefined) continue;
    if (sides.from[side] === a) for (const id of inside) out.push(id);
    else for (let k = inside.length - 1; k >= 0; k--) out.push(inside[k]);
  }
  return out ? withoutRepeats(out) : ring;
}

function withoutRepeats(ids: readonly number[]): Int32Array {
  const kept = ids.filter((id, i) => id !== ids[i === 0 ? ids.length - 1 : i - 1]);
  return Int32Array.from(kept.length < 2 ? [] : kept);
}
