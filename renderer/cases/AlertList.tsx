/**
 * The live alerts, the most urgent first; in a flood the ten that matter most. The condition and its acknowledgement are separate: acknowledging
 * never clears. What is put aside is in a list of its own. The one in hand is AlertCard.tsx.
 */
import { Button, SegmentedControl, Tag } from '@blueprintjs/core';
import { useCallback, useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { type Alert, type AlertLevel, LEVEL_NUMERALS } from '../../shared/cases/alert.ts';
import { announcements, isStale, NO_FLOOD } from '../../shared/cases/alert-signals.ts';
import { AlertBadge } from '../app/AlertBadge.tsx';
import { ageText, useNow } from '../app/alert-age.ts';
import { alertName } from '../app/alert-name.ts';
import { useSignals } from '../app/alert-signals.ts';
import { acknowledgeAlerts } from '../app/case-session.ts';
import { EmptyState } from '../app/EmptyState.tsx';
import { useSession } from '../app/session.ts';
import { alertState } from './case-text.ts';
import { FloodBanner } from './signals/FloodBanner.tsx';
import { ShelvedList } from './signals/ShelvedList.tsx';
import './signals/signals.css';

/** Rows of a list that nobody reads to its end. */
const MOST_ROWS = 300;
/** From so many rows on, one level alone can be looked at. */
const MANY_ROWS = 10;
const LEVELS: readonly AlertLevel[] = [1, 2, 3, 4];

interface Props {
  /** Shows the place of an alert on the map. */
  onShow(alert: Alert): void;
  /** The alert picked on the map, if any. */
  chosen: string | null;
  onChoose(id: string | null): void;
}

export function AlertList({ onShow, chosen, onChoose }: Props) {
  const intl = useIntl();
  const { formatMessage } = intl;
  const alerts = useSession((session) => session.alerts);
  const { flood, chattering, shelves } = useSignals();
  const now = useNow();
  const [busy, setBusy] = useState(false);
  const [aside, setAside] = useState(false);
  const [everything, setEverything] = useState(false);
  const [level, setLevel] = useState<AlertLevel | 0>(0);
  const told = useMemo(
    () => announcements(alerts, everything ? NO_FLOOD : flood, shelves, now),
    [alerts, flood, shelves, everything, now],
  );
  const many = told.rows.length > MANY_ROWS;
  const rows = many && level > 0 ? told.rows.filter((alert) => alert.level === level) : told.rows;
  const waiting = rows.filter((alert) => !alert.acknowledged);
  const gravest = alerts.filter(({ level }) => level === 1).length;
  const choose = (alert: Alert) => {
    onChoose(alert.id);
    onShow(alert);
  };
  const acknowledge = useCallback(async (ids: string[]) => {
    setBusy(true);
    try {
      await acknowledgeAlerts(ids);
    } finally {
      setBusy(false);
    }
  }, []);

  return (
    <div className="cases-pane">
      <header className="cases-head">
        <span
          className="signals-gravest"
          role="img"
          aria-label={formatMessage({ id: 'cases.gravest' }, { level: LEVEL_NUMERALS[1], count: gravest })}
        >
          <AlertBadge level={1} />
          <b>{gravest}</b>
        </span>
        <span className="cases-count">
          {formatMessage({ id: 'cases.waiting' }, { waiting: waiting.length, all: rows.length })}
        </span>
        <Button
          size="small"
          disabled={busy || waiting.length === 0}
          text={formatMessage({ id: 'cases.acknowledgeAll' })}
          onClick={() => void acknowledge(waiting.map((alert) => alert.id))}
        />
      </header>
      {flood.since > 0 && (
        <FloodBanner
          since={flood.since}
          first={alerts.find(({ id }) => id === flood.firstOut)}
          counted={everything ? null : told.counted}
          onAll={setEverything}
        />
      )}
      {(shelves.size > 0 || aside) && (
        <SegmentedControl
          className="signals-which"
          size="small"
          value={aside ? 'shelved' : 'open'}
          onValueChange={(which) => setAside(which === 'shelved')}
          options={[
            { value: 'open', label: formatMessage({ id: 'cases.announced' }, { count: told.rows.length }) },
            { value: 'shelved', label: formatMessage({ id: 'cases.shelvedCount' }, { count: shelves.size }) },
          ]}
        />
      )}
      {many && !aside && (
        <SegmentedControl
          className="signals-which"
          size="small"
          value={String(level)}
          onValueChange={(value) => setLevel(Number(value) as AlertLevel | 0)}
          options={[
            { value: '0', label: formatMessage({ id: 'cases.everyLevel' }) },
            ...LEVELS.map((each) => ({ value: String(each), label: LEVEL_NUMERALS[each] })),
          ]}
        />
      )}
      {aside ? (
        <ShelvedList shelves={[...shelves.values()]} alerts={alerts} onChoose={choose} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon="tick-circle"
          title={formatMessage({ id: 'cases.none' })}
          description={formatMessage({ id: 'cases.none.text' })}
        />
      ) : (
        <ul className="cases-rows">
          {rows.slice(0, MOST_ROWS).map((alert) => (
            <AlertRow
              key={alert.id}
              alert={alert}
              now={now}
              tags={tagsOf(alert, chattering, flood.firstOut, now)}
              current={alert.id === chosen}
              onClick={() => choose(alert)}
            />
          ))}
          {rows.length > MOST_ROWS && (
            <li className="cases-more">
              {formatMessage({ id: 'cases.moreAlerts' }, { count: rows.length - MOST_ROWS })}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

/** Words behind `cases.signal.`. */
function tagsOf(alert: Alert, chattering: ReadonlySet<string>, firstOut: string, now: number): string[] {
  return [
    ...(alert.id === firstOut ? ['first'] : []),
    ...(chattering.has(alert.id) ? ['chattering'] : []),
    ...(isStale(alert, now) ? ['stale'] : []),
  ];
}

interface RowProps {
  alert: Alert;
  now: number;
  tags: readonly string[];
  current: boolean;
  onClick(): void;
}

function AlertRow({ alert, now, tags, current, onClick }: RowProps) {
  const intl = useIntl();
  return (
    <li>
      <button
        type="button"
        className="cases-row"
        aria-current={current}
        data-acknowledged={alert.acknowledged}
        onClick={onClick}
      >
        <AlertBadge level={alert.level} />
        <span className="cases-what">
          <b>{alertName(intl, alert)}</b>
          <span>{alert.place}</span>
          {tags.length > 0 && (
            <span className="signals-tags">
              {tags.map((tag) => (
                <Tag key={tag} minimal>
                  {intl.formatMessage({ id: `cases.signal.${tag}` })}
                </Tag>
              ))}
            </span>
          )}
        </span>
        <span className="cases-when">
          <span>{ageText(intl, alert.raisedAt, now)}</span>
          <span>{intl.formatMessage({ id: alertState(alert) })}</span>
        </span>
      </button>
    </li>
  );
}
