/**
 * The bench's data worker: makes the community once, answers the map as the program's own worker does, and runs the
 * cases that need no page. Owns no measuring.
 */
import * as Comlink from 'comlink';
import { NO_ACCESS } from '../../renderer/worker/access-state.ts';
import { type EngineState, Opened } from '../../renderer/worker/engine-state.ts';
import { questionMethods } from '../../renderer/worker/question-methods.ts';
import { DEGREE } from '../../shared/columns/column.ts';
import { packBundle } from '../../shared/columns/pack-bundle.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';
import type { PlanAction } from '../../shared/partition/plan-action.ts';
import { placeOf } from '../../shared/query/community.ts';
import { cache } from './cases/cache.ts';
import { gridsBalance } from './cases/grids-balance.ts';
import { gridsOutline, gridsProof } from './cases/grids-plan.ts';
import { type ImportSpan, importAlone, importCsv, importGeoJson } from './cases/import.ts';
import { queryFilter } from './cases/query-filter.ts';
import { queryPolygon } from './cases/query-polygon.ts';
import { tableSort } from './cases/table-sort.ts';
import { tagsRecompute } from './cases/tags-recompute.ts';
import { benchBundle } from './community.ts';
import { MadePlan, type PlanSize } from './made-plan.ts';
import type { BenchResult } from './result.ts';

const state: EngineState = {
  databases: null,
  opened: null,
  abort: null,
  packed: null,
  seq: 0,
  core: false,
  access: NO_ACCESS(),
};

function opened(scale: number): Opened {
  state.opened ??= new Opened(
    { generation: 'bench', manifestHash: '', bytes: 0 },
    packBundle(benchBundle(scale)),
  );
  return state.opened;
}

const plans = new Map<string, MadePlan>();

function planOf(name: string): MadePlan {
  const plan = plans.get(name);
  if (!plan) throw new Error(`there is no plan ${name}`);
  return plan;
}

/** Cases that need no community: making it takes longer than they do. */
const ALONE: Record<string, (smoke: boolean) => Promise<BenchResult[]>> = {
  'grids.balance': gridsBalance,
  'grids.outline': gridsOutline,
  'grids.proof': gridsProof,
};

const CASES: Record<string, (from: Opened, smoke: boolean) => Promise<BenchResult[]>> = {
  'query.polygon': ({ community }, smoke) => queryPolygon(community, smoke),
  'query.filter': ({ community }, smoke) => queryFilter(community, smoke),
  cache: ({ bundle }, smoke) => cache(bundle, smoke),
  'tags.recompute': ({ community }, smoke) => tagsRecompute(community, smoke),
  'import.csv': ({ bundle }) => importCsv(bundle),
  'import.geojson': (_, smoke) => importGeoJson(smoke),
  'table.sort': ({ community }, smoke) => tableSort(community, smoke),
};

const worker = {
  ...questionMethods(state),
  run: async (name: string, scale: number) =>
    ALONE[name]?.(scale < 1) ?? CASES[name](opened(scale), scale < 1),
  makePlan: async (name: string, size: PlanSize) => {
    plans.set(name, new MadePlan(size));
  },
  planView: async (name: string) => planOf(name).view,
  planStrokes: async (name: string, count: number, moves: number, seed: number) =>
    planOf(name).strokes(count, moves, seed),
  planDrags: async (name: string, count: number, frames: number, seed: number) =>
    planOf(name).drags(count, frames, seed),
  /** What an action would change, and the milliseconds that it took to say. */
  tryOn: async (name: string, action: PlanAction) => {
    const began = performance.now();
    const preview = await planOf(name).try(action);
    return { ms: performance.now() - began, preview };
  },
  /** The import of import.csv by itself. */
  importAlone: (scale: number): Promise<ImportSpan> => importAlone(opened(scale).bundle),
  /** Makes the community; where the map opens. */
  prepare: async (scale: number) => opened(scale).bundle.bounds,
  /** A building of the grid with the most residents, degrees: where marks are densest. */
  async busiestPlace(scale: number): Promise<[number, number]> {
    const { community, bundle } = opened(scale);
    const infos = opened(scale)
      .gridState()
      .counts.grids.filter((info) => info.buildings > 0);
    const busiest = infos.reduce((a, b) => (b.residents > a.residents ? b : a)).row;
    const inGrid = bundle.plan.gridOfBuilding.indexOf(busiest);
    const [lng, lat] = placeOf(community, 'buildings', inGrid) ?? [0, 0];
    return [lng / DEGREE, lat / DEGREE];
  },
  /** Residents and what places them, by copy. */
  async residentsPart(scale: number): Promise<CommunityBundle> {
    const { bundle } = opened(scale);
    const { residents, homes, entrances, buildings } = bundle.tables;
    return { ...bundle, tables: { residents, homes, entrances, buildings } };
  },
};
export type BenchWorker = typeof worker;
Comlink.expose(worker);
