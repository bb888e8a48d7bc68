/**
 * What the page may ask of the data worker. Owns the types only. Everything large comes back as typed arrays by
 * transfer; rows travel one visible page at a time. Row numbers are stable within a generation.
 */

import type { Alert } from '../../shared/cases/alert.ts';
import type { Witness } from '../../shared/host/contract.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import type { CommunityBundle, OnProgress, SampleId } from '../../shared/model/bundle.ts';
import type { TableName } from '../../shared/model/tables.ts';
import type { Bounds, Filter, LngLat, Selection, Summary, WordCount } from '../../shared/query/selection.ts';

/** How the cache was found at start (docs/stories/record.md). */
export type StartOutcome =
  | { outcome: 'fresh' }
  | { outcome: 'fine'; status: CommunityStatus; ms: number }
  /** The witness knows a generation that the cache does not hold whole. `empty`: nothing at all is here. */
  | { outcome: 'lost'; empty: boolean; expected: string; found: string; snapshot: boolean; reason: string }
  | { outcome: 'future'; epoch: number };

export interface CommunityStatus {
  generation: string;
  name: CommunityBundle['name'];
  source: CommunityBundle['source'];
  bounds: Bounds;
  asOfDay: number;
  rows: Partial<Record<TableName, number>>;
  bytes: number;
  grids: GridInfo[];
}

export interface GridInfo {
  row: number;
  code: string;
  name: string;
  kind: string;
  households: number;
  residents: number;
  aged60: number;
  keyPopulation: number;
  devices: number;
  buildings: number;
  workers: string[];
}

export type MarkLayerId =
  | 'residents'
  | 'homes'
  | 'vehicles'
  | 'devices'
  | 'cameras'
  | 'workers'
  | 'facilities'
  | 'organisations'
  | 'places';

export interface MarksRequest {
  bounds: Bounds;
  zoom: number;
  layers: MarkLayerId[];
  /** Most marks to return over all layers together. */
  budget: number;
  /** Column whose words or numbers colour the marks, per layer. */
  colorBy: Partial<Record<MarkLayerId, string>>;
}

/**
 * The marks of one layer. `level`: one mark per grid (or hexagon), per building, or per record. `rows` are grid rows,
 * building rows or record rows accordingly. `category` indexes `categories` (255: none). `total` counts the
 * records in view, whether drawn one by one or not.
 */
export interface MarkLayer {
  layer: MarkLayerId;
  level: 'grid' | 'building' | 'record';
  /** 3 per mark: lng, lat in degrees, height in metres. */
  positions: Float64Array;
  rows: Uint32Array;
  counts: Uint32Array;
  category: Uint8Array;
  categories: WordCount[];
  total: number;
  /** Selected or not, one byte a mark; empty: nothing is selected. */
  selected: Uint8Array;
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

/** For the filter panel: counts of every word of a control under all *other* filters. */
export interface Facets {
  words: Record<string, WordCount[]>;
  tags: WordCount[];
  homeTags: WordCount[];
  /** Residents per year of age 0..120. */
  ages: Uint32Array;
  matching: number;
}

export interface TableRequest {
  table: TableName;
  scope: 'selection' | 'all';
  columns: string[];
  sort: { column: string; descending: boolean } | null;
  from: number;
  to: number;
}
export interface TablePage {
  total: number;
  rows: Uint32Array;
  /** cells[column][i]: what is shown; words are codes to be translated. */
  cells: Record<string, (string | number)[]>;
}
export interface ColumnStatistics {
  rows: number;
  missing: number;
  distinct: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  top: WordCount[];
}

export interface SearchHit {
  table: TableName;
  row: number;
  title: string;
  subtitle: string;
  point: LngLat | null;
}

export interface StackingCell {
  home: number;
  floor: number;
  entrance: string;
  door: string;
  tenure: string;
  residents: number;
  households: number;
  tags: string[];
  devices: number;
  /** Residents of the home that pass the filter. */
  matching: number;
}
export interface BuildingDossier {
  row: number;
  name: string;
  address: string;
  use: string;
  builtYear: number;
  floors: number;
  grid: { row: number; code: string; name: string } | null;
  workers: string[];
  compound: string;
  cells: StackingCell[];
  residents: number;
  households: number;
  devices: RecordRef[];
  cameras: RecordRef[];
  facilities: RecordRef[];
}
export interface RecordRef {
  table: TableName;
  row: number;
  label: string;
  kind: string;
  point: LngLat | null;
}
/** A record with all its fields and what it is linked to. `fields` keep column order; pii are marked. */
export interface Dossier {
  table: TableName;
  row: number;
  title: string;
  point: LngLat | null;
  fields: { column: string; value: string | number; pii: boolean }[];
  tags: string[];
  links: (RecordRef & { relation: string })[];
  /** For residents. */
  age: number | null;
}

export interface NearHit extends RecordRef {
  /** Metres. */
  distance: number;
}

export interface LoadReport {
  status: CommunityStatus;
  ms: number;
  /** Milliseconds by stage. */
  stages: Record<string, number>;
}

export interface LiveState {
  alerts: Alert[];
  /** Highest journal record applied. */
  seq: number;
}

export interface DataEngine {
  start(args: { profileId: string; witness: Witness | null }): Promise<StartOutcome>;
  loadSample(args: { sample: SampleId; seed: number }, onProgress: OnProgress): Promise<LoadReport>;
  /** The active generation as one snapshot file, for the host to keep; and back. */
  packSnapshot(): Promise<{ bytes: Uint8Array; generation: string; name: string }>;
  restoreSnapshot(bytes: Uint8Array, onProgress: OnProgress): Promise<LoadReport>;
  /** Stops a load or import between two steps; the old generation stays. */
  cancel(): Promise<void>;
  status(): Promise<CommunityStatus | null>;
  /** What the host needs to run alerts by itself. */
  directory(): Promise<import('../../shared/host/contract.ts').Directory | null>;
  witness(): Promise<Omit<Witness, 'at' | 'realData'> | null>;

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
  /** Cross-table of two categorical columns of residents; counts[i * columns.length + j]. */
  crossTable(args: {
    row: string;
    column: string;
  }): Promise<{ rows: string[]; columns: string[]; counts: Uint32Array }>;
  exportRows(
    request: Omit<TableRequest, 'from' | 'to'> & { format: 'csv' | 'geojson' | 'json' },
  ): Promise<Uint8Array>;
  search(text: string, limit: number): Promise<SearchHit[]>;
  near(args: { point: LngLat; tables: TableName[]; k: number; within: number }): Promise<NearHit[]>;
  building(row: number): Promise<BuildingDossier>;
  dossier(table: TableName, row: number): Promise<Dossier>;
  /** Buildings whose footprint holds the point, and the grid and compound there. */
  whatIsHere(point: LngLat): Promise<RecordRef[]>;
  /** Counts per grid of the plan with these buildings moved (a preview: nothing is kept). */
  previewAssign(buildings: number[], grid: number): Promise<GridInfo[]>;
  /** The grid of each building now, for the body of a `plan.assigned` record. */
  gridOf(buildings: number[]): Promise<number[]>;
  /** Applies records of the host's journal in order; idempotent. Returns what changed. */
  applyJournal(
    records: JournalRecord[],
  ): Promise<{ seq: number; gridsChanged: boolean; alertsChanged: boolean; generationChanged: boolean }>;
  live(): Promise<LiveState>;
}
