/**
 * GeoPackages written: read back, then checked by SQL against the requirements of OGC 12-128r18 that SQL can see (the numbers are those
 * of the standard).
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type GeoPackageRow,
  type GeoPackageTable,
  META_TABLE,
  writeGeoPackage,
} from '../../../../shared/formats/geopackage-writer.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { openSqlite } from '../../../../shared/formats/sqlite.ts';
import type { SqliteDatabase } from '../../../../shared/formats/sqlite-database.ts';
import { CHANGED, geoPackage, loadWasm, mustRead, random } from './sqlite-support.ts';

const square = (x: number, y: number, size: number) => [
  [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ],
];

const GK = {
  epsg: 4528,
  name: 'CGCS2000 / 3-degree Gauss-Kruger zone 40',
  wkt: 'PROJCS["CGCS2000 / GK zone 40"]',
};

function tables(): GeoPackageTable[] {
  const buildings: GeoPackageRow[] = [
    {
      geometry: { type: 'Polygon', coordinates: square(40_500_000, 3_400_000, 20) },
      values: ['1号楼', 18, 54.5, true, '2001-02-03'],
    },
    { geometry: null, values: ['2号楼', null, null, false, null] },
    { geometry: { type: 'MultiPolygon', coordinates: [] }, values: ['O\'Brien "楼"', -1, 1e300, null, ''] },
    {
      geometry: { type: 'MultiPolygon', coordinates: [square(40_500_100, 3_400_100, 5)] },
      values: ['4号楼'],
    },
  ];
  return [
    {
      name: '楼栋 "A"',
      description: '建筑',
      shape: 'MultiPolygon',
      srs: GK,
      fields: [
        { name: '名称', type: 'text' },
        { name: 'levels', type: 'integer' },
        { name: 'height', type: 'real' },
        { name: 'lift', type: 'boolean' },
        { name: 'built', type: 'date' },
      ],
      rows: buildings,
    },
    {
      name: 'gpkg_cameras',
      shape: 'Point',
      fields: [
        { name: 'FID', type: 'text' },
        { name: 'geom', type: 'text' },
        { name: 'Geom', type: 'text' },
      ],
      rows: [{ geometry: { type: 'Point', coordinates: [121.5, 31.2, 6] }, values: ['a', 'b', 'c'] }],
    },
    {
      name: 'people',
      shape: null,
      fields: [{ name: 'id', type: 'text' }],
      rows: [{ geometry: null, values: ['310101199001010011'] }],
    },
    { name: 'People', shape: null, fields: [], rows: [{ geometry: null, values: [] }] },
  ];
}

let bytes: Uint8Array;
let db: SqliteDatabase;
beforeAll(async () => {
  bytes = await geoPackage(
    tables(),
    new Map([
      ['generator', 'linli'],
      ['layout', '1'],
    ]),
  );
  db = await openSqlite(memoryFile('a.gpkg', bytes), loadWasm);
});

const all = (sql: string) => [...db.rows(sql)];

describe('read back', () => {
  test('layers, names, fields and values', async () => {
    const { file, layers } = await mustRead(bytes);
    expect(file.problems).toEqual([]);
    expect(file.layers.map(({ name, geometry, features, crs }) => [name, geometry, features, crs])).toEqual([
      ['楼栋 "A"', 'polygon', 4, { kind: 'epsg', code: 4528 }],
      ['t_gpkg_cameras', 'point', 1, { kind: 'epsg', code: 4326 }],
      ['people', 'none', 1, null],
      ['People_2', 'none', 1, null],
      [META_TABLE, 'none', 2, null],
    ]);
    expect(file.layers[0].bounds).toEqual([40_500_000, 3_400_000, 40_500_105, 3_400_105]);
    expect(file.layers[0].fields.map(({ type }) => type)).toEqual([
      'text',
      'integer',
      'number',
      'boolean',
      'date',
    ]);
    expect(file.layers[1].fields.map(({ name }) => name)).toEqual(['FID_2', 'geom_2', 'Geom_3']);
    const [first, second, third, fourth] = layers.get('楼栋 "A"')!.records;
    expect(first.geometry).toEqual({
      type: 'MultiPolygon',
      coordinates: [square(40_500_000, 3_400_000, 20)],
    });
    expect(Object.values(first.fields)).toEqual(['1号楼', 18, 54.5, true, '2001-02-03']);
    expect([second.geometry, third.geometry]).toEqual([null, null]);
    expect(Object.values(third.fields)).toEqual(['O\'Brien "楼"', -1, 1e300, null, '']);
    expect(Object.values(fourth.fields)).toEqual(['4号楼', null, null, null, null]);
    expect(layers.get('t_gpkg_cameras')!.records[0].geometry?.coordinates).toEqual([121.5, 31.2, 6]);
    expect(layers.get('people')!.records[0].fields['id']).toBe('310101199001010011');
    expect(layers.get(META_TABLE)!.records.map(({ fields }) => Object.values(fields))).toEqual([
      ['generator', 'linli'],
      ['layout', '1'],
    ]);
  });

  test('the same rows give the same bytes', async () => {
    const again = await geoPackage(
      tables(),
      new Map([
        ['generator', 'linli'],
        ['layout', '1'],
      ]),
    );
    expect(Buffer.compare(again, bytes)).toBe(0);
  });

  test('any text and number comes back', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0')),
      fc.constant(null),
    );
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.maxSafeInteger(),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, number), { minLength: 1, maxLength: 20 }), async (values) => {
        const rows = values.map((pair) => ({ geometry: null, values: pair }));
        const fields = [
          { name: 't', type: 'text' as const },
          { name: 'r', type: 'real' as const },
        ];
        const { layers } = await mustRead(await geoPackage([{ name: 'x', shape: null, fields, rows }]));
        const back = layers.get('x')!.records.map((record) => [record.fields['t'], record.fields['r']]);
        expect(back).toEqual(values.map(([text, value]) => [text, value === 0 ? 0 : value]));
      }),
      { numRuns: process.env['LINLI_LONG'] ? 500 : 25 },
    );
  });

  test('rows may come one after another in time; a layer may be empty', async () => {
    async function* rows(): AsyncGenerator<GeoPackageRow> {
      for (let i = 0; i < 3; i++) yield await Promise.resolve({ geometry: null, values: [i] });
    }
    const { file, layers } = await mustRead(
      await geoPackage([
        { name: 'a', shape: 'LineString', fields: [{ name: 'n', type: 'integer' }], rows: rows() },
        { name: 'b', shape: 'Geometry', fields: [], rows: [] },
      ]),
    );
    expect(layers.get('a')!.records.map(({ fields }) => fields['n'])).toEqual([0, 1, 2]);
    expect(file.layers.map(({ bounds, features }) => [bounds, features]).slice(0, 2)).toEqual([
      [null, 3],
      [null, 0],
    ]);
  });

  test('what cannot be written is refused', async () => {
    const write = async (table: GeoPackageTable) => {
      for await (const part of writeGeoPackage([table], { loadWasm, changed: CHANGED, meta: new Map() }))
        part.at(0);
    };
    const row = (geometry: GeoPackageRow['geometry']) => [{ geometry, values: [] }];
    const line = {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [1, 1],
      ],
    };
    await expect(write({ name: 'x', shape: 'Point', fields: [], rows: row(line) })).rejects.toMatchObject({
      code: 'unsupported',
    });
    const infinite = { type: 'Point', coordinates: [Infinity, 0] };
    await expect(write({ name: 'x', shape: 'Point', fields: [], rows: row(infinite) })).rejects.toMatchObject(
      { code: 'number' },
    );
    const srs = { epsg: 4547, name: 'no text', wkt: '' };
    await expect(write({ name: 'x', shape: 'Point', srs, fields: [], rows: [] })).rejects.toMatchObject({
      code: 'unsupported-crs',
    });
  });
});

describe('the standard', () => {
  test('req 1-2: container, application id, version', () => {
    expect(new TextDecoder().decode(bytes.subarray(0, 15))).toBe('SQLite format 3');
    expect(new TextDecoder().decode(bytes.subarray(68, 72))).toBe('GPKG');
    expect(all('PRAGMA user_version')).toEqual([[10300]]);
  });

  test('req 6-7: whole, and every foreign key leads somewhere', () => {
    expect(all('PRAGMA integrity_check')).toEqual([['ok']]);
    expect(all('PRAGMA foreign_key_check')).toEqual([]);
  });

  test('req 10-12: the three systems every file has, and those that are used', () => {
    const systems = all(
      'SELECT srs_id, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys ORDER BY 1',
    );
    expect(systems.map(([id, organization, code]) => [id, String(organization).toLowerCase(), code])).toEqual(
      [
        [-1, 'none', -1],
        [0, 'none', 0],
        [4326, 'epsg', 4326],
        [4528, 'epsg', 4528],
      ],
    );
    expect(systems.map(([, , , definition]) => definition).slice(0, 2)).toEqual(['undefined', 'undefined']);
    expect(String(systems[2][3])).toMatch(/^GEOGCS\["WGS 84"/);
  });

  test('req 13-15: contents name tables that exist, of known kinds, with a time in UTC', () => {
    const wrong = `SELECT table_name FROM gpkg_contents WHERE table_name NOT IN (SELECT name FROM sqlite_schema)
      OR data_type NOT IN ('features', 'attributes')
      OR last_change NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'
      OR (srs_id NOT NULL AND srs_id NOT IN (SELECT srs_id FROM gpkg_spatial_ref_sys))`;
    expect(all(wrong)).toEqual([]);
    expect(all('SELECT count(DISTINCT identifier) = count(*) FROM gpkg_contents')).toEqual([[1]]);
  });

  test('columns of the required tables are those of annex C', () => {
    const columns = (table: string) =>
      all(`SELECT name, type, "notnull", pk FROM pragma_table_info('${table}')`).map((row) => row.join(' '));
    expect(columns('gpkg_spatial_ref_sys')).toEqual([
      'srs_name TEXT 1 0',
      'srs_id INTEGER 0 1',
      'organization TEXT 1 0',
      'organization_coordsys_id INTEGER 1 0',
      'definition TEXT 1 0',
      'description TEXT 0 0',
    ]);
    expect(columns('gpkg_contents')).toEqual([
      'table_name TEXT 1 1',
      'data_type TEXT 1 0',
      'identifier TEXT 0 0',
      'description TEXT 0 0',
      'last_change DATETIME 1 0',
      'min_x DOUBLE 0 0',
      'min_y DOUBLE 0 0',
      'max_x DOUBLE 0 0',
      'max_y DOUBLE 0 0',
      'srs_id INTEGER 0 0',
    ]);
    expect(columns('gpkg_geometry_columns')).toEqual([
      'table_name TEXT 1 1',
      'column_name TEXT 1 2',
      'geometry_type_name TEXT 1 0',
      'srs_id INTEGER 1 0',
      'z TINYINT 1 0',
      'm TINYINT 1 0',
    ]);
    expect(columns('gpkg_extensions')).toEqual([
      'table_name TEXT 0 0',
      'column_name TEXT 0 0',
      'extension_name TEXT 1 0',
      'definition TEXT 1 0',
      'scope TEXT 1 0',
    ]);
  });

  test('req 22-29, 146: one geometry column per feature table, of its type, in its system', () => {
    expect(
      all(`SELECT c.table_name FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g USING (table_name)
        WHERE (c.data_type = 'features') <> (g.table_name NOT NULL) OR g.srs_id <> c.srs_id
        OR g.z NOT IN (0, 1, 2) OR g.m NOT IN (0, 1, 2) OR g.geometry_type_name <> upper(g.geometry_type_name)`),
    ).toEqual([]);
    for (const [table, column, type] of all(
      'SELECT table_name, column_name, geometry_type_name FROM gpkg_geometry_columns',
    )) {
      const declared = db.first('SELECT type FROM pragma_table_info(?) WHERE name = ?', [table, column]);
      expect(declared).toEqual([type]);
    }
    expect(all("SELECT z FROM gpkg_geometry_columns WHERE table_name = 't_gpkg_cameras'")).toEqual([[2]]);
  });

  test('req 19-20, 31-33: blobs with header, system and envelope', () => {
    for (const [table, column, srs] of all(
      'SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns',
    )) {
      const name = String(table).replaceAll('"', '""');
      for (const [blob] of all(`SELECT "${column}" FROM "${name}" WHERE "${column}" NOT NULL`)) {
        if (!(blob instanceof Uint8Array)) throw new Error('no blob');
        const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
        expect([blob[0], blob[1], blob[2], view.getInt32(4, (blob[3] & 1) === 1)]).toEqual([
          0x47,
          0x50,
          0,
          srs,
        ]);
      }
    }
  });

  test('req 30, 119: every table has an integer key of its own', () => {
    for (const [table] of all('SELECT table_name FROM gpkg_contents')) {
      const keys = [...db.rows('SELECT name, type FROM pragma_table_info(?) WHERE pk > 0', [table])];
      expect(keys).toEqual([['fid', 'INTEGER']]);
      const sql = String(db.first('SELECT sql FROM sqlite_schema WHERE name = ?', [table])?.[0]);
      expect(sql).toMatch(/INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL/);
    }
  });

  test('req 58-64, 75-77: extensions are listed; the index has its rows and triggers', () => {
    const features = all("SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY 1");
    expect(
      all(
        "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' AND scope = 'write-only' AND column_name = 'geom' ORDER BY 1",
      ),
    ).toEqual(features);
    for (const [table] of features) {
      const index = `rtree_${table}_geom`;
      const triggers = [
        ...db.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", [table]),
      ];
      expect(triggers.map(([name]) => String(name).slice(index.length + 1)).sort()).toEqual([
        'delete',
        'insert',
        'update1',
        'update2',
        'update3',
        'update4',
      ]);
    }
    expect(all('SELECT id, minx, maxx, miny, maxy FROM "rtree_楼栋 ""A""_geom" ORDER BY id')).toEqual([
      [1, 40_500_000, 40_500_020, 3_400_000, 3_400_020],
      // Four bytes a number, rounded outwards: steps of 4 m so far east, 0.25 m so far north.
      [4, 40_500_100, 40_500_108, 3_400_100, 3_400_105],
    ]);
  });
});

test('the index finds what a scan finds', async () => {
  const next = random(9);
  const rows = Array.from({ length: 3000 }, () => ({
    geometry: { type: 'Point', coordinates: [120 + next(), 31 + next()] },
    values: [],
  }));
  const many = await openSqlite(
    memoryFile('b', await geoPackage([{ name: 'p', shape: 'Point', fields: [], rows }])),
    loadWasm,
  );
  const found = many.first(
    'SELECT count(*) FROM rtree_p_geom WHERE maxx >= 120.25 AND minx <= 120.5 AND maxy >= 31.1 AND miny <= 31.6',
  );
  const scanned = rows.filter(
    ({
      geometry: {
        coordinates: [x, y],
      },
    }) => x >= 120.25 && x <= 120.5 && y >= 31.1 && y <= 31.6,
  ).length;
  expect(Math.abs(Number(found?.[0]) - scanned)).toBeLessThanOrEqual(2);
  expect(many.first('SELECT rtreecheck(?)', ['rtree_p_geom'])).toEqual(['ok']);
  many.close();
});
