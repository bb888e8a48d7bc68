/**
 * The links of an open record as line segments for the map. Owns the pure derivation; draws nothing.
 */
import type { TableName } from '../../shared/model/tables.ts';
import type { LngLat } from '../../shared/query/selection.ts';
import type { Dossier } from '../worker/engine-api.ts';

/** One segment from the open record to what it is linked to; degrees WGS84. */
export interface LinkLine {
  from: LngLat;
  to: LngLat;
  relation: string;
  table: TableName;
  row: number;
}

/** Segments shorter than this many degrees (about 1 m) would be a dot under the marks. */
const SHORTEST = 1e-5;

/** Only links with a place of their own, away from the record itself, make a line. */
export function linkLinesOf(dossier: Dossier): LinkLine[] {
  const from = dossier.point;
  if (!from) return [];
  const lines: LinkLine[] = [];
  for (const link of dossier.links) {
    const to = link.point;
    if (!to || Math.hypot(to[0] - from[0], to[1] - from[1]) < SHORTEST) continue;
    lines.push({ from, to, relation: link.relation, table: link.table, row: link.row });
  }
  return lines;
}
