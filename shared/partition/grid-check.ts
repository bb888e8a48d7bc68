/**
 * The check of grids as they were drawn: what lies in no grid, in two, is too narrow, cut off or drawn wrong, and how evenly
 * they are sized. Owns the result and its order; the geometry is the planar map's. Nothing is mended here.
 *
 * Two lines nearer than 1.5 mm (noding.ts) are one line: less than the lattice can tell is no gap and no overlap.
 */
import { type BuildingCheck, checkBuildings, type DrawnBuilding } from './building-check.ts';
import { balanceOf, type GridBalance, type GridTarget } from './grid-balance.ts';
import { type Finding, FindingMaker } from './grid-findings.ts';
import { type DrawnScope, layGrids } from './laid-grids.ts';
import { degreesOf, rounded } from './lattice.ts';
import { SNAP } from './noding.ts';
import { regionsOf } from './regions.ts';
import { findRingFaults, type RingFinding } from './ring-findings.ts';

export interface GridCheckInput extends DrawnScope {
  /** Records of the file that could not be read: what they would have covered is not known. */
  unreadable: readonly { name: string; row: number }[];
  buildings: readonly DrawnBuilding[] | null;
  target: GridTarget;
}

export interface CheckedGrid {
  grid: string;
  row: number;
  area: number;
  place: [number, number] | null;
  /** Parts that do not touch along a side. */
  parts: number;
  holes: number;
  /** Corners written twice in a row; they change nothing. */
  repeatedCorners: number;
}

export interface GridCheck extends BuildingCheck {
  /** Nothing in any list but `grids`. */
  clean: boolean;
  grids: CheckedGrid[];
  gaps: Finding[];
  overlaps: Finding[];
  slivers: Finding[];
  invalidRings: RingFinding[];
  detachedParts: Finding[];
  balance: GridBalance;
}

/** Throws PartitionError for what cannot be put on one lattice. Areas in square metres, places in WGS84 degrees. */
export function checkGrids(input: GridCheckInput): GridCheck {
  const { grids, target } = input;
  const { lattice, placed, noded, map, labels, covers, within } = layGrids(input);
  const names = grids.map(({ name }) => name);
  const maker = new FindingMaker(lattice, map, covers, names);
  const gaps = regionsOf(
    map,
    covers.map((own, cell) => (own.length === 0 && within[cell] ? [0] : [])),
  )
    .map(({ cells }) => maker.region('gap', cells, maker.gridsAround(cells)))
    .filter(isReal);
  const overlaps = overlapRegions(map, covers)
    .map(({ cells }) => maker.region('overlap', cells, covers[cells[0]]))
    .filter(isReal);
  const { checked, slivers, detachedParts } = checkParts(input, maker, placed.repeated, covers);
  const buildings = checkBuildings({ lattice, map, covers, names, buildings: input.buildings });
  const degrees = degreesOf(lattice);
  const invalidRings = [
    ...input.unreadable.map(({ name }) => absentRing('unreadable', name)),
    ...grids
      .filter(({ polygons }) => polygons.length === 0)
      .map(({ name }) => absentRing('no-polygon', name)),
    ...findRingFaults({ grids, placed, noded, map, labels, degrees }),
  ];
  const lists = {
    gaps: gaps.sort(largestFirst),
    overlaps: overlaps.sort(largestFirst),
    slivers: [...gaps, ...overlaps, ...slivers].filter(({ sliver }) => sliver).sort(largestFirst),
    invalidRings,
    detachedParts: detachedParts.sort(largestFirst),
    uncoveredBuildings: buildings.uncoveredBuildings,
    doublyCoveredBuildings: buildings.doublyCoveredBuildings,
  };
  return {
    clean: Object.values(lists).every((list) => list.length === 0),
    grids: checked,
    ...lists,
    balance: balanceOf(
      names,
      checked.map(({ area }) => area),
      buildings.households,
      target,
    ),
  };
}

function absentRing(fault: RingFinding['fault'], grid: string): RingFinding {
  return { fault, area: 0, place: null, grids: [grid], polygon: 0, ring: 0 };
}

/** Several roundings may add up: a strip that is no wider than the reach on average is the lattice's, not the file's. */
export const isReal = ({ sliver, meanWidth }: Finding): boolean => !sliver || meanWidth * 1000 > SNAP;

const largestFirst = (a: Finding, b: Finding): number => b.area - a.area;

/** Overlaps by who overlaps: a third grid over two makes a stretch of its own. */
export function overlapRegions(map: Parameters<typeof regionsOf>[0], covers: readonly (readonly number[])[]) {
  const sets = new Map<string, number>();
  const keys = covers.map((own) => {
    if (own.length < 2) return [];
    const text = own.join();
    const key = sets.get(text) ?? sets.size;
    sets.set(text, key);
    return [key];
  });
  return regionsOf(map, keys);
}

/** Each grid with its parts: the largest is the grid, the others are cut off. */
function checkParts(
  { grids }: GridCheckInput,
  maker: FindingMaker,
  repeated: readonly number[],
  covers: readonly (readonly number[])[],
) {
  const parts = grids.map((): Finding[] => []);
  for (const { key, cells } of regionsOf(maker.map, covers))
    parts[key].push(maker.region('part', cells, [key]));
  const slivers: Finding[] = [];
  const detachedParts: Finding[] = [];
  const checked = grids.map(({ name, row }, grid): CheckedGrid => {
    const own = parts[grid].sort(largestFirst);
    const [main, ...cut] = own;
    detachedParts.push(...cut);
    slivers.push(...cut, ...(main ? [{ ...main, kind: 'grid' as const }] : []));
    return {
      grid: name,
      row,
      area: rounded(
        own.reduce((sum, { area }) => sum + area, 0),
        4,
      ),
      place: main?.place ?? null,
      parts: own.length,
      holes: own.reduce((sum, { holes }) => sum + holes, 0),
      repeatedCorners: repeated[grid],
    };
  });
  return { checked, slivers, detachedParts };
}
