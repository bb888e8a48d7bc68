/**
 * Links that a person accepted or made, put into a community: a new bundle in its order by place. Owns the change and its marks; the
 * community it starts from stays as it is.
 */
import { NO_COORDINATE, NONE, type NumberColumn, type Table } from '../columns/column.ts';
import type { CommunityBundle } from './bundle.ts';
import { BY_LINK, sourceStamp } from './field-sources.ts';
import { orderByPlace } from './import-order.ts';
import { LinkMarks, type LinkMethod } from './link-marks.ts';
import type { LinkTable } from './link-work.ts';
import { stampedRows } from './sources-column.ts';

export interface AcceptedLink {
  row: number;
  /** Row of homes (residents) or of buildings (devices). */
  to: number;
  method: LinkMethod;
  /** Per cent. */
  percent: number;
}

/** Links to rows that are not there are left out. From `isoDay` on a resident's home comes from its link. */
export function withLinks(
  bundle: CommunityBundle,
  table: LinkTable,
  links: readonly AcceptedLink[],
  isoDay: string,
): CommunityBundle {
  const given = bundle.tables[table];
  if (!given) return bundle;
  const column = table === 'residents' ? 'home' : 'building';
  const targets = bundle.tables[table === 'residents' ? 'homes' : 'buildings']?.rows ?? 0;
  const changed: Table = { ...given, columns: { ...given.columns } };
  const own = (name: string) => {
    const copy = { ...(changed.columns[name] as NumberColumn) };
    copy.values = copy.values.slice();
    changed.columns[name] = copy;
    return copy.values;
  };
  const to = own(column);
  const marks = new LinkMarks(changed);
  const [lng, lat] = table === 'residents' ? [own('lng'), own('lat')] : [null, null];
  const linked: number[] = [];
  for (const link of links) {
    if (link.row >= given.rows || link.to >= targets || link.to === NONE) continue;
    to[link.row] = link.to;
    linked.push(link.row);
    marks.set(link.row, link.method, link.percent);
    // Who has a home is where the home is.
    if (lng && lat) {
      lng[link.row] = NO_COORDINATE;
      lat[link.row] = NO_COORDINATE;
    }
  }
  const told = stampedRows(changed, linked, [column], sourceStamp(BY_LINK, isoDay));
  const { tables, buildingOrder } = orderByPlace({ ...bundle.tables, [table]: told });
  const gridOfBuilding = Uint16Array.from(buildingOrder, (row) => bundle.plan.gridOfBuilding[row]);
  return { ...bundle, tables, plan: { ...bundle.plan, gridOfBuilding } };
}
