/**
 * Source and date of each field of the residents of a merge: what the files state carries their stamp, what they leave blank keeps the one
 * it had. Owns the joining of the column `sources`; a record that only the community has stays as it is. People of the same mixture share
 * one word, so a million of them cost a byte or two each.
 */
import { isKnown } from '../columns/cell-compare.ts';
import type { DictColumn, Table, TextColumn } from '../columns/column.ts';
import { DictBuilder } from '../columns/column-builder.ts';
import { joinedSources, SOURCED_FIELDS, SOURCED_NAMES } from './field-sources.ts';
import type { CollectedLayer } from './import-collect.ts';
import { type MergedTable, ROW_NEW } from './import-merge.ts';

/** Fields of a file that say where somebody lives. */
const HOME_LINKS = ['home', 'building', 'entrance', 'door', 'address'];

/** The merged table of residents with its sources joined; `merged` as mergeTables gave it, before links are found. */
export function withJoinedSources(
  { table: incoming, links }: Pick<CollectedLayer, 'table' | 'links'>,
  { table, rowOf, state }: MergedTable,
): Table {
  const newer = incoming.columns['sources'];
  const there = table.columns['sources'];
  if (newer?.kind !== 'dict' || there?.kind !== 'dict' || !state.some((each) => each !== ROW_NEW))
    return table;
  const stated = maskReader(incoming, links);
  const known = maskReader(table, {});
  const builder = new DictBuilder();
  const codes = Uint32Array.from(there.codes);
  const joined = new Map<string, number>();
  const told = there.words.map((word) => builder.code(word));
  for (let row = 0; row < codes.length; row++) codes[row] = told[codes[row]];
  for (let row = 0; row < incoming.rows; row++) {
    if (state[row] === ROW_NEW) continue;
    const at = rowOf[row];
    const said = stated(row);
    const kept = known(at) & ~said;
    const key = `${there.codes[at]} ${newer.codes[row]} ${said} ${kept}`;
    let code = joined.get(key);
    if (code === undefined) {
      const text = joinedSources(
        there.words[there.codes[at]],
        newer.words[newer.codes[row]],
        fieldsOf(said),
        fieldsOf(kept),
      );
      code = builder.code(text);
      joined.set(key, code);
    }
    codes[at] = code;
  }
  builder.pushCodes(codes);
  return { ...table, columns: { ...table.columns, sources: inUse(builder.finish()) } };
}

/** Bit per field of SOURCED_NAMES: a row knows it. */
function maskReader(table: Table, links: Record<string, TextColumn>): (row: number) => number {
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

function fieldsOf(mask: number): string[] {
  return SOURCED_NAMES.filter((_, field) => (mask >>> field) & 1);
}

/** Words that nobody has any more are left out. */
function inUse({ codes, words }: DictColumn): DictColumn {
  const builder = new DictBuilder();
  const now = new Uint32Array(words.length);
  const used = new Uint8Array(words.length);
  for (const code of codes) used[code] = 1;
  for (let code = 0; code < words.length; code++) if (used[code]) now[code] = builder.code(words[code]);
  builder.pushCodes(Uint32Array.from(codes, (code) => now[code]));
  return builder.finish();
}
