/** WKB both ways: what is written comes back; counts, depths and numbers of strangers are refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readGeoPackageGeometry,
  writeGeoPackageGeometry,
} from '../../../../shared/formats/geopackage-geometry.ts';
import { readWkb, WkbError, type WkbGeometry, writeWkb } from '../../../../shared/formats/wkb.ts';

const LONG = process.env['LINLI_LONG'] ? 5000 : 300;

function geometries(width: 2 | 3): fc.Arbitrary<WkbGeometry> {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const position = fc.array(number, { minLength: width, maxLength: width });
  const line = fc.array(position, { minLength: 1, maxLength: 12 });
  const rings = fc.array(line, { minLength: 1, maxLength: 4 });
  const of = (type: string, coordinates: fc.Arbitrary<unknown>) =>
    coordinates.map((value) => ({ type, coordinates: value }));
  const simple = fc.oneof(
    of('Point', position),
    of('LineString', line),
    of('Polygon', rings),
    of('MultiPoint', line),
    of('MultiLineString', rings),
    of('MultiPolygon', fc.array(rings, { minLength: 1, maxLength: 4 })),
  );
  const collection = fc
    .array(simple, { minLength: 1, maxLength: 4 })
    .map((members) => ({ type: 'GeometryCollection', coordinates: [], geometries: members }));
  return fc.oneof(simple, collection);
}

/** Words and numbers, little-endian unless said. */
function wkb(...parts: (['b' | 'u' | 'd' | 'U' | 'D', number] | Uint8Array)[]): Uint8Array {
  const out: number[] = [];
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      out.push(...part);
      continue;
    }
    const [kind, value] = part;
    const view = new DataView(new ArrayBuffer(8));
    if (kind === 'b') out.push(value);
    else if (kind === 'u' || kind === 'U') {
      view.setUint32(0, value, kind === 'u');
      out.push(...new Uint8Array(view.buffer, 0, 4));
    } else {
      view.setFloat64(0, value, kind === 'd');
      out.push(...new Uint8Array(view.buffer));
    }
  }
  return new Uint8Array(out);
}

const point = (x: number, y: number, code = 1) => wkb(['b', 1], ['u', code], ['d', x], ['d', y]);
const fault = (bytes: Uint8Array) => {
  try {
    return readWkb(bytes);
  } catch (error) {
    if (error instanceof WkbError) return error.code;
    throw error;
  }
};

