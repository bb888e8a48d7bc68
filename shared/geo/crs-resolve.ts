/**
 * From what a file declares to a coordinate system that can be used: a code, a name, a proj4 string or WKT. Owns the
 * recognition; null means "not known", which a person settles, never a guess. Parameters win over names: a text that
 * is called like a known system but is another one is taken by its parameters, with a warning.
 */
import type { DeclaredCrs } from '../formats/opened-file.ts';
import { BD09, CGCS2000, type Crs, type CrsDatum, type CrsWarning, GCJ02, WGS84 } from './crs.ts';
import { crsOfName } from './crs-names.ts';
import {
  crsOfCode,
  SIX_DEGREE,
  THREE_DEGREE,
  ZONE_DATUMS,
  type ZoneDatumId,
  zoneCrs,
  zoneEasting,
} from './crs-registry.ts';
import { hasShift, type Projection, projectionOf } from './crs-transform.ts';
import { type LocalFit, localCrs } from './local-grid.ts';
import { childOf, nameOf, numberAt, parseWkt, type WktNode } from './wkt-tree.ts';

/** The system a file declares, or null when it is not known here or the text is broken. Throws nothing. */
export function resolveCrs(declared: DeclaredCrs): Crs | null {
  if (declared.kind === 'epsg') return crsOfCode(declared.code);
  const text = declared.text.trim();
  try {
    if (/^\+[a-z]/.test(text)) return crsOfProj4(text);
    if (text.includes('[') || text.includes('(')) return crsOfWkt(text) ?? crsOfName(text);
    return crsOfName(text);
  } catch {
    // proj4 throws strings and errors of its own for texts it cannot use.
    return null;
  }
}

/** A system that was stored as JSON. Null when it is not one; a stored definition is resolved again, not trusted. */
export function crsFromJson(value: unknown): Crs | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, name, definition } = value as Partial<Record<keyof Crs, unknown>>;
  if (typeof id !== 'string' || typeof definition !== 'object' || definition === null) return null;
  if (id === GCJ02.id) return GCJ02;
  if (id === BD09.id) return BD09;
  const known = /^EPSG:\d+$/.test(id) ? crsOfName(id) : null;
  if (known) return { ...known, warnings: warningsFrom(value, known.warnings) };
  const { form, fit, text } = definition as { form?: unknown; fit?: unknown; text?: unknown };
  if (form === 'local' && isFit(fit)) return localCrs(fit, shownName(name));
  const found = typeof text === 'string' ? resolveCrs({ kind: 'wkt', text }) : null;
  return found && { ...found, warnings: warningsFrom(value, found.warnings) };
}

const WARNINGS: readonly CrsWarning[] = ['datum-shift-unknown', 'height-kept', 'parameters-differ'];

/** A stored system keeps what was said about it; what belongs to the system itself is never lost. */
function warningsFrom(value: object, own: CrsWarning[]): CrsWarning[] {
  const stored = 'warnings' in value && Array.isArray(value.warnings) ? value.warnings : [];
  return WARNINGS.filter((warning) => own.includes(warning) || stored.includes(warning));
}

function shownName(name: unknown): string {
  const zh = typeof name === 'object' && name !== null && 'zh' in name ? name.zh : '';
  return typeof zh === 'string' ? zh : '';
}

function isFit(value: unknown): value is LocalFit {
  if (typeof value !== 'object' || value === null) return false;
  const { method, lng0, lat0, matrix } = value as Partial<Record<keyof LocalFit, unknown>>;
  if (method !== 'similarity' && method !== 'affine') return false;
  if (!Array.isArray(matrix) || matrix.length !== 6) return false;
  if (![lng0, lat0, ...matrix].every(Number.isFinite)) return false;
  const [a, b, , d, e] = matrix as number[];
  return Math.abs(Number(lng0)) <= 180 && Math.abs(Number(lat0)) <= 90 && a * e - b * d !== 0;
}

const PROJ4_LIMIT = 2000;

