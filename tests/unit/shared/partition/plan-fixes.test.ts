/** What is offered for parts that are cut off and for ground in no grid, drawn. */
import { describe, expect, it } from 'vitest';
import { assignCells } from '../../../../shared/partition/actions/assign-cells.ts';
import { addException, lockGrid } from '../../../../shared/partition/actions/grid-records.ts';
import { gridParts } from '../../../../shared/partition/grid-contiguity.ts';
import type { ActionResult } from '../../../../shared/partition/partition-records.ts';
import { cutOffParts, unassignedParts } from '../../../../shared/partition/plan-fixes.ts';
import { type DrawnPartition, drawnPartition } from './drawn-partition.ts';

function done({ model }: DrawnPartition, result: ActionResult): void {
  if (!result.ok) throw new Error(result.reason);
  model.apply(result.patch);
}

describe('parts that are cut off', () => {
  const drawn = () =>
    drawnPartition(`
      AABCC
      AABAC
      AABCC`);

  it('go to the neighbour of the longest common border that may take them', () => {
    const plan = drawn();
    const { model, grid, cell } = plan;
    expect(cutOffParts(model)).toMatchObject([{ grid: grid('A'), cells: [cell(3, 1)], best: grid('C') }]);
    done(plan, lockGrid(model, grid('C'), true));
    expect(cutOffParts(model)[0].best).toBe(grid('B'));
    done(plan, assignCells(model, [cell(3, 1)], grid('B')));
    expect(cutOffParts(model)).toEqual([]);
  });

  it('hang together by the link that is offered', () => {
    const plan = drawn();
    const { model, grid, at } = plan;
    const [{ link }] = cutOffParts(model);
    expect(link).toEqual({ from: at(3.5, 1.5), to: at(1.5, 1.5) });
    done(plan, addException(model, { kind: 'link', ...link }));
    expect(gridParts(model, grid('A'))).toHaveLength(1);
    expect(cutOffParts(model)).toEqual([]);
  });
});

describe('ground in no grid', () => {
  it('is told by connected pieces, each with where it goes best', () => {
    const plan = drawnPartition(`
      B..B
      AA.B
      .ABB`);
    const { model, grid, cell, at } = plan;
    expect(unassignedParts(model)).toEqual(
      [
        { cells: [cell(1, 0), cell(2, 0), cell(2, 1)].sort((a, b) => a - b), best: grid('B') },
        { cells: [cell(0, 2)], best: grid('A') },
      ]
        .map((part) => ({ ...part, place: expect.any(Array) }))
        .sort((a, b) => a.cells[0] - b.cells[0]),
    );
    const alone = unassignedParts(model).find(({ cells }) => cells.length === 1);
    expect(alone?.place).toEqual(at(0.5, 2.5));
  });
});