describe('round trips', () => {
  test.each([2, 3] as const)('%i numbers a position', (width) => {
    fc.assert(
      fc.property(geometries(width), fc.integer({ min: -1, max: 99_999 }), (geometry, srs) => {
        expect(readWkb(writeWkb(geometry).bytes)).toEqual(geometry);
        const { bytes, bounds } = writeGeoPackageGeometry(geometry, srs);
        expect(readGeoPackageGeometry(bytes)).toEqual(geometry);
        expect(new DataView(bytes.buffer).getInt32(4, true)).toBe(srs);
        const xs =
          JSON.stringify(geometry)
            .match(/-?[\d.]+(?:e[+-]?\d+)?/g)
            ?.map(Number) ?? [];
        for (const bound of bounds ?? []) expect(xs.some((x) => x === bound)).toBe(true);
      }),
      { numRuns: LONG },
    );
  });

  test('bytes changed at random give a geometry or a WkbError', () => {
    fc.assert(
      fc.property(
        geometries(3),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        (geometry, changes, cut) => {
          let bytes = writeGeoPackageGeometry(geometry, 4326).bytes;
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          if (cut % 3 === 0) bytes = bytes.slice(0, cut % bytes.length);
          try {
            readGeoPackageGeometry(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(WkbError);
          }
        },
      ),
      { numRuns: LONG * 3 },
    );
  });
});

describe('spellings', () => {
  test('big-endian, ISO Z, M and ZM, EWKB flags and SRID', () => {
    expect(fault(wkb(['b', 0], ['U', 1], ['D', 3], ['D', 4]))).toEqual({
      type: 'Point',
      coordinates: [3, 4],
    });
    const four = [
      ['d', 3],
      ['d', 4],
      ['d', 5],
      ['d', 6],
    ] as ['d', number][];
    expect(fault(wkb(['b', 1], ['u', 1001], ...four.slice(0, 3)))).toEqual({
      type: 'Point',
      coordinates: [3, 4, 5],
    });
    expect(fault(wkb(['b', 1], ['u', 2001], ...four.slice(0, 3)))).toEqual({
      type: 'Point',
      coordinates: [3, 4],
    });
    expect(fault(wkb(['b', 1], ['u', 3001], ...four))).toEqual({ type: 'Point', coordinates: [3, 4, 5] });
    expect(fault(wkb(['b', 1], ['u', 0xe0000001], ['u', 4326], ...four))).toEqual({
      type: 'Point',
      coordinates: [3, 4, 5],
    });
  });

  test('empty ones are null', () => {
    expect(readWkb(point(Number.NaN, Number.NaN))).toBeNull();
    for (const code of [2, 3, 4, 5, 6, 7]) expect(readWkb(wkb(['b', 1], ['u', code], ['u', 0]))).toBeNull();
    const { bytes, bounds } = writeGeoPackageGeometry({ type: 'Polygon', coordinates: [] }, 4326);
    expect([readGeoPackageGeometry(bytes), bounds, bytes[3] & 0x10]).toEqual([null, null, 0x10]);
  });

  test('a surface of straight parts is a polygon; triangles too', () => {
    const polygon = writeWkb({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    }).bytes;
    const expected = {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      ],
    };
    expect(fault(wkb(['b', 1], ['u', 12], ['u', 1], polygon))).toEqual(expected);
    const triangle = polygon.slice();
    triangle[1] = 17;
    expect(fault(wkb(['b', 1], ['u', 16], ['u', 1], triangle))).toEqual(expected);
  });
});

describe('hostile', () => {
  test.each([
    ['a count beyond the bytes', wkb(['b', 1], ['u', 2], ['u', 0xffffffff]), 'count'],
    ['rings beyond the bytes', wkb(['b', 1], ['u', 3], ['u', 0x7fffffff]), 'count'],
    ['members beyond the bytes', wkb(['b', 1], ['u', 7], ['u', 0x10000000], point(1, 2)), 'count'],
    ['a circular string', wkb(['b', 1], ['u', 8], ['u', 0]), 'curve'],
    ['a curve polygon', wkb(['b', 1], ['u', 10], ['u', 0]), 'curve'],
    ['a surface of curves', wkb(['b', 1], ['u', 12], ['u', 1], wkb(['b', 1], ['u', 10], ['u', 0])), 'curve'],
    ['a line among points', wkb(['b', 1], ['u', 4], ['u', 1], wkb(['b', 1], ['u', 2], ['u', 0])), 'type'],
    ['no such type', wkb(['b', 1], ['u', 99], ['u', 0]), 'type'],
    ['no such order', wkb(['b', 7], ['u', 1]), 'order'],
    ['infinity', point(Number.POSITIVE_INFINITY, 2), 'number'],
    ['half a NaN', point(Number.NaN, 2), 'number'],
    ['the end is missing', point(1, 2).slice(0, 20), 'unexpected-end'],
    ['nothing', new Uint8Array(), 'unexpected-end'],
  ])('%s', (_, bytes, code) => {
    expect(fault(bytes)).toBe(code);
  });

  test('collections in collections end at a depth', () => {
    let bytes = point(1, 2);
    for (let i = 0; i < 60; i++) bytes = wkb(['b', 1], ['u', 7], ['u', 1], bytes);
    expect(fault(bytes)).toBe('depth');
  });

  test('shapes that are no geometry are not written', () => {
    for (const geometry of [
      { type: 'Point', coordinates: [1] },
      { type: 'Point', coordinates: [1, Number.NaN] },
      { type: 'LineString', coordinates: 5 },
      { type: 'Polygon', coordinates: [[1, 2]] },
      { type: 'Circle', coordinates: [1, 2] },
      { type: 'LineString', coordinates: [['1', '2']] },
    ])
      expect(() => writeWkb(geometry)).toThrow(WkbError);
  });
});
