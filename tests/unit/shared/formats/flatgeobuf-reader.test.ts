/**
 * FlatGeobuf as the reference library writes it, and damaged.
 */
import { Builder } from 'flatbuffers';
import { Column } from 'flatgeobuf/lib/mjs/flat-geobuf/column.js';
import { Crs } from 'flatgeobuf/lib/mjs/flat-geobuf/crs.js';
import { Feature } from 'flatgeobuf/lib/mjs/flat-geobuf/feature.js';
import { Geometry } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry.js';
import { Header } from 'flatgeobuf/lib/mjs/flat-geobuf/header.js';
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { describe, expect, test } from 'vitest';
import { openFlatgeobuf } from '../../../../shared/formats/flatgeobuf-reader.ts';
import { cutEverywhere, file, fuzz, readLayer } from './geo-reading.ts';

const open = (bytes: Uint8Array) => openFlatgeobuf(file('a.fgb', bytes));

function collection(
  geometries: object[],
  properties: Record<string, unknown> = { name: '邻里', n: 1.5, ok: true },
) {
  const features = geometries.map((geometry) => ({ type: 'Feature', geometry, properties }));
  return serialize({ type: 'FeatureCollection', features } as never, 4490);
}

const point = (x: number, y: number) => ({ type: 'Point', coordinates: [x, y] });
const ring = [
  [0, 0],
  [9, 0],
  [9, 9],
  [0, 0],
];
const hole = [
  [1, 1],
  [2, 1],
  [2, 2],
  [1, 1],
];

describe('features', () => {
  test.each<[string, { type: string; coordinates: unknown }]>([
    ['point', point(121.5, 31.2)],
    [
      'point',
      {
        type: 'MultiPoint',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      'line',
      {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      'line',
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [1, 2],
            [3, 4],
          ],
          [
            [5, 6],
            [7, 8],
          ],
        ],
      },
    ],
    ['polygon', { type: 'Polygon', coordinates: [ring, hole] }],
    ['polygon', { type: 'MultiPolygon', coordinates: [[ring, hole], [hole]] }],
    ['polygon', { type: 'MultiPolygon', coordinates: [[ring]] }],
  ])('%s: %j', async (kind, geometry) => {
    const opened = await open(collection([geometry]));
    expect(opened.layers[0]).toMatchObject({
      name: 'L1',
      geometry: kind,
      features: 1,
      crs: { kind: 'epsg', code: 4490 },
    });
    const { records, unread } = await readLayer(opened);
    expect(unread).toEqual([]);
    expect(records[0].geometry).toEqual(geometry);
    expect({ ...records[0].fields }).toEqual({ name: '邻里', n: 1.5, ok: true });
  });

  test('mixed layers and fields', async () => {
    const opened = await open(
      collection([
        point(1, 2),
        {
          type: 'LineString',
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
      ]),
    );
    expect(opened.layers[0]).toMatchObject({
      geometry: 'mixed',
      features: 2,
      fields: [
        { name: 'name', type: 'text' },
        { name: 'n', type: 'number' },
        { name: 'ok', type: 'boolean' },
      ],
    });
    expect((await readLayer(opened)).records.map(({ geometry, line }) => [line, geometry?.type])).toEqual([
      [1, 'Point'],
      [2, 'LineString'],
    ]);
    expect(opened.problems).toEqual([]);
  });
});

interface Made {
  type?: number;
  crs?: (builder: Builder) => number;
  columns?: [string, number][];
  count?: number;
  properties?: Uint8Array;
  geometry?: (builder: Builder) => number;
}

function sized(builder: Builder, root: number): Uint8Array {
  builder.finishSizePrefixed(root);
  return builder.asUint8Array();
}

