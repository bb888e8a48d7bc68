/**
 * One city object as a record: its attributes and address as flat fields, storeys and year under the names of this
 * project, its parts folded in. Owns that mapping; the place comes from cityjson-geometry.ts.
 */
import { CityGeometryError, type CityVertices, placeOf } from './cityjson-geometry.ts';
import { isObject, type JsonObject } from './json-record.ts';
import { cutRaw, type SourceRecord, type UnreadRecord } from './source-record.ts';

/** Attributes of CityGML that have a name of ours. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['storeysAboveGround', 'floors'],
  ['storeysBelowGround', 'floorsBelow'],
  ['yearOfConstruction', 'builtYear'],
]);
/** Attributes of parts that stand for the whole where it says nothing: the greatest of the parts. */
const FROM_PARTS = ['storeysAboveGround', 'storeysBelowGround', 'measuredHeight', 'yearOfConstruction'];
const FLAT_DEPTH = 3;
const FLAT_LIMIT = 2000;

type Fields = Record<string, string | number | boolean | null>;

/** An object with the parts that belong to it. */
export interface CityEntity {
  id: string;
  object: JsonObject;
  parts: { id: string; object: JsonObject }[];
  /** Id of the object it hangs on without being a part of it, '' for none. */
  parent: string;
}

/** The record of an object; broken geometry comes back as unread. `line`: its number in the layer, from 1. */
export function cityRecord(
  entity: CityEntity,
  vertices: CityVertices,
  line: number,
): SourceRecord | UnreadRecord {
  const { id, object, parts } = entity;
  const raw = () =>
    cutRaw(JSON.stringify({ [id]: { type: object['type'], attributes: object['attributes'] } }));
  try {
    const fields: Fields = Object.create(null);
    const place = placeOf(
      geometries(object),
      parts.map((part) => geometries(part.object)),
      vertices,
    );
    addAttributes(fields, object, parts);
    addAddress(fields, object['address']);
    if (place.bottom !== null && place.top !== null) {
      setFree(fields, 'height', round(place.top - place.bottom), 'modelHeight');
      setFree(fields, 'baseZ', round(place.bottom), 'modelBaseZ');
    }
    if (place.source !== null) setFree(fields, 'footprint', place.source, 'modelFootprint');
    if (parts.length > 0) setFree(fields, 'parts', parts.length, 'modelParts');
    if (entity.parent !== '') setFree(fields, 'parent', entity.parent, 'modelParent');
    return { line, id, geometry: place.geometry, fields, raw };
  } catch (error) {
    if (!(error instanceof CityGeometryError)) throw error;
    const params = { id: id.slice(0, 200), what: error.message };
    return { line, column: 1, place: id.slice(0, 200), reason: 'broken-geometry', params, raw: raw() };
  }
}

function geometries(object: JsonObject): unknown[] {
  return Array.isArray(object['geometry']) ? object['geometry'] : [];
}

function addAttributes(fields: Fields, object: JsonObject, parts: CityEntity['parts']): void {
  const attributes = isObject(object['attributes']) ? object['attributes'] : {};
  const names = new Set(Object.keys(attributes));
  for (const [name, value] of Object.entries(attributes)) {
    const renamed = RENAMED.get(name);
    flatten(fields, renamed !== undefined && !names.has(renamed) ? renamed : name, value, 0);
  }
  for (const name of FROM_PARTS) {
    if (names.has(name)) continue;
    const values = parts
      .map((part) => (isObject(part.object['attributes']) ? part.object['attributes'][name] : undefined))
      .filter((value) => typeof value === 'number' && Number.isFinite(value));
    if (values.length > 0)
      setFree(fields, RENAMED.get(name) ?? name, Math.max(...(values as number[])), name);
  }
}

/** CityJSON 1.0 has one address, later versions a list; its geometry is left out. */
function addAddress(fields: Fields, address: unknown): void {
  const all = (Array.isArray(address) ? address : [address]).filter(isObject);
  all.forEach((one, index) => {
    const prefix = index === 0 ? 'address' : `address${index + 1}`;
    for (const [name, value] of Object.entries(one)) {
      if (name !== 'location') flatten(fields, `${prefix}.${name}`, value, 1);
    }
  });
}

function flatten(fields: Fields, name: string, value: unknown, depth: number): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') fields[name] = value;
  else if (typeof value === 'number') fields[name] = value;
  else if (isObject(value) && depth < FLAT_DEPTH) {
    for (const [part, inner] of Object.entries(value)) flatten(fields, `${name}.${part}`, inner, depth + 1);
  } else if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    fields[name] = value.join('; ').slice(0, FLAT_LIMIT);
  } else fields[name] = (JSON.stringify(value) ?? '').slice(0, FLAT_LIMIT);
}

/** Under the first name that the attributes do not use already. */
function setFree(fields: Fields, name: string, value: string | number, otherwise: string): void {
  fields[name in fields ? otherwise : name] = value;
}

/** To the millimetre: the difference of two floats has noise behind it. */
function round(metres: number): number {
  return Math.round(metres * 1000) / 1000;
}
