/** An independent oracle agrees: GEOS (geos-wasm, tests only) on areas of gaps and overlaps, and on coverages made of our outlines, edited ones too. */
import initGeos from 'geos-wasm';
import { geojsonToGeosGeom, geosGeomToGeojson } from 'geos-wasm/helpers';
import { beforeAll, describe, expect, it } from 'vitest';
import { labelCells } from '../../../../shared/partition/face-labels.ts';
import { nodeRings } from '../../../../shared/partition/noding.ts';
import { gridOutlines, type Outline, type OutlinePart } from '../../../../shared/partition/outline.ts';
import { buildPlanarMap } from '../../../../shared/partition/planar-map.ts';
import { random } from '../../../support/seeded-random.ts';
import { check } from './diagram.ts';
import { madePartition } from './made-partition.ts';
import { gridOf, inMetres, type Spot, tessellation } from './made-tessellation.ts';
import { ACTIONS, MICRO_ACTIONS, pick } from './random-actions.ts';

let geos: Awaited<ReturnType<typeof initGeos>>;
beforeAll(async () => {
  geos = await initGeos();
});

type Polygons = number[][][][];

function collection(shapes: readonly Polygons[]): number {
  return geojsonToGeosGeom(
    {
      type: 'GeometryCollection',
      geometries: shapes.map((coordinates) => ({ type: 'MultiPolygon', coordinates })),
    },
    geos,
  );
}

function areaOf(geometry: number): number {
  const pointer = geos.Module._malloc(8);
  geos.GEOSArea(geometry, pointer);
  return geos.Module.getValue(pointer, 'double');
}

/** Area of the union, and of its holes as far as nothing lies in them. */
function unionOf(shapes: readonly Polygons[]): { area: number; holes: number } {
  const union = geos.GEOSUnaryUnion(collection(shapes));
  const geojson = geosGeomToGeojson(union, geos) as { type: string; coordinates: unknown };
  const polygons = (geojson.type === 'Polygon' ? [geojson.coordinates] : geojson.coordinates) as Polygons;
  const filled = geos.GEOSUnaryUnion(collection(polygons.map(([outer]) => [[outer]])));
  const area = areaOf(union);
  return { area, holes: areaOf(filled) - area };
}

/** A star without crossings. */
function star(roll: () => number, reach: number): Spot[] {
  const [x, y] = [roll() * reach, roll() * reach];
  const corners = 3 + Math.floor(roll() * 9);
  return Array.from({ length: corners }, (_, k) => {
    const angle = (2 * Math.PI * (k + 0.8 * roll())) / corners;
    const radius = 5 + roll() * 40;
    const metre = (value: number) => Math.round(value * 1000) / 1000;
    return [metre(x + radius * Math.cos(angle)), metre(y + radius * Math.sin(angle))];
  });
}

const closed = (ring: readonly Spot[]): number[][] => [...ring, ring[0]].map(([x, y]) => [x, y]);

describe('GEOS', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'gaps and overlaps of stars thrown on a heap have its areas (seed %i)',
    (seed) => {
      const roll = random(seed);
      const stars = Array.from({ length: 25 }, () => star(roll, 200));
      const placing = inMetres();
      const result = check(stars.map((ring, at) => gridOf(`${at}`, placing, ring)));
      expect(result.invalidRings).toEqual([]);
      const { area, holes } = unionOf(stars.map((ring) => [[closed(ring)]]));
      const each = stars.reduce((sum, ring) => sum + areaOf(collection([[[closed(ring)]]])), 0);
      const over = result.overlaps.reduce((sum, one) => sum + one.area * (one.grids.length - 1), 0);
      const gaps = result.gaps.reduce((sum, one) => sum + one.area, 0);
      // 25 stars have some 5 km of border that the lattice may move by a millimetre.
      expect(Math.abs(over - (each - area))).toBeLessThan(3);
      expect(Math.abs(gaps - holes)).toBeLessThan(3);
    },
  );

  it.each([11, 12, 13])(
    'outlines of a plan are a valid coverage, and their union is the whole (seed %i)',
    (seed) => {
      const { cells, roll } = tessellation(seed, 12, 12);
      const rings = cells.map((ring) =>
        Int32Array.from(ring.flatMap(([x, y]) => [Math.round(x * 1000), Math.round(y * 1000)])),
      );
      const built = buildPlanarMap(
        nodeRings(rings),
        rings.map((_, r) => r),
      );
      const plan = Int32Array.from(labelCells(built), () => Math.floor(roll() * 9));
      const shapes = [...gridOutlines(built.map, plan).values()].map(({ parts }) => parts.map(toPolygon));
      const coverage = collection(shapes);
      expect(geos.GEOSCoverageIsValid(coverage, 0, 0)).toBe(1);
      const whole = areaOf(geos.GEOSUnaryUnion(collection(rings.map((ring) => [[corners(ring)]]))));
      expect(areaOf(geos.GEOSCoverageUnion(coverage))).toBeCloseTo(whole, 0);
      // And one cell given to two grids is none.
      const twice = collection([...shapes, [[corners(rings[40])]]]);
      expect(geos.GEOSCoverageIsValid(twice, 0, 0)).toBe(0);
    },
  );

  it.each([2, 4, 6])(
    'grids, and micro-grids within them, are a valid coverage after random edits (seed %i)',
    (seed) => {
      const m = madePartition(seed, 8, 8, 3);
      const { model } = m;
      const [all, micro] = [Object.values(ACTIONS), Object.values(MICRO_ACTIONS)];
      let done = 0;
      for (let step = 0; step < 150; step++) {
        const result = pick(m.roll, m.roll() < 0.5 ? all : micro)(m);
        if (!result.ok) continue;
        model.apply(result.patch);
        done++;
      }
      expect(done).toBeGreaterThan(30);
      const shaped = (outline: Outline) => outline.parts.map(toPolygon);
      const filled = (shapes: Polygons[]) => shapes.filter(({ length }) => length > 0);
      const grids = filled([-1, ...model.gridIds()].map((grid) => shaped(model.outline(grid))));
      const coverage = collection(grids);
      expect(geos.GEOSCoverageIsValid(coverage, 0, 0)).toBe(1);
      const whole = model.cellIds().reduce((sum, cell) => sum + model.doubleAreaOf(cell), 0) / 2;
      expect(areaOf(geos.GEOSCoverageUnion(coverage))).toBe(whole);
      const micros = model.microIds().filter((id) => model.cellsInMicro(id).length > 0);
      expect(micros.length).toBeGreaterThan(1);
      const parts = collection(micros.map((id) => shaped(model.micros.outline(id))));
      expect(geos.GEOSCoverageIsValid(parts, 0, 0)).toBe(1);
      for (const id of micros) {
        const within = geos.GEOSDifference(
          collectionUnion(shaped(model.micros.outline(id))),
          collectionUnion(shaped(model.outline(model.micro(id).grid))),
        );
        expect(areaOf(within)).toBe(0);
      }
    },
  );
});

function collectionUnion(shape: Polygons): number {
  return geos.GEOSUnaryUnion(collection([shape]));
}

function corners(ring: Int32Array): number[][] {
  const list = Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]]);
  return [...list, list[0]];
}

function toPolygon({ outer, holes }: OutlinePart): number[][][] {
  return [corners(outer), ...holes.map(corners)];
}
