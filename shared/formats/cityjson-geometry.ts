/**
 * The place of a city object on the ground, from whatever model of it a CityJSON file holds. Owns the rule for that
 * (docs on `placeOf`), the checks of vertex indexes and the heights; knows nothing of attributes or layers.
 */
import { outlineOf, type Position } from './face-outline.ts';
import { isObject, type JsonObject } from './json-record.ts';
import type { RawGeometry } from './source-record.ts';

/** Vertices of a file or feature in the file's own coordinates, 3 per vertex. */
export interface CityVertices {
  places: Float64Array;
  /** Corners nearer than this in x and y are one. */
  step: number;
  /** Metres per unit of x and y, roughly: 1, or a degree's. Only for telling walls from floors. */
  unit: number;
}

/** How a footprint was found, most certain first. */
type FootprintSource = 'ground' | 'lod0' | 'lowest' | 'faces' | 'point';

interface CityPlace {
  geometry: RawGeometry | null;
  source: FootprintSource | null;
  /** z of the lowest and highest vertex of models of LoD 1 and above; null: only flat ones. */
  bottom: number | null;
  top: number | null;
}

/** Thrown for one object whose geometry cannot be used; the reader goes on. */
export class CityGeometryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CityGeometryError';
  }
}

interface Face {
  /** Rings of vertex numbers, outer first. */
  rings: number[][];
  semantic: string;
}

interface Model {
  lod: string;
  faces: Face[];
  points: number[];
  lines: number[][];
}

/** A face of a body steeper than about 73 degrees is a wall; banks and slopes of a sheet may be all but upright. */
const WALL = 0.3;
const SHEET_WALL = 0.02;
const DEGREE_METRES = 111_320;
/** Scale and translation leave noise in the last digits: kept are nine decimals, a tenth of a millimetre in degrees. */
const GRAIN = 1e9;

/** Reads `vertices` under `transform`. Throws CityGeometryError when they are no list of positions. */
export function readVertices(vertices: unknown, transform: unknown): CityVertices {
  if (!Array.isArray(vertices)) throw new CityGeometryError('vertices');
  const scale = triple(isObject(transform) ? transform['scale'] : undefined, 1);
  const move = triple(isObject(transform) ? transform['translate'] : undefined, 0);
  const places = new Float64Array(vertices.length * 3).fill(Number.NaN);
  let widest = 0;
  for (let at = 0; at < vertices.length; at++) {
    const vertex: unknown = vertices[at];
    if (!Array.isArray(vertex)) continue;
    for (let axis = 0; axis < 3; axis++) {
      const value: unknown = vertex[axis];
      const place = typeof value === 'number' ? value * scale[axis] + move[axis] : Number.NaN;
      places[at * 3 + axis] = Math.round(place * GRAIN) / GRAIN;
      if (axis < 2 && Math.abs(place) > widest) widest = Math.abs(place);
    }
  }
  const degrees = widest <= 360 && widest > 0 && (scale[0] < 1e-4 || !isObject(transform));
  return { places, step: degrees ? 1e-8 : 1e-3, unit: degrees ? DEGREE_METRES : 1 };
}

function triple(value: unknown, otherwise: number): number[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  return [0, 1, 2].map((axis) => {
    const number = list[axis];
    return typeof number === 'number' && Number.isFinite(number) ? number : otherwise;
  });
}

/**
 * Footprint and heights of an object from its geometries. The footprint is, in this order: the faces that are called
 * GroundSurface (of the highest LoD that has them); a LoD 0 geometry; of any other model the faces that are no walls,
 * on that side, looking up or down, which lies lower; faces of an open sheet all together. Faces are merged by
 * their shared edges. Points and lines are kept when there are no faces. Where the object has no footprint of
 * its own it is that of its parts together.
 * Throws CityGeometryError for an index without vertex or a vertex that is no number.
 */
export function placeOf(
  own: readonly unknown[],
  parts: readonly (readonly unknown[])[],
  vertices: CityVertices,
): CityPlace {
  const [whole, ...others] = [own, ...parts].map((geometries) => geometries.filter(isObject).map(readModel));
  for (const model of [whole, ...others].flat()) checkIndexes(model, vertices);
  const solid = [whole, ...others].flat().filter(isRaised);
  const [bottom, top] = heightRange(solid, vertices);
  const found = footprint(whole, vertices) ?? together(others, vertices);
  if (found) return { ...found, bottom, top };
  return { ...unfaced([whole, ...others].flat(), vertices), bottom, top };
}

function isRaised({ lod }: Model): boolean {
  return !lod.startsWith('0');
}

