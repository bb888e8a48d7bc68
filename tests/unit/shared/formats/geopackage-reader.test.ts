/** GeoPackages read: layers, fields, systems, what is left out; then broken ones, hostile ones, and other people's. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { writeGeoPackageGeometry } from '../../../../shared/formats/geopackage-geometry.ts';
import { geoPackageOpener } from '../../../../shared/formats/geopackage-reader.ts';
import { SCHEMA } from '../../../../shared/formats/geopackage-schema.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import {
  changed,
  database,
  geoPackage,
  loadWasm,
  mustRead,
  random,
  readGeoPackage,
} from './sqlite-support.ts';

const point = (x: number, y: number) =>
  writeGeoPackageGeometry({ type: 'Point', coordinates: [x, y] }, 4326).bytes;

const CONTENTS = 'INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES';

/** A layer `a` of points with one field of every type, beside what the schema has. */
const EVERY_TYPE = `${SCHEMA}
  INSERT INTO gpkg_spatial_ref_sys VALUES ('CGCS2000 / GK 40', 4528, 'epsg', 4528, 'PROJCS["x"]', null);
  INSERT INTO gpkg_spatial_ref_sys VALUES ('city', 100001, 'CITY', 7, 'PROJCS["city grid"]', null);
  ${CONTENTS} ('A', 'features', 'a', 4528);
  INSERT INTO gpkg_geometry_columns VALUES ('a', 'GEOM', 'POINT', 4528, 0, 0);
  CREATE TABLE a (fid INTEGER PRIMARY KEY, geom POINT, t TEXT(20), i MEDIUMINT, r DOUBLE, b BOOLEAN, d DATE,
    dt DATETIME, bin BLOB, v VARCHAR(9), n NUMERIC(5,2), big INTEGER, "__proto__" TEXT);`;

describe('what a file declares', () => {
  test('fields, key, geometry column, system, in whatever case', async () => {
    const bytes = await database(EVERY_TYPE, [
      [
        'INSERT INTO a VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [
          [
            7,
            point(1, 2),
            '甲',
            3,
            2.5,
            1,
            '2026-01-02',
            '2026-01-02T00:00:00Z',
            point(0, 0),
            'v',
            1.25,
            2n ** 60n,
            'p',
          ],
          [9, null, null, null, Infinity, 5, null, null, null, null, null, null, null],
        ],
      ],
    ]);
    const { file, layers } = await mustRead(bytes);
    expect(file.layers).toEqual([
      {
        name: 'a',
        geometry: 'point',
        features: 2,
        bounds: [1, 2, 1, 2],
        crs: { kind: 'epsg', code: 4528 },
        fields: [
          { name: 't', type: 'text' },
          { name: 'i', type: 'integer' },
          { name: 'r', type: 'number' },
          { name: 'b', type: 'boolean' },
          { name: 'd', type: 'date' },
          { name: 'dt', type: 'date' },
          { name: 'v', type: 'text' },
          { name: 'n', type: 'number' },
          { name: 'big', type: 'integer' },
          { name: '__proto__', type: 'text' },
        ],
      },
    ]);
    expect(file.problems.map(({ code, count }) => [code, count])).toEqual([['blob-fields-left-out', 1]]);
    const [first, second] = layers.get('a')!.records;
    expect([first.id, first.line, second.id, second.line]).toEqual(['7', 1, '9', 2]);
    expect(first.geometry).toEqual({ type: 'Point', coordinates: [1, 2] });
    expect(Object.values(first.fields)).toEqual([
      '甲',
      3,
      2.5,
      true,
      '2026-01-02',
      '2026-01-02T00:00:00Z',
      'v',
      1.25,
      '1152921504606846976',
      'p',
    ]);
    expect(Object.getPrototypeOf(first.fields)).toBeNull();
    expect([second.geometry, second.fields['b'], second.fields['r']]).toEqual([null, 5, null]);
  });

  test.each([
    [100001, { kind: 'wkt', text: 'PROJCS["city grid"]' }],
    [0, null],
    [-1, null],
    [77, null],
  ])('system %i', async (srs, crs) => {
    const bytes = await database(`${EVERY_TYPE} UPDATE gpkg_geometry_columns SET srs_id = ${srs}`);
    expect((await mustRead(bytes)).file.layers[0].crs).toEqual(crs);
  });

  test('attribute tables, views, tiles, and what is not listed', async () => {
    const bytes = await database(`${SCHEMA}
      ${CONTENTS} ('t', 'attributes', 't', 0), ('v', 'attributes', 'v', 0), ('deep', 'attributes', 'd', 0),
        ('pictures', 'tiles', 'p', 0), ('cover', '2d-gridded-coverage', 'c', 0), ('gone', 'features', 'g', 0);
      CREATE TABLE t (code TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
      INSERT INTO t VALUES ('0571', 1), ('0572', 2);
      CREATE VIEW v AS SELECT code, n * 2 AS m FROM t;
      CREATE VIEW deep AS WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x) SELECT i FROM x;
      CREATE TABLE extra (x); CREATE TABLE layer_styles (x);`);
    const { file, layers } = await mustRead(bytes);
    expect(file.layers.map(({ name, geometry, features, crs }) => [name, geometry, features, crs])).toEqual([
      ['t', 'none', 2, null],
      ['v', 'none', 2, null],
    ]);
    expect(layers.get('t')!.records.map(({ fields }) => fields['code'])).toEqual(['0571', '0572']);
    expect(layers.get('v')!.records.map(({ fields }) => fields['m'])).toEqual([2, 4]);
    expect(file.problems.map(({ code, count }) => [code, count])).toEqual([
      ['tiles-left-out', 2],
      ['table-missing', 1],
      ['view-left-out', 1],
      ['tables-left-out', 1],
    ]);
  });

  test('bounds by the rows where the file declares none or impossible ones', async () => {
    const whole = await geoPackage([places(5), { name: 'none', shape: 'Point', fields: [], rows: [] }]);
    expect((await mustRead(whole)).file.layers.map(({ bounds }) => bounds).slice(0, 2)).toEqual([
      [0, 0, 5, 1],
      null,
    ]);
    const polygon = (x: number) =>
      writeGeoPackageGeometry(
        {
          type: 'LineString',
          coordinates: [
            [x, -x],
            [x + 1, 0],
          ],
        },
        4326,
      ).bytes;
    const rows: [string, Uint8Array[][]] = [
      'INSERT INTO a (geom) VALUES (?)',
      [[polygon(3)], [polygon(8)], [new Uint8Array(50)]],
    ];
    const bytes = await database(
      `${EVERY_TYPE} UPDATE gpkg_contents SET min_x = 9e999, min_y = 1, max_x = 0, max_y = 0`,
      [rows],
    );
    expect((await mustRead(bytes)).file.layers[0].bounds).toEqual([3, -8, 9, 0]);
  });

  test('changes beside the file are told', async () => {
    const file = memoryFile('a.gpkg', await database(EVERY_TYPE));
    const companions = [memoryFile('A.gpkg-wal', new Uint8Array(5))];
    const opened = await geoPackageOpener(loadWasm)({ ...file, companions }, {});
    expect(opened.problems.map(({ code }) => code)).toContain('wal-left-out');
    opened.close();
    opened.close();
    await expect(opened.read('a').next()).rejects.toMatchObject({ code: 'damaged' });
    await expect(opened.read('nobody').next()).rejects.toMatchObject({ code: 'missing-part' });
  });

  test('many rows come in batches', async () => {
    const rows = Array.from({ length: 1234 }, (_, i) => ({ geometry: null, values: [i] }));
    const bytes = await geoPackage([
      { name: 'n', shape: null, fields: [{ name: 'n', type: 'integer' }], rows },
    ]);
    const opened = await geoPackageOpener(loadWasm)(memoryFile('a', bytes), {});
    const sizes: number[] = [];
    let read = 0;
    for await (const { records, bytes: at } of opened.read('n')) {
      sizes.push(records.length);
      expect(at).toBeGreaterThanOrEqual(read);
      read = at;
    }
    opened.close();
    expect([sizes, read]).toEqual([[500, 500, 234], bytes.length]);
  });
});

