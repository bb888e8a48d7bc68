import { describe, expect, test } from 'vitest';
import { checkDrawing, type Drawing, type DrawSurroundings } from '../../../../shared/geo/drawing-check.ts';
import type { Corner } from '../../../../shared/geo/outline.ts';

const at = (x: number, y: number): Corner => [
  120.62 + x / (111_195.08 * Math.cos((31.31 * Math.PI) / 180)),
  31.31 + y / 111_195.08,
];
const box = (x: number, y: number, width: number, height: number) => [
  at(x, y),
  at(x + width, y),
  at(x + width, y + height),
  at(x, y + height),
];
const NOWHERE: DrawSurroundings = { buildings: [], boundary: [] };
const house = (change: Partial<Drawing> = {}): Drawing => ({
  kind: 'building',
  rings: [{ role: 0, ring: box(0, 0, 20, 10) }],
  line: [],
  entrances: [],
  row: null,
  ...change,
});
const codes = (drawing: Drawing, around = NOWHERE) =>
  checkDrawing(drawing, around).problems.map(({ code, severity }) => `${severity} ${code}`);

test('a house in the open has nothing wrong', () => {
  expect(checkDrawing(house(), NOWHERE)).toEqual({ valid: true, problems: [] });
});

test('nothing drawn yet is not valid and has no problems', () => {
  expect(checkDrawing(house({ rings: [] }), NOWHERE)).toEqual({ valid: false, problems: [] });
});

describe('an outline', () => {
  test.each([
    ['of two corners', [at(0, 0), at(5, 0)], ['error few-corners']],
    ['that crosses itself', [at(0, 0), at(20, 10), at(20, 0), at(0, 10)], ['error self-crossing']],
    ['smaller than a shed', box(0, 0, 1.9, 2), ['error too-small']],
    ['just large enough', box(0, 0, 2.01, 2), []],
    ['as large as a compound', box(0, 0, 600, 600), ['warning too-large']],
  ])('%s', (_, ring, expected) => {
    expect(codes(house({ rings: [{ role: 0, ring }] }))).toEqual(expected);
  });

  test('of a compound may be as large as it likes', () => {
    expect(codes(house({ kind: 'compound', rings: [{ role: 0, ring: box(0, 0, 600, 600) }] }))).toEqual([]);
  });
});

describe('neighbours', () => {
  const neighbour = { row: 7, label: '3号楼', rings: [box(15, 5, 20, 10)] };

  test('that overlap are told with the area, and can be meant', () => {
    const check = checkDrawing(house(), { buildings: [neighbour], boundary: [] });
    expect(check.valid).toBe(true);
    expect(check.problems).toMatchObject([{ code: 'overlap', values: { label: '3号楼', area: 25 } }]);
  });

  test('that touch are none', () => {
    expect(
      codes(house(), { buildings: [{ ...neighbour, rings: [box(20, 0, 20, 10)] }], boundary: [] }),
    ).toEqual([]);
  });

  test('its own record is not one', () => {
    expect(codes(house({ row: 7 }), { buildings: [neighbour], boundary: [] })).toEqual([]);
  });
});

test('beyond the boundary of the community is told once, and only where there is one', () => {
  const around = { buildings: [], boundary: [box(-50, -50, 60, 60)] };
  expect(codes(house(), around)).toEqual(['warning outside']);
  expect(codes(house({ rings: [{ role: 0, ring: box(-40, -40, 20, 10) }] }), around)).toEqual([]);
});

test('an entrance stands at its building', () => {
  const door = (x: number, y: number) => house({ entrances: [{ label: '1', at: at(x, y) }] });
  expect(codes(door(10, 0))).toEqual([]);
  expect(codes(door(10, -4.9))).toEqual([]);
  expect(codes(door(10, -6))).toEqual(['error entrance-far']);
});

test('a wall has two ends and a length', () => {
  const wall = (...line: Corner[]) => codes(house({ kind: 'barrier', rings: [], line }));
  expect(wall(at(0, 0), at(10, 0))).toEqual([]);
  expect(wall(at(0, 0))).toEqual(['error few-corners']);
  expect(wall(at(0, 0), at(0.3, 0))).toEqual(['error too-short']);
});
