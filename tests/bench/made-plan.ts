/**
 * A grid plan of a size that a bench asks for, its counts as a community's, and what a hand would do to it from a seed. Owns the making;
 * measures nothing.
 */
import { NO_ACCESS } from '../../renderer/worker/access-state.ts';
import type { OpenPlan } from '../../renderer/worker/open-plan.ts';
import type { PlanView } from '../../renderer/worker/plan-api.ts';
import { planMethods } from '../../renderer/worker/plan-methods.ts';
import { WGS84 } from '../../shared/geo/crs.ts';
import { latticeFor } from '../../shared/partition/lattice.ts';
import { PartitionModel, type PartitionState } from '../../shared/partition/partition-model.ts';
import type { PlanAction } from '../../shared/partition/plan-action.ts';
import { cellsView, gridView, PlanScale } from '../../shared/partition/plan-view.ts';
import { PLAN_MEASURES } from '../../shared/query/atom-measures.ts';
import { gridRecord, madePartition } from '../unit/shared/partition/made-partition.ts';
import { randomFrom } from './measure.ts';

/** Buildings each way, a cell each, and grids each way. */
export interface PlanSize {
  columns: number;
  rows: number;
  across: number;
  down: number;
}

/** Millimetres from building to building (made-partition.ts). */
const STEP = 40_000;
/** Columns of grids that every plan has a border between, so that one stroke means the same in all of them. */
const COMMON = 5;

export class MadePlan {
  readonly model: PartitionModel;
  readonly view: PlanView;
  private readonly engine: ReturnType<typeof planMethods>;
  private readonly size: PlanSize;

  constructor(size: PlanSize) {
    this.size = size;
    this.model = modelOf(size);
    const lattice = latticeFor(WGS84, [120.6, 31.3, 120.66, 31.36]);
    const scale = new PlanScale(lattice);
    this.view = viewOf(this.model, scale, lattice);
    const open = { model: this.model, scale, history: { state: 'draft' }, baseTallies: new Map() };
    this.engine = planMethods({
      ...{ databases: null, opened: null, abort: null, packed: null, seq: 0, core: false },
      access: NO_ACCESS(),
      plan: open as unknown as OpenPlan,
    });
  }

  try(action: PlanAction) {
    return this.engine.tryAction(action);
  }

  /** Strokes of a brush over a border: each move takes one more cell. */
  strokes(count: number, moves: number, seed: number): PlanAction[][] {
    const { model } = this;
    const random = randomFrom(seed);
    const part = (cell: number) => Math.floor((middle(model, cell)[0] / (this.size.columns * STEP)) * COMMON);
    const beyond = (cell: number) => model.neighboursOf(cell).find((other) => part(other) > part(cell));
    const rim = model.cellIds().filter((cell) => beyond(cell) !== undefined);
    return Array.from({ length: count }, () => {
      const first = rim[Math.floor(random() * rim.length)];
      const grid = model.gridOf(beyond(first) as number);
      const cells = [first];
      return Array.from({ length: moves }, (): PlanAction => {
        const near = model
          .neighboursOf(cells[Math.floor(random() * cells.length)])
          .filter((cell) => part(cell) === part(first) && !cells.includes(cell));
        if (near.length > 0) cells.push(near[Math.floor(random() * near.length)]);
        return { type: 'assignCells', cells: [...cells], grid };
      });
    });
  }

  /** Corners where grids meet, each drawn a few metres away. */
  drags(count: number, frames: number, seed: number): PlanAction[][] {
    const { model } = this;
    const random = randomFrom(seed);
    const shared = model.nodeIds().filter((node) => {
      const sides = model.arcsAt(node).flatMap((arc) => [model.arc(arc).left, model.arc(arc).right]);
      return sides.every((cell) => cell >= 0) && new Set(sides.map(model.gridOf)).size > 1;
    });
    return Array.from({ length: count }, () => {
      const node = shared[Math.floor(random() * shared.length)];
      const { x, y } = model.node(node);
      const turn = random() * 2 * Math.PI;
      return Array.from({ length: frames }, (_, frame): PlanAction => {
        const way = 100 * (frame + 1);
        const to = [Math.round(x + way * Math.cos(turn)), Math.round(y + way * Math.sin(turn))] as const;
        return { type: 'moveVertex', vertex: { node }, to };
      });
    });
  }
}

function middle(model: PartitionModel, cell: number): [number, number] {
  const [west, south, east, north] = model.boxOfCell(cell) ?? [0, 0, 0, 0];
  return [(west + east) / 2, (south + north) / 2];
}

function modelOf({ columns, rows, across, down }: PlanSize): PartitionModel {
  const made = madePartition(1, columns, rows, 1);
  const state = JSON.parse(made.model.stateText()) as PartitionState;
  const share = (value: number, whole: number, parts: number) =>
    Math.min(parts - 1, Math.max(0, Math.floor((value / (whole * STEP)) * parts)));
  state.grids = Array.from({ length: across * down }, (_, grid) =>
    gridRecord(`320583001001${String(grid + 1).padStart(3, '0')}`),
  );
  state.cellGrid = state.cells.map((_, cell) => {
    const [x, y] = middle(made.model, cell);
    return share(y, rows, down) * across + share(x, columns, across);
  });
  const counts = made.atoms.measures;
  const measures = PLAN_MEASURES.map((name, m) => ({ name, values: counts[m % counts.length].values }));
  return new PartitionModel(state, { ...made.atoms, measures });
}

function viewOf(model: PartitionModel, scale: PlanScale, lattice: PlanView['lattice']): PlanView {
  const { x, y, building } = model.atoms;
  const places = Array.from(x, (east, atom) => scale.place(east, y[atom]));
  return {
    ...{ id: 'bench', name: 'bench', state: 'draft', effectiveFrom: null, numbers: 'exact', seq: 0 },
    lattice,
    measures: [...PLAN_MEASURES],
    cells: cellsView(model, scale, model.cellIds()),
    grids: model.gridIds().map((id) => gridView(model, scale, id, model.totals.of(id))),
    micros: [],
    unassigned: model.totals.of(-1),
    exceptions: [],
    communities: [{ name: 'bench' }],
    nextCodes: [''],
    nextSuffixes: {},
    atoms: {
      rows: Int32Array.from(x, (_, atom) => atom),
      lng: Float64Array.from(places, ([lng]) => lng),
      lat: Float64Array.from(places, ([, lat]) => lat),
      cell: Int32Array.from(x, (_, atom) => model.cellOf(atom)),
      building,
    },
    history: { undo: [], redo: [] },
  };
}
