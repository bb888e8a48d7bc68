import { describe, expect, test } from 'vitest';
import {
  type DrawnBefore,
  type DrawnInput,
  drawnEdits,
  storedRings,
} from '../../../../shared/edits/drawn-edits.ts';
import type { Corner } from '../../../../shared/geo/outline.ts';

const BOX: Corner[] = [
  [120.62, 31.31],
  [120.621, 31.31],
  [120.621, 31.311],
  [120.62, 31.311],
];
const OTHER: Corner[] = BOX.map(([lng, lat]) => [lng + 0.001, lat]);
const NOWHERE = { compound: null, area: null, grid: null };
const keys = () => {
  let n = 0;
  return () => `n${String(++n).padStart(16, '0')}`;
};
const input = (change: Partial<DrawnInput['shape']>, more: Partial<DrawnInput> = {}): DrawnInput => ({
  shape: {
    kind: 'building',
    row: null,
    rings: [{ role: 0, ring: BOX }],
    line: [],
    cut: null,
    entrances: [],
    removed: [],
    ...change,
  },
  before: null,
  values: { name: '', address: '老街1号', use: 'residential', floors: 2, height: 0 },
  belongs: { compound: 3, area: 1, grid: 5 },
  belongsCut: NOWHERE,
  newKey: keys(),
  ...more,
});
const BEFORE: DrawnBefore = {
  rings: [{ role: 0, ring: BOX }],
  line: [],
  entrances: [
    { row: 11, label: '1', at: BOX[0], homes: [100, 101], devices: [7] },
    { row: 12, label: '2', at: BOX[1], homes: [102], devices: [] },
  ],
  values: { id: 'B1', name: '', address: '老街1号', use: 'residential', floors: 2, height: 6 },
};

test('outer rings run counter-clockwise and holes clockwise, in whole 1e-7 degrees', () => {
  const [outer, hole] = storedRings([
    { role: 0, ring: [...BOX].reverse() },
    { role: 1, ring: BOX },
  ]);
  expect(outer.coords.slice(0, 4)).toEqual([1206200000, 313100000, 1206210000, 313100000].slice(0, 4));
  expect(hole.coords.slice(0, 2)).toEqual([1206200000, 313110000]);
});

describe('a new building', () => {
  test('comes with its entrances, compound and area, an id and a point inside', () => {
    const entrances = [{ row: null, label: '1', at: BOX[0], piece: 0 as const }];
    const { drafts, buildings } = drawnEdits(input({ entrances }));
    expect(drafts.map(({ table, op }) => `${op} ${table}`)).toEqual(['create buildings', 'create entrances']);
    const [house, door] = drafts;
    expect(house.set).toMatchObject({
      address: '老街1号',
      floors: 2,
      compound: { row: 3 },
      area: { row: 1 },
    });
    expect(house.set).not.toHaveProperty('name');
    // As high as its floors, so that it stands up in 3D.
    expect(house.set).toMatchObject({ height: 6, base: 0, floorsBelow: 0 });
    expect(house.set?.['id']).toMatch(/^D[0-9A-F]{10}$/);
    expect(house.set?.['lng']).toBeGreaterThan(1206200000);
    expect(house.geometry?.['footprint'][0].coords).toHaveLength(8);
    expect(door.set).toEqual({ building: house.key, label: '1', lng: 1206200000, lat: 313100000 });
    expect(buildings).toEqual([{ key: house.key, grid: 5 }]);
  });
});

describe('a corrected building', () => {
  const shape = {
    row: 4,
    entrances: BEFORE.entrances.map(({ row, label, at }) => ({
      row,
      label,
      at: at ?? BOX[0],
      piece: 0 as const,
    })),
  };

  test('that did not change says nothing', () => {
    expect(drawnEdits(input(shape, { before: BEFORE, values: BEFORE.values })).drafts).toEqual([]);
  });

  test('tells only what changed', () => {
    const values = { ...BEFORE.values, floors: 3 };
    const { drafts } = drawnEdits(input(shape, { before: BEFORE, values }));
    expect(drafts).toEqual([{ table: 'buildings', op: 'change', row: 4, set: { floors: 3 }, geometry: {} }]);
  });

  test('with another outline has another point inside as well', () => {
    const moved = input(
      { ...shape, rings: [{ role: 0, ring: OTHER }] },
      { before: BEFORE, values: BEFORE.values },
    );
    const [house] = drawnEdits(moved).drafts;
    expect(Object.keys(house.set ?? {}).sort()).toEqual(['lat', 'lng']);
    expect(house.geometry?.['footprint']).toEqual(storedRings([{ role: 0, ring: OTHER }]));
  });

  test('without a door any more removes it', () => {
    const less = input(
      { ...shape, entrances: [shape.entrances[0]], removed: [12] },
      { before: BEFORE, values: BEFORE.values },
    );
    expect(drawnEdits(less).drafts).toEqual([{ table: 'entrances', op: 'remove', row: 12 }]);
  });
});

test('who goes in by a door of the other piece of a cut moves there', () => {
  const entrances = BEFORE.entrances.map(({ row, label, at }, i) => ({
    row,
    label,
    at: at ?? BOX[0],
    piece: i === 0 ? (1 as const) : (0 as const),
  }));
  const request = drawnEdits(
    input(
      { row: 4, cut: OTHER, entrances },
      { before: BEFORE, values: BEFORE.values, belongsCut: { ...NOWHERE, grid: 2 } },
    ),
  );
  const [made, ...rest] = request.drafts;
  expect(made).toMatchObject({ table: 'buildings', op: 'create', set: { address: '老街1号', floors: 2 } });
  expect(made.set?.['id']).not.toBe('B1');
  expect(rest).toEqual([
    { table: 'entrances', op: 'change', row: 11, set: { building: made.key } },
    { table: 'homes', op: 'change', row: 100, set: { building: made.key } },
    { table: 'homes', op: 'change', row: 101, set: { building: made.key } },
    { table: 'devices', op: 'change', row: 7, set: { building: made.key } },
  ]);
  expect(request.buildings).toEqual([{ key: made.key, grid: 2 }]);
});

test('a wall is a line, a pond an outline, a compound has its area', () => {
  const wall = drawnEdits(
    input(
      { kind: 'barrier', rings: [], line: BOX.slice(0, 2) },
      { values: { kind: 'wall', name: '', width: 0 } },
    ),
  );
  expect(wall.drafts).toMatchObject([
    {
      table: 'basemap',
      op: 'create',
      set: { kind: 'wall' },
      geometry: { lines: [{ role: 0, coords: [1206200000, 313100000, 1206210000, 313100000] }] },
    },
  ]);
  const compound = drawnEdits(input({ kind: 'compound' }, { values: { name: '新村' } }));
  expect(compound.drafts).toMatchObject([{ table: 'compounds', set: { name: '新村', area: { row: 1 } } }]);
});