/** The footprints of parts as one; where they do not join, side by side. */
function together(parts: Model[][], vertices: CityVertices): Pick<CityPlace, 'geometry' | 'source'> | null {
  const found = parts.flatMap((models) => footprint(models, vertices) ?? []);
  if (found.length === 0) return null;
  const all = found.flatMap(({ geometry }) => {
    const { type, coordinates } = geometry as { type: string; coordinates: unknown };
    return (type === 'Polygon' ? [coordinates] : coordinates) as Position[][][];
  });
  return { geometry: polygons(outlineOf(all, vertices.step) ?? all), source: found[0].source };
}

function footprint(models: Model[], vertices: CityVertices): Pick<CityPlace, 'geometry' | 'source'> | null {
  const byLod = [...models].sort((a, b) => b.lod.localeCompare(a.lod));
  for (const { faces } of byLod) {
    const ground = faces.filter(({ semantic }) => semantic === 'GroundSurface');
    const geometry = merge(
      ground.filter((face) => !isWall(face, vertices)),
      vertices,
    );
    if (geometry) return { geometry, source: 'ground' };
  }
  for (const { lod, faces } of models) {
    const geometry = lod.startsWith('0') ? merge(faces, vertices) : null;
    if (geometry) return { geometry, source: 'lod0' };
  }
  const lowestLod = models.filter(isRaised).sort((a, b) => a.lod.localeCompare(b.lod));
  for (const { faces } of lowestLod) {
    const geometry = merge(lowerSide(faces, vertices), vertices);
    if (geometry) return { geometry, source: 'lowest' };
  }
  for (const { faces } of lowestLod) {
    const geometry = separate(faces, vertices);
    if (geometry) return { geometry, source: 'faces' };
  }
  return null;
}

/** Points and lines, for objects without faces that have an area on the ground. */
function unfaced(models: Model[], vertices: CityVertices): Pick<CityPlace, 'geometry' | 'source'> {
  const at = (index: number) => position(index, vertices);
  const lines = models.flatMap((model) => model.lines).filter((line) => line.length > 1);
  if (lines.length > 0) {
    const coordinates = lines.map((line) => line.map(at));
    const geometry: RawGeometry =
      lines.length === 1
        ? { type: 'LineString', coordinates: coordinates[0] }
        : { type: 'MultiLineString', coordinates };
    return { geometry, source: null };
  }
  const points = models.flatMap((model) => model.points);
  const faced = models.some(({ faces }) => faces.length > 0);
  if (points.length === 0) {
    if (faced) throw new CityGeometryError('no area on the ground');
    return { geometry: null, source: null };
  }
  const coordinates = points.map(at);
  const geometry: RawGeometry =
    points.length === 1
      ? { type: 'Point', coordinates: coordinates[0] }
      : { type: 'MultiPoint', coordinates };
  return { geometry, source: 'point' };
}

