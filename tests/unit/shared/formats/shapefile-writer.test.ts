/**
 * Shapefiles as written: what comes back through the reader, and what another program sees.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDbf } from '../../../../shared/formats/dbf-reader.ts';
import { openShapefile } from '../../../../shared/formats/shapefile-reader.ts';
import {
  type ShapefileLayer,
  type ShapefileRow,
  writeShapefiles,
} from '../../../../shared/formats/shapefile-writer.ts';
import { shortNames } from '../../../../shared/formats/short-names.ts';
import { openZip } from '../../../../shared/formats/zip-reader.ts';
import { collect, file, readLayer } from './geo-reading.ts';

const point = (x: number, y: number, ...z: number[]) => ({ type: 'Point', coordinates: [x, y, ...z] });
const ring = (x: number, size: number) => [
  [x, x],
  [x + size, x],
  [x + size, x + size],
  [x, x + size],
  [x, x],
];

function layer(rows: ShapefileRow[], fields: ShapefileLayer['fields'], name = '楼栋'): ShapefileLayer {
  return { name, fields, wkt: 'GEOGCS["x"]', rows: () => rows };
}

async function roundTrip(layers: ShapefileLayer[]) {
  const { chunks, report } = writeShapefiles(layers);
  const bytes = await collect(chunks);
  const archive = await openZip(file('out.zip', bytes));
  const opened = await openShapefile(file('out.zip', bytes), {});
  return { archive, opened, report };
}

describe('what comes back', () => {
  test('full names, types, long texts, every digit', async () => {
    const fields: ShapefileLayer['fields'] = [
      { name: '户主身份证号码', type: 'text' },
      { name: '户主身份证号码（旧）', type: 'text' },
      { name: 'remarks about the building', type: 'text' },
      { name: 'height', type: 'number' },
      { name: 'levels', type: 'integer' },
      { name: 'checked', type: 'boolean' },
      { name: 'day', type: 'date' },
      { name: 'anything', type: 'mixed' },
    ];
    const values = [
      ['310101199001011234', '旧', '备'.repeat(200), 1 / 3, 6, true, '2024-02-29', 5],
      [null, '末尾空格 ', 'x', -1e-300, 9007199254740991, false, null, 'five'],
      ['007', null, 'y', 0, -3, null, '1999-12-31', true],
    ];
    const rows = values.map((row, i) => ({
      geometry: point(121 + i / 7, 31),
      fields: Object.fromEntries(row.map((value, at) => [fields[at].name, value])),
    }));
    const { opened, report, archive } = await roundTrip([layer(rows, fields)]);
    expect(opened.problems).toEqual([]);
    expect(opened.encoding).toMatchObject({ encoding: 'utf-8', confidence: 0.98 });
    expect(opened.layers[0]).toMatchObject({ name: '楼栋', features: 3, geometry: 'point', fields });
    const { records } = await readLayer(opened);
    expect(records.map((record) => ({ ...record.fields }))).toEqual(rows.map((row) => row.fields));
    expect(records.map(({ geometry }) => geometry)).toEqual(rows.map(({ geometry }) => geometry));
    expect(report.files).toEqual([{ name: '楼栋', rows: 3 }]);
    expect(report.changed).toEqual([
      { layer: '楼栋', field: '户主身份证号码（旧）', count: 1 },
      { layer: '楼栋', field: 'remarks about the building', count: 1 },
      { layer: '楼栋', field: 'levels', count: 1 },
      { layer: '楼栋', field: 'anything', count: 2 },
    ]);
    expect(archive.map(({ name }) => name.split('.').slice(1).join('.'))).toEqual([
      'shp',
      'shx',
      'dbf',
      'prj',
      'cpg',
      'linli.json',
    ]);
  });

  test('another program sees cut texts at whole characters and short names', async () => {
    const fields: ShapefileLayer['fields'] = [{ name: '备注说明文字', type: 'text' }];
    const { archive } = await roundTrip([
      layer([{ geometry: point(1, 1), fields: { 备注说明文字: '备'.repeat(200) } }], fields),
    ]);
    const dbf = archive.find(({ name }) => name.endsWith('.dbf'))!;
    const { records } = await readLayer(await openDbf(dbf, { encoding: 'utf-8' }));
    expect({ ...records[0].fields }).toEqual({ 备注说: '备'.repeat(84) });
  });

  test('columns beyond 255 stand in the sidecar', async () => {
    const fields = Array.from({ length: 300 }, (_, i) => ({
      name: `column number ${i}`,
      type: 'integer' as const,
    }));
    const row = Object.fromEntries(fields.map(({ name }, i) => [name, i]));
    const { opened, report } = await roundTrip([layer([{ geometry: point(1, 1), fields: row }], fields)]);
    expect({ ...(await readLayer(opened)).records[0].fields }).toEqual(row);
    expect(report.changed).toHaveLength(45);
  });

  test('kinds of shapes go to a file each; rows without a shape with the first', async () => {
    const fields: ShapefileLayer['fields'] = [{ name: 'id', type: 'integer' }];
    const geometries = [
      { type: 'Polygon', coordinates: [ring(0, 10), ring(2, 3).toReversed()] },
      null,
      { type: 'MultiPolygon', coordinates: [[ring(0, 1)], [ring(5, 1)]] },
      {
        type: 'LineString',
        coordinates: [
          [0, 0, 1],
          [1, 1, 2],
        ],
      },
      {
        type: 'MultiPoint',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
      { type: 'Nonsense', coordinates: null },
    ];
    const rows = geometries.map((geometry, id) => ({ geometry, fields: { id } }));
    const { opened, report } = await roundTrip([layer(rows, fields, 'a/b')]);
    expect(opened.layers.map(({ name, features }) => [name, features])).toEqual([
      ['a_b_polygon', 4],
      ['a_b_line', 1],
      ['a_b_multipoint', 1],
    ]);
    expect(report.shapeless).toBe(1);
    const all = (await Promise.all(opened.layers.map(({ name }) => readLayer(opened, name)))).flatMap(
      ({ records }) => records,
    );
    const byId = new Map(all.map(({ fields: { id }, geometry }) => [id, geometry]));
    for (const id of [0, 2, 3, 4]) expect(byId.get(id)).toEqual(geometries[id]);
    expect([byId.get(1), byId.get(5)]).toEqual([null, null]);
  });

  test('layers without rows, without fields, of the same name', async () => {
    const empty = layer([], []);
    const { opened } = await roundTrip([empty, layer([{ geometry: point(1, 2, 3), fields: {} }], [])]);
    expect(opened.layers.map(({ name, features }) => [name, features])).toEqual([
      ['楼栋', 0],
      ['楼栋_2', 1],
    ]);
    const { records } = await readLayer(opened, '楼栋_2');
    expect(records[0].geometry).toEqual(point(1, 2, 3));
  });

  test('any texts and numbers', async () => {
    const value = fc.record({
      a: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), fc.constant(null)),
      b: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
      c: fc.oneof(fc.integer(), fc.boolean(), fc.string({ minLength: 1 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 8 }), async (values) => {
        const fields: ShapefileLayer['fields'] = [
          { name: 'a', type: 'text' },
          { name: 'b', type: 'number' },
          { name: 'c', type: 'mixed' },
        ];
        const rows = values.map((one, i) => ({ geometry: point(i, i), fields: { ...one } }));
        const { opened } = await roundTrip([layer(rows, fields)]);
        const { records } = await readLayer(opened);
        // A table has no negative zero.
        expect(records.map((record) => ({ ...record.fields }))).toEqual(
          values.map((one) => ({ ...one, b: one.b === 0 ? 0 : one.b })),
        );
      }),
      { numRuns: 150 },
    );
  });
});

test('short names: 10 bytes, whole characters, unique whatever the case', () => {
  const names = ['building name', 'building number', 'BUILDING_N', '户主姓名', '户主姓氏', 'a.b', '', '()'];
  expect(shortNames(names)).toEqual([
    'building_n',
    'building_1',
    'BUILDING_2',
    '户主姓',
    '户主_1',
    'a_b',
    'F7',
    '__',
  ]);
});
