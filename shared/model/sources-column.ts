/**
 * The column `sources` of residents as a whole: which fields a row knows, and sources joined for many rows at once. People of the same
 * mixture share one word, so a million of them cost a byte or two each. The text of one record is field-sources.ts.
 */
import { isKnown } from '../columns/cell-compare.ts';
import type { DictColumn, Table, TextColumn } from '../columns/column.ts';
import { DictBuilder } from '../columns/column-builder.ts';
import { joinedSources, SOURCED_FIELDS, SOURCED_NAMES } from './field-sources.ts';

/** Fields of a file that say where somebody lives. */
const HOME_LINKS = ['home', 'building', 'entrance', 'door', 'address'];

/** Sources are kept with the personal columns: where those are not, there is nothing to write them to. */
export function tellsSources(table: Table | undefined): table is Table {
  return table?.name === 'residents' && 'name' in table.columns;
}

/** Bit per field of SOURCED_NAMES: a row knows it. `links`: texts beside the table that stand for links not yet found. */
export function knownFields(table: Table, links: Record<string, TextColumn>): (row: number) => number {
  const readers = SOURCED_NAMES.map((field) => {
    const columns = SOURCED_FIELDS[field].flatMap((name) => table.columns[name] ?? []);
    const texts = field === 'home' ? HOME_LINKS.flatMap((name) => links[name] ?? []) : (links[field] ?? []);
    return { columns, texts: [texts].flat() };
  });
  return (row) => {
    let mask = 0;
    for (let field = 0; field < readers.length; field++) {
      const { columns, texts } = readers[field];
      if (
        columns.some((column) => isKnown(column, row, table.rows)) ||
        texts.some(({ offsets }) => offsets[row + 1] > offsets[row])
      )
        mask |= 1 << field;
    }
    return mask;
  };
}

/** `at`: row of the column; `newer`: code of its newer text; `stated`, `kept`: bits as `knownFields` gives them. */
type Join = (at: number, newer: number, stated: number, kept: number) => void;

/** `there` with the rows for which `each` calls the join; words that nobody has any more are left out. */
export function joinedColumn(
  there: DictColumn,
  newer: readonly string[],
  each: (join: Join) => void,
): DictColumn {
  const builder = new DictBuilder();
  const told = there.words.map((word) => builder.code(word));
  const codes = Uint32Array.from(there.codes, (code) => told[code]);
  const known = new Map<string, number>();
  each((at, code, stated, kept) => {
    const key = `${there.codes[at]} ${code} ${stated} ${kept}`;
    let joined = known.get(key);
    if (joined === undefined) {
      const old = there.words[there.codes[at]];
      joined = builder.code(joinedSources(old, newer[code], fieldsOf(stated), fieldsOf(kept)));
      known.set(key, joined);
    }
    codes[at] = joined;
  });
  builder.pushCodes(codes);
  return inUse(builder.finish());
}

/**
 * The table with `stamp` as the source of what `columns` stand for, in these rows; itself where it tells no sources or none of the columns
 * has one.
 */
export function stampedRows(
  table: Table,
  rows: readonly number[],
  columns: readonly string[],
  stamp: string,
): Table {
  const stated = SOURCED_NAMES.reduce((mask, field, bit) => {
    return SOURCED_FIELDS[field].some((name) => columns.includes(name)) ? mask | (1 << bit) : mask;
  }, 0);
  if (!tellsSources(table) || stated === 0 || rows.length === 0) return table;
  const found = table.columns['sources'];
  const there: DictColumn =
    found?.kind === 'dict' ? found : { kind: 'dict', codes: new Uint8Array(table.rows), words: [''] };
  const known = knownFields(table, {});
  const sources = joinedColumn(there, [stamp], (join) => {
    for (const row of rows) join(row, 0, stated, known(row) & ~stated);
  });
  return { ...table, columns: { ...table.columns, sources } };
}

function fieldsOf(mask: number): string[] {
  return SOURCED_NAMES.filter((_, field) => (mask >>> field) & 1);
}

function inUse({ codes, words }: DictColumn): DictColumn {
  const builder = new DictBuilder();
  const now = new Uint32Array(words.length);
  const used = new Uint8Array(words.length);
  for (const code of codes) used[code] = 1;
  for (let code = 0; code < words.length; code++) if (used[code]) now[code] = builder.code(words[code]);
  builder.pushCodes(Uint32Array.from(codes, (code) => now[code]));
  return builder.finish();
}
