/**
 * Cells that are in no grid put together into a number of new ones that count alike: places spread by the counts (Lloyd, IEEE Trans. Inf. Theory
 * 28, 1982), grids grown from them cell by cell, then recombined and flipped as a balance is. Owns the growing; the model stays as it is.
 */
import { createRandom, type Random } from '../../sample/random.ts';
import { arcLength, cellRings } from '../cell-geometry.ts';
import { contactReader } from '../grid-contiguity.ts';
import { middleOf } from '../narrow.ts';
import { NO_GRID } from '../outline.ts';
import { modelFromText, type PartitionModel } from '../partition-model.ts';
import type { PlanAction } from '../plan-action.ts';
import { runAction } from '../plan-action.ts';
import { type BalanceProgress, balanceSteps } from './balance-run.ts';
import { type BalanceWeights, DEFAULT_BALANCE_WEIGHTS, POINTS } from './balance-settings.ts';

export interface NewGridsRequest {
  /** One a grid that is made. */
  grids: readonly { code: string; name: string }[];
  /** What is to be alike: the name of a measure. */
  measure: string;
  seed: number;
}

export interface NewGrids {
  /** Makes the grids and puts the cells in, as one step; null: there are fewer cells than grids. */
  action: PlanAction | null;
  /** Counts of the grids, in their order. */
  counts: number[];
  /** Of the cells that hang on no grid's: they went to the nearest. */
  apart: number;
}

const ROUNDS = 12;
/** The band that counts are brought into: this share of the mean either way. */
const BAND = 0.02;
/** In a decimetre, by which borders are weighed. */
const MILLIMETRES = 100;

/** Yields while it works; a step of the caller's may lie between. */
export function* newGridsSteps(
  model: PartitionModel,
  { grids, measure, seed }: NewGridsRequest,
): Generator<BalanceProgress, NewGrids> {
  const free = freeUnits(model, measure);
  if (grids.length === 0 || free.cells.length < grids.length) return { action: null, counts: [], apart: 0 };
  const random = createRandom(seed, 'new grids');
  const { grid, apart } = grown(free, seedsOf(free, grids.length, random));
  const copy = modelFromText(model.stateText(), model.atoms);
  const first = model.next.grid;
  const begun = actionOf(model, free, grids, grid);
  const made = runAction(copy, begun);
  if (!made.ok) return { action: begun, counts: countsOf(free, grid, grids.length), apart };
  copy.apply(made.patch);
  const mean = free.weights.reduce((sum, weight) => sum + weight, 0) / grids.length;
  const target = {
    min: Math.max(1, Math.floor(mean * (1 - BAND))),
    max: Math.max(1, Math.ceil(mean * (1 + BAND))),
  };
  const plans = yield* balanceSteps(
    copy,
    {
      grids: grids.map((_, at) => first + at),
      measures: { households: measure, residents: measure, care: [] },
    },
    { target, weights: weightsFor(model, free), plans: 1, seed, effort: 1 },
  );
  const place = new Map(free.cells.map((cell, unit) => [cell, unit]));
  for (const { cells, to } of plans[0]?.moves ?? [])
    for (const cell of cells) grid[place.get(cell) as number] = to - first;
  return {
    action: actionOf(model, free, grids, grid),
    counts: countsOf(free, grid, grids.length),
    apart,
  };
}

/** A border is worth what it is worth in a street, whatever the size of the cells: a mean side of one as much as one household off the band. */
function weightsFor(model: PartitionModel, { cells }: FreeUnits): BalanceWeights {
  let [length, sides] = [0, 0];
  for (const cell of cells)
    for (const ref of model.cell(cell).rings.flat()) {
      length += arcLength(model, ref >> 1);
      sides++;
    }
  const points = DEFAULT_BALANCE_WEIGHTS.households * POINTS.households;
  const side = Math.max(1, length / Math.max(1, sides) / MILLIMETRES);
  const compactness = Math.min(DEFAULT_BALANCE_WEIGHTS.households, Math.max(1, Math.round(points / side)));
  return { ...DEFAULT_BALANCE_WEIGHTS, compactness, moved: 0, care: 0, compounds: 0, walking: 0 };
}

interface FreeUnits {
  cells: number[];
  weights: Float64Array;
  x: Float64Array;
  y: Float64Array;
  /** By unit: units it hangs together with. */
  contacts: number[][];
}

function freeUnits(model: PartitionModel, measure: string): FreeUnits {
  const free = model.cellIds().filter((cell) => {
    const { community, locked } = model.cell(cell);
    return model.gridOf(cell) === NO_GRID && community >= 0 && !locked;
  });
  const own = largestCommunity(model, free);
  const cells = free.filter((cell) => model.cell(cell).community === own);
  const place = new Map(cells.map((cell, unit) => [cell, unit]));
  const values = model.atoms.measures.find(({ name }) => name === measure)?.values;
  const contactsOf = contactReader(model);
  const middles = cells.map((cell) => {
    const [outer, ...holes] = cellRings(model, cell);
    return middleOf({ outer, holes });
  });
  return {
    cells,
    weights: Float64Array.from(cells, (cell) =>
      model.atomsIn(cell).reduce((sum, atom) => sum + (values?.[atom] ?? 0), 0),
    ),
    x: Float64Array.from(middles, ([x]) => x),
    y: Float64Array.from(middles, ([, y]) => y),
    contacts: cells.map((cell) => [...contactsOf(cell)].flatMap((other) => place.get(other) ?? [])),
  };
}

