/** Whatever a reader says of a file, the page has words for it in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { writeZip } from '../../../../shared/formats/zip-writer.ts';

const ROOT = join(import.meta.dirname, '../../../..');

function messages(language: string): Record<string, string> {
  const folder = join(ROOT, 'assets/locales');
  const files = readdirSync(folder).filter((name) => name.endsWith(`.${language}.json`));
  return Object.assign({}, ...files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
const LOCALES = { zh: messages('zh'), en: messages('en') };

/** Codes of problems as the readers write them: in a literal, or to the collectors of the sheets. */
function problemCodes(): string[] {
  const folder = join(ROOT, 'shared/formats');
  const codes = new Set<string>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.ts'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    if (name === 'format-error.ts') continue;
    for (const [, code] of text.matchAll(/\bcode: '([a-z][a-z-]+)'/g)) codes.add(code);
    for (const [, code] of text.matchAll(/problems\.add\('([a-z-]+)'/g)) codes.add(code);
    for (const [, code] of text.matchAll(/\badd\((?:problems, )?'([a-z]+-[a-z-]+)'/g)) codes.add(code);
    if (name === 'sheet-problems.ts')
      for (const [, code] of text.matchAll(/^\s+'([a-z]+-[a-z-]+)':/gm)) codes.add(code);
  }
  return [...codes].sort();
}

test.each(Object.entries(LOCALES))('every problem has its message (%s)', (_, told) => {
  const codes = problemCodes();
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !(`problem.${code}` in told))).toEqual([]);
});

const bytes = (text: string) => new TextEncoder().encode(text);
async function zipped(name: string): Promise<Uint8Array> {
  const parts: number[] = [];
  for await (const part of writeZip([{ name, chunks: [bytes('x')] }])) parts.push(...part);
  return Uint8Array.from(parts);
}

describe('formats that are not read are refused by name, with what to do', () => {
  test.each<[string, string, Uint8Array | Promise<Uint8Array>]>([
    ['tileset.json', '3D Tiles', bytes('{"asset":{"version":"1.0"},"geometricError":500,"root":{}}')],
    ['a.b3dm', '3D Tiles', bytes('b3dm\u0001\0\0\0')],
    ['city.zip', '3D Tiles', zipped('Data/tile.b3dm')],
    ['model.ifc', 'IFC', bytes('ISO-10303-21;\nHEADER;')],
    ['house.dwg', 'DWG', bytes('AC1032\0\0\0')],
    ['house.dxf', 'DXF', bytes('  0\r\nSECTION\r\n')],
    ['people.parquet', 'Parquet', bytes('PAR1\u0015\0\0')],
    ['a.geobuf', 'Geobuf', bytes('\n\u0004name\u0010\u0002')],
    ['tile.pbf', 'Geobuf / MVT', Uint8Array.from([0x1a, 0x20, 0x78, 0x02, 0x0a, 0x04])],
    ['a.pdf', 'PDF', bytes('%PDF-1.7')],
    ['a.7z', '7z', Uint8Array.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
    ['a.gdb.zip', 'File geodatabase', zipped('a.gdb/a00000001.gdbtable')],
  ])('%s: %s', async (name, format, content) => {
    const file = memoryFile(name, await content);
    const error = await openFile(file, {}, () => Promise.reject(new Error('no database here'))).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(FormatError);
    expect(error).toMatchObject({ code: 'unsupported', params: { format } });
    for (const told of Object.values(LOCALES)) {
      expect(told['error.unsupported']).toContain('{format}');
      expect(told[`data.advice.${error.params.advice}`]).toBeTruthy();
    }
  });
});
