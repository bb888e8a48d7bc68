/**
 * Buildings against grids: each belongs where one place inside it lies; a footprint over a border is in one grid, as a building
 * always is. Owns which are in none or in several, and the households of each grid.
 */
import { CellLocator } from './cell-locator.ts';
import type { DrawnPolygon } from './drawn-grids.ts';
import { areaScale, degreesOf, type Lattice, rounded, toLattice } from './lattice.ts';
import { middleOf, placeInside } from './narrow.ts';
import type { OutlinePart } from './outline.ts';
import type { PlanarMap } from './planar-map.ts';
import { doubleArea } from './ring-tracing.ts';

/** In the coordinate system of the grids. */
export interface DrawnBuilding {
  name: string;
  row: number;
  /** Its footprint, of several the largest counts; or a point. */
  polygons: readonly DrawnPolygon[];
  point: readonly unknown[] | null;
  /** Null: not counted. */
  households: number | null;
}

export interface BuildingFinding {
  building: string;
  row: number;
  /** Of the footprint, square metres; 0 for a point. */
  area: number;
  place: [number, number] | null;
  grids: string[];
}

export interface BuildingCheck {
  uncoveredBuildings: BuildingFinding[];
  doublyCoveredBuildings: BuildingFinding[];
}

interface CoveredMap {
  lattice: Lattice;
  map: PlanarMap;
  /** By cell: the grids over it. */
  covers: readonly (readonly number[])[];
  names: readonly string[];
  buildings: readonly DrawnBuilding[] | null;
}

/** `households`: by grid, and last those in no grid or in several; null when no building has a count. */
export function checkBuildings(covered: CoveredMap): BuildingCheck & { households: number[] | null } {
  const { lattice, map, covers, names, buildings } = covered;
  const uncoveredBuildings: BuildingFinding[] = [];
  const doublyCoveredBuildings: BuildingFinding[] = [];
  const households = new Array<number>(names.length + 1).fill(0);
  const counted = buildings?.some((building) => building.households !== null) ?? false;
  const locator = new CellLocator(map);
  const degrees = degreesOf(lattice);
  const scale = areaScale(lattice);
  for (const building of buildings ?? []) {
    const { place, area } = stand(lattice, building, scale);
    const grids = place ? gridsAt(locator, covers, place) : [];
    households[grids.length === 1 ? grids[0] : names.length] += building.households ?? 0;
    if (grids.length === 1) continue;
    (grids.length === 0 ? uncoveredBuildings : doublyCoveredBuildings).push({
      building: building.name,
      row: building.row,
      area,
      place: place && degrees(...place),
      grids: grids.map((grid) => names[grid]),
    });
  }
  return { uncoveredBuildings, doublyCoveredBuildings, households: counted ? households : null };
}

/** The grids at a place. On a border it is in the first grid that has one side for itself: a line is no overlap. */
function gridsAt(
  locator: CellLocator,
  covers: readonly (readonly number[])[],
  [x, y]: [number, number],
): readonly number[] {
  const around = locator.at(x, y).map((cell) => covers[cell]);
  const alone = around.filter((own) => own.length === 1).sort(([a], [b]) => a - b);
  return alone.at(0) ?? around.find((own) => own.length > 1) ?? [];
}

function stand(
  lattice: Lattice,
  { polygons, point }: DrawnBuilding,
  scale: (x: number, y: number) => number,
): { place: [number, number] | null; area: number } {
  const parts = polygons.map((polygon) => footprint(lattice, polygon)).filter((part) => part !== null);
  const size = ({ outer }: OutlinePart) => Math.abs(doubleArea(outer));
  const [largest] = parts.sort((a, b) => size(b) - size(a));
  if (largest) {
    const [x, y] = placeInside(largest);
    const area = (size(largest) / 2) * scale(...middleOf(largest));
    return { place: [Math.round(x), Math.round(y)], area: rounded(area, 2) };
  }
  const [x, y] = point ?? [];
  const place = typeof x === 'number' && typeof y === 'number' ? toLattice(lattice, x, y) : null;
  return { place, area: 0 };
}

function footprint(lattice: Lattice, polygon: DrawnPolygon): OutlinePart | null {
  const rings = polygon.map((positions) => {
    const corners: number[] = [];
    for (const [x, y] of positions) {
      const place = typeof x === 'number' && typeof y === 'number' ? toLattice(lattice, x, y) : null;
      if (!place) return null;
      corners.push(...place);
    }
    return Int32Array.from(corners);
  });
  const [outer, ...holes] = rings;
  if (!outer || outer.length < 6) return null;
  return { outer, holes: holes.filter((ring) => ring !== null) };
}