/** A grid is in one community: the one with most of the cells is divided. */
function largestCommunity(model: PartitionModel, cells: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const cell of cells) {
    const { community } = model.cell(cell);
    counts.set(community, (counts.get(community) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([a, ca], [b, cb]) => cb - ca || a - b);
  return best?.[0] ?? 0;
}

/** Units that grids grow from: far from each other by chance (Arthur, Vassilvitskii, SODA 2007), then moved to the middle of what is nearest. */
function seedsOf({ cells, weights, x, y }: FreeUnits, count: number, random: Random): number[] {
  const heavy = weights.some((weight) => weight > 0);
  const weight = (unit: number) => (heavy ? weights[unit] : 1);
  const centres: [number, number][] = [];
  const away = new Float64Array(cells.length).fill(1);
  while (centres.length < count) {
    const at = chosen(
      away.map((distance, unit) => distance * weight(unit)),
      random,
    );
    centres.push([x[at], y[at]]);
    for (let unit = 0; unit < cells.length; unit++) {
      const own = (x[unit] - x[at]) ** 2 + (y[unit] - y[at]) ** 2;
      away[unit] = centres.length === 1 ? own : Math.min(away[unit], own);
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    const sums = centres.map(() => [0, 0, 0]);
    for (let unit = 0; unit < cells.length; unit++) {
      const own = sums[nearest(centres, x[unit], y[unit])];
      own[0] += x[unit] * weight(unit);
      own[1] += y[unit] * weight(unit);
      own[2] += weight(unit);
    }
    sums.forEach(([east, north, sum], at) => {
      if (sum > 0) centres[at] = [east / sum, north / sum];
    });
  }
  const taken = new Set<number>();
  for (const [east, north] of centres) {
    let best = -1;
    let least = Infinity;
    for (let unit = 0; unit < cells.length; unit++) {
      const own = (x[unit] - east) ** 2 + (y[unit] - north) ** 2;
      if (own < least && !taken.has(unit)) [best, least] = [unit, own];
    }
    taken.add(best);
  }
  return [...taken];
}

function chosen(shares: Float64Array, random: Random): number {
  let left = random.unit() * shares.reduce((sum, share) => sum + share, 0);
  for (let at = 0; at < shares.length; at++) {
    left -= shares[at];
    if (left < 0) return at;
  }
  return shares.findLastIndex((share) => share > 0);
}

function nearest(centres: readonly (readonly [number, number])[], x: number, y: number): number {
  let [best, least] = [0, Infinity];
  centres.forEach(([east, north], at) => {
    const own = (x - east) ** 2 + (y - north) ** 2;
    if (own < least) [best, least] = [at, own];
  });
  return best;
}

/** The grid that has least takes the nearest unit that touches it, until none is left that touches any. */
function grown({ cells, weights, x, y, contacts }: FreeUnits, seeds: readonly number[]) {
  const grid = new Int32Array(cells.length).fill(-1);
  const counts = seeds.map(() => 0);
  const rims = seeds.map(() => new Set<number>());
  const take = (unit: number, to: number) => {
    grid[unit] = to;
    counts[to] += weights[unit];
    for (const rim of rims) rim.delete(unit);
    for (const other of contacts[unit]) if (grid[other] < 0) rims[to].add(other);
  };
  seeds.forEach((unit, to) => {
    take(unit, to);
  });
  for (;;) {
    let to = -1;
    rims.forEach((rim, at) => {
      if (rim.size > 0 && (to < 0 || counts[at] < counts[to])) to = at;
    });
    if (to < 0) break;
    let [best, least] = [-1, Infinity];
    for (const unit of rims[to]) {
      const own = (x[unit] - x[seeds[to]]) ** 2 + (y[unit] - y[seeds[to]]) ** 2;
      if (own < least || (own === least && unit < best)) [best, least] = [unit, own];
    }
    take(best, to);
  }
  const apart = cells.flatMap((_, unit) => (grid[unit] < 0 ? [unit] : []));
  const centres = seeds.map((unit): [number, number] => [x[unit], y[unit]]);
  for (const unit of apart) grid[unit] = nearest(centres, x[unit], y[unit]);
  return { grid, apart: apart.length };
}

const countsOf = ({ weights }: FreeUnits, grid: Int32Array, count: number): number[] => {
  const counts = Array.from({ length: count }, () => 0);
  grid.forEach((to, unit) => {
    counts[to] += weights[unit];
  });
  return counts;
};

function actionOf(
  model: PartitionModel,
  { cells }: FreeUnits,
  grids: NewGridsRequest['grids'],
  grid: Int32Array,
): PlanAction {
  const community = model.cell(cells[0]).community;
  return {
    type: 'several',
    actions: [
      ...grids.map(({ code, name }): PlanAction => ({ type: 'createGrid', code, name, community })),
      ...grids.map(
        (_, at): PlanAction => ({
          type: 'assignCells',
          cells: cells.filter((_cell, unit) => grid[unit] === at),
          grid: model.next.grid + at,
        }),
      ),
    ],
  };
}
