/**
 * Where the map opens over imported tables: the box of the place that holds most of them. Two places far apart have nothing
 * to see in their middle. Coordinates are 1e-7 degrees in, degrees WGS84 out.
 */
import { DEGREE, NO_COORDINATE } from '../columns/column.ts';
import type { CommunityBundle } from './bundle.ts';

/** Where the map opens when nothing has a place: the country. */
export const COUNTRY: [number, number, number, number] = [73, 18, 135, 54];

/** Where the map opens now: a community that was imported without places is where its buildings were drawn since. */
export function boundsNow({
  bounds,
  tables,
}: Pick<CommunityBundle, 'bounds' | 'tables'>): CommunityBundle['bounds'] {
  if (bounds.some((value, i) => value !== COUNTRY[i])) return bounds;
  const { lng, lat } = tables.buildings?.columns ?? {};
  if (lng?.kind !== 'number' || lat?.kind !== 'number') return bounds;
  return openingBounds([Array.from(lng.values).flatMap((x, row) => [x, lat.values[row]])]) ?? bounds;
}

/** Side of a cell, degrees: what is further apart than one empty cell, at least 11 km of latitude, is another place. */
const CELL = 0.1;
const ROW = 4096;

interface Cell {
  count: number;
  box: [number, number, number, number];
}

function grow(box: Cell['box'], [west, south, east, north]: Cell['box']): void {
  box[0] = Math.min(box[0], west);
  box[1] = Math.min(box[1], south);
  box[2] = Math.max(box[2], east);
  box[3] = Math.max(box[3], north);
}

const empty = (): Cell => ({ count: 0, box: [Infinity, Infinity, -Infinity, -Infinity] });
const NEIGHBOURS = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => dy * ROW + dx));

/** Cells that hang together, corners included, as one. */
function placesOf(cells: Map<number, Cell>): Cell[] {
  const places: Cell[] = [];
  const open = new Map(cells);
  for (const [start] of cells) {
    if (!open.has(start)) continue;
    const place = empty();
    const queue = [start];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      const cell = open.get(at);
      if (!cell) continue;
      open.delete(at);
      place.count += cell.count;
      grow(place.box, cell.box);
      for (const step of NEIGHBOURS) queue.push(at + step);
    }
    places.push(place);
  }
  return places;
}

/**
 * @param lists coordinates by turns, longitude and latitude; places without one (NO_COORDINATE) are passed over
 * @returns west, south, east, north in degrees; null: nothing has a place
 */
export function openingBounds(lists: Iterable<ArrayLike<number>>): [number, number, number, number] | null {
  const cells = new Map<number, Cell>();
  for (const list of lists)
    for (let i = 0; i + 1 < list.length; i += 2) {
      const x = list[i];
      const y = list[i + 1];
      if (x === NO_COORDINATE || y === NO_COORDINATE) continue;
      const key = Math.floor(y / DEGREE / CELL) * ROW + Math.floor(x / DEGREE / CELL);
      let cell = cells.get(key);
      if (!cell) cells.set(key, (cell = empty()));
      cell.count++;
      grow(cell.box, [x, y, x, y]);
    }
  const [first, ...rest] = placesOf(cells);
  if (!first) return null;
  const most = rest.reduce((best, place) => (place.count > best.count ? place : best), first);
  const [west, south, east, north] = most.box.map((v) => v / DEGREE);
  return [west, south, east, north];
}
