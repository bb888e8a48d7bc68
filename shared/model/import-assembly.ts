/**
 * Puts collected layers together into a community: joins them to what is there, links, orders by place, gives added
 * buildings the grid whose outline holds them. Owns the order of these steps. The current community is not changed.
 */
import { textAt } from '../columns/cell.ts';
import { type GeometryColumn, NONE, type NumberColumn, type Table } from '../columns/column.ts';
import { TableBuilder } from '../columns/table-builder.ts';
import { movedLinks, newRowOf } from '../columns/take-rows.ts';
import { polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import { FIRST_PLAN } from '../partition/plan-in-force.ts';
import { type CommunityBundle, NO_GRID } from './bundle.ts';
import { groundOf } from './grid-ground.ts';
import { COUNTRY, openingBounds } from './import-bounds.ts';
import type { CollectedLayer } from './import-collect.ts';
import { wholeTable } from './import-concat.ts';
import { RecordFinder } from './import-link.ts';
import { type AddedRows, linkLayers, type Tables } from './import-links.ts';
import { countStates, type MergedTable, mergeTables, ROW_NEW } from './import-merge.ts';
import { orderByPlace } from './import-order.ts';
import type { ImportPlan, LinkReport, MergeReport } from './import-plan.ts';
import { type ImportRole, ROLES } from './import-roles.ts';
import { withJoinedSources } from './import-sources.ts';
import { TWIN_ROLES } from './import-twins.ts';
import { NOWHERE } from './import-values.ts';
import { TABLE_NAMES, TABLES, type TableName } from './tables.ts';

/** A new generation from the layers, alone or joined to `current`. */
export function assembleCommunity(
  layers: readonly CollectedLayer[],
  current: CommunityBundle | null,
  plan: Pick<ImportPlan, 'name' | 'asOfDay' | 'layers' | 'mode'>,
): { bundle: CommunityBundle; links: LinkReport; merge: MergeReport } {
  const tables = startingTables(current);
  const knownBuildings: Known = { rows: tables.buildings.rows, newRow: null };
  const added: AddedRows[] = [];
  const gone: Partial<Record<ImportRole, number>> = {};
  let newGrids = false;
  for (const layer of layers) {
    const { table: name, keys } = ROLES[layer.role];
    const merged = mergeTables(tables[name], layer.table, {
      keys,
      mapped: layer.mapped,
      gone: plan.mode === 'sync' ? 'remove' : 'keep',
    });
    if (merged.newRow.includes(NONE)) followMoves(tables, name, merged.newRow);
    if (layer.role === 'grids') newGrids ||= redrawsGrids(layer, merged, plan.mode === 'sync');
    if (name === 'buildings') knownBuildings.newRow = merged.newRow;
    tables[name] = layer.role === 'residents' ? withJoinedSources(layer, merged) : merged.table;
    gone[layer.role] = merged.gone;
    added.push({
      role: layer.role,
      rowOf: merged.rowOf,
      state: merged.state,
      mapped: layer.mapped,
      links: layer.links,
    });
  }
  const links = linkLayers(tables, added);
  const ordered = orderByPlace(tables);
  const whole = ordered.tables as Tables;
  const grids = gridsOf(whole, ordered.buildingOrder, newGrids ? null : current, knownBuildings);
  for (const layer of added) assignStated(layer, whole, ordered.buildingOrder, grids);
  const bundle: CommunityBundle = {
    name: current ? current.name : plan.name,
    source: {
      kind: 'import',
      files: [...(current?.source.files ?? []), ...plan.layers.map((layer) => layer.name)],
    },
    asOfDay: plan.asOfDay,
    bounds: boundsOf(whole) ?? current?.bounds ?? COUNTRY,
    tables: whole,
    plan: { id: newGrids ? groundOf(whole.grids) : (current?.plan.id ?? FIRST_PLAN), gridOfBuilding: grids },
  };
  const merge: MergeReport = {};
  for (const { role, state } of added) {
    const counts = countStates(state, gone[role] ?? 0);
    // Some are known again only once they are linked (import-links.ts): until then all that were there counted as gone.
    if (role === 'entrances' || TWIN_ROLES.has(role))
      counts.gone = Math.max(0, counts.gone - counts.same - counts.changed);
    merge[role] = counts;
  }
  return { bundle, links, merge };
}

/** Other outlines or other grids: who lies where is settled anew. A table that only says more of the grids leaves the plan alone. */
function redrawsGrids(layer: CollectedLayer, { state, gone }: MergedTable, sync: boolean): boolean {
  const outline = layer.table.columns['outline'];
  const drawn = outline?.kind === 'geometry' && outline.ringRole.length > 0;
  return drawn || state.includes(ROW_NEW) || (sync && gone > 0);
}

/** The buildings that were there before: how many, and where they stand now. */
interface Known {
  rows: number;
  /** null: where they stood. */
  newRow: Uint32Array | null;
}

/** Links of every table to the rows of `moved` after some of them went; whoever pointed at one that is gone points nowhere. */
function followMoves(tables: Tables, moved: TableName, newRow: Uint32Array): void {
  for (const name of TABLE_NAMES) {
    const columns = { ...tables[name].columns };
    for (const [column, spec] of Object.entries(TABLES[name].columns)) {
      const links = columns[column];
      if (spec.kind !== 'number' || spec.link !== moved || links?.kind !== 'number') continue;
      columns[column] = { ...links, values: movedLinks(links.values as Uint32Array, newRow) };
    }
    tables[name] = { ...tables[name], columns };
  }
}

/** Every table, empty where the current community has none. */
function startingTables(current: CommunityBundle | null): Tables {
  const tables = {} as Tables;
  for (const name of TABLE_NAMES) {
    const table = current?.tables[name];
    tables[name] = table ? wholeTable(table) : new TableBuilder(name).finish();
  }
  return tables;
}

function values(table: Table, column: string): NumberColumn['values'] {
  return (table.columns[column] as NumberColumn).values;
}

/** Plan 0 in the new order: old buildings keep their grid, added ones get the one that holds their inside point. */
function gridsOf(
  tables: Tables,
  order: Uint32Array,
  current: CommunityBundle | null,
  known: Known,
): Uint16Array {
  const grids = new Uint16Array(order.length).fill(NO_GRID);
  const outline = tables.grids.columns['outline'] as GeometryColumn;
  const polygons = Array.from({ length: tables.grids.rows }, (_, grid) => {
    const rings: [number, number][] = [];
    for (let ring = outline.rowRings[grid]; ring < outline.rowRings[grid + 1]; ring++) {
      rings.push([outline.ringVertices[ring], outline.ringVertices[ring + 1]]);
    }
    return prepareWholeRings(outline.coords, rings);
  });
  const before = oldRowOf(known, order.length);
  const lng = values(tables.buildings, 'lng');
  const lat = values(tables.buildings, 'lat');
  for (let row = 0; row < order.length; row++) {
    const old = current ? before[order[row]] : NONE;
    if (current && old !== NONE) grids[row] = current.plan.gridOfBuilding[old];
    else {
      const found = polygons.findIndex((polygon) => polygonHolds(polygon, lng[row], lat[row]));
      if (found >= 0) grids[row] = found;
    }
  }
  return grids;
}

/** The grid a file of buildings names goes before the one whose outline holds the building. */
function assignStated(
  { role, links, rowOf }: AddedRows,
  tables: Tables,
  order: Uint32Array,
  grids: Uint16Array,
): void {
  const stated = links['grid'];
  if (role !== 'buildings' || !stated) return;
  const finder = new RecordFinder(tables.grids, ['code', 'name']);
  const place = newRowOf(order, order.length);
  for (let i = 0; i < rowOf.length; i++) {
    const text = textAt(stated, i);
    const grid = finder.find(text);
    if (text === NOWHERE) grids[place[rowOf[i]]] = NO_GRID;
    else if (grid !== NONE) grids[place[rowOf[i]]] = grid;
  }
}

/** For each joined building the row it had before; NONE: it is new. */
function oldRowOf({ rows, newRow }: Known, joined: number): Uint32Array {
  const old = new Uint32Array(joined).fill(NONE);
  for (let row = 0; row < rows; row++) {
    const now = newRow ? newRow[row] : row;
    if (now !== NONE) old[now] = row;
  }
  return old;
}

/** West, south, east, north in degrees of the place with most in it; null: nothing has a place. */
function boundsOf(tables: Tables): [number, number, number, number] | null {
  const lists: ArrayLike<number>[] = [];
  for (const name of ['buildings', 'devices', 'places'] as const) {
    const lng = values(tables[name], 'lng');
    const lat = values(tables[name], 'lat');
    lists.push(Array.from({ length: 2 * tables[name].rows }, (_, i) => (i % 2 === 0 ? lng : lat)[i >> 1]));
  }
  const shapes = [
    tables.buildings.columns['footprint'],
    tables.basemap.columns['lines'],
    tables.basemap.columns['polygons'],
  ];
  for (const shape of shapes) {
    if (shape?.kind === 'geometry') lists.push(shape.coords);
  }
  return openingBounds(lists);
}
