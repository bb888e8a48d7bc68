/**
 * Level of detail: the marks of each layer for a view, never more than the budget in all, whatever the size of the
 * data. By zoom a layer may come as grids, buildings or records; when its marks exceed its share of the budget it
 * falls back a level, and grids that are still too many merge into square cells. Owns levels and budget.
 */
import { Bitset } from '../columns/bitset.ts';
import { DEGREE, NONE } from '../columns/column.ts';
import type { MarkLayer, MarkLayerId, MarksRequest } from './answers.ts';
import { type Community, type PointTable, pointsOf, rowCount } from './community.ts';
import type { FilterResult } from './filter.ts';
import { type Colouring, colouringOf, NO_CATEGORY, Tally } from './mark-colours.ts';
import { type MarkPlace, placeOfHomeMark, placeOfResidentMark } from './mark-places.ts';
import { kindsOf, urgencyOf } from './mark-traits.ts';
import {
  buildingsInView,
  countsOfBuildings,
  eachOfBuilding,
  gridCentres,
  type HomeLayer,
  isHomeLayer,
  looseInView,
  pointsInView,
} from './mark-view.ts';
import type { SelectionResult } from './shapes.ts';

/** Zoom from which a layer of homes may show records, or one mark a building. */
export const RECORD_ZOOM = 17.5;
export const BUILDING_ZOOM = 14.5;
/** Zoom from which points may stand alone; below it only layers with few points in view. */
export const POINT_ZOOM = 15;
const FEW_POINTS = 300;

export interface MarksState {
  filter: FilterResult;
  selection: SelectionResult;
}

/** One aggregated or single mark before it is packed. */
interface Mark extends MarkPlace {
  row: number;
  count: number;
  category: number;
  selected: boolean;
}

/** A level a layer could be drawn at: how many marks it takes and how to make them. */
interface Level {
  level: MarkLayer['level'];
  marks: number;
  make: () => Mark[];
}
interface Candidate {
  layer: MarkLayerId;
  total: number;
  colouring: Colouring;
  /** Finest first; the last one is cut to size by cells. */
  levels: Level[];
}

export function visibleMarks(community: Community, request: MarksRequest, state: MarksState): MarkLayer[] {
  const buildings = request.layers.some(isHomeLayer) ? buildingsInView(community, request.bounds) : [];
  const candidates = request.layers.map((layer) => {
    const context = { community, request, state, passes: passesOf(community, layer, state), layer };
    return isHomeLayer(layer) ? homeCandidate(context, layer, buildings) : pointCandidate(context, layer);
  });
  // Layers that need little are served first and leave their rest to the others.
  const order = candidates
    .map((_, i) => i)
    .sort((a, b) => candidates[a].levels[0].marks - candidates[b].levels[0].marks);
  const answer: MarkLayer[] = [];
  let left = Math.max(0, Math.floor(request.budget));
  order.forEach((index, done) => {
    const candidate = candidates[index];
    const share = Math.floor(left / (order.length - done));
    const fits = candidate.levels.find((level) => level.marks <= share);
    const level = fits ?? candidate.levels[candidate.levels.length - 1];
    const marks = fits ? level.make() : mergeInCells(level.make(), share, request);
    left -= marks.length;
    answer[index] = pack(candidate, level.level, marks, state.selection.sets !== null);
    if (level.level === 'record') addTraits(community, answer[index]);
  });
  return answer;
}

interface Context {
  community: Community;
  request: MarksRequest;
  state: MarksState;
  passes: Bitset;
  layer: MarkLayerId;
}

const everyRow = new WeakMap<Community, Map<MarkLayerId, Bitset>>();

function passesOf(community: Community, layer: MarkLayerId, state: MarksState): Bitset {
  const passes = state.filter.passes[layer];
  if (passes) return passes;
  const kept = everyRow.get(community) ?? new Map<MarkLayerId, Bitset>();
  everyRow.set(community, kept);
  const all = kept.get(layer) ?? Bitset.full(rowCount(community, layer));
  kept.set(layer, all);
  return all;
}

