/**
 * Regions that points are asked of: a box, a polygon, a disc, and everything within a distance of segments. Owns
 * their exact edge rules (see query/selection.ts); coordinates are whole 1e-7 degrees, distances metres.
 */
import {
  type LocalPlane,
  squaredDistance,
  squaredDistanceToBox,
  squaredDistanceToSegment,
} from './distance.ts';
import type { Region } from './point-blocks.ts';
import { boxInPolygon, type PreparedPolygon, polygonHolds } from './points-in-polygon.ts';

/** Closed box: its edges belong to it. */
export function boxRegion(west: number, south: number, east: number, north: number): Region {
  return {
    box: (w, s, e, n) => {
      if (w > east || e < west || s > north || n < south) return 'outside';
      return w >= west && e <= east && s >= south && n <= north ? 'inside' : 'mixed';
    },
    holds: (x, y) => x >= west && x <= east && y >= south && y <= north,
  };
}

export function polygonRegion(polygon: PreparedPolygon): Region {
  return {
    box: (w, s, e, n) => boxInPolygon(polygon, w, s, e, n),
    holds: (x, y) => polygonHolds(polygon, x, y),
  };
}

/** Closed disc of `radius` metres. */
export function discRegion(plane: LocalPlane, x: number, y: number, radius: number): Region {
  const limit = radius * radius;
  return {
    box: (w, s, e, n) => (squaredDistanceToBox(plane, x, y, w, s, e, n) > limit ? 'outside' : 'mixed'),
    holds: (px, py) => squaredDistance(plane, px, py, x, y) <= limit,
  };
}

/**
 * Within `distance` metres of any segment (4 numbers each; a point is a segment of no length) or inside any of
 * the polygons. Segments are listed by the cells of a grid that they reach, so a point asks only near ones.
 */
export function bufferRegion(
  plane: LocalPlane,
  segments: Float64Array,
  polygons: readonly PreparedPolygon[],
  distance: number,
): Region {
  const reach = segmentCells(plane, segments, distance);
  const limit = distance * distance;
  return {
    box: (w, s, e, n) =>
      w > reach.east || e < reach.west || s > reach.north || n < reach.south ? 'outside' : 'mixed',
    holds: (x, y) => {
      if (x < reach.west || x > reach.east || y < reach.south || y > reach.north) return false;
      const near = reach.cells.get(reach.cellOf(x, y));
      if (near)
        for (const k of near) {
          const to = squaredDistanceToSegment(
            plane,
            x,
            y,
            segments[k],
            segments[k + 1],
            segments[k + 2],
            segments[k + 3],
          );
          if (to <= limit) return true;
        }
      return polygons.some((polygon) => polygonHolds(polygon, x, y));
    },
  };
}

const CELLS_ACROSS = 256;

function segmentCells(plane: LocalPlane, segments: Float64Array, distance: number) {
  // One unit of slack keeps a point at exactly the distance within the cells despite rounding.
  const growX = distance / plane.perLng + 1;
  const growY = distance / plane.perLat + 1;
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < segments.length; i += 2) {
    west = Math.min(west, segments[i] - growX);
    east = Math.max(east, segments[i] + growX);
    south = Math.min(south, segments[i + 1] - growY);
    north = Math.max(north, segments[i + 1] + growY);
  }
  const cell = Math.max(growX, (east - west) / CELLS_ACROSS, (north - south) / CELLS_ACROSS);
  const column = (x: number) => Math.floor((x - west) / cell);
  const line = (y: number) => Math.floor((y - south) / cell);
  const wide = segments.length > 0 ? column(east) + 1 : 1;
  const cells = new Map<number, number[]>();
  for (let i = 0; i < segments.length; i += 4) {
    const x0 = column(Math.min(segments[i], segments[i + 2]) - growX);
    const x1 = column(Math.max(segments[i], segments[i + 2]) + growX);
    const y0 = line(Math.min(segments[i + 1], segments[i + 3]) - growY);
    const y1 = line(Math.max(segments[i + 1], segments[i + 3]) + growY);
    for (let y = y0; y <= y1; y++)
      for (let x = x0; x <= x1; x++) {
        const key = y * wide + x;
        const list = cells.get(key);
        if (list) list.push(i);
        else cells.set(key, [i]);
      }
  }
  return { west, south, east, north, cells, cellOf: (x: number, y: number) => line(y) * wide + column(x) };
}
