/**
 * What becomes of each grid code of a plan: kept, changed, merged into another, split, ended; and grids that are new. Told from buildings and ground
 * alone, so that it says nothing about persons and is the same for everybody. Owns the telling; counts are the reader's.
 */
import { compareCodes } from './actions/grid-records.ts';
import { NO_GRID } from './outline.ts';
import type { PartitionModel } from './partition-model.ts';
import { NO_CELL } from './partition-records.ts';
import { gridHolding } from './plan-moves.ts';

/**
 * `kept`: the grid goes on under its code. `renamed`: under another one. `merged`: it went into one other grid. `split`: into several, of which it may be
 * one. `retired`: no grid has its ground. `new`: nothing of it was in a grid before.
 */
export const CODE_FATES = ['kept', 'renamed', 'merged', 'split', 'retired', 'new'] as const;
export type CodeFate = (typeof CODE_FATES)[number];

export interface CodeRow {
  fate: CodeFate;
  /** Id of the grid; null: a new one. */
  before: number | null;
  /** Ids: the grid itself first, then by how much of it they got. */
  after: number[];
}

/** What went from one grid to another. */
interface Flow {
  /** Buildings, and entrances of those that are shattered. */
  atoms: number;
  /** Twice the ground, square millimetres. */
  ground: number;
}

/**
 * In the order of the codes before, new grids last. `before`: the same plan as it began. A grid that is made belongs to the one that most of its
 * buildings (then most of its ground) come from; what else changes grid ends no code and makes none.
 */
export function codeTable(before: PartitionModel, after: PartitionModel): CodeRow[] {
  const flows = flowsBetween(before, after);
  const open = (model: PartitionModel) => model.gridIds().filter((grid) => !model.grid(grid).retired);
  const old = open(before);
  const now = open(after);
  const going = new Set(now);
  const made = now.filter((grid) => !old.includes(grid));
  const parentOf = new Map(made.map((grid) => [grid, bestOf(flows, old, grid)]));
  const rows = old.map((grid): CodeRow => {
    const children = made.filter((child) => parentOf.get(child) === grid);
    const share = (to: number) => flows.get(key(grid, to));
    const byShare = (list: number[]) =>
      list.toSorted((a, b) => weigh(share(b), share(a)) || compareIn(after, a, b));
    if (going.has(grid)) {
      const renamed = before.grid(grid).code !== after.grid(grid).code;
      const fate = children.length > 0 ? 'split' : renamed ? 'renamed' : 'kept';
      return { fate, before: grid, after: [grid, ...byShare(children)] };
    }
    const heirs = byShare([...new Set([...heirsOf(flows, grid, now), ...children])]);
    const [only] = heirs;
    if (heirs.length > 1) return { fate: 'split', before: grid, after: heirs };
    if (only === undefined) return { fate: 'retired', before: grid, after: [] };
    const shared = old.some((from) => from !== grid && flows.has(key(from, only)));
    return { fate: made.includes(only) && !shared ? 'renamed' : 'merged', before: grid, after: heirs };
  });
  rows.sort((a, b) => compareIn(before, a.before as number, b.before as number));
  const orphans = made.filter((grid) => parentOf.get(grid) === null).sort((a, b) => compareIn(after, a, b));
  return [...rows, ...orphans.map((grid): CodeRow => ({ fate: 'new', before: null, after: [grid] }))];
}

const key = (from: number, to: number): string => `${from} ${to}`;
const compareIn = (model: PartitionModel, a: number, b: number): number =>
  compareCodes(model.grid(a).code, model.grid(b).code) || a - b;
const weigh = (a: Flow | undefined, b: Flow | undefined): number =>
  (a?.atoms ?? 0) - (b?.atoms ?? 0) || (a?.ground ?? 0) - (b?.ground ?? 0);

function flowsBetween(before: PartitionModel, after: PartitionModel): Map<string, Flow> {
  const flows = new Map<string, Flow>();
  const flow = (from: number, to: number): Flow => {
    const known = flows.get(key(from, to)) ?? { atoms: 0, ground: 0 };
    flows.set(key(from, to), known);
    return known;
  };
  const { keys, building } = after.atoms;
  for (let atom = 0; atom < keys.length; atom++) {
    const cell = after.cellOf(atom);
    if (cell === NO_CELL) continue;
    const [from, to] = [gridHolding(before, atom, building[atom]), after.gridOf(cell)];
    if (from !== NO_GRID && to !== NO_GRID) flow(from, to).atoms++;
  }
  for (const cell of after.cellIds()) {
    const { origin } = after.cell(cell);
    const from = before.gridOf(before.hasCell(cell) ? cell : origin);
    const to = after.gridOf(cell);
    if (from !== NO_GRID && to !== NO_GRID) flow(from, to).ground += after.doubleAreaOf(cell);
  }
  return flows;
}

/** The grid that most of `to` comes from; null: nothing does. */
function bestOf(flows: ReadonlyMap<string, Flow>, grids: readonly number[], to: number): number | null {
  const [best] = grids
    .filter((from) => flows.has(key(from, to)))
    .toSorted((a, b) => weigh(flows.get(key(b, to)), flows.get(key(a, to))) || a - b);
  return best ?? null;
}

/** Grids that buildings of a grid are in now; where it had none, those with its ground. */
function heirsOf(flows: ReadonlyMap<string, Flow>, grid: number, now: readonly number[]): number[] {
  const got = (measure: keyof Flow) => now.filter((to) => (flows.get(key(grid, to))?.[measure] ?? 0) > 0);
  const byAtoms = got('atoms');
  return byAtoms.length > 0 ? byAtoms : got('ground');
}
