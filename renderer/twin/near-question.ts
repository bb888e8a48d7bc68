/** The questions about what is near: which kinds, how many, how far. Data and one pure function. */
import type { TableName } from '../../shared/model/tables.ts';
import type { LngLat } from '../../shared/query/selection.ts';

export const NEAR_TABLES = ['cameras', 'devices', 'workers', 'facilities'] as const satisfies TableName[];
export type NearTable = (typeof NEAR_TABLES)[number];
export const REACHES = ['nearest', 'm100', 'm300'] as const;
export type NearReach = (typeof REACHES)[number];
/** Records that are an area: near them is not near a point. */
export const AREAL: ReadonlySet<TableName> = new Set(['areas', 'grids', 'compounds', 'basemap']);

/** The nearest; one more is asked for, since the record itself may be among them. */
const FEW = 6;
/** Most that a list within a distance shows. */
const MOST = 60;
const METRES: Record<NearReach, number> = {
  nearest: Number.POSITIVE_INFINITY,
  m100: 100,
  m300: 300,
};

export function nearQuestion(
  point: LngLat,
  table: NearTable,
  reach: NearReach,
): { point: LngLat; tables: TableName[]; k: number; within: number } {
  return { point, tables: [table], k: reach === 'nearest' ? FEW : MOST, within: METRES[reach] };
}
