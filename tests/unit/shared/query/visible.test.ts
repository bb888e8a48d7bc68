import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE } from '../../../../shared/columns/column.ts';
import type { MarkLayerId } from '../../../../shared/query/answers.ts';
import { linkAt, valueAt } from '../../../../shared/query/column-access.ts';
import { rowCount } from '../../../../shared/query/community.ts';
import { evaluateFilter } from '../../../../shared/query/filter.ts';
import { placeOfHomeMark } from '../../../../shared/query/mark-places.ts';
import { type Bounds, NO_FILTER } from '../../../../shared/query/selection.ts';
import { evaluateSelection } from '../../../../shared/query/shapes.ts';
import { visibleMarks } from '../../../../shared/query/visible.ts';
import { anyFilter } from './arbitraries.ts';
import { TINY, tinyCommunity } from './tiny-community.ts';

const LAYERS: MarkLayerId[] = [
  'residents',
  'homes',
  'vehicles',
  'devices',
  'cameras',
  'workers',
  'facilities',
  'organisations',
  'places',
];
const WORLD: Bounds = [119, 30, 122, 33];
const town = tinyCommunity(3, { ...TINY, buildings: 400, homes: 6, grids: 60, loose: 100 });
const everything = { filter: evaluateFilter(town, { ...NO_FILTER, base: 'all' }), selection: { sets: null } };

describe('visible marks', () => {
  it('never exceed the budget, whatever the view, zoom and filter', () => {
    const box = fc.tuple(
      fc.double({ min: 0, max: 0.012, noNaN: true }),
      fc.double({ min: 0, max: 0.012, noNaN: true }),
    );
    fc.assert(
      fc.property(
        box,
        box,
        fc.double({ min: 8, max: 22, noNaN: true }),
        fc.integer({ min: 0, max: 3000 }),
        fc.subarray(LAYERS),
        anyFilter,
        (a, b, zoom, budget, layers, filter) => {
          const bounds: Bounds = [
            120.6 + Math.min(a[0], b[0]),
            31.3 + Math.min(a[1], b[1]),
            120.6 + Math.max(a[0], b[0]),
            31.3 + Math.max(a[1], b[1]),
          ];
          const state = { filter: evaluateFilter(town, filter), selection: { sets: null } };
          const found = visibleMarks(
            town,
            { bounds, zoom, layers, budget, colorBy: { residents: 'age' } },
            state,
          );
          expect(found.map((layer) => layer.layer)).toEqual(layers);
          expect(found.reduce((sum, layer) => sum + layer.rows.length, 0)).toBeLessThanOrEqual(budget);
          for (const layer of found) {
            expect(layer.positions.length).toBe(layer.rows.length * 3);
            expect(layer.positions.every(Number.isFinite)).toBe(true);
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it('come as grids, buildings, records as the map comes nearer', () => {
    const level = (zoom: number, budget = 100_000) =>
      visibleMarks(town, { bounds: WORLD, zoom, layers: ['homes'], budget, colorBy: {} }, everything)[0];
    expect(level(12).level).toBe('grid');
    expect(level(15).level).toBe('building');
    expect(level(18).level).toBe('record');
    expect(level(18, 390).level).toBe('building');
    expect(level(18, 100).level).toBe('grid');
    for (const found of [level(12), level(15), level(18)])
      expect(found.counts.reduce((a, b) => a + b, 0)).toBe(found.total);
  });

  it('count the same people at every level, as the filter has it', () => {
    const filter = evaluateFilter(town, { base: 'permanent', conditions: [], expression: 'age >= 60' });
    const state = { filter, selection: { sets: null } };
    for (const zoom of [10, 15.5, 19]) {
      const [people] = visibleMarks(
        town,
        { bounds: WORLD, zoom, layers: ['residents'], budget: 1e6, colorBy: { residents: 'sex' } },
        state,
      );
      if (people.level === 'record')
        for (const row of people.rows) expect(filter.passes.residents.has(row)).toBe(true);
      const placed =
        people.level === 'record' ? people.rows.length : people.counts.reduce((a, b) => a + b, 0);
      expect(placed).toBeLessThanOrEqual(people.total);
      expect(people.total).toBeLessThanOrEqual(filter.passes.residents.count());
      expect(people.total).toBeGreaterThan(0);
    }
  });

  it('mark what is selected', () => {
    const selection = evaluateSelection(town, [
      { combine: 'replace', shape: { type: 'members', table: 'buildings', rows: [7] } },
    ]);
    const [homes] = visibleMarks(
      town,
      { bounds: WORLD, zoom: 15, layers: ['homes'], budget: 1e5, colorBy: {} },
      { ...everything, selection },
    );
    homes.rows.forEach((building, i) => {
      expect(homes.selected[i]).toBe(building === 7 ? 1 : 0);
    });
  });

  it('merge into cells that keep their place when even grids are too many', () => {
    const ask = (budget: number) =>
      visibleMarks(town, { bounds: WORLD, zoom: 9, layers: ['homes'], budget, colorBy: {} }, everything)[0];
    const cells = ask(5);
    expect(cells.rows.length).toBeGreaterThan(0);
    expect([...cells.rows].every((row) => row === NONE)).toBe(true);
    expect(cells.counts.reduce((a, b) => a + b, 0)).toBe(ask(1000).counts.reduce((a, b) => a + b, 0));
  });

  it('stand inside the footprint at the height of the floor, always at the same place', () => {
    for (let home = 0; home < rowCount(town, 'homes'); home++) {
      const place = placeOfHomeMark(town, home);
      const building = linkAt(town.tables.homes, 'building', home);
      if (!place || building === NONE) continue;
      expect(place).toEqual(placeOfHomeMark(town, home));
      const floor = valueAt(town.tables.homes, 'floor', home);
      expect(place.height).toBeCloseTo((floor - 0.5) * 2.9, 6);
      const lng = valueAt(town.tables.buildings, 'lng', building);
      if (lng === 0) continue;
      expect(Math.abs(place.lng * 1e7 - lng)).toBeLessThanOrEqual(1500.001);
      expect(Math.abs(place.lat * 1e7 - valueAt(town.tables.buildings, 'lat', building))).toBeLessThanOrEqual(
        1000.001,
      );
    }
  });
});
