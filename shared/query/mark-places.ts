/**
 * Where a mark of a home or resident is drawn: inside the footprint, pulled towards its entrance, at the height of
 * its floor. The same home stands at the same place at every zoom and in every session. Drawing only: questions
 * ask the entrance (spots.ts).
 */
import { DEGREE, type GeometryColumn } from '../columns/column.ts';
import { linkAt, valueAt } from './column-access.ts';
import { type Community, placeOf, rowCount } from './community.ts';
import { hasPlace, ownCoordinates, spotOfHome } from './spots.ts';

/** Metres from floor to floor of an extruded building. */
const STOREY = 2.9;
const TRIES = 12;
/** Share of the way from a spread point to the entrance. */
const PULL = 0.3;
/** Residents of a home stand on a circle of this radius, in 1e-7 degrees (about 0.8 m). */
const CIRCLE = 72;
const GOLDEN_ANGLE = 2.399963;

export interface MarkPlace {
  lng: number;
  lat: number;
  height: number;
}

/** Height of the middle of a floor above the building's foot; ground floor is 1, basements lie below 0. */
function floorHeight(floor: number): number {
  return (floor > 0 ? floor - 0.5 : floor + 0.5) * STOREY;
}

/** Degrees and metres; null: the home has no place at all. */
export function placeOfHomeMark(community: Community, home: number): MarkPlace | null {
  const { tables } = community;
  const building = linkAt(tables.homes, 'building', home);
  const foot = building < rowCount(community, 'buildings') ? valueAt(tables.buildings, 'base', building) : 0;
  const height = foot + floorHeight(valueAt(tables.homes, 'floor', home));
  const at = spreadInFootprint(community, home, building) ?? placeOf(community, 'homes', home);
  return at && { lng: at[0] / DEGREE, lat: at[1] / DEGREE, height };
}

/** Beside the home's other residents; at the own point on the ground for those without a home. */
export function placeOfResidentMark(community: Community, resident: number): MarkPlace | null {
  const home = linkAt(community.tables.residents, 'home', resident);
  const atHome = home < rowCount(community, 'homes') ? placeOfHomeMark(community, home) : null;
  if (!atHome) {
    const own = placeOf(community, 'residents', resident);
    return own && { lng: own[0] / DEGREE, lat: own[1] / DEGREE, height: 0 };
  }
  const order = resident - community.residentStarts[home];
  const angle = order * GOLDEN_ANGLE;
  const radius = (CIRCLE * Math.sqrt(Math.min(order, 12))) / DEGREE;
  return {
    lng: atHome.lng + radius * Math.cos(angle),
    lat: atHome.lat + radius * Math.sin(angle),
    height: atHome.height,
  };
}

function spreadInFootprint(community: Community, home: number, building: number): [number, number] | null {
  const column = community.tables.buildings?.columns['footprint'];
  const insides = ownCoordinates(community.tables.buildings);
  if (column?.kind !== 'geometry' || building >= insides.lng.length || !hasPlace(insides, building))
    return null;
  const ring = column.rowRings[building];
  if (ring === column.rowRings[building + 1]) return [insides.lng[building], insides.lat[building]];
  const spot = spotOfHome(community.spots, home);
  const { points } = community.spots;
  const box = ringBox(column, ring);
  // Homes at the same place of their floors share a number, so that they stand above each other.
  const number = rankOnFloor(community, home, community.spots.homeStarts[spot]) * 7 + (spot % 5) * 31 + 1;
  for (let k = 0; k < TRIES; k++) {
    let x = box[0] + (box[2] - box[0]) * halton(number + k * 97, 2);
    let y = box[1] + (box[3] - box[1]) * halton(number + k * 97, 3);
    if (hasPlace(points, spot)) {
      x += (points.lng[spot] - x) * PULL;
      y += (points.lat[spot] - y) * PULL;
    }
    if (inRings(column, building, x, y)) return [x, y];
  }
  return [insides.lng[building], insides.lat[building]];
}

function rankOnFloor(community: Community, home: number, first: number): number {
  const floor = valueAt(community.tables.homes, 'floor', home);
  let rank = 0;
  while (home - rank > first && valueAt(community.tables.homes, 'floor', home - rank - 1) === floor) rank++;
  return rank;
}

function ringBox(column: GeometryColumn, ring: number): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = column.ringVertices[ring]; v < column.ringVertices[ring + 1]; v++) {
    const x = column.coords[2 * v];
    const y = column.coords[2 * v + 1];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Even-odd in doubles: exactness does not matter for drawing. */
function inRings(column: GeometryColumn, row: number, x: number, y: number): boolean {
  const { coords } = column;
  let inside = false;
  for (let ring = column.rowRings[row]; ring < column.rowRings[row + 1]; ring++) {
    const from = column.ringVertices[ring];
    const to = column.ringVertices[ring + 1];
    for (let v = from, last = to - 1; v < to; last = v++) {
      const ay = coords[2 * v + 1];
      const by = coords[2 * last + 1];
      if (ay > y === by > y) continue;
      const ax = coords[2 * v];
      if (x < ax + ((y - ay) / (by - ay)) * (coords[2 * last] - ax)) inside = !inside;
    }
  }
  return inside;
}

/** Low-discrepancy sequence (Halton 1960): evenly spread at every length. */
function halton(index: number, base: number): number {
  let value = 0;
  let fraction = 1 / base;
  for (let i = index; i > 0; i = Math.floor(i / base)) {
    value += fraction * (i % base);
    fraction /= base;
  }
  return value;
}
