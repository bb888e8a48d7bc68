/**
 * Broken and hostile files of every format through the whole import: opened, looked at, previewed. Each ends in a typed refusal or in
 * rows told one by one, in bounded time, and the good rows beside a bad one come through. What only one reader can meet (chains of
 * sectors, leaf directories, ...) is tested with that reader.
 */

import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { WGS84 } from '../../../../shared/geo/crs.ts';
import { inspectImportFile, knowsPlace, plansOf, withCrs } from '../../../../shared/model/import-look.ts';
import type { ImportReport } from '../../../../shared/model/import-plan.ts';
import { previewImport } from '../../../../shared/model/import-run.ts';
import { inline, parts, workbook, zipped } from '../formats/sheet-fixtures.ts';
import { dbfBytes, doubles, ints, join, shpBytes } from '../formats/shp-bytes.ts';
import { database, geoPackage, loadWasm } from '../formats/sqlite-support.ts';
import { kml, make, NAMES, ODD, type Oddness, ring } from './hostile-files.ts';
import { drain } from './import-support.ts';

/** Ms a file of some kilobytes may take to be read or refused; opening SQLite for the first time is the slowest of them. */
const PATIENCE = 20_000;

interface Tried {
  /** The code of the refusal; null: it was read. */
  refused: string | null;
  report: ImportReport | null;
  /** Codes of what the file itself is told to be wrong with. */
  problems: string[];
}

async function tried(name: string, content: Uint8Array | string): Promise<Tried> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const file = memoryFile(name, bytes, 4096);
  const began = performance.now();
  const result: Tried = { refused: null, report: null, problems: [] };
  try {
    const source = await openFile(file, {}, loadWasm);
    try {
      result.problems = source.problems.map(({ code }) => code);
      const inspection = await inspectImportFile(file, 'f', source);
      const layers = plansOf(inspection).map((plan) => (knowsPlace(plan) ? plan : withCrs(plan, WGS84)));
      const plan = { layers, mode: 'replace' as const, name: { zh: '', en: '' }, asOfDay: 20_000 };
      const steps = previewImport(plan, async () => source, null, new AbortController().signal);
      result.report = (await drain(steps)).report;
    } finally {
      source.close();
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    result.refused = error.code;
  }
  expect(performance.now() - began).toBeLessThan(PATIENCE);
  return result;
}

const counts = ({ report, refused }: Tried) => refused ?? `${report?.good} good, ${report?.bad} bad`;
const reasons = ({ report }: Tried) => (report?.layers ?? []).flatMap((layer) => Object.keys(layer.reasons));

const HOUSES = [1, 2, 3].map(ring);

test.each(NAMES)('%s as it should be', async (name) => {
  const result = await tried(name, await make(name, HOUSES));
  expect(counts(result)).toBe('3 good, 0 bad');
});

describe('one bad shape is told and does not stop the others', () => {
  test.each(
    NAMES.flatMap((name) => (Object.keys(ODD) as Oddness[]).map((odd): [string, Oddness] => [name, odd])),
  )('%s: %s', async (name, odd) => {
    const result = await tried(name, await make(name, [ODD[odd](), ring(2), ring(3)]));
    // OpenStreetMap has corners by reference: one off the earth is left out, and the shape is told to be cut.
    const cut = name === 'buildings.osm.pbf' && odd !== 'twoPoints';
    expect([counts(result), result.problems.includes('cut-shapes')]).toEqual(
      cut ? ['3 good, 0 bad', true] : ['2 good, 1 bad', false],
    );
  });
});

describe('a file cut off: never fewer rows without a word', () => {
  // Where a line or a record ends nothing tells that more should follow.
  const silent = new Set(['buildings.csv', 'buildings.tsv', 'buildings.geojsonl', 'buildings.osm.pbf']);
  test.each(NAMES)('%s', async (name) => {
    const whole = await make(name, HOUSES);
    for (let step = 0; step < 24; step++) {
      const result = await tried(name, whole.slice(0, Math.floor((whole.length * step) / 24)));
      const { report, refused, problems } = result;
      if (refused !== null || silent.has(name)) continue;
      const told =
        report!.bad > 0 || problems.length > 0 || report!.layers.some(({ failure }) => failure !== null);
      expect([step, report!.good === 3 || told]).toEqual([step, true]);
    }
  });
});

