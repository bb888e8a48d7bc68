/** Broken and hostile spreadsheets: a typed error or records, in bounded time, whatever the bytes. */
import { describe, expect, test } from 'vitest';
import {
  inline,
  type Kind,
  openBytes,
  outcome,
  parts,
  problemsOf,
  recordsOf,
  rowsOf,
  workbook,
  zipped,
} from './sheet-fixtures.ts';

const RUNS = process.env['LINLI_LONG'] ? 4000 : 200;
const KINDS: Kind[] = ['xlsx', 'biff8', 'biff5'];
const head = `<row r="1">${inline('A1', 'name')}${inline('B1', 'note')}</row>`;
const good = `<sheetData>${head}<row r="2">${inline('A2', 'x')}${inline('B2', 'y')}</row></sheetData>`;
const table = Array.from({ length: 40 }, (_, i) => [`name ${i}`, i, i % 2 === 0, 20_000 + i / 3]);
const sample = (kind: Kind) =>
  workbook(kind, { S: [['name', 'n', 'flag', 'area'], ...table] }, { merges: ['A3:A5'] });
const ends =
  /^(?:records \d+|damaged|truncated|missing-part|no-records|too-large|unsafe-archive|unsupported|unsupported-version|password|not-recognised|empty-file)$/;

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x100000000;
  };
}

