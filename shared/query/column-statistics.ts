/**
 * Statistics of one column over the rows in question: how many are known, how many differ, least, greatest, mean,
 * and the commonest values. Counting text keeps at most one entry per different value.
 */
import { textAt } from '../columns/cell.ts';
import type { NumberColumn, TagsColumn, TextColumn } from '../columns/column.ts';
import type { TableName } from '../model/tables.ts';
import { countWords } from './aggregate.ts';
import type { ColumnStatistics } from './answers.ts';
import { type Community, rowCount } from './community.ts';
import type { FilterResult } from './filter.ts';
import type { WordCount } from './selection.ts';
import type { SelectionResult } from './shapes.ts';
import { tableColumn, tableOrder } from './table-page.ts';

const TOP = 20;

export function columnStatistics(
  community: Community,
  request: { table: TableName; scope: 'selection' | 'all'; column: string },
  selection: SelectionResult,
  filter: FilterResult,
): ColumnStatistics {
  const rows = tableOrder(community, { ...request, sort: null }, selection, filter);
  const column = tableColumn(community, request.table, request.column);
  switch (column?.kind) {
    case 'number':
      return ofNumbers(column, rows);
    case 'dict':
      return ofWords(countWords(column, rows), rows.length);
    case 'text':
      return ofWords(countTexts(column, rows), rows.length);
    case 'tags':
      return ofTags(column, rows, rowCount(community, request.table));
    default:
      return { ...NOTHING, rows: rows.length, missing: rows.length };
  }
}

const NOTHING: ColumnStatistics = {
  rows: 0,
  missing: 0,
  distinct: 0,
  min: null,
  max: null,
  mean: null,
  top: [],
};

function ofWords(counts: WordCount[], rows: number): ColumnStatistics {
  const missing = counts.find(({ word }) => word === '')?.count ?? 0;
  const known = counts.filter(({ word }) => word !== '').sort((a, b) => b.count - a.count);
  return { ...NOTHING, rows, missing, distinct: known.length, top: known.slice(0, TOP) };
}

function countTexts(column: TextColumn, rows: Uint32Array): WordCount[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const text = textAt(column, row);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return Array.from(counts, ([word, count]) => ({ word, count }));
}

function ofTags(column: TagsColumn, rows: Uint32Array, all: number): ColumnStatistics {
  const counts = new Uint32Array(column.names.length);
  let missing = 0;
  for (const row of rows) {
    let any = 0;
    for (let tag = 0; tag < counts.length; tag++) {
      const bit = (column.masks[(tag >>> 5) * all + row] >>> (tag & 31)) & 1;
      counts[tag] += bit;
      any |= bit;
    }
    if (any === 0) missing++;
  }
  const top = column.names
    .map((word, tag) => ({ word, count: counts[tag] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return { ...NOTHING, rows: rows.length, missing, distinct: top.length, top: top.slice(0, TOP) };
}

function ofNumbers({ values, missing }: NumberColumn, rows: Uint32Array): ColumnStatistics {
  const counts = new Map<number, number>();
  let known = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const row of rows) {
    const value = values[row];
    if (value === missing || Number.isNaN(value)) continue;
    known++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const top = Array.from(counts, ([value, count]) => ({ word: String(value), count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, TOP);
  return {
    rows: rows.length,
    missing: rows.length - known,
    distinct: counts.size,
    min: known ? min : null,
    max: known ? max : null,
    mean: known ? sum / known : null,
    top,
  };
}
