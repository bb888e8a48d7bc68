/**
 * Writes a GeoJSON FeatureCollection (RFC 7946: WGS84, outer rings counter-clockwise, closed) in chunks. Owns the
 * text only; geometry comes as degrees from the caller.
 */
import type { Cell } from './csv-writer.ts';

export type ExportGeometry =
  | { type: 'Point'; coordinates: number[] }
  | { type: 'MultiLineString'; coordinates: number[][][] }
  | { type: 'Polygon'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] };

export interface ExportFeature {
  geometry: ExportGeometry | null;
  properties: Record<string, Cell>;
}

const FLUSH = 256 * 1024;

/** The file in chunks of UTF-8 bytes. Numbers that are not finite become null: JSON has no other way. */
export function* writeGeojson(features: Iterable<ExportFeature>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '{"type":"FeatureCollection","features":[\n';
  let first = true;
  for (const { geometry, properties } of features) {
    text += `${first ? '' : ',\n'}${JSON.stringify({ type: 'Feature', geometry, properties })}`;
    first = false;
    if (text.length > FLUSH) {
      yield encoder.encode(text);
      text = '';
    }
  }
  yield encoder.encode(`${text}\n]}\n`);
}