describe('broken and hostile', () => {
  test('a broken geometry costs one record', async () => {
    const curve = point(1, 2);
    curve.set([8, 0, 0, 0], 9);
    const infinite = point(Number.MAX_VALUE, 2);
    infinite.set([0, 0, 0, 0, 0, 0, 0xf0, 0x7f], 13);
    const values = [
      point(1, 2),
      curve,
      point(3, 4).slice(0, 20),
      new Uint8Array([1, 2, 3]),
      'POINT (1 2)',
      infinite,
      point(5, 6),
    ];
    const bytes = await database(EVERY_TYPE, [
      ['INSERT INTO a (geom) VALUES (?)', values.map((value) => [value])],
    ]);
    const { records, unread } = (await mustRead(bytes)).layers.get('a')!;
    expect(records.map(({ line }) => line)).toEqual([1, 7]);
    expect(unread.map(({ line, reason, params }) => [line, reason, params['fault']])).toEqual([
      [2, 'broken-geometry', 'curve'],
      [3, 'broken-geometry', 'unexpected-end'],
      [4, 'broken-geometry', 'unexpected-end'],
      [5, 'broken-geometry', 'type'],
      [6, 'broken-geometry', 'number'],
    ]);
  });

  test.each([
    ['SQLite', 'CREATE TABLE t (x)'],
    ['MBTiles', 'CREATE TABLE tiles (x); CREATE TABLE metadata (x)'],
    ['SpatiaLite', 'CREATE TABLE spatial_ref_sys (x); CREATE TABLE geometry_columns (x)'],
  ])('%s is refused by name', async (format, sql) => {
    expect(await readGeoPackage(await database(sql))).toMatchObject({
      code: 'unsupported',
      params: { format },
    });
  });

  test('no file, another file, a cut file', async () => {
    const whole = await geoPackage([places(400)]);
    expect(await readGeoPackage(new Uint8Array())).toMatchObject({ code: 'empty-file' });
    expect(await readGeoPackage(new TextEncoder().encode('SQLite format 4'))).toMatchObject({
      code: 'not-recognised',
    });
    for (let at = 1; at < 60; at++) {
      const cut = whole.slice(0, Math.floor((whole.length * at) / 60));
      expect(await readGeoPackage(cut)).toMatchObject({ code: 'truncated' });
    }
    expect(await readGeoPackage(whole.slice(0, 40))).toMatchObject({ code: 'truncated' });
  });

  test('page sizes, page counts and a page that is its own child', async () => {
    const whole = await geoPackage([places(400)]);
    const patched = (at: number, ...bytes: number[]) => {
      const copy = whole.slice();
      copy.set(bytes, at);
      return copy;
    };
    expect(await readGeoPackage(patched(16, 0x12, 0x34))).toMatchObject({ code: 'damaged' });
    expect(await readGeoPackage(patched(28, 0xff, 0xff, 0xff, 0xff))).toMatchObject({ code: 'truncated' });
    let cyclic = 0;
    for (let page = 1; page * 4096 < whole.length; page++) {
      // 5: an inner page of a table; its right-most child stands at 8.
      if (whole[page * 4096] !== 5) continue;
      expect(await readGeoPackage(patched(page * 4096 + 8, 0, 0, 0, page + 1))).toMatchObject({
        code: 'damaged',
      });
      cyclic++;
    }
    expect(cyclic).toBeGreaterThan(0);
  });

  test('a file beyond 1.5 GB is refused before it is read', async () => {
    const head = (await database('CREATE TABLE t (x)')).slice(0, 4096);
    const file = { ...memoryFile('a.gpkg', head), size: 1_600_000_000 };
    await expect(geoPackageOpener(loadWasm)(file, {})).rejects.toMatchObject({ code: 'too-large' });
  });

  test('a journal of the other kind is no hindrance', async () => {
    const bytes = await geoPackage([places(3)]);
    bytes[18] = bytes[19] = 2;
    expect((await mustRead(bytes)).layers.get('places')!.records).toHaveLength(3);
  });

  test('nothing of the schema runs', async () => {
    const opened = await geoPackageOpener(loadWasm)(memoryFile('a', await database(EVERY_TYPE)), {});
    expect(opened.layers).toHaveLength(1);
    opened.close();
    const loud = await database(`${EVERY_TYPE} CREATE VIEW evil AS SELECT load_extension('x') AS y;
      ${CONTENTS} ('evil', 'attributes', 'e', 0);`);
    const { file } = await mustRead(loud);
    expect(file.problems.map(({ code }) => code)).toContain('view-left-out');
  });

  test('bytes changed at random: records or a FormatError', { timeout: 900_000 }, async () => {
    const next = random(5);
    const whole = await geoPackage([places(40)]);
    let opened = 0;
    for (let run = 0; run < (process.env['LINLI_LONG'] ? 4000 : 200); run++) {
      // The header of 100 bytes is left alone in most runs: its faults are found at once.
      const bytes = changed(whole, next, run % 4 === 0 ? 0 : 100);
      const read = await readGeoPackage(bytes);
      if (!(read instanceof FormatError)) opened++;
    }
    expect(opened).toBeGreaterThan(10);
  });
});

