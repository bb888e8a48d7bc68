/** The ground around a place for a small printed map: outlines of buildings, roads, walls and water, in metres from the place, y to the north. */
import { DEGREE, type GeometryColumn } from '../columns/column.ts';
import { ringsAt } from '../columns/ring.ts';
import { columnOf, labelAt } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import type { LngLat } from './selection.ts';

export interface GroundShape {
  /** `building`, `own` (the building itself), or a kind of line on the basemap. */
  kind: string;
  name: string;
  /** Flat x, y pairs. */
  rings: number[][];
}

const LINES = new Set(['mainRoad', 'road', 'lane', 'wall', 'water']);
const METRES_PER_DEGREE = 111_320;

/** Whatever comes within `reach` metres to each side. `building`: id of the building that is meant; ''. */
export function placeGround(
  community: Community,
  [lng, lat]: LngLat,
  building: string,
  reach: number,
): GroundShape[] {
  const { tables } = community;
  const [x0, y0] = [lng * DEGREE, lat * DEGREE];
  const unit = METRES_PER_DEGREE / DEGREE;
  const squeeze = unit * Math.cos((lat * Math.PI) / 180);
  const metres = (coords: ArrayLike<number>): number[] => {
    const ring: number[] = [];
    for (let i = 0; i < coords.length; i += 2)
      ring.push((coords[i] - x0) * squeeze, (coords[i + 1] - y0) * unit);
    return ring;
  };
  const near = (column: GeometryColumn | undefined, row: number): number[][] =>
    column
      ? ringsAt(column, row)
          .map(({ coords }) => metres(coords))
          .filter((ring) => reaches(ring, reach))
      : [];
  const shapes: GroundShape[] = [];
  const add = (kind: string, name: string, rings: number[][]) => {
    if (rings.length > 0) shapes.push({ kind, name, rings });
  };
  const lines = columnOf(tables.basemap, 'lines', 'geometry');
  for (let row = 0; row < rowCount(community, 'basemap'); row++) {
    const kind = labelAt(tables.basemap, 'kind', row);
    if (LINES.has(kind)) add(kind, labelAt(tables.basemap, 'name', row), near(lines, row));
  }
  const footprints = columnOf(tables.buildings, 'footprint', 'geometry');
  for (let row = 0; row < rowCount(community, 'buildings'); row++) {
    const own = building !== '' && labelAt(tables.buildings, 'id', row) === building;
    add(own ? 'own' : 'building', labelAt(tables.buildings, 'name', row), near(footprints, row));
  }
  return shapes;
}

function reaches(ring: readonly number[], reach: number): boolean {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    west = Math.min(west, ring[i]);
    east = Math.max(east, ring[i]);
    south = Math.min(south, ring[i + 1]);
    north = Math.max(north, ring[i + 1]);
  }
  return west < reach && east > -reach && south < reach && north > -reach;
}
