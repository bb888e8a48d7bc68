/**
 * Puts the rows of a community into their order by place (see tables.ts) and moves every link with them. Owns the
 * orders; which links a table has comes from TABLES.
 */
import { type DictColumn, NONE, type NumberColumn, type Table } from '../columns/column.ts';
import { hilbertOrder } from '../columns/hilbert.ts';
import { radixSort } from '../columns/radix.ts';
import { movedLinks, newRowOf, takeRows } from '../columns/take-rows.ts';
import { TABLES, type TableName } from './tables.ts';

type Tables = Partial<Record<TableName, Table>>;

/** The tables in order by place; `buildingOrder[i]` is the old row of building i. */
export function orderByPlace(tables: Tables): { tables: Tables; buildingOrder: Uint32Array } {
  const orders: Partial<Record<TableName, Uint32Array>> = {};
  const ranks: Partial<Record<TableName, Uint32Array>> = {};
  const settle = (name: TableName, order: (table: Table) => Uint32Array) => {
    const table = tables[name];
    if (!table) return;
    orders[name] = order(table);
    ranks[name] = newRowOf(orders[name], table.rows);
  };
  const rankOf = (name: TableName, table: Table, column: string) =>
    rankOfLink(numbers(table, column), ranks[name]);
  settle('buildings', (table) => hilbertOrder(coordinates(table, 'lng'), coordinates(table, 'lat')));
  settle('entrances', (table) => sortedBy(table.rows, [rankOf('buildings', table, 'building')]));
  settle('homes', (table) =>
    sortedBy(table.rows, [
      rankOf('buildings', table, 'building'),
      rankOf('entrances', table, 'entrance'),
      numbers(table, 'floor'),
      doorRanks(table.columns['door'] as DictColumn),
    ]),
  );
  settle('residents', (table) => {
    const spots = placeRanks(table);
    return sortedBy(table.rows, [rankOf('homes', table, 'home'), numbers(table, 'household'), spots]);
  });
  settle('contacts', (table) =>
    sortedBy(table.rows, [rankOf('residents', table, 'resident'), numbers(table, 'order')]),
  );
  settle('vehicles', (table) => sortedBy(table.rows, [rankOf('homes', table, 'home'), placeRanks(table)]));
  const byTime = (name: 'services' | 'readings', of: 'residents' | 'devices', column: string) =>
    settle(name, (table) => sortedBy(table.rows, [rankOf(of, table, column), numbers(table, 'at')]));
  byTime('services', 'residents', 'resident');
  byTime('readings', 'devices', 'device');
  const ordered: Tables = {};
  for (const [name, table] of Object.entries(tables) as [TableName, Table][]) {
    const order = orders[name];
    ordered[name] = withMovedLinks(order ? takeRows(table, order) : table, ranks);
  }
  return { tables: ordered, buildingOrder: orders.buildings ?? new Uint32Array(0) };
}

function numbers(table: Table, column: string): ArrayLike<number> {
  return (table.columns[column] as NumberColumn).values;
}

function coordinates(table: Table, column: 'lng' | 'lat'): Int32Array {
  return (table.columns[column] as NumberColumn).values as Int32Array;
}

/** New row of what each row links to; unlinked rows come last. */
function rankOfLink(links: ArrayLike<number>, ranks: Uint32Array | undefined): Uint32Array {
  const out = new Uint32Array(links.length);
  for (let row = 0; row < links.length; row++)
    out[row] = ranks && links[row] < ranks.length ? ranks[links[row]] : NONE;
  return out;
}

/** Place of each row along the Hilbert curve of the table's own points. */
function placeRanks(table: Table): Uint32Array {
  return newRowOf(hilbertOrder(coordinates(table, 'lng'), coordinates(table, 'lat')), table.rows);
}

/** Rank of each row's door: 99 before 101, then by letters. */
function doorRanks(doors: DictColumn): Uint32Array {
  const order = doors.words.map((word, code) => ({ word, code, number: Number.parseInt(word, 10) || 0 }));
  order.sort((a, b) => a.number - b.number || (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
  const rankOfCode = new Uint32Array(doors.words.length);
  order.forEach(({ code }, rank) => {
    rankOfCode[code] = rank;
  });
  return Uint32Array.from(doors.codes, (code) => rankOfCode[code]);
}

/** Rows sorted by the keys (whole numbers) in turn; equal rows keep their order. */
function sortedBy(rows: number, keys: readonly ArrayLike<number>[]): Uint32Array {
  let order = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) order[row] = row;
  // The last key first: each pass keeps the order of the ones before it.
  for (const key of keys.toReversed()) {
    const words = unsigned(key);
    const low = new Uint32Array(rows);
    for (let i = 0; i < rows; i++) low[i] = words[order[i]];
    order = radixSort({ rows: order, low, high: null }).rows as Uint32Array<ArrayBuffer>;
  }
  return order;
}

/** The key as numbers that sort alike without a sign. */
function unsigned(key: ArrayLike<number>): Uint32Array {
  if (key instanceof Uint32Array) return key;
  const words = new Uint32Array(key.length);
  const flip = key instanceof Int16Array || key instanceof Int32Array ? 0x80000000 : 0;
  for (let row = 0; row < words.length; row++) words[row] = key[row] ^ flip;
  return words;
}

function withMovedLinks(table: Table, ranks: Partial<Record<TableName, Uint32Array>>): Table {
  const columns = { ...table.columns };
  for (const [name, spec] of Object.entries(TABLES[table.name as TableName].columns)) {
    const column = columns[name];
    if (spec.kind !== 'number' || !spec.link || column?.kind !== 'number') continue;
    const rank = ranks[spec.link];
    if (rank) columns[name] = { ...column, values: movedLinks(column.values as Uint32Array, rank) };
  }
  return { ...table, columns };
}
