/**
 * A list building -> grid laid onto a plan: what each row would do, and what is wrong with it. Owns the matching of names and codes, damaged
 * ones too, and one action for all good rows; nothing is guessed that two records would fit.
 */
import { assignmentFault } from '../actions/assign-cells.ts';
import { NO_GRID } from '../outline.ts';
import type { PartitionModel } from '../partition-model.ts';
import { NO_ATOM, NO_CELL } from '../partition-records.ts';
import type { PlanAction } from '../plan-action.ts';
import type { BaseAtom } from '../plan-base.ts';
import { atomNames, entranceOf, gridsByCode, IN_NO_GRID } from './grid-rows.ts';

/** A row as the file has it; `null`: the file has no such column. */
export interface ListedRow {
  line: number;
  building: unknown;
  entrance: unknown;
  grid: unknown;
}

/** Why a row was not taken: a message `planfile.fault.<fault>` says it. */
export const LIST_FAULTS = [
  'unreadable',
  'building-missing',
  'grid-missing',
  'building-damaged',
  'unknown-building',
  'ambiguous-building',
  'repeated-building',
  'code-damaged',
  'zeros-lost',
  'unknown-grid',
  'ambiguous-grid',
  'other-community',
  'locked',
  'shared-cell',
] as const;
export type ListFault = (typeof LIST_FAULTS)[number];

export interface ListProblem {
  /** Number of the row in the list, from 0. */
  row: number;
  line: number;
  fault: ListFault;
  /** As the file has them. */
  building: string;
  grid: string;
  /** What was probably meant, where one record fits alone; for a repeated building the line of the first. */
  likely: string;
}

export interface ReadList {
  rows: number;
  /** Rows that say what is so already. */
  same: number;
  /** Rows whose code lost its zeros and was taken for the one grid that fits. */
  mended: number;
  moves: { atom: number; from: number; to: number }[];
  problems: ListProblem[];
  /** All moves as one step; null: nothing moves. */
  action: PlanAction | null;
}

export interface ListOptions {
  /** Takes a code that lost only its leading zeros for the one grid that it fits. */
  mendZeros: boolean;
}

type Place = Pick<ListProblem, 'row' | 'line' | 'building' | 'grid'>;
interface Wanted {
  to: number;
  place: Place;
  good: boolean;
}

/** The rows in the order of the file. A building that two rows put into different grids is in neither. */
export function readBuildingList(
  model: PartitionModel,
  atoms: readonly BaseAtom[],
  rows: readonly ListedRow[],
  { mendZeros }: ListOptions,
): ReadList {
  const buildings = new Finder(buildingNames(model, atoms));
  const grids = new Finder(gridNames(model));
  const problems: ListProblem[] = [];
  const wanted = new Map<number, Wanted>();
  let [same, mended] = [0, 0];
  for (const [at, row] of rows.entries()) {
    const place = { row: at, line: row.line, building: textOf(row.building), grid: textOf(row.grid) };
    const fail = (fault: ListFault, likely = '') => problems.push({ ...place, fault, likely });
    const name = place.building === '' ? '' : withEntrance(place.building, textOf(row.entrance));
    const found = buildings.find(name, isDamaged(row.building));
    if (!('atoms' in found)) {
      fail(BUILDING_FAULTS[found.fault], found.likely);
      continue;
    }
    const grid = gridOf(grids, row.grid, mendZeros);
    if ('fault' in grid) {
      fail(grid.fault, grid.likely);
      continue;
    }
    if (grid.mended) mended++;
    const before = found.atoms.map((atom) => wanted.get(atom)).find((each) => each !== undefined);
    if (before) {
      fail('repeated-building', String(before.place.line));
      if (before.to !== grid.to && before.good) {
        before.good = false;
        problems.push({ ...before.place, fault: 'repeated-building', likely: String(row.line) });
      }
      continue;
    }
    for (const atom of found.atoms) wanted.set(atom, { to: grid.to, place, good: true });
  }
  const moves: ReadList['moves'] = [];
  const taken = new Map<number, number>();
  for (const { place, to, atoms: own } of goodRows(wanted)) {
    const cells = own.map((atom) => model.cellOf(atom));
    // A row is taken as a whole or not at all.
    const fault = cells.map((cell) => moveFault(model, taken, cell, to)).find((each) => each !== null);
    if (fault) {
      problems.push({ ...place, fault, likely: '' });
      continue;
    }
    for (const cell of cells) taken.set(cell, to);
    const moved = own.filter((atom) => model.gridOf(model.cellOf(atom)) !== to);
    moves.push(...moved.map((atom) => ({ atom, from: model.gridOf(model.cellOf(atom)), to })));
    if (moved.length === 0) same++;
  }
  problems.sort((a, b) => a.row - b.row);
  return { rows: rows.length, same, mended, moves, problems, action: actionOf(model, moves) };
}

