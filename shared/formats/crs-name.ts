/**
 * Which coordinate system a file says it is in. Owns the names that mean longitude and latitude in WGS84 (CGCS2000
 * differs by centimetres); any other named system is refused with its name, never guessed.
 */
import { FormatError } from './format-error.ts';
import { isObject } from './json-record.ts';

const GEOGRAPHIC = /(?:CRS:?:?84|OGC:.*CRS84|EPSG:(?:[\d.]*:)?(?:4326|4490|4979|4480))$/i;

/** Name of the system in a GeoJSON `crs` member, '' for none. */
export function crsName(value: unknown): string {
  if (!isObject(value)) return '';
  const properties = value['properties'];
  const name = isObject(properties) ? (properties['name'] ?? properties['code']) : undefined;
  return name === undefined ? '' : String(name);
}

/** Throws `unsupported-crs` with the name when it is neither WGS84 nor CGCS2000 degrees. */
export function requireDegrees(value: unknown, at: { line: number; column: number }): void {
  const name = crsName(value);
  if (name === '' || GEOGRAPHIC.test(name) || /^4326$|^4490$/.test(name)) return;
  throw new FormatError('unsupported-crs', { line: at.line, column: at.column, place: 'crs' }, { crs: name });
}
