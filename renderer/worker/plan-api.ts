/**
 * What the page asks of the worker about grid plans: types only. Ids of cells, grids, atoms and arcs are those of the plan's partition model;
 * places go in as longitude and latitude (degrees WGS84), actions in millimetres of the plan's lattice (shared/partition/lattice.ts).
 */
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { Vertex } from '../../shared/partition/actions/move-vertex.ts';
import type { CutOff } from '../../shared/partition/balance/accept-moves.ts';
import type { BalanceHindrances } from '../../shared/partition/balance/balance-hindrances.ts';
import type { BalanceMove, BalancePlan } from '../../shared/partition/balance/balance-plan.ts';
import type { BalanceProgress } from '../../shared/partition/balance/balance-run.ts';
import type { BalanceSettings } from '../../shared/partition/balance/balance-settings.ts';
import type { CodeFate } from '../../shared/partition/code-table.ts';
import type { Lattice } from '../../shared/partition/lattice.ts';
import type { PartitionFault } from '../../shared/partition/partition-proof.ts';
import type { AdjacencyException, RefusalReason } from '../../shared/partition/partition-records.ts';
import type { PlanAction } from '../../shared/partition/plan-action.ts';
import type { CarryChoice, CarryConflict } from '../../shared/partition/plan-carry.ts';
import type { PlanFindings } from '../../shared/partition/plan-findings.ts';
import type { CutOffPart, UnassignedPart } from '../../shared/partition/plan-fixes.ts';
import type { PlanCondition, PlanState } from '../../shared/partition/plan-state.ts';
import type { CellRings, PlanGrid, PlanMicro } from '../../shared/partition/plan-view.ts';
import type { LngLat } from '../../shared/query/selection.ts';

export interface PlanSummary {
  id: string;
  name: string;
  state: PlanState;
  generation: string;
  /** SHA-256 hex of the partition it began with: plans of one base can be compared cell by cell. */
  base: string;
  /** It was begun on another generation than the one that is open: it must be rebased before it is edited. */
  baseChanged: boolean;
  /** How many areas it is of; null: all. */
  areas: number | null;
  createdAt: number;
  editedAt: number;
  /** How many stand. */
  steps: number;
  /** Days since 1970-01-01. */
  effectiveFrom: number | null;
}

export interface PlanArea {
  /** Of `areas`. */
  row: number;
  name: string;
  /** Name of the area above; '' for none. */
  above: string;
  buildings: number;
}

export interface PlanAtoms {
  /** Row of `buildings` (of `entrances` for an entrance); -1: not in the open community any more. */
  rows: Int32Array;
  lng: Float64Array;
  lat: Float64Array;
  /** -1: not in play. */
  cell: Int32Array;
  /** The atom of the building that an entrance belongs to; -1: it is a building. */
  building: Int32Array;
}

export interface PlanView {
  id: string;
  name: string;
  state: PlanState;
  effectiveFrom: number | null;
  lattice: Lattice;
  /** Names of what is counted: `grids.measure.<name>`. */
  measures: string[];
  /** `withheld`: none can be told, and every `tallies` is []. */
  numbers: 'exact' | 'rounded' | 'withheld';
  cells: CellRings;
  grids: PlanGrid[];
  micros: PlanMicro[];
  unassigned: number[];
  /** `at`: both ends in degrees. */
  exceptions: (AdjacencyException & { id: number; at: [LngLat, LngLat] })[];
  /** By community number of cells and grids; name '' where it has none. */
  communities: { name: string }[];
  /** By community: the code that its next grid is offered; '' where there is nothing to go on from. */
  nextCodes: string[];
  /** By grid: the suffix that its next micro-grid is offered; '' where there is none left. */
  nextSuffixes: Record<number, string>;
  atoms: PlanAtoms;
  history: PlanSteps;
  /** What `planChange` is asked with. */
  seq: number;
}

export interface PlanSteps {
  /** Names of steps that can be taken back, the next first; and done again. */
  undo: string[];
  redo: string[];
}

