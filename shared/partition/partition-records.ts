/**
 * What a partition that is edited consists of: nodes, arcs and cells of the planar complex, the grids, the atoms, and the patch
 * that one action makes. Owns the shapes; all are plain data and never changed in place, so that a patch can be journalled and
 * taken back. Places are whole millimetres of the plan's lattice (lattice.ts).
 */
import type { IntColumn } from './int-column.ts';

/** In no grid: see outline.ts. */
export const NO_ATOM = -1;
/** An atom that is not in play: a shattered building, or the entrance of a whole one. */
export const NO_CELL = -1;
/** In no micro-grid. */
export const NO_MICRO = -1;

export interface MapNode {
  readonly x: number;
  readonly y: number;
}

export interface MapArc {
  readonly from: number;
  readonly to: number;
  /** Corners between the nodes, 2 numbers each. */
  readonly via: readonly number[];
  /** Cells; OUTSIDE where the map ends. */
  readonly left: number;
  readonly right: number;
}

export interface MapCell {
  /** Directed arcs (ring-tracing.ts): the outer ring first, turning left, then holes. */
  readonly rings: readonly (readonly number[])[];
  /** The community it belongs to: a number of the caller's. Borders between communities never move. */
  readonly community: number;
  readonly locked: boolean;
  /** The building (atom) whose cell was shattered into this one and others; NO_ATOM for none. */
  readonly shatteredFrom: number;
  /** The cell as it was built that this is a part of: parts that meet in one grid again can be made one. */
  readonly origin: number;
}

export type GridKind = 'general' | 'exclusive';

