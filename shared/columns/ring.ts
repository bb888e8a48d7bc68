/**
 * Rings of a geometry column: which a row owns, their vertices as views without copying, and their winding.
 * Coordinates are whole 1e-7 degrees, x = lng, y = lat.
 */
import type { GeometryColumn } from './column.ts';

/** Flat x, y pairs (not closed), and the ring's role: 0 outer or line, 1 hole. */
export interface Ring {
  coords: ArrayLike<number>;
  role: 0 | 1;
}

/** Vertices of ring `ring` (an index into the whole column) as x, y pairs: a view. */
function ringCoords(column: GeometryColumn, ring: number): Int32Array {
  return column.coords.subarray(2 * column.ringVertices[ring], 2 * column.ringVertices[ring + 1]);
}

/** All rings of a row; coords are views. */
export function ringsAt(column: GeometryColumn, row: number): { coords: Int32Array; role: 0 | 1 }[] {
  const rings: { coords: Int32Array; role: 0 | 1 }[] = [];
  for (let ring = column.rowRings[row]; ring < column.rowRings[row + 1]; ring++) {
    rings.push({ coords: ringCoords(column, ring), role: column.ringRole[ring] === 1 ? 1 : 0 });
  }
  return rings;
}

/** Twice the signed area in squared units; positive: counter-clockwise. Taken about the first vertex to stay exact. */
export function twiceArea(coords: ArrayLike<number>): number {
  let sum = 0;
  const x0 = coords[0];
  const y0 = coords[1];
  for (let i = 2; i + 3 < coords.length; i += 2) {
    sum += (coords[i] - x0) * (coords[i + 3] - y0) - (coords[i + 2] - x0) * (coords[i + 1] - y0);
  }
  return sum;
}
