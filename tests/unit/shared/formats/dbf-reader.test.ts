/**
 * Tables of dBASE: every type, encodings declared, contradicted and guessed, and damage.
 */
import { describe, expect, test } from 'vitest';
import { openDbf } from '../../../../shared/formats/dbf-reader.ts';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { cutEverywhere, file, fuzz, readLayer, withCompanions } from './geo-reading.ts';
import { dbfBytes, doubles, ints } from './shp-bytes.ts';

/** GBK of 和平路, 王伟 and 联通 (valid in no other way than by chance in UTF-8). */
const HEPING = [0xba, 0xcd, 0xc6, 0xbd, 0xc2, 0xb7];
const WANGWEI = [0xcd, 0xf5, 0xce, 0xb0];
const name = (width = 10) => ({ name: 'NAME', type: 'C', width });

async function rows(bytes: Uint8Array, cpg?: string) {
  const parts = [file('a.dbf', bytes), ...(cpg === undefined ? [] : [file('A.CPG', cpg)])];
  const opened = await openDbf(withCompanions(parts), {});
  const { records, unread } = await readLayer(opened);
  expect(unread).toEqual([]);
  return { opened, values: records.map(({ fields }) => ({ ...fields })) };
}

test('each type reads as what it means', async () => {
  const columns = [
    { name: 'TEXT', type: 'C', width: 6 },
    { name: 'INT', type: 'N', width: 18 },
    { name: 'DEC', type: 'N', width: 8, decimals: 2 },
    { name: 'FLT', type: 'F', width: 12 },
    { name: 'DAY', type: 'D', width: 8 },
    { name: 'YES', type: 'L', width: 1 },
    { name: 'MEMO', type: 'M', width: 10 },
    { name: 'BIN', type: 'I', width: 4 },
    { name: 'DBL', type: 'O', width: 8 },
    { name: 'AT', type: '@', width: 8 },
  ];
  const moment = ints([2_440_588 + 365, 3_600_000], false);
  const { opened, values } = await rows(
    dbfBytes(columns, [
      ['007', '   42', '1.50', '1.5e+003', '20240229', 'T', '1', ints([-7]), doubles([0.25]), moment],
      [
        '',
        '310101199001011234',
        '********',
        '',
        '00000000',
        '?',
        '',
        ints([0]),
        doubles([Number.NaN]),
        moment,
      ],
    ]),
  );
  expect(values).toEqual([
    {
      TEXT: '007',
      INT: 42,
      DEC: 1.5,
      FLT: 1500,
      DAY: '2024-02-29',
      YES: true,
      BIN: -7,
      DBL: 0.25,
      AT: '1971-01-01T01:00:00',
    },
    {
      TEXT: null,
      INT: '310101199001011234',
      DEC: null,
      FLT: null,
      DAY: null,
      YES: null,
      BIN: 0,
      DBL: null,
      AT: '1971-01-01T01:00:00',
    },
  ]);
  expect(opened.layers[0]).toMatchObject({ name: 'a', geometry: 'none', features: 2, crs: null });
  expect(opened.layers[0].fields.map(({ type }) => type).join(' ')).toBe(
    'text integer number number date boolean integer number text',
  );
  expect(opened.problems).toEqual([expect.objectContaining({ code: 'memo-skipped', count: 1 })]);
});

test('deleted rows are left out and not counted; records keep their number', async () => {
  const opened = await openDbf(
    file('a.dbf', dbfBytes([name()], [['a'], ['b'], ['c']], { deleted: [1] })),
    {},
  );
  expect(opened.layers[0].features).toBe(2);
  expect((await readLayer(opened)).records.map(({ line }) => line)).toEqual([1, 3]);
});

