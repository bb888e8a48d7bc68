/**
 * Everything a person can do to a plan, as plain data that goes to the worker, and the carrying out on a model. Owns the union
 * and which action of actions/ stands for which; the rules are theirs. Places are whole millimetres of the plan's lattice.
 */
import { assignAtoms, assignCells } from './actions/assign-cells.ts';
import {
  addException,
  createGrid,
  deleteGrid,
  lockCells,
  lockGrid,
  mergeGrids,
  type NewGrid,
  recodeGrid,
  removeException,
  setGridAttributes,
  swapGrids,
} from './actions/grid-records.ts';
import {
  assignMicro,
  createMicro,
  deleteMicro,
  mergeMicros,
  type NewMicro,
  setMicro,
  splitMicroByLine,
} from './actions/micro-grids.ts';
import { insertVertex, moveVertex, removeVertex, straightenArc, type Vertex } from './actions/move-vertex.ts';
import { healBuilding, shatterBuilding } from './actions/shatter.ts';
import { mergeCells, splitCellByLine } from './actions/split-cell.ts';
import { type LineOptions, reshapeGrid, splitGridByLine } from './actions/split-grid.ts';
import { joined } from './joined-patch.ts';
import type { PartitionModel } from './partition-model.ts';
import { inverted } from './partition-patch.ts';
import { type ActionResult, type PartitionPatch, refuse } from './partition-records.ts';

type Place = readonly [number, number];
/** 2 numbers a place. */
type Line = readonly number[];

/** Cells and borders. `grid`: id of the model, NO_GRID (-1): none. `cells`, `atoms`: ids of the model. */
type BorderAction =
  | { type: 'assignCells'; cells: readonly number[]; grid: number }
  /** Buildings and entrances take their cells with them. */
  | { type: 'assignAtoms'; atoms: readonly number[]; grid: number }
  | { type: 'splitCell'; cell: number; line: Line }
  | { type: 'mergeCells'; cells: readonly number[] }
  | { type: 'moveVertex'; vertex: Vertex; to: Place }
  /** On the side before corner `at` of the arc, as borderNear tells it. */
  | { type: 'insertVertex'; arc: number; at: number; to: Place }
  | { type: 'deleteVertex'; vertex: Vertex }
  /** Between two corners of the arc; 0 and the last are its nodes. */
  | { type: 'straightenArc'; arc: number; from: number; to: number }
  | ({ type: 'reshapeGrid'; grid: number; line: Line } & LineOptions)
  | ({ type: 'splitGrid'; grid: number; line: Line; created: Omit<NewGrid, 'community'> } & LineOptions)
  | { type: 'shatter' | 'heal'; building: number };

/** Grids as records, locks, exceptions. */
type GridAction =
  /** Without cells; `several` gives it some in the same step. */
  | ({ type: 'createGrid' } & NewGrid)
  | { type: 'mergeGrids'; grids: readonly number[] }
  | { type: 'deleteGrid'; grid: number }
  | { type: 'swapGrids'; a: number; b: number }
  /** What is not given stays. */
  | ({ type: 'setGrid'; grid: number; code?: string } & Partial<
      Pick<NewGrid, 'name' | 'kind' | 'attributes'>
    >)
  | { type: 'lockGrid' | 'unlockGrid'; grid: number }
  | { type: 'lockCells' | 'unlockCells'; cells: readonly number[] }
  /** A footbridge joins, a railway parts; the cells at the two places are meant. */
  | { type: 'link' | 'cut'; from: Place; to: Place }
  | { type: 'removeException'; exception: number };

/** Micro-grids: what they are and what ground they have. `micro`: id of the model, NO_MICRO (-1): none. */
type MicroAction =
  /** Without ground; `several` gives it some in the same step. */
  | ({ type: 'createMicro' } & NewMicro)
  | { type: 'assignMicro'; cells: readonly number[]; micro: number }
  /** What is not given stays. */
  | ({ type: 'setMicro'; micro: number } & Partial<Omit<NewMicro, 'grid'>>)
  | { type: 'deleteMicro'; micro: number }
  | { type: 'mergeMicros'; micros: readonly number[] }
  | ({ type: 'splitMicro'; micro: number; line: Line; created: NewMicro } & LineOptions);

