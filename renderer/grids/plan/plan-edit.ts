/**
 * The plan that is open at this window: its grids and cells as the worker told them, the tool in hand, what a gesture under way would
 * change, and the order of worker and journal for a step. Owns no rule and no model: those are the worker's (shared/partition).
 */
import { create } from 'zustand';
import type { CutOff } from '../../../shared/partition/balance/accept-moves.ts';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import type { PlanState } from '../../../shared/partition/plan-state.ts';
import type { CellRings, PlanGrid } from '../../../shared/partition/plan-view.ts';
import type { LngLat } from '../../../shared/query/selection.ts';
import { codeOf } from '../../app/error-code.ts';
import { doOnPlan, keepStep, openPlan, stepPlan } from '../../app/plan-session.ts';
import { useSession } from '../../app/session.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanAtoms, PlanChange, PlanRefusal, PlanView, PlanWrite } from '../../worker/plan-api.ts';

export const PLAN_TOOLS = [
  { id: 'choose', key: '1', needsGrid: false },
  { id: 'brush', key: '2', needsGrid: true },
  { id: 'box', key: '3', needsGrid: true },
  { id: 'lasso', key: '4', needsGrid: true },
  { id: 'corner', key: '5', needsGrid: false },
  { id: 'reshape', key: '6', needsGrid: true },
  { id: 'split', key: '7', needsGrid: true },
  { id: 'cut', key: '8', needsGrid: false },
  { id: 'link', key: '9', needsGrid: false },
  { id: 'sever', key: '0', needsGrid: false },
] as const;
export type PlanToolId = (typeof PLAN_TOOLS)[number]['id'];

/** Rings of a cell as they are drawn: the outer one first, not closed. */
export type CellShape = readonly (readonly LngLat[])[];

/** What a gesture under way would change. */
export interface PlanTrial {
  grids: ReadonlyMap<number, PlanGrid>;
  cellGrid: ReadonlyMap<number, number>;
  unassigned: number[];
}

type Opened = Pick<PlanView, 'id' | 'name' | 'lattice' | 'measures' | 'numbers' | 'communities'>;

interface PlanEdit {
  /** null: no plan is open. */
  plan: Opened | null;
  state: PlanState;
  effectiveFrom: number | null;
  grids: ReadonlyMap<number, PlanGrid>;
  cells: ReadonlyMap<number, CellShape>;
  /** -1: in none. */
  cellGrid: ReadonlyMap<number, number>;
  /** Cells that stay in their grid. */
  locked: ReadonlySet<number>;
  /** Counts changes of cells' shapes. */
  shapes: number;
  atoms: PlanAtoms;
  unassigned: number[];
  unassignedBase: number[];
  exceptions: PlanView['exceptions'];
  /** By community: the code that its next grid is offered. */
  nextCodes: readonly string[];
  undo: readonly string[];
  redo: readonly string[];
  tool: PlanToolId;
  /** The grid that strokes go to. */
  target: number | null;
  trial: PlanTrial | null;
  refused: PlanRefusal | null;
  saving: boolean;
  /** Code of the error that kept the last step from being kept; '': none. */
  failed: string;
  seq: number;
  /** Generation of the community that was open when the plan was. */
  generation: string;
  open(view: PlanView): void;
  /** `forget`: this window does not come back to it by itself. */
  close(engine: DataEngine, forget?: boolean): Promise<void>;
  take(tool: PlanToolId): void;
  choose(grid: number | null): void;
  /** Shows what an action would change. A newer one overtakes those that wait. */
  attempt(engine: DataEngine, action: PlanAction): void;
  /** Carries an action out and keeps it under this name. False: refused or not kept, which is told in the state. */
  act(engine: DataEngine, action: PlanAction, name: string): Promise<boolean>;
  /** Keeps a record that the worker makes; what `act` tells of a step holds for it too. null: kept, or refused as the state tells. */
  write(engine: DataEngine, make: () => Promise<PlanWrite | CutOff>): Promise<CutOff | null>;
  step(engine: DataEngine, direction: 'undo' | 'redo'): Promise<void>;
  /** Draws what the journal brought since, from this window or another. */
  follow(engine: DataEngine): Promise<void>;
  cancel(): void;
}

