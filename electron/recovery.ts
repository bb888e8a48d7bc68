/**
 * How often a window may be brought back before a person has to decide: counts the deaths of one window's page and
 * says what to do next. Pure but for the clock handed in; windows.ts carries the decision out.
 */

/** Deaths within WINDOW_MS that are answered with a reload; the next one shows the error page. */
const RELOADS = 3;
const WINDOW_MS = 10 * 60_000;

/** How long a page may stay silent before it is ended (and then comes back like any other crash), ms. */
export const UNRESPONSIVE_MS = 30_000;

/** Reasons that a reload cannot mend: the process cannot start, or the installed files were changed. */
const BEYOND_RELOAD: ReadonlySet<string> = new Set(['launch-failed', 'integrity-failure']);

export type RecoveryStep = 'nothing' | 'reload' | 'error-page';

export interface Recovery {
  /** Call on every death of the page's process or of the GPU's; `reason` is Electron's word for it. */
  onDeath(reason: string): RecoveryStep;
}

/** @param now milliseconds since the epoch */
export function createRecovery(now: () => number): Recovery {
  let deaths: number[] = [];
  return {
    onDeath(reason) {
      if (reason === 'clean-exit') return 'nothing';
      if (BEYOND_RELOAD.has(reason)) return 'error-page';
      const time = now();
      deaths = deaths.filter((at) => time - at < WINDOW_MS);
      deaths.push(time);
      return deaths.length > RELOADS ? 'error-page' : 'reload';
    },
  };
}