/** Rows that no other contradicts, with the atoms of each. */
function goodRows(
  wanted: ReadonlyMap<number, Wanted>,
): (Pick<Wanted, 'to' | 'place'> & { atoms: number[] })[] {
  const rows = new Map<Place, Pick<Wanted, 'to' | 'place'> & { atoms: number[] }>();
  for (const [atom, { to, place, good }] of wanted) {
    if (!good) continue;
    const row = rows.get(place) ?? { to, place, atoms: [] };
    row.atoms.push(atom);
    rows.set(place, row);
  }
  return [...rows.values()];
}

/** One action a grid that cells go to. */
export function assignments(cellsOf: ReadonlyMap<number, readonly number[]>): PlanAction[] {
  return [...cellsOf].map(
    ([grid, cells]): PlanAction => ({ type: 'assignCells', cells: [...new Set(cells)], grid }),
  );
}

function actionOf(model: PartitionModel, moves: ReadList['moves']): PlanAction | null {
  const cellsOf = new Map<number, number[]>();
  for (const { atom, to } of moves) {
    const cells = cellsOf.get(to);
    if (cells) cells.push(model.cellOf(atom));
    else cellsOf.set(to, [model.cellOf(atom)]);
  }
  const actions = assignments(cellsOf);
  return actions.length === 0 ? null : { type: 'several', actions };
}

function moveFault(
  model: PartitionModel,
  taken: ReadonlyMap<number, number>,
  cell: number,
  to: number,
): ListFault | null {
  if ((taken.get(cell) ?? to) !== to) return 'shared-cell';
  if (model.gridOf(cell) === to) return null;
  const fault = assignmentFault(model, cell, to);
  return fault === 'locked' || fault === 'other-community' ? fault : null;
}

const BUILDING_FAULTS = {
  missing: 'building-missing',
  damaged: 'building-damaged',
  unknown: 'unknown-building',
  ambiguous: 'ambiguous-building',
  zeros: 'unknown-building',
} as const satisfies Record<FindFault, ListFault>;

const GRID_FAULTS = {
  missing: 'grid-missing',
  damaged: 'code-damaged',
  unknown: 'unknown-grid',
  ambiguous: 'ambiguous-grid',
  zeros: 'zeros-lost',
} as const satisfies Record<FindFault, ListFault>;

const NO_GRID_WORDS = new Set([IN_NO_GRID, '无', '未分配', 'unassigned']);

function gridOf(
  grids: Finder,
  value: unknown,
  mendZeros: boolean,
): { to: number; mended: boolean } | { fault: ListFault; likely: string } {
  const text = textOf(value);
  if (NO_GRID_WORDS.has(text.toLowerCase())) return { to: NO_GRID, mended: false };
  const found = grids.find(text, isDamaged(value));
  if ('atoms' in found) return { to: found.atoms[0], mended: false };
  if (found.fault === 'zeros' && mendZeros) return { to: found.fits[0], mended: true };
  return { fault: GRID_FAULTS[found.fault], likely: found.likely };
}

type FindFault = 'missing' | 'damaged' | 'unknown' | 'ambiguous' | 'zeros';
type Found = { atoms: readonly number[] } | { fault: FindFault; likely: string; fits: readonly number[] };

/** Records by their names, as they stand and as a spreadsheet leaves them. */
class Finder {
  private readonly names: ReadonlyMap<string, readonly number[]>;
  private readonly bare = new Map<string, string[]>();

