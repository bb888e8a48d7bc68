/**
 * A place in figures, in the coordinate system a person works in: what the map's menu copies. Owns the list of notations and
 * how each is written; the conversions are crs-transform.ts. Degrees are latitude first, grids northing (X) first.
 */
import { BD09, CGCS2000, type Crs, GCJ02, WGS84 } from './crs.ts';
import { THREE_DEGREE, zoneCrs, zoneNumber } from './crs-registry.ts';
import { transformer } from './crs-transform.ts';

/** Message `map.notation.<id>`. `gk3`: CGCS2000, three-degree Gauss-Krüger zone of the place, easting with its number. */
export const NOTATIONS = ['wgs84', 'cgcs2000', 'gk3', 'gcj02', 'bd09'] as const;
export type Notation = (typeof NOTATIONS)[number];

export interface NotedPlace {
  /** '31.311200, 120.624300' or '3466012.482, 40559412.038'. */
  text: string;
  crs: Crs;
  /** Number of the zone; null for degrees. */
  zone: number | null;
}

const DEGREES: Record<Exclude<Notation, 'gk3'>, Crs> = {
  wgs84: WGS84,
  cgcs2000: CGCS2000,
  gcj02: GCJ02,
  bd09: BD09,
};

/** 1e-6 degrees are 0.1 m; grids are written to the millimetre their formulas give. */
const DEGREE_DIGITS = 6;
const METRE_DIGITS = 3;

/**
 * A WGS84 place (degrees) in a notation; null where the notation has no answer: a grid zone outside China, a place that is
 * no place.
 */
export function notePlace(lng: number, lat: number, notation: Notation): NotedPlace | null {
  if (!(Math.abs(lng) <= 180 && Math.abs(lat) <= 90)) return null;
  const out = [0, 0];
  if (notation !== 'gk3') {
    const crs = DEGREES[notation];
    if (!transformer(WGS84, crs)(lng, lat, out, 0)) return null;
    return { text: pair(out[1], out[0], DEGREE_DIGITS), crs, zone: null };
  }
  const zone = {
    family: THREE_DEGREE,
    meridian: Math.round(lng / THREE_DEGREE.degrees) * THREE_DEGREE.degrees,
    prefixed: true,
  };
  const crs = zoneCrs('cgcs2000', zone);
  if (!crs || !transformer(WGS84, crs)(lng, lat, out, 0)) return null;
  return { text: pair(out[1], out[0], METRE_DIGITS), crs, zone: zoneNumber(zone) };
}

function pair(first: number, second: number, digits: number): string {
  return `${first.toFixed(digits)}, ${second.toFixed(digits)}`;
}
