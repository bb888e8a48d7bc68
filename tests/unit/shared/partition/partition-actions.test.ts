/** Random sequences of every action, over seeds: the proof holds after each, totals are a full recount, and taking all back gives the same plan to the byte. */
import { describe, expect, it } from 'vitest';
import { assignCells } from '../../../../shared/partition/actions/assign-cells.ts';
import {
  createGrid,
  deleteGrid,
  lockGrid,
  mergeGrids,
  recodeGrid,
  setGridAttributes,
  swapGrids,
} from '../../../../shared/partition/actions/grid-records.ts';
import {
  insertVertex,
  moveVertex,
  removeVertex,
  replaceArcShape,
  straightenArc,
  vertexNear,
} from '../../../../shared/partition/actions/move-vertex.ts';
import { healable, healBuilding, shatterBuilding } from '../../../../shared/partition/actions/shatter.ts';
import { mergeCells, splitCellByLine } from '../../../../shared/partition/actions/split-cell.ts';
import {
  type LineOptions,
  reshapeGrid,
  splitGridByLine,
} from '../../../../shared/partition/actions/split-grid.ts';
import { modelFromText, type PartitionModel } from '../../../../shared/partition/partition-model.ts';
import { inverted } from '../../../../shared/partition/partition-patch.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import {
  type ActionResult,
  type PartitionPatch,
  refuse,
} from '../../../../shared/partition/partition-records.ts';
import { type MadePartition, madePartition } from './made-partition.ts';

const LONG = Boolean(process.env['LINLI_LONG']);

type Action = (made: MadePartition) => ActionResult;

const pick = <T>(roll: () => number, list: readonly T[]): T => list[Math.floor(roll() * list.length)];
const somewhere = ({ roll, width, height }: MadePartition): [number, number] => [
  Math.round(roll() * width),
  Math.round(roll() * height),
];
const openGrids = (model: PartitionModel) => model.gridIds().filter((id) => !model.grid(id).retired);

/** A line of 2 to 5 places through the middle of a cell, or a ring round it. */
function someLine({ model, roll }: MadePartition, cell: number): number[] {
  const [west, south, east, north] = model.boxOfCell(cell)!;
  const place = (x: number, y: number) => [Math.round(x), Math.round(y)];
  const [cx, cy] = [west + roll() * (east - west), south + roll() * (north - south)];
  const reach = roll() < 0.5 ? 60_000 : 300_000;
  const turn = roll() * 2 * Math.PI;
  if (roll() < 0.1) {
    const ring = [0, 1, 2, 3, 4].flatMap((k) => {
      const angle = turn + (k * 2 * Math.PI) / 5;
      return place(cx + (reach / 12) * Math.cos(angle), cy + (reach / 12) * Math.sin(angle));
    });
    return [...ring, ring[0], ring[1]];
  }
  const count = 2 + Math.floor(roll() * 4);
  return Array.from({ length: count }, (_, k) => {
    const along = (k / (count - 1) - 0.5) * reach;
    const off = (roll() - 0.5) * 20_000;
    return place(
      cx + along * Math.cos(turn) - off * Math.sin(turn),
      cy + along * Math.sin(turn) + off * Math.cos(turn),
    );
  }).flat();
}

/** A cell of a grid, for a line through it. */
function someGrid({ model, roll }: MadePartition): { grid: number; cell: number } {
  const cell = pick(roll, model.cellIds());
  const grid = model.gridOf(cell) >= 0 ? model.gridOf(cell) : pick(roll, openGrids(model));
  return { grid, cell };
}

