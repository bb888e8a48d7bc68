import { expect, test } from 'vitest';
import { readPlacement, type ScanPlacement, writePlacement } from '../../../../shared/geo/scan-record.ts';

/** As version 1 writes it; must be read for ever. */
const GOLDEN =
  '{"version":1,"name":"老村图.png","type":"image/png","width":600,"height":500,"points":[{"x":10.5,"y":20,"lng":120.62,"lat":31.31}],"method":null,"opacity":0.7,"visible":true}';

test('the golden placement is read, and written the same', () => {
  const placement = readPlacement(new TextEncoder().encode(GOLDEN));
  expect(placement.points).toEqual([{ x: 10.5, y: 20, lng: 120.62, lat: 31.31 }]);
  expect(new TextDecoder().decode(writePlacement(placement))).toBe(GOLDEN);
});

test.each([
  ['no JSON', '{'],
  ['another version', GOLDEN.replace('"version":1', '"version":2')],
  ['a size of nothing', GOLDEN.replace('"width":600', '"width":0')],
  ['a foreign key', GOLDEN.replace('"visible"', '"extra":1,"visible"')],
  ['a method of nobody', GOLDEN.replace('"method":null', '"method":"magic"')],
])('%s is refused', (_, text) => {
  expect(() => readPlacement(new TextEncoder().encode(text))).toThrow();
});

test('a hundred points at most', () => {
  const placement = JSON.parse(GOLDEN) as ScanPlacement;
  placement.points = Array(101).fill(placement.points[0]);
  expect(() => readPlacement(writePlacement(placement))).toThrow();
});
