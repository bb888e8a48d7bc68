/** Files as offices have them: a workbook with merged headers, Shapefiles of other encodings and systems; what an import changes, what it leaves out, and the way back. */
import { readFileSync } from 'node:fs';
import XLSX from '@e965/xlsx';
import { type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import proj4 from 'proj4';
import { writeShapefiles } from '../../shared/formats/shapefile-writer.ts';
import { goTo } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;

test.beforeAll(async () => {
  page = await linli().openDesk();
});
test.beforeEach(() => goTo(page, 'data'));

const file = (name: string, content: string | Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content as string),
});
const put = (...files: ReturnType<typeof file>[]) => page.locator('.data-drop input').setInputFiles(files);
const button = (id: string, values = {}) => page.getByRole('button', { name: say(id, values), exact: true });
const card = (name: string) => page.getByRole('article', { name });
const clear = () => button('data.stop').click();

/** Presses, and waits for what comes of it. */
async function preview(): Promise<void> {
  await button('data.preview').click();
  await expect(page.locator('.data-report')).toBeVisible();
}

const fact = (id: string) => page.locator('.data-facts dt', { hasText: say(id) }).locator('+ dd');
const generation = () => fact('data.fact.generation').innerText();
const firstRows = (name: string) => page.getByRole('region', { name: say('data.firstRowsOf', { name }) });

/** Cells of the shown rows, by heading. */
async function shownRows(name: string): Promise<Record<string, string>[]> {
  const region = firstRows(name);
  await expect(region.locator('tbody tr').first()).toBeVisible();
  const heads = await region.locator('thead th').allInnerTexts();
  const rows = await region.locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.locator('td').allInnerTexts();
      return Object.fromEntries(heads.map((head, at) => [head, cells[at]]));
    }),
  );
}

/** A register of devices: a title, a header of two rows with merged cells, dates in words, a kind nobody knows, two bad rows. */
function workbook(): Uint8Array {
  const rows: (string | number)[][] = [
    ['社区物联设备台账（2024）'],
    ['设备编号', '设备类型', '位置', '', '安装日期'],
    ['', '', '经度', '纬度', ''],
  ];
  for (let i = 0; i < 30; i++)
    rows.push([
      `SB${String(i).padStart(3, '0')}`,
      i % 3 === 0 ? '老式烟感' : '智能水表',
      i === 7 ? 999 : i === 9 ? 'x' : 120.7 + i * 1e-4,
      31.32,
      `2021年3月${i + 1}日`,
    ]);
  const sheet = XLSX.utils.aoa_to_sheet(rows);
  const merge = (text: string) => XLSX.utils.decode_range(text);
  sheet['!merges'] = ['A1:E1', 'A2:A3', 'B2:B3', 'C2:D2', 'E2:E3'].map(merge);
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, '设备台账');
  return new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
}

