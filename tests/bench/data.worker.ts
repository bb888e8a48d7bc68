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
import { placeOf } from '../../shared/query/community.ts';
import { cache } from './cases/cache.ts';
import { gridsBalance } from './cases/grids-balance.ts';
import { type ImportSpan, importAlone, importCsv, importGeoJson } from './cases/import.ts';
import { queryFilter } from './cases/query-filter.ts';
import { queryPolygon } from './cases/query-polygon.ts';
import { tableSort } from './cases/table-sort.ts';
import { tagsRecompute } from './cases/tags-recompute.ts';
import { benchBundle } from './community.ts';
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

const CASES: Record<string, (from: Opened, smoke: boolean) => Promise<BenchResult[]>> = {
  'query.polygon': ({ community }, smoke) => queryPolygon(community, smoke),
  'query.filter': ({ community }, smoke) => queryFilter(community, smoke),
  cache: ({ bundle }, smoke) => cache(bundle, smoke),
  'tags.recompute': ({ community }, smoke) => tagsRecompute(community, smoke),
  'import.csv': ({ bundle }) => importCsv(bundle),
  'import.geojson': (_, smoke) => importGeoJson(smoke),
  'grids.balance': (_, smoke) => gridsBalance(smoke),
  'table.sort': ({ community }, smoke) => tableSort(community, smoke),
};

const worker = {
  ...questionMethods(state),
  run: async (name: string, scale: number) => CASES[name](opened(scale), scale < 1),
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
