/**
 * What every reader yields: records with their line, and the ones that could not be read with the reason. Owns the
 * shapes only; whether a record is any good for a community is decided in shared/model.
 */
import type { CellBlock } from './cell-block.ts';
import type { FlatCoordinates } from './flat-coordinates.ts';
import type { ErrorParams } from './format-error.ts';

/** A GeoJSON geometry as it stood in the file: not yet checked. */
export interface RawGeometry {
  type: string;
  coordinates: unknown;
  /** The same without a list for each position, where the reader has it: `coordinates` is then made when it is asked for. */
  flat?: FlatCoordinates;
}

export interface SourceRecord {
  /** Line of its first character, from 1. */
  line: number;
  /** The id the format itself gives (a GeoJSON feature's `id`), else ''. */
  id: string;
  geometry: RawGeometry | null;
  fields: Record<string, unknown>;
  /** The text it was read from; CSV rows are put together again from their cells. */
  raw(): string;
}

export const READ_REASONS = [
  'broken-json',
  'not-a-record',
  'record-too-large',
  'too-many-fields',
  'too-few-fields',
  'unclosed-quote',
  'text-after-quote',
  'wrong-encoding',
  'unexpected-end',
  'trailing-text',
  'broken-geometry',
  'broken-record',
] as const;
export type ReadReason = (typeof READ_REASONS)[number];

/** A record that could not be read. `raw` is cut to RAW_LIMIT characters. */
export interface UnreadRecord {
  line: number;
  column: number;
  place: string;
  reason: ReadReason;
  params: ErrorParams;
  raw: string;
}

export const RAW_LIMIT = 400;

/** Records in the order of the file. `bytes` read so far, for progress. */
export interface ReadBatch {
  records: SourceRecord[];
  unread: UnreadRecord[];
  bytes: number;
  /** Rows that stand before `records`, where the reader was asked for blocks. */
  block?: CellBlock;
}

/** The text cut to what a list of bad rows shows. A copy: a slice would keep the whole chunk of the file alive. */
export function cutRaw(text: string): string {
  const cut = text.length > RAW_LIMIT ? `${text.slice(0, RAW_LIMIT)}…` : text;
  return ` ${cut}`.slice(1);
}

/** A field of a record; undefined: it has none. What every object inherits (`constructor`) is no field. */
export function fieldOf({ fields }: Pick<SourceRecord, 'fields'>, name: string): unknown {
  return name in Object.prototype && !Object.hasOwn(fields, name) ? undefined : fields[name];
}
