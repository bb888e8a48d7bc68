/**
 * One SQLite database in memory: rows of a query one at a time, prepared writes, its bytes. Owns the limits put on files of
 * strangers and the mapping of SQLite's results to FormatError; how an instance is made is sqlite.ts.
 */
import type { Database, Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { FormatError } from './format-error.ts';
import { SqliteStatement, type SqliteValue } from './sqlite-statement.ts';

/** Steps of SQLite's machine allowed for one row: a few seconds. Ordinary rows take tens; only a hostile view comes near. */
const STEP_BUDGET = 40_000_000;
const STEP_SLICE = 1_000_000;

/** SQLite's result codes (sqlite3.h) that say more than "damaged". */
const NO_MEMORY = 7;
const INTERRUPTED = 9;
const FULL = 13;
const TOO_BIG = 18;

export class SqliteDatabase {
  #sqlite: Sqlite3Static | null;
  #db: Database;
  #steps = 0;

  constructor(sqlite: Sqlite3Static, db: Database) {
    this.#sqlite = sqlite;
    this.#db = db;
  }

  /**
   * For files of strangers: nothing of the schema is trusted, no triggers, no attached files, values of at most 512 MB, and a
   * budget of work per row.
   */
  harden(): void {
    const { capi } = this.#open();
    const db = this.#db;
    capi.sqlite3_db_config(db, capi.SQLITE_DBCONFIG_DEFENSIVE, 1, 0);
    capi.sqlite3_db_config(db, capi.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, 0);
    capi.sqlite3_db_config(db, capi.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, 0);
    capi.sqlite3_limit(db, capi.SQLITE_LIMIT_LENGTH, 512 * 1024 * 1024);
    capi.sqlite3_limit(db, capi.SQLITE_LIMIT_SQL_LENGTH, 1_000_000);
    capi.sqlite3_limit(db, capi.SQLITE_LIMIT_EXPR_DEPTH, 200);
    capi.sqlite3_limit(db, capi.SQLITE_LIMIT_COMPOUND_SELECT, 50);
    capi.sqlite3_limit(db, capi.SQLITE_LIMIT_ATTACHED, 0);
    capi.sqlite3_limit(db, capi.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
    capi.sqlite3_progress_handler(
      db,
      STEP_SLICE,
      () => {
        this.#steps += STEP_SLICE;
        return this.#steps > STEP_BUDGET ? 1 : 0;
      },
      0,
    );
    this.run('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON');
    this.run('PRAGMA ignore_check_constraints = ON; PRAGMA temp_store = MEMORY');
  }

  /**
   * Throws `damaged` when the pages of the file contradict each other. Stops without a word when the check costs more than the
   * budget; values that break a rule of their table are no damage.
   */
  checkPages(): void {
    try {
      for (const [message] of this.rows('PRAGMA quick_check(20)')) {
        if (/(?:^|\n)(?:Tree|Freelist)\b|malformed|database disk image/.test(String(message)))
          throw new FormatError('damaged', { place: 'pages' }, { place: 'pages' });
      }
    } catch (error) {
      if (!(error instanceof FormatError) || error.code === 'damaged') throw error;
    }
  }

  /** Rows of a query, one at a time; never all at once. Throws FormatError. */
  *rows(sql: string, values: readonly SqliteValue[] = []): Generator<SqliteValue[]> {
    const statement = this.#prepare(sql, values);
    try {
      for (;;) {
        const row = this.#guarded(() => statement.next());
        if (row === null) return;
        yield row;
      }
    } finally {
      this.#guarded(() => statement.finish());
    }
  }

  /** The first row, or null. */
  first(sql: string, values: readonly SqliteValue[] = []): SqliteValue[] | null {
    for (const row of this.rows(sql, values)) return row;
    return null;
  }

  /** Runs one or several statements that give no rows of interest. */
  run(sql: string): void {
    this.#guarded(() => this.#db.exec(sql));
  }

  /** A statement for many writes; `finish` frees it. */
  writer(sql: string): { write(values: readonly SqliteValue[]): void; finish(): void } {
    const statement = this.#prepare(sql, []);
    return {
      write: (values) => {
        this.#guarded(() => {
          statement.bind(values);
          statement.next();
          statement.reset();
        });
      },
      finish: () => {
        this.#guarded(() => statement.finish());
      },
    };
  }

  /** The whole database in pieces of at most 1 MiB, each a copy. */
  *bytes(): Generator<Uint8Array> {
    const { capi, wasm } = this.#open();
    const size = wasm.alloc(8);
    try {
      const start = capi.sqlite3_serialize(this.#db, 'main', size, capi.SQLITE_SERIALIZE_NOCOPY);
      if (!start) throw new FormatError('export-too-large');
      const length = Number(wasm.peek(size, 'i64'));
      for (let at = 0; at < length; at += 1 << 20) {
        yield wasm.heap8u().slice(start + at, start + Math.min(length, at + (1 << 20)));
      }
    } finally {
      wasm.dealloc(size);
    }
  }

  /** Frees the instance with its memory. May be called more than once. */
  close(): void {
    if (!this.#sqlite) return;
    this.#sqlite = null;
    try {
      this.#db.close();
    } catch {
      // A machine that trapped cannot be closed; dropping it frees the memory all the same.
    }
  }

  #open(): Sqlite3Static {
    if (!this.#sqlite) throw new FormatError('damaged', {}, { place: 'closed' });
    return this.#sqlite;
  }

  #prepare(sql: string, values: readonly SqliteValue[]): SqliteStatement {
    return this.#guarded(() => {
      const statement = new SqliteStatement(this.#open(), this.#db.prepare(sql));
      statement.bind(values);
      return statement;
    });
  }

  #guarded<T>(work: () => T): T {
    this.#steps = 0;
    try {
      return work();
    } catch (error) {
      throw sqliteError(error);
    }
  }
}

/** What SQLite threw, as the one error of the readers and writers. */
export function sqliteError(error: unknown): FormatError {
  if (error instanceof FormatError) return error;
  const code =
    error instanceof Error && 'resultCode' in error && typeof error.resultCode === 'number'
      ? error.resultCode & 0xff
      : 0;
  const noMemory = error instanceof Error && (error.name === 'WasmAllocError' || error instanceof RangeError);
  if (noMemory || code === NO_MEMORY || code === TOO_BIG || code === FULL)
    return new FormatError('too-large', {}, { what: 'memory' });
  if (code === INTERRUPTED) return new FormatError('too-large', {}, { what: 'query' });
  return new FormatError('damaged', { place: 'database' }, { place: 'database' });
}
