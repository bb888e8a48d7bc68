/**
 * Shapefiles of every type, loose and in archives, and what is done about damaged ones.
 */
import { describe, expect, test } from 'vitest';
import { openShapefile } from '../../../../shared/formats/shapefile-reader.ts';
import type { RawGeometry } from '../../../../shared/formats/source-record.ts';
import { cutEverywhere, file, fuzz, readLayer, withCompanions, zipped } from './geo-reading.ts';
import {
  dbfBytes,
  doubles,
  ints,
  join,
  partsContent,
  pointContent,
  type ShpBytes,
  shpBytes,
} from './shp-bytes.ts';

const PRJ = 'GEOGCS["GCS_WGS_1984"]';
const table = (count: number, deleted: number[] = []) =>
  dbfBytes(
    [{ name: 'ID', type: 'N', width: 5 }],
    Array.from({ length: count }, (_, i) => [String(i + 1)]),
    { deleted },
  );

/** Clockwise, as outer rings stand in a .shp. */
const square = (x: number, y: number, size: number): [number, number][] => [
  [x, y],
  [x, y + size],
  [x + size, y + size],
  [x + size, y],
  [x, y],
];
const hole = (x: number, y: number, size: number) => square(x, y, size).toReversed();

function open({ shp, shx }: Partial<ShpBytes>, dbf?: Uint8Array, prj: string | null = PRJ) {
  const files = [
    ...(shp ? [file('a.shp', shp)] : []),
    ...(shx ? [file('A.SHX', shx)] : []),
    ...(dbf ? [file('a.dbf', dbf)] : []),
    ...(prj ? [file('a.prj', prj)] : []),
  ];
  return openShapefile(withCompanions(files), {});
}

async function geometries(type: number, contents: Uint8Array[]) {
  const { records, unread } = await readLayer(await open(shpBytes(type, contents)));
  return { geometry: records.map(({ geometry }) => geometry), unread };
}

describe('geometry', () => {
  test.each<[string, number, Uint8Array, RawGeometry | null]>([
    ['a point', 1, pointContent(1, 2), { type: 'Point', coordinates: [1, 2] }],
    ['a point with height', 11, pointContent(1, 2, 3, 9), { type: 'Point', coordinates: [1, 2, 3] }],
    ['a measured point', 21, join(ints([21]), doubles([1, 2, 9])), { type: 'Point', coordinates: [1, 2] }],
    ['nothing', 1, ints([0]), null],
    [
      'points',
      8,
      join(ints([8]), doubles([0, 0, 1, 1]), ints([2]), doubles([0, 0, 1, 1])),
      {
        type: 'MultiPoint',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
    [
      'a line',
      3,
      partsContent(3, [
        [
          [0, 0],
          [1, 1],
        ],
      ]),
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
    [
      'lines with height',
      13,
      partsContent(
        13,
        [
          [
            [0, 0],
            [1, 1],
          ],
          [
            [2, 2],
            [3, 3],
          ],
        ],
        7,
      ),
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [0, 0, 7],
            [1, 1, 7],
          ],
          [
            [2, 2, 7],
            [3, 3, 7],
          ],
        ],
      },
    ],
    [
      'a polygon, turned to the order of GeoJSON',
      5,
      partsContent(5, [square(0, 0, 1)]),
      { type: 'Polygon', coordinates: [hole(0, 0, 1)] },
    ],
    [
      'an open ring, closed',
      5,
      partsContent(5, [square(0, 0, 1).slice(0, 4)]),
      { type: 'Polygon', coordinates: [hole(0, 0, 1)] },
    ],
  ])('%s', async (_, type, content, wanted) => {
    const { geometry, unread } = await geometries(type, [content]);
    expect(unread).toEqual([]);
    expect(geometry).toEqual([wanted]);
  });

  test('holes go to the smallest ring around them, islands in holes are polygons of their own', async () => {
    const rings = [hole(1, 1, 8), square(2, 2, 6), square(0, 0, 10), hole(3, 3, 2), square(20, 20, 1)];
    const { geometry } = await geometries(5, [partsContent(5, rings)]);
    expect(geometry[0]?.type).toBe('MultiPolygon');
    const polygons = geometry[0]?.coordinates as number[][][][];
    const sizes = polygons.map((polygon) =>
      polygon.map((ring) => Math.max(...ring.map(([x]) => x)) - Math.min(...ring.map(([x]) => x))),
    );
    expect(sizes.toSorted((a, b) => b[0] - a[0])).toEqual([[10, 8], [6, 2], [1]]);
  });

  test('rings all turned the wrong way are told apart by nesting; a hole outside of all is kept', async () => {
    const wrong = await geometries(5, [partsContent(5, [hole(0, 0, 10), hole(1, 1, 2), hole(20, 0, 1)])]);
    const found = wrong.geometry[0]?.coordinates as unknown[][];
    expect(found.map((polygon) => polygon.length)).toEqual([1, 2]);
    const outside = await geometries(5, [partsContent(5, [square(0, 0, 1), hole(5, 5, 1)])]);
    expect(outside.geometry[0]?.coordinates).toHaveLength(2);
  });

  test('a multipatch becomes polygons', async () => {
    const points = [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 0],
    ].flat();
    const content = join(
      ints([31]),
      doubles([0, 0, 1, 1]),
      ints([1, 4, 0, 1]),
      doubles([...points, 3, 3, 3, 3, 3, 3]),
    );
    const { geometry } = await geometries(31, [content]);
    expect(geometry[0]).toMatchObject({ type: 'MultiPolygon' });
    expect(geometry[0]?.coordinates).toHaveLength(2);
  });

  test.each<[string, Uint8Array]>([
    [
      'NaN',
      partsContent(5, [
        [
          [0, 0],
          [0, Number.NaN],
          [1, 1],
          [0, 0],
        ],
      ]),
    ],
    [
      'infinite',
      partsContent(5, [
        [
          [0, 0],
          [0, Number.POSITIVE_INFINITY],
          [1, 1],
          [0, 0],
        ],
      ]),
    ],
    [
      'a ring of two points',
      partsContent(5, [
        [
          [0, 0],
          [1, 1],
        ],
      ]),
    ],
    [
      'a flat ring',
      partsContent(5, [
        [
          [0, 0],
          [1, 1],
          [2, 2],
          [0, 0],
        ],
      ]),
    ],
    ['more parts than the record holds', join(ints([5]), doubles([0, 0, 1, 1]), ints([2_000_000_000, 4]))],
    ['parts below zero', join(ints([5]), doubles([0, 0, 1, 1]), ints([-1, 4]))],
    ['an unknown type', join(ints([99]), doubles([0, 0]))],
  ])('%s is broken and does not stop the rest', async (_, content) => {
    const { geometry, unread } = await geometries(5, [content, partsContent(5, [square(0, 0, 1)])]);
    expect(geometry).toHaveLength(1);
    expect(unread).toEqual([expect.objectContaining({ line: 1, reason: 'broken-geometry' })]);
  });
});

