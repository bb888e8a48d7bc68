/** Cells put together into new grids: alike in what they count, whole, the same for the same seed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readShapes } from '../../../../../electron/cli/shape-file.ts';
import { newGridsSteps } from '../../../../../shared/partition/balance/new-grids.ts';
import { unitPlan } from '../../../../../shared/partition/files/unit-plan.ts';
import { gridParts } from '../../../../../shared/partition/grid-contiguity.ts';
import { NO_GRID } from '../../../../../shared/partition/outline.ts';
import type { PartitionModel } from '../../../../../shared/partition/partition-model.ts';
import { type PlanAction, runAction } from '../../../../../shared/partition/plan-action.ts';
import { modelOfBase } from '../../../../../shared/partition/plan-base.ts';
import { madePartition } from '../made-partition.ts';

function found(model: PartitionModel, count: number, measure: string, seed = 1) {
  const grids = Array.from({ length: count }, (_, i) => ({ code: `N${i}`, name: `N${i}` }));
  const steps = newGridsSteps(model, { grids, measure, seed });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function act(model: PartitionModel, action: PlanAction | null): void {
  const result = action && runAction(model, action);
  if (!result?.ok) throw new Error(result?.reason ?? 'none');
  model.apply(result.patch);
}

function spread(model: PartitionModel, counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  for (const id of model.gridIds()) {
    if (model.grid(id).retired || !model.grid(id).code.startsWith('N')) continue;
    expect(gridParts(model, id)).toHaveLength(1);
  }
  return Math.max(...counts.map((count) => Math.abs(count - mean) / mean));
}

describe('new grids', () => {
  test('of cells in none: whole, alike, what they say, and the same for the same seed', () => {
    const make = () => {
      const { model } = madePartition(7, 16, 12, 2);
      act(model, { type: 'assignCells', cells: model.cellIds(), grid: NO_GRID });
      return model;
    };
    const model = make();
    const before = model.stateText();
    const made = found(model, 6, 'households');
    expect(model.stateText()).toBe(before);
    expect(found(make(), 6, 'households')).toEqual(made);
    const first = model.next.grid;
    act(model, made.action);
    expect(made.counts).toEqual(made.counts.map((_, i) => model.totals.of(first + i)[0]));
    expect(model.cellsIn(NO_GRID)).toEqual([]);
    expect(made.apart).toBe(0);
    expect(spread(model, made.counts)).toBeLessThan(0.06);
  });

  test('cells of a grid stay; with fewer free cells than grids nothing is made', () => {
    const { model } = madePartition(7, 6, 5, 2);
    expect(found(model, 3, 'households')).toEqual({ action: null, counts: [], apart: 0 });
  });

  const root = process.env['LINLI_REALDATA'] ?? '';
  test.skipIf(!existsSync(join(root, 'boundaries')))(
    '2,296 blocks of a county as 12 grids',
    async () => {
      const file = await readShapes(join(root, 'boundaries/ks_ellis_county_block.gpkg'), { usual: 'grids' });
      const areas = file.shapes.filter(({ polygons }) => polygons.length > 0);
      const { base } = unitPlan({
        crs: file.crs,
        areas,
        measures: { residents: 'total_pop' },
        asGrids: false,
      });
      const model = modelOfBase(base, base.units?.measures ?? []);
      const made = found(model, 12, 'residents');
      expect(made.counts.reduce((sum, count) => sum + count, 0)).toBe(28_934);
      act(model, made.action);
      expect(spread(model, made.counts)).toBeLessThan(0.05);
    },
    60_000,
  );
});