describe('a name that lies: the bytes decide, or it is refused', () => {
  test.each(NAMES)('%s', async (name) => {
    for (const other of NAMES) {
      const result = await tried(name, await make(other, HOUSES));
      if (result.refused === null) expect([other, result.report!.good]).toEqual([other, 3]);
      else expect([other, result.refused]).toEqual([other, expect.stringMatching(/^[a-z-]+$/)]);
    }
    for (const noise of [
      new Uint8Array(4096).fill(0xff),
      new Uint8Array(4096),
      Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251),
    ])
      expect((await tried(name, noise)).report?.good ?? 0).toBe(0);
    expect((await tried(name, '')).refused).toBe('empty-file');
  });
});

describe('columns called __proto__, constructor, hasOwnProperty', () => {
  const NASTY = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
  const POINT = { type: 'Point', coordinates: [121.5, 31.2] };
  const files: Record<string, () => Uint8Array | string | Promise<Uint8Array>> = {
    'a.csv': () => `lng,lat,${NASTY}\n121.5,31.2,${NASTY.map((_, i) => `v${i}`)}\n`,
    'a.xlsx': () =>
      workbook('xlsx', {
        a: [
          ['lng', 'lat', ...NASTY],
          [121.5, 31.2, 'v0', 'v1', 'v2', 'v3'],
        ],
      }),
    'a.xls': () =>
      workbook('biff8', {
        a: [
          ['lng', 'lat', ...NASTY],
          [121.5, 31.2, 'v0', 'v1', 'v2', 'v3'],
        ],
      }),
    'a.geojson': () =>
      `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{${NASTY.map((n, i) => `"${n}":"v${i}"`)}},"geometry":${JSON.stringify(POINT)}}]}`,
    'a.json': () =>
      `[{"lng":121.5,"lat":31.2,${NASTY.map((n, i) => `"${n}":"v${i}"`)}},{"lng":121.6,"lat":31.2}]`,
    'a.kml': () =>
      `<kml><Placemark><ExtendedData>${NASTY.map((n, i) => `<Data name="${n}"><value>v${i}</value></Data>`).join('')}</ExtendedData><Point><coordinates>121.5,31.2</coordinates></Point></Placemark></kml>`,
    'a.gpkg': async () =>
      geoPackage([
        {
          name: 'p',
          shape: 'Point',
          fields: NASTY.map((name) => ({ name, type: 'text' as const })),
          rows: [{ geometry: POINT, values: ['v0', 'v1', 'v2', 'v3'] }],
        },
      ]),
    'a.dbf.zip': () => {
      const { shp, shx } = shpBytes(1, [join(ints([1]), doubles([121.5, 31.2]))]);
      const dbf = dbfBytes(
        NASTY.map((name) => ({ name: name.slice(0, 10), type: 'C', width: 4 })),
        [['v0', 'v1', 'v2', 'v3']],
      );
      return zipSync({ 'a.shp': shp, 'a.shx': shx, 'a.dbf': dbf });
    },
  };
  test.each(Object.keys(files))('%s', async (name) => {
    const result = await tried(name, await files[name]());
    expect(result.refused).toBeNull();
    const [row] = result.report!.layers[0].rows;
    // Shown as a column of the place; none of them reaches a prototype.
    expect(Object.values(row)).toEqual(expect.arrayContaining(['v0', 'v1', 'v2', 'v3']));
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['v0']).toBeUndefined();
    expect(typeof {}.toString).toBe('function');
  });
});

describe('ten thousand columns', () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
  test('are refused in a sheet', async () => {
    const cells = names.map((name) => inline('', name).replace(' r=""', '')).join('');
    const bytes = zipped(parts(`<sheetData><row>${cells}</row><row>${cells}</row></sheetData>`));
    expect((await tried('a.xlsx', bytes)).refused).toBe('too-large');
  });
  test.each<[string, () => string]>([
    [
      'a.csv',
      () => `lng,lat,${names}\n${Array.from({ length: 20 }, () => `121.5,31.2,${names}`).join('\n')}`,
    ],
    [
      'a.geojson',
      () =>
        `{"type":"FeatureCollection","features":[${Array.from({ length: 20 }, () => JSON.stringify({ type: 'Feature', properties: Object.fromEntries(names.map((n) => [n, 1])), geometry: { type: 'Point', coordinates: [121.5, 31.2] } })).join()}]}`,
    ],
  ])('%s: the first five hundred are kept, the rest is told', async (name, text) => {
    const result = await tried(name, text());
    expect(counts(result)).toBe('20 good, 0 bad');
    expect(result.report!.layers[0].columns).toHaveLength(500);
    expect(result.report!.layers[0].notes['column-late']).toBe(20);
  });
});

