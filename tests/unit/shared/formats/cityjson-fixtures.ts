/**
 * Small CityJSON documents for the tests: boxes in millimetres under one transform.
 */
import type { RawGeometry } from '../../../../shared/formats/source-record.ts';

export type Json = Record<string, unknown>;

/** Corners of a box from (x, y, z), 8 vertices: bottom four counter-clockwise, then the top four. */
export function box(
  x: number,
  y: number,
  z: number,
  width: number,
  depth: number,
  height: number,
): number[][] {
  const floor = [
    [x, y],
    [x + width, y],
    [x + width, y + depth],
    [x, y + depth],
  ];
  return [...floor.map(([a, b]) => [a, b, z]), ...floor.map(([a, b]) => [a, b, z + height])];
}

/** Faces of the box whose vertices start at `at`: floor, roof, four walls, looking outwards. */
export function boxFaces(at: number): number[][][] {
  const wall = (a: number, b: number) => [[at + a, at + b, at + b + 4, at + a + 4]];
  return [
    [[at + 3, at + 2, at + 1, at]],
    [[at + 4, at + 5, at + 6, at + 7]],
    wall(0, 1),
    wall(1, 2),
    wall(2, 3),
    wall(3, 0),
  ];
}

export const solid = (at: number, lod = '1'): Json => ({ type: 'Solid', lod, boundaries: [boxFaces(at)] });
const TRANSFORM = { scale: [0.001, 0.001, 0.001], translate: [500_000, 3_400_000, 10] };

export function city(objects: Json, vertices: unknown[], more: Json = {}): Json {
  return {
    type: 'CityJSON',
    version: '2.0',
    transform: TRANSFORM,
    metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/4547' },
    CityObjects: objects,
    vertices,
    ...more,
  };
}

/** Sides in millimetres: 20 m by 10 m, 6 m high. */
export const BOX = box(0, 0, 0, 20_000, 10_000, 6000);

/** Area of a polygon or several, holes taken off. */
export function area({ type, coordinates }: RawGeometry): number {
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as number[][][][];
  let sum = 0;
  for (const ring of polygons.flat()) {
    const [x0, y0] = ring[0];
    for (let at = 0; at + 1 < ring.length; at++)
      sum += (ring[at][0] - x0) * (ring[at + 1][1] - y0) - (ring[at + 1][0] - x0) * (ring[at][1] - y0);
  }
  return sum / 2;
}
