import { VectorTile } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { PbfReader as Pbf } from 'pbf';
import { describe, expect, it } from 'vitest';
import { clipLine, clipRing, doubleArea, simplify } from '../../../../shared/geo/tile-clip.ts';
import { labelPoint } from '../../../../shared/geo/tile-label.ts';
import { encodeTile, TILE_EXTENT, TileLayerWriter } from '../../../../shared/geo/tile-mvt.ts';
import { mercatorX, mercatorY } from '../../../../shared/geo/tile-source.ts';
import { createTiler } from '../../../../shared/geo/tiler.ts';
import { NO_GRID } from '../../../../shared/model/bundle.ts';
import { tileTown } from '../../../support/tile-town.ts';

const read = (bytes: Uint8Array) => new VectorTile(new Pbf(bytes));
const town = tileTown(4);
const tiler = createTiler(town);
const plan = town.plan.gridOfBuilding;
const tileOf = (lng: number, lat: number, z: number): [number, number, number] => [
  z,
  Math.floor(mercatorX(lng) * 2 ** z),
  Math.floor(mercatorY(lat) * 2 ** z),
];
/** All tiles of a zoom that meet the town. */
function tiles(z: number): [number, number, number][] {
  const [west, south, east, north] = town.bounds;
  const [, x0, y1] = tileOf(west, south, z);
  const [, x1, y0] = tileOf(east, north, z);
  const out: [number, number, number][] = [];
  for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) out.push([z, x, y]);
  return out;
}

