/**
 * What a form shows of a record: its values and what its links lead to, as far as the person at the desk may see them. Owns no rule of what may
 * be entered.
 */
import { maskedName } from '../../shared/access/mask.ts';
import { NONE } from '../../shared/columns/column.ts';
import { editValueAt } from '../../shared/edits/cell-values.ts';
import { fieldRules } from '../../shared/edits/field-rules.ts';
import { isPersonalColumn } from '../../shared/edits/record-edit.ts';
import { TABLES } from '../../shared/model/tables.ts';
import { labelAt, linkAt } from '../../shared/query/column-access.ts';
import { addressOfHome, refOf, titleOf } from '../../shared/query/record-labels.ts';
import { AccessNeededError } from './access-state.ts';
import { decide, isDaily, mayReveal, OF_PERSONS } from './disclosure.ts';
import type { EditEngine, FormRecord, HouseholdChoice } from './edit-api.ts';
import { type EngineState, openedOf } from './engine-state.ts';

/** Throws AccessNeededError 'not-allowed'; RangeError for a row that is not there. */
export function formRecord(
  state: EngineState,
  { table, row, revealed }: Parameters<EditEngine['formRecord']>[0],
): FormRecord {
  const { community, personal } = openedOf(state);
  const data = community.tables[table];
  if (!data || !(row < data.rows)) throw new RangeError(`no row ${row} in ${table}`);
  if (personal !== 'plain' && !mayReveal(state, table, row)) throw new AccessNeededError('not-allowed');
  const shown = personal === 'plain' || revealed || isDaily(decide(state, table, row));
  const values: FormRecord['values'] = {};
  const links: FormRecord['links'] = {};
  let masked = false;
  for (const column of fieldRules(table).keys()) {
    const spec = TABLES[table].columns[column];
    if (isPersonalColumn(table, column) && !shown) {
      masked = true;
      continue;
    }
    const value = editValueAt(data, column, row, data.rows);
    if (spec?.kind !== 'number' || !spec.link) values[column] = value;
    else if (typeof value === 'number') {
      values[column] = { row: value };
      const label =
        spec.link === 'homes' ? addressOfHome(community, value) : refOf(community, spec.link, value).label;
      links[column] = {
        row: value,
        label: shown || !OF_PERSONS.includes(spec.link) ? label : maskedName(label),
      };
    } else values[column] = null;
  }
  const title = titleOf(community, table, row);
  return {
    table,
    row,
    title: masked && OF_PERSONS.includes(table) ? maskedName(title) : title,
    values,
    links,
    masked,
  };
}

/** The households of a home, for a person who comes to it. */
export function householdsOf(state: EngineState, home: number): HouseholdChoice[] {
  const { community, personal } = openedOf(state);
  const { residents } = community.tables;
  const found = new Map<number, HouseholdChoice>();
  const daily = personal === 'plain' || isDaily(decide(state, 'homes', home));
  for (let row = community.residentStarts[home]; row < community.residentStarts[home + 1]; row++) {
    const household = linkAt(residents, 'household', row);
    if (household === NONE) continue;
    const known = found.get(household);
    const isHead = labelAt(residents, 'relation', row) === 'head';
    const name = labelAt(residents, 'name', row);
    if (!known) found.set(household, { household, label: daily ? name : maskedName(name), size: 1 });
    else {
      known.size++;
      if (isHead) known.label = daily ? name : maskedName(name);
    }
  }
  return [...found.values()];
}

/** Entrances of a building by their labels. */
export function entrancesOf(state: EngineState, building: number): { row: number; label: string }[] {
  const { entrances } = openedOf(state).community.tables;
  const found: { row: number; label: string }[] = [];
  for (let row = 0; row < (entrances?.rows ?? 0); row++)
    if (linkAt(entrances, 'building', row) === building)
      found.push({ row, label: labelAt(entrances, 'label', row) });
  return found;
}
