/** Cells of every type, in every kind of file, as the values of records. */
import { describe, expect, test } from 'vitest';
import { noCounts } from '../../../../shared/formats/sheet-book.ts';
import { numberCell } from '../../../../shared/formats/sheet-cell.ts';
import { builtInKind, formatKind } from '../../../../shared/formats/sheet-number-format.ts';
import {
  inline,
  type Kind,
  openBytes,
  parts,
  problemsOf,
  recordsOf,
  rowsOf,
  workbook,
  zipped,
} from './sheet-fixtures.ts';

const KINDS: Kind[] = ['xlsx', 'biff8', 'biff5'];
const number = (v: number, z?: string) => ({ t: 'n' as const, v, ...(z ? { z } : {}) });

describe.each(KINDS)('%s', (kind) => {
  test('types come as they are meant', async () => {
    const bytes = workbook(kind, {
      People: [
        ['name', 'phone', 'born', 'area', 'floor', 'code', 'local', 'seen'],
        [
          'Ann',
          13812345678,
          number(36526, 'yyyy-mm-dd'),
          88.5,
          3,
          number(42, '00000'),
          true,
          number(45000.5, 'yyyy/m/d h:mm'),
        ],
        [
          'Bob',
          '0757-1',
          number(36527, 'm/d/yy'),
          90,
          -1,
          number(7, '00000'),
          false,
          number(45000.25, 'yyyy/m/d h:mm'),
        ],
      ],
    });
    const opened = await openBytes(bytes);
    expect(opened.layers[0]).toMatchObject({ name: 'People', features: 2, geometry: 'none', crs: null });
    expect(opened.layers[0].fields.map(({ type }) => type)).toEqual([
      'text',
      'text',
      'date',
      'number',
      'integer',
      'text',
      'boolean',
      'date',
    ]);
    const records = await recordsOf(opened);
    expect(records.map(({ line }) => line)).toEqual([2, 3]);
    expect({ ...records[0].fields }).toEqual({
      name: 'Ann',
      phone: '13812345678',
      born: '2000-01-01',
      area: 88.5,
      floor: 3,
      code: '00042',
      local: true,
      seen: '2023-03-15T12:00:00',
    });
    expect(records[1].raw()).toBe('Bob,0757-1,2000-01-02,90,-1,00007,false,2023-03-15T06:00:00');
  });

  test('dates count from 1904 where the file says so', async () => {
    const rows = [['born'], [number(0 + 100, 'yyyy-mm-dd')]];
    const [plain] = await rowsOf(workbook(kind, { S: rows }), { headerRow: 1 });
    expect(plain.born).toBe('1900-04-09');
    const [mac] = await rowsOf(workbook(kind, { S: rows }, { date1904: true }), { headerRow: 1 });
    expect(mac.born).toBe('1904-04-10');
  });

  test('an id stored as a number has lost digits and does not pass for one', async () => {
    const bytes = workbook(kind, {
      S: [
        ['name', 'id'],
        ['a', Number('440106199001011234')],
        ['b', '440106199001011234'],
      ],
    });
    const opened = await openBytes(bytes);
    expect(problemsOf(opened)['digits-lost']).toBe(1);
    const [lost, kept] = await recordsOf(opened);
    expect(lost.fields['id']).toBe('4.40106199001011E+17');
    expect(kept.fields['id']).toBe('440106199001011234');
  });

  test('errors are empty and counted', async () => {
    const bytes = workbook(kind, {
      S: [
        ['name', 'n'],
        ['a', { t: 'e', v: 0x2a, w: '#N/A' }],
        ['b', 2],
      ],
    });
    const opened = await openBytes(bytes);
    expect(problemsOf(opened)['error-cells']).toBe(1);
    expect((await recordsOf(opened)).map(({ fields }) => fields['n'])).toEqual([null, 2]);
  });

  test('hidden sheets are listed, empty ones left out', async () => {
    const table = [
      ['name', 'n'],
      ['a', 1],
    ];
    const opened = await openBytes(
      workbook(kind, { One: table, Two: table, Three: [] }, { hidden: ['Two'] }),
    );
    expect(opened.layers.map(({ name }) => name)).toEqual(['One', 'Two']);
    expect(problemsOf(opened)).toMatchObject({ 'hidden-sheet': 1, 'empty-sheet': 1 });
    expect(opened.previews.map(({ hidden }) => hidden)).toEqual([false, true]);
    expect(await recordsOf(opened, 'Two')).toHaveLength(1);
    opened.close();
    opened.close();
  });
});

test.each(['xlsx', 'biff8'] as const)('%s: Chinese text, and text that is long', async (kind) => {
  const long = '和平路'.repeat(300);
  const rows = Array.from({ length: 400 }, (_, i) => [
    `张${i}`,
    i % 2 ? `Ａ１　全角${i}` : `plain ${i}`,
    `${long}${i}`,
  ]);
  const read = await rowsOf(workbook(kind, { 台账: [['姓名', '备注', '地址'], ...rows] }));
  expect(read).toHaveLength(400);
  expect(read.map((row) => Object.values(row))).toEqual(rows);
});

