/**
 * What the check of grids says about a stretch of cells: area, width, place, the grids concerned. Owns the measuring.
 */
import { areaScale, degreesOf, type Lattice, rounded } from './lattice.ts';
import { isSliver, middleOf, perimeter, placeInside } from './narrow.ts';
import { outlineOf } from './outline.ts';
import { OUTSIDE, type PlanarMap, rightOf } from './planar-map.ts';
import { doubleArea } from './ring-tracing.ts';

export interface Finding {
  kind: 'gap' | 'overlap' | 'grid' | 'part';
  /** Square metres on the ellipsoid. */
  area: number;
  /** Metres: twice the area by the perimeter, which for a long strip is its width. */
  meanWidth: number;
  /** A place inside, [lng, lat] in WGS84. */
  place: [number, number] | null;
  /** The grids concerned; of a gap, those around it. */
  grids: string[];
  holes: number;
  /** No circle of 0.5 m fits in. */
  sliver: boolean;
}

export class FindingMaker {
  readonly map: PlanarMap;
  private readonly covers: readonly (readonly number[])[];
  private readonly names: readonly string[];
  private readonly degrees: (x: number, y: number) => [number, number] | null;
  private readonly scale: (x: number, y: number) => number;

  constructor(
    lattice: Lattice,
    map: PlanarMap,
    covers: readonly (readonly number[])[],
    names: readonly string[],
  ) {
    this.map = map;
    this.covers = covers;
    this.names = names;
    this.degrees = degreesOf(lattice);
    this.scale = areaScale(lattice);
  }

  /** A connected stretch of cells. */
  region(kind: Finding['kind'], cells: readonly number[], grids: readonly number[]): Finding {
    const [part] = outlineOf(this.map, cells).parts;
    const rings = [part.outer, ...part.holes];
    const lattice = rings.reduce((sum, ring) => sum + doubleArea(ring), 0) / 2;
    const border = rings.reduce((sum, ring) => sum + perimeter(ring), 0);
    return {
      kind,
      area: rounded(lattice * this.scale(...middleOf(part)), 4),
      meanWidth: rounded((2 * lattice) / border / 1000, 4),
      place: this.degrees(...placeInside(part)),
      grids: grids.map((grid) => this.names[grid]),
      holes: part.holes.length,
      sliver: isSliver(part),
    };
  }

  /** Grids on the other side of the border of some cells, rising. */
  gridsAround(cells: readonly number[]): number[] {
    const own = new Set(cells);
    const around = new Set<number>();
    for (const cell of cells)
      for (const ring of this.map.cells[cell])
        for (const ref of ring) {
          const other = rightOf(this.map, ref);
          if (other !== OUTSIDE && !own.has(other)) for (const grid of this.covers[other]) around.add(grid);
        }
    return [...around].sort((a, b) => a - b);
  }
}
