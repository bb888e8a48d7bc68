/**
 * The state of the exchange page: what is under way and how it ended. Owns the order of the calls; the work is the worker's and the
 * session's. One thing at a time.
 */
import { create } from 'zustand';
import type { Progress } from '../../../shared/model/bundle.ts';
import type { ShownError } from '../import-desk.ts';

export type ExchangeTask = 'export' | 'save' | 'restore' | 'unseal' | 'copy';

export type ExchangeState =
  | { name: 'idle' }
  | { name: 'running'; task: ExchangeTask; progress: Progress | null }
  | { name: 'done'; task: ExchangeTask; bytes: number }
  | { name: 'failed'; task: ExchangeTask; error: ShownError };

interface ExchangeStore {
  state: ExchangeState;
  /** Runs one task; `work` gives the bytes of the file it made, 0 for none. */
  run(task: ExchangeTask, work: (report: (progress: Progress) => void) => Promise<number>): Promise<void>;
}

export const useExchange = create<ExchangeStore>((set, get) => ({
  state: { name: 'idle' },
  async run(task, work) {
    if (get().state.name === 'running') return;
    set({ state: { name: 'running', task, progress: null } });
    try {
      const bytes = await work((progress) => set({ state: { name: 'running', task, progress } }));
      set({ state: { name: 'done', task, bytes } });
    } catch (error) {
      set({ state: { name: 'failed', task, error: shownError(error) } });
    }
  },
}));

/** What a thrown error says to a person. */
export function shownError(error: unknown): ShownError {
  if (!(error instanceof Error)) return { code: 'internal', params: {} };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'internal';
  const params = 'params' in error ? error.params : 'values' in error ? error.values : {};
  return { code, params: params as ShownError['params'] };
}
