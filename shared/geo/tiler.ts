/**
 * Cuts the vector tiles of the basemap from the columns of a community: ground, roads, walls, compounds, areas,
 * grids, buildings, and the label points of the last two. Owns what a tile holds at which zoom; bytes are
 * tile-mvt.ts, cutting is tile-clip.ts. The same bundle and plan give the same bytes; a feature's id is its row.
 */
import { NONE, type Table } from '../columns/column.ts';
import { type CommunityBundle, NO_GRID } from '../model/bundle.ts';
import { clipLine, clipRing, doubleArea, orient, roundVertices, simplify } from './tile-clip.ts';
import { labelPoint } from './tile-label.ts';
import { encodeTile, TILE_EXTENT, TileLayerWriter, type TileProperties } from './tile-mvt.ts';
import { rimOf } from './tile-rim.ts';
import {
  numberOf,
  type PointSource,
  pointSource,
  type ShapeSource,
  shapeSource,
  textOf,
} from './tile-source.ts';

/** Zooms the map asks for; beyond the last one it enlarges the last. */
export const TILE_MIN_ZOOM = 8;
export const TILE_MAX_ZOOM = 16;
/** Tile units of overlap, so that lines and walls do not end at a tile's edge. A screen pixel is 16 units. */
const BUFFER = 128;
const PIXEL = TILE_EXTENT / 512;
/** Buildings of at least this height, in metres, stay at every zoom: they are what a district is known by. */
const LANDMARK_HEIGHT = 45;
/** From this zoom every building, entrance and label is there. */
const FULL_ZOOM = 15;

export interface Tiler {
  /**
   * @param gridOfBuilding grid row per building of the plan in force, NO_GRID for none
   * @param households per grid row, for the grid labels; left out, or NONE: no number
   * @returns MVT bytes; none where nothing lies
   */
  tile(z: number, x: number, y: number, gridOfBuilding: Uint16Array, households?: Uint32Array): Uint8Array;
}

/** One tile being cut: where it lies on the unit square, and how coarse it may be. */
interface Cut {
  z: number;
  west: number;
  north: number;
  /** Tile units per unit of the square. */
  scale: number;
  /** The box to search, buffer included. */
  box: [number, number, number, number];
}

function cutOf(z: number, x: number, y: number): Cut {
  const side = 1 / 2 ** z;
  const pad = (side * BUFFER) / TILE_EXTENT;
  const west = x * side;
  const north = y * side;
  return {
    z,
    west,
    north,
    scale: TILE_EXTENT / side,
    box: [west - pad, north - pad, west + side + pad, north + side + pad],
  };
}

/** The vertices of one ring or line in tile units, unrounded. */
function project(cut: Cut, source: ShapeSource, ring: number): number[] {
  const { ringVertices } = source.geometry;
  const out: number[] = [];
  for (let v = ringVertices[ring]; v < ringVertices[ring + 1]; v++)
    out.push((source.xy[2 * v] - cut.west) * cut.scale, (source.xy[2 * v + 1] - cut.north) * cut.scale);
  return out;
}

const isWithin = (list: number[]): boolean => {
  for (const value of list) if (value < -BUFFER || value > TILE_EXTENT + BUFFER) return false;
  return true;
};

/** Rings of a polygon row, cut, thinned and wound as the encoder wants them. */
function polygonParts(cut: Cut, source: ShapeSource, row: number, tolerance: number): number[][] {
  const { rowRings, ringRole } = source.geometry;
  const parts: number[][] = [];
  let outerKept = false;
  for (let ring = rowRings[row]; ring < rowRings[row + 1]; ring++) {
    const hole = ringRole[ring] === 1;
    if (hole && !outerKept) continue;
    let list = project(cut, source, ring);
    if (tolerance > 0) list = simplify(list, tolerance, true);
    if (!isWithin(list)) list = clipRing(list, -BUFFER, TILE_EXTENT + BUFFER);
    const rounded = roundVertices(list, true);
    const kept = rounded.length >= 6 && doubleArea(rounded) !== 0;
    if (!hole) outerKept = kept;
    if (kept) parts.push(orient(rounded, !hole));
  }
  return parts;
}

