import { describe, expect, test } from 'vitest';
import { NO_GRID } from '../../../../shared/model/bundle.ts';
import { gridParts } from '../../../../shared/partition/grid-contiguity.ts';
import { PartitionModel } from '../../../../shared/partition/partition-model.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import { NO_CELL } from '../../../../shared/partition/partition-records.ts';
import type { PlanBase } from '../../../../shared/partition/plan-base.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { communityPartition } from '../../../../shared/query/community-partition.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

function baseOf(sample: 'y' | 'zjl' | 'cun'): { base: PlanBase; gridOfBuilding: ArrayLike<number> } {
  const community = openCommunity(generateSample(sample, 1), {} as never);
  const steps = communityPartition(community, (table, row) => `${table} ${row}`);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { base: value, gridOfBuilding: community.plan.gridOfBuilding };
  }
}

describe.each(['y', 'zjl', 'cun'] as const)('the plan that %s begins with', (sample) => {
  const { base, gridOfBuilding } = baseOf(sample);
  const keys = base.atoms.map(({ key }) => key);
  const model = new PartitionModel(base.state, { ...base.places, keys, measures: [] });

  test('is without gap and overlap, and no grid is in parts', () => {
    expect(provePartition(model)).toEqual({ holds: true, faults: [] });
    for (const grid of model.gridIds()) expect(gridParts(model, grid)).toHaveLength(1);
  });

  test('has every building in a cell of its own, in the grid that it has now', () => {
    const seen = new Set<number>();
    for (const [atom, key] of keys.entries()) {
      const [table, row] = key.split(' ');
      const cell = model.cellOf(atom);
      if (table !== 'buildings') {
        expect(cell).toBe(NO_CELL);
        continue;
      }
      expect(seen.has(cell)).toBe(false);
      seen.add(cell);
      const grid = gridOfBuilding[Number(row)];
      expect(model.gridOf(cell)).toBe(grid === NO_GRID ? -1 : grid);
    }
    expect(seen.size).toBeGreaterThan(100);
  });

  test('comes out the same again', () => {
    expect(baseOf(sample).base).toEqual(base);
  });
});
