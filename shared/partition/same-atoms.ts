/** Which atom of one partition is which of another, and where places of one lie in the other. Owns the finding again; what is made of it is the caller's. */
import { cellRings } from './cell-geometry.ts';
import { degreesOf, toLattice } from './lattice.ts';
import { placeInside } from './narrow.ts';
import type { PartitionModel } from './partition-model.ts';
import type { PlanBase } from './plan-base.ts';

/** Atom of `source` by atom of `target`. `sameKeys`: both are of one generation, so that keys tell records; else ids do. */
export function sameAtoms(source: PlanBase, target: PlanBase, sameKeys: boolean): Map<number, number> {
  const names = ({ atoms }: PlanBase) => atoms.map(({ table, key, id }) => `${table} ${sameKeys ? key : id}`);
  const known = new Map(names(source).map((name, atom) => [name, atom]));
  return new Map(
    names(target).flatMap((name, atom) => {
      const other = known.get(name);
      return other === undefined || name.endsWith(' ') ? [] : [[atom, other] as const];
    }),
  );
}

/** A place of one plan's lattice in that of another, millimetres; null: out of its reach. */
export function placeIn(
  to: PlanBase,
  from: PlanBase,
  [x, y]: readonly [number, number],
): [number, number] | null {
  const at = degreesOf(from.lattice)(x, y);
  return at && toLattice(to.lattice, ...at);
}

/** Well within the cell. */
export function insideOfCell(model: PartitionModel, cell: number): [number, number] {
  const [outer, ...holes] = cellRings(model, cell);
  return placeInside({ outer, holes });
}
