/**
 * What is agreed before an import and what is reported of it: the shapes that pass between the import desk and the
 * worker. Owns no behaviour. Plain data only, so that all of it can be posted.
 */
import type { Encoding } from '../formats/encoding.ts';
import type { FormatErrorCode } from '../formats/format-error.ts';
import type { FileProblem, TextEncoding } from '../formats/opened-file.ts';
import type { HeaderChoice } from '../formats/sheet-header.ts';
import type { SheetPreview } from '../formats/sheet-opener.ts';
import type { FormatId } from '../formats/sniff.ts';
import type { ReadReason } from '../formats/source-record.ts';
import type { Crs } from '../geo/crs.ts';
import type { GuessNote, GuessReason } from '../geo/crs-guess.ts';
import type { DatumSource } from '../geo/datum-tag.ts';
import type { GeometryReason } from './import-geometry.ts';
import type { MergeCounts } from './import-merge.ts';
import type { ImportRole } from './import-roles.ts';

/** What becomes of one column of a file: a field of the role, kept as it is (places), or left out. */
export type ColumnTarget = { to: 'field'; field: string } | { to: 'extra' } | { to: 'ignored' };

export interface FoundColumn {
  name: string;
  type: 'text' | 'number' | 'mixed';
  /** Up to three values as they stand in the file. */
  examples: string[];
  /** Every value with its count, most frequent first, where there are few of them; absent: many, or not looked for. */
  values?: ValueCount[];
}

/** A value as it stands in the file. */
export interface ValueCount {
  value: string;
  count: number;
}

/** What a person says a value of a word column means: a word of its vocabulary, or '' for nothing. */
export interface WordChoice {
  value: string;
  word: string;
}

export interface ColumnChoice {
  name: string;
  target: ColumnTarget;
  /** How an extra column is kept: as numbers only when every value of the file is one. */
  type: 'text' | 'number';
  /** Values of a word column that are read otherwise than the program would; absent: none. */
  words?: WordChoice[];
}

/** How a file is read where a person overruled the guess. */
export interface ReadingChoice {
  encoding: Encoding | null;
  /** Of text tables. */
  delimiter: string | null;
  /** Header rows of sheets, by name. */
  headers: Record<string, HeaderChoice>;
}

/** Everything as guessed. */
export const AS_GUESSED: ReadingChoice = { encoding: null, delimiter: null, headers: {} };

/** What was agreed the last time a table with these columns was imported. */
export interface RememberedMapping {
  role: ImportRole;
  choices: ColumnChoice[];
  crs: Crs | null;
  swap: boolean;
  factor: number;
  /** When, ms since the epoch. */
  at: number;
}

/** A system of coordinates a layer may be in, as it is offered. */
export interface CrsOffer {
  crs: Crs;
  /** 0-1. */
  confidence: number;
  reasons: GuessReason[];
  /** y comes first in the file. */
  swapped: boolean;
  /** What the numbers of the file are multiplied by first. */
  factor: number;
}

/** What a first look at one layer of a file found. */
export interface LayerLook {
  layer: string;
  columns: FoundColumn[];
  geometry: Record<string, number>;
  /** Null: not known before the whole file is read. */
  features: number | null;
  /** Records looked at: the first some thousand. */
  looked: number;
  role: ImportRole;
  choices: ColumnChoice[];
  /** Most places of the sample make sense only with latitude first. */
  swapped: boolean;
  /** How the system of coordinates is known; 'unknown': a person must choose. */
  crsHow: DatumSource;
  crs: Crs | null;
  factor: number;
  offers: CrsOffer[];
  notes: GuessNote[];
  /** What was agreed last time for the same columns; null: never. */
  remembered: RememberedMapping | null;
  /** A column whose values are the codes of grids or areas that are there: the table says something of them. */
  joined: { column: string; to: 'grids' | 'areas'; matched: number; of: number } | null;
  /** Some places of the layer in the file's own numbers, x and y in turn: to be laid over the map. */
  places: Float64Array;
}

/** What a first look at a file found; nothing is kept yet. */
export interface FileInspection {
  /** Names the file for the plan. */
  key: string;
  name: string;
  bytes: number;
  format: FormatId;
  /** Null for formats whose text has one fixed encoding. */
  encoding: TextEncoding | null;
  delimiter: string | null;
  problems: FileProblem[];
  sheets: SheetPreview[];
  layers: LayerLook[];
}

export interface LayerPlan {
  key: string;
  layer: string;
  /** Of the file, with the layer where it has several. */
  name: string;
  bytes: number;
  format: FormatId;
  reading: ReadingChoice;
  role: ImportRole;
  choices: ColumnChoice[];
  /** The second axis comes first in this layer. */
  swap: boolean;
  /** Null where nothing has a place, or nobody knows yet: then a layer with places is not imported. */
  crs: Crs | null;
  crsHow: DatumSource;
  factor: number;
}

export interface ImportPlan {
  layers: LayerPlan[];
  /**
   * replace: a new community; merge: into the one that is open, by key, keeping what the files do not name; sync: the same, but records
   * of these roles that the files do not name go.
   */
  mode: 'replace' | 'merge' | 'sync';
  name: { zh: string; en: string };
  /** The day the data describes, days since 1970-01-01. */
  asOfDay: number;
}

export type RowReason =
  | ReadReason
  | GeometryReason
  | 'needs-polygon'
  | 'needs-point'
  | 'duplicate-id'
  | 'missing-name'
  | 'missing-link'
  | 'missing-place';

/** Something a row was kept with although it was not perfect. */
export type RowNote =
  | 'ring-closed'
  | 'word-unknown'
  | 'number-ignored'
  | 'date-ignored'
  | 'height-assumed'
  | 'no-footprint'
  | 'column-late';

export interface BadRow {
  key: string;
  layer: string;
  line: number;
  reason: RowReason;
  detail: string;
  raw: string;
  /** The cells in the order of the plan's columns; null: the record could not be read. */
  cells: string[] | null;
}

/** Kept in full up to this many; `bad` counts all. */
export const BAD_ROW_LIMIT = 10_000;

export interface UnknownWord extends ValueCount {
  column: string;
}

export interface LayerReport {
  key: string;
  layer: string;
  name: string;
  role: ImportRole;
  good: number;
  bad: number;
  reasons: Partial<Record<RowReason, number>>;
  notes: Partial<Record<RowNote, number>>;
  badRows: BadRow[];
  /** Values of word columns that are not understood, most frequent first. */
  unknownWords: UnknownWord[];
  /** The first ten good rows as they will be: field -> shown value. */
  rows: Record<string, string | number>[];
  /** Columns of the whole file, with the type that holds for every row. */
  columns: FoundColumn[];
  ignored: string[];
  swapped: boolean;
  /** The rest of the file could not be read. */
  failure: {
    code: FormatErrorCode;
    line: number;
    column: number;
    place: string;
    params: Record<string, string | number>;
  } | null;
}

export interface ImportReport {
  layers: LayerReport[];
  good: number;
  bad: number;
  /** West, south, east, north in degrees; null: no place at all. */
  bounds: [number, number, number, number] | null;
}

/** Per role: rows of the import, and how many found what they belong to. */
export type LinkReport = Partial<Record<ImportRole, { rows: number; linked: number }>>;

/** Per role: what the import does to the records that are there. */
export type MergeReport = Partial<Record<ImportRole, MergeCounts>>;
