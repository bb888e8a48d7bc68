/** Locks after minutes without a hand on mouse or keyboard, and at once by Ctrl/⌘ L. Owns the clock; whom it locks out is seat.ts. */
import { usePreferences } from '../preferences.ts';
import { lock, useSeat } from './seat.ts';

const LOOK_EVERY_MS = 5_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Begins watching this window; returns its own undo. */
export function watchIdle(): () => void {
  let last = Date.now();
  const sign = () => {
    last = Date.now();
  };
  const onKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'l') return;
    if (!useSeat.getState().person) return;
    event.preventDefault();
    void lock();
  };
  const timer = setInterval(() => {
    const { lockMinutes } = usePreferences.getState();
    const isIdle = lockMinutes > 0 && Date.now() - last >= lockMinutes * 60_000;
    if (isIdle && useSeat.getState().person) void lock();
  }, LOOK_EVERY_MS);
  for (const name of SIGNS) window.addEventListener(name, sign, { passive: true });
  window.addEventListener('keydown', onKey, { capture: true });
  return () => {
    clearInterval(timer);
    for (const name of SIGNS) window.removeEventListener(name, sign);
    window.removeEventListener('keydown', onKey, { capture: true });
  };
}