function places(count: number) {
  const rows = Array.from({ length: count }, (_, i) => ({
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [i, 0],
          [i + 1, 0],
          [i + 1, 1],
          [i, 0],
        ],
      ],
    },
    values: [`${i}号楼`, i, i / 3],
  }));
  const fields = [
    { name: '名称', type: 'text' as const },
    { name: 'n', type: 'integer' as const },
    { name: 'r', type: 'real' as const },
  ];
  return { name: 'places', shape: 'Polygon' as const, fields, rows };
}

const root = process.env['LINLI_REALDATA'] ?? '';

describe.skipIf(!existsSync(root))('files of other people (LINLI_REALDATA)', () => {
  const layersOf = async (...path: string[]) => mustRead(new Uint8Array(readFileSync(join(root, ...path))));

  test('census blocks with counts in UTM', async () => {
    const { file, layers } = await layersOf('boundaries', 'ks_ellis_county_block.gpkg');
    expect(file.layers.map(({ features, geometry, crs }) => [features, geometry, crs])).toEqual([
      [2296, 'mixed', { kind: 'epsg', code: 26914 }],
      [2296, 'point', { kind: 'epsg', code: 26914 }],
    ]);
    for (const { records, unread } of layers.values())
      expect([records.length, unread.length]).toEqual([2296, 0]);
    expect(file.problems.map(({ code, count }) => [code, count])).toEqual([['tables-left-out', 5]]);
    const population = layers
      .get(file.layers[0].name)!
      .records.map(({ fields }) => Number(fields['total_pop']));
    expect(population.reduce((sum, value) => sum + value, 0)).toBe(28_934);
  });

  test('stations', async () => {
    const { file, layers } = await layersOf('geopackage', 'planetiler_geopackage.gpkg');
    expect(file.layers[0]).toMatchObject({
      name: 'stations',
      features: 86,
      crs: { kind: 'epsg', code: 4326 },
    });
    expect(layers.get('stations')!.records[0].fields['name']).toBe('Van Dörn Street');
  });
});
