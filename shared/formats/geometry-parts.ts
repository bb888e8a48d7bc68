/**
 * Joins simple shapes of one object to as few geometries as hold them: one per kind. Owns that rule for formats whose
 * collections mix points, lines and polygons.
 */
import type { RawGeometry } from './source-record.ts';

export type SimpleShape =
  | { kind: 'Point'; coordinates: number[] }
  | { kind: 'LineString'; coordinates: number[][] }
  | { kind: 'Polygon'; coordinates: number[][][] };

/** One geometry for each kind there is, polygons first; a Multi one where there are several. */
export function joinShapes(shapes: readonly SimpleShape[]): RawGeometry[] {
  return (['Polygon', 'LineString', 'Point'] as const).flatMap((kind): RawGeometry[] => {
    const own = shapes.filter((shape) => shape.kind === kind).map(({ coordinates }) => coordinates);
    if (own.length === 0) return [];
    return own.length === 1
      ? [{ type: kind, coordinates: own[0] }]
      : [{ type: `Multi${kind}`, coordinates: own }];
  });
}

/** Whether a ring has three different places: fewer enclose nothing. */
export function hasThreePlaces(ring: readonly number[][]): boolean {
  const [a] = ring;
  const b = ring.find(([x, y]) => x !== a[0] || y !== a[1]);
  if (!b) return false;
  return ring.some(([x, y]) => (x !== a[0] || y !== a[1]) && (x !== b[0] || y !== b[1]));
}
