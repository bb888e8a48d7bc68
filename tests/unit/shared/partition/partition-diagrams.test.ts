/** What each action does to a small plan, drawn: the topological cases, and the reasons why one is refused. */
import { describe, expect, it } from 'vitest';
import { assignAtoms, assignCells } from '../../../../shared/partition/actions/assign-cells.ts';
import {
  addException,
  codesGiven,
  deleteGrid,
  lockCells,
  lockGrid,
  mergeGrids,
  recodeGrid,
  removeException,
  swapGrids,
} from '../../../../shared/partition/actions/grid-records.ts';
import {
  borderNear,
  insertNode,
  insertVertex,
  moveVertex,
  removeVertex,
  vertexNear,
} from '../../../../shared/partition/actions/move-vertex.ts';
import { mergeCells, splitCellByLine } from '../../../../shared/partition/actions/split-cell.ts';
import { reshapeGrid, splitGridByLine } from '../../../../shared/partition/actions/split-grid.ts';
import { gridParts, neighbourGrids, wouldCutOff } from '../../../../shared/partition/grid-contiguity.ts';
import { inverted } from '../../../../shared/partition/partition-patch.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import type { ActionResult } from '../../../../shared/partition/partition-records.ts';
import { type DrawnPartition, drawnPartition } from './drawn-partition.ts';