/** What a step changed, so that the page draws that alone. */
export interface PlanChange {
  seq: number;
  state: PlanState;
  effectiveFrom: number | null;
  history: PlanSteps;
  /** Cells that are new or have other rings. */
  cells: CellRings;
  removedCells: Int32Array;
  /** Cells (those of `cells` too) whose grid changed: id and grid in turn. */
  cellGrid: Int32Array;
  /** The same of micro-grids. */
  cellMicro: Int32Array;
  /** id and cell in turn. */
  atomCell: Int32Array;
  grids: PlanGrid[];
  /** Grids that are not there any more (their making was taken back). */
  removedGrids: number[];
  micros: PlanMicro[];
  removedMicros: number[];
  unassigned: number[];
  exceptions: PlanView['exceptions'];
  nextCodes: string[];
  nextSuffixes: PlanView['nextSuffixes'];
}

export interface PlanRefusal {
  ok: false;
  reason: RefusalReason;
  at: LngLat | null;
  atoms: readonly number[];
}

/** The touched grids as they would be; a new one has the next id. */
export type PlanPreview =
  | {
      ok: true;
      grids: PlanGrid[];
      micros: PlanMicro[];
      unassigned: number[];
      /** id and grid in turn, of cells that would change grid. */
      cellGrid: Int32Array;
      /** The same of micro-grids. */
      cellMicro: Int32Array;
      /** Cells that would be new or have other rings. */
      cells: CellRings;
    }
  | PlanRefusal;

/** A record to be appended, or why there is none. */
export type PlanWrite = { ok: true; body: JournalBody } | PlanRefusal;

export interface PlanMoves {
  /** Buildings, and entrances of those that are shattered; codes of grids, '' for none. */
  buildings: {
    table: 'buildings' | 'entrances';
    /** -1: a unit of a file, which no table has. */
    row: number;
    label: string;
    from: string;
    to: string;
    households: number;
    residents: number;
    devices: number;
  }[];
  pairs: {
    from: string;
    to: string;
    atoms: number;
    households: number;
    residents: number;
    devices: number;
  }[];
  /** Grid workers of the grids that lose or gain households. */
  workers: { name: string; grid: string; loses: number; gains: number }[];
}

/** A grid with its code; counts are null where no number can be told. */
export interface PlanCodeSide {
  code: string;
  name: string;
  households: number | null;
  residents: number | null;
}

/** What becomes of each code (shared/partition/code-table.ts), with counts of today of the grid before and of those after. */
export interface PlanCodeRow {
  fate: CodeFate;
  before: PlanCodeSide | null;
  after: PlanCodeSide[];
}

/** In the language of who reads: one a column of CODE_COLUMNS, one a fate. */
export interface CodeWords {
  columns: readonly string[];
  fates: Record<CodeFate, string>;
}

/** What the open plan is compared with is `before`, the open plan `after`. */
export interface PlanComparison {
  /** Name of the plan before; null: the borders that the open plan began with. */
  name: string | null;
  /** Journal number of the open plan that this was worked out at. */
  seq: number;
  measures: string[];
  grids: { code: string; before: PlanGrid | null; after: PlanGrid | null }[];
  moves: PlanMoves;
  /** Cells of the open plan whose buildings, or whose ground, are in another grid. */
  cells: Int32Array;
}

export interface PlanCheck extends Omit<PlanFindings, 'proof' | 'detached'> {
  holds: boolean;
  faults: { fault: PartitionFault; at: LngLat | null }[];
  cutOff: (CutOffPart & { at: LngLat })[];
  /** Ground in no grid, with rows of the buildings on it. */
  unassigned: (UnassignedPart & { at: LngLat; buildings: { row: number; label: string }[] })[];
  /** Rows of buildings of the open community that the plan does not know. */
  unknownBuildings: number[];
}

export interface BalanceRequest {
  /** Grids to be balanced; null: all that may be. */
  grids: number[] | null;
  settings: BalanceSettings;
}

export interface BalanceAnswer {
  /** The lowest cost first; []: nothing better was found, for which `hindrances` tells the reasons. */
  plans: BalancePlan[];
  hindrances: BalanceHindrances;
  /** Households of all grids that were balanced: what ways are an average of. */
  households: number;
}

export interface PlanDrift {
  borders: boolean;
  /** Name of a plan that is approved for a later day: until then none but that one follows. null: none. */
  waiting: string | null;
  gone: number;
  unknown: number;
}

export interface PlanDay {
  /** The local day as the page has it. */
  today: number;
  /** Another day whose grids are to be shown; null: today's. */
  asOf: number | null;
}

