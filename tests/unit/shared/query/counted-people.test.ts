import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint, wordsOfRows } from '../../../../shared/access/disclose.ts';
import { Bitset } from '../../../../shared/columns/bitset.ts';
import { columnOf } from '../../../../shared/query/column-access.ts';
import { rowCount } from '../../../../shared/query/community.ts';
import {
  CountedPeople,
  type CountedTable,
  type Print,
  stableId,
} from '../../../../shared/query/counted-people.ts';
import { evaluateFilter } from '../../../../shared/query/filter.ts';
import { joinColumns, partOfCell } from '../../../../shared/query/joint-codes.ts';
import { roundedSummary } from '../../../../shared/query/rounded-summary.ts';
import { NO_FILTER } from '../../../../shared/query/selection.ts';
import { evaluateSelection } from '../../../../shared/query/shapes.ts';
import { tinyCommunity } from './tiny-community.ts';

const SECRET = new Uint8Array(16).fill(5);
const community = tinyCommunity(3);
const known = new Map<CountedTable, ReturnType<typeof wordsOfRows>>();
const wordsOf = (table: CountedTable) => {
  const words =
    known.get(table) ??
    wordsOfRows(SECRET, rowCount(community, table), (row) => stableId(community, table, row));
  known.set(table, words);
  return words;
};

/** The column by column way that gathering must not differ from. */
class OneByOne extends CountedPeople {
  override gather(): void {}
}

/** Every fingerprint that was asked about, in order. */
function counted(People: typeof CountedPeople): { people: CountedPeople; asked: Print[] } {
  const asked: Print[] = [];
  const people = new People(community, wordsOf, ({ print, count }) => {
    asked.push({ print: print.slice(), count });
    return count;
  });
  return { people, asked };
}

const rows = fc.subarray(Array.from({ length: rowCount(community, 'residents') }, (_, row) => row));

describe('a set read once for many columns', () => {
  test('is asked about in the same fingerprints and the same order as column by column', () => {
    const filter = evaluateFilter(community, NO_FILTER);
    fc.assert(
      fc.property(rows, (chosen) => {
        const shape = { type: 'rows', table: 'residents', rows: chosen } as const;
        const selection = evaluateSelection(community, [{ combine: 'replace', shape }]);
        const [gathered, single] = [counted(CountedPeople), counted(OneByOne)];
        const summary = roundedSummary(gathered.people, selection, filter);
        expect(summary).toEqual(roundedSummary(single.people, selection, filter));
        expect(gathered.asked).toEqual(single.asked);
      }),
      { numRuns: 40 },
    );
  });

  test('has for every word the fingerprint of those rows', () => {
    const column = columnOf(community.tables.residents, 'education', 'dict');
    if (!column) throw new Error('no column');
    fc.assert(
      fc.property(rows, (chosen) => {
        const { people, asked } = counted(CountedPeople);
        const set = Bitset.of(rowCount(community, 'residents'), chosen);
        const { codes, words } = column;
        people.gather('residents', set, [
          { name: 'other', codes: codes.map((code) => (code * 7) % 5), parts: 5 },
          { name: 'education', codes, parts: words.length },
        ]);
        asked.length = 0;
        people.byWord('residents', 'education', column, set);
        const expected = words.map((_, code) =>
          fingerprint(
            wordsOf('residents'),
            chosen.filter((row) => codes[row] === code),
          ),
        );
        expect(asked).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

test('joined numbers give every column its own back, and none grows beyond its bound', () => {
  const column = (parts: number) =>
    fc.array(fc.nat(parts - 1), { minLength: 20, maxLength: 20 }).map((codes) => ({ codes, parts }));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3_000 }).chain(column), { maxLength: 9 }), (drawn) => {
      const columns = drawn.map((each, i) => ({ name: `c${i}`, ...each }));
      const joints = joinColumns(columns, 20);
      const back = joints.flatMap(({ codes, columns: joined }) =>
        joined.map((each) => ({
          name: each.name,
          parts: each.parts,
          codes: Array.from(codes, (cell) => partOfCell(each, cell)),
        })),
      );
      expect(back).toEqual(columns.map(({ name, parts, codes }) => ({ name, parts, codes })));
      for (const { cells, columns: joined } of joints)
        expect(joined.length === 1 || cells <= 2_048).toBe(true);
    }),
  );
});
