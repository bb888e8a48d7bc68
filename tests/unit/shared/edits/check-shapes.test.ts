import { describe, expect, test } from 'vitest';
import { DEGREE } from '../../../../shared/columns/column.ts';
import { ringsOfCell } from '../../../../shared/edits/cell-values.ts';
import type { DraftEdit } from '../../../../shared/edits/make-edits.ts';
import type { EditRing } from '../../../../shared/edits/record-edit.ts';
import { validateEdits } from '../../../../shared/edits/validate.ts';
import { linkAt, valueAt } from '../../../../shared/query/column-access.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

const base = generateSample('y', 1);
const [LNG, LAT] = [120.62, 31.31].map((degrees) => degrees * DEGREE);
/** 1e-7 degrees of a metre east and north, here. */
const [EAST, NORTH] = [105.2, 89.8];
const ring = (metres: readonly (readonly [number, number])[], role: 0 | 1 = 0): EditRing => ({
  role,
  coords: metres.flatMap(([x, y]) => [Math.round(LNG + x * EAST), Math.round(LAT + y * NORTH)]),
});
const box = (width: number, height: number) =>
  ring([
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]);
const house = (footprint: EditRing): DraftEdit => ({
  ...{ table: 'buildings', op: 'create', key: 'n0000000000000001' },
  set: { id: 'D1', height: 6, base: 0, floors: 2, floorsBelow: 0, lng: LNG, lat: LAT },
  geometry: { footprint: [footprint] },
});
const door = (x: number, y: number, building: NonNullable<DraftEdit['set']>[string]): DraftEdit => ({
  ...{ table: 'entrances', op: 'create', key: 'n0000000000000002' },
  set: { building, label: '1', lng: Math.round(LNG + x * EAST), lat: Math.round(LAT + y * NORTH) },
});
const SHAPE = /corner|cross|small|large|far|short/;
const problemsOf = (...drafts: DraftEdit[]) =>
  validateEdits(base, drafts, 20_500)
    .problems.filter(({ code }) => SHAPE.test(code))
    .map(({ edit, field, code, severity }) => `${edit} ${field} ${code} ${severity}`);

describe('a shape that no hand has drawn is held to the same rule', () => {
  test.each<[string, EditRing, string[]]>([
    ['a house', box(20, 10), []],
    [
      'of two corners',
      ring([
        [0, 0],
        [5, 0],
      ]),
      ['0 footprint few-corners error'],
    ],
    [
      'crossing itself',
      ring([
        [0, 0],
        [20, 10],
        [20, 0],
        [0, 10],
      ]),
      ['0 footprint self-crossing error'],
    ],
    ['smaller than a shed', box(1.9, 2), ['0 footprint too-small error']],
    ['as large as a district', box(600, 600), ['0 footprint too-large warning']],
  ])('%s', (_, footprint, expected) => {
    expect(problemsOf(house(footprint))).toEqual(expected);
  });

  test('a change of an outline, a compound and a wall', () => {
    const crossed = [
      ring([
        [0, 0],
        [20, 10],
        [20, 0],
        [0, 10],
      ]),
    ];
    expect(
      problemsOf(
        { table: 'compounds', op: 'change', row: 0, geometry: { boundary: crossed } },
        { table: 'basemap', op: 'change', row: 0, geometry: { polygons: crossed } },
        {
          table: 'basemap',
          op: 'change',
          row: 1,
          geometry: {
            lines: [
              ring([
                [0, 0],
                [0.2, 0],
              ]),
            ],
          },
        },
      ),
    ).toEqual([
      '0 boundary self-crossing error',
      '1 polygons self-crossing error',
      '2 lines too-short error',
    ]);
  });
});

describe('an entrance stands at its building', () => {
  test('that is drawn in the same request', () => {
    expect(problemsOf(house(box(20, 10)), door(10, 0, 'n0000000000000001'))).toEqual([]);
    expect(problemsOf(house(box(20, 10)), door(10, -9, 'n0000000000000001'))).toEqual([
      '1 lng entrance-far error',
    ]);
  });

  test('that is there already, whether the entrance moves or the building', () => {
    const row = 0;
    const building = linkAt(base.tables.entrances, 'building', row);
    const at = (column: string) => valueAt(base.tables.entrances, column, row);
    const moved = { lng: at('lng') + Math.round(500 * EAST), lat: at('lat') };
    expect(problemsOf({ table: 'entrances', op: 'change', row, set: { label: '9' } })).toEqual([]);
    expect(problemsOf({ table: 'entrances', op: 'change', row, set: moved })).toEqual([
      '0 lng entrance-far error',
    ]);
    const footprint = ringsOfCell(base.tables.buildings, 'footprint', building).map(({ role, coords }) => ({
      role,
      coords: coords.map((value, i) => (i % 2 ? value : value + Math.round(200 * EAST))),
    }));
    const away: DraftEdit = { table: 'buildings', op: 'change', row: building, geometry: { footprint } };
    const left = problemsOf(away);
    expect(left.length).toBeGreaterThan(0);
    expect(new Set(left)).toEqual(new Set(['0 lng entrance-far error']));
    const doors = base.tables.entrances?.columns['building'] as { values: Uint32Array };
    const going = Array.from(doors.values.keys())
      .filter((each) => doors.values[each] === building)
      .map((each): DraftEdit => ({ table: 'entrances', op: 'remove', row: each }));
    expect(problemsOf(away, ...going)).toEqual([]);
  });
});

test('nothing is said of a community as the generator makes it', () => {
  const { buildings, entrances } = base.tables;
  const shapes = Array.from({ length: buildings?.rows ?? 0 }, (_, row): DraftEdit => {
    const footprint = ringsOfCell(buildings, 'footprint', row);
    return { table: 'buildings', op: 'change', row, geometry: { footprint } };
  });
  expect(entrances?.rows).toBeGreaterThan(100);
  expect(problemsOf(...shapes.slice(0, 60))).toEqual([]);
});