export type PlanAction =
  | BorderAction
  | GridAction
  | MicroAction
  /** One after the other as one step; refused as a whole where one is. */
  | { type: 'several'; actions: readonly PlanAction[] };

/** What the action would change, or why not. The model stays as it is. */
export function runAction(model: PartitionModel, action: PlanAction): ActionResult {
  switch (action.type) {
    case 'assignCells':
      return assignCells(model, action.cells, action.grid);
    case 'assignAtoms':
      return assignAtoms(model, action.atoms, action.grid);
    case 'splitCell':
      return splitCellByLine(model, action.cell, action.line);
    case 'mergeCells':
      return mergeCells(model, action.cells);
    case 'moveVertex':
      return moveVertex(model, action.vertex, action.to[0], action.to[1]);
    case 'insertVertex':
      return insertVertex(model, action.arc, action.at, action.to[0], action.to[1]);
    case 'deleteVertex':
      return removeVertex(model, action.vertex);
    case 'straightenArc':
      return straightenArc(model, action.arc, action.from, action.to);
    case 'reshapeGrid':
      return reshapeGrid(model, action.grid, action.line, action);
    case 'splitGrid':
      return splitGridByLine(model, action.grid, action.line, action.created, action);
    case 'shatter':
      return shatterBuilding(model, action.building);
    case 'heal':
      return healBuilding(model, action.building);
    case 'several':
      return inTurn(
        model,
        action.actions.map((each) => (now) => runAction(now, each)),
      );
    default:
      return runOnRecords(model, action);
  }
}

function runOnRecords(model: PartitionModel, action: GridAction | MicroAction): ActionResult {
  switch (action.type) {
    case 'createMicro':
      return createMicro(model, action);
    case 'assignMicro':
      return assignMicro(model, action.cells, action.micro);
    case 'setMicro':
      return setMicro(model, action.micro, action);
    case 'deleteMicro':
      return deleteMicro(model, action.micro);
    case 'mergeMicros':
      return mergeMicros(model, action.micros);
    case 'splitMicro':
      return splitMicroByLine(model, action.micro, action.line, action.created, action);
    case 'createGrid':
      return createGrid(model, action);
    case 'mergeGrids':
      return mergeGrids(model, action.grids);
    case 'deleteGrid':
      return deleteGrid(model, action.grid);
    case 'swapGrids':
      return swapGrids(model, action.a, action.b);
    case 'setGrid':
      return setGrid(model, action);
    case 'lockGrid':
    case 'unlockGrid':
      return lockGrid(model, action.grid, action.type === 'lockGrid');
    case 'lockCells':
    case 'unlockCells':
      return lockCells(model, action.cells, action.type === 'lockCells');
    case 'link':
    case 'cut':
      return addException(model, { kind: action.type, from: action.from, to: action.to });
    case 'removeException':
      return removeException(model, action.exception);
  }
}

/** A code is checked apart from the rest; nothing is changed where one of them is refused. */
function setGrid(model: PartitionModel, action: Extract<GridAction, { type: 'setGrid' }>): ActionResult {
  const { grid, code } = action;
  if (!model.hasGrid(grid)) return refuse('unknown');
  const steps: ((now: PartitionModel) => ActionResult)[] = [];
  if (code !== undefined && code.trim() !== model.grid(grid).code)
    steps.push((now) => recodeGrid(now, grid, code));
  const attributes = setGridAttributes(model, grid, action);
  // The same name as before is no fault beside a new code.
  if (attributes.ok || attributes.reason !== 'nothing-changes' || steps.length === 0)
    steps.push((now) => setGridAttributes(now, grid, action));
  return inTurn(model, steps);
}

/** Each on what the one before left, put back in the end. */
function inTurn(
  model: PartitionModel,
  steps: readonly ((now: PartitionModel) => ActionResult)[],
): ActionResult {
  const done: PartitionPatch[] = [];
  try {
    for (const step of steps) {
      const result = step(model);
      if (!result.ok) return result;
      model.apply(result.patch);
      done.push(result.patch);
    }
  } finally {
    for (const patch of done.toReversed()) model.apply(inverted(patch));
  }
  return done.length === 0 ? refuse('nothing-changes') : { ok: true, patch: joined(done) };
}
