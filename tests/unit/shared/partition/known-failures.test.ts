/** Geometries on which other editors are known to fail, as edits here: each named by what went wrong there; the proof is exact, so nothing is "nearly". */
import { afterEach, describe, expect, it } from 'vitest';
import { arcCorners } from '../../../../shared/partition/cell-geometry.ts';
import { outlineArea } from '../../../../shared/partition/outline.ts';
import { inverted } from '../../../../shared/partition/partition-patch.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import { type PlanAction, runAction } from '../../../../shared/partition/plan-action.ts';
import { type DrawnPartition, drawnPartition, SIDE } from './drawn-partition.ts';

let plan: DrawnPartition;
let undo: (() => void)[] = [];

/** Done, proved; taken back to the byte when the test is over. */
function act(action: PlanAction): void {
  const { model } = plan;
  const before = model.stateText();
  const result = runAction(model, action);
  if (!result.ok) throw new Error(`${action.type}: ${result.reason}`);
  model.apply(result.patch);
  expect(provePartition(model)).toEqual({ holds: true, faults: [] });
  undo.push(() => {
    model.apply(inverted(result.patch));
    expect(model.stateText()).toBe(before);
  });
}

afterEach(() => {
  for (const back of undo.reverse()) back();
  undo = [];
});

const squares = (letter: string) =>
  Number(outlineArea(plan.model.outline(plan.grid(letter))).exact()) / (2 * SIDE * SIDE);

describe('what clipping gets wrong', () => {
  it('polygon-clipping #139: a square with a hole and a line through corners that differ in the last digit', () => {
    plan = drawnPartition(`
      AAAA
      ABBA
      ABBA
      AAAA`);
    expect(plan.model.outline(plan.grid('A')).parts[0].holes).toHaveLength(1);
    // One millimetre beside the corners of the hole: the same corners, not slivers beside them.
    const [x, y] = plan.at(1, 0);
    const [, south] = plan.at(1, 4);
    act({
      type: 'splitGrid',
      grid: plan.grid('A'),
      line: [x + 1, y + 500, x - 1, south - 500],
      created: { code: 'C', name: 'C' },
    });
    expect(plan.picture()).toEqual(['CAAA', 'CBBA', 'CBBA', 'CAAA']);
    expect(squares('A')).toBe(8);
  });

  it('turf #2887: what is taken from a grid along an edge of both is cut out, and makes no hole', () => {
    plan = drawnPartition(`
      AAA
      AAA
      BBB`);
    act({ type: 'assignCells', cells: [plan.cell(1, 1)], grid: plan.grid('B') });
    const { parts } = plan.model.outline(plan.grid('A'));
    expect(parts.map(({ holes }) => holes.length)).toEqual([0]);
    expect([squares('A'), squares('B')]).toEqual([5, 4]);
  });

  it('turf #2928, QGIS #28707: a corner that one side of a border has is a corner of the other too', () => {
    plan = drawnPartition(`
      AAB
      AAC`);
    act({ type: 'mergeCells', cells: [plan.cell(1, 0), plan.cell(1, 1)] });
    // The T where A meets B and C is a node of the merged cell.
    const [x, y] = plan.at(2, 1);
    const { outer } = plan.model.outline(plan.grid('A')).parts[0];
    const corners = Array.from({ length: outer.length / 2 }, (_, i) => `${outer[2 * i]},${outer[2 * i + 1]}`);
    expect(corners).toContain(`${x},${y}`);
  });

  it('turf #3168: grids that are made one leave no hole without area between them', () => {
    plan = drawnPartition(`
      AAB
      CAB
      CCB`);
    act({ type: 'mergeGrids', grids: [plan.grid('A'), plan.grid('C')] });
    expect(plan.model.outline(plan.grid('A')).parts).toMatchObject([{ holes: [] }]);
    expect(squares('A')).toBe(6);
  });
});

describe('what editing by coordinates gets wrong', () => {
  it('QGIS #35079, #39835: a corner of three grids is moved in all three', () => {
    plan = drawnPartition(`
      AAB
      AAB
      CCC`);
    const { model, at } = plan;
    const [x, y] = at(2, 2);
    const node = model.nodeIds().find((id) => model.node(id).x === x && model.node(id).y === y) as number;
    act({ type: 'moveVertex', vertex: { node }, to: [x + 1500, y - 700] });
    for (const letter of ['A', 'B', 'C'])
      expect([...model.outline(plan.grid(letter)).parts[0].outer].join()).toContain(`${x + 1500},${y - 700}`);
    expect(squares('A') + squares('B') + squares('C')).toBe(9);
  });

  it('QGIS #34664, editable-layers: a split leaves no gap, however near the line is to a corner', () => {
    for (const off of [0, 1, 199, 201, 2500]) {
      plan = drawnPartition(`
        AABB
        AABB`);
      const [, north] = plan.at(0, 0);
      const [x] = plan.at(1, 0);
      act({
        type: 'splitGrid',
        grid: plan.grid('A'),
        line: [x + off, north + 1000, x + off, -1000],
        created: { code: 'N', name: 'N' },
      });
      const made = plan.model.next.grid - 1;
      const both = [plan.grid('A'), made].map((grid) => plan.model.gridDoubleArea(grid));
      expect(both[0] + both[1]).toBe(8 * SIDE * SIDE);
      for (const back of undo.splice(0).reverse()) back();
    }
  });

  it('QGIS #58350: a border drawn anew is one line, of both grids', () => {
    plan = drawnPartition(`
      AABB
      AABB`);
    const { model, grid, line } = plan;
    act({ type: 'reshapeGrid', grid: grid('A'), line: line([2, -0.1], [2.3, 1], [2, 2.1]) });
    const [a, b] = [grid('A'), grid('B')].map((id) => new Set(model.borderOf(id).map((ref) => ref >> 1)));
    const shared = [...a].filter((arc) => b.has(arc));
    expect(shared.flatMap((arc) => arcCorners(model, arc)).join()).toContain(plan.at(2.3, 1).join());
    expect(squares('A') + squares('B')).toBe(8);
  });
});
