/**
 * Micro-grids of one partition laid onto another of the same community: onto the base of a new plan, and as a part of carrying a plan over. Owns
 * which cell is in which, and the lines that the ground must be divided along for it.
 */
import { arcCorners } from './cell-geometry.ts';
import type { PartitionModel } from './partition-model.ts';
import { type MicroRecord, NO_CELL, NO_MICRO } from './partition-records.ts';
import { modelOfBase, type PlanBase } from './plan-base.ts';
import { insideOfCell, placeIn, sameAtoms } from './same-atoms.ts';

/** A partition with micro-grids, as it stands. */
export interface MicroGround {
  base: PlanBase;
  model: PartitionModel;
}

/** Micro-grid of the source by cell of the target, by the cell's building where it is known, else by a place inside. */
export function microsUnder(
  source: MicroGround,
  target: MicroGround,
  sameKeys: boolean,
): Map<number, number> {
  const { model } = source;
  const atoms = sameAtoms(source.base, target.base, sameKeys);
  const under = new Map<number, number>();
  for (const cell of target.model.cellIds()) {
    const known = target.model.atomsIn(cell).find((atom) => atoms.has(atom));
    let there = known === undefined ? NO_CELL : model.cellOf(atoms.get(known) ?? NO_CELL);
    if (there === NO_CELL) {
      const place = placeIn(source.base, target.base, insideOfCell(target.model, cell));
      there = place ? model.cellAt(...place) : NO_CELL;
    }
    const micro = model.hasCell(there) ? model.microOf(there) : NO_MICRO;
    if (micro !== NO_MICRO) under.set(cell, micro);
  }
  return under;
}

/** A plan in force whose micro-grids the next one begins with. */
export interface MicroLayer extends MicroGround {
  /** It is of the generation that the base is made of. */
  sameKeys: boolean;
}

/**
 * The base with the micro-grids of the plans in force, the earlier ones first; where two plans know a grid the later one holds. Grids are found by
 * code. Retired micro-grids come along, as their codes are taken. The same base where there are none.
 */
export function withMicros(base: PlanBase, layers: readonly MicroLayer[]): PlanBase {
  const target = { base, model: modelOfBase(base, []) };
  const grids = new Map(target.model.gridIds().map((grid) => [target.model.grid(grid).code, grid]));
  const settled = new Set<number>();
  const micros: MicroRecord[] = [];
  const cellMicro = base.state.cellGrid.map(() => NO_MICRO);
  for (const source of layers.toReversed()) {
    const { model } = source;
    const gridOf = (grid: number) => grids.get(model.grid(grid).code);
    const idOf = new Map<number, number>();
    for (const micro of model.microIds()) {
      const record = model.micro(micro);
      const grid = gridOf(record.grid);
      if (grid === undefined || settled.has(grid)) continue;
      idOf.set(micro, micros.length);
      micros.push({ ...record, grid, retired: record.retired || target.model.grid(grid).retired });
    }
    for (const [cell, micro] of idOf.size > 0 ? microsUnder(source, target, source.sameKeys) : []) {
      const id = idOf.get(micro);
      if (id !== undefined && micros[id].grid === base.state.cellGrid[cell]) cellMicro[cell] = id;
    }
    for (const grid of model.gridIds()) {
      const own = gridOf(grid);
      if (own !== undefined) settled.add(own);
    }
  }
  return micros.length === 0 ? base : { ...base, state: { ...base.state, micros, cellMicro } };
}

/**
 * Borders between micro-grids within a grid, 2 numbers a place: another base must be divided along all of them to hold these micro-grids, as a line
 * that ends in the open divides nothing. The borders of the grids are not among them.
 */
export function microLines(model: PartitionModel): number[][] {
  return model.arcIds().flatMap((arc) => {
    const { left, right } = model.arc(arc);
    if (!model.hasCell(left) || !model.hasCell(right) || model.gridOf(left) !== model.gridOf(right))
      return [];
    return model.microOf(left) === model.microOf(right) ? [] : [arcCorners(model, arc)];
  });
}