export interface PlanEngine {
  /**
   * Puts the grids in force on that day under everything that is asked of the open community; asked when one was opened, when the day turns, and
   * when a plan's state changed. `need`: the plan whose base it needs first, by a token of the host. `changed`: rows of grids moved. Rejects
   * with PlanError; then everything is as it was.
   */
  servePlan(day: PlanDay, token: string | null): Promise<{ need: string | null; changed: boolean }>;
  plans(): Promise<PlanSummary[]>;
  /** The areas that a plan can be of, in the order of their rows; one or none: there is nothing to choose. */
  planAreas(): Promise<PlanArea[]>;
  /**
   * Makes the partition that a new plan begins with; `areas`: rows of those it is of, absent: all. Its bytes wait for `sendPlanBase`; then `body` is appended. Rejects with
   * PartitionError, StorageError 'storage-cancelled'.
   */
  draftPlan(
    request: { id: string; name: string; areas?: readonly number[] },
    onProgress: OnProgress,
  ): Promise<{ bytes: number; sha256: string; body: JournalBody }>;
  /** What has changed since the open plan was begun: it follows other grids than those in force; buildings that are gone, or that it does not know. */
  planDrift(): Promise<PlanDrift>;
  /**
   * A new plan on today's borders that is to take what the open one changed. Then as `draftPlan`; once the new plan is open, `carryStep` is its first
   * step. Rejects as `draftPlan` does.
   */
  draftCarry(
    request: { id: string; name: string },
    onProgress: OnProgress,
  ): Promise<{ bytes: number; sha256: string; body: JournalBody; conflicts: CarryConflict[] }>;
  /** `choices`: by id of a conflict; without one, as it was told. null: there is nothing to carry. Rejects with PlanError 'plan-not-carried'. */
  carryStep(choices: Record<string, CarryChoice>, name: string): Promise<JournalBody | null>;
  sendPlanBase(sha256: string, token: string): Promise<void>;
  /** `token`: of the host, for the base. Stays open, follows the journal. Rejects with PlanError. */
  openPlan(id: string, token: string): Promise<PlanView>;
  closePlan(): Promise<void>;
  /** Nothing is kept. */
  tryAction(action: PlanAction): Promise<PlanPreview>;
  /** The record that carries it out; the plan changes once the journal tells it. */
  actOn(action: PlanAction, name: string): Promise<PlanWrite>;
  /** null: nothing to take back or do again. */
  planStep(direction: 'undo' | 'redo'): Promise<JournalBody | null>;
  /** null: too long ago; open it anew. */
  planChange(since: number): Promise<PlanChange | null>;
  planMoves(): Promise<PlanMoves>;
  planCodes(): Promise<PlanCodeRow[]>;
  /** The same as CSV. Rejects with AccessNeededError 'not-allowed'. */
  exportPlanCodes(words: CodeWords): Promise<Blob>;
  /** `target`: households of one grid, of the local profile. */
  checkPlan(target: { min: number; max: number }): Promise<PlanCheck>;
  /** What stands in the way of a state; null: no way leads there. */
  planObstacles(to: PlanState, effectiveFrom: number | null): Promise<PlanCondition[] | null>;
  /** The record of the new state. Rejects with PlanError 'plan-obstacles'. */
  statePlan(to: PlanState, effectiveFrom: number | null, note: string): Promise<JournalBody>;
  /** With another plan of this community (`token`: of the host, for its base), null: with the borders it began with. Rejects with PlanError. */
  comparePlan(other: { id: string; token: string } | null): Promise<PlanComparison>;
  /** Different plans for the open plan, which stays as it is; same seed, same plans. Rejects with StorageError 'storage-cancelled'. */
  balancePlan(
    request: BalanceRequest,
    onProgress: (progress: BalanceProgress) => void,
  ): Promise<BalanceAnswer>;
  /** The record that carries out those of a plan's moves that were chosen (ids), or why not. */
  acceptBalance(
    moves: readonly BalanceMove[],
    chosen: readonly number[],
    name: string,
  ): Promise<PlanWrite | CutOff>;
  vertexNear(at: LngLat, reachMetres: number): Promise<{ vertex: Vertex; at: LngLat; metres: number } | null>;
  borderNear(
    at: LngLat,
    reachMetres: number,
  ): Promise<{ arc: number; corner: number; at: LngLat; metres: number } | null>;
  /** -1: none. */
  cellAt(at: LngLat): Promise<number>;
}
