import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeCsv } from '../../../../shared/formats/csv-writer.ts';
import { readAll } from './reading.ts';

describe('cells', () => {
  test.each([
    ['quotes', 'a,b\n1,"ha ""ha"" ha"\n', [{ a: '1', b: 'ha "ha" ha' }]],
    [
      'line breaks in quotes',
      'a,b\r\n"x\r\ny",2\r\n3,4\r\n',
      [
        { a: 'x\r\ny', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['semicolons', 'a;b\n1;2\n', [{ a: '1', b: '2' }]],
    ['tabs', 'a\tb\n1\t2\n', [{ a: '1', b: '2' }]],
    [
      'old Macintosh',
      'a,b\r1,2\r3,4',
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['a stated delimiter', 'sep=;\na;b\n1;2\n', [{ a: '1', b: '2' }]],
    [
      'no header',
      '1,2\n3,4\n',
      [
        { column_1: '1', column_2: '2' },
        { column_1: '3', column_2: '4' },
      ],
    ],
    ['names twice and empty', 'a,a,\n1,2,3\n', [{ a: '1', a_2: '2', column_3: '3' }]],
    ['blank lines and spare commas', 'a,b\n\n1,2,,\n', [{ a: '1', b: '2' }]],
    ['codes keep zeros', 'code,n\n000123,1\n', [{ code: '000123', n: '1' }]],
  ])('%s', async (_, text, rows) => {
    for (const chunk of [1, 4, 1000]) {
      const read = await readAll('a.csv', text, chunk);
      expect(read.error).toBeNull();
      expect(read.unread).toEqual([]);
      expect(read.records.map(({ fields }) => fields)).toEqual(rows);
    }
  });

  test('lines are counted through quoted line breaks', async () => {
    const { records } = await readAll('a.csv', 'a,b\n"x\ny",2\n3,4\n');
    expect(records.map(({ line }) => line)).toEqual([2, 4]);
  });

  test('what the writer writes, the reader reads', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replace(/[\ufeff\r\ud800-\udfff]/g, '').replace(/^[=+\-@\t]+/, ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, chunk) => {
          const full = rows.map(([a, b, c]) => [`x${a}`, b, c]);
          const bytes = Buffer.concat([...writeCsv(['one', 'two', 'three'], full)]);
          const { records, unread } = await readAll('a.csv', bytes, chunk);
          expect(unread).toEqual([]);
          expect(records.map(({ fields }) => Object.values(fields))).toEqual(full);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('bad rows', () => {
  test('are listed with line and reason, the rest goes on', async () => {
    const text = 'a,b\n1,2\n1,2,3\n4\n"x"y,5\n6,7\n';
    const { records, unread } = await readAll('a.csv', text);
    expect(records.map(({ line }) => line)).toEqual([2, 6]);
    expect(unread.map(({ line, reason, raw }) => [line, reason, raw])).toEqual([
      [3, 'too-many-fields', '1,2,3'],
      [4, 'too-few-fields', '4'],
      [5, 'text-after-quote', '"x"y,5'],
    ]);
  });

  test('a quote that never closes costs its line only', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i},plain text of this row`).join('\n');
    const { records, unread } = await readAll('a.csv', `a,b\n0,"never closed\n${rows}\n`, 65_536);
    expect(unread).toMatchObject([{ line: 2, reason: 'unclosed-quote' }]);
    expect(records).toHaveLength(40_000);
    expect(records.at(-1)?.line).toBe(40_002);
  });

  test('an empty file and a header alone', async () => {
    expect((await readAll('a.csv', '')).error?.code).toBe('empty-file');
    const alone = await readAll('a.csv', 'a,b\n');
    expect([alone.error, alone.records.length]).toEqual([null, 0]);
  });
});