function homeCandidate(context: Context, layer: HomeLayer, buildings: number[]): Candidate {
  const { community, request, passes } = context;
  const colouring = colouringOf(community, layer, request.colorBy[layer]);
  const counts = countsOfBuildings(community, layer, passes);
  const filled = buildings.filter((building) => counts[building] > 0);
  const loose = layer === 'residents' ? looseInView(community, request.bounds, passes) : [];
  // Vehicles park where they park: alone they stand at their own point.
  const parked =
    layer === 'vehicles' && request.zoom >= RECORD_ZOOM
      ? pointsInView(community, 'vehicles', request.bounds, passes)
      : null;
  const total = parked?.length ?? filled.reduce((sum, building) => sum + counts[building], loose.length);
  const levels: Level[] = [];
  if (request.zoom >= RECORD_ZOOM)
    levels.push({
      level: 'record',
      marks: total,
      make: () =>
        parked
          ? pointMarks(context, 'vehicles', parked, colouring)
          : recordMarks(context, layer, filled, loose, colouring),
    });
  if (request.zoom >= BUILDING_ZOOM)
    levels.push({
      level: 'building',
      marks: filled.length,
      make: () => buildingMarks(context, layer, filled, counts, colouring),
    });
  const grids = gridGroups(community, filled);
  levels.push({
    level: 'grid',
    marks: grids.size,
    make: () => gridMarks(context, layer, grids, counts, colouring),
  });
  return { layer, total, colouring, levels };
}

function recordMarks(
  context: Context,
  layer: HomeLayer,
  buildings: number[],
  loose: number[],
  colouring: Colouring,
): Mark[] {
  const { community, passes, state } = context;
  const selected = state.selection.sets?.[layer];
  const marks: Mark[] = [];
  const placeOf = layer === 'homes' ? placeOfHomeMark : placeOfResidentMark;
  const add = (row: number) => {
    const place = placeOf(community, row);
    if (place)
      marks.push({
        ...place,
        row,
        count: 1,
        category: colouring.categoryOf(row),
        selected: selected?.has(row) ?? false,
      });
  };
  for (const building of buildings) eachOfBuilding(community, layer, passes, building, add);
  for (const row of loose) add(row);
  return marks;
}

function buildingMarks(
  context: Context,
  layer: HomeLayer,
  buildings: number[],
  counts: Uint32Array,
  colouring: Colouring,
): Mark[] {
  const { community } = context;
  const points = pointsOf(community, 'buildings');
  const height = community.tables.buildings?.columns['height'];
  const tally = new Tally();
  return buildings.map((building) => ({
    lng: points.lng[building] / DEGREE,
    lat: points.lat[building] / DEGREE,
    // On the roof, so that the mark is seen from every side.
    height: height?.kind === 'number' ? height.values[building] : 0,
    row: building,
    count: counts[building],
    selected: tallyBuilding(context, layer, building, colouring, tally),
    category: tally.take(colouring.words.length),
  }));
}

/** Tallies the categories of a building's rows; true: one of them is selected. */
function tallyBuilding(
  { community, passes, state }: Context,
  layer: HomeLayer,
  building: number,
  colouring: Colouring,
  tally: Tally,
): boolean {
  const selected = state.selection.sets?.[layer];
  if (!selected && colouring.words.length === 0) return false;
  let any = false;
  eachOfBuilding(community, layer, passes, building, (row) => {
    tally.add(colouring.categoryOf(row));
    if (selected?.has(row)) any = true;
  });
  return any;
}