/** One geometry object as faces, points and lines; only the outer shell of a solid. An unknown type has none of them. */
function readModel(geometry: JsonObject): Model {
  const model: Model = { lod: String(geometry['lod'] ?? ''), faces: [], points: [], lines: [] };
  const semantics = isObject(geometry['semantics']) ? geometry['semantics'] : {};
  const names = list(semantics['surfaces']).map((surface) =>
    isObject(surface) ? String(surface['type'] ?? '') : '',
  );
  const boundaries = list(geometry['boundaries']);
  const values = semantics['values'];
  const addFaces = (surfaces: unknown, marks: unknown) => {
    const marked = list(marks);
    list(surfaces).forEach((rings, index) => {
      const mark = marked[index];
      const semantic = typeof mark === 'number' ? (names[mark] ?? '') : '';
      model.faces.push({ rings: list(rings).map(indexes), semantic });
    });
  };
  switch (geometry['type']) {
    case 'MultiPoint':
      model.points = indexes(boundaries);
      break;
    case 'GeometryInstance':
      model.points = indexes(boundaries).slice(0, 1);
      break;
    case 'MultiLineString':
      model.lines = boundaries.map(indexes);
      break;
    case 'MultiSurface':
    case 'CompositeSurface':
      addFaces(boundaries, values);
      break;
    case 'Solid':
      addFaces(boundaries[0], list(values)[0]);
      break;
    case 'MultiSolid':
    case 'CompositeSolid':
      boundaries.forEach((shells, index) => {
        addFaces(list(shells)[0], list(list(values)[index])[0]);
      });
      break;
  }
  return model;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function indexes(value: unknown): number[] {
  if (!Array.isArray(value)) throw new CityGeometryError('boundaries');
  return value.map((index: unknown) => {
    if (typeof index !== 'number' || !Number.isInteger(index)) throw new CityGeometryError('boundaries');
    return index;
  });
}

function checkIndexes({ faces, points, lines }: Model, { places }: CityVertices): void {
  const check = (index: number) => {
    if (index < 0 || index * 3 >= places.length) throw new CityGeometryError(`vertex ${index}`);
    for (let axis = 0; axis < 3; axis++) {
      if (!Number.isFinite(places[index * 3 + axis])) throw new CityGeometryError(`vertex ${index}`);
    }
  };
  for (const { rings } of faces) for (const ring of rings) ring.forEach(check);
  for (const line of lines) line.forEach(check);
  points.forEach(check);
}

function heightRange(models: Model[], { places }: CityVertices): [number | null, number | null] {
  let bottom = Infinity;
  let top = -Infinity;
  for (const { faces } of models) {
    for (const { rings } of faces) {
      for (const index of rings.flat()) {
        const z = places[index * 3 + 2];
        if (z < bottom) bottom = z;
        if (z > top) top = z;
      }
    }
  }
  return bottom <= top ? [bottom, top] : [null, null];
}

/** Normal of the outer ring by Newell's method; its length is twice the area, in metres. */
function normal(face: Face, { places, unit }: CityVertices): [number, number, number] {
  const ring = face.rings[0] ?? [];
  const out: [number, number, number] = [0, 0, 0];
  const origin = (ring[0] ?? 0) * 3;
  const of = (index: number): [number, number, number] => [
    (places[index * 3] - places[origin]) * unit,
    (places[index * 3 + 1] - places[origin + 1]) * unit,
    places[index * 3 + 2] - places[origin + 2],
  ];
  for (let at = 0; at < ring.length; at++) {
    const a = of(ring[at]);
    const b = of(ring[(at + 1) % ring.length]);
    out[0] += (a[1] - b[1]) * (a[2] + b[2]);
    out[1] += (a[2] - b[2]) * (a[0] + b[0]);
    out[2] += (a[0] - b[0]) * (a[1] + b[1]);
  }
  return out;
}

function isWall(face: Face, vertices: CityVertices, slope = WALL): boolean {
  const [x, y, z] = normal(face, vertices);
  return Math.abs(z) <= slope * Math.hypot(x, y, z);
}

/**
 * Of a closed body (as much area looks up as down) the side that lies lower, whichever way its normals point; of an
 * open sheet everything that is no wall.
 */
function lowerSide(faces: Face[], vertices: CityVertices): Face[] {
  const sides = { up: { faces: [] as Face[], area: 0, z: 0 }, down: { faces: [] as Face[], area: 0, z: 0 } };
  for (const face of faces) {
    if (isWall(face, vertices)) continue;
    const area = normal(face, vertices)[2];
    const side = area > 0 ? sides.up : sides.down;
    const ring = face.rings[0];
    const mean = ring.reduce((sum, index) => sum + vertices.places[index * 3 + 2], 0) / ring.length;
    side.faces.push(face);
    side.area += Math.abs(area);
    side.z += Math.abs(area) * mean;
  }
  const { up, down } = sides;
  if (Math.abs(up.area - down.area) > 0.2 * Math.max(up.area, down.area) || up.area + down.area === 0)
    return faces.filter((face) => !isWall(face, vertices, SHEET_WALL));
  return up.z / up.area < down.z / down.area ? up.faces : down.faces;
}

function position(index: number, { places }: CityVertices): Position {
  return [places[index * 3], places[index * 3 + 1]];
}

function merge(faces: Face[], vertices: CityVertices): RawGeometry | null {
  const flat = faces
    .filter(({ rings }) => (rings[0]?.length ?? 0) >= 3)
    .map(({ rings }) => rings.map((ring) => ring.map((index) => position(index, vertices))));
  if (flat.length === 0) return null;
  return polygons(outlineOf(flat, vertices.step));
}

/** The faces one by one, where they do not close to an outline together. */
function separate(faces: Face[], vertices: CityVertices): RawGeometry | null {
  const level = faces.filter((face) => !isWall(face, vertices, SHEET_WALL));
  const outlines = level.flatMap((face) => {
    const rings = face.rings.map((ring) => ring.map((index) => position(index, vertices)));
    return outlineOf([rings], vertices.step) ?? [];
  });
  return polygons(outlines);
}

function polygons(outlines: Position[][][] | null): RawGeometry | null {
  if (outlines === null || outlines.length === 0) return null;
  return outlines.length === 1
    ? { type: 'Polygon', coordinates: outlines[0] }
    : { type: 'MultiPolygon', coordinates: outlines };
}
