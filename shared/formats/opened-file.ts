/**
 * What a file turns out to hold once it is opened: its layers with their fields, geometry, bounds and declared coordinate
 * system, and a way to read each. One opener per format makes one. Owns the shapes only; coordinates stay as the file has
 * them (shared/geo converts), and nothing is decided about a community here.
 */
import type { Encoding } from './encoding.ts';
import type { SourceFile } from './source-file.ts';
import type { ReadBatch } from './source-record.ts';

/** A coordinate system as a file declares it; what it means is settled in shared/geo. */
export type DeclaredCrs =
  | { kind: 'epsg'; code: number }
  | { kind: 'wkt'; text: string }
  | { kind: 'name'; text: string };

export type LayerGeometry = 'point' | 'line' | 'polygon' | 'mixed' | 'none';

export type FieldType = 'text' | 'number' | 'integer' | 'boolean' | 'date' | 'mixed';

export interface LayerField {
  name: string;
  type: FieldType;
}

export interface LayerInfo {
  /** Unique in the file. */
  name: string;
  geometry: LayerGeometry;
  /** Null where counting would mean reading all of a large stream. */
  features: number | null;
  fields: LayerField[];
  /** Minimum x, minimum y, maximum x, maximum y in the file's own coordinates; null: no place, or not known before reading. */
  bounds: [number, number, number, number] | null;
  /** Null: the layer has places and the file does not say in which system. A layer without places has null too. */
  crs: DeclaredCrs | null;
}

/** Something about the file a person should know before importing; message `problem.<code>`. Not a reason to refuse. */
export interface FileProblem {
  code: string;
  /** In English, for the command line; the page shows its own words for the code. */
  message: string;
  count: number;
}

/** How the text of the file was read, and how sure that is. */
export interface TextEncoding {
  encoding: Encoding;
  /** 0-1; below 0.95 a person confirms it by a sample. */
  confidence: number;
  /** Some lines or values that show whether it is right; '' when all is ASCII. */
  sample: string;
}

export interface OpenOptions {
  /** An encoding that a person chose, instead of the guess. */
  encoding?: Encoding;
  /** Of text tables: what separates the cells, as a person chose it. */
  delimiter?: string;
}

export interface OpenedFile {
  layers: LayerInfo[];
  problems: FileProblem[];
  /** Null for formats whose text has one fixed encoding. */
  encoding: TextEncoding | null;
  /**
   * Records of one layer, in batches. Throws FormatError for what cannot go on; one bad record is `unread` and never stops the rest.
   * `blocks`: rows may come as a block of cells before the records of their batch.
   */
  read(layer: string, options?: { blocks: boolean }): AsyncGenerator<ReadBatch>;
  /** Frees what it holds. May be called more than once. */
  close(): void;
}

/** Opens a file of one format. Throws FormatError. */
export type FileOpener = (file: SourceFile, options: OpenOptions) => Promise<OpenedFile>;
