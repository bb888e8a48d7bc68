/**
 * The state of painting: the grid in hand, the stroke being drawn, the strokes that can be taken back. A stroke is kept
 * once the host's journal has it; until then it is a preview. Owns no plan: the worker holds that.
 */
import { create } from 'zustand';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import { NO_GRID } from '../../shared/model/bundle.ts';
import { noteStroke } from '../app/access/audit-notes.ts';
import { appendAndApply } from '../app/open-session.ts';
import { useSession } from '../app/session.ts';
import type { CommunityStatus, DataEngine, PlanCounts } from '../worker/engine-api.ts';

interface Stroke {
  /** Slots: numbers that buildings keep when rows move. */
  buildings: number[];
  /** The grid of each building before the stroke. */
  before: number[];
  after: number;
}

interface GridsStore {
  /** Row of the grid being painted into; NO_GRID: buildings are taken out of any; null: nothing is painted. */
  target: number | null;
  /** Counts with the stroke in hand; null: no stroke. */
  preview: PlanCounts | null;
  /** Counts when the workspace was opened: what "change" is measured against. */
  base: PlanCounts | null;
  strokes: Stroke[];
  saving: boolean;
  failed: boolean;
  choose(target: number | null): void;
  rememberBase(counts: PlanCounts): void;
  /** Shows the counts as they would be with these buildings painted; `erase`: with them in no grid. */
  paint(engine: DataEngine, buildings: number[], erase: boolean): Promise<void>;
  /** Ends the stroke: appends it to the journal, or leaves everything as it was. */
  commit(engine: DataEngine, buildings: number[], erase: boolean): Promise<void>;
  cancel(): void;
  undo(): Promise<void>;
}

const PLAN = 'plan-0';

function assigned(buildings: number[], before: number[], after: number): JournalBody {
  const generation = useSession.getState().community?.generation ?? '';
  return { kind: 'plan.assigned', generation, plan: PLAN, buildings, before, after };
}

/** '' for no grid. */
function codeOf(grid: number): string {
  const grids = useSession.getState().community?.grids;
  return grids?.find(({ row }) => row === grid)?.code ?? '';
}

/** One record per grid that buildings go back to. */
function inverse(stroke: Stroke): JournalBody[] {
  const byGrid = new Map<number, number[]>();
  stroke.buildings.forEach((building, i) => {
    const list = byGrid.get(stroke.before[i]) ?? [];
    list.push(building);
    byGrid.set(stroke.before[i], list);
  });
  return [...byGrid].map(([grid, buildings]) =>
    assigned(
      buildings,
      buildings.map(() => stroke.after),
      grid,
    ),
  );
}

/** Strokes are for the grids that a community came with: those of a plan are changed by the next plan. */
export const mayPaint = (community: CommunityStatus | null): boolean =>
  community !== null && community.inForce === null && community.asOf === null;

/** Where a stroke puts its buildings; null: no brush is in hand. */
export const strokeTarget = (chosen: number | null, erase: boolean): number | null =>
  chosen !== null && erase ? NO_GRID : chosen;

export const useGrids = create<GridsStore>((set, get) => {
  // Only the newest preview may be shown: answers can overtake each other.
  let asked = 0;
  return {
    target: null,
    preview: null,
    base: null,
    strokes: [],
    saving: false,
    failed: false,
    choose: (target) => set({ target, preview: null, failed: false }),
    rememberBase: (base) => set({ base, strokes: [] }),
    async paint(engine, buildings, erase) {
      const target = strokeTarget(get().target, erase);
      if (target === null) return;
      const mine = ++asked;
      const preview = await engine.previewAssign(buildings, target);
      if (mine === asked) set({ preview });
    },
    async commit(engine, buildings, erase) {
      const target = strokeTarget(get().target, erase);
      asked++;
      if (target === null) return;
      const now = await engine.gridOf(buildings);
      const moved = buildings.filter((_, i) => now[i] !== target);
      if (moved.length === 0) return set({ preview: null });
      const before = now.filter((grid) => grid !== target);
      set({ saving: true, failed: false });
      try {
        const slots = await engine.slotsOf(moved);
        await appendAndApply([assigned(slots, before, target)]);
        noteStroke(moved.length, codeOf(target));
        set({ strokes: [...get().strokes, { buildings: slots, before, after: target }] });
      } catch {
        set({ failed: true });
      } finally {
        set({ saving: false, preview: null });
      }
    },
    cancel() {
      asked++;
      set({ preview: null });
    },
    async undo() {
      const last = get().strokes.at(-1);
      if (!last || get().saving) return;
      set({ saving: true, failed: false });
      try {
        await appendAndApply(inverse(last));
        noteStroke(last.buildings.length, '');
        set({ strokes: get().strokes.slice(0, -1) });
      } catch {
        set({ failed: true });
      } finally {
        set({ saving: false });
      }
    },
  };
});