describe('XML as other programs write it', () => {
  test('prefixes, rich text, phonetics, entities, CDATA, escapes, missing places', async () => {
    const data = `<x:sheetData xmlns:x="u"><x:row><x:c t="inlineStr"><x:is><x:t>name</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>note</x:t></x:is></x:c></x:row>
<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row></x:sheetData>`;
    const strings =
      '<sst><si><r><t>张</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 三</t></r><rPh sb="0" eb="1"><t>ZHANG</t></rPh></si><si><t>a&amp;b&#x4e2d;&lt;<![CDATA[<z>]]>_x000A_c&unknown;</t></si></sst>';
    const rows = await rowsOf(zipped(parts(data, { 'xl/sharedStrings.xml': strings })));
    expect(rows).toEqual([{ name: '张 三', note: 'a&b中<<z>\nc&unknown;' }]);
  });

  test('digits that the file does hold are kept', async () => {
    const cells = ['440106199001011234', '6222021234567891', '4.40106199001011E+17', '440106199001011000'];
    const rows = cells.map(
      (v, i) => `<row r="${i + 2}">${inline(`A${i + 2}`, 'x')}<c r="B${i + 2}"><v>${v}</v></c></row>`,
    );
    const bytes = zipped(
      parts(
        `<sheetData><row r="1">${inline('A1', 'name')}${inline('B1', 'id')}</row>${rows.join('')}</sheetData>`,
      ),
    );
    expect((await rowsOf(bytes)).map((row) => row['id'])).toEqual([
      '440106199001011234',
      '6222021234567891',
      '4.40106199001011E+17',
      '4.40106199001011E+17',
    ]);
    expect(problemsOf(await openBytes(bytes))['digits-lost']).toBe(2);
  });

  test('formulas give what is stored, and say where nothing is', async () => {
    const bytes = zipped(
      parts(`<sheetData><row r="1">${inline('A1', 'name')}${inline('B1', 'n')}</row>
<row r="2"><c r="A2" t="str"><f>A1&amp;"x"</f><v>namex</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>
<row r="3">${inline('A3', 'b')}<c r="B3"><f>SUM(B1)</f></c></row></sheetData>`),
    );
    expect(await rowsOf(bytes)).toEqual([
      { name: 'namex', n: 2 },
      { name: 'b', n: null },
    ]);
    expect(problemsOf(await openBytes(bytes))['formula-empty']).toBe(1);
  });

  test('UTF-16 parts are read', async () => {
    const text = parts(
      `<sheetData><row>${inline('A1', '姓名')}</row><row>${inline('A2', '张三')}</row></sheetData>`,
    );
    const sheet = `\ufeff${text['xl/worksheets/sheet1.xml']}`;
    const wide = new Uint8Array(sheet.length * 2);
    const view = new DataView(wide.buffer);
    for (let i = 0; i < sheet.length; i++) view.setUint16(i * 2, sheet.charCodeAt(i), true);
    expect(await rowsOf(zipped({ ...text, 'xl/worksheets/sheet1.xml': wide }))).toEqual([{ 姓名: '张三' }]);
  });
});

test.each([
  ['yyyy"年"m"月"', 'date'],
  ['yyyy"年"m"月"d"日"', 'date'],
  ['[$-804]yyyy年m月d日', 'date'],
  ['m/d/yy h:mm', 'date'],
  ['h:mm AM/PM', 'time'],
  ['[h]:mm', 'elapsed'],
  ['General', 'plain'],
  ['G/通用格式', 'plain'],
  ['0.00E+00', 'plain'],
  ['#,##0.00', 'plain'],
  ['[Red]0.00', 'plain'],
  ['0"天"', 'plain'],
  ['00000', 'padded'],
  ['@', 'text'],
  ['mmm', 'date'],
  ['上午/下午h"时"mm"分"', 'time'],
  ['0.00"d"', 'plain'],
  ['¥#,##0;[Red]-¥#,##0', 'plain'],
  ['\\d0', 'plain'],
])('format %s is %s', (code, kind) => expect(formatKind(code).kind).toBe(kind));

test('the built-in dates of Chinese versions', () => {
  expect([14, 22, 27, 31, 50, 58].map((id) => builtInKind(id).kind)).toEqual(Array(6).fill('date'));
  expect([0, 1, 10, 49, 164].map((id) => builtInKind(id).kind)).toEqual([
    'plain',
    'plain',
    'plain',
    'text',
    'plain',
  ]);
});

test('days at the edges of the calendar', () => {
  const date = (value: number) => numberCell(value, '', { kind: 'date', width: 0 }, false, noCounts());
  expect([1, 59, 61, 2_958_465].map(date)).toEqual(['1900-01-01', '1900-02-28', '1900-03-01', '9999-12-31']);
  expect([0, -5, 2_958_466, 1e300].map(date)).toEqual([0, -5, 2_958_466, '1.00000000000000E+300']);
  expect(numberCell(0.75, '', { kind: 'time', width: 0 }, false, noCounts())).toBe('18:00:00');
  expect(numberCell(1.5, '', { kind: 'elapsed', width: 0 }, false, noCounts())).toBe('36:00:00');
});
