/**
 * Where the buildings and entrances of a plan are among the tables of now: by key in the generation that the plan was begun on, by id in any
 * other. Owns that look-up.
 */
import { NONE } from '../columns/column.ts';
import type { BaseAtom } from '../partition/plan-base.ts';
import { labelAt, linkAt } from '../query/column-access.ts';
import { rowOfSlot } from './make-edits.ts';
import type { Overlaid } from './overlaid.ts';
import { type Overlay, slotOfKey } from './overlay.ts';
import type { StableKey } from './record-edit.ts';

/** `begunHere`: the keys are of this generation. Rows by atom; NONE: not there. */
export function atomRows(
  overlay: Overlay,
  now: Overlaid,
  atoms: readonly BaseAtom[],
  begunHere: boolean,
): Uint32Array {
  if (begunHere)
    return Uint32Array.from(atoms, ({ table, key }) => {
      const slot = slotOfKey(overlay, table, key as StableKey);
      return slot === NONE ? NONE : rowOfSlot(now, table, slot);
    });
  const { buildings, entrances } = now.bundle.tables;
  const rows = new Map<string, number>();
  for (let row = 0; row < (buildings?.rows ?? 0); row++)
    rows.set(`buildings ${labelAt(buildings, 'id', row)}`, row);
  for (let row = 0; row < (entrances?.rows ?? 0); row++) {
    const building = linkAt(entrances, 'building', row);
    if (building === NONE) continue;
    rows.set(`entrances ${labelAt(buildings, 'id', building)}/${labelAt(entrances, 'label', row)}`, row);
  }
  return Uint32Array.from(atoms, ({ table, id }) =>
    id === '' ? NONE : (rows.get(`${table} ${id}`) ?? NONE),
  );
}