/** Carries an action out; it must be allowed, and leave a plan that is proved. */
function done<T>({ model }: DrawnPartition, result: ActionResult<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.reason} at ${result.place}`);
  model.apply(result.patch);
  expect(provePartition(model)).toEqual({ holds: true, faults: [] });
  return result;
}

const reason = (result: ActionResult) => (result.ok ? 'done' : result.reason);

describe('painting', () => {
  it('moves cells with their buildings; what is locked stays and is told', () => {
    const plan = drawnPartition(`
      AABB
      AABB`);
    const { model } = plan;
    done(plan, lockCells(model, [plan.cell(3, 0)], true));
    const { skipped } = done(plan, assignCells(model, [plan.cell(2, 0), plan.cell(3, 0)], plan.grid('A')));
    expect(plan.picture()).toEqual(['AAAB', 'AABB']);
    expect(skipped).toEqual([{ cell: plan.cell(3, 0), reason: 'locked' }]);
    expect([model.totals.of(plan.grid('A')), model.totals.of(plan.grid('B'))]).toEqual([[5], [3]]);
    expect(model.totals.atomsIn(plan.grid('A'))).toBe(5);
    done(plan, assignAtoms(model, [0], plan.grid('B')));
    expect(plan.picture()).toEqual(['BAAB', 'AABB']);
    expect(reason(assignAtoms(model, [0], plan.grid('B')))).toBe('nothing-changes');
    done(plan, lockGrid(model, plan.grid('B'), true));
    expect(reason(assignCells(model, [plan.cell(0, 0)], plan.grid('A')))).toBe('locked');
    expect(reason(assignCells(model, [plan.cell(0, 1)], plan.grid('B')))).toBe('locked');
  });

  it('makes again only the outlines it touches', () => {
    const plan = drawnPartition('ABCD');
    const before = ['A', 'B', 'C', 'D'].map((letter) => plan.model.outline(plan.grid(letter)));
    done(plan, assignCells(plan.model, [plan.cell(1, 0)], plan.grid('A')));
    expect(plan.model.outline(plan.grid('D'))).toBe(before[3]);
    expect(plan.model.outline(plan.grid('A'))).not.toBe(before[0]);
    expect(plan.model.outline(plan.grid('B')).parts).toEqual([]);
  });
});

describe('a grid cut in two', () => {
  it('along a line between buildings: cells on it are cut', () => {
    const plan = drawnPartition(
      `
      AAAA
      AAAA`,
      2,
    );
    /*  A A|A A      the line goes through the second column, west of its buildings
     *  A A|A A  */
    const { grid } = done(
      plan,
      splitGridByLine(plan.model, plan.grid('A'), plan.line([1.2, -1], [1.2, 3]), { code: 'N', name: 'n' }),
    );
    expect(plan.picture()).toEqual(['NAAA', 'NAAA']);
    // 0.2 of two squares went with it.
    expect(plan.model.gridDoubleArea(grid)).toBe(2 * 2 * 10_000 * 12_000);
    expect(plan.model.cellIds()).toHaveLength(10);
    expect(plan.model.totals.of(grid)).toEqual([2]);
  });

  it('the part with more buildings keeps the code, whichever side it is and whoever lives there', () => {
    for (const column of [1, 3]) {
      const plan = drawnPartition('AAAA', 2, { [column === 1 ? 0 : 3]: 1000 });
      done(
        plan,
        splitGridByLine(plan.model, 0, plan.line([column, 2], [column, -1]), { code: 'N', name: 'n' }),
      );
      expect(plan.picture()).toEqual([column === 1 ? 'NAAA' : 'AAAN']);
    }
  });

  it('through a building it is refused, or goes round', () => {
    const plan = drawnPartition(
      `
      AAA
      AAA
      AAA`,
      2,
    );
    const line = plan.line([-1, 1.5], [4, 1.45]);
    const refused = splitGridByLine(plan.model, 0, line, { code: 'N', name: 'n' });
    expect(refused).toMatchObject({ ok: false, reason: 'through-building' });
    const { around } = done(
      plan,
      splitGridByLine(plan.model, 0, line, { code: 'N', name: 'n' }, { throughBuildings: 'around' }),
    );
    expect(around).toHaveLength(3);
    // The line lies north of their middles.
    expect(plan.picture()).toEqual(['NNN', 'AAA', 'AAA']);
  });

  it('a ring within one cell is a part of it', () => {
    const plan = drawnPartition('AA', 2);
    const line = plan.line([0.05, 0.05], [0.15, 0.05], [0.15, 0.15], [0.05, 0.15], [0.05, 0.05]);
    const { grid } = done(plan, splitGridByLine(plan.model, 0, line, { code: 'N', name: 'n' }));
    expect(plan.model.gridDoubleArea(grid)).toBe(2 * 1000 * 1000);
    expect(plan.model.outline(0).parts[0].holes).toHaveLength(1);
    expect(plan.model.neighboursOf(plan.model.cellsIn(grid)[0])).toEqual([plan.cell(0, 0)]);
  });

  it('refuses a line that ends inside, that crosses itself, or that leaves a way round', () => {
    const plan = drawnPartition(
      `
      AAA
      ABA
      AAA`,
    );
    const split = (...places: [number, number][]) =>
      reason(splitGridByLine(plan.model, plan.grid('A'), plan.line(...places), { code: 'N', name: 'n' }));
    expect(split([0.2, 0.2], [0.4, 0.4])).toBe('line-ends-inside');
    expect(split([0.2, -1], [0.2, 2], [0.4, 1], [0, 1])).toBe('bad-line');
    // Round the other side of B it still hangs together.
    expect(split([-1, 1.2], [1.5, 1.2])).toBe('does-not-divide');
    expect(split([-1, 1.2], [4, 1.2])).toBe('done');
    expect(reason(splitGridByLine(plan.model, 0, [0, 0, 9e9, 0], { code: 'N', name: 'n' }))).toBe(
      'out-of-reach',
    );
    expect(reason(splitGridByLine(plan.model, 0, [0, 0, 1, 1], { code: 'B', name: 'n' }))).toBe('code-taken');
    expect(reason(splitGridByLine(plan.model, 0, [0, 0, 1, 1], { code: 'N', name: ' ' }))).toBe(
      'name-missing',
    );
  });
});

describe('a border drawn anew', () => {
  it('gives what lies behind the line to the neighbour, and takes from it', () => {
    const plan = drawnPartition(
      `
      AABB
      AABB
      AABB`,
    );
    /*      A A|B B      the new border leaves the old one at the top, goes round (1,1)
     *      A+-+B B      on the west, and comes back
     *      A A|B B   */
    const { moved } = done(
      plan,
      reshapeGrid(plan.model, plan.grid('A'), plan.line([2.1, 0.9], [1, 0.9], [1, 2.1], [2.1, 2.1])),
    );
    expect(plan.picture()).toEqual(['AABB', 'ABBB', 'AABB']);
    expect(moved.length).toBeGreaterThan(0);
    done(
      plan,
      reshapeGrid(plan.model, plan.grid('A'), plan.line([1.9, 0.7], [3.3, 0.7], [3.3, 2.3], [1.9, 2.3])),
    );
    expect(plan.picture()).toEqual(['AABB', 'AAAB', 'AABB']);
  });

  it('parts of one cell that come together again are one cell again', () => {
    const plan = drawnPartition('AABB');
    const before = plan.model.cellIds().length;
    const out = plan.line([1.9, 0.3], [2.3, 0.3], [2.3, 0.7], [1.9, 0.7]);
    done(plan, reshapeGrid(plan.model, plan.grid('A'), out));
    expect(plan.model.cellIds()).toHaveLength(before + 1);
    const back = plan.line([2, -0.1], [2, 1.1]);
    done(plan, reshapeGrid(plan.model, plan.grid('A'), back));
    expect(plan.model.cellIds()).toHaveLength(before);
    expect(plan.model.gridDoubleArea(0)).toBe(plan.model.gridDoubleArea(1));
  });

  it('needs two meetings with the border', () => {
    const plan = drawnPartition('AABB');
    expect(reason(reshapeGrid(plan.model, 0, plan.line([1.5, 0.5], [2.5, 0.6])))).toBe('does-not-divide');
  });
});

describe('corners', () => {
  it('a shared node takes all borders with it: no gap opens', () => {
    const plan = drawnPartition(
      `
      AB
      CD`,
    );
    const found = vertexNear(plan.model, ...plan.at(1, 1), 500)!;
    expect(found.distance).toBe(0);
    done(plan, moveVertex(plan.model, found.vertex, ...plan.at(1.2, 0.9)));
    const areas = [0, 1, 2, 3].map((grid) => plan.model.gridDoubleArea(grid));
    expect(areas.reduce((a, b) => a + b)).toBe(2 * 400_000_000);
    expect(new Set(areas).size).toBe(4);
  });

  it('is refused beyond another border, over a building, and on the border of the community', () => {
    const plan = drawnPartition(
      `
      ABB
      CDD
      CDD`,
      2,
    );
    const middle = vertexNear(plan.model, ...plan.at(1, 1), 500)!.vertex;
    const move = (c: number, r: number) => reason(moveVertex(plan.model, middle, ...plan.at(c, r)));
    expect(move(1.1, 1.1)).toBe('done');
    expect(move(2.2, 1)).toBe('crosses-border');
    expect(move(1, 2.5)).toBe('crosses-border');
    expect(move(1.6, 1.6)).toBe('leaves-cell');
    expect(move(1.34, 1.4)).toBe('through-building');
    expect(move(1, 1)).toBe('nothing-changes');
    const edge = vertexNear(plan.model, ...plan.at(1, 0), 500)!.vertex;
    expect(reason(moveVertex(plan.model, edge, ...plan.at(1, 0.1)))).toBe('community-border');
  });

  it('goes in and out again; where a third border ends it stays', () => {
    const plan = drawnPartition('AB');
    const before = plan.model.stateText();
    const side = borderNear(plan.model, ...plan.at(1.01, 0.5), 500)!;
    const inserting = insertVertex(plan.model, side.arc, side.at, ...plan.at(1.1, 0.5));
    const { vertex } = done(plan, inserting);
    expect(plan.model.gridDoubleArea(0)).toBe(2 * (100_000_000 + 5_000_000));
    const removing = removeVertex(plan.model, vertex);
    done(plan, removing);
    expect(plan.model.gridDoubleArea(0)).toBe(2 * 100_000_000);
    if (removing.ok && inserting.ok) {
      plan.model.apply(inverted(removing.patch));
      plan.model.apply(inverted(inserting.patch));
    }
    expect(plan.model.stateText()).toBe(before);
    const node = vertexNear(plan.model, ...plan.at(1, 0), 500)!.vertex;
    expect(reason(removeVertex(plan.model, node))).toBe('community-border');
    const inner = drawnPartition(`
      AB
      CD`);
    const cross = vertexNear(inner.model, ...inner.at(1, 1), 500)!.vertex;
    expect(reason(removeVertex(inner.model, cross))).toBe('corner-in-use');
  });

  it('becomes a node where it is', () => {
    const plan = drawnPartition('AB');
    const side = borderNear(plan.model, ...plan.at(1, 0.5), 500)!;
    done(plan, insertVertex(plan.model, side.arc, side.at, ...plan.at(1.1, 0.5)));
    const { node } = done(plan, insertNode(plan.model, side.arc, 1));
    expect(plan.model.arcsAt(node)).toHaveLength(2);
    done(plan, moveVertex(plan.model, { node }, ...plan.at(0.8, 0.5)));
    done(plan, removeVertex(plan.model, { node }));
    expect(plan.model.gridDoubleArea(0)).toBe(2 * 100_000_000);
  });
});

describe('cells', () => {
  it('cut and made one again are the same area; across a corner they are no neighbours', () => {
    const plan = drawnPartition(
      `
      AA
      AA`,
      2,
    );
    const cell = plan.cell(0, 0);
    const { parts } = done(plan, splitCellByLine(plan.model, cell, plan.line([0.2, -1], [0.2, 2])));
    expect(parts).toContain(cell);
    expect(plan.model.atomsIn(cell)).toHaveLength(1);
    const { cell: whole } = done(plan, mergeCells(plan.model, parts));
    expect([whole, plan.model.doubleAreaOf(whole)]).toEqual([cell, 2 * 100_000_000]);
    expect(reason(mergeCells(plan.model, [plan.cell(0, 0), plan.cell(1, 1)]))).toBe('not-neighbours');
    expect(reason(splitCellByLine(plan.model, cell, plan.line([0.5, -1], [0.5, 2])))).toMatch(
      /building|leaves/,
    );
  });

  it('round an island they are one with a hole, whatever is cut', () => {
    const plan = drawnPartition(
      `
      AAA
      ABA
      AAA`,
    );
    const ring = plan.model.cellsIn(plan.grid('A'));
    const { cell } = done(plan, mergeCells(plan.model, ring));
    expect(plan.model.cell(cell).rings).toHaveLength(2);
    expect(plan.model.neighboursOf(plan.cell(1, 1))).toEqual([cell]);
    // From the outside to the hole only: nothing is divided. Right across: two halves.
    expect(reason(splitCellByLine(plan.model, cell, plan.line([-1, 1.2], [1.5, 1.2])))).toBe(
      'line-ends-inside',
    );
    const { parts } = done(plan, splitCellByLine(plan.model, cell, plan.line([-1, 1.2], [4, 1.2])));
    expect(parts).toHaveLength(2);
  });
});

describe('what hangs together', () => {
  it('is told across sides only: a corner is no contact', () => {
    const plan = drawnPartition(
      `
      AB
      BA`,
    );
    expect(gridParts(plan.model, plan.grid('A'))).toHaveLength(2);
    expect(neighbourGrids(plan.model, [plan.cell(0, 0)])).toEqual([{ grid: 1, length: 20_000 }]);
  });

  it('by a footbridge, and not over a railway', () => {
    const plan = drawnPartition('ABA');
    const [west, middle, east] = [plan.at(0.5, 0.5), plan.at(1.5, 0.5), plan.at(2.5, 0.5)];
    const { exception } = done(plan, addException(plan.model, { kind: 'link', from: west, to: east }));
    expect(gridParts(plan.model, 0)).toHaveLength(1);
    done(plan, removeException(plan.model, exception));
    expect(gridParts(plan.model, 0)).toHaveLength(2);
    done(plan, assignCells(plan.model, [plan.cell(1, 0)], 0));
    expect(gridParts(plan.model, 0)).toHaveLength(1);
    done(plan, addException(plan.model, { kind: 'cut', from: west, to: middle }));
    expect(gridParts(plan.model, 0).map((part) => part.length)).toEqual([2, 1]);
    expect(reason(addException(plan.model, { kind: 'cut', from: west, to: east }))).toBe('not-neighbours');
    expect(reason(addException(plan.model, { kind: 'link', from: west, to: west }))).toBe('nothing-changes');
    expect(reason(addException(plan.model, { kind: 'link', from: west, to: [1e7, 0] }))).toBe('unknown');
  });

  it('what a stroke would cut off is known before', () => {
    const plan = drawnPartition(
      `
      AAB
      .AB
      AAB`,
    );
    expect(wouldCutOff(plan.model, [plan.cell(0, 0)])).toEqual([]);
    const [off] = wouldCutOff(plan.model, [plan.cell(1, 1)]);
    expect(off).toHaveLength(2);
    expect(wouldCutOff(plan.model, [plan.cell(1, 0)])).toHaveLength(1);
    /* At a node of four the neighbours east and north of a cell may meet at the corner alone. */
    const corner = drawnPartition(
      `
      AB
      AA`,
    );
    expect(wouldCutOff(corner.model, [corner.cell(0, 1)])).toHaveLength(1);
  });
});

describe('records', () => {
  it('merging keeps the lower code and retires the other for good', () => {
    const plan = drawnPartition('ABC');
    const { grid } = done(plan, mergeGrids(plan.model, [plan.grid('B'), plan.grid('A')]));
    expect([grid, plan.picture()]).toEqual([plan.grid('A'), ['AAC']]);
    expect(plan.model.grid(plan.grid('B')).retired).toBe(true);
    expect(reason(recodeGrid(plan.model, plan.grid('C'), 'B'))).toBe('code-taken');
    done(plan, recodeGrid(plan.model, plan.grid('C'), 'D'));
    expect(reason(recodeGrid(plan.model, plan.grid('A'), 'C'))).toBe('code-taken');
    done(plan, recodeGrid(plan.model, plan.grid('C'), 'C'));
    expect([...codesGiven(plan.model)].sort()).toEqual(['A', 'B', 'C', 'D']);
    expect(reason(recodeGrid(plan.model, plan.grid('C'), 'x y'))).toBe('code-invalid');
  });

  it('exchanging and deleting', () => {
    const plan = drawnPartition('ABB');
    done(plan, swapGrids(plan.model, 0, 1));
    expect(plan.picture()).toEqual(['BAA']);
    expect(plan.model.totals.of(0)).toEqual([2]);
    done(plan, deleteGrid(plan.model, 0));
    expect(plan.picture()).toEqual(['B..']);
    expect(plan.model.totals.of(-1)).toEqual([2]);
    expect(reason(assignCells(plan.model, [plan.cell(0, 0)], 0))).toBe('unknown');
  });
});
