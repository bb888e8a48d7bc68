/**
 * Marks that tell of nobody: people, homes and vehicles come as one mark a grid with a number a planner may see, at every zoom; residents also
 * as one mark a building while nothing is filtered. A mark whose number is small is not there. Devices of persons are left out. Colours and
 * counts by word are not given for layers of people.
 */
import { Bitset } from '../columns/bitset.ts';
import { DEGREE } from '../columns/column.ts';
import type { MarkLayer, MarksRequest } from './answers.ts';
import { linkAt, linkValues } from './column-access.ts';
import { type Community, pointsOf, rowCount } from './community.ts';
import { type CountedPeople, gridOfBuildings, isOfPerson } from './counted-people.ts';
import type { FilterResult } from './filter.ts';
import { NO_CATEGORY } from './mark-colours.ts';
import { buildingsInView, gridCentres, type HomeLayer, isHomeLayer } from './mark-view.ts';
import { roundedBuilding } from './rounded-plan.ts';
import { BUILDING_ZOOM, type MarksState, visibleMarks } from './visible.ts';

/** Buildings with a mark of their own in one view: every new number is kept for good, so a whole city of them is not asked for at once. */
const MOST_BUILDINGS = 1_500;

/** As `visibleMarks`. */
export function roundedMarks(people: CountedPeople, request: MarksRequest, state: MarksState): MarkLayer[] {
  const { community } = people;
  const open = request.layers.filter((layer) => !isHomeLayer(layer));
  const shown = visibleMarks(
    community,
    { ...request, layers: open },
    { ...state, filter: withoutPersons(community, state.filter) },
  );
  const buildings = request.layers.some(isHomeLayer) ? buildingsInView(community, request.bounds) : [];
  return request.layers.map((layer) => {
    if (!isHomeLayer(layer)) return shown[open.indexOf(layer)];
    const isOpen = state.filter.parts.length === 0 && state.filter.filter.base === 'permanent';
    const byBuilding = layer === 'residents' && isOpen && request.zoom >= BUILDING_ZOOM;
    return byBuilding && buildings.length <= Math.min(MOST_BUILDINGS, request.budget / request.layers.length)
      ? buildingMarks(people, buildings, state)
      : gridMarks(people, layer, buildings, state, request.budget);
  });
}

const kept = new WeakMap<Community, Bitset>();
/** So that a list asked for page by page is put in order once. */
const cut = new WeakMap<FilterResult, FilterResult>();

/** The filter with devices of persons taken out, for lists and marks of devices. */
export function withoutPersons(community: Community, filter: FilterResult): FilterResult {
  const known = cut.get(filter);
  if (known) return known;
  let open = kept.get(community);
  if (!open) {
    open = Bitset.full(rowCount(community, 'devices'));
    for (let row = 0; row < open.size; row++) if (isOfPerson(community, row)) open.remove(row);
    kept.set(community, open);
  }
  const { devices } = filter.passes;
  const passes = { ...filter.passes, devices: devices ? devices.clone().and(open) : open };
  const made = { ...filter, passes };
  cut.set(filter, made);
  return made;
}

interface Mark {
  row: number;
  count: number;
  at: [lng: number, lat: number, height: number];
  selected: boolean;
}

function buildingMarks(people: CountedPeople, buildings: number[], state: MarksState): MarkLayer {
  const { community } = people;
  const points = pointsOf(community, 'buildings');
  const height = community.tables.buildings?.columns['height'];
  const selected = state.selection.sets?.buildings;
  const marks = buildings.map(
    (row): Mark => ({
      row,
      count: roundedBuilding(people, row).residents,
      at: [
        points.lng[row] / DEGREE,
        points.lat[row] / DEGREE,
        height?.kind === 'number' ? height.values[row] : 0,
      ],
      selected: selected?.has(row) ?? false,
    }),
  );
  return packed('residents', 'building', marks, state);
}

/** Whole grids, whatever part of them is in view: else the edge of the screen would be a selection of its own. */
function gridMarks(
  people: CountedPeople,
  layer: HomeLayer,
  buildings: number[],
  state: MarksState,
  most: number,
): MarkLayer {
  const { community } = people;
  const numberOf = perGrid(people, layer, state.filter);
  const centres = gridCentres(community);
  const gridOf = gridOfBuildings(community);
  const grids = rowCount(community, 'grids');
  const selected = state.selection.sets?.buildings;
  const marks = new Map<number, Mark>();
  for (const building of buildings) {
    const row = gridOf(building);
    if (row === grids) continue;
    const mark = marks.get(row) ?? {
      row,
      count: numberOf(row),
      at: [centres[2 * row], centres[2 * row + 1], 0],
      selected: false,
    };
    mark.selected ||= selected?.has(building) ?? false;
    marks.set(row, mark);
  }
  return packed(layer, 'grid', [...marks.values()].slice(0, most), state);
}

/** The number of a grid for the rows that pass: only grids that are looked at are told. Fingerprints are made once a filter and plan. */
function perGrid(people: CountedPeople, layer: HomeLayer, filter: FilterResult): (grid: number) => number {
  const { community } = people;
  const passes = filter.passes[layer] ?? Bitset.full(rowCount(community, layer));
  const prints = people.part(layer, passes, `grids ${community.plan.version}`, (rows) => {
    const grids = rowCount(community, 'grids');
    const gridOf = gridOfBuildings(community);
    const homes = layer === 'homes' ? null : linkValues(community.tables[layer], 'home');
    const buildings = linkValues(community.tables.homes, 'building');
    const partOf = new Uint16Array(rowCount(community, layer)).fill(grids);
    for (const row of rows) {
      const home = homes ? homes[row] : row;
      if (home < buildings.length) partOf[row] = gridOf(buildings[home]);
      else if (layer === 'vehicles') partOf[row] = gridOf(linkAt(community.tables.vehicles, 'building', row));
    }
    return people.partition(layer, rows, partOf, grids + 1);
  });
  return (grid) => people.disclose(prints.at(grid));
}

function packed(
  layer: HomeLayer,
  level: MarkLayer['level'],
  all: Mark[],
  { selection }: MarksState,
): MarkLayer {
  const marks = all.filter(({ count }) => count > 0);
  return {
    layer,
    level,
    positions: Float64Array.from(marks.flatMap(({ at }) => at)),
    rows: Uint32Array.from(marks, ({ row }) => row),
    counts: Uint32Array.from(marks, ({ count }) => count),
    category: new Uint8Array(marks.length).fill(NO_CATEGORY),
    categories: [],
    total: marks.reduce((sum, { count }) => sum + count, 0),
    selected: selection.sets ? Uint8Array.from(marks, (mark) => Number(mark.selected)) : new Uint8Array(),
  };
}
