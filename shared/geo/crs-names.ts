/**
 * Names that mean a known coordinate system: URNs and addresses of OGC, EPSG and ESRI spellings, and the words offices
 * write. Owns the spellings; a name that is not certain gives null, never the nearest guess.
 */
import { BD09, type Crs, GCJ02 } from './crs.ts';
import { crsOfCode, SIX_DEGREE, THREE_DEGREE, type ZoneDatumId, zoneCrs } from './crs-registry.ts';

/** Longest name looked at; longer ones are not names. */
const NAME_LIMIT = 400;

const EPSG = /(?:^|[^a-z])epsg(?:\.xml#|::?|\/|\s*)(?:[\d.]*(?::|\/))?\s*(\d{4,6})(?!\d)/i;

/** Words after `plain`, with the code they mean. */
const WORDS: Record<string, number> = {
  'wgs 84': 4326,
  wgs84: 4326,
  'wgs 1984': 4326,
  'gcs wgs 1984': 4326,
  'world geodetic system 1984': 4326,
  'wgs 84 lon lat': 4326,
  cgcs2000: 4490,
  'cgcs 2000': 4490,
  'china geodetic coordinate system 2000': 4490,
  'gcs china geodetic coordinate system 2000': 4490,
  国家2000: 4490,
  '2000国家大地': 4490,
  'beijing 1954': 4214,
  'gcs beijing 1954': 4214,
  北京54: 4214,
  'new beijing': 4555,
  'gcs new beijing': 4555,
  'xian 1980': 4610,
  'gcs xian 1980': 4610,
  西安80: 4610,
  'web mercator': 3857,
  'wgs 84 pseudo mercator': 3857,
  'wgs 1984 web mercator': 3857,
  'wgs 1984 web mercator auxiliary sphere': 3857,
  'popular visualisation crs mercator': 3857,
  'google maps global mercator': 3857,
  etrs89: 4258,
  'gcs etrs 1989': 4258,
  nad83: 4269,
  'gcs north american 1983': 4269,
  'amersfoort rd new': 28992,
  'rd new': 28992,
  'amersfoort rd new nap height': 7415,
  'nad83 new york long island ftus': 2263,
  'nad 1983 stateplane new york long island fips 3104 feet': 2263,
  'hong kong 1980 grid system': 2326,
  'hong kong 1980 grid': 2326,
  'british national grid': 27700,
  'osgb36 british national grid': 27700,
  'osgb 1936 british national grid': 27700,
};

const SHIFTED: Record<string, Crs> = {
  gcj02: GCJ02,
  'gcj 02': GCJ02,
  火星: GCJ02,
  国测局: GCJ02,
  高德: GCJ02,
  bd09: BD09,
  'bd 09': BD09,
  bd09ll: BD09,
  百度: BD09,
};

const ZONES = /^(cgcs ?2000|beijing 1954|xian 1980)( 3 degree)? gk (zone|cm) (\d{1,3})(e)?$/;
const ZONE_NAMES: Record<string, ZoneDatumId> = {
  cgcs2000: 'cgcs2000',
  'cgcs 2000': 'cgcs2000',
  'beijing 1954': 'beijing-1954',
  'xian 1980': 'xian-1980',
};
const UTM = /^(wgs 84|wgs 1984|wgs84|nad83|nad 1983|etrs89|etrs 1989) utm zone (\d{1,2})(n|s)$/;

/** Lower case, one space where there were marks. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/gauss[\s_-]*kr(?:u|ü|ue)ger/g, 'gk')
    .replace(/[\s_/().,+:-]+/g, ' ')
    .replace(/ ?(?:坐标系|坐标|经纬度)$/, '')
    .trim();
}

function zoneOfName(name: string): Crs | null {
  const found = ZONES.exec(name);
  if (!found) return null;
  const family = found[2] ? THREE_DEGREE : SIX_DEGREE;
  const number = Number(found[4]);
  const prefixed = found[3] === 'zone';
  const meridian = prefixed ? 75 + (number - family.firstZone) * family.degrees : number;
  return zoneCrs(ZONE_NAMES[found[1]], { family, meridian, prefixed });
}

function utmOfName(name: string): Crs | null {
  const found = UTM.exec(name);
  if (!found) return null;
  const zone = Number(found[2]);
  const north = found[3] === 'n';
  if (zone < 1 || zone > 60) return null;
  if (found[1].startsWith('wgs')) return crsOfCode((north ? 32600 : 32700) + zone);
  if (!north) return null;
  return found[1].startsWith('nad') ? (zone <= 23 ? crsOfCode(26900 + zone) : null) : crsOfCode(25800 + zone);
}

/** The EPSG code a text names ('EPSG:4490', an URN, an opengis.net address; the horizontal one of a compound), or null. */
export function codeOfName(name: string): number | null {
  if (/^\s*\d{4,6}\s*$/.test(name)) return Number(name);
  const found = EPSG.exec(name.slice(0, NAME_LIMIT));
  return found ? Number(found[1]) : null;
}

/** The system a name means, or null. */
export function crsOfName(text: string): Crs | null {
  if (text.length > NAME_LIMIT) return null;
  const code = codeOfName(text);
  if (code !== null) return crsOfCode(code);
  if (/crs:?84h?$/i.test(text.trim())) return crsOfCode(4326);
  const name = plain(text);
  if (Object.hasOwn(SHIFTED, name)) return SHIFTED[name];
  if (Object.hasOwn(WORDS, name)) return crsOfCode(WORDS[name]);
  return zoneOfName(name) ?? utmOfName(name);
}
