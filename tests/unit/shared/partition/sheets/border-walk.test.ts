/** The border of a grid as it is walked and told. */
import { describe, expect, test } from 'vitest';
import { nodeRings } from '../../../../../shared/partition/noding.ts';
import { buildPartition } from '../../../../../shared/partition/partition-build.ts';
import { buildPlanarMap } from '../../../../../shared/partition/planar-map.ts';
import { BEYOND, borderWalk, fourSides } from '../../../../../shared/partition/sheets/border-walk.ts';
import { mapFrame } from '../../../../../shared/partition/sheets/map-frame.ts';
import { gridRecord, madePartition } from '../made-partition.ts';

const M = 1000;
const box = (west: number, south: number, east: number, north: number) =>
  Int32Array.from([west, south, east, south, east, north, west, north].map((metre) => metre * M));

/**
 *   +-----+-----+
 *   |  0  |  1  |   200 m high
 *   +-----+-----+
 *     100   100
 */
function two() {
  const { map } = buildPlanarMap(nodeRings([box(0, 0, 100, 200), box(100, 0, 200, 200)]), [0, 1]);
  return buildPartition({
    map,
    community: [0, 0],
    grid: [0, 1],
    grids: [gridRecord('A'), gridRecord('B')],
    atoms: {
      keys: [],
      x: new Int32Array(),
      y: new Int32Array(),
      building: new Int32Array(),
      footprints: [],
      measures: [],
    },
  }).model;
}

describe('a rectangle', () => {
  const road = { name: '人民路', places: [98 * M, -50 * M, 98 * M, 250 * M], closed: false };
  const shop = { name: '3号楼', x: 10 * M, y: 190 * M };
  const model = two();
  const [a] = [0, 1].filter((id) =>
    model.outline(id).parts[0].outer.some((value, i) => i % 2 === 0 && value === 0),
  );
  const walk = borderWalk(model, a, [road], [shop]);

  test('is walked clockwise from the north-west, leg by leg, with what lies there', () => {
    expect(
      walk.corners.map(({ number, x, y, lines, mark }) => [number, x / M, y / M, lines.join(), mark]),
    ).toEqual([
      [1, 0, 200, '', '3号楼'],
      [2, 100, 200, '人民路', ''],
      [3, 100, 0, '人民路', ''],
      [4, 0, 0, '', ''],
    ]);
    expect(
      walk.legs.map(({ from, to, side, bearing, length }) => [from, to, side, bearing, length / M]),
    ).toEqual([
      [1, 2, 'north', 90, 100],
      [2, 3, 'east', 180, 200],
      [3, 4, 'south', 270, 100],
      [4, 1, 'west', 0, 200],
    ]);
  });

  test('is told by its four sides: what it runs along and who is beyond', () => {
    expect(fourSides(walk)).toEqual([
      { side: 'east', stretches: [{ along: '人民路', other: 1 - a, length: 200 * M }] },
      { side: 'south', stretches: [{ along: '', other: BEYOND, length: 100 * M }] },
      { side: 'west', stretches: [{ along: '', other: BEYOND, length: 200 * M }] },
      { side: 'north', stretches: [{ along: '', other: BEYOND, length: 100 * M }] },
    ]);
  });
});

test('legs go round once and add up to the border, however bent it is', () => {
  for (const seed of [1, 2, 3]) {
    const { model } = madePartition(seed, 10, 8, 3);
    for (const id of model.gridIds()) {
      const { corners, legs } = borderWalk(model, id, [], []);
      expect(corners.length).toBeLessThanOrEqual(36);
      expect(legs.map(({ to }) => to)).toEqual([...corners.slice(1).map(({ number }) => number), 1]);
      const { outer } = model.outline(id).parts[0];
      let border = 0;
      for (let i = 0; i < outer.length; i += 2) {
        const j = (i + 2) % outer.length;
        border += Math.hypot(outer[j] - outer[i], outer[j + 1] - outer[i + 1]);
      }
      expect(legs.reduce((sum, { length }) => sum + length, 0)).toBeCloseTo(border, 3);
    }
  }
});

test('a printed map shows all of it in its proportions, with a bar of a round length', () => {
  const { bounds, scale, bar } = mapFrame([0, 0, 1000, 200], { width: 180, height: 120 });
  expect(bounds[0]).toBeLessThan(0);
  expect(bounds[2]).toBeGreaterThan(1000);
  expect((bounds[2] - bounds[0]) / (bounds[3] - bounds[1])).toBeCloseTo(1.5);
  expect((bounds[2] - bounds[0]) / 180).toBeCloseTo(scale);
  expect(bar).toBe(200);
});
