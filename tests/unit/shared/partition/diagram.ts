/**
 * Grids drawn with letters: every letter is a square of 10 m of the grid of that name, a dot is none. Owns the outlines, traced
 * along the squares with no help of what is tested.
 */
import { crsOfCode } from '../../../../shared/geo/crs-registry.ts';
import type { DrawnGrid } from '../../../../shared/partition/drawn-grids.ts';
import { checkGrids, type GridCheck, type GridCheckInput } from '../../../../shared/partition/grid-check.ts';

export const METRES = crsOfCode(4548)!;
/** South-west corner of diagrams: in the zone's middle near Beijing. */
export const ORIGIN = [500_000, 4_420_000] as const;
export const SIDE = 10;
export const TARGET = { min: 300, max: 500 };

type Corner = [number, number];

/** Columns go east, rows south. */
export function drawn(diagram: string): DrawnGrid[] {
  const rows = diagram
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '');
  const names = [...new Set(rows.join(''))].filter((letter) => letter !== '.').sort();
  return names.map((name, row) => ({ name, row: row + 1, polygons: polygonsOf(rows, name) }));
}

function polygonsOf(rows: readonly string[], name: string): Corner[][][] {
  const next = new Map<string, string[]>();
  rows.forEach((row, r) => {
    [...row].forEach((letter, c) => {
      if (letter !== name) return;
      const y = rows.length - r;
      const ring = [`${c},${y - 1}`, `${c + 1},${y - 1}`, `${c + 1},${y}`, `${c},${y}`];
      ring.forEach((from, i) => {
        const to = ring[(i + 1) % 4];
        const back = next.get(to)?.indexOf(from) ?? -1;
        if (back >= 0) next.get(to)?.splice(back, 1);
        else next.set(from, [...(next.get(from) ?? []), to]);
      });
    });
  });
  const rings: Corner[][] = [];
  for (const start of [...next.keys()]) {
    while ((next.get(start)?.length ?? 0) > 0) rings.push(trace(next, start));
  }
  const outer = rings.filter((ring) => area(ring) > 0);
  return outer.map((ring) => [
    ring,
    ...rings.filter((hole) => area(hole) < 0 && smallestAround(outer, hole) === ring),
  ]);
}

/** Follows the squares, turning left where two ways go on: squares that meet at a corner are apart. */
function trace(next: Map<string, string[]>, start: string): Corner[] {
  const place = (key: string) => key.split(',').map(Number) as Corner;
  const ring: Corner[] = [];
  let at = start;
  let before: Corner | null = null;
  do {
    const ways = next.get(at) ?? [];
    const [x, y] = place(at);
    const turn = (to: string) => {
      const [tx, ty] = place(to);
      return before ? (x - before[0]) * (ty - y) - (y - before[1]) * (tx - x) : 0;
    };
    const best = ways.reduce((a, b) => (turn(b) > turn(a) ? b : a));
    ways.splice(ways.indexOf(best), 1);
    ring.push([ORIGIN[0] + x * SIDE, ORIGIN[1] + y * SIDE]);
    before = [x, y];
    at = best;
  } while (at !== start);
  return ring;
}

function area(ring: readonly Corner[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    return sum + ((x - ORIGIN[0]) * (ny - ORIGIN[1]) - (nx - ORIGIN[0]) * (y - ORIGIN[1])) / 2;
  }, 0);
}

function smallestAround(rings: readonly Corner[][], hole: readonly Corner[]): Corner[] | undefined {
  const [x, y] = [hole[0][0] + 0.1, hole[0][1] + 0.1];
  const inside = (ring: readonly Corner[]) =>
    ring.filter(([ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length];
      return ay > y !== by > y && x < ((y - ay) * (bx - ax)) / (by - ay) + ax;
    }).length %
      2 ===
    1;
  return rings
    .filter((ring) => area(ring) > -area(hole) && inside(ring))
    .sort((a, b) => area(a) - area(b))
    .at(0);
}

export function check(grids: readonly DrawnGrid[], more: Partial<GridCheckInput> = {}): GridCheck {
  return checkGrids({
    crs: METRES,
    grids,
    unreadable: [],
    boundary: null,
    buildings: null,
    target: TARGET,
    ...more,
  });
}
