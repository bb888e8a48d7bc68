/**
 * table.sort: all residents by a dictionary column and by a mostly unique text column, first page read, against
 * Array.sort over row objects and the same page. The whole order must be the same.
 */
import { textAt, wordAt } from '../../../shared/columns/cell.ts';
import type { DictColumn, Table, TextColumn } from '../../../shared/columns/column.ts';
import type { Community } from '../../../shared/query/community.ts';
import { evaluateFilter } from '../../../shared/query/filter.ts';
import { NO_FILTER } from '../../../shared/query/selection.ts';
import { evaluateSelection } from '../../../shared/query/shapes.ts';
import { tableOrder, tablePage } from '../../../shared/query/table-page.ts';
import { median, time } from '../measure.ts';
import { type BenchResult, faster } from '../result.ts';

const DICT = 'education';
const TEXT = 'idNumber';
const PAGE = 100;

interface Person {
  row: number;
  name: string;
  education: string;
  idNumber: string;
}
type Key = typeof DICT | typeof TEXT;

function people(residents: Table): Person[] {
  const { name, education, idNumber } = residents.columns;
  return Array.from({ length: residents.rows }, (_, row) => ({
    row,
    name: textAt(name as TextColumn, row),
    education: wordAt(education as DictColumn, row),
    idNumber: textAt(idNumber as TextColumn, row),
  }));
}

const byKey = (key: Key) => (a: Person, b: Person) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0);

/** Throws when the orders differ. */
export async function tableSort(community: Community, smoke: boolean): Promise<BenchResult[]> {
  const rows = people(community.tables.residents as Table);
  const selection = evaluateSelection(community, []);
  const everyone = () => evaluateFilter(community, { ...NO_FILTER, base: 'all' });
  const results: BenchResult[] = [];
  for (const { key, label, times } of [
    { key: DICT, label: 'dictionary', times: 20 },
    { key: TEXT, label: 'text', times: 3 },
  ] as const) {
    const request = {
      table: 'residents',
      scope: 'all',
      columns: ['name', DICT, TEXT],
      sort: { column: key, descending: false },
      from: 0,
      to: PAGE,
    } as const;
    const ask = { ...request, columns: [...request.columns] };
    // A new filter result each time: the order kept for paging must not answer.
    const value = await time(smoke ? 1 : 9, () => tablePage(community, ask, selection, everyone()));
    const theirs: number[] = [];
    let sorted: Person[] = [];
    for (let run = 0; run < (smoke ? 1 : 3); run++) {
      sorted = rows.slice();
      const start = performance.now();
      sorted.sort(byKey(key));
      sorted.slice(0, PAGE).map((person) => [person.name, person.education, person.idNumber]);
      theirs.push(performance.now() - start);
    }
    const order = tableOrder(community, ask, selection, everyone());
    if (!sorted.every((person, i) => person.row === order[i]) || order.length !== sorted.length)
      throw new Error(`table.sort: the orders by ${key} differ`);
    const reference = `Array.sort, ${rows.length} row objects, by ${key}`;
    const measured = { name: `table.sort.${label}`, value, unit: 'ms', reference };
    results.push(faster({ ...measured, referenceValue: median(theirs) }, times));
  }
  return results;
}
