/**
 * The plan that is open at this window: its grids and cells as the worker told them, the tool in hand, what a gesture under way would
 * change, and the order of worker and journal for a step. Owns no rule and no model: those are the worker's (shared/partition).
 */
import { create } from 'zustand';
import type { CutOff } from '../../../shared/partition/balance/accept-moves.ts';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import type { PlanState } from '../../../shared/partition/plan-state.ts';
import type { PlanGrid, PlanMicro } from '../../../shared/partition/plan-view.ts';
import { codeOf } from '../../app/error-code.ts';
import { doOnPlan, keepStep, openPlan, stepPlan } from '../../app/plan-session.ts';
import { useSession } from '../../app/session.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanAtoms, PlanRefusal, PlanView, PlanWrite } from '../../worker/plan-api.ts';
import {
  byId,
  type CellShape,
  changed,
  type PlanShown,
  type PlanTrial,
  shapesOf,
  trialOf,
  withLocks,
} from './plan-change.ts';

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

type Opened = Pick<PlanView, 'id' | 'name' | 'lattice' | 'measures' | 'numbers' | 'communities'>;

/** What strokes and lines are about. */
type PlanLevel = 'grid' | 'micro';

interface PlanEdit extends PlanShown {
  /** null: no plan is open. */
  plan: Opened | null;
  state: PlanState;
  effectiveFrom: number | null;
  unassigned: number[];
  unassignedBase: number[];
  exceptions: PlanView['exceptions'];
  /** By community: the code that its next grid is offered. */
  nextCodes: readonly string[];
  /** By grid: the suffix that its next micro-grid is offered. */
  nextSuffixes: PlanView['nextSuffixes'];
  undo: readonly string[];
  redo: readonly string[];
  tool: PlanToolId;
  level: PlanLevel;
  trial: PlanTrial | null;
  refused: PlanRefusal | null;
  saving: boolean;
  /** The worker has another plan open already, which this window goes over to: what the journal brings is not of this one. */
  leaving: boolean;
  /** Code of the error that kept the last step from being kept; '': none. */
  failed: string;
  seq: number;
  /** Generation of the community that was open when the plan was. */
  generation: string;
  open(view: PlanView): void;
  /** Goes over to the plan that the work opens; when it fails, this one stays. */
  goOver(work: () => Promise<PlanView>): Promise<void>;
  /** `forget`: this window does not come back to it by itself. */
  close(engine: DataEngine, forget?: boolean): Promise<void>;
  take(tool: PlanToolId): void;
  choose(grid: number | null): void;
  chooseMicro(micro: number | null): void;
  takeLevel(level: PlanLevel): void;
  /** Shows what an action would change. A newer one overtakes those that wait. `further`: the same with a line that goes further. */
  attempt(engine: DataEngine, action: PlanAction, further?: PlanAction): void;
  /** Carries an action out and keeps it under this name. False: refused or not kept, which is told in the state. */
  act(engine: DataEngine, action: PlanAction, name: string, further?: PlanAction): Promise<boolean>;
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
  micros: new Map<number, PlanMicro>(),
  cells: new Map<number, CellShape>(),
  cellGrid: new Map<number, number>(),
  cellMicro: new Map<number, number>(),
  locked: new Set<number>(),
  shapes: 0,
  atoms: NO_ATOMS,
  unassigned: [] as number[],
  unassignedBase: [] as number[],
  exceptions: [] as PlanView['exceptions'],
  nextCodes: [] as string[],
  nextSuffixes: {} as PlanView['nextSuffixes'],
  undo: [] as string[],
  redo: [] as string[],
  target: null,
  microTarget: null,
  level: 'grid' as PlanLevel,
  trial: null,
  refused: null,
  saving: false,
  leaving: false,
  failed: '',
  seq: 0,
  generation: '',
};

export const usePlan = create<PlanEdit>((set, get) => {
  // Answers can overtake each other, and a hand is quicker than an answer: one question at a time, then the newest.
  let asking = false;
  let next: { engine: DataEngine; action: PlanAction; further: PlanAction | undefined } | null = null;
  let asked = 0;

  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    while (next) {
      const { engine, action, further } = next;
      next = null;
      const mine = asked;
      let answer = await engine.tryAction(action).catch(() => null);
      if (further && answer && !answer.ok && fellShort(answer))
        answer = await engine.tryAction(further).catch(() => null);
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
        grids: byId(view.grids),
        micros: byId(view.micros),
        cells: new Map(shapesOf(cells)),
        cellGrid: new Map([...cells.ids].map((cell, i) => [cell, cells.grid[i]])),
        cellMicro: new Map([...cells.ids].map((cell, i) => [cell, cells.micro[i]])),
        locked: withLocks(new Set(), cells),
        shapes: get().shapes + 1,
        atoms: view.atoms,
        unassigned: view.unassigned,
        unassignedBase: view.unassigned,
        exceptions: view.exceptions,
        nextCodes: view.nextCodes,
        nextSuffixes: view.nextSuffixes,
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
    choose: (target) => set({ target, microTarget: null, refused: null }),
    chooseMicro: (microTarget) => set({ microTarget, refused: null }),
    takeLevel(level) {
      get().cancel();
      const { tool } = get();
      set({ level, microTarget: null, tool: level === 'micro' && tool === 'reshape' ? 'choose' : tool });
    },
    attempt(engine, action, further) {
      next = { engine, action, further };
      asked++;
      void ask();
    },
    act(engine, action, name, further) {
      return keep(engine, async () => {
        let refused = await doOnPlan(engine, action, name);
        if (further && refused && fellShort(refused)) refused = await doOnPlan(engine, further, name);
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
    async goOver(work) {
      set({ leaving: true });
      try {
        get().open(await work());
      } finally {
        set({ leaving: false });
      }
    },
    async follow(engine) {
      const { plan, seq, leaving } = get();
      if (!plan || leaving) return;
      const change = await engine.planChange(seq);
      if (get().plan?.id !== plan.id || get().leaving) return;
      if (!change) {
        get().open(await openPlan(engine, plan.id));
        return;
      }
      const { state, effectiveFrom, unassigned, exceptions, nextCodes, nextSuffixes, history } = change;
      set({
        ...changed(get(), change),
        ...{ state, effectiveFrom, unassigned, exceptions, nextCodes, nextSuffixes, ...history },
        seq: change.seq,
      });
    },
    cancel() {
      next = null;
      asked++;
      set({ trial: null, refused: null });
    },
  };
});

/** A line that did not get as far as the border it was aimed at. */
const fellShort = ({ reason }: PlanRefusal): boolean =>
  reason === 'line-ends-inside' || reason === 'does-not-divide';

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

/** Grids in play, by code, as they would be after the gesture under way. */
export function shownGrids({ grids, trial }: Pick<PlanEdit, 'grids' | 'trial'>): PlanGrid[] {
  const all = new Map([...grids, ...(trial?.grids ?? [])]);
  return [...all.values()]
    .filter(({ retired }) => !retired)
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.id - b.id));
}

/** Micro-grids in play of one grid, by code, as they would be after the gesture under way. */
export function shownMicros(
  { micros, trial }: Pick<PlanEdit, 'micros' | 'trial'>,
  grid: number | null,
): PlanMicro[] {
  const all = new Map([...micros, ...(trial?.micros ?? [])]);
  return [...all.values()]
    .filter((micro) => !micro.retired && (grid === null || micro.grid === grid))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.id - b.id));
}