describe('text', () => {
  test('formulas stay text', async () => {
    const csv = 'name,lng,lat\n"=HYPERLINK(""http://x"")",121.5,31.2\n@SUM(1),121.5,31.2\n+1,121.5,31.2\n';
    const { report } = await tried('p.csv', csv);
    expect(report!.layers[0].rows.map((row) => row['name'])).toEqual([
      '=HYPERLINK("http://x")',
      '@SUM(1)',
      '+1',
    ]);
  });

  test('two encodings in one file: rows that do not fit are told, the others come through', async () => {
    const utf8 = new TextEncoder();
    const gbk = Uint8Array.from([0xba, 0xcd, 0xc6, 0xbd, 0xc2, 0xb7]);
    const rows = Array.from({ length: 30 }, (_, i) => `和平路${i}号,121.5,31.2\n`).join('');
    const bytes = Buffer.concat([utf8.encode(`名称,经度,纬度\n${rows}`), gbk, utf8.encode(',121.5,31.2\n')]);
    const result = await tried('p.csv', new Uint8Array(bytes));
    expect([counts(result), reasons(result)]).toEqual(['30 good, 1 bad', ['wrong-encoding']]);
  });

  test('entities of a document are neither expanded nor fetched', async () => {
    const bomb = `<!DOCTYPE kml [${Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('')}]>`;
    for (const declared of [bomb, '<!DOCTYPE kml [<!ENTITY e30 SYSTEM "file:///etc/passwd">]>'])
      for (const name of ['a.kml', 'a.xls'])
        expect(
          (await tried(name, `${declared}<kml><Placemark><name>&e30;</name></Placemark></kml>`)).refused,
        ).toBe('damaged');
  });

  test('a row, a value and a nesting without end are given up', async () => {
    const cells = '"a",'.repeat(6_000_000);
    const row = await tried('a.csv', `x,y\n1,2\n${cells}`);
    expect(reasons(row)).toContain('record-too-large');
    const deep = await tried('a.json', `[{"lng":121.5,"lat":31.2},{"a":${'['.repeat(2_000_000)}`);
    expect([counts(deep).startsWith('1 good'), deep.report!.bad]).toEqual([true, 1]);
    const nested = '{"a":'.repeat(200_000);
    expect(
      (await tried('a.geojson', `{"type":"FeatureCollection","features":[${nested}`)).report?.good ?? 0,
    ).toBe(0);
  });
});

describe('archives', () => {
  const csv = new TextEncoder().encode('lng,lat\n121.5,31.2\n');
  test.each<[string, string, Uint8Array | string, string]>([
    ['a.zip', '../p.csv', csv, 'unsafe-archive'],
    ['a.zip', '/etc/p.csv', csv, 'unsafe-archive'],
    ['a.kmz', '../../doc.kml', kml(HOUSES), 'unsafe-archive'],
    ['a.kmz', 'doc.kml', ' '.repeat(40_000_000), 'unsafe-archive'],
    ['a.shp.zip', 'C:\\x.shp', csv, 'unsafe-archive'],
    ['a.shp.zip', 'x.shp', new Uint8Array(40_000_000), 'unsafe-archive'],
    ['a.xlsx', 'xl/worksheets/../../../x.xml', csv, 'unsafe-archive'],
    ['a.zip', 'b.csv', ' '.repeat(40_000_000), 'unsafe-archive'],
  ])('%s with %s', async (name, entry, content, refused) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    expect((await tried(name, zipSync({ [entry]: [bytes, { level: 9 }] }))).refused).toBe(refused);
  });
});

test('a database that is none of a GeoPackage, or names tables that are not there', async () => {
  expect((await tried('a.gpkg', await database('CREATE TABLE t (x)'))).refused).toBe('unsupported');
  expect((await tried('a.csv', await database('CREATE TABLE t (x)'))).refused).toBe('unsupported');
});
