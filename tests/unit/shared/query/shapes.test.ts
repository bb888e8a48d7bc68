import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_COORDINATE, NONE } from '../../../../shared/columns/column.ts';
import { localPlane, squaredDistance } from '../../../../shared/geo/distance.ts';
import { polygonHolds, preparePolygon } from '../../../../shared/geo/points-in-polygon.ts';
import { linkAt, linkValues } from '../../../../shared/query/column-access.ts';
import { type Community, rowCount, setGridOfBuilding } from '../../../../shared/query/community.ts';
import { SELECTABLE, type Selectable } from '../../../../shared/query/row-sets.ts';
import type { Combine, LngLat, Shape } from '../../../../shared/query/selection.ts';
import { evaluateSelection, evaluateShape } from '../../../../shared/query/shapes.ts';
import { ORIGIN, SIDE, tinyCommunity } from './tiny-community.ts';

type Whole = [number, number] | null;

function own(community: Community, table: Selectable, row: number): Whole {
  const t = community.tables[table];
  const lng = t?.columns['lng'];
  const lat = t?.columns['lat'];
  if (lng?.kind !== 'number' || lat?.kind !== 'number' || lng.values[row] === NO_COORDINATE) return null;
  return [lng.values[row], lat.values[row]];
}

/** The place of a record by the rule of selection.ts, link by link. */
function place(community: Community, table: Selectable, row: number): Whole {
  const t = community.tables[table];
  const link = (column: string) => linkAt(t, column, row);
  if (table === 'residents') {
    const home = link('home');
    return (home === NONE ? null : place(community, 'homes', home)) ?? own(community, table, row);
  }
  if (table === 'homes') {
    const entrance = link('entrance');
    const building = link('building');
    return (
      (entrance === NONE ? null : own(community, 'entrances', entrance)) ??
      (building === NONE ? null : own(community, 'buildings', building))
    );
  }
  const home = link('home');
  const building = link('building');
  return (
    own(community, table, row) ??
    (home === NONE ? null : place(community, 'homes', home)) ??
    (building === NONE ? null : own(community, 'buildings', building))
  );
}

function expectHeld(community: Community, shape: Shape, holds: (x: number, y: number) => boolean): void {
  const sets = evaluateShape(community, shape);
  for (const table of SELECTABLE) {
    const expected: number[] = [];
    for (let row = 0; row < rowCount(community, table); row++) {
      const at = place(community, table, row);
      if (at && holds(at[0], at[1])) expected.push(row);
    }
    expect([table, ...sets[table].toRows()]).toEqual([table, ...expected]);
  }
}

/** On the same lattice as the places, so that vertices and edges meet them. */
const lattice = fc.tuple(fc.integer({ min: -1, max: SIDE }), fc.integer({ min: -1, max: SIDE }));
const toDegrees = ([x, y]: [number, number]): LngLat => [ORIGIN[0] + x / 1000, ORIGIN[1] + y / 1000];
const seeds = fc.integer({ min: 1, max: 40 });
const communities = new Map<number, Community>();
const community = (seed: number) => {
  const known = communities.get(seed) ?? tinyCommunity(seed);
  communities.set(seed, known);
  return known;
};