/** A file of one feature, put together from the tables. */
function made({ type = 1, crs, columns = [], count = 1, properties, geometry }: Made): Uint8Array {
  const head = new Builder();
  const list = columns.map(([name, kind]) => {
    const title = head.createString(name);
    Column.startColumn(head);
    Column.addName(head, title);
    Column.addType(head, kind);
    return Column.endColumn(head);
  });
  const vector = Header.createColumnsVector(head, list);
  const system = crs?.(head);
  const envelope = Header.createEnvelopeVector(head, [0, 1, 2, 3]);
  Header.startHeader(head);
  Header.addEnvelope(head, envelope);
  Header.addGeometryType(head, type);
  Header.addColumns(head, vector);
  Header.addFeaturesCount(head, BigInt(count));
  Header.addIndexNodeSize(head, 0);
  if (system) Header.addCrs(head, system);
  const header = sized(head, Header.endHeader(head));
  const body = new Builder();
  const values = properties ? Feature.createPropertiesVector(body, properties) : 0;
  const shape = geometry ? geometry(body) : 0;
  Feature.startFeature(body);
  if (shape) Feature.addGeometry(body, shape);
  if (values) Feature.addProperties(body, values);
  return Uint8Array.from([
    0x66,
    0x67,
    0x62,
    3,
    0x66,
    0x67,
    0x62,
    0,
    ...header,
    ...sized(body, Feature.endFeature(body)),
  ]);
}

const shape =
  (xy: number[], { z = [] as number[], ends = [] as number[], type = 0 } = {}) =>
  (builder: Builder) => {
    const places = Geometry.createXyVector(builder, xy);
    const heights = z.length > 0 ? Geometry.createZVector(builder, z) : 0;
    const cuts = ends.length > 0 ? Geometry.createEndsVector(builder, ends) : 0;
    Geometry.startGeometry(builder);
    Geometry.addXy(builder, places);
    if (heights) Geometry.addZ(builder, heights);
    if (cuts) Geometry.addEnds(builder, cuts);
    if (type) Geometry.addType(builder, type);
    return Geometry.endGeometry(builder);
  };

test('heights, bounds, a system as WKT and none', async () => {
  const wkt = (builder: Builder) => {
    const text = builder.createString('PROJCS["城建"]');
    Crs.startCrs(builder);
    Crs.addWkt(builder, text);
    return Crs.endCrs(builder);
  };
  const opened = await open(made({ geometry: shape([1, 2], { z: [3] }), crs: wkt }));
  expect(opened.layers[0]).toMatchObject({
    name: 'a',
    bounds: [0, 1, 2, 3],
    crs: { kind: 'wkt', text: 'PROJCS["城建"]' },
  });
  expect((await readLayer(opened)).records[0].geometry).toEqual({ type: 'Point', coordinates: [1, 2, 3] });
  const bare = await open(made({}));
  expect(bare.problems.map(({ code }) => code)).toEqual(['crs-missing']);
  expect((await readLayer(bare)).records[0].geometry).toBeNull();
});

test('every type of value; numbers beyond a double stay text; bytes are left out', async () => {
  const view = new DataView(new ArrayBuffer(200));
  let at = 0;
  const put = (column: number, width: number, write: (at: number) => void) => {
    view.setUint16(at, column, true);
    write(at + 2);
    at += 2 + width;
  };
  const text = (column: number, content: string) => {
    const bytes = new TextEncoder().encode(content);
    put(column, 4 + bytes.length, (place) => {
      view.setUint32(place, bytes.length, true);
      new Uint8Array(view.buffer).set(bytes, place + 4);
    });
  };
  put(0, 1, (place) => view.setInt8(place, -1));
  put(3, 2, (place) => view.setInt16(place, -2, true));
  put(6, 4, (place) => view.setUint32(place, 4_000_000_000, true));
  put(7, 8, (place) => view.setBigInt64(place, 310101199001011234n, true));
  put(8, 8, (place) => view.setBigUint64(place, 5n, true));
  put(9, 4, (place) => view.setFloat32(place, 0.1, true));
  text(11, '邻');
  text(13, '2024-02-29');
  text(14, 'xxx');
  const columns = Array.from({ length: 15 }, (_, i): [string, number] => [
    i === 11 ? '__proto__' : `c${i}`,
    i,
  ]);
  const opened = await open(
    made({ columns, properties: new Uint8Array(view.buffer).slice(0, at), geometry: shape([1, 2]) }),
  );
  expect(opened.problems.map(({ code }) => code)).toContain('binary-skipped');
  const { records } = await readLayer(opened);
  const fields = Object.fromEntries(Object.entries(records[0].fields).filter(([, value]) => value !== null));
  expect(fields).toEqual({
    c0: -1,
    c3: -2,
    c6: 4_000_000_000,
    c7: '310101199001011234',
    c8: 5,
    c9: 0.1,
    proto: '邻',
    c13: '2024-02-29',
  });
});

