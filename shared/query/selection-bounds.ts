/** The box round everything selected that has a place. Owns no selecting. */

import type { Bitset } from '../columns/bitset.ts';
import { DEGREE } from '../columns/column.ts';
import { type Community, POINT_TABLES } from './community.ts';
import { isSelectable } from './row-sets.ts';
import type { Bounds } from './selection.ts';
import type { SelectionResult } from './shapes.ts';
import { ownCoordinates } from './spots.ts';

/** West, south, east, north in degrees; null: nothing is selected, or nothing of it has a place. */
export function boundsOfSelection(community: Community, selection: SelectionResult): Bounds | null {
  if (!selection.sets) return null;
  let box: Bounds | null = null;
  for (const table of POINT_TABLES) {
    if (!isSelectable(table)) continue;
    const rows: Bitset = selection.sets[table];
    if (rows.count() === 0) continue;
    const { lng, lat } = ownCoordinates(community.tables[table]);
    rows.forEach((row) => {
      if (lng[row] === undefined || lng[row] === -0x80000000) return;
      const x = lng[row] / DEGREE;
      const y = lat[row] / DEGREE;
      if (!box) box = [x, y, x, y];
      else box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
    });
  }
  return box;
}
