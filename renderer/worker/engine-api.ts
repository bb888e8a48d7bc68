/**
 * What the page may ask of the data worker. Owns the types only. Everything large comes back as typed arrays by
 * transfer; rows travel one visible page at a time. Row numbers are stable within a generation.
 */

import type { Alert } from '../../shared/cases/alert.ts';
import type { Case } from '../../shared/cases/case.ts';
import type { Witness } from '../../shared/host/contract.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import type { CommunityBundle, OnProgress, SampleId } from '../../shared/model/bundle.ts';
import type { CommunityOutline } from '../../shared/model/import-outline.ts';
import type {
  FileInspection,
  ImportPlan,
  ImportReport,
  LinkReport,
  MergeReport,
  ReadingChoice,
} from '../../shared/model/import-plan.ts';
import type { DryRun } from '../../shared/model/import-run.ts';
import type { TableName } from '../../shared/model/tables.ts';
import type { CrossTable } from '../../shared/query/aggregate.ts';
import type {
  BuildingDossier,
  ColumnStatistics,
  Dossier,
  Facets,
  MarkLayer,
  MarksRequest,
  NearHit,
  PlanCounts,
  RecordRef,
  SearchHit,
  TablePage,
  TableRequest,
} from '../../shared/query/answers.ts';
import type { Bounds, Filter, LngLat, Selection, Summary } from '../../shared/query/selection.ts';
import type { AccessEngine, PersonalState } from './access-api.ts';
import type { BasemapEngine } from './basemap-methods.ts';
import type { BookmarkEngine } from './bookmark-methods.ts';
import type { CaseApi } from './case-methods.ts';
import type { CaseToolApi } from './case-tool-methods.ts';
import type { DrawEngine } from './draw-api.ts';
import type { EditEngine } from './edit-api.ts';
import type { ExchangeEngine } from './exchange-api.ts';
import type { LinkEngine } from './link-api.ts';
import type { PlaceEngine } from './place-methods.ts';
import type { PlanEngine } from './plan-api.ts';
import type { PlanFileEngine } from './plan-file-api.ts';
import type { PlanSignedEngine } from './plan-signed-api.ts';
import type { QualityEngine } from './quality-api.ts';
import type { RegisterEngine } from './register-api.ts';
import type { ScanEngine } from './scan-methods.ts';
import type { WorkEngine } from './work-api.ts';

export type {
  BuildingDossier,
  ColumnStatistics,
  Dossier,
  Facets,
  GridInfo,
  MarkLayer,
  MarkLayerId,
  MarksRequest,
  NearHit,
  PlanCounts,
  RecordRef,
  SearchHit,
  StackingCell,
  TablePage,
  TableRequest,
  Tally,
} from '../../shared/query/answers.ts';

/** How the cache was found at start (docs/stories/record.md). */
export type StartOutcome =
  | { outcome: 'fresh' }
  | { outcome: 'fine'; status: CommunityStatus; ms: number }
  /** The witness knows a generation that the cache does not hold whole. `empty`: nothing at all is here. */
  | { outcome: 'lost'; empty: boolean; expected: string; found: string; snapshot: boolean; reason: string }
  | { outcome: 'future'; epoch: number };

export interface CommunityStatus extends PlanCounts {
  generation: string;
  name: CommunityBundle['name'];
  source: CommunityBundle['source'];
  bounds: Bounds;
  asOfDay: number;
  rows: Partial<Record<TableName, number>>;
  /** Columns beyond the model's, as files brought them. */
  extraColumns: Partial<Record<TableName, string[]>>;
  bytes: number;
  personal: PersonalState;
  /** `rounded`: numbers about people are multiples of five, and 0 stands for fewer than ten. */
  numbers: 'exact' | 'rounded';
  /** The plan whose grids are shown; null: those that the community came with. */
  inForce: { plan: string; name: string; from: number } | null;
  /** The local day whose grids are shown; null: today's. */
  asOf: number | null;
  /** Of villages only. */
  rural: boolean;
}

export interface SelectionAnswer {
  /** What is selected, and the same for the whole community under the same filter. */
  selected: Summary;
  whole: Summary;
  /** Rows of `buildings` that hold something selected (for the highlight); at most 20,000. */
  buildings: Uint32Array;
  bounds: Bounds | null;
  ms: number;
}

export interface LoadReport {
  status: CommunityStatus;
  ms: number;
  /** Milliseconds by stage. */
  stages: Record<string, number>;
}

export interface PackedSnapshot {
  generation: string;
  name: string;
  bytes: number;
  /** SHA-256 hex of all bytes. */
  sha256: string;
}

export interface LiveState {
  alerts: Alert[];
  /** Highest journal record applied. */
  seq: number;
}

export type ExportFormat = 'csv' | 'xlsx' | 'geojson';
export interface ExportRequest extends Omit<TableRequest, 'from' | 'to'> {
  format: ExportFormat;
  /** Name of a workbook's sheet. */
  title: string;
  /** Headings by column, and words by column, in the person's language (CSV and XLSX; GeoJSON keeps codes). */
  headings: Record<string, string>;
  words: Record<string, Record<string, string>>;
  /** Who took it, when and what for: a last row, in GeoJSON a property of every feature. */
  watermark?: string;
}

