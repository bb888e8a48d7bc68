/** Tessellations made from a seed: quadrilaterals of a bent net whose borders carry corners of their own. Owns the drawing, in whole millimetres, and the ways to dirty it. */
import { crsOfCode } from '../../../../shared/geo/crs-registry.ts';
import type { DrawnGrid } from '../../../../shared/partition/drawn-grids.ts';
import { random } from '../../../support/seeded-random.ts';

/** Metres, 2 numbers. */
export type Spot = [number, number];

export interface MadeTessellation {
  /** Rings by row and column: columns x rows of them, in metres from a corner. */
  cells: Spot[][];
  columns: number;
  rows: number;
  roll: () => number;
}

/** `size`: metres of a cell. Neighbours have the very same corners. */
export function tessellation(seed: number, columns: number, rows: number, size = 40): MadeTessellation {
  const roll = random(seed);
  const between = (low: number, high: number) => low + (high - low) * roll();
  const metre = (value: number) => Math.round(value * 1000) / 1000;
  const corners = new Map<string, Spot>();
  const corner = (i: number, j: number): Spot => {
    const key = `${i},${j}`;
    const known = corners.get(key);
    if (known) return known;
    const spot: Spot = [metre((i + between(-0.3, 0.3)) * size), metre((j + between(-0.3, 0.3)) * size)];
    corners.set(key, spot);
    return spot;
  };
  const borders = new Map<string, Spot[]>();
  /** Corners between two, the first included: the same from either side. */
  const border = (a: Spot, b: Spot, key: string, forward: boolean): Spot[] => {
    const inner = borders.get(key) ?? bends(a, b, forward);
    borders.set(key, inner);
    return [a, ...(forward ? inner : inner.toReversed())];
  };
  const bends = (a: Spot, b: Spot, forward: boolean): Spot[] => {
    const count = Math.floor(roll() * 4);
    const made = Array.from({ length: count }, (_, k): Spot => {
      const t = (k + 1) / (count + 1);
      const off = () => between(-0.05, 0.05) * size;
      return [metre(a[0] + t * (b[0] - a[0]) + off()), metre(a[1] + t * (b[1] - a[1]) + off())];
    });
    return forward ? made : made.reverse();
  };
  const cells: Spot[][] = [];
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const [sw, se, ne, nw] = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)];
      cells.push([
        ...border(sw, se, `h${i},${j}`, true),
        ...border(se, ne, `v${i + 1},${j}`, true),
        ...border(ne, nw, `h${i},${j + 1}`, false),
        ...border(nw, sw, `v${i},${j}`, false),
      ]);
    }
  return { cells, columns, rows, roll };
}

export function spotArea(ring: readonly Spot[]): number {
  return (
    ring.reduce((sum, [x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length];
      return sum + x * ny - nx * y;
    }, 0) / 2
  );
}

export function spotPerimeter(ring: readonly Spot[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    return sum + Math.hypot(nx - x, ny - y);
  }, 0);
}

/**
 * The ring as another program might write it: corners repeated, corners on straight sides that the neighbour has not, every
 * number off by less than a tenth of a millimetre, begun elsewhere, turned either way.
 */
export function dirtied(ring: readonly Spot[], roll: () => number): Spot[] {
  const noise = () => (roll() - 0.5) * 2e-5;
  const out: Spot[] = [];
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    out.push([x + noise(), y + noise()]);
    if (roll() < 0.1) out.push([x + noise(), y + noise()]);
    for (let extra = Math.floor(roll() * 3), t = 0; extra > 0; extra--) {
      t += (1 - t) * roll();
      out.push([x + t * (nx - x) + noise(), y + t * (ny - y) + noise()]);
    }
  });
  const start = Math.floor(roll() * out.length);
  const turned = [...out.slice(start), ...out.slice(0, start)];
  return roll() < 0.5 ? turned.reverse() : turned;
}

/** A ring of metres as positions of a system: of degrees at a latitude, or of metres in a zone. */
export interface Placing {
  crs: ReturnType<typeof crsOfCode> & object;
  place(spot: Spot): [number, number];
}

export function inMetres(): Placing {
  return { crs: crsOfCode(4548)!, place: ([x, y]) => [500_000 + x, 4_420_000 + y] };
}

/** About `size` of a metre in degrees; areas are only near. */
export function inDegrees(lng: number, lat: number): Placing {
  const metre = 1 / 111_320;
  const east = metre / Math.cos((lat * Math.PI) / 180);
  return { crs: crsOfCode(4326)!, place: ([x, y]) => [lng + x * east, lat + y * metre] };
}

export function gridOf(name: string, { place }: Placing, ...rings: readonly (readonly Spot[])[]): DrawnGrid {
  return { name, row: 1, polygons: rings.map((ring) => [ring.map(place)]) };
}