const NO_ATOMS: PlanAtoms = {
  rows: new Int32Array(),
  lng: new Float64Array(),
  lat: new Float64Array(),
  cell: new Int32Array(),
  building: new Int32Array(),
};

const CLOSED = {
  plan: null,
  state: 'draft' as PlanState,
  effectiveFrom: null,
  grids: new Map<number, PlanGrid>(),
  cells: new Map<number, CellShape>(),
  cellGrid: new Map<number, number>(),
  locked: new Set<number>(),
  shapes: 0,
  atoms: NO_ATOMS,
  unassigned: [] as number[],
  unassignedBase: [] as number[],
  exceptions: [] as PlanView['exceptions'],
  nextCodes: [] as string[],
  undo: [] as string[],
  redo: [] as string[],
  target: null,
  trial: null,
  refused: null,
  saving: false,
  failed: '',
  seq: 0,
  generation: '',
};

export const usePlan = create<PlanEdit>((set, get) => {
  // Answers can overtake each other, and a hand is quicker than an answer: one question at a time, then the newest.
  let asking = false;
  let next: { engine: DataEngine; action: PlanAction } | null = null;
  let asked = 0;

  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    while (next) {
      const { engine, action } = next;
      next = null;
      const mine = asked;
      const answer = await engine.tryAction(action).catch(() => null);
      if (mine !== asked || !answer) continue;
      if (answer.ok) set({ trial: trialOf(answer), refused: null });
      else set({ trial: null, refused: answer });
    }
    asking = false;
  }

  async function keep(engine: DataEngine, write: () => Promise<boolean>): Promise<boolean> {
    next = null;
    asked++;
    set({ saving: true, failed: '', refused: null });
    try {
      const kept = await write();
      if (kept) await get().follow(engine);
      return kept;
    } catch (error) {
      set({ failed: codeOf(error) });
      return false;
    } finally {
      set({ saving: false, trial: null });
    }
  }

  return {
    ...CLOSED,
    tool: 'choose',
    open(view) {
      const { id, cells, name, lattice, measures, numbers, communities } = view;
      set({
        ...CLOSED,
        plan: { id, name, lattice, measures, numbers, communities },
        state: view.state,
        effectiveFrom: view.effectiveFrom,
        grids: new Map(view.grids.map((grid) => [grid.id, grid])),
        cells: new Map(shapesOf(cells)),
        cellGrid: new Map([...cells.ids].map((cell, i) => [cell, cells.grid[i]])),
        locked: withLocks(new Set(), cells),
        shapes: get().shapes + 1,
        atoms: view.atoms,
        unassigned: view.unassigned,
        unassignedBase: view.unassigned,
        exceptions: view.exceptions,
        nextCodes: view.nextCodes,
        undo: view.history.undo,
        redo: view.history.redo,
        tool: 'choose',
        seq: view.seq,
        generation: useSession.getState().community?.generation ?? '',
      });
      remember(id);
    },
    async close(engine, forget = true) {
      next = null;
      asked++;
      set({ ...CLOSED });
      if (forget) remember('');
      await engine.closePlan();
    },
    take(tool) {
      get().cancel();
      set({ tool });
    },
    choose: (target) => set({ target, refused: null }),
    attempt(engine, action) {
      next = { engine, action };
      asked++;
      void ask();
    },
    act(engine, action, name) {
      return keep(engine, async () => {
        const refused = await doOnPlan(engine, action, name);
        if (refused) {
          set({ refused });
          return false;
        }
        return true;
      });
    },
    async write(engine, make) {
      let cutOff: CutOff | null = null;
      await keep(engine, async () => {
        const written = await make();
        if (written.ok) await keepStep(written.body);
        else if ('needs' in written) cutOff = written;
        else set({ refused: written });
        return written.ok;
      });
      return cutOff;
    },
    async step(engine, direction) {
      if (get().saving) return;
      await keep(engine, () => stepPlan(engine, direction));
    },
    async follow(engine) {
      const { plan, seq } = get();
      if (!plan) return;
      const change = await engine.planChange(seq);
      if (get().plan?.id !== plan.id) return;
      if (change) set(changed(get(), change));
      else get().open(await openPlan(engine, plan.id));
    },
    cancel() {
      next = null;
      asked++;
      set({ trial: null, refused: null });
    },
  };
});

