/** The active conditions as chips that can be taken away one by one, with undo, redo and clear. */
import { clearFilter, controlKey, dropCondition, isOpen, setExpression } from './filter-edit.ts';
import { conditionText } from './filter-words.ts';
import { useTwin, useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';

export function FilterTools() {
  const { t } = useWording();
  const store = useTwinStore();
  const history = useTwin((state) => state.history);
  const { filter } = history.present;
  return (
    <div className="twin-head-tools">
      <button
        type="button"
        className="twin-icon"
        aria-label={t('twin.undo')}
        title={t('twin.undo')}
        disabled={history.past.length === 0}
        onClick={() => store.getState().undo()}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M6 3 2.500 6.500 6 10M3 6.500h6.500a3.500 3.500 0 0 1 0 7H6" />
        </svg>
      </button>
      <button
        type="button"
        className="twin-icon"
        aria-label={t('twin.redo')}
        title={t('twin.redo')}
        disabled={history.future.length === 0}
        onClick={() => store.getState().redo()}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="m10 3 3.500 3.500L10 10m3-3.500H6.500a3.500 3.500 0 0 0 0 7H10" />
        </svg>
      </button>
      <button
        type="button"
        className="twin-link"
        disabled={isOpen(filter)}
        onClick={() => store.getState().setFilter(clearFilter(filter))}
      >
        {t('twin.clear')}
      </button>
    </div>
  );
}

export function FilterChips() {
  const wording = useWording();
  const { t } = wording;
  const store = useTwinStore();
  const filter = useTwin((state) => state.history.present.filter);
  if (isOpen(filter)) return null;
  return (
    <ul className="twin-chips" aria-label={t('twin.conditions')}>
      {filter.conditions.map((condition) => (
        <Chip
          key={controlKey(condition)}
          text={conditionText(condition, wording)}
          onDrop={() => store.getState().setFilter(dropCondition(filter, controlKey(condition)))}
        />
      ))}
      {filter.expression !== '' && (
        <Chip text={filter.expression} onDrop={() => store.getState().setFilter(setExpression(filter, ''))} />
      )}
    </ul>
  );
}

function Chip({ text, onDrop }: { text: string; onDrop(): void }) {
  const { t } = useWording();
  return (
    <li className="twin-chip">
      <span title={text}>{text}</span>
      <button type="button" aria-label={t('twin.dropCondition', { condition: text })} onClick={onDrop}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="m4.500 4.500 7 7m0-7-7 7" />
        </svg>
      </button>
    </li>
  );
}
