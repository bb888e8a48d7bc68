/**
 * What the page asks of the worker about files and prints of grid plans: types only. A file is looked at first and stays on the desk until it is
 * left; what it would do comes back as an action that the page tries and carries out like any other.
 */
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { NewGrids, NewGridsRequest } from '../../shared/partition/balance/new-grids.ts';
import type { AreasOnPlan } from '../../shared/partition/files/areas-on-plan.ts';
import type { ListFault, ReadList } from '../../shared/partition/files/building-list.ts';
import type { GridFormat, ListFormat } from '../../shared/partition/files/grid-files.ts';
import type { MicroFigures } from '../../shared/partition/files/micros-on-plan.ts';
import type { UnitPlan } from '../../shared/partition/files/unit-plan.ts';
import type { PlanSheets } from '../../shared/partition/sheets/plan-sheets.ts';
import type { UnitProblem, UnitRules } from '../../shared/partition/unit-fixes.ts';

export interface NamedSystem {
  id: string;
  name: { zh: string; en: string };
}

export interface PlanExport {
  format: GridFormat | ListFormat;
  /** Id of one of `planSystems`; of a list of buildings without meaning. */
  crs: string;
  /** With the counts of each grid. Left out where only rounded numbers may be seen. */
  counts: boolean;
}

export interface PlanFileLayer {
  name: string;
  /** With polygons: it can be laid on the plan. Without, it can be a list of buildings. */
  polygons: boolean;
  rows: number;
  columns: string[];
  /** Columns whose values are all counts. */
  counts: string[];
  /** null: the file does not say, or nothing here knows it. */
  crs: NamedSystem | null;
  /** Columns that look like those of a list of buildings; '' for none. */
  building: string;
  entrance: string;
  grid: string;
}

export interface PlanFileLook {
  name: string;
  format: string;
  layers: PlanFileLayer[];
  /** Codes of what is to be known of the file: messages `problem.<code>`. */
  notes: { code: string; count: number }[];
}

export interface ListChoice {
  layer: string;
  building: string;
  /** '' for none. */
  entrance: string;
  grid: string;
  mendZeros: boolean;
}

export interface PlanListAnswer extends ReadList {
  /** Good rows by the grid that they lead to, code and how many buildings move. */
  byGrid: { grid: number; buildings: number }[];
}

export interface RejectWords {
  sheet: string;
  reasonColumn: string;
  reasons: Record<ListFault, string>;
}

export interface AreasChoice {
  layer: string;
  /** Of the file where it does not say; null: it says. */
  crs: string | null;
  rules: UnitRules;
  /** By id of the problem: number of the area that gets the place, -1 for nobody. */
  choices: readonly (readonly [string, number])[];
}

/** Problems name areas by their number in `names`. */
export interface PlanAreasAnswer extends AreasOnPlan {
  names: string[];
  /** What becomes of the micro-grids that are drawn. */
  micros: MicroFigures;
  unreadable: number;
  axesSwapped: boolean;
}

export interface UnitsChoice extends AreasChoice {
  /** By measure of plans (`households`, `residents`): the column that counts it; absent: nothing does. */
  measures: Readonly<Record<string, string>>;
  asGrids: boolean;
}

export interface UnitsAnswer extends Pick<UnitPlan, 'rings' | 'units' | 'totals'> {
  problems: UnitProblem[];
  names: string[];
  /** Areas without a cell of their own: counted in another's, or nowhere. */
  absorbed: number;
  unplaced: number;
  unreadable: number;
  axesSwapped: boolean;
}

export interface PlanFileEngine {
  /** In the order they are offered; the first is the usual one. */
  planSystems(): Promise<NamedSystem[]>;
  /** Rejects with AccessNeededError 'not-allowed', FormatError. */
  exportPlan(request: PlanExport): Promise<Blob>;
  /** The file (the first, with what belongs to it) takes the place of the one before. Rejects with FormatError. */
  lookPlanFile(files: readonly File[]): Promise<PlanFileLook>;
  leavePlanFile(): Promise<void>;
  readPlanList(choice: ListChoice): Promise<PlanListAnswer>;
  /** The rows that were not taken, as a workbook with the reason of each. */
  planListRejects(choice: ListChoice, words: RejectWords): Promise<Blob>;
  /** Rejects with CrsError, PartitionError, PlanError 'plan-file-elsewhere'. */
  layPlanAreas(choice: AreasChoice): Promise<PlanAreasAnswer>;
  /** What a plan of the file's areas would be. Rejects with CrsError, PartitionError. */
  lookUnits(choice: UnitsChoice): Promise<UnitsAnswer>;
  /** As `draftPlan`, of the areas of the file. */
  draftUnitPlan(
    request: { id: string; name: string },
    choice: UnitsChoice,
  ): Promise<{ bytes: number; sha256: string; body: JournalBody }>;
  /** One grid a name, with the next free codes. Rejects with StorageError 'storage-cancelled' after `cancel`. */
  newGrids(
    request: Pick<NewGridsRequest, 'measure' | 'seed'> & { names: readonly string[] },
    onProgress: OnProgress,
  ): Promise<NewGrids>;
  /** Rejects with AccessNeededError 'not-allowed'. */
  planSheets(): Promise<PlanSheets>;
}
