/**
 * Opens a SQLite file in memory, or makes a new one. Owns loading SQLite and the checks before a byte of a file is believed.
 * Each database has an instance of its own, so that closing gives its memory back and a bad file harms no other; where
 * the compiled code comes from is the caller's business.
 */
import type { Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { FormatError } from './format-error.ts';
import { readHead, type SourceFile } from './source-file.ts';
import { SqliteDatabase } from './sqlite-database.ts';

/** Gives SQLite's WebAssembly: the bytes of `sqlite3.wasm`, or the module compiled from them. Called once per realm. */
export type LoadWasm = () => Promise<WebAssembly.Module | BufferSource>;

/** The instance has 2 GB at most and SQLite needs room beside the file. */
const LARGEST = 1_500_000_000;
/** What a new database may grow to. */
const LARGEST_NEW = 1_800_000_000n;

const HEADER = 100;
const MAGIC = 'SQLite format 3\0';

interface InitOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
  print(text: string): void;
  printErr(text: string): void;
}

const compiled = new WeakMap<LoadWasm, Promise<WebAssembly.Module>>();
/** Instances start one after another: SQLite's start passes its state through globals. */
let last: Promise<unknown> = Promise.resolve();

/**
 * A database of a file, read-only. Throws `empty-file`, `not-recognised` (no SQLite), `truncated`, `damaged`, and `too-large`
 * beyond 1.5 GB.
 */
export async function openSqlite(file: SourceFile, loadWasm: LoadWasm): Promise<SqliteDatabase> {
  checkHeader(await readHead(file, HEADER), file);
  const sqlite = await instance(loadWasm);
  const { capi, wasm } = sqlite;
  const start = capi.sqlite3_malloc64(BigInt(file.size));
  if (!start) throw new FormatError('too-large', {}, { what: 'memory' });
  let at = 0;
  for await (const chunk of file.open()) {
    const part = chunk.subarray(0, file.size - at);
    wasm.heap8u().set(part, start + at);
    at += part.length;
  }
  if (at < file.size) throw new FormatError('truncated');
  // A database in memory has no write-ahead log; these two bytes ask for one (fileformat2.html, 1.3.3).
  wasm.heap8u().fill(1, start + 18, start + 20);
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY;
  const db = new sqlite.oo1.DB(':memory:', 'c');
  const database = new SqliteDatabase(sqlite, db);
  try {
    const result = capi.sqlite3_deserialize(db, 'main', start, file.size, file.size, flags);
    if (result !== 0) throw new FormatError('damaged', {}, { place: 'header' });
    database.harden();
    database.checkPages();
    database.first('SELECT count(*) FROM sqlite_schema');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** An empty database to write to; its bytes are read with `bytes()`. */
export async function createSqlite(loadWasm: LoadWasm): Promise<SqliteDatabase> {
  const sqlite = await instance(loadWasm);
  const { capi, wasm } = sqlite;
  const db = new sqlite.oo1.DB(':memory:', 'c');
  const first = 1 << 20;
  const start = capi.sqlite3_malloc(first);
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
  if (!start || capi.sqlite3_deserialize(db, 'main', start, 0, first, flags) !== 0)
    throw new FormatError('export-too-large');
  const limit = wasm.alloc(8);
  wasm.poke64(limit, LARGEST_NEW);
  capi.sqlite3_file_control(db, 'main', capi.SQLITE_FCNTL_SIZE_LIMIT, limit);
  wasm.dealloc(limit);
  return new SqliteDatabase(sqlite, db);
}

/** The header says how many pages there are, unless an old program wrote the file (fileformat2.html, 1.3.7). */
function checkHeader(head: Uint8Array, file: SourceFile): void {
  if (file.size === 0) throw new FormatError('empty-file');
  const magic = new TextDecoder('latin1').decode(head.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new FormatError('not-recognised', {}, { name: file.name });
  if (file.size > LARGEST) throw new FormatError('too-large', {}, { what: 'file' });
  if (head.length < HEADER) throw new FormatError('truncated');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const pageSize = view.getUint16(16) === 1 ? 65_536 : view.getUint16(16);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0)
    throw new FormatError('damaged', { place: 'header' }, { place: 'header' });
  if (file.size < pageSize) throw new FormatError('truncated');
  const counted = view.getUint32(24) === view.getUint32(92);
  if (counted && view.getUint32(28) * pageSize > file.size) throw new FormatError('truncated');
}

async function instance(loadWasm: LoadWasm): Promise<Sqlite3Static> {
  const module = await compile(loadWasm);
  const next = last.then(() => start(module));
  last = next.catch(() => null);
  try {
    return await next;
  } catch {
    throw new FormatError('too-large', {}, { what: 'memory' });
  }
}

function compile(loadWasm: LoadWasm): Promise<WebAssembly.Module> {
  const known = compiled.get(loadWasm);
  if (known) return known;
  const loading = loadWasm().then((source) =>
    source instanceof WebAssembly.Module ? source : WebAssembly.compile(source),
  );
  compiled.set(loadWasm, loading);
  loading.catch(() => compiled.delete(loadWasm));
  return loading;
}

async function start(module: WebAssembly.Module): Promise<Sqlite3Static> {
  // Storage in the browser's own file system is of no use here and would start a worker.
  const vfs = { kvvfs: true, opfs: true, 'opfs-vfs': true, 'opfs-wl': true, 'opfs-sahpool': true };
  const quiet = () => undefined;
  const config = { disable: { vfs }, debug: quiet, log: quiet, warn: quiet, error: quiet };
  Object.assign(globalThis, { sqlite3ApiConfig: config });
  const { default: init } = await import('@sqlite.org/sqlite-wasm');
  const begin: (options: InitOptions) => Promise<Sqlite3Static> = init;
  return begin({
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(module, imports).then((made) => done(made, module));
      return {};
    },
    print: quiet,
    printErr: quiet,
  });
}