let made = 0;
const through = ({ roll }: MadePartition): LineOptions => ({
  throughBuildings: roll() < 0.7 ? 'around' : 'refuse',
});
const ACTIONS: Record<string, Action> = {
  assign: (m) => {
    const [x, y] = somewhere(m);
    const r = 10_000 + m.roll() * 60_000;
    return assignCells(
      m.model,
      m.model.cellsNear([x - r, y - r, x + r, y + r].map(Math.round) as never),
      pick(m.roll, [...openGrids(m.model), -1]),
    );
  },
  splitCell: (m) => {
    const cell = pick(m.roll, m.model.cellIds());
    return splitCellByLine(m.model, cell, someLine(m, cell));
  },
  mergeCells: (m) => {
    const cell = pick(m.roll, m.model.cellIds());
    return mergeCells(m.model, [cell, pick(m.roll, m.model.neighboursOf(cell))]);
  },
  splitGrid: (m) => {
    const { grid, cell } = someGrid(m);
    return splitGridByLine(m.model, grid, someLine(m, cell), { code: `N${made++}`, name: 'new' }, through(m));
  },
  reshape: (m) => {
    const { grid, cell } = someGrid(m);
    return reshapeGrid(m.model, grid, someLine(m, cell), through(m));
  },
  move: (m) => {
    const found = vertexNear(m.model, ...somewhere(m), 30_000);
    if (!found) return refuse('unknown');
    const reach = m.roll() < 0.8 ? 8000 : 60_000;
    const off = () => Math.round((m.roll() - 0.5) * reach);
    return moveVertex(m.model, found.vertex, found.place[0] + off(), found.place[1] + off());
  },
  insert: (m) => {
    const arc = pick(m.roll, m.model.arcIds());
    const { via, from } = m.model.arc(arc);
    const at = 1 + Math.floor(m.roll() * (via.length / 2 + 1));
    const { x, y } = m.model.node(from);
    return insertVertex(
      m.model,
      arc,
      at,
      x + Math.round((m.roll() - 0.5) * 9000),
      y + Math.round((m.roll() - 0.5) * 9000),
    );
  },
  remove: (m) => {
    const found = vertexNear(m.model, ...somewhere(m), 30_000);
    return found ? removeVertex(m.model, found.vertex) : refuse('unknown');
  },
  straighten: (m) => {
    const arc = pick(m.roll, m.model.arcIds());
    return straightenArc(m.model, arc, 0, m.model.arc(arc).via.length / 2 + 1);
  },
  replace: (m) => {
    const arc = pick(m.roll, m.model.arcIds());
    const { from, to } = m.model.arc(arc);
    const [a, b] = [m.model.node(from), m.model.node(to)];
    const off = () => Math.round((m.roll() - 0.5) * 6000);
    return replaceArcShape(m.model, arc, [
      Math.round((a.x + b.x) / 2) + off(),
      Math.round((a.y + b.y) / 2) + off(),
    ]);
  },
  shatter: (m) => {
    const cell = pick(m.roll, m.model.cellIds());
    return shatterBuilding(m.model, m.model.atomsIn(cell)[0] ?? 0);
  },
  heal: (m) => healBuilding(m.model, pick(m.roll, [...healable(m.model), 0])),
  mergeGrids: (m) =>
    openGrids(m.model).length > 6
      ? mergeGrids(m.model, [pick(m.roll, openGrids(m.model)), pick(m.roll, openGrids(m.model))])
      : refuse('one-grid'),
  create: (m) => createGrid(m.model, { code: `C${made++}`, name: 'made', community: 0 }),
  retire: (m) =>
    openGrids(m.model).length > 6
      ? deleteGrid(m.model, pick(m.roll, openGrids(m.model)))
      : refuse('one-grid'),
  swap: (m) => swapGrids(m.model, pick(m.roll, openGrids(m.model)), pick(m.roll, openGrids(m.model))),
  recode: (m) => recodeGrid(m.model, pick(m.roll, openGrids(m.model)), `R${made++}`),
  rename: (m) => setGridAttributes(m.model, pick(m.roll, openGrids(m.model)), { name: `name ${made++}` }),
  lock: (m) => lockGrid(m.model, pick(m.roll, openGrids(m.model)), m.roll() < 0.4),
};

const ALL = Object.entries(ACTIONS);
const LINES = ALL.filter(([name]) => ['splitCell', 'splitGrid', 'reshape'].includes(name));

const SEEDS = LONG ? 40 : 6;
const STEPS = LONG ? 500 : 80;

describe('random actions', () => {
  const done: Record<string, number> = {};
  it.each(Array.from({ length: SEEDS }, (_, i) => i + 1))(
    'keep the proof, the totals and a byte-identical undo (seed %i)',
    (seed) => {
      const m = madePartition(seed, 8, 8, 3, seed % 3 === 0 ? 2 : 1);
      const { model } = m;
      expect(provePartition(model)).toEqual({ holds: true, faults: [] });
      const texts = [model.stateText()];
      const patches: PartitionPatch[] = [];
      for (let step = 0; step < STEPS; step++) {
        // Lines are refused more often than the rest: they are tried more often.
        const [name, action] = pick(m.roll, m.roll() < 0.5 ? LINES : ALL);
        const result = action(m);
        expect(model.stateText(), `${name} changed the model itself`).toBe(texts[texts.length - 1]);
        if (!result.ok) continue;
        done[name] = (done[name] ?? 0) + 1;
        model.apply(JSON.parse(JSON.stringify(result.patch)));
        patches.push(result.patch);
        texts.push(model.stateText());
        expect(provePartition(model), `seed ${seed}, step ${step}: ${name}`).toEqual({
          holds: true,
          faults: [],
        });
        // What is kept of grids has to follow from here on.
        for (const grid of model.gridIds()) {
          model.outline(grid);
          model.partsOf(grid);
        }
      }
      // The caches are what a model made anew from the text has.
      const anew = modelFromText(model.stateText(), m.atoms);
      for (const grid of [-1, ...model.gridIds()]) {
        expect(model.totals.of(grid)).toEqual(anew.totals.of(grid));
        expect(model.gridDoubleArea(grid)).toBe(anew.gridDoubleArea(grid));
        expect(model.cellsIn(grid)).toEqual(anew.cellsIn(grid));
        expect(model.outline(grid)).toEqual(anew.outline(grid));
        expect(model.borderOf(grid)).toEqual(anew.borderOf(grid));
        expect(model.partsOf(grid)).toEqual(anew.partsOf(grid));
      }
      while (patches.length > 0) {
        texts.pop();
        model.apply(inverted(patches.pop()!));
        expect(model.stateText()).toBe(texts[texts.length - 1]);
      }
    },
    120_000,
  );
  it('did each of them, or there was nothing to prove', () => {
    for (const name of Object.keys(ACTIONS)) expect(done[name] ?? 0, name).toBeGreaterThan(0);
  });
});
