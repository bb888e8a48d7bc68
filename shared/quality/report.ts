/**
 * What the quality desk shows: counts by check and by grid, records that pass, the accuracy and correlation rates. Owns the
 * counting; the rows are the findings' own. Records whose grid is not known are in the last place of every list by grid.
 */
import { Bitset } from '../columns/bitset.ts';
import { NONE } from '../columns/column.ts';
import { labelAt, linkValues } from '../query/column-access.ts';
import { type Community, rowCount } from '../query/community.ts';
import {
  type CheckId,
  type FixId,
  JUDGED_TABLES,
  type JudgedTable,
  QUALITY_CHECKS,
  type Severity,
} from './checks.ts';
import type { Findings } from './evaluate.ts';

export interface CheckCount {
  id: CheckId;
  entity: JudgedTable;
  severity: Severity;
  fix: FixId | null;
  /** null: could not be carried out, its columns are not open or not there. */
  count: number | null;
  /** One a grid, and one more for no grid. */
  byGrid: number[];
}

/** A part of the records: of one table, or of one grid. Accuracy is passing / records. */
export interface QualityPart {
  records: number;
  /** Without any finding of severity error. */
  passing: number;
}
export interface GridQuality extends QualityPart {
  /** Row of `grids`; -1: no grid. */
  grid: number;
  name: string;
  errors: number;
  warnings: number;
}
export interface QualityReport {
  checks: CheckCount[];
  entities: (QualityPart & { entity: JudgedTable })[];
  grids: GridQuality[];
  /** Residents, and those of them with a home. Correlation is linked / residents. */
  residents: number;
  linked: number;
  ms: number;
}

/** Grid of every row of a judged table; `grids` (one past the last) where there is none. */
export function gridsOfRows(community: Community, table: JudgedTable): Uint16Array {
  const none = rowCount(community, 'grids');
  const rows = rowCount(community, table);
  const { gridOfBuilding } = community.plan;
  const gridAt = (building: number) =>
    building < gridOfBuilding.length && gridOfBuilding[building] < none ? gridOfBuilding[building] : none;
  if (table === 'buildings') return Uint16Array.from({ length: rows }, (_, row) => gridAt(row));
  const ofBuildings = (links: Uint32Array) => Uint16Array.from(links, gridAt);
  if (table === 'homes') return ofBuildings(linkValues(community.tables.homes, 'building'));
  const homes = gridsOfRows(community, 'homes');
  if (table === 'devices') {
    const own = ofBuildings(linkValues(community.tables.devices, 'building'));
    linkValues(community.tables.devices, 'home').forEach((home, row) => {
      if (own[row] === none && home < homes.length) own[row] = homes[home];
    });
    return own;
  }
  const grids = new Uint16Array(rows).fill(none);
  const { residentStarts } = community;
  for (let home = 0; home < homes.length; home++)
    grids.fill(homes[home], residentStarts[home], residentStarts[home + 1]);
  return grids;
}

/** Rows of a table with at least one finding of this severity. */
export function faulty(
  community: Community,
  findings: Findings,
  table: JudgedTable,
  severity: Severity,
): Bitset {
  const set = new Bitset(rowCount(community, table));
  for (const check of QUALITY_CHECKS) {
    const rows = check.entity === table && check.severity === severity && findings.get(check.id);
    if (rows) set.or(rows);
  }
  return set;
}

/** Everything the desk shows first. `ms` is the caller's to fill. */
export function qualityReport(community: Community, findings: Findings): QualityReport {
  const places = rowCount(community, 'grids') + 1;
  const grids = gridParts(community, places);
  const gridOf = {} as Record<JudgedTable, Uint16Array>;
  const entities = JUDGED_TABLES.map((entity) => {
    const records = rowCount(community, entity);
    gridOf[entity] = gridsOfRows(community, entity);
    const wrong = faulty(community, findings, entity, 'error');
    for (let row = 0; row < records; row++) {
      const part = grids[gridOf[entity][row]];
      part.records++;
      if (!wrong.has(row)) part.passing++;
    }
    return { entity, records, passing: records - wrong.count() };
  });
  const checks = QUALITY_CHECKS.map(({ id, entity, severity, fix }): CheckCount => {
    const byGrid = new Array<number>(places).fill(0);
    const rows = findings.get(id);
    rows?.forEach((row) => {
      const place = gridOf[entity][row];
      byGrid[place]++;
      grids[place][severity === 'error' ? 'errors' : 'warnings']++;
    });
    return { id, entity, severity, fix, count: rows ? rows.count() : null, byGrid };
  });
  const residents = rowCount(community, 'residents');
  const homes = linkValues(community.tables.residents, 'home');
  let linked = 0;
  for (let row = 0; row < homes.length; row++) if (homes[row] !== NONE) linked++;
  return { checks, entities, grids, residents, linked, ms: 0 };
}

function gridParts(community: Community, places: number): GridQuality[] {
  const { grids } = community.tables;
  return Array.from({ length: places }, (_, row) => ({
    grid: row < places - 1 ? row : -1,
    name: row < places - 1 ? labelAt(grids, 'name', row) || labelAt(grids, 'code', row) : '',
    records: 0,
    passing: 0,
    errors: 0,
    warnings: 0,
  }));
}

/** The records of one check, or with any error, in row order; of one grid when it is not null. */
export function rowsOfCheck(
  community: Community,
  findings: Findings,
  check: CheckId,
  grid: number | null,
): Uint32Array {
  const rows = findings.get(check)?.toRows() ?? new Uint32Array();
  if (grid === null) return rows;
  const entity = QUALITY_CHECKS.find(({ id }) => id === check)?.entity ?? 'residents';
  const grids = gridsOfRows(community, entity);
  const wanted = grid < 0 ? rowCount(community, 'grids') : grid;
  return rows.filter((row) => grids[row] === wanted);
}