test('a workbook with a merged header and dates in words; a word is told; rows left out are saved with the reason', async () => {
  await put(file('设备.xlsx', workbook()));
  const of = card('设备.xlsx');
  await of.getByText(say('import.header', { row: '2', rows: '2' })).click();
  const sheet = of.getByRole('region', { name: say('import.header.preview', { sheet: '设备台账' }) });
  await expect(sheet.locator('.data-sheet-header')).toHaveCount(2);
  await expect(of.getByLabel(say('data.role'))).toHaveValue('devices');
  await preview();
  await expect(page.locator('.data-report')).toContainText(say('data.counts', { good: '28', bad: '2' }));
  const rows = await shownRows('设备.xlsx');
  expect(rows[1][say('data.field.installed')]).toBe('2021-3-2');
  expect(rows[1][say('data.field.kind')]).toBe(say('word.deviceKind.waterMeter'));
  const unknown = page.getByRole('region', { name: say('import.unknownWords') });
  await expect(unknown).toContainText('老式烟感');

  const download = page.waitForEvent('download');
  await button('import.rejects.save', { name: '设备.xlsx' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe(`设备-${say('import.rejects.sheet')}.xlsx`);
  const book = XLSX.read(readFileSync(await saved.path()));
  const left = XLSX.utils.sheet_to_json<Record<string, string>>(book.Sheets[book.SheetNames[0]]);
  expect(left.map((row) => row['设备编号'])).toEqual(['SB007', 'SB009']);
  expect(left[0][say('data.reason')]).toContain(say('data.reason.out-of-range'));
  expect(left[1][say('data.reason')]).toContain(say('data.reason.not-a-number'));

  await of.getByLabel(say('import.words.of', { value: '老式烟感' })).selectOption('smoke');
  await preview();
  await expect(page.locator('.data-report')).toBeVisible();
  await expect(unknown).toHaveCount(0);
  expect((await shownRows('设备.xlsx'))[0][say('data.field.kind')]).toBe(say('word.deviceKind.smoke'));
  await clear();
});

/** Text in GBK: the decoder of the platform turned round. */
function gbk(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, [number, number]>();
  for (let a = 0xb0; a <= 0xf7; a++)
    for (let b = 0xa1; b <= 0xfe; b++) table.set(decoder.decode(Uint8Array.of(a, b)), [a, b]);
  return Uint8Array.from([...text].flatMap((char) => table.get(char) ?? [char.charCodeAt(0)]));
}

/** A dBASE table of one text column, with no word about its encoding. */
function dbf(field: string, texts: string[]): Uint8Array {
  const width = 40;
  const head = new Uint8Array(65);
  const view = new DataView(head.buffer);
  head.set([3, 124, 1, 1]);
  view.setUint32(4, texts.length, true);
  view.setUint16(8, 65, true);
  view.setUint16(10, width + 1, true);
  head.set(gbk(field).subarray(0, 10), 32);
  head[43] = 'C'.charCodeAt(0);
  head[48] = width;
  head[64] = 0x0d;
  const rows = texts.map((text) => {
    const row = new Uint8Array(width + 1).fill(0x20);
    row.set(gbk(text).subarray(0, width), 1);
    return row;
  });
  return Uint8Array.from([...head, ...rows.flatMap((row) => [...row]), 0x1a]);
}

/** Squares of 20 m with the lower left corner at each place. */
async function shapefile(
  corners: [number, number][],
  side: number,
  floors = 6,
): Promise<Record<string, Uint8Array>> {
  const square = ([x, y]: [number, number]) => [
    [x, y],
    [x, y + side],
    [x + side, y + side],
    [x + side, y],
    [x, y],
  ];
  const { chunks } = writeShapefiles([
    {
      name: 'houses',
      fields: [{ name: 'floors', type: 'integer' }],
      wkt: null,
      rows: () =>
        corners.map((corner) => ({
          geometry: { type: 'Polygon', coordinates: [square(corner)] },
          fields: { floors },
        })),
    },
  ]);
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return unzipSync(Buffer.concat(parts));
}

test('a Shapefile in GBK without a .cpg is read in Chinese', async () => {
  const corners = Array.from({ length: 12 }, (_, i): [number, number] => [120.7 + i * 0.001, 31.32]);
  const parts = await shapefile(corners, 0.0002);
  const names = corners.map((_, i) => `湖滨新村${i + 1}号居民住宅楼`);
  await put(
    file('houses.shp', parts['houses.shp']),
    file('houses.shx', parts['houses.shx']),
    file('houses.dbf', dbf('名称', names)),
  );
  const of = card('houses.shp');
  await expect(of.getByLabel(say('data.encoding'), { exact: true })).toHaveValue('gb18030');
  await preview();
  const rows = await shownRows('houses.shp');
  expect(rows[0][say('data.field.name')]).toBe(names[0]);
  await clear();
});

test('a Shapefile of a CGCS2000 zone lands at its place', async () => {
  const zone = '+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=40500000 +y_0=0 +ellps=GRS80 +units=m +no_defs';
  const truth: [number, number] = [120.7, 31.32];
  const [x, y] = proj4(zone, truth) as [number, number];
  const parts = await shapefile(
    Array.from({ length: 10 }, (_, i): [number, number] => [x + i * 40, y]),
    20,
  );
  await put(
    file('zone.shp', parts['houses.shp']),
    file('zone.shx', parts['houses.shx']),
    file('zone.dbf', parts['houses.dbf']),
  );
  const of = card('zone.shp');
  // Several datums have this zone: nobody guesses for a person.
  await expect(of.getByLabel(say('data.crs'), { exact: true })).toHaveValue('');
  await expect(button('data.preview')).toBeDisabled();
  await of.getByLabel(say('data.crs'), { exact: true }).selectOption('EPSG:4528');
  const overlay = of.locator('.crs-overlay');
  await expect(overlay).toContainText(say('import.overlay.placed', { of: '10', placed: '10' }));
  await preview();
  const rows = await shownRows('zone.shp');
  const lng = rows.map((row) => Number(row[say('data.field.lng')]));
  const lat = rows.map((row) => Number(row[say('data.field.lat')]));
  // Ten metres north-east of the corner is the middle of the first house; the last stands 360 m further.
  expect(Math.abs(Math.min(...lng) - truth[0] - 0.0001)).toBeLessThan(2e-5);
  expect(Math.abs(lat[0] - truth[1] - 0.00009)).toBeLessThan(2e-5);
  expect(Math.max(...lng) - Math.min(...lng)).toBeCloseTo(360 / 95_150, 4);

  // Another system moves them away, and the picture says so at once.
  await of.getByLabel(say('import.crs.search.hint')).fill('4527');
  await of
    .getByRole('list', { name: say('import.crs.search') })
    .getByRole('button')
    .first()
    .click();
  await expect(of.getByLabel(say('data.crs'), { exact: true })).toHaveValue('EPSG:4527');
  await expect(overlay).not.toContainText(say('import.overlay.placed', { of: '10', placed: '10' }));
  await clear();
});

const house = (id: number, name: string) => {
  const [lng, lat] = [120.7 + id * 0.001, 31.32];
  const ring = [
    [lng, lat],
    [lng + 0.0004, lat],
    [lng + 0.0004, lat + 0.0002],
    [lng, lat + 0.0002],
    [lng, lat],
  ];
  return {
    type: 'Feature',
    properties: { id: `B${id}`, name, floors: 6 },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
};
const houses = (features: ReturnType<typeof house>[]) =>
  JSON.stringify({ type: 'FeatureCollection', features });

async function keep(good: string): Promise<void> {
  await preview();
  await button('data.importGood', { good }).click();
  await expect(page.locator('.data-done')).toBeVisible({ timeout: 30_000 });
}

async function undo(): Promise<void> {
  const facts = page.getByRole('region', { name: say('data.facts') });
  await facts.getByRole('button', { name: say('import.undo') }).click();
  await facts.getByRole('button', { name: say('import.undo.confirm'), exact: true }).click();
  await expect(facts.getByRole('status')).toBeVisible({ timeout: 30_000 });
}

test('what an import changes is told first; the last one can be undone', async () => {
  const sample = await generation();
  await expect(button('import.undo')).toHaveCount(0);
  await put(file('houses.geojson', houses(Array.from({ length: 10 }, (_, i) => house(i, `${i}号楼`)))));
  await keep('10');
  const first = await generation();
  expect(first).not.toBe(sample);
  await button('data.finish').click();

  const later = Array.from({ length: 10 }, (_, i) => house(i + 1, i === 2 ? '新名' : `${i + 1}号楼`));
  await put(file('later.geojson', houses(later)));
  // The header is known from the first file.
  await expect(button('import.lastTime.use')).toBeVisible();
  await page.getByLabel(say('data.mode')).selectOption('merge');
  await preview();
  const effect = page.locator('.data-effect tbody tr', { hasText: say('data.role.buildings') }).first();
  await expect(effect).toBeVisible();
  const counts = await effect.locator('td').allInnerTexts();
  expect(counts.slice(0, 4)).toEqual(['1', '1', '8', '1']);
  await button('data.importGood', { good: '10' }).click();
  await expect(page.locator('.data-done')).toBeVisible({ timeout: 30_000 });
  expect(await generation()).not.toBe(first);

  await undo();
  await expect(fact('data.fact.generation')).toHaveText(first);
  await page.reload();
  await deskReady(page);
  await goTo(page, 'data');
  expect(await generation()).toBe(first);
  await expect(button('import.undo')).toHaveCount(0);
});

test('another window follows an undo', async () => {
  const before = await generation();
  await put(file('houses.geojson', houses([house(1, '一号楼')])));
  await keep('1');
  const other = await linli().context().newPage();
  await other.goto(page.url());
  await deskReady(other);
  await goTo(other, 'data');
  const shown = other.locator('.data-facts dt', { hasText: say('data.fact.generation') }).locator('+ dd');
  await expect(shown).not.toHaveText(before);
  await undo();
  await expect(shown).toHaveText(before, { timeout: 30_000 });
  await other.close();
});
