/**
 * A community bundle to chunks and back: which columns there are, of which class, in which order. Owns no storage:
 * chunks go to a sink and come from a source (the cache, a snapshot file, a test's map).
 */
import type { CommunityBundle } from '../model/bundle.ts';
import { type ColumnClass, TABLES, type TableName } from '../model/tables.ts';
import { ChunkError, type ChunkPlace } from './chunk-error.ts';
import type { ChunkKeys } from './chunk-keys.ts';
import type { Column, NumberColumn, Table } from './column.ts';
import { decodeColumn } from './column-decode.ts';
import { encodeColumn } from './column-encode.ts';
import { type ColumnManifest, epochOf, type GenerationManifest, type TableManifest } from './manifest.ts';

/** Plan 0 is stored beside the tables, under a name that no table has. */
const PLAN_PLACE = { table: '@plan', column: 'gridOfBuilding' };

export interface StoredChunk {
  place: ChunkPlace;
  bytes: Uint8Array;
}

/** Class of a column; one that the spec does not know (of an imported layer) is treated as personal. */
function classOf(table: TableName, column: string): ColumnClass {
  return TABLES[table].columns[column]?.class ?? 'pii';
}

/** Encodes column by column, sealed with the key of its class where `keys` has one, handing each column's chunks to `sink` and waiting for it. Returns the manifest. */
export async function encodeBundle(
  bundle: CommunityBundle,
  generation: string,
  sink: (chunks: StoredChunk[]) => Promise<void>,
  keys?: ChunkKeys,
): Promise<GenerationManifest> {
  const encode = async (column: Column, rows: number, cls: ColumnClass, at: typeof PLAN_PLACE) => {
    const encoded = await encodeColumn(column, rows, cls, { generation, ...at }, keys?.sealing(cls));
    await sink(
      encoded.chunks.map((bytes, i) => ({
        place: { generation, ...at, part: encoded.manifest.parts[i].part },
        bytes,
      })),
    );
    return encoded.manifest;
  };
  const tables: GenerationManifest['tables'] = {};
  for (const name of Object.keys(TABLES) as TableName[]) {
    const table = bundle.tables[name];
    if (!table) continue;
    const columns: TableManifest['columns'] = {};
    for (const [column, values] of Object.entries(table.columns)) {
      columns[column] = await encode(values, table.rows, classOf(name, column), { table: name, column });
    }
    tables[name] = { rows: table.rows, columns };
  }
  const values = bundle.plan.gridOfBuilding;
  const planColumn: NumberColumn = { kind: 'number', type: 'u16', values };
  const column = await encode(planColumn, values.length, 'core', PLAN_PLACE);
  const { name, source, asOfDay, bounds } = bundle;
  const plan = { id: bundle.plan.id, rows: values.length, column };
  return { epoch: epochOf(tables), generation, name, source, asOfDay, bounds, plan, tables };
}

/** Where chunks come from: all parts of one column, undefined where one is not there. */
type ChunkSource = (places: ChunkPlace[]) => Promise<(Uint8Array | undefined)[]>;

interface DecodeOptions {
  keys?: ChunkKeys;
  /** Only columns of these classes; absent: all. A wall asks for core alone. */
  classes?: readonly ColumnClass[];
  onColumn?: (done: number, total: number) => void;
}

/** All columns at once: the source sees every request before the first answer is needed. Throws ChunkError. */
export async function decodeBundle(
  manifest: GenerationManifest,
  source: ChunkSource,
  options: DecodeOptions = {},
): Promise<CommunityBundle> {
  const { generation } = manifest;
  const columns = columnsOf(manifest).filter(
    ({ column }) => !options.classes || options.classes.includes(column.class),
  );
  const decoded = await decodeColumns(generation, columns, source, options);
  const tables: CommunityBundle['tables'] = {};
  for (const [name, table] of Object.entries(manifest.tables) as [TableName, TableManifest][]) {
    tables[name] = { name, rows: table.rows, columns: {} };
  }
  let plan: Column | null = null;
  columns.forEach(({ at }, i) => {
    if (at.table === PLAN_PLACE.table) plan = decoded[i];
    else (tables[at.table as TableName] as Table).columns[at.column] = decoded[i];
  });
  const { name, source: from, asOfDay, bounds } = manifest;
  const gridOfBuilding = planValues(plan);
  return { name, source: from, asOfDay, bounds, tables, plan: { id: manifest.plan.id, gridOfBuilding } };
}

