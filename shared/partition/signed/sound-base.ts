/**
 * Whether the partition in a file from elsewhere is one at all: every record of its shape, every number of one that is there. Owns that check alone;
 * it comes before a model is made of it. That it neither gaps nor overlaps is the proof's (partition-proof.ts).
 */
import * as v from 'valibot';
import type { PlanBase } from '../plan-base.ts';
import { PlanError } from '../plan-error.ts';
import { RECORD_SCHEMAS } from '../plan-records.ts';

/** Throws PlanError 'plan-file-damaged'. */
export function checkSoundBase({ lattice, state, atoms, places, gridKeys, communities }: PlanBase): void {
  const { nodes, arcs, cells, grids, exceptions, cellGrid, atomCell } = state;
  const lists = { nodes, arcs, cells, grids, exceptions };
  for (const [name, schema] of Object.entries(RECORD_SCHEMAS)) {
    const list: readonly unknown[] = lists[name as keyof typeof lists];
    if (!list.every((each) => each === null || v.is(schema, each))) throw bad(name);
  }
  const { originX, originY, stepX, stepY } = lattice;
  if (![originX, originY, stepX, stepY].every(Number.isFinite)) throw bad('lattice');
  const named = (list: readonly unknown[], id: number) => Number.isInteger(id) && (list[id] ?? null) !== null;
  const orNone = (list: readonly unknown[], id: number) => id === -1 || named(list, id);
  const arc = (directed: number) => named(arcs, directed >> 1);
  const sound =
    cellGrid.length === cells.length &&
    cellGrid.every((grid) => orNone(grids, grid)) &&
    atomCell.every((cell) => orNone(cells, cell)) &&
    arcs.every(
      (each) =>
        each === null ||
        (named(nodes, each.from) &&
          named(nodes, each.to) &&
          orNone(cells, each.left) &&
          orNone(cells, each.right) &&
          each.via.length % 2 === 0),
    ) &&
    cells.every(
      (each) =>
        each === null ||
        (each.rings.length > 0 &&
          each.rings.every((ring) => ring.length > 0 && ring.every(arc)) &&
          each.community < communities.length),
    ) &&
    grids.every((each) => each === null || each.community < communities.length) &&
    gridKeys.length === grids.length &&
    places.building.every((of) => of === -1 || (of >= 0 && of < atoms.length)) &&
    places.footprints.every((rings) => rings?.every((ring) => ring.length % 2 === 0) ?? true);
  if (!sound) throw bad('numbers');
}

const bad = (what: string) => new PlanError('plan-file-damaged', `base: ${what}`);
