/**
 * What a coordinate system is here: an id, its name, and how its numbers become degrees. A plain value that goes to
 * JSON and back. Owns the shape and the few systems that are not projections; what a code, a name or a WKT text means
 * is crs-registry.ts and crs-resolve.ts, and points are converted in crs-transform.ts.
 */
import type { LocalFit } from './local-grid.ts';

/** 'shifted': degrees that a published formula has moved (GCJ-02, BD-09). 'local': a city grid fitted from control points. */
export type CrsKind = 'geographic' | 'projected' | 'local' | 'shifted';

/**
 * CGCS2000 is taken as WGS84 without a shift: both are realised within a few decimetres of each other at the present
 * epoch, below what a community map shows. 'other' datums carry their shift in the definition, or a warning.
 */
export type CrsDatum = 'wgs84' | 'cgcs2000' | 'gcj02' | 'bd09' | 'other';

/** Something to say beside the system's name; message `crs.warning.<id>`. */
export type CrsWarning =
  /** The shift from this datum to WGS84 is not known: places may be tens to hundreds of metres off. */
  | 'datum-shift-unknown'
  /** Heights belong to another system and are kept as they are. */
  | 'height-kept'
  /** The text names a known system but gives other parameters: the parameters were used. */
  | 'parameters-differ';

export type CrsDefinition =
  | { form: 'degrees' }
  | { form: 'gcj02' }
  | { form: 'bd09' }
  /** `text`: a proj4 string or WKT. `reach`: metres east or west of `false easting` beyond which a point is in another zone. */
  | { form: 'proj4'; text: string; reach?: { easting: number; metres: number } }
  | { form: 'local'; fit: LocalFit };

export interface Crs {
  /** 'EPSG:4526', 'GCJ02', 'BD09', 'PROJ4:…', 'WKT:…' or 'LOCAL:…'. Equal ids mean equal systems. */
  id: string;
  name: { zh: string; en: string };
  kind: CrsKind;
  datum: CrsDatum;
  unit: 'degree' | 'metre' | 'foot' | 'us-foot' | 'other';
  definition: CrsDefinition;
  warnings: CrsWarning[];
}

/** What cannot be done with the systems at hand; message `error.<code>`. */
export class CrsError extends Error {
  readonly code: 'crs-unknown' | 'crs-mixed' | 'crs-kept';

  constructor(code: CrsError['code'], message: string) {
    super(message);
    this.name = 'CrsError';
    this.code = code;
  }
}

export const WGS84: Crs = {
  id: 'EPSG:4326',
  name: { zh: 'WGS84 经纬度', en: 'WGS 84' },
  kind: 'geographic',
  datum: 'wgs84',
  unit: 'degree',
  definition: { form: 'degrees' },
  warnings: [],
};

export const CGCS2000: Crs = {
  ...WGS84,
  id: 'EPSG:4490',
  name: { zh: 'CGCS2000 经纬度', en: 'China Geodetic Coordinate System 2000' },
  datum: 'cgcs2000',
};

export const GCJ02: Crs = {
  id: 'GCJ02',
  name: { zh: 'GCJ-02 经纬度（加偏）', en: 'GCJ-02 (shifted degrees)' },
  kind: 'shifted',
  datum: 'gcj02',
  unit: 'degree',
  definition: { form: 'gcj02' },
  warnings: [],
};

export const BD09: Crs = {
  ...GCJ02,
  id: 'BD09',
  name: { zh: 'BD-09 经纬度（加偏）', en: 'BD-09 (shifted degrees)' },
  datum: 'bd09',
  definition: { form: 'bd09' },
};
