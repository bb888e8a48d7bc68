import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoordinateScan } from '../../../../shared/formats/flat-coordinates.ts';
import { isUnread, readJsonRecord } from '../../../../shared/formats/json-record.ts';
import { checkGeometry } from '../../../../shared/model/import-geometry.ts';

const AT = { line: 1, column: 1, place: '' };
const number = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }).map((value) => value.toFixed(7)),
  fc.constantFrom(
    '0',
    '-0',
    '120',
    '31.5',
    '1e2',
    '01',
    '.5',
    '5.',
    '-',
    '1.23456789012345678',
    '9007199254740993',
    'NaN',
    'null',
    '"1"',
  ),
);
const position = fc.array(number, { minLength: 0, maxLength: 4 }).map((each) => `[${each.join(',')}]`);
const list = fc.array(position, { maxLength: 6 }).map((each) => `[${each.join(' ,\n')}]`);
const good = fc
  .array(fc.tuple(fc.integer({ min: -1800, max: 1800 }), fc.integer({ min: -900, max: 900 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((each) => `[${each.map(([x, y]) => `[${x / 10}, ${y / 10}]`).join(',')}]`);
const lists = fc
  .array(fc.oneof(list, good), { minLength: 0, maxLength: 3 })
  .map((each) => `[${each.join(',')}]`);
const coordinates = fc.oneof(
  position,
  list,
  good,
  lists,
  lists.map((each) => `[${each}]`),
  fc.constantFrom('null', '[]', '[[[[[1,2]]]]]', '[[1,2],3]'),
);
const type = fc.constantFrom(
  'Point',
  'LineString',
  'Polygon',
  'MultiPolygon',
  'MultiLineString',
  'MultiPoint',
  'Nonsense',
);

/** The same record without the scan: a second, blank member of the name keeps it away. */
function whole(text: string) {
  return readJsonRecord(`${text.slice(0, -1)},"other":{"coordinates":0}}`, AT);
}

describe('coordinates read flat', () => {
  it('are the ones that JSON.parse reads, and judged alike', () => {
    fc.assert(
      fc.property(type, coordinates, fc.boolean(), (kind, text, swap) => {
        const feature = `{"type":"Feature","properties":{"a":1},"geometry":{"type":"${kind}","coordinates":${text}}}`;
        const flat = readJsonRecord(feature, AT);
        const nested = whole(feature);
        expect(isUnread(flat)).toBe(isUnread(nested));
        if (isUnread(flat) || isUnread(nested)) return;
        expect(flat.geometry?.coordinates).toEqual(nested.geometry?.coordinates);
        expect(checkGeometry(flat.geometry, swap)).toEqual(checkGeometry(nested.geometry, swap));
      }),
      { numRuns: 2000 },
    );
  });

  it('give every number to the last bit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), { minLength: 2, maxLength: 2 }),
        ([x, y]) => {
          const text = `[${JSON.stringify(x)},${JSON.stringify(y)}]`;
          const flat = new CoordinateScan().read(new TextEncoder().encode(text), 0);
          // Exponents are left to JSON.parse.
          if (/e/.test(text)) expect(flat).toBeNull();
          else expect([...(flat?.values.subarray(flat.from, flat.to) ?? [])]).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('are left alone where the key is somebody else’s', () => {
    for (const feature of [
      '{"type":"Feature","properties":{"coordinates":[1,2]},"geometry":null}',
      '{"type":"Feature","properties":{"note":"\\"coordinates\\":[1,2]"},"geometry":null}',
      '{"coordinates":[1,2],"type":"Feature","properties":{}}',
    ]) {
      const record = readJsonRecord(feature, AT);
      expect(isUnread(record)).toBe(false);
      if (!isUnread(record)) {
        expect(record.geometry).toBeNull();
        expect(record.fields).toEqual((JSON.parse(feature) as { properties: object }).properties);
      }
    }
  });
});
