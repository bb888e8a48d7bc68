/**
 * Every file of a folder that nobody here wrote, through the page: what the preview counts, what is asked or refused, and for one of
 * each format the import itself. The folder is named by LINLI_REALDATA; without it these tests skip, and the run says so.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Page, test } from '@playwright/test';
import type { TableName } from '../../shared/model/tables.ts';
import { goTo, numberIn } from '../support/e2e/desk.ts';
import { expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const root = process.env['LINLI_REALDATA'] ?? '';

/** Files chosen together, and what the page must say of them. Counts are those of the folder's own README. */
interface Case {
  files: string[];
  format: string;
  /** Of all layers. */
  good: number;
  bad: number;
  /** Why the bad ones are, over all layers. */
  reasons?: Record<string, number>;
  /** By the name of the layer. */
  layers?: Record<string, { role: string; good: number; bad: number }>;
  /** Not told by the file, asked for: what a person answers. */
  crs?: string;
  encoding?: string;
  /** Text that stands in the first rows. */
  shows?: string;
  /** Imported as well: rows of these tables afterwards. */
  imported?: Partial<Record<TableName, number>>;
}

const of = (folder: string, ...names: string[]) => names.map((name) => `${folder}/${name}`);
const parts = (name: string, ...endings: string[]) => endings.map((ending) => `${name}.${ending}`);
const spectrum = (name: string) => `csv/csv-spectrum/csvs/${name}.csv`;
/** Rows of a table without a place: read, told why they cannot be imported as they are. */
const placeless = (name: string, bad: number): Case => ({
  files: [spectrum(name)],
  format: 'csv',
  good: 0,
  bad,
  reasons: { 'no-geometry': bad },
});