function crsOfProj4(text: string): Crs | null {
  if (text.length > PROJ4_LIMIT) return null;
  const words = new Map<string, string>();
  for (const word of text.split(/\s+/)) {
    const [, key, value = ''] = /^\+?([a-z_0-9]+)(?:=(.*))?$/i.exec(word) ?? [];
    // proj4 cuts a text at every plus, those of numbers too.
    const plus = value.includes('+') && Number.isFinite(Number(value));
    if (key && !words.has(key.toLowerCase())) words.set(key.toLowerCase(), plus ? `${Number(value)}` : value);
  }
  const init = words.get('init');
  if (init !== undefined) return crsOfName(init);
  // Shift files are not at hand: without them the projection is still right, and the missing shift is said.
  words.delete('nadgrids');
  if (words.get('datum')?.toUpperCase() === 'NAD27') {
    words.delete('datum');
    words.set('ellps', 'clrk66');
  }
  const kept = [...words].map(([key, value]) => (value === '' ? `+${key}` : `+${key}=${value}`)).join(' ');
  const projection = projectionOf(kept);
  if (projection.projName === 'geocent') return null;
  if (projection.projName === 'utm' && !(Number(words.get('zone')) >= 1 && Number(words.get('zone')) <= 60))
    return null;
  const datum = /WGS84/i.test(`${words.get('datum')} ${words.get('ellps')}`) ? 'wgs84' : 'other';
  if (projection.projName === 'longlat' && datum === 'wgs84' && !hasShift(projection)) return WGS84;
  const bare = !words.has('datum') && !words.has('towgs84') && words.get('ellps') === 'GRS80';
  const zone = bare ? zoneOf(projection, 'cgcs2000', kept) : null;
  return zone ?? ownCrs({ id: `PROJ4:${kept}`, name: kept, text: kept, projection, datum });
}

const COMPOUND = new Set(['COMPD_CS', 'COMPOUNDCRS']);
const GEOGRAPHIC = new Set(['GEOGCS', 'GEOGCRS', 'GEOGRAPHICCRS', 'GEODCRS', 'GEODETICCRS']);
const PROJECTED = new Set(['PROJCS', 'PROJCRS', 'PROJECTEDCRS']);
const ANGLE = Math.PI / 180;

function crsOfWkt(text: string): Crs | null {
  const root = parseWkt(text);
  if (!root) return null;
  if (COMPOUND.has(root.keyword)) {
    const flat = root.values.find((value) => typeof value === 'object' && isHorizontal(value));
    const found = typeof flat === 'object' ? crsOfNode(flat, text.slice(flat.start, flat.end)) : null;
    return found && { ...found, warnings: [...new Set([...found.warnings, 'height-kept' as const])] };
  }
  if (root.keyword === 'BOUNDCRS') {
    const source = childOf(root, 'SOURCECRS')?.values[0];
    return typeof source === 'object' ? crsOfNode(source, text) : null;
  }
  return crsOfNode(root, text);
}

function isHorizontal(node: WktNode): boolean {
  return GEOGRAPHIC.has(node.keyword) || PROJECTED.has(node.keyword);
}

function crsOfNode(node: WktNode, text: string): Crs | null {
  if (GEOGRAPHIC.has(node.keyword)) return geographicOf(node, text);
  return PROJECTED.has(node.keyword) ? projectedOf(node, text) : null;
}

/** The datum of a geographic node, by its name. */
function datumOf(node: WktNode | null): ZoneDatumId | 'wgs84' | 'other' {
  const name = nameOf(node && childOf(node, 'DATUM', 'ENSEMBLE', 'TRF', 'GEODETICDATUM')) || nameOf(node);
  if (/wgs[\s_]*(?:19)?84|world geodetic system 1984/i.test(name.replaceAll('_', ' '))) return 'wgs84';
  if (/china.*2000|cgcs[\s_]*2000/i.test(name)) return 'cgcs2000';
  if (/^(?:D_)?beijing[\s_]*(?:19)?54/i.test(name)) return 'beijing-1954';
  return /^(?:D_)?xi'?an[\s_]*(?:19)?80/i.test(name) ? 'xian-1980' : 'other';
}

