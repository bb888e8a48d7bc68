/**
 * Systems by their EPSG code, offline. The Gauss-Krüger zones are made by their rule instead of listed; a few national
 * grids are listed with the datum shift their authority published. Owns codes and parameters; spellings of names are
 * crs-names.ts.
 */
import { CGCS2000, type Crs, type CrsDatum, type CrsWarning, WGS84 } from './crs.ts';

/** Degrees between two meridians of the family, its first zone, and how many zones there are from 75° E. */
export interface ZoneFamily {
  degrees: 3 | 6;
  firstZone: number;
  zones: number;
}
export const SIX_DEGREE: ZoneFamily = { degrees: 6, firstZone: 13, zones: 11 };
export const THREE_DEGREE: ZoneFamily = { degrees: 3, firstZone: 25, zones: 21 };

/**
 * Farthest a point may be from its central meridian, metres: wider than any zone with its overlap (334 km at the
 * equator for six degrees), narrower than the 1,000 km by which a wrong zone number is off.
 */
const ZONE_REACH = 650_000;
const FIRST_MERIDIAN = 75;

interface ZoneDatum {
  label: string;
  en: string;
  datum: CrsDatum;
  ellipsoid: string;
  /** First EPSG codes: six degrees with the zone number in the easting, without it; three degrees likewise. */
  codes: [number, number, number, number];
  warnings: CrsWarning[];
}

/** EPSG dataset: 4491-4554 (CGCS2000), 21413-21463 and 2401-2442 (Beijing 1954), 2327-2390 (Xian 1980). */
export const ZONE_DATUMS: Record<'cgcs2000' | 'beijing-1954' | 'xian-1980', ZoneDatum> = {
  cgcs2000: {
    label: 'CGCS2000',
    en: 'CGCS2000',
    datum: 'cgcs2000',
    ellipsoid: '+ellps=GRS80',
    codes: [4491, 4502, 4513, 4534],
    warnings: [],
  },
  'beijing-1954': {
    label: '北京 1954',
    en: 'Beijing 1954',
    datum: 'other',
    ellipsoid: '+ellps=krass',
    codes: [21413, 21453, 2401, 2422],
    warnings: ['datum-shift-unknown'],
  },
  'xian-1980': {
    label: '西安 1980',
    en: 'Xian 1980',
    datum: 'other',
    ellipsoid: '+a=6378140 +rf=298.257',
    codes: [2327, 2338, 2349, 2370],
    warnings: ['datum-shift-unknown'],
  },
};
export type ZoneDatumId = keyof typeof ZONE_DATUMS;

/** A Gauss-Krüger zone by its central meridian. */
export interface Zone {
  family: ZoneFamily;
  meridian: number;
  /** Whether eastings begin with the zone number (zone × 1,000,000 + 500,000) or not (500,000). */
  prefixed: boolean;
}

/** Number of the zone: six degrees 13-23, three degrees 25-45 in China. */
export function zoneNumber({ family, meridian }: Zone): number {
  return family.firstZone + (meridian - FIRST_MERIDIAN) / family.degrees;
}

/** False easting in metres. */
export function zoneEasting(zone: Zone): number {
  return (zone.prefixed ? zoneNumber(zone) * 1_000_000 : 0) + 500_000;
}

/** The zone's system; null for a meridian the family does not have in China. */
export function zoneCrs(datumId: ZoneDatumId, zone: Zone): Crs | null {
  const { family, meridian, prefixed } = zone;
  const index = (meridian - FIRST_MERIDIAN) / family.degrees;
  if (!Number.isInteger(index) || index < 0 || index >= family.zones) return null;
  const { label, en, datum, ellipsoid, codes, warnings } = ZONE_DATUMS[datumId];
  const easting = zoneEasting(zone);
  const number = zoneNumber(zone);
  const wide = family.degrees === 6 ? '' : '3-degree ';
  return {
    id: `EPSG:${codes[(family.degrees === 6 ? 0 : 2) + (prefixed ? 0 : 1)] + index}`,
    name: {
      zh: `${label} 高斯-克吕格 ${family.degrees} 度带 ${prefixed ? `第 ${number} 带（${meridian}°E，含带号）` : `${meridian}°E（不含带号）`}`,
      en: `${en} / ${wide}Gauss-Kruger ${prefixed ? `zone ${number}` : `CM ${meridian}E`}`,
    },
    kind: 'projected',
    datum,
    unit: 'metre',
    definition: {
      form: 'proj4',
      text: `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${easting} +y_0=0 ${ellipsoid} +units=m +no_defs`,
      reach: { easting, metres: ZONE_REACH },
    },
    warnings,
  };
}