describe('parts', () => {
  const points = shpBytes(1, [pointContent(1, 1), ints([0]), pointContent(3, 3)]);

  test('rows go with their shapes; deleted rows and their shapes are gone', async () => {
    const opened = await open(points, table(3, [0]));
    expect(opened.layers).toEqual([
      {
        name: 'a',
        geometry: 'point',
        features: 2,
        fields: [{ name: 'ID', type: 'integer' }],
        bounds: [0, 0, 10, 10],
        crs: { kind: 'wkt', text: PRJ },
      },
    ]);
    const { records } = await readLayer(opened);
    expect(records.map(({ line, geometry, fields }) => [line, geometry?.type, fields['ID']])).toEqual([
      [2, undefined, 2],
      [3, 'Point', 3],
    ]);
  });

  test('what is missing is told', async () => {
    const bare = await open({ shp: points.shp }, undefined, null);
    expect(bare.problems.map(({ code }) => code)).toEqual(['dbf-missing', 'crs-missing']);
    expect((await readLayer(bare)).records).toHaveLength(3);
    const alone = await openShapefile(file('a.dbf', table(2)), {});
    expect(alone.layers[0]).toMatchObject({ geometry: 'none', features: 2, crs: null });
    expect(alone.problems).toEqual([]);
    await expect(openShapefile(file('a.shx', points.shx), {})).rejects.toMatchObject({
      code: 'missing-part',
      params: { name: 'a.shp' },
    });
    const damagedTable = await open(points, table(3).slice(0, 40));
    expect(damagedTable.problems.map(({ code }) => code)).toEqual(['dbf-damaged']);
    expect((await readLayer(damagedTable)).records).toHaveLength(3);
  });

  test('rows and shapes that differ in number are all read', async () => {
    const more = await open(points, table(5));
    expect(more.problems).toEqual([expect.objectContaining({ code: 'rows-uneven', count: 2 })]);
    expect((await readLayer(more)).records.map(({ fields }) => fields['ID'])).toEqual([1, 2, 3, 4, 5]);
    const fewer = await readLayer(await open(points, table(1)));
    expect(fewer.records.map(({ fields }) => fields['ID'])).toEqual([1, null, null]);
  });

  test('an archive holds several layers; rubbish beside them is left out', async () => {
    const bytes = await zipped({
      'x/a.shp': points.shp,
      'x/a.shx': points.shx,
      'x/a.dbf': table(3),
      'x/a.prj': PRJ,
      'y/b.SHP': shpBytes(3, [
        partsContent(3, [
          [
            [0, 0],
            [1, 1],
          ],
        ]),
      ]).shp,
      '__MACOSX/x/._a.shp': 'rubbish',
      'readme.txt': 'x',
      'bad.shp': 'rubbish',
    });
    const opened = await openShapefile(file('all.zip', bytes), {});
    expect(opened.layers.map(({ name, geometry }) => [name, geometry])).toEqual([
      ['a', 'point'],
      ['b', 'line'],
    ]);
    expect(opened.problems.map(({ code }) => code)).toEqual(['dbf-missing', 'crs-missing', 'layer-damaged']);
    expect((await readLayer(opened, 'a')).records).toHaveLength(3);
    expect((await readLayer(opened, 'b')).records).toHaveLength(1);
    await expect(openShapefile(file('n.zip', await zipped({ 'a.txt': 'x' })), {})).rejects.toMatchObject({
      code: 'missing-part',
    });
  });
});