function crsDatumOf(datum: ReturnType<typeof datumOf>): CrsDatum {
  return datum === 'wgs84' || datum === 'cgcs2000' ? datum : 'other';
}

/** Code of the EPSG register a node carries itself (not its parts), or null. */
function authorityCode(node: WktNode): number | null {
  const mark = childOf(node, 'AUTHORITY', 'ID');
  if (!mark || nameOf(mark).toUpperCase() !== 'EPSG') return null;
  const code = Number(mark.values[1]);
  return Number.isInteger(code) ? code : null;
}

function geographicOf(node: WktNode, text: string): Crs | null {
  const space = childOf(node, 'CS');
  if (space && /cartesian/i.test(String(space.values[0]))) return null;
  const axis = childOf(node, 'AXIS');
  const unit = childOf(node, 'UNIT', 'ANGLEUNIT') ?? (axis && childOf(axis, 'UNIT', 'ANGLEUNIT'));
  const factor = numberAt(unit, 1) ?? ANGLE;
  // Grads and radians are not taken for degrees.
  if (Math.abs(factor / ANGLE - 1) > 1e-6) return null;
  const datum = datumOf(node);
  const prime = numberAt(childOf(node, 'PRIMEM', 'PRIMEMERIDIAN'), 1) ?? 0;
  if (prime === 0) {
    if (datum === 'wgs84') return WGS84;
    if (datum === 'cgcs2000') return CGCS2000;
    if (datum !== 'other') {
      const own = projectionOf(text);
      if (hasShift(own)) return ownCrs({ ...named(node, text), text, projection: own, datum: 'other' });
      return crsOfCode(datum === 'beijing-1954' ? 4214 : 4610);
    }
    const code = authorityCode(node);
    const known = (code === null ? null : crsOfCode(code)) ?? crsOfName(nameOf(node));
    if (known?.unit === 'degree') return known;
  }
  const projection = projectionOf(text);
  return ownCrs({ ...named(node, text), text, projection, datum: 'other' });
}

function projectedOf(node: WktNode, text: string): Crs | null {
  const datum = datumOf(childOf(node, 'GEOGCS', 'BASEGEOGCRS', 'BASEGEODCRS', 'GEOGCRS', 'GEODCRS'));
  const projection = projectionOf(text);
  const name = nameOf(node);
  const code = authorityCode(node);
  const called = (code === null ? null : crsOfCode(code)) ?? crsOfName(name);
  // Where the register has no shift and the text brings one, the text knows more.
  const bringsShift = hasShift(projection) && datum !== 'cgcs2000';
  const better = bringsShift && (datum in ZONE_DATUMS || called?.warnings.includes('datum-shift-unknown'));
  if (called && !better && agrees(called, projection)) return called;
  const zone = datum in ZONE_DATUMS && !better ? zoneOf(projection, datum as ZoneDatumId, name) : null;
  if (zone && !called) return zone;
  const own = zone ?? ownCrs({ ...named(node, text), text, projection, datum: crsDatumOf(datum) });
  return called && own && !agrees(called, projection)
    ? { ...own, warnings: [...new Set([...own.warnings, 'parameters-differ' as const])] }
    : own;
}

function named(node: WktNode, text: string): { id: string; name: string } {
  const name = nameOf(node) || 'WKT';
  return { id: `WKT:${name}:${checksum(text.replace(/\s+/g, ''))}`, name };
}