describe('damage', () => {
  test.each<[string, Made]>([
    ['NaN', { geometry: shape([Number.NaN, 1]) }],
    ['infinite', { geometry: shape([1, Number.NEGATIVE_INFINITY]) }],
    ['half a place', { geometry: shape([1]) }],
    ['a ring of two points', { type: 3, geometry: shape([0, 0, 1, 1, 0, 0]) }],
    ['a line of one point', { type: 2, geometry: shape([0, 0]) }],
    ['ends beyond the places', { type: 5, geometry: shape([0, 0, 1, 1], { ends: [2, 900] }) }],
    ['a curve', { type: 8, geometry: shape([0, 0, 1, 1, 2, 2]) }],
    ['an unknown type', { type: 0, geometry: shape([0, 0], { type: 99 }) }],
  ])('%s is a broken geometry', async (_, one) => {
    const { records, unread } = await readLayer(await open(made(one)));
    expect(records).toEqual([]);
    expect(unread).toEqual([expect.objectContaining({ line: 1, reason: 'broken-geometry' })]);
  });

  test('parts that point to the same table again and again are cut short', async () => {
    const nested = (builder: Builder) => {
      let inner = shape([1, 2], { type: 1 })(builder);
      for (let level = 0; level < 4; level++) {
        const parts = Geometry.createPartsVector(
          builder,
          Array.from({ length: 500 }, () => inner),
        );
        Geometry.startGeometry(builder);
        Geometry.addParts(builder, parts);
        Geometry.addType(builder, 7);
        inner = Geometry.endGeometry(builder);
      }
      return inner;
    };
    const { unread } = await readLayer(await open(made({ type: 7, geometry: nested })));
    expect(unread).toEqual([expect.objectContaining({ reason: 'broken-geometry', place: 'parts' })]);
  });

  test('headers that lie are refused', async () => {
    const good = collection([point(1, 2)]);
    const code = (change: (bytes: Uint8Array, view: DataView) => void, bytes = new Uint8Array(good)) => {
      change(bytes, new DataView(bytes.buffer));
      return open(bytes).then(
        () => 'opened',
        (error: { code: string }) => error.code,
      );
    };
    expect(await code((bytes) => bytes.fill(0, 0, 1))).toBe('not-recognised');
    expect(await code((bytes) => bytes.fill(9, 3, 4))).toBe('unsupported-version');
    expect(await code((_, view) => view.setUint32(8, 0xffffffff, true))).toBe('too-large');
    expect(await code((_, view) => view.setUint32(8, 1_000_000, true))).toBe('truncated');
    expect(await code((_, view) => view.setUint32(12, 0x7fffffff, true))).toBe('damaged');
    expect(await code(() => undefined, new Uint8Array(0))).toBe('empty-file');
    expect(await code(() => undefined, new Uint8Array(made({ count: 2 ** 50 })))).toBe('truncated');
  });

  test('a lost end and a wrong size are told with how many are missing', async () => {
    const good = collection([point(1, 2), point(3, 4), point(5, 6)]);
    const { records, unread } = await readLayer(await open(good.slice(0, -8)));
    expect(records).toHaveLength(2);
    expect(unread).toEqual([
      expect.objectContaining({ line: 3, reason: 'unexpected-end', params: { count: 1 } }),
    ]);
  });

  test('at any place', async () => {
    const good = collection([
      { type: 'MultiPolygon', coordinates: [[ring, hole]] },
      { type: 'Polygon', coordinates: [ring] },
      point(1, 2),
    ]);
    await cutEverywhere(good, open);
    await fuzz(good, open, 6);
  }, 120_000);
});
