/**
 * What comes back from the questions about one place, record or table. Owns the shapes only, the same that the
 * page sees; everything large is a typed array so that it travels by transfer.
 */
import type { TableName } from '../model/tables.ts';
import type { Bounds, LngLat, WordCount } from './selection.ts';

/** What a grid or another part of the community holds. Residents are those present (permanent base). */
export interface Tally {
  households: number;
  residents: number;
  aged60: number;
  keyPopulation: number;
  devices: number;
  buildings: number;
}

/** Counts of one grid under a plan. */
export interface GridInfo extends Tally {
  row: number;
  code: string;
  name: string;
  kind: string;
  workers: string[];
}

/** A plan's counts; the parts add up to the whole community. */
export interface PlanCounts {
  grids: GridInfo[];
  /** Buildings in no grid. */
  unassigned: Tally;
  /** Residents linked to no building: no plan places them. Devices outdoors are not counted. */
  unlinked: Tally;
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
  /** Column whose words or numbers colour the marks, per layer; also 'age' (residents) and 'tags'. */
  colorBy: Partial<Record<MarkLayerId, string>>;
}

/**
 * The marks of one layer. `rows` are grid rows, building rows or record rows by `level`; NONE on level 'grid': a
 * square cell of the map that stands for no single grid. `category` indexes `categories` (255: none).
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
  /** On level 'record': the record's kind as its index in the layer's closed vocabulary of words.ts (255: none). */
  kinds?: Uint8Array;
  /** On level 'record' of what has a health: 0 calm, 1 weak, 2 silent, 3 faulty. */
  urgency?: Uint8Array;
  /** Records in view that pass the filter, drawn one by one or not. */
  total: number;
  /** One byte a mark: 1 selected; empty: nothing is selected. */
  selected: Uint8Array;
}

/** Counts of every word of a control under all other filters. */
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
  /** cells[column][i]: what is shown; words are codes to be translated; '' is not known. */
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
export interface RecordRef {
  table: TableName;
  row: number;
  label: string;
  kind: string;
  point: LngLat | null;
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
  /** The homes are there and may not be shown to the person at the desk. */
  withheld?: boolean;
  residents: number;
  households: number;
  devices: RecordRef[];
  cameras: RecordRef[];
  facilities: RecordRef[];
}
/** A record with all its fields and what it is linked to. `fields` keep column order; pii are marked. */
export interface ServiceLine {
  row: number;
  /** Seconds since 1970-01-01T00:00Z; 0: not known. */
  at: number;
  /** Words of serviceKind and serviceOutcome; '' for not known. */
  kind: string;
  outcome: string;
  /** Name of the worker; '' for nobody. */
  worker: string;
}

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
  /** For residents: what was done for them, the newest first. What was written down is in the record itself. */
  services?: ServiceLine[];
  /** Personal values are masked for the person at the desk. */
  masked?: { mayReveal: boolean; mayBreakGlass: boolean };
}
export interface NearHit extends RecordRef {
  /** Metres. */
  distance: number;
}
