/**
 * The street net as nodes, chains of nodes and four-sided cells between them. A cut through a cell puts its ends on the
 * chains it meets; chains remember such splits by edge, so that the cells on both sides of a street always hold the same
 * vertices. Owns topology only; what stands in a cell is laid out elsewhere. Metres.
 */
import type { Ring } from './plane.ts';
import { sine } from './plane.ts';
import type { Random } from './random.ts';

/** Node ids in order. */
export type Chain = number[];
/** South (west to east), east (south to north), north (east to west), west (north to south). */
export interface Cell {
  sides: [Chain, Chain, Chain, Chain];
}

type WayKind = 'edge' | 'moat' | 'canal' | 'mainRoad' | 'road' | 'lane' | 'path';
export interface Way {
  kind: WayKind;
  /** Metres from kerb to kerb (or bank to bank). */
  width: number;
  /** Metres between kerb and building line, on each side. */
  verge: number;
  name: string;
}

interface LaidWay extends Way {
  chain: Chain;
}

export interface Network {
  x: number[];
  y: number[];
  ways: LaidWay[];
  node(x: number, y: number): number;
  /** Draws a chain through the given nodes as it stands, and keeps it as a way. */
  lay(chain: Chain, way: Way): Chain;
  /** The chain with every split made so far. */
  expand(chain: Chain): Chain;
  /** Cuts a cell: `across` 0 runs south to north at share `at` from the west, 1 runs west to east at share `at` from the south. */
  split(cell: Cell, across: 0 | 1, at: number, way: Way, random: Random, bend: number): [Cell, Cell];
  outline(cell: Cell): Chain;
  ring(chain: Chain): Ring;
  /** The distance from the centre line to where a plot may begin, per edge of a closed chain. */
  setbacks(outline: Chain): number[];
  length(chain: Chain): number;
}

const KEY = 0x4000000;