const KEY = 'linli.plan';

/** The plan that was open when this window was last seen; '': none. A window that was killed comes back to it. */
export const rememberedPlan = (): string => localStorage.getItem(KEY) ?? '';

function remember(id: string): void {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // Storage denied: the plan is in the list all the same.
  }
}

function trialOf({
  grids,
  cellGrid,
  unassigned,
}: {
  grids: PlanGrid[];
  cellGrid: Int32Array;
  unassigned: number[];
}): PlanTrial {
  return { grids: new Map(grids.map((grid) => [grid.id, grid])), cellGrid: pairsOf(cellGrid), unassigned };
}

/** What a step changed, put into what is shown. */
function changed(state: PlanEdit, change: PlanChange): Partial<PlanEdit> {
  const reshaped = change.cells.ids.length > 0 || change.removedCells.length > 0;
  const cells = reshaped ? new Map(state.cells) : state.cells;
  const cellGrid = new Map(state.cellGrid);
  const grids = new Map(state.grids);
  if (cells instanceof Map) {
    for (const cell of change.removedCells) {
      cells.delete(cell);
      cellGrid.delete(cell);
    }
    for (const [cell, shape] of shapesOf(change.cells)) cells.set(cell, shape);
  }
  for (const [cell, grid] of pairsOf(change.cellGrid)) cellGrid.set(cell, grid);
  for (const grid of change.grids) grids.set(grid.id, grid);
  for (const grid of change.removedGrids) grids.delete(grid);
  const { target } = state;
  const gone = target !== null && target >= 0 && grids.get(target)?.retired !== false;
  return {
    cells,
    cellGrid,
    grids,
    locked: reshaped ? withLocks(state.locked, change.cells) : state.locked,
    shapes: reshaped ? state.shapes + 1 : state.shapes,
    atoms: change.atomCell.length > 0 ? withCells(state.atoms, change.atomCell) : state.atoms,
    state: change.state,
    effectiveFrom: change.effectiveFrom,
    unassigned: change.unassigned,
    exceptions: change.exceptions,
    nextCodes: change.nextCodes,
    undo: change.history.undo,
    redo: change.history.redo,
    target: gone ? null : target,
    seq: change.seq,
  };
}

function withLocks(locked: ReadonlySet<number>, cells: CellRings): Set<number> {
  const now = new Set(locked);
  cells.ids.forEach((cell, i) => {
    if (cells.locked[i]) now.add(cell);
    else now.delete(cell);
  });
  return now;
}

function withCells(atoms: PlanAtoms, pairs: Int32Array): PlanAtoms {
  const cell = atoms.cell.slice();
  for (let i = 0; i < pairs.length; i += 2) cell[pairs[i]] = pairs[i + 1];
  return { ...atoms, cell };
}

function pairsOf(pairs: Int32Array): Map<number, number> {
  const found = new Map<number, number>();
  for (let i = 0; i < pairs.length; i += 2) found.set(pairs[i], pairs[i + 1]);
  return found;
}

function* shapesOf({ ids, ringStarts, cornerStarts, lngLat }: CellRings): Generator<[number, CellShape]> {
  for (const [i, cell] of ids.entries()) {
    const shape: LngLat[][] = [];
    for (let ring = ringStarts[i]; ring < ringStarts[i + 1]; ring++) {
      const corners: LngLat[] = [];
      for (let corner = cornerStarts[ring]; corner < cornerStarts[ring + 1]; corner++)
        corners.push([lngLat[2 * corner], lngLat[2 * corner + 1]]);
      shape.push(corners);
    }
    yield [cell, shape];
  }
}

/** Grids in play, by code, as they would be after the gesture under way. */
export function shownGrids({ grids, trial }: Pick<PlanEdit, 'grids' | 'trial'>): PlanGrid[] {
  const all = new Map([...grids, ...(trial?.grids ?? [])]);
  return [...all.values()]
    .filter(({ retired }) => !retired)
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.id - b.id));
}
