/**
 * Which layer an OSM element belongs to, and its tags as fields of ours. Owns the table of keys and values
 * (wiki.openstreetmap.org/wiki/Map_features); kinds are words of the vocabularies basemapKind and facilityKind.
 */
import type { Word } from '../model/words.ts';
import type { OsmTags } from './osm-blocks.ts';

export const OSM_LAYERS = [
  'buildings',
  'buildingParts',
  'roads',
  'water',
  'green',
  'land',
  'barriers',
  'pois',
] as const;
export type OsmLayer = (typeof OSM_LAYERS)[number];

/** Place of an element in a layer. A way or relation as an area, a way as a line, a node as a point. */
export interface OsmClaim {
  layer: OsmLayer;
  form: 'area' | 'line' | 'point';
  kind: Word<'basemapKind'> | Word<'facilityKind'> | '';
}

const POI_KEYS = [
  'amenity',
  'shop',
  'office',
  'healthcare',
  'emergency',
  'tourism',
  'craft',
  'leisure',
  'historic',
];

/** An element without any of these keys is in no layer. */
export const WANTED_KEYS: ReadonlySet<string> = new Set([
  'building',
  'building:part',
  'highway',
  'waterway',
  'natural',
  'landuse',
  'place',
  'barrier',
  ...POI_KEYS,
]);

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const MAIN_ROADS = words(
  'motorway trunk primary secondary motorway_link trunk_link primary_link secondary_link',
);
const LANES = words('living_street service alley');
const PATHS = words('pedestrian footway path cycleway steps track bridleway corridor via_ferrata');
const NO_ROADS = words(
  'no proposed construction razed abandoned platform rest_area services bus_stop elevator',
);
const WATER_AREAS = words('riverbank dock boatyard');
const WATER_LINES = words('river stream canal drain ditch tidal_channel');
const GREEN_LANDUSE = words(
  'grass forest meadow village_green recreation_ground cemetery orchard vineyard allotments flowerbed greenfield plant_nursery greenery',
);
const GREEN_LEISURE = words('park garden golf_course nature_reserve dog_park');
const GREEN_NATURAL = words('wood scrub grassland heath wetland shrubbery grass tundra fell');
const GATES = words(
  'gate lift_gate swing_gate sliding_gate kissing_gate wicket_gate hampshire_gate entrance turnstile full-height_turnstile toll_booth checkpoint sally_port security_gate',
);
const NO_WALLS = words('no kerb bollard block cycle_barrier yes');
const FACILITIES: ReadonlyMap<string, OsmClaim['kind']> = new Map<string, OsmClaim['kind']>([
  ['amenity=clinic', 'clinic'],
  ['amenity=doctors', 'clinic'],
  ['amenity=hospital', 'clinic'],
  ['amenity=kindergarten', 'school'],
  ['amenity=school', 'school'],
  ['amenity=college', 'school'],
  ['amenity=canteen', 'canteen'],
  ['amenity=parking', 'parking'],
  ['amenity=shelter', 'shelter'],
  ['amenity=community_centre', 'serviceStation'],
  ['emergency=fire_hydrant', 'hydrant'],
  ['emergency=defibrillator', 'aed'],
  ['emergency=assembly_point', 'shelter'],
]);

/** Layers of a node. */
export function nodeClaims(tags: OsmTags): OsmClaim[] {
  const claims: OsmClaim[] = [];
  if (GATES.has(tags.get('barrier') ?? '')) claims.push({ layer: 'barriers', form: 'point', kind: 'gate' });
  const poi = POI_KEYS.some((key) => has(tags, key)) || has(tags, 'building') || isStop(tags);
  if (poi) claims.push({ layer: 'pois', form: 'point', kind: facilityKind(tags) });
  return claims;
}

/** Layers of a way (`closed`: it ends where it starts) or of a multipolygon, which is always closed. */
export function shapeClaims(tags: OsmTags, closed: boolean, isWay: boolean): OsmClaim[] {
  const claims = areaClaims(tags, closed);
  if (isWay) {
    const road = roadClaim(tags, closed);
    if (road) claims.push(road);
    if (WATER_LINES.has(tags.get('waterway') ?? ''))
      claims.push({ layer: 'water', form: 'line', kind: 'water' });
    const barrier = tags.get('barrier') ?? 'no';
    if (!NO_WALLS.has(barrier))
      claims.push({ layer: 'barriers', form: 'line', kind: GATES.has(barrier) ? 'gate' : 'wall' });
  }
  return claims;
}