export interface GridRecord {
  readonly code: string;
  readonly name: string;
  readonly kind: GridKind;
  readonly community: number;
  readonly locked: boolean;
  /** Deleted: it has no cells, and its codes are never given again. */
  readonly retired: boolean;
  /** Codes it had before, oldest first. */
  readonly formerCodes: readonly string[];
  /** Whatever else is known of it: head, worker, start date. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A part of one grid with a head of its own. Which cells it has is told by cell, as it is of grids; none is of another grid. */
export interface MicroRecord {
  readonly grid: number;
  /** Digits that come after the code of the grid (micro-codes.ts). */
  readonly suffix: string;
  readonly name: string;
  /** Deleted, or its grid is. */
  readonly retired: boolean;
  /** Whole codes that it had in other grids, oldest first. */
  readonly formerCodes: readonly string[];
  /** Head, telephone. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Two places that are neighbours though their cells do not touch (footbridge), or are not though they do (railway). */
export interface AdjacencyException {
  readonly kind: 'link' | 'cut';
  /** x, y of either; the cells are those at the places, so that they outlive a split. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Counts by atom, whole numbers: households, residents ... */
export interface Measure {
  readonly name: string;
  readonly values: Float64Array;
}

/** Columns of equal length. Which cell an atom is in is the model's; nothing here ever changes. */
export interface AtomTable {
  /** Ids of the buildings and entrances. */
  readonly keys: readonly string[];
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** The building of an entrance; NO_ATOM for a building. */
  readonly building: Int32Array;
  /** Rings of the ground plan (2 numbers a corner, not closed), which no border may cross; null: a point alone. */
  readonly footprints: readonly (readonly Int32Array[] | null)[];
  readonly measures: readonly Measure[];
}

/** One record before and after; null: it is not there. */
export interface Change<T> {
  readonly id: number;
  readonly before: T | null;
  readonly after: T | null;
}

/** Ids that the next node, arc, cell and grid get: none is ever used twice. */
export interface NextIds {
  readonly node: number;
  readonly arc: number;
  readonly cell: number;
  readonly grid: number;
  readonly exception: number;
  /** Absent: there never was a micro-grid. */
  readonly micro?: number;
}

/** What an action changes, and all that taking it back needs. Plain data. */
export interface PartitionPatch {
  readonly nodes: readonly Change<MapNode>[];
  readonly arcs: readonly Change<MapArc>[];
  readonly cells: readonly Change<MapCell>[];
  readonly grids: readonly Change<GridRecord>[];
  readonly exceptions: readonly Change<AdjacencyException>[];
  /** Grid of each cell, NO_GRID for none. */
  readonly cellGrid: IntColumn;
  /** Cell of each atom; NO_CELL: not in play. */
  readonly atomCell: IntColumn;
  /** Absent: nothing of micro-grids changes. */
  readonly micros?: readonly Change<MicroRecord>[];
  /** Micro-grid of each cell, NO_MICRO for none. Absent: as above. */
  readonly cellMicro?: IntColumn;
  readonly next: { readonly before: NextIds; readonly after: NextIds };
}

/** Why an action was not done: a message `grids.refused.<reason>` says it. */
export type RefusalReason =
  /** Everything is so already. */
  | 'nothing-changes'
  /** The thing named is not there (any more). */
  | 'unknown'
  /** A grid or a cell is locked. */
  | 'locked'
  /** A border of a community, or of the whole: it never moves. */
  | 'community-border'
  /** The cells or grids are of different communities. */
  | 'other-community'
  /** A border would cross another, or fold. */
  | 'crosses-border'
  /** A building would come to lie on or beyond the border of its cell. */
  | 'leaves-cell'
  /** The line goes through a building: go round it, or shatter it by entrance. */
  | 'through-building'
  /** The line has fewer than two places, or crosses itself. */
  | 'bad-line'
  /** The line does not go from border to border. */
  | 'line-ends-inside'
  /** Two sides of the line are still one grid behind it. */
  | 'does-not-divide'
  /** Off the plan's 67 km. */
  | 'out-of-reach'
  /** They have no common border. */
  | 'not-neighbours'
  | 'different-grids'
  | 'different-micros'
  /** Not in the grid that the micro-grid is of. */
  | 'outside-grid'
  /** A corner that other borders end at cannot be taken out. */
  | 'corner-in-use'
  | 'code-taken'
  | 'code-invalid'
  /** Two grids at least are needed. */
  | 'one-grid'
  /** Two micro-grids of one grid at least are needed. */
  | 'one-micro'
  | 'name-missing'
  /** No entrances, or one only. */
  | 'no-entrances'
  /** The counts of the entrances do not add up to those of the building. */
  | 'entrances-incomplete'
  /** The building's cell holds others too. */
  | 'shared-cell'
  | 'not-shattered';

export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  /** Where, in millimetres. */
  readonly place: readonly [number, number] | null;
  /** Atoms concerned. */
  readonly atoms: readonly number[];
}

export interface Done {
  readonly ok: true;
  readonly patch: PartitionPatch;
}

export type ActionResult<T = unknown> = (Done & T) | Refusal;

export function refuse(
  reason: RefusalReason,
  place: readonly [number, number] | null = null,
  atoms: readonly number[] = [],
): Refusal {
  return { ok: false, reason, place, atoms };
}

/** Thrown within an action whose parts cannot go on; the action catches it by `refusing`. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.name = 'RefusedError';
    this.refusal = refusal;
  }
}

/** Runs an action; a RefusedError of its parts becomes its answer. */
export function refusing<T>(action: () => ActionResult<T>): ActionResult<T> {
  try {
    return action();
  } catch (error) {
    if (error instanceof RefusedError) return error.refusal;
    throw error;
  }
}

/** What reads a partition reads this: the model itself, or a draft over it. */
export interface PartitionReader {
  readonly atoms: AtomTable;
  /** These four throw where there is none: ids come from the partition itself. */
  node(id: number): MapNode;
  arc(id: number): MapArc;
  cell(id: number): MapCell;
  grid(id: number): GridRecord;
  hasCell(id: number): boolean;
  hasGrid(id: number): boolean;
  /** Throws where there is none. */
  micro(id: number): MicroRecord;
  hasMicro(id: number): boolean;
  /** NO_GRID for none. */
  gridOf(cell: number): number;
  /** NO_MICRO for none. */
  microOf(cell: number): number;
  /** NO_CELL: not in play. */
  cellOf(atom: number): number;
  /** Arcs that end at a node, rising; one that is there at both ends counts once. */
  arcsAt(node: number): readonly number[];
  /** Rising. */
  atomsIn(cell: number): readonly number[];
}
