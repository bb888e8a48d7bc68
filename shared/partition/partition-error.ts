/** The one error of the partition core: what cannot be worked on at all, by code. Owns the codes; what is merely wrong with grids is a finding of grid-check.ts. */

export type PartitionErrorCode =
  /** Nothing to work on: no ring with a place. */
  | 'no-polygons'
  /** Wider than the lattice: 67 km. */
  | 'scope-too-large'
  /** More crossings than any map of grids has. */
  | 'too-tangled'
  /** The integrity proof failed on what was built here: a fault of the program, not of the file. */
  | 'not-proved';

export class PartitionError extends Error {
  readonly code: PartitionErrorCode;

  constructor(code: PartitionErrorCode, message: string) {
    super(message);
    this.name = 'PartitionError';
    this.code = code;
  }
}