describe('damage', () => {
  const many = shpBytes(
    5,
    Array.from({ length: 12 }, (_, i) => partsContent(5, [square(i, i, 1)])),
  );
  const size = (many.shp.length - 100) / 12;
  const at = (record: number) => 100 + record * size;

  test.each([
    ['with an index', true],
    ['without', false],
  ])('a lost record head costs one record, %s', async (_, indexed) => {
    for (const [offset, value] of [
      [4, 0x7f],
      [7, 3],
      [7, 0xff],
      [0, 9],
      [8, 77],
    ]) {
      const shp = many.shp.slice();
      shp[at(5) + offset] = value;
      const { records, unread } = await readLayer(
        await open(indexed ? { ...many, shp } : { shp }, table(12)),
      );
      expect([offset, value, records.length + unread.length]).toEqual([offset, value, 12]);
      expect(unread.length).toBeLessThanOrEqual(1);
      expect(records.at(-1)?.fields['ID']).toBe(12);
      expect(records.at(-1)?.geometry?.coordinates).toEqual([hole(11, 11, 1)]);
    }
  });

  test('a damaged index gives way to the order of the file', async () => {
    const shx = many.shx.slice();
    shx.fill(0xee, 120, 140);
    const { records, unread } = await readLayer(await open({ ...many, shx }, table(12)));
    expect([records.length, unread.length]).toEqual([12, 0]);
    const none = await open({ ...many, shx: new Uint8Array(30) }, table(12));
    expect(none.problems.map(({ code }) => code)).toEqual(['index-damaged']);
    expect((await readLayer(none)).records).toHaveLength(12);
  });

  test('a cut file gives what is there and says the rest is missing', async () => {
    const shp = many.shp.slice(0, at(10) + 30);
    const opened = await open({ ...many, shp }, table(12));
    expect(opened.problems.map(({ code }) => code)).toEqual(['end-missing']);
    const { records, unread } = await readLayer(opened);
    expect([records.length, unread.length]).toEqual([10, 2]);
  });

  test('heads that lie are refused', async () => {
    const bad = (change: (view: DataView) => void) => {
      const shp = many.shp.slice();
      change(new DataView(shp.buffer));
      return open({ shp });
    };
    await expect(bad((view) => view.setInt32(0, 1))).rejects.toMatchObject({ code: 'damaged' });
    await expect(bad((view) => view.setInt32(28, 2, true))).rejects.toMatchObject({
      code: 'unsupported-version',
    });
    await expect(bad((view) => view.setInt32(32, 2, true))).rejects.toMatchObject({ code: 'damaged' });
    await expect(open({ shp: many.shp.slice(0, 50) })).rejects.toMatchObject({ code: 'truncated' });
    await expect(open({ shp: new Uint8Array(0) })).rejects.toMatchObject({ code: 'empty-file' });
  });

  test('at any place, with and without index', async () => {
    await cutEverywhere(many.shp, (shp) => open({ shp, shx: many.shx }, table(12)));
    await fuzz(many.shp, (shp) => open({ shp }, table(12)), 1);
    await fuzz(many.shp, (shp) => open({ ...many, shp }, table(12)), 2);
    await fuzz(many.shx, (shx) => open({ ...many, shx }, table(12)), 3);
  });

  test('records without numbers are read in order', async () => {
    const shp = many.shp.slice();
    for (let i = 0; i < 12; i++) new DataView(shp.buffer).setInt32(at(i), 0);
    const { records, unread } = await readLayer(await open({ shp }, table(12)));
    expect([records.length, unread.length]).toEqual([12, 0]);
  });
});
