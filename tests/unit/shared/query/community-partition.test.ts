import { describe, expect, test } from 'vitest';
import { NO_GRID } from '../../../../shared/model/bundle.ts';
import { assignCells } from '../../../../shared/partition/actions/assign-cells.ts';
import { gridParts } from '../../../../shared/partition/grid-contiguity.ts';
import { PartitionModel } from '../../../../shared/partition/partition-model.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import { NO_CELL } from '../../../../shared/partition/partition-records.ts';
import type { PlanBase } from '../../../../shared/partition/plan-base.ts';
import { PlanError } from '../../../../shared/partition/plan-error.ts';
import { type Community, openCommunity } from '../../../../shared/query/community.ts';
import { communityPartition } from '../../../../shared/query/community-partition.ts';
import { planAreas } from '../../../../shared/query/partition-ground.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { manyAreas } from './many-areas.ts';

function begun(community: Community, scope?: readonly number[]): PlanBase {
  const steps = communityPartition(community, (table, row) => `${table} ${row}`, { scope });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const modelOf = ({ state, places, atoms }: PlanBase): PartitionModel =>
  new PartitionModel(state, { ...places, keys: atoms.map(({ key }) => key), measures: [] });

function baseOf(sample: 'y' | 'zjl' | 'cun'): { base: PlanBase; gridOfBuilding: ArrayLike<number> } {
  const community = openCommunity(generateSample(sample, 1), {} as never);
  return { base: begun(community), gridOfBuilding: community.plan.gridOfBuilding };
}

describe.each(['y', 'zjl', 'cun'] as const)('the plan that %s begins with', (sample) => {
  const { base, gridOfBuilding } = baseOf(sample);
  const keys = base.atoms.map(({ key }) => key);
  const model = modelOf(base);

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

describe('a plan of many communities', () => {
  const community = manyAreas(5, 4, 6);
  const areas = planAreas(community);

  test('has the borders of twenty communities as borders of cells, and no grid over one', () => {
    expect(areas).toHaveLength(20);
    const base = begun(community);
    const model = modelOf(base);
    expect(provePartition(model)).toEqual({ holds: true, faults: [] });
    const own = base.atoms.map((_, atom) => model.cell(model.cellOf(atom)).community);
    expect(own).toEqual(base.atoms.map((_, atom) => Math.floor(atom / 36)));
    for (const cell of model.cellIds())
      expect(model.grid(model.gridOf(cell)).community).toBe(model.cell(cell).community);
    // Every corner of a cell is on its community's side of the border, to the millimetre.
    for (const at of areas.keys()) {
      const boxes = model
        .cellIds()
        .filter((cell) => model.cell(cell).community === at)
        .map((cell) => model.boxOfCell(cell));
      const east = Math.max(...boxes.map((box) => box?.[2] ?? Number.NaN));
      const others = model.cellIds().filter((cell) => model.cell(cell).community === at + 1);
      if (at % 5 < 4)
        expect(Math.min(...others.map((cell) => model.boxOfCell(cell)?.[0] ?? Number.NaN))).toBe(east);
    }
  });

  test('of some of them knows their buildings and grids alone, wherever they lie', () => {
    const scope = [areas[7], areas[8], areas[19]];
    const base = begun(community, scope);
    const model = modelOf(base);
    expect(provePartition(model)).toEqual({ holds: true, faults: [] });
    expect(base.communities).toEqual(scope.map((row) => `areas ${row}`));
    expect(base.gridKeys).toEqual([14, 15, 16, 17, 38, 39].map((row) => `grids ${row}`));
    expect(base.atoms.map(({ key }) => Math.floor(Number(key.split(' ')[1]) / 36))).toEqual(
      base.atoms.map((_, atom) => [7, 8, 19][Math.floor(atom / 36)]),
    );
    expect(model.cellIds().map(model.gridOf)).not.toContain(-1);
    const stroke = assignCells(model, [model.cellOf(0)], 2);
    expect(stroke).toMatchObject({ ok: false, reason: 'other-community' });
    expect(assignCells(model, [model.cellOf(0)], 1)).toMatchObject({ ok: true });
  });

  test('of none of them is refused', () => {
    expect(() => begun(community, [])).toThrow(PlanError);
  });
});
