/**
 * Puts the homes of a building in a matrix: a column per entrance and door, a row per floor from the top. Owns the
 * arrangement and the tints as steps; draws nothing.
 */
import type { StackingCell } from './answers.ts';

export interface StackingColumn {
  entrance: string;
  /** Door as it repeats on every floor ("01"); '' where homes have none. */
  door: string;
}
export interface StackingMatrix {
  columns: StackingColumn[];
  /** Entrances with how many columns each spans, in order. */
  entrances: { label: string; span: number }[];
  /** Floor numbers from the top; UNKNOWN_FLOOR stands last. */
  floors: number[];
  /** cells[floor index][column index]; null: no home there. */
  cells: (StackingCell | null)[][];
}

/** How the data says "floor not known" (the sentinel of the i16 floor column). */
export const UNKNOWN_FLOOR = -32768;

const natural = new Intl.Collator('zh-CN', { numeric: true });

/** "602" on floor 6 is door "02"; "6" or "A" stay as they are. */
function doorOnFloor(door: string, floor: number): string {
  const prefix = String(floor);
  return door.startsWith(prefix) && door.length > prefix.length ? door.slice(prefix.length) : door;
}

type Naming = (cell: StackingCell, ordinal: number) => string;
/** From the most to the least telling; the first without two homes in one place is used. */
const NAMINGS: Naming[] = [
  (cell) => doorOnFloor(cell.door, cell.floor),
  (cell) => cell.door,
  (_, ordinal) => String(ordinal + 1),
];

interface Placed {
  cell: StackingCell;
  column: string;
  door: string;
}

function placed(cells: StackingCell[], naming: Naming): Placed[] {
  const ordinals = new Map<string, number>();
  return cells.map((cell) => {
    const key = `${cell.entrance}\u0000${cell.floor}`;
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    const door = naming(cell, ordinal);
    return { cell, door, column: `${cell.entrance}\u0000${door}` };
  });
}

function collides(list: Placed[]): boolean {
  return new Set(list.map(({ cell, column }) => `${column}\u0000${cell.floor}`)).size < list.length;
}

function floorsOf(cells: StackingCell[], floorsAbove: number): number[] {
  const known = cells.map((cell) => cell.floor).filter((floor) => floor !== UNKNOWN_FLOOR);
  const top = Math.max(floorsAbove, ...known, 1);
  const bottom = Math.min(1, ...known);
  const floors: number[] = [];
  for (let floor = top; floor >= bottom; floor--) if (floor !== 0 || known.includes(0)) floors.push(floor);
  if (known.length < cells.length) floors.push(UNKNOWN_FLOOR);
  return floors;
}

/** `floorsAbove`: floors of the building, so that floors without homes show as empty rows. */
export function stackingMatrix(cells: StackingCell[], floorsAbove: number): StackingMatrix {
  const ordered = cells.toSorted(
    (a, b) => natural.compare(a.entrance, b.entrance) || a.floor - b.floor || natural.compare(a.door, b.door),
  );
  const list = NAMINGS.map((naming) => placed(ordered, naming)).find((each) => !collides(each)) ?? [];
  const columns = new Map<string, StackingColumn>();
  for (const { cell, column, door } of list) columns.set(column, { entrance: cell.entrance, door });
  const keys = [...columns.keys()].sort((a, b) => {
    const [one, two] = [columns.get(a)!, columns.get(b)!];
    return natural.compare(one.entrance, two.entrance) || natural.compare(one.door, two.door);
  });
  const floors = floorsOf(cells, floorsAbove);
  const rows = floors.map(() => keys.map((): StackingCell | null => null));
  for (const { cell, column } of list) rows[floors.indexOf(cell.floor)][keys.indexOf(column)] = cell;
  const entrances: StackingMatrix['entrances'] = [];
  for (const key of keys) {
    const { entrance } = columns.get(key)!;
    const last = entrances.at(-1);
    if (last?.label === entrance) last.span++;
    else entrances.push({ label: entrance, span: 1 });
  }
  return { columns: keys.map((key) => columns.get(key)!), entrances, floors, cells: rows };
}

export type StackingMeasure = 'residents' | 'matching' | 'tenure' | 'tag';
export const STACKING_MEASURES: StackingMeasure[] = ['residents', 'matching', 'tenure', 'tag'];

/** Steps 0..6 of the ramp (0: nothing); for tenure the step is 0 and the word tells. */
export function stepOf(cell: StackingCell, measure: StackingMeasure, tag: string): number {
  if (measure === 'residents') return Math.min(6, cell.residents);
  if (measure === 'tag') return cell.tags.includes(tag) ? 5 : 0;
  if (measure === 'tenure' || cell.residents === 0) return 0;
  return Math.ceil((cell.matching / cell.residents) * 6);
}

/** Homes in the rectangle between two places, in reading order. */
export function homesBetween(
  matrix: StackingMatrix,
  a: { row: number; column: number },
  b: { row: number; column: number },
): number[] {
  const homes: number[] = [];
  for (let row = Math.min(a.row, b.row); row <= Math.max(a.row, b.row); row++) {
    for (let column = Math.min(a.column, b.column); column <= Math.max(a.column, b.column); column++) {
      const cell = matrix.cells[row]?.[column];
      if (cell) homes.push(cell.home);
    }
  }
  return homes;
}

/** Tags that occur in the building, most frequent first. */
export function tagsIn(cells: StackingCell[]): string[] {
  const counts = new Map<string, number>();
  for (const cell of cells) for (const tag of cell.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || a.localeCompare(b));
}
