/**
 * What goes with a request without being asked for: the records that leave with one that is removed, an id and a household for a new one, the
 * building of a home. Owns these additions; whether the whole can stand is validate.ts.
 */
import { NONE } from '../columns/column.ts';
import type { CommunityBundle } from '../model/bundle.ts';
import { TABLES } from '../model/tables.ts';
import { editValueAt } from './cell-values.ts';
import { rulesOf } from './edit-rules.ts';
import type { DraftEdit, DraftValue } from './make-edits.ts';
import type { StableKey } from './record-edit.ts';

/** As the value of `household`: a household of their own; the same one for all of a request. */
export const NEW_HOUSEHOLD = 'new';

export function completeDrafts(
  bundle: CommunityBundle,
  drafts: readonly DraftEdit[],
  newKey: () => StableKey,
): DraftEdit[] {
  let household: number | null = null;
  const ownHousehold = () => {
    household ??= freeHousehold(bundle);
    return household;
  };
  return drafts.flatMap((draft): DraftEdit[] => {
    if (draft.op === 'remove') return [...goingAlong(bundle, draft), draft];
    const set: Record<string, DraftValue> = { ...draft.set };
    const key = draft.op === 'create' ? (draft.key ?? newKey()) : undefined;
    if (draft.table === 'residents' && set['household'] === NEW_HOUSEHOLD) set['household'] = ownHousehold();
    // What an import brings later finds the record by its id.
    if (key && TABLES[draft.table].columns['id'] && !set['id']) set['id'] = key.slice(0, 9);
    if (draft.table === 'devices') placeOfHome(bundle, set);
    return [key ? { ...draft, key, set } : { ...draft, set }];
  });
}

/** The first number that no household has. */
export function freeHousehold(bundle: CommunityBundle): number {
  const column = bundle.tables.residents?.columns['household'];
  let highest = -1;
  if (column?.kind === 'number')
    for (const number of column.values) if (number !== NONE && number > highest) highest = number;
  return highest + 1;
}

/** A device in a home is in its building, on its floor. */
function placeOfHome(bundle: CommunityBundle, set: Record<string, DraftValue>): void {
  const home = set['home'];
  if (home === null || typeof home !== 'object' || Array.isArray(home)) return;
  const building = editValueAt(bundle.tables.homes, 'building', home.row, 0);
  if (!set['building'] && typeof building === 'number') set['building'] = { row: building };
  const floor = editValueAt(bundle.tables.homes, 'floor', home.row, 0);
  if (set['floor'] === undefined || set['floor'] === null) set['floor'] = floor;
}

function goingAlong(bundle: CommunityBundle, { table, row = NONE }: DraftEdit): DraftEdit[] {
  return (rulesOf(table)?.children ?? []).flatMap(({ table: child, column, onRemove }): DraftEdit[] => {
    const links = bundle.tables[child]?.columns[column];
    if (onRemove !== 'along' || links?.kind !== 'number') return [];
    const going: DraftEdit[] = [];
    for (let at = 0; at < links.values.length; at++)
      if (links.values[at] === row) going.push({ table: child, op: 'remove', row: at });
    return going;
  });
}
