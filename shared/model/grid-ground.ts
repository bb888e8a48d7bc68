/**
 * The name of the grids that a file brought: which ground a plan was begun on (shared/partition/plan-in-force.ts). Owns that name alone. The same
 * codes and outlines give the same name, so that a file brought in once more leaves the plans of its grids in force, and any other does not.
 */
import { textAt } from '../columns/cell.ts';
import type { Table } from '../columns/column.ts';

/** `grids-` and 16 hex digits: two FNV-1a of 32 bits over the codes and the corners, which tell a handful of grounds apart. */
export function groundOf(grids: Table): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  const add = (value: number) => {
    low = Math.imul(low ^ value, 0x01000193);
    high = Math.imul(high ^ (value + 1), 0x01000193);
  };
  const { code, outline } = grids.columns;
  for (let row = 0; row < grids.rows; row++) {
    const text = code?.kind === 'text' ? textAt(code, row) : '';
    for (let i = 0; i < text.length; i++) add(text.charCodeAt(i));
    add(0);
  }
  if (outline?.kind === 'geometry') for (const value of outline.coords) add(value);
  const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
  return `grids-${hex(high)}${hex(low)}`;
}