export interface ImportOutcome {
  report: ImportReport;
  links: LinkReport;
  merge: MergeReport;
  ms: number;
}

export interface DataEngine
  extends AccessEngine,
    QualityEngine,
    BasemapEngine,
    DrawEngine,
    BookmarkEngine,
    CaseApi,
    CaseToolApi,
    ExchangeEngine,
    EditEngine,
    LinkEngine,
    PlaceEngine,
    PlanEngine,
    PlanFileEngine,
    PlanSignedEngine,
    RegisterEngine,
    ScanEngine,
    WorkEngine {
  /** With `core`, personal columns are never opened (the wall). */
  start(args: { profileId: string; witness: Witness | null; core: boolean }): Promise<StartOutcome>;
  loadSample(args: { sample: SampleId; seed: number }, onProgress: OnProgress): Promise<LoadReport>;
  /** The active generation as one snapshot file, for the host to keep; and back. */
  packSnapshot(): Promise<PackedSnapshot>;
  /** Sends what `packSnapshot` made to a token of the host. */
  sendSnapshot(token: string): Promise<void>;
  /** Fetches a snapshot from a token of the host and makes it the active generation, under its own id. */
  restoreSnapshot(token: string, onProgress: OnProgress): Promise<LoadReport>;
  /** Stops a load or import between two steps; the old generation stays. */
  cancel(): Promise<void>;
  status(): Promise<CommunityStatus | null>;
  /** What the host needs to run alerts by itself. */
  directory(): Promise<import('../../shared/host/contract.ts').Directory | null>;
  witness(): Promise<Omit<Witness, 'at' | 'realData'> | null>;
  /**
   * The host's witness names this generation now: older ones may go, unless yet another is active by now. `copies`: generations the host can bring
   * back, whose changes stay.
   */
  witnessed(generation: string, copies: readonly string[]): Promise<void>;

  setFilter(filter: Filter): Promise<void>;
  select(selection: Selection): Promise<SelectionAnswer>;
  facets(): Promise<Facets>;
  marks(request: MarksRequest): Promise<MarkLayer[]>;
  /** A vector tile (MVT) of `basemap`; empty where nothing lies. */
  tile(z: number, x: number, y: number): Promise<Uint8Array>;
  page(request: TableRequest): Promise<TablePage>;
  columnStatistics(request: {
    table: TableName;
    scope: 'selection' | 'all';
    column: string;
  }): Promise<ColumnStatistics>;
  /** Cross-table of two categorical columns of residents in the selection; null: no such column. */
  crossTable(args: { row: string; column: string }): Promise<CrossTable | null>;
  exportRows(request: ExportRequest): Promise<Uint8Array>;
  search(text: string, limit: number): Promise<SearchHit[]>;
  near(args: { point: LngLat; tables: TableName[]; k: number; within: number }): Promise<NearHit[]>;
  building(row: number): Promise<BuildingDossier>;
  dossier(table: TableName, row: number): Promise<Dossier>;
  /** Buildings whose footprint holds the point, and the grid and compound there. */
  whatIsHere(point: LngLat): Promise<RecordRef[]>;
  /** Counts of the plan with these buildings in `grid` (NO_GRID: in none); a preview: nothing is kept. */
  previewAssign(buildings: number[], grid: number): Promise<PlanCounts>;
  /** The grid of each building now, for the body of a `plan.assigned` record. */
  gridOf(buildings: number[]): Promise<number[]>;
  /** Applies records of the host's journal in order; idempotent. Returns what changed. */
  applyJournal(records: JournalRecord[]): Promise<{
    seq: number;
    /** Cases that something happened to, as they are now. */
    cases: Case[];
    gridsChanged: boolean;
    recordsChanged: boolean;
    alertsChanged: boolean;
    generationChanged: boolean;
    bookmarksChanged: boolean;
    /** A grid plan was begun, changed, or is in another state. */
    plansChanged: boolean;
    /** One is in another state: the grids in force may be others (`servePlan`). */
    plansStated: boolean;
  }>;
  live(): Promise<LiveState>;

  /** Keeps the file (with its companions after it) under `key` and looks at its start; `reading` overrules the guess. */
  inspectFile(key: string, files: File[], reading: ReadingChoice): Promise<FileInspection>;
  forgetFile(key: string): Promise<void>;
  /** Carries everything out and keeps nothing. */
  previewImport(plan: ImportPlan, onProgress: OnProgress): Promise<DryRun>;
  /** Keeps the good rows as a new generation and makes it the active one. */
  runImport(plan: ImportPlan, onProgress: OnProgress): Promise<ImportOutcome>;
  /** What the last import replaced, while its result is open; null: nothing to go back to from here. `changes`: made to the result by hand since. */
  replaced(): Promise<{ before: string; name: { zh: string; en: string }; changes: number } | null>;
  /** Outlines of the open community to lay places over; null: none is open. */
  outline(): Promise<CommunityOutline | null>;
}
