/** Cells from footprints and barriers: every building in one, nothing left over, the nearest building's wherever one looks, and the same again. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellLocator } from '../../../../shared/partition/cell-locator.ts';
import { triangulate } from '../../../../shared/partition/delaunay.ts';
import { proveIntegrity } from '../../../../shared/partition/integrity.ts';
import { NO_GRID } from '../../../../shared/partition/outline.ts';
import { doubleArea, ringCorners } from '../../../../shared/partition/ring-tracing.ts';
import {
  NO_HOME,
  type Tessellation,
  type TessellationInput,
  tessellate,
} from '../../../../shared/partition/tessellation.ts';
import { finished } from '../../../../shared/partition/work-steps.ts';
import { random } from '../../../support/seeded-random.ts';

const box = (x: number, y: number, w: number, h: number) =>
  Int32Array.from([x, y, x + w, y, x + w, y + h, x, y + h]);

const divided = (input: TessellationInput): Tessellation => finished(tessellate(input));

const digestOf = (made: Tessellation): string =>
  createHash('sha256')
    .update(
      JSON.stringify(made, (_, value) => (ArrayBuffer.isView(value) ? [...(value as Int32Array)] : value)),
    )
    .digest('hex');

/** Slabs of 40 x 12 m in rows, turned a little, with streets every few and a pond. `side`: buildings each way. */
function town(seed: number, side: number, lines: readonly Int32Array[] = []): TessellationInput {
  const roll = random(seed);
  const footprints: Int32Array[][] = [];
  const places: number[] = [];
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++) {
      const [cx, cy] = [i * 60_000 + 35_000 + roll() * 6000, j * 30_000 + 18_000 + roll() * 4000];
      const turn = (roll() - 0.5) * 0.2;
      const corner = (dx: number, dy: number) => [
        Math.round(cx + dx * Math.cos(turn) - dy * Math.sin(turn)),
        Math.round(cy + dx * Math.sin(turn) + dy * Math.cos(turn)),
      ];
      const [a, b] = [20_000, 6000];
      footprints.push([Int32Array.from([corner(-a, -b), corner(a, -b), corner(a, b), corner(-a, b)].flat())]);
      places.push(Math.round(cx), Math.round(cy));
    }
  const [width, height] = [side * 60_000 + 10_000, side * 30_000 + 10_000];
  const boundary = [Int32Array.from([0, 0, width, 3000, width - 2000, height, -4000, height - 1000])];
  return { boundary, lines, areas: [], footprints, places: Int32Array.from(places) };
}

const areaOf = (rings: readonly Int32Array[]) => rings.reduce((sum, ring) => sum + doubleArea(ring), 0);

function prove({ map, cellOfBuilding, inside }: Tessellation, input: TessellationInput) {
  expect(proveIntegrity(map, new Int32Array(map.cells.length).fill(NO_GRID))).toEqual({
    holds: true,
    faults: [],
  });
  expect([...cellOfBuilding]).not.toContain(NO_HOME);
  const whole = map.cells.reduce(
    (sum, rings, c) => sum + (inside[c] ? areaOf(rings.map((ring) => ringCorners(map, ring))) : 0),
    0,
  );
  // Corners put into slanted sides move the border by less than a millimetre.
  expect(Math.abs(whole - areaOf(input.boundary)) / areaOf(input.boundary)).toBeLessThan(1e-6);
}

