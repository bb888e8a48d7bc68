/** The state of the rounds page: the rounds, the one in front with its homes. Owns the order of calls; one thing is done at a time. */
import { create } from 'zustand';
import { type Progress, progressOf, type Round, type VisitState } from '../../../shared/work/round.ts';
import { closeRound, createRound, type RoundDraft, visitHome } from '../../app/hand-work.ts';
import { dropWish, type WorkWish } from '../../app/work-wish.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { RoundHome } from '../../worker/work-api.ts';
import type { ShownError } from '../import-desk.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { shownError } from '../store.ts';

interface RoundsStore {
  rounds: Round[] | null;
  front: string | null;
  homes: RoundHome[];
  workers: ReadonlyMap<number, string[]>;
  /** Row of the grid that is looked at; null: all. */
  grid: number | null;
  only: VisitState | null;
  /** Home whose visit is written down now. */
  at: string | null;
  busy: boolean;
  error: ShownError | null;
  load(engine: DataEngine): Promise<void>;
  choose(engine: DataEngine, id: string | null): Promise<void>;
  look(part: Partial<Pick<RoundsStore, 'grid' | 'only' | 'at'>>): void;
  create(engine: DataEngine, wish: WorkWish, draft: RoundDraft): Promise<void>;
  visit(
    engine: DataEngine,
    visit: { home: string; state: VisitState; ticked: number[]; note: string },
  ): Promise<void>;
  close(engine: DataEngine): Promise<void>;
}

export interface GridPart {
  grid: number;
  name: string;
  homes: RoundHome[];
  progress: Progress;
}

/** The homes of a round by grid, grids in the order of their rows, those in none last. */
export function byGrid(round: Round, homes: readonly RoundHome[]): GridPart[] {
  const parts = new Map<number, RoundHome[]>();
  for (const home of homes) {
    const known = parts.get(home.gridRow);
    if (known) known.push(home);
    else parts.set(home.gridRow, [home]);
  }
  return [...parts]
    .map(([grid, own]) => ({
      grid,
      name: own[0].grid,
      homes: own,
      progress: progressOf(
        round,
        own.map(({ id }) => id),
      ),
    }))
    .sort((a, b) => (a.grid < 0 ? 1 : b.grid < 0 ? -1 : a.grid - b.grid));
}

export function homeState(home: RoundHome): VisitState {
  return home.visit?.state ?? 'todo';
}

export const useRounds = create<RoundsStore>((set, get) => {
  const alone = oneAtATime({ get, set });
  const lookAgain = async (engine: DataEngine) => {
    const rounds = await engine.rounds();
    const { front } = get();
    const known = front !== null && rounds.some(({ id }) => id === front);
    const { homes, workers } = known
      ? await engine.roundHomes(front)
      : { homes: [], workers: new Map<number, string[]>() };
    set({ rounds, homes, workers, front: known ? front : null });
  };
  return {
    rounds: null,
    front: null,
    homes: [],
    workers: new Map(),
    grid: null,
    only: null,
    at: null,
    busy: false,
    error: null,
    load: (engine) => lookAgain(engine).catch((error: unknown) => set({ error: shownError(error) })),
    async choose(engine, front) {
      set({ front, homes: [], grid: null, only: null, at: null, error: null });
      await get().load(engine);
    },
    look: (part) => set(part),
    create: (engine, { subject, source }, draft) =>
      alone(async () => {
        const { ids } = await engine.roundTargets({ subject, source });
        const id = await createRound(draft, ids);
        dropWish('round');
        set({ front: id, grid: null, only: null, at: null });
        await lookAgain(engine);
      }),
    visit: (engine, visit) =>
      alone(async () => {
        const { front } = get();
        if (front === null) return;
        await visitHome(engine, { round: front, ...visit });
        set({ at: null });
        await lookAgain(engine);
      }),
    close: (engine) =>
      alone(async () => {
        const { front } = get();
        if (front === null) return;
        await closeRound(front);
        set({ at: null });
        await lookAgain(engine);
      }),
  };
});
