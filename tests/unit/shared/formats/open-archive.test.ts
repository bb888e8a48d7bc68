import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { writeWorkbook } from '../../../../shared/formats/xlsx-writer.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const noWasm = () => Promise.reject(new Error('no database'));
const CSV = utf8('编号,姓名\n1,张三\n2,李四\n');
const GEO = utf8(
  '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"b1"},"geometry":{"type":"Point","coordinates":[121.5,31.2]}}]}',
);

const open = (bytes: Uint8Array) => openFile(memoryFile('a.zip', bytes), {}, noWasm);

async function workbook(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const sheet = { name: '人员', columns: ['编号', '姓名'], rows: [['1', '王五']] };
  for await (const chunk of writeWorkbook([sheet as never])) chunks.push(chunk);
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await open(bytes);
    return '';
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}

test('each file of an archive is a layer, whatever folder it lies in', async () => {
  const source = await open(
    zipSync({
      'data/居民.csv': CSV,
      'data/buildings.geojson': GEO,
      'other/居民.csv': CSV,
      '__MACOSX/居民.csv': CSV,
      'README.txt': utf8('read me'),
      'data/picture.png': utf8('no data'),
    }),
  );
  expect(source.format).toBe('archive');
  expect(source.layers.map(({ name }) => name)).toEqual(['居民', 'buildings', '居民_2']);
  const records = [];
  for (const { name } of source.layers)
    for await (const batch of source.read(name)) records.push(...batch.records);
  expect(records.map(({ fields }) => fields['姓名'] ?? fields['id'])).toEqual([
    '张三',
    '李四',
    'b1',
    '张三',
    '李四',
  ]);
  source.close();
});

test('workbooks in it are read; an archive in it is told and leaves the others', async () => {
  const source = await open(
    zipSync({ '人员.xlsx': await workbook(), '居民.csv': CSV, 'more.xlsx': zipSync({ 'x.csv': CSV }) }),
  );
  expect(source.layers.map(({ name, features }) => [name, features])).toEqual([
    ['人员', 1],
    ['居民', null],
  ]);
  expect(source.problems).toEqual([{ code: 'entry-unread', message: 'more.xlsx: unsafe-archive', count: 1 }]);
});

test('one without data, with names that leave the folder, or with too many files is refused', async () => {
  expect(await refusal(zipSync({ 'a.png': CSV }))).toBe('unsupported');
  expect(await refusal(zipSync({ '../a.csv': CSV }))).toBe('unsafe-archive');
  expect(await refusal(zipSync({ 'a.csv': utf8('') }))).toBe('empty-file');
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}.csv`, CSV]));
  expect(await refusal(zipSync(many))).toBe('unsafe-archive');
});

test('a bomb among the files is refused', async () => {
  const zeros = new Uint8Array(40 * 1024 * 1024);
  expect(await refusal(zipSync({ 'a.csv': zeros, 'b.csv': CSV }, { level: 9 }))).toBe('unsafe-archive');
});
