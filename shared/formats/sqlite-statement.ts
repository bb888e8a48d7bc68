/**
 * One prepared statement, stepped and bound through SQLite's own functions: the wrappers of the package cost ten times as much for
 * each value. Owns the values' way in and out of the machine's memory; errors are mapped in sqlite-database.ts.
 */
import type { PreparedStatement, Sqlite3Static } from '@sqlite.org/sqlite-wasm';

/** A value of a row. Whole numbers beyond 2^53 come as bigint. */
export type SqliteValue = string | number | bigint | null | Uint8Array;

/** A result of SQLite that is not what was hoped for (sqlite3.h). */
export class SqliteResult extends Error {
  readonly resultCode: number;
  constructor(resultCode: number) {
    super(`SQLite result ${resultCode}`);
    this.name = 'SqliteResult';
    this.resultCode = resultCode;
  }
}

interface Machine {
  sqlite3_step(statement: number): number;
  sqlite3_reset(statement: number): number;
  sqlite3_column_type(statement: number, column: number): number;
  sqlite3_column_double(statement: number, column: number): number;
  sqlite3_column_int64(statement: number, column: number): bigint;
  sqlite3_column_bytes(statement: number, column: number): number;
  sqlite3_column_text(statement: number, column: number): number;
  sqlite3_column_blob(statement: number, column: number): number;
  sqlite3_bind_null(statement: number, at: number): number;
  sqlite3_bind_double(statement: number, at: number, value: number): number;
  sqlite3_bind_int64(statement: number, at: number, value: bigint): number;
  sqlite3_bind_text(statement: number, at: number, from: number, bytes: number, free: number): number;
  sqlite3_bind_blob(statement: number, at: number, from: number, bytes: number, free: number): number;
}

const ROW = 100;
const DONE = 101;
const INTEGER = 1;
const REAL = 2;
const TEXT = 3;
const BLOB = 4;
/** SQLite makes its own copy (SQLITE_TRANSIENT). */
const COPY = -1;

export class SqliteStatement {
  #statement: PreparedStatement;
  #sqlite: Sqlite3Static;
  #machine: Machine;
  #pointer: number;
  #columns: number;
  #decoder = new TextDecoder();
  #encoder = new TextEncoder();
  #room = 0;
  #roomBytes = 0;

  constructor(sqlite: Sqlite3Static, statement: PreparedStatement) {
    this.#sqlite = sqlite;
    this.#statement = statement;
    this.#machine = sqlite.wasm.exports;
    this.#pointer = Number(statement.pointer);
    this.#columns = statement.columnCount;
  }

  /** The next row, or null after the last. Throws SqliteResult. */
  next(): SqliteValue[] | null {
    const result = this.#machine.sqlite3_step(this.#pointer);
    if (result === DONE) return null;
    if (result !== ROW) throw new SqliteResult(result);
    const row: SqliteValue[] = new Array(this.#columns);
    for (let column = 0; column < this.#columns; column++) row[column] = this.#column(column);
    return row;
  }

  /** Values of the parameters from the first on. Numbers that are not finite become NULL; whole numbers stay whole. */
  bind(values: readonly SqliteValue[]): void {
    values.forEach((value, index) => {
      const result = this.#bindOne(index + 1, value);
      if (result !== 0) throw new SqliteResult(result);
    });
  }

  /** Ready to run once more. */
  reset(): void {
    const result = this.#machine.sqlite3_reset(this.#pointer);
    if (result !== 0) throw new SqliteResult(result);
  }

  /** Frees it. */
  finish(): void {
    if (this.#room !== 0) this.#sqlite.wasm.dealloc(this.#room);
    this.#room = 0;
    this.#statement.finalize();
  }

  #column(column: number): SqliteValue {
    const machine = this.#machine;
    const pointer = this.#pointer;
    switch (machine.sqlite3_column_type(pointer, column)) {
      case INTEGER: {
        const value = machine.sqlite3_column_double(pointer, column);
        return Number.isSafeInteger(value) ? value : machine.sqlite3_column_int64(pointer, column);
      }
      case REAL:
        return machine.sqlite3_column_double(pointer, column);
      case TEXT: {
        const from = machine.sqlite3_column_text(pointer, column);
        const bytes = machine.sqlite3_column_bytes(pointer, column);
        return this.#decoder.decode(this.#sqlite.wasm.heap8u().subarray(from, from + bytes));
      }
      case BLOB: {
        const from = machine.sqlite3_column_blob(pointer, column);
        const bytes = machine.sqlite3_column_bytes(pointer, column);
        return this.#sqlite.wasm.heap8u().slice(from, from + bytes);
      }
      default:
        return null;
    }
  }

  #bindOne(at: number, value: SqliteValue): number {
    const machine = this.#machine;
    const pointer = this.#pointer;
    if (value === null) return machine.sqlite3_bind_null(pointer, at);
    if (typeof value === 'bigint') return machine.sqlite3_bind_int64(pointer, at, value);
    if (typeof value === 'number') {
      if (Number.isSafeInteger(value)) return machine.sqlite3_bind_int64(pointer, at, BigInt(value));
      return Number.isFinite(value)
        ? machine.sqlite3_bind_double(pointer, at, value)
        : machine.sqlite3_bind_null(pointer, at);
    }
    if (typeof value === 'string') {
      const from = this.#atLeast(value.length * 3);
      const target = this.#sqlite.wasm.heap8u().subarray(from, from + value.length * 3);
      const { written } = this.#encoder.encodeInto(value, target);
      return machine.sqlite3_bind_text(pointer, at, from, written, COPY);
    }
    const from = this.#atLeast(value.length);
    this.#sqlite.wasm.heap8u().set(value, from);
    return machine.sqlite3_bind_blob(pointer, at, from, value.length, COPY);
  }

  /** Room in the machine for what is being bound; kept from value to value. */
  #atLeast(bytes: number): number {
    if (bytes > this.#roomBytes || this.#room === 0) {
      const { wasm } = this.#sqlite;
      if (this.#room !== 0) wasm.dealloc(this.#room);
      this.#room = 0;
      this.#roomBytes = Math.max(4096, bytes * 2);
      this.#room = wasm.alloc(this.#roomBytes);
    }
    return this.#room;
  }
}