/** Which datum and zone an EPSG code stands for; null when it is not a Gauss-Krüger zone of China. */
export function zoneOfCode(code: number): { datum: ZoneDatumId; zone: Zone } | null {
  for (const [datum, { codes }] of Object.entries(ZONE_DATUMS) as [ZoneDatumId, ZoneDatum][]) {
    for (const [block, first] of codes.entries()) {
      const family = block < 2 ? SIX_DEGREE : THREE_DEGREE;
      const index = code - first;
      if (!(index >= 0 && index < family.zones && Number.isInteger(index))) continue;
      const meridian = FIRST_MERIDIAN + index * family.degrees;
      return { datum, zone: { family, meridian, prefixed: block % 2 === 0 } };
    }
  }
  return null;
}

/** Geographic systems whose ellipsoid and origin are WGS84's to within two metres: taken as they are. */
const DEGREES: Record<number, string> = {
  4258: 'ETRS89',
  4269: 'NAD83',
  4283: 'GDA94',
  4612: 'JGD2000',
  6668: 'JGD2011',
  7844: 'GDA2020',
};

/** Geographic systems of China whose shift is not published: recognised, with a warning. */
const OLD_DEGREES: Record<number, [string, string, string]> = {
  4214: ['北京 1954 经纬度', 'Beijing 1954', ZONE_DATUMS['beijing-1954'].ellipsoid],
  4555: ['新北京 1954 经纬度', 'New Beijing', ZONE_DATUMS['beijing-1954'].ellipsoid],
  4610: ['西安 1980 经纬度', 'Xian 1980', ZONE_DATUMS['xian-1980'].ellipsoid],
};

/**
 * National grids. Shifts: 28992 Kadaster RDNAPTRANS (seven parameters, about 0.25 m), 2326 Lands Department of Hong Kong
 * 2002, 27700 Ordnance Survey (about 2 m), 2056 swisstopo. Rotations are position-vector, arc seconds, as proj4 wants.
 */
const GRIDS: Record<number, [string, string]> = {
  2056: [
    'CH1903+ / LV95',
    '+proj=somerc +lat_0=46.9524055555556 +lon_0=7.43958333333333 +k_0=1 +x_0=2600000 +y_0=1200000 +ellps=bessel +towgs84=674.374,15.056,405.346 +units=m +no_defs',
  ],
  2154: [
    'RGF93 / Lambert-93',
    '+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=m +no_defs',
  ],
  2263: [
    'NAD83 / New York Long Island (ftUS)',
    '+proj=lcc +lat_0=40.1666666666667 +lon_0=-74 +lat_1=41.0333333333333 +lat_2=40.6666666666667 +x_0=300000 +y_0=0 +ellps=GRS80 +units=us-ft +no_defs',
  ],
  2326: [
    'Hong Kong 1980 Grid System',
    '+proj=tmerc +lat_0=22.3121333333333 +lon_0=114.178555555556 +k=1 +x_0=836694.05 +y_0=819069.8 +ellps=intl +towgs84=-162.619,-276.959,-161.764,0.067753,-2.243649,-1.158827,-1.094246 +units=m +no_defs',
  ],
  3035: [
    'ETRS89 / LAEA Europe',
    '+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m +no_defs',
  ],
  3414: [
    'SVY21 / Singapore TM',
    '+proj=tmerc +lat_0=1.36666666666667 +lon_0=103.833333333333 +k=1 +x_0=28001.642 +y_0=38744.572 +ellps=WGS84 +units=m +no_defs',
  ],
  3825: [
    'TWD97 / TM2 zone 119',
    '+proj=tmerc +lat_0=0 +lon_0=119 +k=0.9999 +x_0=250000 +y_0=0 +ellps=GRS80 +units=m +no_defs',
  ],
  3826: [
    'TWD97 / TM2 zone 121',
    '+proj=tmerc +lat_0=0 +lon_0=121 +k=0.9999 +x_0=250000 +y_0=0 +ellps=GRS80 +units=m +no_defs',
  ],
  27700: [
    'OSGB36 / British National Grid',
    '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs',
  ],
  28992: [
    'Amersfoort / RD New',
    '+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 +ellps=bessel +towgs84=565.2369,50.0087,465.658,-0.406857330322398,0.350732676542563,-1.8703473836068,4.0812 +units=m +no_defs',
  ],
};
/** Codes of the grids above, for trying them one by one. */
export const GRID_CODES: readonly number[] = Object.keys(GRIDS).map(Number);