const CASES: Case[] = [
  {
    files: [10, 100, 110, 120, 130, 140].map((n) => `buildings/nyc_osm_${n}.geojson`),
    format: 'geojson',
    good: 1788,
    bad: 1071,
    reasons: { 'needs-polygon': 1070, 'duplicate-id': 1 },
    imported: { buildings: 1788 },
  },
  {
    files: of('boundaries', 'ks_ellis_county_block.gpkg'),
    format: 'geopackage',
    good: 4592,
    bad: 0,
    layers: {
      ks_ellis_county_vap_data_block: { role: 'basemap', good: 2296, bad: 0 },
      ks_ellis_county_vap_data_block__internal_points: { role: 'places', good: 2296, bad: 0 },
    },
    imported: { basemap: 2296, places: 2296 },
  },
  { files: of('boundaries', 'vancouver-blocks.json'), format: 'geojson', good: 4627, bad: 0 },
  {
    files: parts('shapefile/chinese_poly', 'shp', 'shx', 'dbf', 'prj'),
    format: 'shapefile',
    good: 1,
    bad: 0,
    encoding: 'gb18030',
    shows: '黑龙江省',
  },
  {
    files: parts('shapefile/nyc_taxi_zones/taxi_zones', 'shp', 'shx', 'dbf', 'prj', 'sbn', 'sbx', 'shp.xml'),
    format: 'shapefile',
    good: 263,
    bad: 0,
    imported: { basemap: 263 },
  },
  {
    files: of('geopackage', 'planetiler_geopackage.gpkg'),
    format: 'geopackage',
    good: 86,
    bad: 0,
    shows: 'Van Dörn Street',
  },
  { files: of('flatgeobuf', 'poly_landmarks.fgb'), format: 'flatgeobuf', good: 85, bad: 0 },
  {
    files: of('flatgeobuf', 'topp_states.fgb'),
    format: 'flatgeobuf',
    good: 49,
    bad: 0,
    imported: { basemap: 49 },
  },
  {
    files: of('kml', 'KML_Samples.kml'),
    format: 'kml',
    good: 19,
    bad: 1,
    reasons: { 'no-geometry': 1 },
    imported: { places: 4, basemap: 15 },
  },
  {
    files: of('cityjson', 'delft.json'),
    format: 'cityjson',
    good: 565,
    bad: 5,
    reasons: { 'crossed-polygon': 4, 'flat-polygon': 1 },
    layers: {
      Building: { role: 'buildings', good: 160, bad: 0 },
      Road: { role: 'basemap', good: 139, bad: 4 },
      LandUse: { role: 'basemap', good: 80, bad: 1 },
    },
  },
  {
    files: of('cityjson', 'rotterdam_subset.json'),
    format: 'cityjson',
    good: 16,
    bad: 0,
    crs: 'EPSG:28992',
    imported: { buildings: 16 },
  },
  {
    files: of('points', 'sf.bike.parking.json'),
    format: 'json-records',
    good: 2520,
    bad: 0,
    imported: { places: 2520 },
  },
  {
    files: of('osm', 'pyrosm_test.osm.pbf'),
    format: 'osm-pbf',
    good: 2633,
    bad: 64,
    // Of 2,219 buildings eight have a broken ring, and 26 have too few corners inside the extract.
    layers: {
      buildings: { role: 'buildings', good: 2185, bad: 34 },
      roads: { role: 'basemap', good: 331, bad: 11 },
    },
    reasons: { 'broken-geometry': 42, 'crossed-polygon': 20, 'needs-polygon': 2 },
    imported: { buildings: 2185 },
  },
  {
    files: of('tables', 'cn_areas.csv'),
    format: 'csv',
    good: 2978,
    bad: 0,
    shows: '110101',
    imported: { areas: 2978 },
  },
  {
    files: of('tables', 'gcj02_bd09_vectors.json'),
    format: 'json-records',
    good: 0,
    bad: 1,
    reasons: { 'no-geometry': 1 },
  },
  placeless('comma_in_quotes', 1),
  placeless('empty', 2),
  placeless('empty_crlf', 2),
  placeless('escaped_quotes', 2),
  { files: [spectrum('json')], format: 'csv', good: 1, bad: 0, shows: '102' },
  placeless('location_coordinates', 1),
  placeless('newlines', 3),
  placeless('newlines_crlf', 3),
  placeless('quotes_and_newlines', 2),
  placeless('simple', 1),
  placeless('simple_crlf', 1),
  placeless('utf8', 2),
];

/** Files that are refused when they come alone, and the words for it. */
const REFUSED: [string, string, Record<string, string>][] = [
  ['README.md', 'not-recognised', { name: 'README.md' }],
  ['shapefile/chinese_poly.prj', 'missing-part', { name: 'chinese_poly.shp' }],
  ['shapefile/chinese_poly.shx', 'missing-part', { name: 'chinese_poly.shp' }],
  ['shapefile/nyc_taxi_zones/taxi_zones.sbn', 'missing-part', { name: 'taxi_zones.shp' }],
  ['shapefile/nyc_taxi_zones/taxi_zones.sbx', 'missing-part', { name: 'taxi_zones.shp' }],
  [
    'shapefile/nyc_taxi_zones/taxi_zones.shp.xml',
    'unsupported',
    { format: 'XML', advice: 'data.advice.document' },
  ],
];

const linli = shareLinli();
let page: Page;

test.skip(!existsSync(root), 'no folder of files of other people (LINLI_REALDATA)');

test.beforeAll(async () => {
  page = await linli().openDesk();
  await goTo(page, 'data');
});

const button = (id: string, values = {}) => page.getByRole('button', { name: say(id, values), exact: true });
const clear = () => button('data.stop').click();
const generation = () =>
  page.locator('.data-facts dt', { hasText: say('data.fact.generation') }).locator('+ dd');
const rows = async (table: TableName) =>
  numberIn(
    await page
      .locator('.data-elements li', { has: page.getByText(say(`table.${table}`), { exact: true }) })
      .first()
      .locator('.data-number')
      .innerText(),
  );