function lineParts(cut: Cut, source: ShapeSource, row: number, tolerance: number): number[][] {
  const { rowRings } = source.geometry;
  const parts: number[][] = [];
  for (let ring = rowRings[row]; ring < rowRings[row + 1]; ring++) {
    const list = simplify(project(cut, source, ring), tolerance, false);
    const pieces = isWithin(list) ? [list] : clipLine(list, -BUFFER, TILE_EXTENT + BUFFER);
    for (const piece of pieces) {
      const rounded = roundVertices(piece, false);
      if (rounded.length >= 4) parts.push(rounded);
    }
  }
  return parts;
}

/** A point's tile units when this tile owns it (each point belongs to exactly one tile), else null. */
function ownPoint(cut: Cut, x: number, y: number): [number, number] | null {
  const px = Math.floor((x - cut.west) * cut.scale);
  const py = Math.floor((y - cut.north) * cut.scale);
  return px >= 0 && px < TILE_EXTENT && py >= 0 && py < TILE_EXTENT ? [px, py] : null;
}

/** Label points per row on the unit square, found when first asked for. */
function labelPoints(source: ShapeSource | null): (row: number) => [number, number] {
  const known = new Map<number, [number, number]>();
  return (row) => {
    let point = known.get(row);
    if (!point && source) {
      const { rowRings, ringRole } = source.geometry;
      // The first outer ring with its holes; distances need a metric near 1, so the square is enlarged.
      const rings: number[][] = [];
      const cut: Cut = { z: 0, west: 0, north: 0, scale: 2 ** 24, box: [0, 0, 1, 1] };
      for (let ring = rowRings[row]; ring < rowRings[row + 1]; ring++) {
        if (rings.length > 0 && ringRole[ring] === 0) break;
        rings.push(project(cut, source, ring));
      }
      const [x, y] = labelPoint(rings);
      point = [x / 2 ** 24, y / 2 ** 24];
      known.set(row, point);
    }
    return point ?? [0, 0];
  };
}

/** From which zoom each kind of line is drawn. */
const LINE_ZOOM: Record<string, number> = { mainRoad: 8, road: 12, lane: 14, path: 15, wall: 15, gate: 15 };
const WALL_KINDS = new Set(['wall', 'gate']);

function groundLayers(
  basemap: Table | undefined,
): (cut: Cut, ground: TileLayerWriter, roads: TileLayerWriter, walls: TileLayerWriter) => void {
  const polygons = shapeSource(basemap, 'polygons');
  const lines = shapeSource(basemap, 'lines');
  const label = labelPoints(polygons);
  return (cut, ground, roads, walls) => {
    if (!basemap) return;
    for (const row of polygons?.within(...cut.box) ?? []) {
      const kind = textOf(basemap, 'kind', row);
      const name = textOf(basemap, 'name', row);
      const parts = polygonParts(cut, polygons as ShapeSource, row, PIXEL / 4);
      if (parts.length > 0) ground.add(row, 3, parts, { kind });
      const at = name && cut.z >= 14 ? ownPoint(cut, ...label(row)) : null;
      if (at) ground.add(row, 1, [at], { kind, name });
    }
    for (const row of lines?.within(...cut.box) ?? []) {
      const kind = textOf(basemap, 'kind', row);
      if (cut.z < (LINE_ZOOM[kind] ?? 12)) continue;
      const parts = lineParts(cut, lines as ShapeSource, row, PIXEL / 4);
      if (parts.length === 0) continue;
      const target = WALL_KINDS.has(kind) ? walls : roads;
      target.add(row, 2, parts, {
        kind,
        name: textOf(basemap, 'name', row),
        width: numberOf(basemap, 'width', row) || undefined,
      });
    }
  };
}

/** A polygon layer with one label point per row: areas, compounds, grids. */
function outlineLayer(
  table: Table | undefined,
  column: string,
  properties: (row: number) => TileProperties,
): (cut: Cut, layer: TileLayerWriter, extra?: (row: number) => TileProperties) => void {
  const source = shapeSource(table, column);
  const label = labelPoints(source);
  return (cut, layer, extra) => {
    for (const row of source?.within(...cut.box) ?? []) {
      const all = { ...properties(row), ...extra?.(row) };
      const parts = polygonParts(cut, source as ShapeSource, row, cut.z >= 14 ? PIXEL / 4 : PIXEL / 2);
      if (parts.length > 0) layer.add(row, 3, parts, all);
      const at = ownPoint(cut, ...label(row));
      if (at) layer.add(row, 1, [at], all);
    }
  };
}