describe('enclosed tessellation', () => {
  it.each([1, 2, 3])('gives every building a cell of its own and covers the community (seed %i)', (seed) => {
    const input = town(seed, 8);
    const result = divided(input);
    prove(result, input);
    expect(new Set(result.cellOfBuilding).size).toBe(64);
    expect(result.map.cells).toHaveLength(64);
    expect(divided(input)).toEqual(result);
  });

  it.each([
    [1, '875044084fe29a515aa57c005582e01d41133d3bfb30338670dcbebd0b1eb119'],
    [2, '3a70a36255c9d9a8c4d965912739c133eeff3df613eaa5622f7eb78e7b55e02a'],
  ])('has come out the same to the byte since it was first made (seed %i)', (seed, sha256) => {
    expect(digestOf(divided(town(seed, 8)))).toBe(sha256);
  });

  it('can be left after any step, tells a share that never falls, and leaves nothing behind', () => {
    const street = Int32Array.from([-50_000, 100_000, 600_000, 104_000]);
    const input = { ...town(7, 8, [street]), areas: [box(100_000, 160_000, 9000, 3000)] };
    const before = structuredClone(input);
    const shares = [...tessellate(input)];
    expect(shares.length).toBeGreaterThan(20);
    expect(shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1)).toBe(true);
    const whole = digestOf(divided(input));
    fc.assert(
      fc.property(fc.nat({ max: shares.length - 1 }), (steps) => {
        const work = tessellate(input);
        for (let i = 0; i <= steps; i++) expect(work.next()).toEqual({ done: false, value: shares[i] });
        expect(work.return(undefined as never).done).toBe(true);
        expect(input).toEqual(before);
        expect(digestOf(divided(input))).toBe(whole);
      }),
      { numRuns: 6 },
    );
  });

  it('keeps to the nearest building', () => {
    const input = town(4, 6);
    const { map, cellOfBuilding } = divided(input);
    const locator = new CellLocator(map);
    const roll = random(9);
    for (let k = 0; k < 400; k++) {
      const [x, y] = [Math.round(roll() * 350_000), Math.round(roll() * 180_000)];
      const [cell] = locator.at(x, y);
      if (cell === undefined) continue;
      const away = input.footprints.map(([ring]) => distanceTo(ring, x, y));
      const own = away[cellOfBuilding.indexOf(cell)];
      // Sampled walls, simplified borders: within a metre.
      expect(own - Math.min(...away)).toBeLessThan(1000);
    }
  });

  it('a street and a wall are borders; a wall that ends nowhere is none; a pond is a cell', () => {
    const street = Int32Array.from([-50_000, 100_000, 600_000, 104_000]);
    const stub = Int32Array.from([200_000, 20_000, 230_000, 20_000]);
    const input = { ...town(5, 8, [street, stub]), areas: [box(100_000, 160_000, 9000, 3000)] };
    const result = divided(input);
    prove(result, input);
    const { map, cellOfBuilding } = result;
    const locator = new CellLocator(map);
    const [pond] = locator.at(104_000, 161_000);
    expect([...cellOfBuilding]).not.toContain(pond);
    // Every border of a cell keeps to one side of the street.
    for (const rings of map.cells) {
      const sides = new Set<number>();
      const corners = ringCorners(map, rings[0]);
      for (let i = 0; i < corners.length; i += 2) {
        const off = 650_000 * (corners[i + 1] - 100_000) - 4000 * (corners[i] + 50_000);
        if (Math.abs(off) / 650_000 > 2) sides.add(Math.sign(off));
      }
      expect(sides.size).toBe(1);
    }
  });

  it('houses wall to wall, and one within another’s yard', () => {
    const footprints = [
      [box(10_000, 10_000, 10_000, 10_000)],
      [box(20_000, 10_000, 10_000, 10_000)],
      [box(30_000, 10_000, 10_000, 10_000)],
      [box(60_000, 5000, 40_000, 40_000), box(65_000, 10_000, 30_000, 30_000)],
      [box(78_000, 22_000, 4000, 4000)],
    ];
    const input = {
      boundary: [box(0, 0, 110_000, 50_000)],
      lines: [],
      areas: [],
      footprints,
      places: Int32Array.from([
        15_000, 15_000, 25_000, 15_000, 35_000, 15_000, 62_000, 20_000, 80_000, 24_000,
      ]),
    };
    const result = divided(input);
    prove(result, input);
    expect(new Set(result.cellOfBuilding).size).toBe(5);
    expect(result.map.cells[result.cellOfBuilding[3]]).toHaveLength(2);
  });

  it('a community without buildings is one cell, a building beyond the boundary has none', () => {
    const boundary = [box(0, 0, 1000, 1000)];
    const none = { boundary, lines: [], areas: [], footprints: [], places: new Int32Array(0) };
    expect(divided(none).map.cells).toHaveLength(1);
    const beyond = { ...none, footprints: [[box(5000, 0, 10, 10)]], places: Int32Array.from([5005, 5]) };
    expect([...divided(beyond).cellOfBuilding]).toEqual([NO_HOME]);
    expect(() => divided({ ...none, boundary: [] })).toThrow(
      expect.objectContaining({ code: 'no-polygons' }),
    );
  });

  it('the boundary with an enclave leaves it out', () => {
    const input = { ...town(6, 4), footprints: [], places: new Int32Array(0) };
    const enclave = box(50_000, 40_000, 20_000, 20_000);
    const { map, inside } = divided({ ...input, boundary: [...input.boundary, enclave] });
    expect(map.cells).toHaveLength(2);
    expect([...inside].sort()).toEqual([0, 1]);
  });
});

function distanceTo(ring: Int32Array, x: number, y: number): number {
  let nearest = Infinity;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay] = [ring[j], ring[j + 1]];
    const [dx, dy] = [ring[i] - ax, ring[i + 1] - ay];
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    nearest = Math.min(nearest, Math.hypot(ax + t * dx - x, ay + t * dy - y));
  }
  return nearest;
}

describe('Delaunay triangulation', () => {
  it.each([1, 2, 3])('no circle holds a place, and the triangles cover the frame (seed %i)', (seed) => {
    const roll = random(seed);
    // Some on a square net: four on one circle, many on one line.
    const x = Array.from({ length: 120 }, (_, i) => (i < 60 ? 1000 * (i % 8) : Math.floor(roll() * 8000)));
    const y = Array.from({ length: 120 }, (_, i) =>
      i < 60 ? 1000 * Math.floor(i / 8) : Math.floor(roll() * 8000),
    );
    const mesh = finished(triangulate(x, y));
    const distinct = new Set(x.map((each, i) => `${each},${y[i]}`)).size;
    expect(mesh.triangles).toBe(2 * distinct + 2);
    const big = BigInt;
    for (let t = 0; t < mesh.triangles; t++) {
      const [a, b, c] = mesh.start.slice(3 * t, 3 * t + 3);
      for (let p = 0; p < 120; p++) {
        if ([a, b, c].some((v) => mesh.x[v] === x[p] && mesh.y[v] === y[p])) continue;
        const m = [a, b, c].map((v) => [big(mesh.x[v] - x[p]), big(mesh.y[v] - y[p])]);
        const l = m.map(([dx, dy]) => dx * dx + dy * dy);
        const det =
          l[0] * (m[1][0] * m[2][1] - m[2][0] * m[1][1]) -
          l[1] * (m[0][0] * m[2][1] - m[2][0] * m[0][1]) +
          l[2] * (m[0][0] * m[1][1] - m[1][0] * m[0][1]);
        expect(det <= 0n).toBe(true);
      }
    }
  });
});