  /** `names`: records by name; several entries of one name are told apart by `ambiguous`. */
  constructor(names: ReadonlyMap<string, readonly number[]>) {
    this.names = names;
    for (const name of names.keys()) {
      const bare = withoutZeros(name);
      const known = this.bare.get(bare);
      if (known) known.push(name);
      else this.bare.set(bare, [name]);
    }
  }

  find(text: string, damaged: boolean): Found {
    if (text === '') return { fault: 'missing', likely: '', fits: [] };
    const exact = this.names.get(text);
    if (exact) return exact.length > 0 ? { atoms: exact } : { fault: 'ambiguous', likely: '', fits: [] };
    if (damaged) return { fault: 'damaged', likely: this.alone(leadingDigits(text)), fits: [] };
    const same = /^\d+$/.test(text) ? (this.bare.get(withoutZeros(text)) ?? []) : [];
    if (same.length === 1) return { fault: 'zeros', likely: same[0], fits: this.names.get(same[0]) ?? [] };
    // Figures beyond the fifteenth are noughts once a spreadsheet took the code for a number.
    const cut = /^\d{16,}$/.test(text) && /0$/.test(text) ? this.alone(text.slice(0, 15)) : '';
    return { fault: cut === '' ? 'unknown' : 'damaged', likely: cut, fits: [] };
  }

  /** The one name that begins so; '': none, or several. */
  private alone(head: string): string {
    if (head.length < 4) return '';
    const fits = [...this.names.keys()].filter((name) => name.startsWith(head));
    return fits.length === 1 ? fits[0] : '';
  }
}

/** Atoms in play by name; of a shattered building all its entrances. [] for a name that several buildings have. */
function buildingNames(model: PartitionModel, atoms: readonly BaseAtom[]): Map<string, number[]> {
  const unique = atomNames(atoms);
  const found = new Map<string, number[]>();
  const entrances = new Map<number, number[]>();
  const put = (name: string, list: number[]) => found.set(name, found.has(name) ? [] : list);
  atoms.forEach((_, atom) => {
    const of = model.atoms.building[atom];
    if (of === NO_ATOM || model.cellOf(atom) === NO_CELL) return;
    const own = entrances.get(of);
    if (own) own.push(atom);
    else entrances.set(of, [atom]);
    put(withEntrance(unique[of], entranceOf(atoms, atom, of)), [atom]);
  });
  atoms.forEach(({ id }, atom) => {
    if (model.atoms.building[atom] !== NO_ATOM) return;
    const list = model.cellOf(atom) === NO_CELL ? (entrances.get(atom) ?? []) : [atom];
    if (list.length === 0) return;
    put(unique[atom], list);
    if (id !== '' && unique[atom] !== id) found.set(id, []);
  });
  return found;
}

/** Grids in play by code, by a code they had before, and by name where no other is called so. */
function gridNames(model: PartitionModel): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const open = gridsByCode(model);
  for (const id of open) found.set(model.grid(id).code, [id]);
  for (const id of open)
    for (const code of model.grid(id).formerCodes) if (!found.has(code)) found.set(code, [id]);
  const names = new Map<string, number[]>();
  for (const id of open) {
    const { name } = model.grid(id);
    names.set(name, [...(names.get(name) ?? []), id]);
  }
  for (const [name, ids] of names)
    if (name !== '' && !found.has(name)) found.set(name, ids.length === 1 ? ids : []);
  return found;
}

const withEntrance = (building: string, entrance: string): string =>
  entrance === '' ? building : `${building}\n${entrance}`;

function textOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  // Our own lists guard cells that a spreadsheet would run.
  return typeof value === 'string' ? value.trim().replace(/^'(?=[=+\-@])/, '') : '';
}

/** 3.20508E+11, or a number that no double holds. */
function isDamaged(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isSafeInteger(value);
  return typeof value === 'string' && /^\s*\d+(\.\d+)?e\+?\d+\s*$/i.test(value);
}

const leadingDigits = (text: string): string => text.replace(/e.*$/i, '').replace('.', '').replace(/0+$/, '');

const withoutZeros = (text: string): string => text.replace(/^0+(?=\d)/, '');
