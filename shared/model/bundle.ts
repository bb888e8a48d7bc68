/**
 * A community bundle: everything one generation holds, as it comes from the sample generator or an import and as
 * it goes to the cache. Owns the shape only. Grid membership is a plan beside the tables, never a column.
 */
import type { Table } from '../columns/column.ts';
import type { TableName } from './tables.ts';

export type SampleId = 'y' | 'zjl' | 'gusu' | 'cun';

export interface BundleSource {
  kind: 'sample' | 'import';
  /** For samples: which one, and its seed. For imports: the file names, as a person would read them. */
  sample?: SampleId;
  seed?: number;
  files?: string[];
}

/** Plan 0: the grid (row of `grids`) of each building; 0xffff: in no grid. */
export interface BasePlan {
  id: string;
  gridOfBuilding: Uint16Array;
}

export const NO_GRID = 0xffff;

export interface CommunityBundle {
  /** Name as shown, per language. */
  name: { zh: string; en: string };
  source: BundleSource;
  /** The day the data describes, days since 1970-01-01; ages in the generator refer to it. */
  asOfDay: number;
  /** West, south, east, north in degrees WGS84: where the map opens. */
  bounds: [number, number, number, number];
  tables: Partial<Record<TableName, Table>>;
  plan: BasePlan;
}

/** Progress of anything long. `done` of `total` in `unit`; `stage` is a message id under `stage.`. */
export interface Progress {
  stage: string;
  done: number;
  total: number;
}
export type OnProgress = (progress: Progress) => void;
