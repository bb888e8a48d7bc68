import { expect, test } from 'vitest';
import { described } from './import-support.ts';

test('a table with coordinates', async () => {
  const description = await described('a.csv', 'name,lng,lat\nx,121.5,31.2\ny,999,31\nz,121.6,31.3,9\n');
  expect(description).toMatchObject({
    format: 'csv',
    encoding: 'utf-8',
    layers: [{ name: 'a', geometry: 'Point', features: 2, bounds: [121.5, 31.2, 121.5, 31.2] }],
  });
  expect(description.problems.map(({ code, count }) => [code, count])).toEqual([
    ['too-many-fields', 1],
    ['crs-guessed', 1],
    ['out-of-range', 1],
  ]);
});

test('mixed geometry and its bounds', async () => {
  const point = '{"type":"Feature","geometry":{"type":"Point","coordinates":[121,31]},"properties":{"n":1}}';
  const line =
    '{"type":"Feature","geometry":{"type":"LineString","coordinates":[[122,32],[123,33]]},"properties":{}}';
  const { layers } = await described('a.json', `[${point},${line}]`);
  expect(layers[0]).toMatchObject({
    geometry: 'Mixed',
    geometries: { Point: 1, LineString: 1 },
    bounds: [121, 31, 123, 33],
  });
  expect(layers[0].fields).toEqual([{ name: 'n', type: 'number' }]);
});

test('a table without places', async () => {
  const { layers } = await described('a.csv', 'code,name\n01,x\n');
  expect(layers[0]).toMatchObject({ geometry: 'None', features: 1, bounds: null });
});