/** Buildings by grid; NONE for those in no grid. */
function gridGroups(community: Community, buildings: number[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  const grids = rowCount(community, 'grids');
  for (const building of buildings) {
    const plan = community.plan.gridOfBuilding[building];
    const grid = plan < grids ? plan : NONE;
    const group = groups.get(grid);
    if (group) group.push(building);
    else groups.set(grid, [building]);
  }
  return groups;
}

function gridMarks(
  context: Context,
  layer: HomeLayer,
  groups: Map<number, number[]>,
  counts: Uint32Array,
  colouring: Colouring,
): Mark[] {
  const centres = gridCentres(context.community);
  const points = pointsOf(context.community, 'buildings');
  const tally = new Tally();
  return Array.from(groups, ([grid, buildings]) => {
    let selected = false;
    let count = 0;
    for (const building of buildings) {
      count += counts[building];
      if (tallyBuilding(context, layer, building, colouring, tally)) selected = true;
    }
    const [first] = buildings;
    return {
      lng: grid === NONE ? points.lng[first] / DEGREE : centres[2 * grid],
      lat: grid === NONE ? points.lat[first] / DEGREE : centres[2 * grid + 1],
      height: 0,
      row: grid,
      count,
      category: tally.take(colouring.words.length),
      selected,
    };
  });
}

function pointCandidate(context: Context, layer: PointTable & MarkLayerId): Candidate {
  const { community, request, passes } = context;
  const colouring = colouringOf(community, layer, request.colorBy[layer]);
  const rows = pointsInView(community, layer, request.bounds, passes);
  const make = () => pointMarks(context, layer, rows, colouring);
  const levels: Level[] = [];
  if (request.zoom >= POINT_ZOOM || rows.length <= FEW_POINTS)
    levels.push({ level: 'record', marks: rows.length, make });
  const cells = () => mergeInCells(make(), CELL_MARKS, request);
  levels.push({ level: 'grid', marks: Math.min(rows.length, CELL_MARKS), make: cells });
  return { layer, total: rows.length, colouring, levels };
}

function pointMarks(context: Context, table: PointTable, rows: number[], colouring: Colouring): Mark[] {
  const points = pointsOf(context.community, table);
  const selected = context.state.selection.sets?.[table];
  const floors = context.community.tables[table]?.columns['floor'];
  return rows.map((row) => ({
    lng: points.lng[row] / DEGREE,
    lat: points.lat[row] / DEGREE,
    height: floors?.kind === 'number' && floors.values[row] > 0 ? (floors.values[row] - 0.5) * 2.9 : 0,
    row,
    count: 1,
    category: colouring.categoryOf(row),
    selected: selected?.has(row) ?? false,
  }));
}

/** Most cells of one layer in a view: about 24 x 16 on a screen. */
const CELL_MARKS = 400;

/**
 * Merges marks into square cells of the map, at most `most`. Cells are powers of two of a degree, so that they stay
 * where they are while the map pans.
 */
function mergeInCells(marks: Mark[], most: number, request: MarksRequest): Mark[] {
  if (most <= 0) return [];
  const [west, , east] = request.bounds;
  let cell = 2 ** Math.ceil(Math.log2(Math.max(1e-7, (east - west) / 32)));
  let merged = mergeBy(marks, cell);
  // Marks on both sides of a cell's edge never meet: one cell for all is the last resort.
  while (merged.length > most) merged = mergeBy(merged, (cell = cell > 360 ? Infinity : cell * 2));
  return merged;
}

function mergeBy(marks: Mark[], cell: number): Mark[] {
  const cells = new Map<number, Mark>();
  for (const mark of marks) {
    // Columns west to east below 2^26, so that one number holds both.
    const key = cell === Infinity ? 0 : Math.floor(mark.lat / cell) * 2 ** 26 + Math.floor(mark.lng / cell);
    const known = cells.get(key);
    if (!known) {
      cells.set(key, { ...mark, row: NONE, height: 0 });
      continue;
    }
    // The category of the greatest part stays: of equal parts the first.
    if (mark.count > known.count) known.category = mark.category;
    known.count += mark.count;
    known.lng += ((mark.lng - known.lng) * mark.count) / known.count;
    known.lat += ((mark.lat - known.lat) * mark.count) / known.count;
    known.selected ||= mark.selected;
  }
  return [...cells.values()];
}

function addTraits(community: Community, marks: MarkLayer): void {
  // Cells that merged several records stand for none of them.
  if (marks.rows.includes(NONE)) return;
  const kinds = kindsOf(community, marks.layer, marks.rows);
  const urgency = urgencyOf(community, marks.layer, marks.rows);
  if (kinds) marks.kinds = kinds;
  if (urgency) marks.urgency = urgency;
}

function pack(
  candidate: Candidate,
  level: MarkLayer['level'],
  marks: Mark[],
  anySelected: boolean,
): MarkLayer {
  const { words } = candidate.colouring;
  const inView = new Uint32Array(words.length);
  const layer: MarkLayer = {
    layer: candidate.layer,
    level,
    positions: new Float64Array(marks.length * 3),
    rows: new Uint32Array(marks.length),
    counts: new Uint32Array(marks.length),
    category: new Uint8Array(marks.length).fill(NO_CATEGORY),
    categories: [],
    total: candidate.total,
    selected: new Uint8Array(anySelected ? marks.length : 0),
  };
  marks.forEach((mark, i) => {
    layer.positions.set([mark.lng, mark.lat, mark.height], i * 3);
    layer.rows[i] = mark.row;
    layer.counts[i] = mark.count;
    layer.category[i] = mark.category;
    if (anySelected && mark.selected) layer.selected[i] = 1;
    if (mark.category < words.length) inView[mark.category] += mark.count;
  });
  layer.categories = words.map((word, i) => ({ word, count: inView[i] }));
  return layer;
}