export function createNetwork(): Network {
  const x: number[] = [];
  const y: number[] = [];
  const splits = new Map<number, number>();
  const uses = new Map<number, Way>();
  const ways: LaidWay[] = [];
  const key = (a: number, b: number): number => (a < b ? a * KEY + b : b * KEY + a);

  const node = (px: number, py: number): number => {
    x.push(px);
    y.push(py);
    return x.length - 1;
  };
  const expandEdge = (a: number, b: number, out: Chain): void => {
    const middle = splits.get(key(a, b));
    if (middle === undefined) {
      out.push(b);
      return;
    }
    expandEdge(a, middle, out);
    expandEdge(middle, b, out);
  };
  const expand = (chain: Chain): Chain => {
    const out: Chain = [chain[0]];
    for (let i = 1; i < chain.length; i++) expandEdge(chain[i - 1], chain[i], out);
    return out;
  };
  const distance = (a: number, b: number): number => {
    const dx = x[a] - x[b];
    const dy = y[a] - y[b];
    return Math.sqrt(dx * dx + dy * dy);
  };
  const length = (chain: Chain): number => {
    let sum = 0;
    for (let i = 1; i < chain.length; i++) sum += distance(chain[i - 1], chain[i]);
    return sum;
  };
  const lay = (chain: Chain, way: Way): Chain => {
    for (let i = 1; i < chain.length; i++) uses.set(key(chain[i - 1], chain[i]), way);
    ways.push({ ...way, chain });
    return chain;
  };

  /** Parts a chain near share `at` of its length, at a node already there if one is close. */
  const part = (chain: Chain, at: number): [Chain, Chain] => {
    const whole = expand(chain);
    const total = length(whole);
    const goal = total * at;
    const snap = Math.min(26, total * 0.12);
    let run = 0;
    let nearest = -1;
    let gap = snap;
    for (let i = 1; i < whole.length - 1; i++) {
      run += distance(whole[i - 1], whole[i]);
      const away = Math.abs(run - goal);
      if (away < gap && run > snap && total - run > snap) {
        gap = away;
        nearest = i;
      }
    }
    if (nearest >= 0) return [whole.slice(0, nearest + 1), whole.slice(nearest)];
    run = 0;
    for (let i = 1; i < whole.length; i++) {
      const a = whole[i - 1];
      const b = whole[i];
      const step = distance(a, b);
      if (run + step >= goal || i === whole.length - 1) {
        const t = Math.min(0.95, Math.max(0.05, (goal - run) / step));
        const middle = node(x[a] + (x[b] - x[a]) * t, y[a] + (y[b] - y[a]) * t);
        splits.set(key(a, b), middle);
        const use = uses.get(key(a, b));
        if (use) {
          uses.set(key(a, middle), use);
          uses.set(key(middle, b), use);
        }
        return [
          [...whole.slice(0, i), middle],
          [middle, ...whole.slice(i)],
        ];
      }
      run += step;
    }
    return [whole, []];
  };

  /** A chain between two nodes: an arc of height bend x length with a slight waver. */
  const join = (from: number, to: number, random: Random, bend: number): Chain => {
    const span = distance(from, to);
    const steps = bend === 0 ? 1 : span > 500 ? Math.round(span / 130) : span > 120 ? 3 : 2;
    const chain: Chain = [from];
    const bow = random.between(-bend, bend) * span;
    const waver = random.between(-bend, bend) * span * 0.35;
    const nx = -(y[to] - y[from]) / span;
    const ny = (x[to] - x[from]) / span;
    for (let i = 1; i < steps; i++) {
      const t = i / steps + (steps > 2 ? random.between(-0.12, 0.12) / steps : random.between(-0.1, 0.1));
      const d = bow * sine(t / 2) + waver * sine(t);
      chain.push(node(x[from] + (x[to] - x[from]) * t + nx * d, y[from] + (y[to] - y[from]) * t + ny * d));
    }
    chain.push(to);
    return chain;
  };

  const split = (
    cell: Cell,
    across: 0 | 1,
    at: number,
    way: Way,
    random: Random,
    bend: number,
  ): [Cell, Cell] => {
    const [south, east, north, west] = cell.sides;
    const lean = random.between(-0.05, 0.05) * (bend > 0 ? 1 : 0);
    if (across === 0) {
      const [southA, southB] = part(south, at - lean);
      const [northA, northB] = part(north, 1 - at - lean);
      const cut = lay(join(southB[0], northB[0], random, bend), way);
      return [
        { sides: [southA, cut, northB, west] },
        { sides: [southB, east, northA, cut.slice().reverse()] },
      ];
    }
    const [eastA, eastB] = part(east, at - lean);
    const [westA, westB] = part(west, 1 - at - lean);
    const cut = lay(join(westB[0], eastB[0], random, bend), way);
    return [{ sides: [south, eastA, cut.slice().reverse(), westB] }, { sides: [cut, eastB, north, westA] }];
  };

  const outline = (cell: Cell): Chain => {
    const out: Chain = [];
    for (const side of cell.sides) {
      const whole = expand(side);
      for (let i = 0; i + 1 < whole.length; i++) out.push(whole[i]);
    }
    return out;
  };

  return {
    x,
    y,
    ways,
    node,
    lay,
    expand,
    split,
    outline,
    ring: (chain) => chain.flatMap((n) => [x[n], y[n]]),
    setbacks: (chain) =>
      chain.map((n, i) => {
        const use = uses.get(key(n, chain[(i + 1) % chain.length]));
        return use ? use.width / 2 + use.verge : 1;
      }),
    length,
  };
}

/** The outer boundary of a set of cells that hang together: shared edges cancel. Counter-clockwise node ids. */
export function unionOutline(network: Network, cells: Cell[]): Chain {
  const next = new Map<number, number[]>();
  for (const cell of cells) {
    const outline = network.outline(cell);
    for (let i = 0; i < outline.length; i++) {
      const a = outline[i];
      const b = outline[(i + 1) % outline.length];
      const back = next.get(b);
      const at = back ? back.indexOf(a) : -1;
      if (back && at >= 0) back.splice(at, 1);
      else next.set(a, [...(next.get(a) ?? []), b]);
    }
  }
  let best: Chain = [];
  for (const start of next.keys()) {
    const chain: Chain = [];
    let at: number | undefined = start;
    while (at !== undefined) {
      const step: number | undefined = next.get(at)?.pop();
      if (step === undefined) break;
      chain.push(at);
      at = step;
      if (at === start) break;
    }
    if (chain.length > best.length) best = chain;
  }
  return best;
}
