/** Every action of a plan by chance, for tests that hunt: borders and grids, and micro-grids apart. Owns the throwing of the dice; what must hold is the tests'. */
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
  assignMicro,
  createMicro,
  deleteMicro,
  mergeMicros,
  setMicro,
  splitMicroByLine,
} from '../../../../shared/partition/actions/micro-grids.ts';
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
import type { PartitionModel } from '../../../../shared/partition/partition-model.ts';
import { type ActionResult, refuse } from '../../../../shared/partition/partition-records.ts';
import type { MadePartition } from './made-partition.ts';

type Action = (made: MadePartition) => ActionResult;

export const pick = <T>(roll: () => number, list: readonly T[]): T => list[Math.floor(roll() * list.length)];
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
export const ACTIONS: Record<string, Action> = {
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

const openMicros = (model: PartitionModel) => model.microIds().filter((id) => !model.micro(id).retired);
/** One that has ground, so that there is something to divide; -1: none. */
const someMicro = ({ model, roll }: MadePartition) =>
  pick(roll, [...openMicros(model).filter((id) => model.cellsInMicro(id).length > 0), -1]);

export const MICRO_ACTIONS: Record<string, Action> = {
  createMicro: (m) =>
    createMicro(m.model, { grid: pick(m.roll, openGrids(m.model)), name: `micro ${made++}` }),
  assignMicro: (m) => {
    const micro = pick(m.roll, [...openMicros(m.model), -1]);
    const cells = micro < 0 ? m.model.cellIds() : m.model.cellsIn(m.model.micro(micro).grid);
    return assignMicro(
      m.model,
      cells.filter(() => m.roll() < 0.4),
      micro,
    );
  },
  splitMicro: (m) => {
    const micro = someMicro(m);
    const grid = micro < 0 ? pick(m.roll, openGrids(m.model)) : m.model.micro(micro).grid;
    const cells = micro < 0 ? m.model.cellsIn(grid) : m.model.cellsInMicro(micro);
    if (cells.length === 0) return refuse('unknown');
    const line = someLine(m, pick(m.roll, cells));
    return splitMicroByLine(m.model, micro, line, { grid, name: `part ${made++}` }, through(m));
  },
  mergeMicros: (m) => {
    const [first] = openMicros(m.model).filter(() => m.roll() < 0.5);
    if (first === undefined) return refuse('unknown');
    const others = openMicros(m.model).filter((id) => m.model.micro(id).grid === m.model.micro(first).grid);
    return mergeMicros(m.model, [first, pick(m.roll, others)]);
  },
  setMicro: (m) =>
    setMicro(m.model, pick(m.roll, [...openMicros(m.model), -1]), { attributes: { head: `${made++}` } }),
  deleteMicro: (m) => deleteMicro(m.model, pick(m.roll, [...openMicros(m.model), -1])),
};
