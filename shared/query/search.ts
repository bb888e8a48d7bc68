/**
 * The omnibox: places, addresses, people, plates, devices, grids by text, pinyin initials (王秀英 by wxy) or the end
 * of a phone number. Ranked: whole before start before inside before initials, then by table. Its indexes are made
 * on first use: 4 bytes a resident and the initials of places.
 */

import { textAt } from '../columns/cell.ts';
import type { TextColumn } from '../columns/column.ts';
import { TextBuilder } from '../columns/column-builder.ts';
import type { TableName } from '../model/tables.ts';
import type { SearchHit } from './answers.ts';
import { columnOf, labelAt, linkAt } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import { initialsOf, PACKED_LETTERS, packLetters, packNames } from './initials.ts';
import { addressOfHome, buildingLabel, homeLabel, pointOf, titleOf } from './record-labels.ts';
import { findInColumn, findTails } from './text-search.ts';

/** Columns looked through as text, in the order of equal ranks; those with initials are found by pinyin too. */
const TEXTS: { table: TableName; column: string; initials: boolean }[] = [
  { table: 'areas', column: 'name', initials: true },
  { table: 'grids', column: 'code', initials: false },
  { table: 'grids', column: 'name', initials: true },
  { table: 'compounds', column: 'name', initials: true },
  { table: 'buildings', column: 'address', initials: true },
  { table: 'buildings', column: 'name', initials: true },
  { table: 'facilities', column: 'name', initials: true },
  { table: 'organisations', column: 'name', initials: true },
  { table: 'workers', column: 'name', initials: true },
  { table: 'residents', column: 'name', initials: false },
  { table: 'vehicles', column: 'plate', initials: false },
  { table: 'devices', column: 'id', initials: false },
  { table: 'cameras', column: 'id', initials: false },
  { table: 'places', column: 'name', initials: true },
];
const TABLE_ORDER = new Map(TEXTS.map(({ table }, order) => [table, order] as const));
const SHORTEST_TAIL = 4;
/** Buildings tried when homes are looked for by address and door. */
const MOST_BUILDINGS = 40;

const RANK = { initials: 3, initialsInside: 4, tail: 5 } as const;

interface SearchIndex {
  names: Uint32Array | null;
  initials: Map<string, TextColumn>;
}
const memory = new WeakMap<Community, SearchIndex>();

interface Found {
  table: TableName;
  row: number;
  rank: number;
}

/** At most `limit` hits, best first; '' finds nothing. */
export function searchCommunity(community: Community, text: string, limit: number): SearchHit[] {
  const query = text.normalize('NFKC').trim();
  if (query === '' || limit <= 0) return [];
  const found = new Map<string, Found>();
  const add = (table: TableName, row: number, rank: number) => {
    const key = `${table} ${row}`;
    const known = found.get(key);
    if (!known || known.rank > rank) found.set(key, { table, row, rank });
  };
  for (const { table, column } of TEXTS) {
    const values = columnOf(community.tables[table], column, 'text');
    if (values) for (const [row, rank] of findInColumn(values, query, limit)) add(table, row, rank);
  }
  if (/^[a-z]+$/i.test(query)) addByInitials(community, query.toLowerCase(), limit, add);
  else if (/^[a-z0-9]+$/i.test(query)) addPlacesByInitials(community, query.toLowerCase(), limit, add);
  if (/^\d+$/.test(query) && query.length >= SHORTEST_TAIL) {
    const phones = columnOf(community.tables.residents, 'phone', 'text');
    if (phones) for (const row of findTails(phones, query, limit)) add('residents', row, RANK.tail);
  }
  if (/\s/.test(query)) addHomes(community, query.split(/\s+/), limit, add);
  return [...found.values()]
    .sort((a, b) => a.rank - b.rank || orderOf(a.table) - orderOf(b.table) || a.row - b.row)
    .slice(0, limit)
    .map((hit) => toHit(community, hit));
}

type Add = (table: TableName, row: number, rank: number) => void;

