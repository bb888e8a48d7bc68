/**
 * What a placemark of a KML says: its geometry and its fields. Owns coordinates (longitude, latitude, altitude), tracks and
 * extended data; styles are left out, descriptions become plain text.
 */
import { hasThreePlaces, type SimpleShape } from './geometry-parts.ts';
import type { KmlElement, KmlSchema } from './kml-walk.ts';
import { decodeEntities } from './xml-tokens.ts';

export type KmlValue = string | number | boolean | null;

/** Fields that every placemark may have, in this order. */
const PLAIN = ['name', 'description', 'address', 'phoneNumber'];

/** Its shapes; null and the place when coordinates are not numbers or too few. */
export function placemarkShapes(element: KmlElement): { shapes: SimpleShape[] } | { broken: string } {
  const shapes: SimpleShape[] = [];
  for (const child of element.children) {
    const broken = addShape(child, shapes);
    if (broken !== null) return { broken };
  }
  return { shapes };
}

/** Returns the name of what is broken, or null. */
function addShape(element: KmlElement, shapes: SimpleShape[]): string | null {
  const { name, children } = element;
  if (name === 'MultiGeometry' || name === 'MultiTrack') {
    for (const child of children) {
      const broken = addShape(child, shapes);
      if (broken !== null) return broken;
    }
    return null;
  }
  if (name === 'Polygon') return addPolygon(element, shapes);
  if (name === 'Track') return addLine(name, trackPositions(element), shapes);
  if (name === 'Model') return addPoint(modelPosition(element), shapes);
  const coordinates = children.find((child) => child.name === 'coordinates');
  const positions = positionsOf(coordinates?.text ?? '');
  if (name === 'Point') return addPoint(positions?.[0] ?? null, shapes);
  if (name === 'LineString' || name === 'LinearRing') return addLine(name, positions, shapes);
  return null;
}

function addPoint(position: number[] | null, shapes: SimpleShape[]): string | null {
  if (!position) return 'Point';
  shapes.push({ kind: 'Point', coordinates: position });
  return null;
}

function addLine(name: string, positions: number[][] | null, shapes: SimpleShape[]): string | null {
  if (name === 'Track' && positions?.length === 1) return addPoint(positions[0], shapes);
  if (!positions || positions.length < 2) return name;
  shapes.push({ kind: 'LineString', coordinates: positions });
  return null;
}

function addPolygon(element: KmlElement, shapes: SimpleShape[]): string | null {
  const boundary = (name: string) =>
    element.children
      .filter((child) => child.name === name)
      .flatMap(({ children }) => children.filter((ring) => ring.name === 'LinearRing'))
      .map((ring) => positionsOf(ring.children.find((child) => child.name === 'coordinates')?.text ?? ''));
  const rings = [...boundary('outerBoundaryIs').slice(0, 1), ...boundary('innerBoundaryIs')];
  if (rings.length === 0) return 'outerBoundaryIs';
  const good: number[][][] = [];
  for (const ring of rings) {
    if (!ring || !hasThreePlaces(ring)) return 'LinearRing';
    good.push(ring);
  }
  shapes.push({ kind: 'Polygon', coordinates: good });
  return null;
}

/** Tuples `lng,lat[,alt]` with blanks between; null: one is not a place. */
function positionsOf(text: string): number[][] | null {
  const tuples = text
    .trim()
    .replace(/\s*,\s*/g, ',')
    .split(/\s+/);
  if (tuples[0] === '') return null;
  const positions: number[][] = [];
  for (const tuple of tuples) {
    const parts = tuple.replace(/,+$/, '').split(',');
    const position = parts.slice(0, 3).map((part) => (part === '' ? Number.NaN : Number(part)));
    if (position.length < 2 || !position.every((value) => Number.isFinite(value))) return null;
    positions.push(position);
  }
  return positions;
}

function trackPositions({ children }: KmlElement): number[][] | null {
  const coords = children.filter(({ name }) => name === 'coord');
  const positions = coords.map(({ text }) => text.trim().split(/\s+/).slice(0, 3).map(Number));
  const good = positions.every(
    (position) => position.length >= 2 && position.every((v) => Number.isFinite(v)),
  );
  return good && positions.length > 0 ? positions : null;
}

function modelPosition({ children }: KmlElement): number[] | null {
  const place = children.find(({ name }) => name === 'Location')?.children ?? [];
  const read = (name: string) => {
    const text = place.find((child) => child.name === name)?.text.trim() ?? '';
    return text === '' ? Number.NaN : Number(text);
  };
  const position = [read('longitude'), read('latitude'), read('altitude')];
  if (!Number.isFinite(position[0]) || !Number.isFinite(position[1])) return null;
  return Number.isFinite(position[2]) ? position : position.slice(0, 2);
}

/** Its fields in the order of the file; a name that comes twice keeps both, the later one numbered. */
export function placemarkFields(element: KmlElement, schemas: Map<string, KmlSchema>): Map<string, KmlValue> {
  const fields = new Map<string, KmlValue>();
  for (const wanted of PLAIN) {
    const child = element.children.find(({ name }) => name === wanted);
    if (child) set(fields, wanted, wanted === 'description' ? plainText(child.text) : child.text.trim());
  }
  for (const child of element.children) {
    if (child.name === 'TimeStamp' || child.name === 'TimeSpan') {
      for (const { name, text } of child.children) set(fields, name, text.trim());
    } else if (child.name === 'ExtendedData') {
      for (const data of child.children) addData(fields, data, schemas);
    }
  }
  return fields;
}

function set(fields: Map<string, KmlValue>, given: string, value: KmlValue): void {
  const base = given.trim().replace(/^__proto__$/, 'proto') || 'column';
  let name = base;
  for (let count = 2; fields.has(name); count++) name = `${base}_${count}`;
  fields.set(name, value === '' ? null : value);
}

function addData(fields: Map<string, KmlValue>, data: KmlElement, schemas: Map<string, KmlSchema>): void {
  if (data.name === 'Data') {
    const value = data.children.find(({ name }) => name === 'value');
    set(fields, data.attributes.get('name') ?? '', (value?.text ?? '').trim());
    return;
  }
  if (data.name !== 'SchemaData') {
    if (data.children.length === 0) set(fields, data.name, data.text.trim());
    return;
  }
  const key = data.attributes.get('schemaUrl')?.replace(/^.*#/, '') ?? '';
  const types = schemas.get(key)?.types;
  for (const { name, attributes, text } of data.children) {
    const field = attributes.get('name');
    if (name === 'SimpleData' && field) set(fields, field, typed(text.trim(), types?.get(field) ?? ''));
  }
}

/** A value in the type its schema gives; long digit strings and what does not fit the type stay text. */
function typed(text: string, type: string): KmlValue {
  if (text === '') return null;
  if (/^bool/i.test(type))
    return /^(?:1|true)$/i.test(text) ? true : /^(?:0|false)$/i.test(text) ? false : text;
  if (!/^(?:u?int|u?short|float|double)/i.test(type)) return text;
  const value = Number(text);
  return Number.isFinite(value) && text.replace(/\D/g, '').length <= 17 && !/^-?\d{16,}$/.test(text)
    ? value
    : text;
}

/** HTML as a person would read it: blocks and breaks are line ends, tags and styles are gone. */
function plainText(html: string): string {
  if (!/[<&]/.test(html)) return html.trim();
  const text = html
    .replace(/<(style|script)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^<>]*>/gi, '\n')
    .replace(/<\/t[dh]\s*>/gi, '\t')
    .replace(/<\/?[a-z][^<>]*>/gi, '');
  return decodeEntities(text)
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
