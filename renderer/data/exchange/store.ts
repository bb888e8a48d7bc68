/**
 * The state of the exchange page: what is under way and how it ended. Owns the order of the calls; the work is the worker's and the
 * session's. One thing at a time.
 */
import { create } from 'zustand';
import type { Progress } from '../../../shared/model/bundle.ts';
import type { ScanSum } from '../../app/scan-session.ts';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

export type ExchangeTask = 'export' | 'save' | 'restore' | 'unseal' | 'copy';

/** `bytes` of the file; `scans` that went along or came back. */
export interface ExchangeOutcome {
  bytes: number;
  scans?: ScanSum;
}

export type ExchangeState =
  | { name: 'idle' }
  | { name: 'running'; task: ExchangeTask; progress: Progress | null }
  | { name: 'done'; task: ExchangeTask; outcome: ExchangeOutcome }
  | { name: 'failed'; task: ExchangeTask; error: ShownError };

interface ExchangeStore {
  state: ExchangeState;
  /** Runs one task. */
  run(
    task: ExchangeTask,
    work: (report: (progress: Progress) => void) => Promise<ExchangeOutcome>,
  ): Promise<void>;
}

export const useExchange = create<ExchangeStore>((set, get) => ({
  state: { name: 'idle' },
  async run(task, work) {
    if (get().state.name === 'running') return;
    set({ state: { name: 'running', task, progress: null } });
    try {
      const outcome = await work((progress) => set({ state: { name: 'running', task, progress } }));
      set({ state: { name: 'done', task, outcome } });
    } catch (error) {
      set({ state: { name: 'failed', task, error: shownError(error) } });
    }
  },
}));
