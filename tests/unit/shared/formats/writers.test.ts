import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { guardFormula, writeCsv } from '../../../../shared/formats/csv-writer.ts';
import { writeGeojson } from '../../../../shared/formats/geojson-writer.ts';
import { SHEET_ROWS, writeXlsx } from '../../../../shared/formats/xlsx-writer.ts';

const text = (chunks: Iterable<Uint8Array>) => Buffer.concat([...chunks]).toString('utf8');

describe('CSV', () => {
  test('mark, quoting and line ends', () => {
    expect(
      text(
        writeCsv(
          ['名', 'b'],
          [
            ['a,"b"', 1],
            [null, ' x\ny'],
          ],
        ),
      ),
    ).toBe('\ufeff名,b\r\n"a,""b""",1\r\n," x\ny"\r\n');
  });

  test.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '\rx'])('%j is no formula', (cell) => {
    expect(guardFormula(cell)).toBe(`'${cell}`);
  });

  test('numbers stay numbers', () => {
    expect([guardFormula(-5), guardFormula('-5.5'), guardFormula('+86'), guardFormula('a=b')]).toEqual([
      '-5',
      '-5.5',
      '+86',
      'a=b',
    ]);
  });
});

test('GeoJSON', () => {
  const features = [
    {
      geometry: { type: 'Point' as const, coordinates: [121.5, 31.2] },
      properties: { 名: '甲', n: Number.NaN },
    },
    { geometry: null, properties: {} },
  ];
  const parsed: unknown = JSON.parse(text(writeGeojson(features)));
  expect(parsed).toMatchObject({
    type: 'FeatureCollection',
    features: [{ properties: { 名: '甲', n: null } }, { geometry: null }],
  });
  expect(JSON.parse(text(writeGeojson([])))).toMatchObject({ features: [] });
});

describe('XLSX', () => {
  /** The parts of an archive by its central directory: name -> text. */
  function parts(bytes: Buffer): Record<string, string> {
    const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    let at = bytes.readUInt32LE(end + 16);
    const found: Record<string, string> = {};
    for (let i = 0; i < bytes.readUInt16LE(end + 10); i++) {
      const [packed, size, name, offset] = [
        bytes.readUInt32LE(at + 20),
        bytes.readUInt32LE(at + 24),
        bytes.readUInt16LE(at + 28),
        bytes.readUInt32LE(at + 42),
      ];
      const start = offset + 30 + bytes.readUInt16LE(offset + 26);
      const inflated = inflateRawSync(bytes.subarray(start, start + packed));
      expect(inflated.length).toBe(size);
      found[bytes.toString('utf8', at + 46, at + 46 + name)] = inflated.toString('utf8');
      at += 46 + name;
    }
    return found;
  }

  async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
    const all: Uint8Array[] = [];
    for await (const chunk of chunks) all.push(chunk);
    return Buffer.concat(all);
  }

  test('cells by kind, text never a formula', async () => {
    const bytes = await bytesOf(
      writeXlsx(
        '表/1',
        ['名', 'n'],
        [
          ['=1+1 <&', 2.5],
          [null, true],
          ['bad\u0001', Number.NaN],
        ],
      ),
    );
    const found = parts(bytes);
    expect(Object.keys(found)).toContain('[Content_Types].xml');
    expect(found['xl/workbook.xml']).toContain('name="表 1"');
    const sheet = found['xl/worksheets/sheet1.xml'];
    expect(sheet).toContain(
      '<c r="A2" t="inlineStr"><is><t xml:space="preserve">=1+1 &lt;&amp;</t></is></c><c r="B2"><v>2.5</v></c>',
    );
    expect(sheet).toContain('<row r="3"><c r="B3" t="b"><v>1</v></c></row>');
    expect(sheet).toContain('>bad</t>');
    expect(sheet).not.toContain('<f>');
  });

  test('an archive program finds nothing wrong with it', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'linli-xlsx-'));
    try {
      const path = join(folder, 'a.xlsx');
      writeFileSync(path, await bytesOf(writeXlsx('a', ['x'], [['y']])));
      expect(readFileSync(path).length).toBeGreaterThan(500);
      try {
        execFileSync(
          'python3',
          ['-c', 'import sys, zipfile; sys.exit(1 if zipfile.ZipFile(sys.argv[1]).testzip() else 0)', path],
          { stdio: 'pipe' },
        );
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
          context.skip('python3 is not here');
        throw error;
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('more rows than a sheet holds are refused', async () => {
    function* rows() {
      for (let i = 0; i < SHEET_ROWS; i++) yield [1];
    }
    await expect(bytesOf(writeXlsx('a', ['x'], rows()))).rejects.toMatchObject({
      code: 'sheet-too-long',
      params: { limit: SHEET_ROWS - 1 },
    });
  }, 30_000);
});
