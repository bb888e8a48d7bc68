/** One thing at a time of a page's store; what fails is shown and changes nothing. Owns `busy` and `error` while it runs. */
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

interface Busy<What> {
  busy: What | null;
  error: ShownError | null;
}

/** `clean`: what is taken off the page when something new begins. */
export function oneAtATime<What>(
  get: () => Busy<What>,
  set: (change: Partial<Busy<What>>) => void,
  clean: () => void = () => {},
): (busy: What, work: () => Promise<void>) => Promise<void> {
  return async (busy, work) => {
    if (get().busy) return;
    clean();
    set({ busy, error: null });
    try {
      await work();
    } catch (error) {
      set({ error: shownError(error) });
    } finally {
      set({ busy: null });
    }
  };
}

/** Ten letters and digits that were not there before: the id of a new connection ends with them. */
export function salt(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 10);
}
