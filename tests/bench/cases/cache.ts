/**
 * cache.write and cache.open: residents with all their columns written as a generation (read back and verified before
 * it is active) and opened again (every chunk checked), against Dexie's bulkPut and toArray of the same rows as objects.
 */
import { Dexie, type Table as DexieTable } from 'dexie';
import { closeDatabases, openDatabases } from '../../../renderer/store/databases.ts';
import { readGeneration, writeGeneration } from '../../../renderer/store/generation.ts';
import type { Table } from '../../../shared/columns/column.ts';
import type { CommunityBundle } from '../../../shared/model/bundle.ts';
import { firstRows, type RowObject, rowObjects } from '../community.ts';
import { median } from '../measure.ts';
import { type BenchResult, faster } from '../result.ts';

const RESIDENTS = 200_000;

interface Times {
  write: number;
  open: number;
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

function sameValues(before: ArrayLike<unknown>, after: ArrayLike<unknown> | undefined): boolean {
  if (after?.length !== before.length) return false;
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) return false;
  return true;
}

/** Throws when a column comes back otherwise. */
function requireSame(before: Table, after: Table | undefined): void {
  for (const [name, column] of Object.entries(before.columns)) {
    const other = after?.columns[name];
    for (const [key, value] of Object.entries(column)) {
      const found = other && Reflect.get(other, key);
      const same = value instanceof Object ? sameValues(value, found) : found === value;
      if (!same) throw new Error(`cache: column ${name}, ${key} differs`);
    }
  }
}

async function columnsRun(bundle: CommunityBundle, run: number): Promise<Times> {
  const databases = await openDatabases(`bench-${run}`);
  try {
    const [write] = await timed(() => writeGeneration(databases, `g${run}`, bundle, { freeSpace: [] }));
    const [open, read] = await timed(() => readGeneration(databases));
    requireSame(bundle.tables.residents as Table, read.bundle.tables.residents);
    return { write, open };
  } finally {
    // Deleting here could wait for a connection that never ends; the browser's profile goes after the run.
    closeDatabases(databases);
  }
}

class RowsDatabase extends Dexie {
  declare residents: DexieTable<RowObject, string>;
  constructor(run: number) {
    super(`bench-rows-${run}`, { cache: 'disabled' });
    this.version(1).stores({ residents: 'id' });
  }
}

async function rowsRun(rows: RowObject[], run: number): Promise<Times> {
  const database = new RowsDatabase(run);
  await database.open();
  try {
    const [write] = await timed(() => database.residents.bulkPut(rows));
    const [open, read] = await timed(() => database.residents.toArray());
    if (read.length !== rows.length) throw new Error(`cache: ${read.length} of ${rows.length} rows`);
    return { write, open };
  } finally {
    database.close();
  }
}

/** A round of a twentieth that does not count: both sides compiled, the browser's storage process awake. */
async function warmUp(bundle: CommunityBundle, residents: Table, rows: RowObject[]): Promise<void> {
  const few = Math.ceil(rows.length / 20);
  await columnsRun({ ...bundle, tables: { residents: firstRows(residents, few) } }, -1);
  await rowsRun(rows.slice(0, few), -1);
}

export async function cache(whole: CommunityBundle, smoke: boolean): Promise<BenchResult[]> {
  const residents = firstRows(whole.tables.residents as Table, smoke ? RESIDENTS / 20 : RESIDENTS);
  const bundle = { ...whole, tables: { residents } };
  const rows = rowObjects(
    residents,
    Uint32Array.from({ length: residents.rows }, (_, row) => row),
  );
  if (!smoke) await warmUp(bundle, residents, rows);
  const ours: Times[] = [];
  const theirs: Times[] = [];
  for (let run = 0; run < (smoke ? 1 : 3); run++) ours.push(await columnsRun(bundle, run));
  // Once: a round of row objects takes as long as fifty of ours, and the heap of a second one ended the page.
  theirs.push(await rowsRun(rows, 0));
  const of = (times: Times[], key: keyof Times) => median(times.map((each) => each[key]));
  const row = (name: string, key: keyof Times, reference: string, times: number) =>
    faster({ name, value: of(ours, key), unit: 'ms', reference, referenceValue: of(theirs, key) }, times);
  return [
    row('cache.write', 'write', `Dexie bulkPut of ${rows.length} row objects`, 15),
    row('cache.open', 'open', `Dexie toArray of ${rows.length} row objects`, 10),
  ];
}