/**
 * `bundle`, of the same generation and opened without them, with its personal columns as well. The columns that are there
 * are used as they are. Throws ChunkError.
 */
export async function decodePersonal(
  manifest: GenerationManifest,
  bundle: CommunityBundle,
  source: ChunkSource,
  keys?: ChunkKeys,
): Promise<CommunityBundle> {
  const listed = columnsOf(manifest).filter(({ column }) => column.class === 'pii');
  const decoded = await decodeColumns(manifest.generation, listed, source, { keys });
  const found = new Map(listed.map(({ at }, i) => [`${at.table}/${at.column}`, decoded[i]]));
  const tables: CommunityBundle['tables'] = {};
  for (const [name, { rows, columns }] of Object.entries(manifest.tables) as [TableName, TableManifest][]) {
    const table: Table = { name, rows, columns: {} };
    // In the order of the manifest: dossiers list fields by it.
    for (const column of Object.keys(columns)) {
      const values = found.get(`${name}/${column}`) ?? bundle.tables[name]?.columns[column];
      if (values) table.columns[column] = values;
    }
    tables[name] = table;
  }
  return { ...bundle, tables };
}

/** `bundle` without its personal columns: nothing of them can be reached from what is returned. */
export function withoutPersonal(bundle: CommunityBundle): CommunityBundle {
  const tables: CommunityBundle['tables'] = {};
  for (const [name, table] of Object.entries(bundle.tables) as [TableName, Table][]) {
    const core = Object.entries(table.columns).filter(([column]) => classOf(name, column) === 'core');
    tables[name] = { ...table, columns: Object.fromEntries(core) };
  }
  return { ...bundle, tables };
}

/** Whether any column of it is personal. */
export function hasPersonal(bundle: CommunityBundle): boolean {
  return (Object.entries(bundle.tables) as [TableName, Table][]).some(([name, { columns }]) =>
    Object.keys(columns).some((column) => classOf(name, column) === 'pii'),
  );
}

function decodeColumns(
  generation: string,
  columns: readonly ListedColumn[],
  source: ChunkSource,
  { keys, onColumn }: DecodeOptions,
): Promise<Column[]> {
  let done = 0;
  return Promise.all(
    columns.map(async ({ column, rows, at }) => {
      const place = { generation, ...at };
      const chunks = await source(column.parts.map(({ part }) => ({ ...place, part })));
      const values = await decodeColumn(column, chunks, rows, place, keys);
      onColumn?.(++done, columns.length);
      return values;
    }),
  );
}

function planValues(column: Column | null): Uint16Array {
  if (column?.kind === 'number' && column.values instanceof Uint16Array) return column.values;
  throw new ChunkError('chunk-content', { ...PLAN_PLACE, part: '' }, 'plan');
}

interface ListedColumn {
  column: ColumnManifest;
  rows: number;
  at: { table: string; column: string };
}

function columnsOf(manifest: GenerationManifest): ListedColumn[] {
  const listed: ListedColumn[] = [];
  for (const [table, { rows, columns }] of Object.entries(manifest.tables)) {
    for (const [name, column] of Object.entries(columns)) {
      listed.push({ column, rows, at: { table, column: name } });
    }
  }
  listed.push({ column: manifest.plan.column, rows: manifest.plan.rows, at: PLAN_PLACE });
  return listed;
}

/** Every chunk of a generation in the order of its manifest, with its entry. */
export function partsOf(
  manifest: GenerationManifest,
): { place: ChunkPlace; part: ColumnManifest['parts'][number] }[] {
  return columnsOf(manifest).flatMap(({ column, at }) =>
    column.parts.map((part) => ({
      place: { generation: manifest.generation, ...at, part: part.part },
      part,
    })),
  );
}

/** Bytes of all chunks. */
export function manifestBytes(manifest: GenerationManifest): number {
  return partsOf(manifest).reduce((sum, { part }) => sum + part.bytes, 0);
}