function orderOf(table: TableName): number {
  return TABLE_ORDER.get(table) ?? 0;
}

function addByInitials(community: Community, query: string, limit: number, add: Add): void {
  addPlacesByInitials(community, query, limit, add);
  if (query.length < 2 || query.length > PACKED_LETTERS) return;
  const names = indexOf(community).names;
  if (!names) return;
  const wanted = packLetters(query);
  const shift = 5 * (PACKED_LETTERS - query.length);
  let whole = 0;
  let longer = 0;
  for (let row = 0; row < names.length && whole < limit; row++) {
    if (names[row] >>> shift !== wanted) continue;
    const rest = names[row] & ((1 << shift) - 1);
    if (rest === 0) {
      whole++;
      add('residents', row, RANK.initials);
    } else if (longer < limit) {
      longer++;
      add('residents', row, RANK.initialsInside);
    }
  }
}

function addPlacesByInitials(community: Community, query: string, limit: number, add: Add): void {
  for (const { table, column, initials } of TEXTS) {
    if (!initials) continue;
    const values = initialsColumn(community, table, column);
    if (!values) continue;
    for (const [row, rank] of findInColumn(values, query, limit))
      add(table, row, rank < 2 ? RANK.initials : RANK.initialsInside);
  }
}

/** First words name the building, the last ones entrance and door: 人民路3号 2单元 301. */
function addHomes(community: Community, words: string[], limit: number, add: Add): void {
  const addresses = columnOf(community.tables.buildings, 'address', 'text');
  if (!addresses) return;
  let count = 0;
  for (const [building] of findInColumn(addresses, words[0], MOST_BUILDINGS))
    for (let home = community.homeStarts[building]; home < community.homeStarts[building + 1]; home++) {
      const label = homeLabel(community, home);
      if (!words.slice(1).every((word) => label.includes(word))) continue;
      add('homes', home, label.endsWith(words[words.length - 1]) ? 1 : 2);
      if (++count === limit) return;
    }
}

function indexOf(community: Community): SearchIndex {
  const known = memory.get(community);
  if (known) return known;
  const names = columnOf(community.tables.residents, 'name', 'text');
  const index: SearchIndex = { names: names ? packNames(names) : null, initials: new Map() };
  memory.set(community, index);
  return index;
}

function initialsColumn(community: Community, table: TableName, column: string): TextColumn | undefined {
  const index = indexOf(community);
  const key = `${table}.${column}`;
  const known = index.initials.get(key);
  const values = columnOf(community.tables[table], column, 'text');
  if (known || !values) return known;
  const builder = new TextBuilder(table, column);
  for (let row = 0; row < rowCount(community, table); row++) builder.push(initialsOf(textAt(values, row)));
  const made = builder.finish();
  index.initials.set(key, made);
  return made;
}

function toHit(community: Community, { table, row }: Found): SearchHit {
  return {
    table,
    row,
    title: table === 'homes' ? addressOfHome(community, row) : titleOf(community, table, row),
    subtitle: subtitleOf(community, table, row),
    point: pointOf(community, table, row),
  };
}

/** Where it is, in a line: the home of a person or vehicle, the building of a device, the compound of a building. */
function subtitleOf(community: Community, table: TableName, row: number): string {
  const { tables } = community;
  if (table === 'residents' || table === 'vehicles') {
    const home = linkAt(tables[table], 'home', row);
    return home < rowCount(community, 'homes') ? addressOfHome(community, home) : '';
  }
  if (table === 'buildings') {
    const name = labelAt(tables.buildings, 'name', row);
    const compound = linkAt(tables.buildings, 'compound', row);
    const of = compound < rowCount(community, 'compounds') ? labelAt(tables.compounds, 'name', compound) : '';
    return [of, name].filter(Boolean).join(' ');
  }
  if (table === 'grids') return labelAt(tables.grids, 'code', row);
  const building = linkAt(tables[table], 'building', row);
  return buildingLabel(community, building);
}