describe('shapes against a search row by row', () => {
  it('polygons with holes', () => {
    const ring = fc.array(lattice, { minLength: 3, maxLength: 8 }).map((r) => r.map(toDegrees));
    fc.assert(
      fc.property(seeds, fc.array(ring, { minLength: 1, maxLength: 2 }), (seed, rings) => {
        const polygon = preparePolygon(rings);
        expectHeld(community(seed), { type: 'polygon', rings }, (x, y) => polygonHolds(polygon, x, y));
      }),
      { numRuns: 120 },
    );
  });

  it('boxes and circles, edges included', () => {
    fc.assert(
      fc.property(seeds, lattice, lattice, fc.constantFrom(0, 50, 111.1949, 400), (seed, a, b, radius) => {
        const [p, q] = [toDegrees(a), toDegrees(b)];
        const west = Math.round(Math.min(p[0], q[0]) * 1e7);
        const east = Math.round(Math.max(p[0], q[0]) * 1e7);
        const south = Math.round(Math.min(p[1], q[1]) * 1e7);
        const north = Math.round(Math.max(p[1], q[1]) * 1e7);
        expectHeld(
          community(seed),
          { type: 'box', bounds: [west / 1e7, south / 1e7, east / 1e7, north / 1e7] },
          (x, y) => x >= west && x <= east && y >= south && y <= north,
        );
        const [cx, cy] = [Math.round(p[0] * 1e7), Math.round(p[1] * 1e7)];
        const plane = localPlane(cy);
        expectHeld(
          community(seed),
          { type: 'circle', center: p, radius },
          (x, y) => squaredDistance(plane, x, y, cx, cy) <= radius * radius,
        );
      }),
      { numRuns: 120 },
    );
  });

  it('buffers of points and of footprints', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.array(fc.integer({ min: 0, max: 13 }), { minLength: 1, maxLength: 4 }),
        (seed, rows) => {
          const c = community(seed);
          const points = rows.map((row) => place(c, 'cameras', row)).filter((p) => p !== null);
          const lats = points.map((p) => p[1]);
          const plane = localPlane((Math.min(...lats) + Math.max(...lats)) / 2);
          expectHeld(c, { type: 'buffer', table: 'cameras', rows, distance: 150 }, (x, y) =>
            points.some(([px, py]) => squaredDistance(plane, x, y, px, py) <= 150 * 150),
          );
          // A footprint of the sample reaches 1500 x 1000 units about its point: clamp to it.
          const boxes = rows.map((row) => own(c, 'buildings', row)).filter((p) => p !== null);
          const souths = boxes.flatMap((p) => [p[1] - 1000, p[1] + 1000]);
          const wide = localPlane((Math.min(...souths) + Math.max(...souths)) / 2);
          expectHeld(c, { type: 'buffer', table: 'buildings', rows, distance: 111 }, (x, y) =>
            boxes.some(([px, py]) => {
              const nx = Math.min(px + 1500, Math.max(px - 1500, x));
              const ny = Math.min(py + 1000, Math.max(py - 1000, y));
              return squaredDistance(wide, x, y, nx, ny) <= 111 * 111;
            }),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('members of grids follow the plan', () => {
    const c = tinyCommunity(5);
    const moved = Uint32Array.of(0, 3, 4);
    setGridOfBuilding(c, moved, 2);
    const sets = evaluateShape(c, { type: 'members', table: 'grids', rows: [2] });
    for (const building of moved) expect(sets.buildings.has(building)).toBe(true);
    const homes = linkValues(c.tables.homes, 'building');
    const residents = linkValues(c.tables.residents, 'home');
    for (let row = 0; row < sets.residents.size; row++) {
      const home = residents[row];
      const building = home === NONE ? NONE : homes[home];
      const inGrid = building !== NONE && c.plan.gridOfBuilding[building] === 2;
      expect(sets.residents.has(row)).toBe(inGrid);
    }
  });

  it('an area holds what its lower areas hold', () => {
    const c = tinyCommunity(6);
    const sets = evaluateShape(c, { type: 'members', table: 'areas', rows: [0] });
    expect(sets.buildings.count()).toBe(rowCount(c, 'buildings'));
    expect(sets.workers.count()).toBe(rowCount(c, 'workers'));
  });

  it('a picked resident brings home, household, vehicles and devices', () => {
    const c = tinyCommunity(7);
    const row = 3;
    const alone = evaluateShape(c, { type: 'rows', table: 'residents', rows: [row] });
    expect([...alone.residents.toRows()]).toEqual([row]);
    expect(alone.homes.count()).toBe(0);
    const linked = evaluateShape(c, { type: 'rows', table: 'residents', rows: [row], linked: true });
    const home = linkAt(c.tables.residents, 'home', row);
    expect([...linked.homes.toRows()]).toEqual([home]);
    const vehicles = linkValues(c.tables.vehicles, 'home');
    const owners = linkValues(c.tables.vehicles, 'resident');
    for (let v = 0; v < vehicles.length; v++)
      expect(linked.vehicles.has(v)).toBe(vehicles[v] === home || owners[v] === row);
  });

  it('rows that are not there select nothing', () => {
    const c = tinyCommunity(8);
    for (const table of ['grids', 'buildings', 'homes'] as const)
      for (const table2 of SELECTABLE)
        expect(evaluateShape(c, { type: 'members', table, rows: [1e6, -1] })[table2].count()).toBe(0);
  });
});

describe('combining', () => {
  it('is the algebra of sets, folded from the left', () => {
    const step = fc.record({
      combine: fc.constantFrom<Combine>('replace', 'add', 'subtract', 'intersect'),
      a: lattice,
      b: lattice,
    });
    fc.assert(
      fc.property(seeds, fc.array(step, { minLength: 1, maxLength: 5 }), (seed, steps) => {
        const c = community(seed);
        const selection = steps.map(({ combine, a, b }) => {
          const [p, q] = [toDegrees(a), toDegrees(b)];
          const bounds: [number, number, number, number] = [
            Math.min(p[0], q[0]),
            Math.min(p[1], q[1]),
            Math.max(p[0], q[0]),
            Math.max(p[1], q[1]),
          ];
          return { combine, shape: { type: 'box' as const, bounds } };
        });
        let rows = new Set<number>();
        for (const { combine, shape } of selection) {
          const hit = new Set(evaluateShape(c, shape).residents.toRows());
          if (combine === 'replace') rows = hit;
          if (combine === 'add') rows = new Set([...rows, ...hit]);
          if (combine === 'subtract') rows = new Set([...rows].filter((row) => !hit.has(row)));
          if (combine === 'intersect') rows = new Set([...rows].filter((row) => hit.has(row)));
        }
        const found = evaluateSelection(c, selection).sets!.residents.toRows();
        expect([...found]).toEqual([...rows].sort((x, y) => x - y));
      }),
      { numRuns: 100 },
    );
    expect(evaluateSelection(tinyCommunity(1), []).sets).toBeNull();
  });
});
