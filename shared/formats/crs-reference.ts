/**
 * A coordinate system as URNs and URLs of the OGC name it. Owns the spellings only; what the code means is settled in
 * shared/geo.
 */
import type { DeclaredCrs } from './opened-file.ts';

const EPSG = /\bEPSG(?:[:/]+[\d.]*)?[:/]+(\d{4,6})\b/i;

/** `EPSG:7415`, `urn:ogc:def:crs:EPSG::7415`, `https://www.opengis.net/def/crs/EPSG/0/7415`; null for nothing. */
export function crsOfReference(reference: unknown): DeclaredCrs | null {
  const text = typeof reference === 'string' ? reference.trim() : '';
  if (text === '') return null;
  if (/(?:OGC|CRS)[\d.:/]*CRS84\b/i.test(text)) return { kind: 'epsg', code: 4326 };
  const epsg = EPSG.exec(text);
  return epsg ? { kind: 'epsg', code: Number(epsg[1]) } : { kind: 'name', text: text.slice(0, 200) };
}
