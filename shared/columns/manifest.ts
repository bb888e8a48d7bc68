/**
 * What a stored generation consists of: its tables, columns and parts with their checksums, and what the bundle says
 * of itself. Owns the shape, its canonical JSON (the text whose hash names the generation) and its validation.
 */
import * as v from 'valibot';
import { TABLE_NAMES, type TableName } from '../model/tables.ts';
import { CHUNK_MAX_ROWS } from './chunk.ts';
import { ChunkError } from './chunk-error.ts';

/** Raised when what is stored can no longer be read by older versions; they refuse and never delete. */
export const SCHEMA_EPOCH = 3;
const PACKED_EPOCH = 2;
const WORK_EPOCH = 3;
/** Tables that a version before WORK_EPOCH does not know and would take for damage. */
const WORK_TABLES: readonly string[] = [
  'addresses',
  'parties',
  'services',
  'readings',
] satisfies readonly TableName[];
/** More rows than this in one table is damage or malice, not a community. */
const MAX_ROWS = 50_000_000;

const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const PartSchema = v.object({
  part: v.pipe(v.string(), v.regex(/^w?\d{1,6}$/)),
  codec: v.pipe(v.string(), v.maxLength(8)),
  rows: count(CHUNK_MAX_ROWS),
  /** Of the whole chunk with its header. */
  bytes: count(0xffffffff),
  checksum: count(0xffffffff),
});
const NumberTypeSchema = v.picklist(['u8', 'u16', 'u32', 'i16', 'i32', 'f32', 'f64']);
const common = {
  class: v.picklist(['core', 'pii']),
  parts: v.pipe(v.array(PartSchema), v.maxLength(20_000)),
};
const ColumnSchema = v.variant('kind', [
  v.object({
    kind: v.literal('number'),
    type: NumberTypeSchema,
    missing: v.optional(v.number()),
    ...common,
  }),
  v.object({ kind: v.literal('dict'), type: v.picklist(['u8', 'u16', 'u32']), ...common }),
  v.object({ kind: v.literal('text'), ...common }),
  v.object({ kind: v.literal('packed'), ...common }),
  v.object({ kind: v.literal('tags'), ...common }),
  v.object({ kind: v.literal('geometry'), shape: v.picklist(['line', 'polygon']), ...common }),
]);
const TableSchema = v.object({ rows: count(MAX_ROWS), columns: v.record(v.string(), ColumnSchema) });

const ManifestSchema = v.object({
  epoch: v.number(),
  generation: v.string(),
  name: v.object({ zh: v.string(), en: v.string() }),
  source: v.object({
    kind: v.picklist(['sample', 'import']),
    sample: v.optional(v.picklist(['y', 'zjl', 'gusu', 'cun'])),
    seed: v.optional(v.number()),
    files: v.optional(v.array(v.string())),
  }),
  asOfDay: v.number(),
  bounds: v.strictTuple([v.number(), v.number(), v.number(), v.number()]),
  plan: v.object({ id: v.string(), rows: count(MAX_ROWS), column: ColumnSchema }),
  tables: v.record(v.picklist(TABLE_NAMES), TableSchema),
});

export type PartManifest = v.InferOutput<typeof PartSchema>;
export type ColumnManifest = v.InferOutput<typeof ColumnSchema>;
export type TableManifest = v.InferOutput<typeof TableSchema>;
export type GenerationManifest = v.InferOutput<typeof ManifestSchema>;

/** The least epoch that reads these columns: what has nothing new in it stays readable for older versions. */
export function epochOf(tables: Record<string, TableManifest>): number {
  if (Object.keys(tables).some((name) => WORK_TABLES.includes(name))) return WORK_EPOCH;
  const kinds = Object.values(tables).flatMap(({ columns }) =>
    Object.values(columns).map(({ kind }) => kind),
  );
  return kinds.includes('packed') ? PACKED_EPOCH : 1;
}

const PLACE = { table: '', column: '', part: 'manifest' };

/** Parses untrusted JSON. Throws ChunkError 'chunk-format' for a newer epoch, 'chunk-content' for anything malformed. */
export function parseManifest(json: string): GenerationManifest {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ChunkError('chunk-content', PLACE, 'not JSON');
  }
  const epoch = (value as { epoch?: unknown } | null)?.epoch;
  if (typeof epoch === 'number' && epoch > SCHEMA_EPOCH) {
    throw new ChunkError('chunk-format', PLACE, `epoch ${epoch}`);
  }
  const parsed = v.safeParse(ManifestSchema, value);
  if (!parsed.success) throw new ChunkError('chunk-content', PLACE, v.getDotPath(parsed.issues[0]) ?? '');
  return parsed.output;
}

/** JSON with sorted keys and no spaces: equal manifests have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
}
