/**
 * Single keys of the workspace "Alerts and cases": they press what is on the screen, so that nothing can be done by key that the button does not
 * allow. Owns which key is which; typing in a field is text (commands.ts).
 */
import { useEffect } from 'react';
import { type Command, registerCommands } from '../app/commands.ts';
import { useNavigation } from '../app/navigation.ts';

/** The button of each key carries it as `data-hotkey`. */
const PRESSED = { a: 'acknowledge', o: 'openCase', n: 'report', s: 'shelve' } as const;

/** Named so by whoever draws the rows, the filter and the buttons. */
const ROWS = '.cases-list .cases-row';
const FILTER = '.cases-filter input';

/** Takes the keyboard to the next row or the one before; from elsewhere to the one in hand, or the first. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)];
  const at = rows.findIndex((row) => row === document.activeElement);
  const inHand = rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
  const to = at >= 0 ? at + by : inHand >= 0 ? inHand : 0;
  rows[Math.min(rows.length - 1, Math.max(0, to))]?.focus();
}

const press = (key: string): void =>
  document.querySelector<HTMLElement>(`button[data-hotkey="${key}"]:not(:disabled)`)?.click();

const command = (hotkey: string, name: string, run: () => void): Command => ({
  ...{ id: `cases.${name}`, titleId: `cases.key.${name}`, hotkey },
  run() {
    // What lies behind the sheet of keys is not pressed through it.
    if (!useNavigation.getState().helpOpen) run();
  },
});

export function useDeskKeys(): void {
  useEffect(() => {
    const forget = registerCommands([
      command('j', 'next', () => step(1)),
      command('k', 'previous', () => step(-1)),
      ...Object.entries(PRESSED).map(([key, name]) => command(key, name, () => press(key))),
      command('/', 'filter', () => document.querySelector<HTMLElement>(FILTER)?.focus()),
    ]);
    // Arrows belong to the map and to choices too: they are the list's while one of its rows has the keyboard.
    const onArrow = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (by === 0 || !(event.target instanceof Element) || !event.target.matches(ROWS)) return;
      event.preventDefault();
      step(by);
    };
    document.addEventListener('keydown', onArrow);
    return () => {
      document.removeEventListener('keydown', onArrow);
      forget();
    };
  }, []);
}
