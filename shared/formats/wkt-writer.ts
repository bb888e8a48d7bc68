/** Writes one geometry as Well-Known Text (OGC 06-103r4), x before y, numbers as they are. The reading is wkt-reader.ts. */
import type { RawGeometry } from './source-record.ts';

/** `MULTIPOLYGON (((1 2, ...)))`. Coordinates must be nested as the type says. */
export function writeWkt({ type, coordinates }: RawGeometry): string {
  const body = listText(coordinates);
  return `${type.toUpperCase()} ${type === 'Point' ? `(${body})` : body}`;
}

function listText(value: unknown): string {
  if (!Array.isArray(value)) return '';
  if (typeof value[0] === 'number') return value.join(' ');
  return `(${value.map(listText).join(', ')})`;
}
