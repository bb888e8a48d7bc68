/**
 * Finds the building at a point: the footprint that holds it, else the nearest inside point within a limit. Owns the search and what each
 * is trusted; whether a place may be used at all is decided by whoever links.
 */
import {
  type GeometryColumn,
  NO_COORDINATE,
  NONE,
  type NumberColumn,
  type Table,
} from '../columns/column.ts';
import { localPlane, squaredDistance } from '../geo/distance.ts';
import { polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import { CONFIDENCE } from './link-marks.ts';

export interface PlaceFinding {
  building: number;
  method: 'footprint' | 'nearest';
  /** Per cent. */
  percent: number;
  metres: number;
}

/** About 55 m north to south. */
const CELL = 5000;
/** What the nearest building is trusted at the very limit. */
const FARTHEST = 20;

export class PlaceFinder {
  private readonly buildings: Table;
  private readonly lng: NumberColumn['values'];
  private readonly lat: NumberColumn['values'];
  private readonly cells = new Map<number, number[]>();

  constructor(buildings: Table) {
    this.buildings = buildings;
    this.lng = (buildings.columns['lng'] as NumberColumn).values;
    this.lat = (buildings.columns['lat'] as NumberColumn).values;
    this.indexFootprints();
  }

  /** `within` metres for the nearest; 0: footprints only. null: nothing is there. */
  find(lng: number, lat: number, within: number): PlaceFinding | null {
    if (lng === NO_COORDINATE || lat === NO_COORDINATE) return null;
    const inside = this.holding(lng, lat);
    if (inside !== NONE)
      return { building: inside, method: 'footprint', percent: CONFIDENCE.footprint, metres: 0 };
    return within > 0 ? (this.nearest(lng, lat, within, 1)[0] ?? null) : null;
  }

  /** The nearest buildings within the limit, the nearest first. */
  nearest(lng: number, lat: number, within: number, most: number): PlaceFinding[] {
    const plane = localPlane(lat);
    const found: { building: number; squared: number }[] = [];
    const spanX = Math.ceil(within / (plane.perLng * CELL));
    const spanY = Math.ceil(within / (plane.perLat * CELL));
    const seen = new Set<number>();
    for (let y = Math.floor(lat / CELL) - spanY; y <= Math.floor(lat / CELL) + spanY; y++)
      for (let x = Math.floor(lng / CELL) - spanX; x <= Math.floor(lng / CELL) + spanX; x++)
        for (const building of this.cells.get(cellKey(x, y)) ?? []) {
          if (seen.has(building)) continue;
          seen.add(building);
          const squared = squaredDistance(plane, lng, lat, this.lng[building], this.lat[building]);
          if (squared <= within * within) found.push({ building, squared });
        }
    found.sort((a, b) => a.squared - b.squared || a.building - b.building);
    return found.slice(0, most).map(({ building, squared }) => {
      const metres = Math.sqrt(squared);
      const percent = Math.round(CONFIDENCE.nearest - (CONFIDENCE.nearest - FARTHEST) * (metres / within));
      return { building, method: 'nearest', percent, metres };
    });
  }

  private holding(lng: number, lat: number): number {
    const footprint = this.buildings.columns['footprint'] as GeometryColumn;
    for (const building of this.cells.get(cellKey(Math.floor(lng / CELL), Math.floor(lat / CELL))) ?? []) {
      const rings: [number, number][] = [];
      for (let ring = footprint.rowRings[building]; ring < footprint.rowRings[building + 1]; ring++)
        rings.push([footprint.ringVertices[ring], footprint.ringVertices[ring + 1]]);
      if (rings.length > 0 && polygonHolds(prepareWholeRings(footprint.coords, rings), lng, lat))
        return building;
    }
    return NONE;
  }

  /** Each building in every cell that its outline's box touches; huge boxes are left to their inside point. */
  private indexFootprints(): void {
    const { coords, ringVertices, rowRings } = this.buildings.columns['footprint'] as GeometryColumn;
    for (let building = 0; building < this.buildings.rows; building++) {
      if (this.lng[building] === NO_COORDINATE) continue;
      let [west, south, east, north] = [
        this.lng[building],
        this.lat[building],
        this.lng[building],
        this.lat[building],
      ];
      for (let v = ringVertices[rowRings[building]]; v < ringVertices[rowRings[building + 1]]; v++) {
        west = Math.min(west, coords[2 * v]);
        east = Math.max(east, coords[2 * v]);
        south = Math.min(south, coords[2 * v + 1]);
        north = Math.max(north, coords[2 * v + 1]);
      }
      if ((east - west) / CELL > 100 || (north - south) / CELL > 100) {
        [west, south, east, north] = [
          this.lng[building],
          this.lat[building],
          this.lng[building],
          this.lat[building],
        ];
      }
      for (let y = Math.floor(south / CELL); y <= Math.floor(north / CELL); y++)
        for (let x = Math.floor(west / CELL); x <= Math.floor(east / CELL); x++) {
          const key = cellKey(x, y);
          const cell = this.cells.get(key);
          if (cell) cell.push(building);
          else this.cells.set(key, [building]);
        }
    }
  }
}

function cellKey(x: number, y: number): number {
  return x * 2_000_003 + y;
}
