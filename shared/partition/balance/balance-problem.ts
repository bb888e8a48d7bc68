/**
 * The grids to be balanced as plain arrays: their cells as units, what each unit holds, and which units touch. Owns the reading of
 * a model; after it the search never looks at the model again, and the model stays as it is.
 *
 * Not among the units: cells of no grid, of exclusive, locked or retired grids, and of grids that were not chosen. A locked cell is
 * a unit that stays: its grid has to hang together with it.
 */
import { isOpen } from '../actions/assign-cells.ts';
import { arcLength, rightCellOf } from '../cell-geometry.ts';
import { contactReader } from '../grid-contiguity.ts';
import type { PartitionModel } from '../partition-model.ts';

const NO_COMPOUND = -1;

export interface BalanceScope {
  /** Ids of the model; absent: all. Those that cannot be balanced are left out. */
  grids?: readonly number[];
  /** Names of the measures; one that is not there counts nothing. */
  measures: { households: string; residents: string; care: readonly string[] };
  /** By atom: a number of the caller's, negative for none. Absent: nobody knows compounds. */
  compounds?: ArrayLike<number>;
}

export interface BalanceProblem {
  /** By place in the problem: the id in the model, rising. */
  readonly grids: Int32Array;
  readonly communities: Int32Array;
  /** By unit: the cell, rising. */
  readonly cells: Int32Array;
  /** By unit: the place of its grid in `grids`. */
  readonly start: Int32Array;
  /** By unit: 1 where it must stay. */
  readonly fixed: Uint8Array;
  readonly community: Int32Array;
  /** By unit: where its neighbours begin; one more at the end. */
  readonly first: Int32Array;
  /** Units across a side or by a link, rising within a unit. */
  readonly neighbour: Int32Array;
  /** Length of the common border, decimetres; 0 across a link. */
  readonly border: Int32Array;
  /** 1 where the two hang together; 0 across a cut. */
  readonly contact: Uint8Array;
  /** By unit, whole numbers. */
  readonly atoms: Int32Array;
  readonly households: Float64Array;
  readonly residents: Float64Array;
  readonly care: Float64Array;
  /** Households times metres east and north of the middle, and times the square of the distance: what ways are told from. */
  readonly east: Float64Array;
  readonly north: Float64Array;
  readonly square: Float64Array;
  /** Numbers from 0; -1 for none. */
  readonly compound: Int32Array;
  readonly compounds: number;
}

export function balanceProblem(model: PartitionModel, scope: BalanceScope): BalanceProblem {
  const grids = balancedGrids(model, scope.grids);
  const place = new Map(grids.map((grid, at) => [grid, at]));
  const cells = grids.flatMap((grid) => model.cellsIn(grid)).sort((a, b) => a - b);
  const ofCell = (cell: number) => model.cell(cell);
  return {
    grids: Int32Array.from(grids),
    communities: Int32Array.from(grids, (grid) => model.grid(grid).community),
    cells: Int32Array.from(cells),
    start: Int32Array.from(cells, (cell) => place.get(model.gridOf(cell)) as number),
    fixed: Uint8Array.from(cells, (cell) => (ofCell(cell).locked ? 1 : 0)),
    community: Int32Array.from(cells, (cell) => ofCell(cell).community),
    ...touching(model, cells),
    ...contents(model, cells, scope),
  };
}

/** Rising. */
function balancedGrids(model: PartitionModel, chosen: readonly number[] | undefined): number[] {
  return [...new Set(chosen ?? model.gridIds())]
    .filter((grid) => isOpen(model, grid))
    .filter((grid) => model.grid(grid).kind === 'general' && !model.grid(grid).locked)
    .filter((grid) => model.cellsIn(grid).length > 0)
    .sort((a, b) => a - b);
}