describe('tile encoding', () => {
  it('reads back what was written, in any mix of types', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.nat(2 ** 31),
            at: fc.tuple(fc.integer({ min: -128, max: 8320 }), fc.integer({ min: -128, max: 8320 })),
            text: fc.string(),
            number: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
            flag: fc.boolean(),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        (points) => {
          const layer = new TileLayerWriter('points');
          for (const p of points)
            layer.add(p.id, 1, [p.at], { text: p.text, number: p.number, flag: p.flag });
          const back = read(encodeTile([layer, new TileLayerWriter('empty')])).layers;
          expect(Object.keys(back)).toEqual(['points']);
          points.forEach((p, i) => {
            const feature = back['points'].feature(i);
            expect(feature.id).toBe(p.id);
            expect(feature.loadGeometry()[0][0]).toMatchObject({ x: p.at[0], y: p.at[1] });
            expect(feature.properties['number']).toEqual(p.number === 0 ? 0 : p.number);
            expect(feature.properties['flag']).toBe(p.flag);
            if (p.text) expect(feature.properties['text']).toBe(p.text);
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('an empty tile has no bytes', () => {
    expect(encodeTile([new TileLayerWriter('a')])).toHaveLength(0);
    expect(tiler.tile(16, 0, 0, plan)).toHaveLength(0);
  });
});

describe('cutting', () => {
  const vertex = fc.integer({ min: -50, max: 150 });
  it('a clipped triangle lies in the square and loses no area inside', () => {
    fc.assert(
      fc.property(fc.array(vertex, { minLength: 6, maxLength: 6 }), (triangle) => {
        const clipped = clipRing(triangle, 0, 100);
        for (const v of clipped) expect(v >= -1e-9 && v <= 100 + 1e-9).toBe(true);
        const left = Math.abs(doubleArea(clipRing(triangle, -1000, 0 + 1000)));
        expect(Math.abs(doubleArea(clipped))).toBeLessThanOrEqual(left + 1e-6);
        const inside = triangle.every((v) => v >= 0 && v <= 100);
        if (inside) expect(clipped).toHaveLength(6);
      }),
    );
  });

  it('a line that leaves and comes back gives two pieces', () => {
    expect(clipLine([50, 50, 150, 50, 150, 60, 50, 60], 0, 100)).toEqual([
      [50, 50, 100, 50],
      [100, 60, 50, 60],
    ]);
  });

  it('simplifying keeps ends and drops what is on the line', () => {
    expect(simplify([0, 0, 5, 0.1, 10, 0], 1, false)).toEqual([0, 0, 10, 0]);
    expect(simplify([0, 0, 5, 4, 10, 0], 1, false)).toEqual([0, 0, 5, 4, 10, 0]);
  });

  it('the label point of a horseshoe is inside it', () => {
    const [x, y] = labelPoint([[0, 0, 100, 0, 100, 100, 80, 100, 80, 20, 20, 20, 20, 100, 0, 100]]);
    expect((x < 20 || x > 80 || y < 20) && x > 0 && x < 100).toBe(true);
  });
});

describe('tiles of a town', () => {
  it('every building is there at full zoom, under its row, with its grid', () => {
    const seen = new Map<number, number>();
    for (const tile of tiles(16)) {
      const layer = read(tiler.tile(...tile, plan)).layers['buildings'];
      for (let i = 0; i < (layer?.length ?? 0); i++) {
        const feature = layer.feature(i);
        seen.set(feature.id as number, feature.properties['grid'] as number);
        expect(feature.extent).toBe(TILE_EXTENT);
        for (const ring of feature.loadGeometry())
          for (const { x, y } of ring)
            expect(Math.max(-x, -y, x - TILE_EXTENT, y - TILE_EXTENT)).toBeLessThan(129);
      }
    }
    expect(seen.size).toBe(plan.length);
    for (const [row, grid] of seen) expect(grid).toBe(plan[row]);
  });

  it('footprints come back within a tenth of a metre, outer rings clockwise on screen', () => {
    const [z, x, y] = tileOf(...([120.6017, 31.3012] as const), 16);
    const layer = read(tiler.tile(z, x, y, plan)).layers['buildings'];
    const feature = layer.feature(0);
    const geometry = feature.toGeoJSON(x, y, z).geometry as GeoJSON.Polygon;
    const footprint = town.tables.buildings!.columns['footprint'];
    if (footprint.kind !== 'geometry') throw new Error('footprint');
    const first = footprint.ringVertices[footprint.rowRings[feature.id as number]];
    const nearest = Math.min(
      ...geometry.coordinates[0].map(([lng, lat]) =>
        Math.hypot(
          (lng - footprint.coords[2 * first] / 1e7) * 95_000,
          (lat - footprint.coords[2 * first + 1] / 1e7) * 111_195,
        ),
      ),
    );
    expect(nearest).toBeLessThan(0.1);
    const ring = feature.loadGeometry()[0].flatMap(({ x: px, y: py }) => [px, py]);
    expect(doubleArea(ring)).toBeGreaterThan(0);
  });

  it('each label stands in exactly one tile', () => {
    const count = { grids: 0, numbers: 0 };
    for (const tile of tiles(16)) {
      const layers = read(tiler.tile(...tile, plan, new Uint32Array(16).fill(321))).layers;
      for (let i = 0; i < (layers['grids']?.length ?? 0); i++) {
        const feature = layers['grids'].feature(i);
        expect(feature.properties['households']).toBe(321);
        if (feature.type === 1) count.grids++;
      }
      count.numbers += layers['numbers']?.length ?? 0;
    }
    expect(count).toEqual({ grids: 16, numbers: plan.length });
  });

  it('roads and walls are apart, lanes wait for their zoom', () => {
    const kinds = (z: number) => {
      const found = new Set<string>();
      for (const tile of tiles(z)) {
        const layers = read(tiler.tile(...tile, plan)).layers;
        for (const name of ['roads', 'walls'])
          for (let i = 0; i < (layers[name]?.length ?? 0); i++)
            found.add(`${name}:${layers[name].feature(i).properties['kind']}`);
      }
      return [...found].sort();
    };
    expect(kinds(12)).toEqual(['roads:mainRoad']);
    expect(kinds(16)).toEqual(['roads:lane', 'roads:mainRoad', 'roads:path', 'walls:wall']);
  });

  it('the same question gives the same bytes, a changed plan changes the grid only', () => {
    const [tile] = tiles(15);
    expect(tiler.tile(...tile, plan)).toEqual(createTiler(tileTown(4)).tile(...tile, plan));
    const moved = plan.slice().fill(NO_GRID);
    const layer = read(tiler.tile(...tile, moved)).layers['buildings'];
    expect(layer.feature(0).properties['grid']).toBeUndefined();
  });

  it('a district tile holds far fewer buildings than the district', () => {
    const big = createTiler(tileTown(24));
    const wide = tileTown(24);
    const length = (z: number) => {
      const [west, , , north] = wide.bounds;
      const [, x, y] = tileOf(west, north, z);
      let n = 0;
      for (const [dx, dy] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ])
        n += read(big.tile(z, x + dx, y + dy, wide.plan.gridOfBuilding)).layers['buildings']?.length ?? 0;
      return n;
    };
    expect(length(12)).toBeLessThan(wide.plan.gridOfBuilding.length / 3);
  });
});
