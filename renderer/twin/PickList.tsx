/** Chooser for a click on several marks at one place. Opens the chosen record; Escape leaves without choosing. */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { RecordRef } from '../worker/engine-api.ts';
import { KindSymbol } from './KindSymbol.tsx';
import { useTwin, useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';

export function PickList() {
  const picks = useTwin((state) => state.picks);
  return picks.length > 0 ? <Picks picks={picks} /> : null;
}

function Picks({ picks }: { picks: RecordRef[] }) {
  const wording = useWording();
  const { t, count } = wording;
  const store = useTwinStore();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector('button')?.focus(), []);
  const leave = () => {
    store.getState().setHover(null);
    store.getState().offer([]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      leave();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  return (
    <section className="twin-picks" aria-label={t('twin.picks')} onKeyDown={onKeyDown}>
      <header className="twin-head">
        <h3>{t('twin.picks.here', { count: count(picks.length) })}</h3>
        <button type="button" className="twin-icon" aria-label={t('twin.close')} onClick={leave}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="m4 4 8 8m0-8-8 8" />
          </svg>
        </button>
      </header>
      <ul ref={list} className="twin-links">
        {picks.map((pick) => (
          <li key={`${pick.table}-${pick.row}`}>
            <button
              type="button"
              onClick={() => store.getState().open({ table: pick.table, row: pick.row })}
              onMouseEnter={() => store.getState().setHover({ table: pick.table, row: pick.row })}
              onFocus={() => store.getState().setHover({ table: pick.table, row: pick.row })}
            >
              <KindSymbol table={pick.table} />
              <span>{pick.label}</span>
              <small>{wording.kind(pick.table, pick.kind) || wording.table(pick.table)}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
