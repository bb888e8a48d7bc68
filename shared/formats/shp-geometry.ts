/**
 * The content of one .shp record as a geometry (ESRI Shapefile Technical Description, 1998): all types in two dimensions, with
 * Z and with M; measures are left out. Owns the layout; counts are checked against the length of the record before anything
 * is made.
 */
import type { LayerGeometry } from './opened-file.ts';
import { type Position, polygonsOf, ringArea } from './polygon-rings.ts';
import type { RawGeometry } from './source-record.ts';

export type ShpGeometry = { ok: true; geometry: RawGeometry | null } | { ok: false; place: string };

/** Values below this mean "not measured". */
const NO_DATA = -1e38;
const KINDS: Record<number, LayerGeometry> = {
  0: 'none',
  1: 'point',
  3: 'line',
  5: 'polygon',
  8: 'point',
  11: 'point',
  13: 'line',
  15: 'polygon',
  18: 'point',
  21: 'point',
  23: 'line',
  25: 'polygon',
  28: 'point',
  31: 'polygon',
};

/** What a shape type holds; undefined: no such type. */
export function shpKind(type: number): LayerGeometry | undefined {
  return KINDS[type];
}

/** `view` covers the content of the record: the shape type and what follows. */
export function shpGeometry(view: DataView): ShpGeometry {
  if (view.byteLength < 4) return broken('length');
  const type = view.getInt32(0, true);
  switch (type) {
    case 0:
      return { ok: true, geometry: null };
    case 1:
    case 11:
    case 21:
      return pointOf(view, type === 11);
    case 8:
    case 18:
    case 28:
      return multiPointOf(view, type === 18);
    case 3:
    case 13:
    case 23:
    case 5:
    case 15:
    case 25:
      return partsOf(view, type % 10 === 5, type > 10 && type < 20);
    case 31:
      return patchOf(view);
    default:
      return broken(`type ${type}`);
  }
}

function broken(place: string): ShpGeometry {
  return { ok: false, place };
}

function pointOf(view: DataView, withZ: boolean): ShpGeometry {
  if (view.byteLength < (withZ ? 28 : 20)) return broken('length');
  const position = [view.getFloat64(4, true), view.getFloat64(12, true)];
  if (!isPlace(position)) return broken('coordinates');
  const z = withZ ? view.getFloat64(20, true) : Number.NaN;
  if (Number.isFinite(z) && z > NO_DATA) position.push(z);
  return { ok: true, geometry: { type: 'Point', coordinates: position } };
}

function isPlace([x, y]: Position): boolean {
  return Number.isFinite(x) && Number.isFinite(y) && x > NO_DATA && y > NO_DATA;
}

function multiPointOf(view: DataView, withZ: boolean): ShpGeometry {
  if (view.byteLength < 40) return broken('length');
  const count = view.getInt32(36, true);
  const positions = positionsOf(view, 40, count, withZ);
  if (!positions) return broken('coordinates');
  if (count === 0) return { ok: true, geometry: null };
  return { ok: true, geometry: { type: 'MultiPoint', coordinates: positions } };
}

/** Places from `at` on; with heights where the record holds them all. Null: too many for the record, or not numbers. */
function positionsOf(view: DataView, at: number, count: number, withZ: boolean): Position[] | null {
  const zAt = at + count * 16 + 16;
  if (count < 0 || at + count * 16 > view.byteLength) return null;
  const heights = withZ && count > 0 && zAt + count * 8 <= view.byteLength;
  const positions: Position[] = [];
  let solid = heights;
  for (let i = 0; i < count; i++) {
    const position = [view.getFloat64(at + i * 16, true), view.getFloat64(at + i * 16 + 8, true)];
    if (!isPlace(position)) return null;
    if (heights) {
      const z = view.getFloat64(zAt + i * 8, true);
      if (!Number.isFinite(z) || z <= NO_DATA) solid = false;
      position.push(z);
    }
    positions.push(position);
  }
  return heights && !solid ? positions.map(([x, y]) => [x, y]) : positions;
}

