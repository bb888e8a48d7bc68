/** Towns made from a seed whose grids are of very different sizes: grown cell by cell from random places. Owns the making. */
import { assignCells } from '../../../../../shared/partition/actions/assign-cells.ts';
import { createGrid } from '../../../../../shared/partition/actions/grid-records.ts';
import type { BalanceScope } from '../../../../../shared/partition/balance/balance-problem.ts';
import type { PartitionModel } from '../../../../../shared/partition/partition-model.ts';
import type { ActionResult } from '../../../../../shared/partition/partition-records.ts';
import { madePartition } from '../made-partition.ts';

export interface MadeTown {
  model: PartitionModel;
  scope: BalanceScope;
  /** Of an even share: 90 % to 110 %. */
  target: { min: number; max: number };
  roll: () => number;
}

export function carryOut(model: PartitionModel, result: ActionResult): void {
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  model.apply(result.patch);
}

/** `columns` x `rows` buildings; compounds are squares of about 5 x 5 of them. */
export function madeTown(seed: number, columns: number, rows: number, grids: number): MadeTown {
  const { model, atoms, roll } = madePartition(seed, columns, rows, 1);
  for (let grid = 1; grid < grids; grid++)
    carryOut(model, createGrid(model, { code: `${grid}`, name: `${grid}`, community: 0 }));
  const cells = model.cellIds();
  const gridOf = new Map<number, number>();
  const rims: number[][] = [];
  while (rims.length < grids) {
    const cell = cells[Math.floor(roll() * cells.length)];
    if (gridOf.has(cell)) continue;
    gridOf.set(cell, rims.length);
    rims.push([cell]);
  }
  while (gridOf.size < cells.length) {
    const grid = Math.floor(roll() * grids);
    const from = rims[grid][Math.floor(roll() * rims[grid].length)];
    const free = from === undefined ? [] : model.neighboursOf(from).filter((cell) => !gridOf.has(cell));
    if (free.length === 0) rims[grid] = rims[grid].filter((cell) => cell !== from);
    for (const cell of free.slice(0, 1)) {
      gridOf.set(cell, grid);
      rims[grid].push(cell);
    }
  }
  for (let grid = 1; grid < grids; grid++)
    carryOut(
      model,
      assignCells(
        model,
        cells.filter((cell) => gridOf.get(cell) === grid),
        grid,
      ),
    );
  const lot = (value: number) => Math.floor(value / 200_000);
  const total = model.gridIds().reduce((sum, grid) => sum + model.totals.of(grid)[0], 0);
  return {
    model,
    scope: {
      measures: { households: 'households', residents: 'residents', care: ['aged60'] },
      compounds: atoms.keys.map((_, atom) => 100 * lot(atoms.y[atom]) + lot(atoms.x[atom]) + 1000),
    },
    target: { min: Math.floor((0.9 * total) / grids), max: Math.ceil((1.1 * total) / grids) },
    roll,
  };
}
