/**
 * What the page asks of the worker about grid plans: types only. Ids of cells, grids, atoms and arcs are those of the plan's partition model;
 * places go in as longitude and latitude (degrees WGS84), actions in millimetres of the plan's lattice (shared/partition/lattice.ts).
 */
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { Vertex } from '../../shared/partition/actions/move-vertex.ts';
import type { Lattice } from '../../shared/partition/lattice.ts';
import type { PartitionFault } from '../../shared/partition/partition-proof.ts';
import type {
  AdjacencyException,
  GridKind,
  RefusalReason,
} from '../../shared/partition/partition-records.ts';
import type { PlanAction } from '../../shared/partition/plan-action.ts';
import type { PlanCondition, PlanState } from '../../shared/partition/plan-state.ts';
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
  createdAt: number;
  editedAt: number;
  /** How many stand. */
  steps: number;
  /** Days since 1970-01-01. */
  effectiveFrom: number | null;
}

/** Degrees, 2 numbers a corner, not closed. */
export type DegreeRing = Float64Array;

/** Cells as flat arrays: cell i has rings [ringStarts[i], ringStarts[i + 1]), ring r corners [cornerStarts[r], cornerStarts[r + 1]). */
export interface CellRings {
  ids: Int32Array;
  ringStarts: Uint32Array;
  cornerStarts: Uint32Array;
  /** Degrees: lng, lat of each corner. The outer ring first, then holes. */
  lngLat: Float64Array;
  /** By cell: its grid, -1 for none. */
  grid: Int32Array;
  locked: Uint8Array;
}

/** A connected part of a grid. */
export interface PlanPart {
  outer: DegreeRing;
  holes: DegreeRing[];
}

export interface PlanGrid {
  id: number;
  code: string;
  name: string;
  kind: GridKind;
  locked: boolean;
  retired: boolean;
  community: number;
  attributes: Readonly<Record<string, string>>;
  /** Corner contact is none; a manual link joins two parts of the outline to one of `parts`. */
  outline: PlanPart[];
  /** How many parts do not hang together; 1: it does. */
  parts: number;
  /** Cells of all parts but the largest. */
  detached: number[];
  /** Square metres. */
  area: number;
  /** In the order of PlanView.measures; [] where numbers are withheld. */
  tallies: number[];
  /** The same grid in the partition that the plan began with; null: it was not there. */
  baseTallies: number[] | null;
  /** Inside the largest part; null: it has no cells. */
  centre: LngLat | null;
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
  /** `rounded`: told to who may see rounded numbers only; 0 stands for fewer than ten. */
  numbers: 'exact' | 'rounded';
  cells: CellRings;
  grids: PlanGrid[];
  unassigned: number[];
  exceptions: (AdjacencyException & { id: number })[];
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
  /** id and cell in turn. */
  atomCell: Int32Array;
  grids: PlanGrid[];
  /** Grids that are not there any more (their making was taken back). */
  removedGrids: number[];
  unassigned: number[];
  exceptions: PlanView['exceptions'];
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
      unassigned: number[];
      /** id and grid in turn, of cells that would change grid. */
      cellGrid: Int32Array;
      /** Cells that would be new or have other rings. */
      cells: CellRings;
    }
  | PlanRefusal;

/** A record to be appended, or why there is none. */
export type PlanWrite = { ok: true; body: JournalBody } | PlanRefusal;

export interface PlanMove {
  /** Row of `buildings`; of `entrances` where `entrance`. */
  row: number;
  entrance: boolean;
  label: string;
  /** Codes; '' for none. */
  from: string;
  to: string;
  households: number;
  residents: number;
  devices: number;
}

export interface PlanMoves {
  buildings: PlanMove[];
  pairs: (Pick<PlanMove, 'from' | 'to' | 'households' | 'residents' | 'devices'> & { buildings: number })[];
  /** Grid workers of the grids that lose or gain. */
  workers: { name: string; grid: string; loses: number; gains: number }[];
}

export interface PlanFindings {
  passes: boolean;
  proof: { holds: boolean; faults: { fault: PartitionFault; at: LngLat | null }[] };
  detached: { grid: number; cells: number[]; at: LngLat | null }[];
  unassignedCells: number[];
  unassignedAtoms: number[];
  /** Buildings of the open community that the plan does not know: rows. */
  unknownBuildings: number[];
  /** Grids outside the band of the local profile; exclusive grids are not balanced. */
  outsideBand: { grid: number; households: number; low: number; high: number }[];
  codes: { grid: number; code: string; fault: 'invalid' | 'double' }[];
}

export interface PlanEngine {
  plans(): Promise<PlanSummary[]>;
  /**
   * Makes the partition that a new plan begins with. Its bytes wait for `sendPlanBase`; then `body` is appended. Rejects with
   * PartitionError, StorageError 'storage-cancelled'.
   */
  draftPlan(
    request: { id: string; name: string },
    onProgress: OnProgress,
  ): Promise<{ bytes: number; sha256: string; body: JournalBody }>;
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
  checkPlan(): Promise<PlanFindings>;
  /** What stands in the way of a state; null: no way leads there. */
  planObstacles(to: PlanState, effectiveFrom: number | null): Promise<PlanCondition[] | null>;
  /** The record of the new state. Rejects with PlanError 'plan-obstacles'. */
  statePlan(to: PlanState, effectiveFrom: number | null, note: string): Promise<JournalBody>;
  vertexNear(at: LngLat, reachMetres: number): Promise<{ vertex: Vertex; at: LngLat; metres: number } | null>;
  borderNear(
    at: LngLat,
    reachMetres: number,
  ): Promise<{ arc: number; corner: number; at: LngLat; metres: number } | null>;
  /** -1: none. */
  cellAt(at: LngLat): Promise<number>;
}
