import { describe, expect, test } from 'vitest';
import { readAll } from './reading.ts';

const point = (id: number) =>
  `{"type":"Feature","id":${id},"geometry":{"type":"Point","coordinates":[121.5,31.2]},"properties":{"name":"n${id}"}}`;

describe('shapes of a document', () => {
  test.each([
    ['collection', `{"type":"FeatureCollection","features":[${point(1)},${point(2)}]}`, 2],
    [
      'collection with members after',
      `{"features":[${point(1)}],"type":"FeatureCollection","bbox":[1,2,3,4]}`,
      1,
    ],
    ['bare array', `[${point(1)},\n ${point(2)}]`, 2],
    ['one feature', point(7), 1],
    ['one geometry', '{"type":"Point","coordinates":[1,2]}', 1],
    ['lines', `${point(1)}\n${point(2)}\n${point(3)}`, 3],
    ['text sequence', `\u001e${point(1)}\n\u001e${point(2)}\n`, 2],
    ['wrapped records', '{"data":[{"lng":1,"lat":2},{"lng":3,"lat":4}]}', 2],
  ])('%s', async (_, text, count) => {
    for (const chunk of [1, 3, 1000]) {
      const read = await readAll('a.json', text, chunk);
      expect(read.error).toBeNull();
      expect(read.unread).toEqual([]);
      expect(read.records).toHaveLength(count);
    }
  });

  test('records carry their line, id and fields', async () => {
    const { records } = await readAll('a.json', `[\n${point(1)},\n\n${point(2)}\n]`);
    expect(records.map(({ line, id, fields }) => ({ line, id, fields }))).toEqual([
      { line: 2, id: '1', fields: { name: 'n1' } },
      { line: 4, id: '2', fields: { name: 'n2' } },
    ]);
  });

  test('brackets and quotes in text do not end a record', async () => {
    const tricky = '{"type":"Feature","geometry":null,"properties":{"t":"a]}\\"{[\\\\"}}';
    const { records, unread } = await readAll('a.json', `[${tricky},${point(2)}]`, 2);
    expect(unread).toEqual([]);
    expect(records[0].fields).toEqual({ t: 'a]}"{[\\' });
  });

  test('an empty collection gives no records', async () => {
    const read = await readAll('a.json', '{"type":"FeatureCollection","features":[]}');
    expect(read.records).toEqual([]);
    expect(read.error).toBeNull();
  });
});

describe('broken records', () => {
  const broken = [
    ['bad token', '{"type":"Feature","geometry":nul,"properties":{}}'],
    ['missing brace', '{"type":"Feature","geometry":null,"properties":{"a":1}'],
    ['missing bracket', '{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2},"properties":{}}'],
    ['open quote', '{"type":"Feature","geometry":null,"properties":{"a":"b}}'],
    ['line break in text', '{"type":"Feature","geometry":null,"properties":{"a":"b\nc"}}'],
  ];
  test.each(broken)('%s: the rest goes on', async (_, bad) => {
    for (const chunk of [1, 5, 1000]) {
      const { records, unread, error } = await readAll(
        'a.json',
        `{"type":"FeatureCollection","features":[\n${point(1)},\n${bad},\n${point(3)},\n${point(4)}\n]}`,
        chunk,
      );
      expect(error).toBeNull();
      expect(records.map(({ id }) => id)).toEqual(['1', '3', '4']);
      expect(records.map(({ line }) => line).slice(0, 1)).toEqual([2]);
      expect(unread).toHaveLength(1);
      expect(unread[0].place).toBe('features[1]');
      expect(unread[0].line).toBeGreaterThanOrEqual(3);
      expect(unread[0].line).toBeLessThanOrEqual(4);
      expect(unread[0].raw).toContain('"type":"Feature"');
    }
  });

  test('the first record may be the broken one', async () => {
    const { records, unread } = await readAll(
      'a.json',
      `[{"type":"Feature","geometry":{"a":[},"properties":{}},${point(2)}]`,
    );
    expect(records.map(({ id }) => id)).toEqual(['2']);
    expect(unread).toHaveLength(1);
  });

  test('a line of a line file costs one record', async () => {
    const { records, unread } = await readAll('a.ndjson', `${point(1)}\n{"type":"Feature",\n${point(3)}`);
    expect(records.map(({ id }) => id)).toEqual(['1', '3']);
    expect(unread).toMatchObject([{ line: 2, reason: 'broken-json' }]);
  });

  test('a file cut off says where', async () => {
    const { records, unread, error } = await readAll(
      'a.json',
      `{"type":"FeatureCollection","features":[\n${point(1)},\n${point(2).slice(0, 40)}`,
    );
    expect(error).toBeNull();
    expect(records.map(({ id }) => id)).toEqual(['1']);
    expect(unread).toMatchObject([{ line: 3, reason: 'unexpected-end', place: 'features[1]' }]);
  });

  test('lines cut in the middle of the last record say so', async () => {
    const { records, unread } = await readAll('a.ndjson', `${point(1)}\n${point(2)}\n{"type":"Feature","ge`);
    expect(records.map(({ id }) => id)).toEqual(['1', '2']);
    expect(unread).toMatchObject([{ line: 3, reason: 'unexpected-end' }]);
  });

  test('NaN is read as a missing number', async () => {
    const { records, unread } = await readAll('a.json', '[{"lng":NaN,"lat":-Infinity,"t":"NaN"}]');
    expect(unread).toEqual([]);
    expect(records[0].fields).toEqual({ lng: null, lat: null, t: 'NaN' });
  });

  test('text after the end is reported once', async () => {
    const { records, unread } = await readAll('a.json', `[${point(1)}] rubbish and more`);
    expect(records).toHaveLength(1);
    expect(unread).toMatchObject([{ reason: 'trailing-text', line: 1 }]);
  });
});