function touching(
  model: PartitionModel,
  cells: readonly number[],
): Pick<BalanceProblem, 'first' | 'neighbour' | 'border' | 'contact'> {
  const unitOf = new Map(cells.map((cell, unit) => [cell, unit]));
  const contactsOf = contactReader(model);
  const first = new Int32Array(cells.length + 1);
  const [neighbour, border, contact]: number[][] = [[], [], []];
  cells.forEach((cell, unit) => {
    const lengths = bordersOf(model, cell);
    const contacts = new Set(contactsOf(cell));
    for (const other of [...new Set([...lengths.keys(), ...contacts])].sort((a, b) => a - b)) {
      const to = unitOf.get(other);
      if (to === undefined) continue;
      neighbour.push(to);
      border.push(Math.round((lengths.get(other) ?? 0) / 100));
      contact.push(contacts.has(other) ? 1 : 0);
    }
    first[unit + 1] = neighbour.length;
  });
  return {
    first,
    neighbour: Int32Array.from(neighbour),
    border: Int32Array.from(border),
    contact: Uint8Array.from(contact),
  };
}

/** Millimetres of side by the cell beyond; whole, so that the order of the sum does not matter. */
function bordersOf(model: PartitionModel, cell: number): Map<number, number> {
  const lengths = new Map<number, number>();
  for (const ring of model.cell(cell).rings)
    for (const ref of ring) {
      const other = rightCellOf(model, ref);
      lengths.set(other, (lengths.get(other) ?? 0) + Math.round(arcLength(model, ref >> 1)));
    }
  return lengths;
}

type Contents = Pick<
  BalanceProblem,
  'atoms' | 'households' | 'residents' | 'care' | 'east' | 'north' | 'square' | 'compound' | 'compounds'
>;

function contents(model: PartitionModel, cells: readonly number[], scope: BalanceScope): Contents {
  const { x, y, measures } = model.atoms;
  const column = (name: string) => measures.find((measure) => measure.name === name)?.values;
  const households = column(scope.measures.households);
  const residents = column(scope.measures.residents);
  const care = scope.measures.care.map(column);
  const atomsOf = cells.map((cell) => model.atomsIn(cell));
  const middle = middleOf(atomsOf.flat(), x, y);
  const numbers = new Map<number, number>();
  const sums = () => new Float64Array(cells.length);
  const found = {
    atoms: Int32Array.from(atomsOf, (atoms) => atoms.length),
    households: sums(),
    residents: sums(),
    care: sums(),
    east: sums(),
    north: sums(),
    square: sums(),
    compound: new Int32Array(cells.length).fill(NO_COMPOUND),
  };
  atomsOf.forEach((atoms, unit) => {
    for (const atom of atoms) {
      const count = households?.[atom] ?? 0;
      const [east, north] = [
        Math.round((x[atom] - middle[0]) / 1000),
        Math.round((y[atom] - middle[1]) / 1000),
      ];
      found.households[unit] += count;
      found.residents[unit] += residents?.[atom] ?? 0;
      for (const values of care) found.care[unit] += values?.[atom] ?? 0;
      found.east[unit] += count * east;
      found.north[unit] += count * north;
      found.square[unit] += count * (east * east + north * north);
    }
    const compound = compoundOf(atoms, scope.compounds, households);
    if (compound === NO_COMPOUND) return;
    if (!numbers.has(compound)) numbers.set(compound, numbers.size);
    found.compound[unit] = numbers.get(compound) as number;
  });
  return { ...found, compounds: numbers.size };
}

/** The compound of most of the households; of several alike the one met first. */
function compoundOf(
  atoms: readonly number[],
  compounds: ArrayLike<number> | undefined,
  households: Float64Array | undefined,
): number {
  const counts = new Map<number, number>();
  for (const atom of atoms) {
    const compound = compounds?.[atom] ?? NO_COMPOUND;
    if (compound >= 0) counts.set(compound, (counts.get(compound) ?? 0) + (households?.[atom] ?? 0));
  }
  let most = NO_COMPOUND;
  for (const [compound, count] of counts)
    if (most === NO_COMPOUND || count > (counts.get(most) as number)) most = compound;
  return most;
}

function middleOf(atoms: readonly number[], x: Int32Array, y: Int32Array): [number, number] {
  let [east, north] = [0, 0];
  for (const atom of atoms) {
    east += x[atom];
    north += y[atom];
  }
  const count = Math.max(1, atoms.length);
  return [Math.round(east / count), Math.round(north / count)];
}