describe('encoding', () => {
  const gbk = (language = 0) => dbfBytes([name()], [[HEPING], [WANGWEI]], { language });
  test.each([
    ['a .cpg that says GBK', gbk(), 'GBK', 'gb18030', 0.98],
    ['a .cpg with a number', gbk(), 'CP936\r\n', 'gb18030', 0.98],
    ['the language driver of GBK', gbk(0x4d), undefined, 'gb18030', 0.98],
    ['a .cpg that says UTF-8 of GBK text', gbk(), 'UTF-8', 'gb18030', 0.6],
    ['a .cpg that says Latin of GBK text', gbk(), 'ISO 88591', 'windows-1252', 0.6],
    ['nothing', gbk(), undefined, 'gb18030', 0.94],
    ['nothing, UTF-8 text', dbfBytes([name()], [['和平']]), undefined, 'utf-8', 0.94],
    ['ASCII only', dbfBytes([name()], [['abc']]), undefined, 'utf-8', 1],
  ])('%s', async (_, bytes, cpg, encoding, confidence) => {
    const { opened } = await rows(bytes, cpg);
    expect(opened.encoding).toMatchObject({ encoding, confidence });
  });

  test('characters cut by the width of the column do not confuse it', async () => {
    const cut = await rows(dbfBytes([name(5)], [[HEPING], [[...WANGWEI, 0x31]]]));
    expect(cut.opened.encoding?.encoding).toBe('gb18030');
    expect(cut.values[0]).toEqual({ NAME: '和平' });
    const utf8 = await rows(dbfBytes([name(8)], [['和平路']]));
    expect(utf8.opened.encoding).toMatchObject({ encoding: 'utf-8', sample: '和平' });
    expect(utf8.values[0]).toEqual({ NAME: '和平' });
  });

  test('an unknown .cpg is a problem, a chosen encoding wins, names of columns are read in it', async () => {
    const bytes = dbfBytes([{ name: WANGWEI, type: 'C', width: 6 }], [[HEPING]]);
    const { opened } = await rows(bytes, 'KLINGON');
    expect(opened.problems.map(({ code }) => code)).toEqual(['encoding-unknown']);
    const chosen = await openDbf(file('a.dbf', bytes), { encoding: 'gb18030' });
    expect(chosen.encoding).toEqual({ encoding: 'gb18030', confidence: 1, sample: '和平路' });
    expect({ ...(await readLayer(chosen)).records[0].fields }).toEqual({ 王伟: '和平路' });
  });
});

test('names: empty, twice and __proto__ are harmless', async () => {
  const columns = ['', 'A', 'A', '__proto__'].map((title) => ({ name: title, type: 'C', width: 3 }));
  const { values } = await rows(dbfBytes(columns, [['1', '2', '3', '4']]));
  expect(values[0]).toEqual({ column_1: '1', A: '2', A_2: '3', proto: '4' });
  expect(({} as Record<string, unknown>)['A']).toBeUndefined();
});

describe('damage', () => {
  const good = dbfBytes(
    [name(), { name: 'N', type: 'N', width: 9 }],
    [
      [HEPING, '1'],
      ['b', '2'],
      ['c', '3'],
    ],
  );
  const open = (bytes: Uint8Array) => openDbf(file('a.dbf', bytes), {});
  const code = async (bytes: Uint8Array) => {
    const error: unknown = await open(bytes).then(
      () => null,
      (reason: unknown) => reason,
    );
    return error instanceof FormatError ? error.code : error;
  };

  test('is refused by name, or told', async () => {
    expect(await code(new Uint8Array(0))).toBe('empty-file');
    expect(await code(good.slice(0, 20))).toBe('truncated');
    expect(await code(good.slice(0, 60))).toBe('truncated');
    expect(await code(Uint8Array.from(good, (byte, at) => (at === 0 ? 0x02 : byte)))).toBe(
      'unsupported-version',
    );
    expect(await code(Uint8Array.from(good, (byte, at) => (at === 10 ? 4 : byte)))).toBe('damaged');
    const huge = good.slice();
    new DataView(huge.buffer).setUint32(4, 0xffffffff, true);
    const opened = await open(huge);
    expect(opened.problems.map((problem) => problem.code)).toEqual(['rows-missing']);
    expect((await readLayer(opened)).records).toHaveLength(3);
  });

  test('at any place', async () => {
    await cutEverywhere(good, open);
    await fuzz(good, open, 5);
  });
});
