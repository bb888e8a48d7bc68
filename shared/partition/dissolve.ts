/**
 * A map whose cells are joined where they belong together: borders within one owner go, the rest stays to the millimetre. Owns the
 * joining; who owns what is the caller's.
 */
import { labelCells, mislabelledArcs } from './face-labels.ts';
import { proveIntegrity } from './integrity.ts';
import { PartitionError } from './partition-error.ts';
import { buildMapOfSides, OUTSIDE, type PlanarMap } from './planar-map.ts';
import { PointTable } from './point-table.ts';

export const NO_OWNER = -1;

export interface DissolvedMap {
  map: PlanarMap;
  /** By cell of it; NO_OWNER: a hole between owners. */
  owner: Int32Array;
}

/** `owner`: by cell, NO_OWNER for none. Cells of nobody at the rim go. Throws PartitionError 'not-proved'. */
export function dissolve(map: PlanarMap, owner: Int32Array): DissolvedMap {
  const points = new PointTable();
  const sides: { from: number; to: number; users: Int32Array }[] = [];
  const of = (cell: number) => (cell === OUTSIDE ? NO_OWNER : owner[cell]);
  const { arcStart, coords } = map;
  for (let arc = 0; arc < map.arcFrom.length; arc++) {
    const [left, right] = [of(map.leftCell[arc]), of(map.rightCell[arc])];
    if (left === right) continue;
    const users = Int32Array.from([left, right].filter((each) => each !== NO_OWNER)).sort();
    let from = points.put(coords[2 * arcStart[arc]], coords[2 * arcStart[arc] + 1], 0);
    for (let at = arcStart[arc] + 1; at < arcStart[arc + 1]; at++) {
      const to = points.put(coords[2 * at], coords[2 * at + 1], 0);
      sides.push({ from, to, users });
      from = to;
    }
  }
  const { x, y, count } = points;
  const built = buildMapOfSides({ x: x.slice(0, count), y: y.slice(0, count) }, sides);
  const labels = labelCells(built);
  const owners = Int32Array.from(labels, (label) => label[0] ?? NO_OWNER);
  const proof = proveIntegrity(built.map, owners);
  if (!proof.holds || labels.some(({ length }) => length > 1) || mislabelledArcs(built, labels).length > 0)
    throw new PartitionError('not-proved', proof.faults.map(({ fault }) => fault).join() || 'labels');
  return { map: built.map, owner: owners };
}