async function put(files: readonly string[]): Promise<void> {
  await page.locator('.data-drop input').setInputFiles(files.map((name) => join(root, name)));
  await expect(page.getByLabel(say('data.looking'))).toHaveCount(0);
}

async function chooseCrs(id: string): Promise<void> {
  await expect(button('data.preview')).toBeDisabled();
  await page.getByLabel(say('import.crs.search.hint')).fill(id.replace('EPSG:', ''));
  await page
    .getByRole('list', { name: say('import.crs.search') })
    .getByRole('button')
    .first()
    .click();
  await expect(page.getByLabel(say('data.crs'), { exact: true })).toHaveValue(id);
}

/** Reasons of all layers with their counts, as they stand on the page. */
async function shownReasons(): Promise<Record<string, number>> {
  const lines = await page
    .locator('.data-layer > details > .data-notes > li')
    .evaluateAll((items) => items.map((item) => item.textContent ?? ''));
  const found: Record<string, number> = {};
  for (const line of lines) {
    const [words, count] = line.split(' · ');
    found[words] = (found[words] ?? 0) + numberIn(count);
  }
  return found;
}

async function previewed({ good, bad, reasons = {}, layers = {}, shows }: Case): Promise<void> {
  await button('data.preview').click();
  await expect(page.locator('.data-counts')).toContainText(counts(good, bad));
  expect(await shownReasons()).toEqual(
    Object.fromEntries(Object.entries(reasons).map(([reason, n]) => [say(`data.reason.${reason}`), n])),
  );
  const heads = await page.locator('.data-layer h4').allInnerTexts();
  for (const [name, layer] of Object.entries(layers)) {
    const head = heads.find((text) => text.split('\n')[0].endsWith(` · ${name}`));
    expect(head).toContain(say(`data.role.${layer.role}`));
    expect(head).toContain(counts(layer.good, layer.bad));
  }
  if (shows !== undefined) await expect(page.locator('.data-layer tbody').first()).toContainText(shows);
}

const grouped = (n: number) => n.toLocaleString('en');
const counts = (good: number, bad: number) => say('data.counts', { good: grouped(good), bad: grouped(bad) });

for (const one of CASES) {
  const [first, ...others] = one.files;
  test(`${first}${others.length > 0 ? ` and ${others.length} with it` : ''}`, async () => {
    await put(one.files);
    await expect(page.locator('.data-file .data-value').first()).toHaveText(say(`format.${one.format}`));
    if (one.encoding)
      await expect(page.getByLabel(say('data.encoding'), { exact: true })).toHaveValue(one.encoding);
    if (one.crs) await chooseCrs(one.crs);
    await previewed(one);
    if (!one.imported) return clear();
    const before = await generation().innerText();
    await button('data.importGood', { good: grouped(one.good) }).click();
    await expect(page.locator('.data-done')).toBeVisible({ timeout: 30_000 });
    await expect(generation()).not.toHaveText(before);
    for (const [table, count] of Object.entries(one.imported))
      expect([table, await rows(table as TableName)]).toEqual([table, count]);
    await button('data.finish').click();
  });
}

for (const [name, code, values] of REFUSED)
  test(`${name} alone is refused: ${code}`, async () => {
    await put([name]);
    const { advice, ...rest } = values;
    const words = say(`error.${code}`, { ...rest, advice: advice ? say(advice) : '' });
    await expect(page.locator('.data-file').getByRole('alert')).toHaveText(words);
    await clear();
  });

test('no file of the folder is left out', () => {
  const known = new Set([...CASES.flatMap(({ files }) => files), ...REFUSED.map(([name]) => name)]);
  const alone = (readdirSync(root, { recursive: true }) as string[])
    .filter((name) => !statSync(join(root, name)).isDirectory())
    .filter((name) => !known.has(name.split(sep).join('/')));
  expect(alone).toEqual([]);
});
