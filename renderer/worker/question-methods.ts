/**
 * The worker's answers: each method is one call into shared/query over the opened community. Owns no logic beyond
 * packing large arrays for transfer.
 */
import * as Comlink from 'comlink';
import { Bitset } from '../../shared/columns/bitset.ts';
import { crossTable, rowsInQuestion, summarise } from '../../shared/query/aggregate.ts';
import type { MarkLayer } from '../../shared/query/answers.ts';
import { columnStatistics } from '../../shared/query/column-statistics.ts';
import { isPointTable, rowCount } from '../../shared/query/community.ts';
import { recordDossier } from '../../shared/query/dossier.ts';
import { facetsOf } from '../../shared/query/facets.ts';
import { nearest } from '../../shared/query/near.ts';
import { previewAssign } from '../../shared/query/plan-statistics.ts';
import { searchCommunity } from '../../shared/query/search.ts';
import { boundsOfSelection } from '../../shared/query/selection-bounds.ts';
import { evaluateSelection } from '../../shared/query/shapes.ts';
import { buildingDossier } from '../../shared/query/stacking.ts';
import { tablePage } from '../../shared/query/table-page.ts';
import { visibleMarks } from '../../shared/query/visible.ts';
import { whatIsHere } from '../../shared/query/what-is-here.ts';
import type { DataEngine } from './engine-api.ts';
import { type EngineState, type Opened, openedOf } from './engine-state.ts';
import { exportRows } from './export-rows.ts';

/** Buildings sent for the highlight; more would be slower to draw than to see. */
export const MOST_BUILDINGS = 20_000;

type Methods = Pick<
  DataEngine,
  | 'setFilter'
  | 'select'
  | 'facets'
  | 'marks'
  | 'tile'
  | 'page'
  | 'columnStatistics'
  | 'crossTable'
  | 'exportRows'
  | 'search'
  | 'near'
  | 'building'
  | 'dossier'
  | 'whatIsHere'
  | 'previewAssign'
  | 'gridOf'
>;

export function questionMethods(state: EngineState): Methods {
  const opened = () => openedOf(state);
  return {
    setFilter: async (filter) => opened().setFilter(filter),
    select: async (selection) => answerSelection(opened(), selection),
    facets: async () => facetsOf(opened().community, opened().selection, opened().filter),
    async marks(request) {
      const { community, filter, selection } = opened();
      const layers = visibleMarks(community, request, { filter, selection });
      return Comlink.transfer(layers, layers.flatMap(buffersOf));
    },
    async tile(z, x, y) {
      const { tiler, community } = opened();
      const bytes = tiler.tile(z, x, y, community.plan.gridOfBuilding, opened().gridState().households);
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
      return Comlink.transfer(own, [own.buffer]);
    },
    page: async (request) => tablePage(opened().community, request, opened().selection, opened().filter),
    columnStatistics: async (request) =>
      columnStatistics(opened().community, request, opened().selection, opened().filter),
    async crossTable({ row, column }) {
      const { community, selection, filter } = opened();
      const rows =
        rowsInQuestion(selection, filter, 'residents') ?? Bitset.full(rowCount(community, 'residents'));
      return crossTable(community, rows, row, column);
    },
    exportRows: (request) => exportRows(opened(), request),
    search: async (text, limit) => searchCommunity(opened().community, text, limit),
    near: async ({ tables, ...request }) =>
      nearest(opened().community, { ...request, tables: tables.filter(isPointTable) }),
    building: async (row) => buildingDossier(opened().community, row, opened().filter),
    dossier: async (table, row) => recordDossier(opened().community, table, row),
    whatIsHere: async (point) => whatIsHere(opened().community, point),
    previewAssign: async (buildings, grid) => previewAssign(opened().community, buildings, grid),
    gridOf: async (buildings) =>
      buildings.map((building) => opened().community.plan.gridOfBuilding[building]),
  };
}

function answerSelection(opened: Opened, selection: Parameters<DataEngine['select']>[0]) {
  const began = performance.now();
  const { community, filter } = opened;
  const result = opened.setSelection(selection);
  const selected = summarise(community, result, filter);
  const whole = result.sets ? summarise(community, evaluateSelection(community, []), filter) : selected;
  const buildings = result.sets ? result.sets.buildings.toRows().slice(0, MOST_BUILDINGS) : new Uint32Array();
  const bounds = boundsOfSelection(community, result);
  return { selected, whole, buildings, bounds, ms: performance.now() - began };
}

export function buffersOf(layer: MarkLayer): ArrayBuffer[] {
  const { positions, rows, counts, category, selected } = layer;
  const buffers = [positions, rows, counts, category, selected].map((array) => array.buffer as ArrayBuffer);
  // Empty arrays may share one buffer, and a buffer can be handed over once only.
  return [...new Set(buffers)].filter((buffer) => buffer.byteLength > 0);
}
