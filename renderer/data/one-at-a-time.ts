/** Tasks of a page one after the other: what is pressed while one is under way does nothing. Owns `busy` and `error` of a store, nothing else. */
import type { ShownError } from './import-desk.ts';
import { shownError } from './store.ts';

export interface Working {
  busy: boolean;
  /** Of the last task; null: none, or it went well. */
  error: ShownError | null;
}

/** Runs a task unless one is under way. What it throws is shown, and nothing is thrown. */
export function oneAtATime({
  get,
  set,
}: {
  get: () => Working;
  set: (part: Partial<Working>) => void;
}): (work: () => Promise<void>) => Promise<void> {
  return async (work) => {
    if (get().busy) return;
    set({ busy: true, error: null });
    await work().catch((error: unknown) => set({ error: shownError(error) }));
    set({ busy: false });
  };
}
