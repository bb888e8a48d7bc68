/**
 * Columns of few words joined to one number a row, so that one pass over a set of rows counts by all of them. Owns the joining and the way back
 * to the single words; knows nothing of what is summed.
 */

/** A number below `parts` for every row. */
export interface CodedColumn {
  name: string;
  codes: ArrayLike<number>;
  parts: number;
}

interface JoinedColumn {
  name: string;
  parts: number;
  /** By how much the joined number grows with this column's. */
  step: number;
}

export interface JointCodes {
  /** Below `cells` for every row. */
  codes: Uint16Array;
  cells: number;
  columns: JoinedColumn[];
}

/** Cells of one joint: their fingerprints (128 bytes each) stay in a processor's second cache. */
const MOST_CELLS = 2_048;

/** As few joints as hold all columns in their order; one that is too wide to join stands alone, one that has more than 65,536 parts is left out. */
export function joinColumns(columns: readonly CodedColumn[], rows: number): JointCodes[] {
  const joints: JointCodes[] = [];
  for (const { name, codes, parts } of columns) {
    if (parts > 0x10000) continue;
    let joint = joints.at(-1);
    if (!joint || joint.cells * parts > MOST_CELLS) {
      joint = { codes: new Uint16Array(rows), cells: 1, columns: [] };
      joints.push(joint);
    }
    const step = joint.cells;
    const joined = joint.codes;
    for (let row = 0; row < rows; row++) joined[row] += codes[row] * step;
    joint.columns.push({ name, parts, step });
    joint.cells *= parts;
  }
  return joints;
}

/** The column's own number in a joined one. */
export function partOfCell({ parts, step }: JoinedColumn, cell: number): number {
  return Math.floor(cell / step) % parts;
}