/** The parts of a line, polygon or patch; `types` for a patch. Null: the numbers do not fit. */
function readParts(view: DataView, withZ: boolean, typed: boolean) {
  if (view.byteLength < 44) return null;
  const parts = view.getInt32(36, true);
  const count = view.getInt32(40, true);
  const at = 44 + parts * (typed ? 8 : 4);
  if (parts < 0 || count < 0 || at > view.byteLength || parts > count) return null;
  const positions = positionsOf(view, at, count, withZ);
  if (!positions) return null;
  const cut: Position[][] = [];
  const types: number[] = [];
  for (let part = 0; part < parts; part++) {
    const from = view.getInt32(44 + part * 4, true);
    const to = part + 1 < parts ? view.getInt32(48 + part * 4, true) : count;
    if (from < 0 || to < from || to > count || (part === 0 && from !== 0)) return null;
    cut.push(positions.slice(from, to));
    if (typed) types.push(view.getInt32(44 + (parts + part) * 4, true));
  }
  return { cut, types };
}

function partsOf(view: DataView, rings: boolean, withZ: boolean): ShpGeometry {
  const parts = readParts(view, withZ, false);
  if (!parts) return broken('parts');
  if (parts.cut.every((part) => part.length === 0)) return { ok: true, geometry: null };
  if (rings) return polygonGeometry(parts.cut);
  const lines = parts.cut.filter((line) => line.length >= 2);
  if (lines.length === 0) return broken('line');
  return {
    ok: true,
    geometry:
      lines.length === 1
        ? { type: 'LineString', coordinates: lines[0] }
        : { type: 'MultiLineString', coordinates: lines },
  };
}

/** Open rings are closed; rings without an area cover nothing and are left out while others remain. */
function polygonGeometry(parts: Position[][]): ShpGeometry {
  const rings = parts.map(closed).filter((ring) => ring.length >= 4 && ringArea(ring) !== 0);
  if (rings.length === 0) return broken('ring');
  const polygons = polygonsOf(rings);
  if (!polygons) return broken('rings');
  return {
    ok: true,
    geometry:
      polygons.length === 1
        ? { type: 'Polygon', coordinates: polygons[0] }
        : { type: 'MultiPolygon', coordinates: polygons },
  };
}

function closed(ring: Position[]): Position[] {
  const first = ring[0];
  const last = ring.at(-1);
  if (!first || !last || (first[0] === last[0] && first[1] === last[1])) return ring;
  return [...ring, first];
}

/** MultiPatch: strips (0) and fans (1) become triangles, the ring types (2-5) rings; seen from above. */
function patchOf(view: DataView): ShpGeometry {
  const parts = readParts(view, true, true);
  if (!parts) return broken('parts');
  const rings: Position[][] = [];
  const triangles: Position[][][] = [];
  parts.cut.forEach((part, index) => {
    const type = parts.types[index];
    if (type >= 2 && type <= 5) rings.push(part);
    else if (type === 0 || type === 1) {
      for (let i = 2; i < part.length; i++) {
        const start = type === 1 ? part[0] : part[i - 2];
        const triangle = [start, part[i - 1], part[i], start];
        const area = ringArea(triangle);
        if (area !== 0) triangles.push([area > 0 ? triangle : triangle.toReversed()]);
      }
    }
  });
  if (triangles.length === 0) return polygonGeometry(rings);
  const rest = rings.length === 0 ? null : polygonGeometry(rings);
  if (rest?.ok && rest.geometry) {
    const { type, coordinates } = rest.geometry;
    triangles.push(...((type === 'Polygon' ? [coordinates] : coordinates) as Position[][][]));
  }
  return { ok: true, geometry: { type: 'MultiPolygon', coordinates: triangles } };
}