/** At most one: a building is no park, a park no land besides. */
function areaClaims(tags: OsmTags, closed: boolean): OsmClaim[] {
  const area = (layer: OsmLayer, kind: OsmClaim['kind']): OsmClaim[] => [{ layer, form: 'area', kind }];
  const value = (key: string) => tags.get(key) ?? '';
  if (has(tags, 'building')) return area('buildings', '');
  if (has(tags, 'building:part')) return area('buildingParts', '');
  if (
    value('natural') === 'water' ||
    WATER_AREAS.has(value('waterway')) ||
    /^(?:reservoir|basin)$/.test(value('landuse')) ||
    value('leisure') === 'swimming_pool'
  )
    return area('water', 'water');
  if (
    GREEN_LANDUSE.has(value('landuse')) ||
    GREEN_LEISURE.has(value('leisure')) ||
    GREEN_NATURAL.has(value('natural'))
  )
    return area('green', 'green');
  if (!closed) return [];
  const square = value('place') === 'square' || (isPedestrian(tags) && tags.get('area') === 'yes');
  if (square) return area('land', 'plaza');
  if (has(tags, 'highway') || tags.get('area') === 'no') return [];
  if (has(tags, 'landuse') || POI_KEYS.some((key) => has(tags, key))) return area('land', 'land');
  return [];
}

function roadClaim(tags: OsmTags, closed: boolean): OsmClaim | null {
  const highway = tags.get('highway') ?? 'no';
  if (NO_ROADS.has(highway)) return null;
  if (closed && tags.get('area') === 'yes' && isPedestrian(tags)) return null;
  const kind = MAIN_ROADS.has(highway)
    ? 'mainRoad'
    : LANES.has(highway)
      ? 'lane'
      : PATHS.has(highway)
        ? 'path'
        : 'road';
  return { layer: 'roads', form: 'line', kind };
}

function isPedestrian(tags: OsmTags): boolean {
  return /^(?:pedestrian|footway)$/.test(tags.get('highway') ?? '');
}

function isStop(tags: OsmTags): boolean {
  return tags.get('highway') === 'bus_stop';
}

function has(tags: OsmTags, key: string): boolean {
  const value = tags.get(key);
  return value !== undefined && value !== 'no';
}

function facilityKind(tags: OsmTags): OsmClaim['kind'] {
  for (const [key, value] of tags) {
    const kind = FACILITIES.get(`${key}=${value}`);
    if (kind) return kind;
  }
  return has(tags, 'shop') ? 'shop' : '';
}

/** Tags with a name of ours, and how their text is read. A value that cannot be read stays under its tag. */
const READ_TAGS: ReadonlyMap<string, { name: string; read: (text: string) => number | null }> = new Map([
  ['building:levels', { name: 'floors', read: readCount }],
  ['building:levels:underground', { name: 'floorsBelow', read: readCount }],
  ['roof:levels', { name: 'roofLevels', read: readCount }],
  ['building:min_level', { name: 'minFloor', read: readCount }],
  ['height', { name: 'height', read: readMetres }],
  ['building:height', { name: 'height', read: readMetres }],
  ['min_height', { name: 'base', read: readMetres }],
  ['width', { name: 'width', read: readMetres }],
  ['lanes', { name: 'lanes', read: readCount }],
  ['start_date', { name: 'builtYear', read: readYear }],
]);

/** The kind, the tags with a name of ours as numbers, then every other tag under its own name as text. */
export function osmFields(tags: OsmTags, kind: OsmClaim['kind']): Record<string, string | number> {
  const fields: Record<string, string | number> = Object.create(null);
  const rest: [string, string][] = [];
  if (kind !== '') fields['kind'] = kind;
  for (const [key, value] of tags) {
    const known = READ_TAGS.get(key);
    const number = known ? known.read(value) : null;
    if (known && number !== null && !(known.name in fields)) fields[known.name] = number;
    else rest.push([key, value]);
  }
  for (const [key, value] of rest) fields[key in fields ? `osm:${key}` : key] = value;
  return fields;
}

function readCount(text: string): number | null {
  const match = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  return match ? Number(match[1]) : null;
}

/** Metres unless it says feet: `12`, `12.5 m`, `12,5`, `40 ft`, `7'4"`. */
function readMetres(text: string): number | null {
  const metres = /^\s*(-?\d+(?:[.,]\d+)?)\s*(?:m|metres?|meters?|米)?\s*$/i.exec(text);
  if (metres) return Number(metres[1].replace(',', '.'));
  const feet = /^\s*(\d+(?:\.\d+)?)\s*(?:ft|feet|'\s*(?:(\d+(?:\.\d+)?)\s*")?)\s*$/i.exec(text);
  if (!feet) return null;
  const inches = Number(feet[1]) * 12 + Number(feet[2] ?? 0);
  return Math.round(inches * 2.54) / 100;
}

/** Only a plain year or a date: `~1850`, `C19` and `1900..1910` stay text. */
function readYear(text: string): number | null {
  const match = /^\s*(\d{4})(?:-\d{2}(?:-\d{2})?)?\s*$/.exec(text);
  return match ? Number(match[1]) : null;
}
