/**
 * Spots: where homes and their residents stand. A spot is a run of consecutive homes with the same building and
 * entrance; its point is the entrance, else the building's inside point. A polygon is asked of some thousands of
 * spots instead of a million residents. Residents whose spot has no point are listed apart with their own.
 */
import { NO_COORDINATE, NONE, type Table } from '../columns/column.ts';
import { trimmed, withRoom } from '../columns/number-array.ts';
import { indexPoints, type PointBlocks } from '../geo/point-blocks.ts';
import { columnOf, linkValues } from './column-access.ts';

export interface Spots {
  count: number;
  /** count + 1 entries: homes of spot s are [homeStarts[s], homeStarts[s + 1]). */
  homeStarts: Uint32Array;
  points: PointBlocks;
}

/** Residents that stand at their own point; rows rising. */
export interface LooseResidents {
  rows: Uint32Array;
  points: PointBlocks;
}

export interface Coordinates {
  lng: Int32Array;
  lat: Int32Array;
}

/** Own coordinates of a table; all NO_COORDINATE when absent. */
export function ownCoordinates(table: Table | undefined): Coordinates {
  const lng = columnOf(table, 'lng', 'number')?.values;
  const lat = columnOf(table, 'lat', 'number')?.values;
  if (lng instanceof Int32Array && lat instanceof Int32Array) return { lng, lat };
  const none = new Int32Array(table?.rows ?? 0).fill(NO_COORDINATE);
  return { lng: none, lat: none };
}

export function buildSpots(
  homes: Table | undefined,
  entrances: Table | undefined,
  buildings: Table | undefined,
): Spots {
  const rows = homes?.rows ?? 0;
  const building = linkValues(homes, 'building');
  const entrance = linkValues(homes, 'entrance');
  const starts: number[] = [];
  for (let home = 0; home < rows; home++)
    if (home === 0 || building[home] !== building[home - 1] || entrance[home] !== entrance[home - 1])
      starts.push(home);
  const count = starts.length;
  const lng = new Int32Array(count).fill(NO_COORDINATE);
  const lat = new Int32Array(count).fill(NO_COORDINATE);
  const doors = ownCoordinates(entrances);
  const insides = ownCoordinates(buildings);
  for (let s = 0; s < count; s++) {
    const e = entrance[starts[s]];
    const b = building[starts[s]];
    if (e !== NONE && e < doors.lng.length && hasPlace(doors, e)) {
      lng[s] = doors.lng[e];
      lat[s] = doors.lat[e];
    } else if (b !== NONE && b < insides.lng.length && hasPlace(insides, b)) {
      lng[s] = insides.lng[b];
      lat[s] = insides.lat[b];
    }
  }
  starts.push(rows);
  return { count, homeStarts: Uint32Array.from(starts), points: indexPoints(lng, lat) };
}

/** @param residentStarts first resident of each home, and where those without a home begin. */
export function findLoose(
  spots: Spots,
  residents: Table | undefined,
  residentStarts: Uint32Array,
): LooseResidents {
  const own = ownCoordinates(residents);
  let rows = new Uint32Array(1024);
  let count = 0;
  const add = (from: number, to: number) => {
    rows = withRoom(rows, count + to - from);
    for (let row = from; row < to; row++) if (hasPlace(own, row)) rows[count++] = row;
  };
  for (let s = 0; s < spots.count; s++)
    if (!hasPlace(spots.points, s))
      add(residentStarts[spots.homeStarts[s]], residentStarts[spots.homeStarts[s + 1]]);
  add(residentStarts[residentStarts.length - 1], residents?.rows ?? 0);
  rows = trimmed(rows, count);
  const lng = new Int32Array(count);
  const lat = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    lng[i] = own.lng[rows[i]];
    lat[i] = own.lat[rows[i]];
  }
  return { rows, points: indexPoints(lng, lat) };
}

export function hasPlace(at: Coordinates, row: number): boolean {
  return at.lng[row] !== NO_COORDINATE && at.lat[row] !== NO_COORDINATE;
}

/** The spot of a home. */
export function spotOfHome(spots: Spots, home: number): number {
  let low = 0;
  let high = spots.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (spots.homeStarts[middle] <= home) low = middle;
    else high = middle - 1;
  }
  return low;
}
