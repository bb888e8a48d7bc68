/**
 * The rows of any table that a question is about: the selection or all, under the filter. Tables that no shape
 * selects follow from those that are: contacts of residents, past alerts of devices, grids, compounds and areas of buildings.
 */
import { Bitset } from '../columns/bitset.ts';
import type { TableName } from '../model/tables.ts';
import { rowsInQuestion } from './aggregate.ts';
import { linkValues } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import type { FilterResult } from './filter.ts';
import { isSelectable, type Selectable } from './row-sets.ts';
import type { SelectionResult } from './shapes.ts';

/** Child table -> the column that links it to a selectable table. */
const FOLLOWS: Partial<Record<TableName, { column: string; to: Selectable }>> = {
  contacts: { column: 'resident', to: 'residents' },
  pastAlerts: { column: 'device', to: 'devices' },
  services: { column: 'resident', to: 'residents' },
  readings: { column: 'device', to: 'devices' },
  addresses: { column: 'building', to: 'buildings' },
};
/** Owner table -> the column of buildings that links to it. */
const OWNS: Partial<Record<TableName, string>> = { compounds: 'compound', areas: 'area' };

/** null: every row of the table. */
export function rowsForTable(
  community: Community,
  table: TableName,
  selection: SelectionResult,
  filter: FilterResult,
): Bitset | null {
  if (isSelectable(table)) return rowsInQuestion(selection, filter, table);
  const set = new Bitset(rowCount(community, table));
  const follows = FOLLOWS[table];
  if (follows) {
    const of = rowsInQuestion(selection, filter, follows.to);
    if (!of) return null;
    linkValues(community.tables[table], follows.column).forEach((link, row) => {
      if (link < of.size && of.has(link)) set.add(row);
    });
    return set;
  }
  const selected = selection.sets?.buildings;
  if (!selected || table === 'basemap') return null;
  const owners = table === 'grids' ? community.plan.gridOfBuilding : null;
  const links = owners ?? linkValues(community.tables.buildings, OWNS[table] ?? '');
  selected.forEach((building) => {
    if (links[building] < set.size) set.add(links[building]);
  });
  return set;
}