/** FNV-1a, 32 bits, hexadecimal: tells texts apart, no more. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16);
}

const TRANSVERSE = /^(?:e?tmerc|transverse[ _]mercator|gauss[ _]kr[uü]e?ger)$/i;

/** The Gauss-Krüger zone that has exactly these parameters, or null. */
function zoneOf(projection: Projection, datum: ZoneDatumId, name: string): Crs | null {
  const { lat0 = 0, k0 = 1, y0 = 0, x0 = 0, long0 = 0 } = projection;
  if (!TRANSVERSE.test(projection.projName ?? '') || Math.abs((projection.to_meter ?? 1) - 1) > 1e-9)
    return null;
  if (Math.abs(lat0) > 1e-12 || Math.abs(k0 - 1) > 1e-12 || Math.abs(y0) > 1e-6) return null;
  const meridian = Math.round((long0 / ANGLE) * 1e9) / 1e9;
  // Without the zone number the two families share meridians and are the same numbers; the name says which is meant.
  const six =
    !/3[\s_-]*(?:degree|度)/i.test(name) && /(?:gk|kr[uü]e?ger)[\s_]*cm|6[\s_-]*(?:degree|度)/i.test(name);
  for (const family of six ? [SIX_DEGREE, THREE_DEGREE] : [THREE_DEGREE, SIX_DEGREE]) {
    for (const prefixed of [false, true]) {
      const zone = { family, meridian, prefixed };
      if (Math.abs(zoneEasting(zone) - x0) < 1e-6) {
        const found = zoneCrs(datum, zone);
        if (found) return found;
      }
    }
  }
  return null;
}

/** Whether a system and a projection put a point ten kilometres off the origin within a metre of each other. */
function agrees(crs: Crs, projection: Projection): boolean {
  if (crs.definition.form !== 'proj4') return false;
  // Web Mercator is written in many ways, most of which say an ellipsoid that is not used.
  if (crs.id === 'EPSG:3857' && /^merc/i.test(projection.projName ?? '')) return (projection.x0 ?? 0) === 0;
  const other = projectionOf(crs.definition.text);
  const unit = projection.to_meter ?? 1;
  if (Math.abs((other.to_meter ?? 1) / unit - 1) > 1e-6) return false;
  const x = (other.x0 ?? 0) + 10_000;
  const y = (other.y0 ?? 0) + 10_000;
  const place = other.inverse({ x, y });
  const back = place && projection.forward(place);
  return !!back && Math.abs(back.x - x) < 1 && Math.abs(back.y - y) < 1;
}

interface OwnText {
  id: string;
  name: string;
  text: string;
  projection: Projection;
  datum: CrsDatum;
}

/** Semi-major axis of GRS80 and WGS84: datums on it are within two metres of each other, others are not. */
const WORLD_AXIS = 6_378_137;
const CHINA_REACH = 650_000;

function ownCrs({ id, name, text, projection, datum }: OwnText): Crs | null {
  const flat = projection.projName === 'longlat';
  const unit = projection.to_meter ?? 1;
  // Grids that count to the west or south are not turned round here; taken as they stand they would be mirrored.
  if (/[ws]/.test(projection.axis ?? '')) return null;
  if (!flat && !(unit > 0 && Number.isFinite(unit))) return null;
  if (!(Number.isFinite(projection.a) && projection.projName !== 'identity')) return null;
  const known = hasShift(projection) || Math.abs((projection.a ?? 0) - WORLD_AXIS) < 0.5;
  const zone = datum === 'cgcs2000' && TRANSVERSE.test(projection.projName ?? '') && unit === 1;
  return {
    id,
    name: { zh: name, en: name },
    kind: flat ? 'geographic' : 'projected',
    datum,
    unit: flat ? 'degree' : unitOf(unit),
    definition: zone
      ? { form: 'proj4', text, reach: { easting: projection.x0 ?? 0, metres: CHINA_REACH } }
      : { form: 'proj4', text },
    warnings: known ? [] : ['datum-shift-unknown'],
  };
}

function unitOf(metres: number): Crs['unit'] {
  if (Math.abs(metres - 1) < 1e-9) return 'metre';
  if (Math.abs(metres - 0.3048) < 1e-9) return 'foot';
  return Math.abs(metres - 1200 / 3937) < 1e-9 ? 'us-foot' : 'other';
}