describe('whole files that are not read', () => {
  test.each([
    ['empty', '', 'empty-file'],
    ['blank', '  \n ', 'empty-file'],
    ['not JSON', 'hello there', 'not-json'],
    ['broken root', '{"type" "FeatureCollection"}', 'not-json'],
    ['TopoJSON', '{"type":"Topology","objects":{}}', 'unsupported'],
    ['3D Tiles', '{"asset":{"version":"1.0"},"geometricError":500,"root":{}}', 'unsupported'],
  ])('%s', async (_, text, code) => {
    const { error } = await readAll('a.geojson', text);
    expect(error?.code).toBe(code);
  });

  test('the place of the fault is named', async () => {
    const { error } = await readAll('a.json', '{\n  "type": "FeatureCollection",\n  features: []}');
    expect(error).toMatchObject({ code: 'not-json', line: 3, column: 3 });
  });

  test.each(['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326', 'urn:ogc:def:crs:EPSG::4490'])(
    '%s is degrees',
    async (name) => {
      const text = `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"${name}"}},"features":[${point(1)}]}`;
      expect((await readAll('a.json', text)).records).toHaveLength(1);
    },
  );
});

test('coordinates read on the way change nothing, wherever a chunk is cut', async () => {
  const square = (id: number, text: string) =>
    `{"type":"Feature","id":${id},"properties":{"name":"楼${id}"},"geometry":{"type":"Polygon","coordinates":${text}}}`;
  const features = [
    square(1, '[[[1,2],[3,4],[5,6.5],[1,2]]]'),
    square(2, '[[[1,2],\n[3,4],[5,6.5],[1,2]]]'),
    square(3, ' [ [[1,2,9],[3,4,9],[5,-6.5,9],[1,2,9]] ] '),
    '{"type":"Feature","properties":{"coordinates":[1,2]},"geometry":{"type":"Point","coordinates":[7,8]}}',
    '{"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}}',
    square(5, '[[[1,2],[3,nul],[5,6],[1,2]]]'),
    square(6, '[[[1,2],[3,4}]]'),
    square(8, '[[[1e2,2],[3,4],[5,6],[1,2]]]'),
    square(9, '[[[1,2],[3,4],[5,6],[1,2]]]'),
  ];
  const text = `{"type":"FeatureCollection","features":[${features.join(',\n')}]}`;
  const told = async (chunk: number) => {
    const { records, unread, error } = await readAll('a.json', text, chunk);
    const shown = records.map(({ line, id, geometry, fields }) => [
      line,
      id,
      JSON.stringify(geometry),
      fields,
    ]);
    return { shown, unread: unread.map(({ raw: _, ...rest }) => rest), error };
  };
  const long = await told(1);
  expect(long.shown).toHaveLength(7);
  for (const chunk of [7, 64, 150, 400, 100_000]) expect(await told(chunk)).toEqual(long);
});
