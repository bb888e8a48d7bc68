/**
 * Whether a cell holds something, and whether two cells of a column hold the same. Owns the comparison of every column kind.
 */
import { tagLanes } from './cell.ts';
import type { Column, GeometryColumn } from './column.ts';
import { packedTextAt } from './packed-text.ts';

/** False for "not known". `rows`: of the whole column. */
export function isKnown(column: Column, row: number, rows: number): boolean {
  switch (column.kind) {
    case 'number':
      return column.values[row] !== column.missing && !Number.isNaN(column.values[row]);
    case 'dict':
      return column.codes[row] !== 0;
    case 'text':
      return column.offsets[row + 1] > column.offsets[row];
    case 'packed':
      return packedTextAt(column, row) !== '';
    case 'tags': {
      for (let lane = 0; lane < tagLanes(column); lane++)
        if (column.masks[lane * rows + row] !== 0) return true;
      return false;
    }
    case 'geometry':
      return column.rowRings[row + 1] > column.rowRings[row];
  }
}

/** Both "not known" counts as the same. */
export function sameCell(column: Column, a: number, b: number, rows: number): boolean {
  switch (column.kind) {
    case 'number':
      return Object.is(column.values[a], column.values[b]);
    case 'dict':
      return column.codes[a] === column.codes[b];
    case 'text':
      return sameRun(
        column.bytes,
        column.offsets[a],
        column.offsets[a + 1],
        column.offsets[b],
        column.offsets[b + 1],
      );
    case 'packed':
      return packedTextAt(column, a) === packedTextAt(column, b);
    case 'tags': {
      for (let lane = 0; lane < tagLanes(column); lane++)
        if (column.masks[lane * rows + a] !== column.masks[lane * rows + b]) return false;
      return true;
    }
    case 'geometry':
      return sameGeometry(column, a, b);
  }
}

function sameRun(values: ArrayLike<number>, from: number, to: number, from2: number, to2: number): boolean {
  if (to - from !== to2 - from2) return false;
  for (let i = 0; i < to - from; i++) if (values[from + i] !== values[from2 + i]) return false;
  return true;
}

/** The same rings in the same order from the same first vertex. */
function sameGeometry(column: GeometryColumn, a: number, b: number): boolean {
  const { rowRings, ringVertices, ringRole, coords } = column;
  const rings = rowRings[a + 1] - rowRings[a];
  if (rings !== rowRings[b + 1] - rowRings[b]) return false;
  for (let ring = 0; ring < rings; ring++) {
    const i = rowRings[a] + ring;
    const j = rowRings[b] + ring;
    if (ringRole[i] !== ringRole[j]) return false;
    const same = sameRun(
      coords,
      2 * ringVertices[i],
      2 * ringVertices[i + 1],
      2 * ringVertices[j],
      2 * ringVertices[j + 1],
    );
    if (!same) return false;
  }
  return true;
}
