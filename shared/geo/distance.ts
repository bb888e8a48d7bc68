/**
 * Distances on the local equirectangular plane: metres east and north of a middle latitude. Owns the earth radius
 * and the plane's scale; coordinates are whole 1e-7 degrees. Good to 0.1 % within a city; not for continents.
 */
import { DEGREE } from '../columns/column.ts';

/** Mean earth radius in metres (IUGG). */
const EARTH_RADIUS = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Metres per 1e-7 degree, east and north. */
export interface LocalPlane {
  perLng: number;
  perLat: number;
}

/** The plane at a middle latitude, given in whole 1e-7 degrees. */
export function localPlane(latitude: number): LocalPlane {
  const perLat = (EARTH_RADIUS * RADIANS) / DEGREE;
  return { perLng: perLat * Math.cos((latitude / DEGREE) * RADIANS), perLat };
}

/** Squared metres between two points of the plane (whole 1e-7 degrees). */
export function squaredDistance(plane: LocalPlane, ax: number, ay: number, bx: number, by: number): number {
  const dx = (ax - bx) * plane.perLng;
  const dy = (ay - by) * plane.perLat;
  return dx * dx + dy * dy;
}

/** Squared metres from a point to the segment a-b (whole 1e-7 degrees). */
export function squaredDistanceToSegment(
  plane: LocalPlane,
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const ux = (bx - ax) * plane.perLng;
  const uy = (by - ay) * plane.perLat;
  const vx = (x - ax) * plane.perLng;
  const vy = (y - ay) * plane.perLat;
  const length = ux * ux + uy * uy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, (vx * ux + vy * uy) / length));
  const dx = vx - t * ux;
  const dy = vy - t * uy;
  return dx * dx + dy * dy;
}

/** Squared metres from a point to a box, 0 inside it (whole 1e-7 degrees). A lower bound for all it holds. */
export function squaredDistanceToBox(
  plane: LocalPlane,
  x: number,
  y: number,
  west: number,
  south: number,
  east: number,
  north: number,
): number {
  const dx = Math.max(west - x, 0, x - east) * plane.perLng;
  const dy = Math.max(south - y, 0, y - north) * plane.perLat;
  return dx * dx + dy * dy;
}

/** Metres along the great circle between two places in degrees (haversine): for any distance. */
export function greatCircleMetres(lngA: number, latA: number, lngB: number, latB: number): number {
  const half = (degrees: number) => Math.sin((degrees * RADIANS) / 2) ** 2;
  const h = half(latB - latA) + Math.cos(latA * RADIANS) * Math.cos(latB * RADIANS) * half(lngB - lngA);
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}
