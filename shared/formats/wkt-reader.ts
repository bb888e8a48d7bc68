/**
 * Reads one geometry in Well-Known Text (OGC 06-103r4), as databases write it into a column of a CSV: POINT,
 * LINESTRING, POLYGON and their MULTI forms; an SRID prefix of 4326 or 4490 is dropped, Z and M are ignored.
 */
import type { RawGeometry } from './source-record.ts';

const NAMES: Record<string, { type: string; depth: number }> = {
  POINT: { type: 'Point', depth: 0 },
  LINESTRING: { type: 'LineString', depth: 1 },
  MULTIPOINT: { type: 'MultiPoint', depth: 1 },
  POLYGON: { type: 'Polygon', depth: 2 },
  MULTILINESTRING: { type: 'MultiLineString', depth: 2 },
  MULTIPOLYGON: { type: 'MultiPolygon', depth: 3 },
};

/** The geometry, or null when the text is not WKT in degrees. */
export function readWkt(text: string): RawGeometry | null {
  const match = /^\s*(?:SRID=(?:4326|4490);)?\s*([A-Za-z]+)\s*(?:ZM|Z|M)?\s*(\(.*\))\s*$/is.exec(text);
  const shape = match ? NAMES[match[1].toUpperCase()] : undefined;
  if (!match || !shape) return null;
  const body = match[2];
  if (!/^[\d\s.,()eE+-]*$/.test(body)) return null;
  const json = body
    .replace(
      /-?[\d.][\d.eE+-]*(?:\s+-?[\d.][\d.eE+-]*)+/g,
      (position) => `[${position.trim().split(/\s+/).join(',')}]`,
    )
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  try {
    const parsed: unknown = JSON.parse(json);
    return { type: shape.type, coordinates: unwrap(parsed, shape) };
  } catch {
    return null;
  }
}

/** POINT (1 2) reads as [[1,2]]; MULTIPOINT may wrap each position in its own brackets. */
function unwrap(value: unknown, shape: { type: string; depth: number }): unknown {
  if (shape.depth === 0) return Array.isArray(value) ? value[0] : value;
  if (shape.type === 'MultiPoint' && Array.isArray(value)) {
    return value.map((item: unknown) => (Array.isArray(item) && Array.isArray(item[0]) ? item[0] : item));
  }
  return value;
}