describe('archives and XML', () => {
  const cases: [string, Record<string, string | Uint8Array>, string][] = [
    ['good', parts(good), 'records 1'],
    ['zip slip', { ...parts(good), '../../evil.xml': 'x' }, 'unsafe-archive'],
    ['absolute name', { ...parts(good), '/etc/x': 'x' }, 'unsafe-archive'],
    ['drive name', { ...parts(good), 'C:/x': 'x' }, 'unsafe-archive'],
    ['backslash slip', { ...parts(good), '..\\x': 'x' }, 'unsafe-archive'],
    ['bomb by ratio', parts(good, { 'xl/media/a.bin': ' '.repeat(30_000_000) }), 'unsafe-archive'],
    ['bomb in the sheet', parts(`${good}${' '.repeat(8_000_000)}`), 'unsafe-archive'],
    ['xlsb', { ...parts(good), 'xl/workbook.bin': 'x' }, 'unsupported'],
    ['docx', { '[Content_Types].xml': 'x', 'word/document.xml': 'x' }, 'unsupported'],
    ['ods', { 'content.xml': 'x', 'META-INF/manifest.xml': 'x' }, 'unsupported'],
    ['any zip', { 'a.txt': 'x' }, 'unsupported'],
    ['no sheet part', { ...parts(good), 'xl/worksheets/sheet1.xml': '' }, 'damaged'],
    ['sheet that ends early', parts(good.slice(0, -12)), 'damaged'],
    ['no workbook', { '[Content_Types].xml': 'x' }, 'missing-part'],
    [
      'sheet links outside',
      parts(good, {
        'xl/_rels/workbook.xml.rels':
          '<R><Relationship Id="r1" Type="x/worksheet" TargetMode="External" Target="http://example.com/a"/></R>',
      }),
      'missing-part',
    ],
    [
      'sheet links above',
      parts(good, {
        'xl/_rels/workbook.xml.rels':
          '<R><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></R>',
      }),
      'missing-part',
    ],
    ['not XML', parts(good, { 'xl/workbook.xml': 'PK\u0003\u0004 nothing' }), 'damaged'],
    ['tag in a tag', parts('<sheetData <row>'), 'damaged'],
    ['ends that never began', parts('</worksheet></worksheet>'), 'damaged'],
    ['endless tag', parts(`<sheetData a="${'ab'.repeat(3)}`), 'damaged'],
    ['no sheets', parts(good, { 'xl/workbook.xml': '<workbook><sheets/></workbook>' }), 'no-records'],
    [
      'two thousand sheets',
      parts(good, {
        'xl/workbook.xml': `<workbook><sheets>${'<sheet name="a" r:id="r1"/>'.repeat(2000)}</sheets></workbook>`,
      }),
      'too-large',
    ],
    ['empty sheet', parts('<sheetData/>'), 'no-records'],
    [
      'shared string out of range',
      parts(`<sheetData>${head}<row><c t="s"><v>99</v></c>${inline('B2', 'y')}</row></sheetData>`),
      'records 1',
    ],
    [
      'shared string before the first',
      parts(`<sheetData>${head}<row><c t="s"><v>-1</v></c>${inline('B2', 'y')}</row></sheetData>`),
      'records 1',
    ],
    [
      'NaN and Infinity',
      parts(
        `<sheetData>${head}<row>${inline('A2', 'y')}<c><v>NaN</v></c></row><row>${inline('A3', 'y')}<c><v>1e999</v></c></row></sheetData>`,
      ),
      'records 2',
    ],
    [
      'style out of range',
      parts(`<sheetData>${head}<row>${inline('A2', 'y')}<c s="99999"><v>5</v></c></row></sheetData>`),
      'records 1',
    ],
    [
      'row numbers beyond all',
      parts(
        `<sheetData>${head}<row r="99999999999">${inline('A2', 'y')}</row><row r="-5">${inline('A2', 'y')}</row></sheetData>`,
      ),
      'records 2',
    ],
    [
      'columns beyond all',
      parts(
        `<sheetData>${head}<row><c r="ZZZZ1"><v>1</v></c>${inline('XFE2', 'y')}${inline('A2', 'y')}</row></sheetData>`,
      ),
      'records 1',
    ],
    ['cells without rows', parts(`<sheetData><c><v>1</v></c>${head}</sheetData>`), 'records 0'],
    [
      'merged over everything',
      parts(
        `${good}<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:A1048576"/><mergeCell ref="B9:A1"/><mergeCell ref="x"/></mergeCells>`,
      ),
      'records 1',
    ],
    [
      'huge counts',
      parts(good, {
        'xl/sharedStrings.xml': '<sst count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>',
      }),
      'records 1',
    ],
  ];
  test.each(cases)('%s', async (_, files, expected) => {
    expect(await outcome(zipped(files))).toBe(expected);
  });

  test('entities of a DOCTYPE are neither expanded nor fetched', async () => {
    const doctype =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
    const files = parts('');
    files['xl/worksheets/sheet1.xml'] =
      `${doctype}<worksheet><sheetData>${head}<row>${inline('A2', '&b;')}${inline('B2', '&f;')}</row></sheetData></worksheet>`;
    expect(await rowsOf(zipped(files))).toEqual([{ name: '&b;', note: '&f;' }]);
  });

  test('keys that would reach a prototype are harmless', async () => {
    const files = parts(
      `<sheetData><row>${inline('A1', '__proto__')}${inline('B1', 'toString')}</row><row>${inline('A2', 'x')}${inline('B2', 'y')}</row></sheetData>`,
    );
    const [record] = await recordsOf(await openBytes(zipped(files)));
    expect(Object.getPrototypeOf(record.fields)).toBeNull();
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('ten thousand columns are refused, a stray cell far out is not', async () => {
    const wide = Array.from({ length: 10_000 }, (_, i) => `<c t="inlineStr"><is><t>c${i}</t></is></c>`).join(
      '',
    );
    expect(await outcome(zipped(parts(`<sheetData><row>${wide}</row><row>${wide}</row></sheetData>`)))).toBe(
      'too-large',
    );
    const stray = good.replace(
      '</sheetData>',
      `<row r="1048576">${inline('XFD1048576', 'z')}</row></sheetData>`,
    );
    expect(await outcome(zipped(parts(`<dimension ref="A1:XFD1048576"/>${stray}`)))).toBe('records 2');
  });

  test('a sheet too wide does not stop the others', async () => {
    const wide = [Array.from({ length: 2500 }, (_, i) => `c${i}`)];
    const opened = await openBytes(
      workbook('xlsx', {
        Wide: wide,
        S: [
          ['name', 'n'],
          ['a', 1],
        ],
      }),
    );
    expect(opened.layers.map(({ name }) => name)).toEqual(['S']);
    expect(problemsOf(opened)).toEqual({ 'too-many-columns': 1 });
  });

  test('sizes that lie, bytes that changed', async () => {
    const bytes = zipped(parts(good), { level: 0 });
    const text = new TextDecoder('latin1').decode(bytes);
    const changed = bytes.slice();
    changed[text.indexOf('<sheetData>') + 3] ^= 1;
    expect(await outcome(changed)).toBe('damaged');
  });
});

describe('compound files', () => {
  const bytes = sample('biff8');
  const patch = (at: number, value: number) => {
    const copy = bytes.slice();
    new DataView(copy.buffer).setUint32(at, value, true);
    return copy;
  };
  test.each([
    ['sector size', 30, 0x00ff_00ff],
    ['directory far away', 48, 0x00ff_ffff],
    ['DIFAT far away', 68, 0x00ff_ffff],
    ['FAT far away', 76, 0x00ff_ffff],
    ['many FAT sectors', 44, 0x7fff_ffff],
    ['mini cutoff', 56, 0xffff_ffff],
  ])('%s', async (_, at, value) => {
    expect(await outcome(patch(at, value))).toMatch(ends);
  });

  test('chains that turn in a circle', async () => {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const fat = (view.getUint32(76, true) + 1) * 512;
    const copy = bytes.slice();
    for (let sector = 0; sector < 100; sector++)
      new DataView(copy.buffer).setUint32(fat + sector * 4, 0, true);
    expect(await outcome(copy)).toMatch(/damaged|truncated/);
  });

  test('a password is said', async () => {
    const at = new TextDecoder('latin1').decode(bytes).indexOf('\u0009\u0008');
    const copy = bytes.slice();
    const view = new DataView(copy.buffer);
    view.setUint16(at + 4 + view.getUint16(at + 2, true), 0x2f, true);
    expect(await outcome(copy)).toBe('password');
  });

  test('an encrypted package is a compound file of its own kind', async () => {
    const copy = bytes.slice();
    const name = [...'EncryptedPackage'];
    const text = new TextDecoder('latin1').decode(bytes);
    const at = text.indexOf([...'Workbook'].join('\0'));
    name.forEach((char, index) => {
      copy[at + index * 2] = char.charCodeAt(0);
    });
    copy[at + 64] = name.length * 2 + 2;
    expect(await outcome(copy)).toBe('password');
  });

  test('nothing and noise', async () => {
    expect(await outcome(new Uint8Array(0))).toBe('empty-file');
    expect(await outcome(new TextEncoder().encode('name,n\na,1'))).toBe('not-recognised');
    expect(await outcome(bytes.slice(0, 100))).toBe('truncated');
  });
});

describe.each(KINDS)('%s', (kind) => {
  const bytes = sample(kind);

  test('reads as it stands', async () => {
    expect(await outcome(bytes)).toBe('records 40');
  });

  test('cut anywhere: never fewer records without a word', async () => {
    for (let cut = 1; cut < 40; cut++) {
      const result = await outcome(bytes.slice(0, Math.floor((bytes.length * cut) / 40)));
      expect(result).toMatch(ends);
      if (result.startsWith('records')) expect(result).toBe('records 40');
    }
  });

  test('bytes changed at random', async () => {
    const next = random(kind.length * 7919);
    for (let run = 0; run < RUNS; run++) {
      const copy = bytes.slice();
      for (let change = 0; change < 1 + next() * 8; change++) {
        copy[Math.floor(next() * copy.length)] = next() < 0.3 ? 0xff : Math.floor(next() * 256);
      }
      expect(await outcome(copy)).toMatch(ends);
    }
  });
});

test('XML changed at random before it is zipped', async () => {
  const next = random(17);
  const hurtful = '<>"&/=!?[]-\u0000 9';
  for (let run = 0; run < RUNS; run++) {
    const files = parts(`${good}<mergeCells><mergeCell ref="A2:A5"/></mergeCells>`, {
      'xl/sharedStrings.xml': '<sst><si><t>a</t></si><si><r><t>b</t></r></si></sst>',
      'xl/styles.xml':
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>',
    });
    const names = Object.keys(files);
    for (let change = 0; change < 1 + next() * 5; change++) {
      const name = names[Math.floor(next() * names.length)];
      const at = Math.floor(next() * files[name].length);
      const put = next() < 0.7 ? hurtful[Math.floor(next() * hurtful.length)] : '';
      files[name] = files[name].slice(0, at) + put + files[name].slice(at + Math.floor(next() * 3));
    }
    expect(await outcome(zipped(files, { level: 0 }))).toMatch(ends);
  }
});
