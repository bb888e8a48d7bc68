/** The cases, filtered: the gravest and most urgent first. */
import { HTMLSelect, InputGroup } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { type Case, isOpen } from '../../shared/cases/case.ts';
import { compareCases, isOverdue, nextClock } from '../../shared/cases/case-order.ts';
import { STATE_TRAITS } from '../../shared/cases/case-words.ts';
import { AlertBadge } from '../app/AlertBadge.tsx';
import { useNow } from '../app/alert-age.ts';
import { EmptyState } from '../app/EmptyState.tsx';
import { spanText } from './case-text.ts';

type Which = 'open' | 'overdue' | 'checking' | 'all';
const WHICH: readonly Which[] = ['open', 'overdue', 'checking', 'all'];
/** More rows than this are narrowed by a filter, not scrolled through. */
const MOST_ROWS = 300;

interface Props {
  cases: ReadonlyMap<string, Case>;
  chosen: string | null;
  onChoose(caseId: string): void;
}

export function CaseList({ cases, chosen, onChoose }: Props) {
  const { formatMessage } = useIntl();
  const now = useNow();
  const [which, setWhich] = useState<Which>('open');
  const [text, setText] = useState('');
  const sorted = useMemo(() => [...cases.values()].sort(compareCases), [cases]);
  const found = sorted.filter(
    (file) =>
      isCodeOf(file, text) || (belongs(file, which, now) && holds(file, text, (id) => formatMessage({ id }))),
  );
  return (
    <div className="cases-pane">
      <div className="cases-filter">
        <HTMLSelect
          aria-label={formatMessage({ id: 'cases.which' })}
          value={which}
          options={WHICH.map((value) => ({ value, label: formatMessage({ id: `cases.which.${value}` }) }))}
          onChange={({ currentTarget }) => setWhich(currentTarget.value as Which)}
        />
        <InputGroup
          type="search"
          leftIcon="search"
          placeholder={formatMessage({ id: 'cases.find' })}
          aria-label={formatMessage({ id: 'cases.find' })}
          value={text}
          onValueChange={setText}
        />
      </div>
      {found.length === 0 ? (
        <EmptyState
          icon="folder-open"
          title={formatMessage({ id: cases.size === 0 ? 'cases.noCase' : 'cases.noneFound' })}
          description={formatMessage({ id: cases.size === 0 ? 'cases.noCase.text' : 'cases.noneFound.text' })}
        />
      ) : (
        <ul className="cases-rows">
          {found.slice(0, MOST_ROWS).map((file) => (
            <CaseRow
              key={file.caseId}
              file={file}
              now={now}
              current={file.caseId === chosen}
              onClick={() => onChoose(file.caseId)}
            />
          ))}
          {found.length > MOST_ROWS && (
            <li className="cases-more">
              {formatMessage({ id: 'cases.more' }, { count: found.length - MOST_ROWS })}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

function belongs(file: Case, which: Which, now: number): boolean {
  switch (which) {
    case 'open':
      return isOpen(file);
    case 'overdue':
      return isOpen(file) && isOverdue(file, now);
    case 'checking':
      return file.state === 'feedback' || file.state === 'checking';
    case 'all':
      return true;
  }
}

/** Whoever asks by the code that was given out is told, whatever became of the case. */
function isCodeOf({ progressCode }: Case, text: string): boolean {
  return progressCode !== '' && progressCode === text.trim().toUpperCase();
}

function holds(file: Case, text: string, say: (id: string) => string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  const told = [
    file.caseNo,
    file.place.text,
    file.grid,
    file.progressCode,
    say(`cases.matter.${file.matter}`),
  ];
  return told.some((each) => each.toLowerCase().includes(wanted));
}

function CaseRow({
  file,
  now,
  current,
  onClick,
}: {
  file: Case;
  now: number;
  current: boolean;
  onClick(): void;
}) {
  const intl = useIntl();
  const clock = isOpen(file) ? nextClock(file) : null;
  return (
    <li>
      <button
        type="button"
        className="cases-row"
        aria-current={current}
        data-acknowledged={!isOpen(file)}
        onClick={onClick}
      >
        <AlertBadge level={file.level} />
        <span className="cases-what">
          <b>
            {file.drill && `${intl.formatMessage({ id: 'cases.drill' })} · `}
            {intl.formatMessage({ id: `cases.matter.${file.matter}` })}
          </b>
          <span>{file.place.text || file.caseNo}</span>
        </span>
        <span className="cases-when">
          <span className="cases-state" data-step={STATE_TRAITS[file.state].step}>
            {intl.formatMessage({ id: `cases.state.${file.state}` })}
          </span>
          {clock && (
            <span className="cases-clock" data-late={clock.dueAt <= now}>
              {spanText(intl, clock.dueAt - now)}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