/** Height to draw, metres: as recorded, else from the floors at 2.9 m, else one floor. */
function heightOf(buildings: Table, row: number): number {
  const height = numberOf(buildings, 'height', row);
  return height > 0 ? height : Math.max(1, numberOf(buildings, 'floors', row, 1)) * 2.9;
}

const OLD_BEFORE = 2000;
const HOUSING = new Set(['residential', 'mixed', 'other', '']);

/** `old` housing, `normal` housing, or the use itself. */
function kindOf(buildings: Table, row: number): string {
  const use = textOf(buildings, 'use', row);
  if (use === 'old') return 'old';
  if (!HOUSING.has(use)) return use;
  const year = numberOf(buildings, 'builtYear', row);
  return year > 0 && year < OLD_BEFORE ? 'old' : 'normal';
}

/** Smallest footprint drawn, in square screen pixels, by zoom: a district tile then holds hundreds, not thousands. */
function smallestArea(z: number): number {
  if (z >= FULL_ZOOM) return 0;
  return z === 14 ? 4 : 8;
}

/** What stands on a building: its own number without the compound it belongs to (that has a label of its own). */
function shortName(name: string): string {
  return /\d+[A-Za-z]?\s*(?:号楼|栋|幢|号|座)$/u.exec(name)?.[0] ?? name;
}

interface BuildingParts {
  shapes: TileLayerWriter;
  labels: TileLayerWriter;
}

function buildingLayers(
  buildings: Table | undefined,
): (cut: Cut, parts: BuildingParts, gridOfBuilding: Uint16Array) => void {
  const source = shapeSource(buildings, 'footprint');
  const points = pointSource(buildings);
  return (cut, { shapes, labels }, gridOfBuilding) => {
    if (!buildings || !source) return;
    const smallest = smallestArea(cut.z) * PIXEL * PIXEL;
    for (const row of source.within(...cut.box)) {
      const height = heightOf(buildings, row);
      const landmark = height >= LANDMARK_HEIGHT;
      if (smallest > 0 && !landmark) {
        const outer = project(cut, source, source.geometry.rowRings[row]);
        if (Math.abs(doubleArea(outer)) / 2 < smallest) continue;
      }
      const parts = polygonParts(cut, source, row, cut.z >= FULL_ZOOM ? 1 : PIXEL / 2);
      if (parts.length === 0) continue;
      const grid = gridOfBuilding[row] ?? NO_GRID;
      shapes.add(row, 3, cut.z >= 14 ? parts : parts.slice(0, 1), {
        height: Math.round(height * 10) / 10,
        base: Math.round(numberOf(buildings, 'base', row) * 10) / 10 || undefined,
        floors: numberOf(buildings, 'floors', row) || undefined,
        kind: kindOf(buildings, row),
        grid: grid === NO_GRID ? undefined : grid,
        tall: landmark || undefined,
      });
      const at = points && cut.z >= FULL_ZOOM ? ownPoint(cut, points.x[row], points.y[row]) : null;
      if (!at) continue;
      const address = textOf(buildings, 'address', row);
      const name = shortName(textOf(buildings, 'name', row) || address);
      labels.add(row, 1, [at], { name, address, height: Math.round(height * 10) / 10 });
    }
  };
}

function entranceLayer(entrances: Table | undefined): (cut: Cut, layer: TileLayerWriter) => void {
  const points: PointSource | null = pointSource(entrances);
  return (cut, layer) => {
    if (!entrances || !points || cut.z < TILE_MAX_ZOOM) return;
    for (const row of points.within(...cut.box)) {
      const at = ownPoint(cut, points.x[row], points.y[row]);
      const building = numberOf(entrances, 'building', row, NONE);
      if (at) layer.add(row, 1, [at], { label: textOf(entrances, 'label', row), building });
    }
  };
}