/** Other codes for the same system. */
const ALIASES: Record<number, number> = { 900913: 3857, 102100: 3857, 102113: 3857, 3785: 3857 };

/** The same horizontal system with a height beside it. */
const WITH_HEIGHT: Record<number, number> = { 4979: 4326, 4480: 4490, 4937: 4258, 7415: 28992, 7423: 4258 };

/** UTM families: first code, last zone, name, hemisphere, datum. */
const UTM: [number, number, string, 'N' | 'S', CrsDatum][] = [
  [32600, 60, 'WGS 84', 'N', 'wgs84'],
  [32700, 60, 'WGS 84', 'S', 'wgs84'],
  [26900, 23, 'NAD83', 'N', 'other'],
  [25800, 38, 'ETRS89', 'N', 'other'],
];

function projected(code: number, zh: string, en: string, datum: CrsDatum, text: string): Crs {
  return {
    id: `EPSG:${code}`,
    name: { zh, en },
    kind: 'projected',
    datum,
    unit: text.includes('us-ft') ? 'us-foot' : 'metre',
    definition: { form: 'proj4', text },
    warnings: [],
  };
}

function utmCrs(code: number): Crs | null {
  for (const [first, last, label, half, datum] of UTM) {
    const zone = code - first;
    if (!(zone >= 1 && zone <= last && Number.isInteger(zone)) || (first === 25800 && zone < 28)) continue;
    const ellipsoid = datum === 'wgs84' ? 'WGS84' : 'GRS80';
    const south = half === 'S' ? ' +south' : '';
    return projected(
      code,
      `${label} UTM ${zone}${half} 带`,
      `${label} / UTM zone ${zone}${half}`,
      datum,
      `+proj=utm +zone=${zone}${south} +ellps=${ellipsoid} +units=m +no_defs`,
    );
  }
  return null;
}

/** The system of an EPSG code; null when it is not one of those known here. */
export function crsOfCode(given: number): Crs | null {
  const code = ALIASES[given] ?? given;
  if (code === 4326) return WGS84;
  if (code === 4490) return CGCS2000;
  if (code in WITH_HEIGHT) {
    const flat = crsOfCode(WITH_HEIGHT[code]);
    return flat && { ...flat, warnings: [...flat.warnings, 'height-kept'] };
  }
  const zone = zoneOfCode(code);
  if (zone) return zoneCrs(zone.datum, zone.zone);
  if (code === 3857) {
    const text = '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +no_defs';
    return projected(3857, 'Web 墨卡托', 'WGS 84 / Pseudo-Mercator', 'wgs84', text);
  }
  if (code in DEGREES) {
    const name = { zh: `${DEGREES[code]} 经纬度`, en: DEGREES[code] };
    return { ...WGS84, id: `EPSG:${code}`, name, datum: 'other' };
  }
  if (code in OLD_DEGREES) {
    const [zh, en, ellipsoid] = OLD_DEGREES[code];
    return {
      ...projected(code, zh, en, 'other', `+proj=longlat ${ellipsoid} +no_defs`),
      kind: 'geographic',
      unit: 'degree',
      warnings: ['datum-shift-unknown'],
    };
  }
  if (code in GRIDS) return projected(code, GRIDS[code][0], GRIDS[code][0], 'other', GRIDS[code][1]);
  return utmCrs(code);
}