/** What each camera sees, as a sector on the ground (bearing, field of view, range of the cameras table). */
function viewLayer(cameras: Table | undefined): (cut: Cut, layer: TileLayerWriter) => void {
  const points = pointSource(cameras);
  return (cut, layer) => {
    if (!cameras || !points || cut.z < TILE_MAX_ZOOM) return;
    // Metres to tile units at this latitude: the circumference of the WGS84 equator over the tile's scale.
    const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * (cut.north + 0.5 / 2 ** cut.z))));
    const unit = cut.scale / (40_075_016.7 * Math.cos(latitude));
    // A sector may begin in the tile next door: search one tile around.
    const side = 1 / 2 ** cut.z;
    const [w, n, e, s] = cut.box;
    for (const row of points.within(w - side, n - side, e + side, s + side)) {
      const range = numberOf(cameras, 'range', row) * unit;
      const view = Math.min(350, numberOf(cameras, 'view', row));
      if (range <= 0 || view <= 0) continue;
      const cx = (points.x[row] - cut.west) * cut.scale;
      const cy = (points.y[row] - cut.north) * cut.scale;
      const ring = [cx, cy];
      const first = numberOf(cameras, 'bearing', row) - view / 2;
      const steps = Math.max(2, Math.ceil(view / 10));
      for (let i = 0; i <= steps; i++) {
        const angle = ((first + (view * i) / steps) * Math.PI) / 180;
        ring.push(cx + Math.sin(angle) * range, cy - Math.cos(angle) * range);
      }
      const clipped = roundVertices(clipRing(ring, -BUFFER, TILE_EXTENT + BUFFER), true);
      if (clipped.length >= 6) layer.add(row, 3, [orient(clipped, true)], {});
    }
  };
}

/** The frames that fade what runs on beyond the community. */
function rimLayer({ grids, compounds, buildings, basemap }: CommunityBundle['tables']) {
  const covered = [
    shapeSource(grids, 'outline'),
    shapeSource(compounds, 'boundary'),
    shapeSource(buildings, 'footprint'),
  ];
  const parts = rimOf(covered, [shapeSource(basemap, 'lines'), shapeSource(basemap, 'polygons')]);
  return (cut: Cut, layer: TileLayerWriter) => {
    parts.forEach(({ ring, fade }, row) => {
      const projected = ring.map((v, i) => (v - (i % 2 === 0 ? cut.west : cut.north)) * cut.scale);
      const list = isWithin(projected) ? projected : clipRing(projected, -BUFFER, TILE_EXTENT + BUFFER);
      const rounded = roundVertices(list, true);
      if (rounded.length >= 6 && doubleArea(rounded) !== 0)
        layer.add(row, 3, [orient(rounded, true)], { fade });
    });
  };
}

/** Projects and indexes the bundle once (about 0.1 s for 25,000 buildings); tiles are then cut on demand. */
export function createTiler(bundle: CommunityBundle): Tiler {
  const { areas, grids, compounds, basemap, buildings, entrances, cameras } = bundle.tables;
  const ground = groundLayers(basemap);
  const area = outlineLayer(areas, 'boundary', (row) => ({
    name: textOf(areas as Table, 'name', row),
    level: textOf(areas as Table, 'level', row),
  }));
  const compound = outlineLayer(compounds, 'boundary', (row) => ({
    name: textOf(compounds as Table, 'name', row),
  }));
  const grid = outlineLayer(grids, 'outline', (row) => ({
    code: textOf(grids as Table, 'code', row),
    name: textOf(grids as Table, 'name', row),
    kind: textOf(grids as Table, 'kind', row),
  }));
  const building = buildingLayers(buildings);
  const entrance = entranceLayer(entrances);
  const views = viewLayer(cameras);
  const rim = rimLayer(bundle.tables);
  return {
    tile(z, x, y, gridOfBuilding, households) {
      const cut = cutOf(z, x, y);
      const layer = (name: string) => new TileLayerWriter(name);
      const [lGround, lRoads, lWalls] = [layer('ground'), layer('roads'), layer('walls')];
      const [lCompounds, lAreas, lGrids] = [layer('compounds'), layer('areas'), layer('grids')];
      const [lBuildings, lLabels] = [layer('buildings'), layer('numbers')];
      const [lEntrances, lViews, lRim] = [layer('entrances'), layer('views'), layer('rim')];
      ground(cut, lGround, lRoads, lWalls);
      if (z >= 12) compound(cut, lCompounds);
      area(cut, lAreas);
      grid(
        cut,
        lGrids,
        households && ((row) => (households[row] === NONE ? {} : { households: households[row] })),
      );
      building(cut, { shapes: lBuildings, labels: lLabels }, gridOfBuilding);
      entrance(cut, lEntrances);
      views(cut, lViews);
      rim(cut, lRim);
      return encodeTile([
        lGround,
        lRoads,
        lWalls,
        lCompounds,
        lAreas,
        lGrids,
        lBuildings,
        lLabels,
        lEntrances,
        lViews,
        lRim,
      ]);
    },
  };
}
