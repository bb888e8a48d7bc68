/**
 * The live alerts, the most urgent first. The condition and its acknowledgement are separate: acknowledging never clears. The one in hand is
 * AlertCard.tsx.
 */
import { Button } from '@blueprintjs/core';
import { useCallback, useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Alert } from '../../shared/cases/alert.ts';
import { compareAlerts } from '../../shared/cases/alert-order.ts';
import { AlertBadge } from '../app/AlertBadge.tsx';
import { ageText, useNow } from '../app/alert-age.ts';
import { alertName } from '../app/alert-name.ts';
import { acknowledgeAlerts } from '../app/case-session.ts';
import { EmptyState } from '../app/EmptyState.tsx';
import { useSession } from '../app/session.ts';
import { alertState } from './case-text.ts';

interface Props {
  /** Shows the place of an alert on the map. */
  onShow(alert: Alert): void;
  /** The alert picked on the map, if any. */
  chosen: string | null;
  onChoose(id: string | null): void;
}

export function AlertList({ onShow, chosen, onChoose }: Props) {
  const { formatMessage } = useIntl();
  const alerts = useSession((session) => session.alerts);
  const [busy, setBusy] = useState(false);
  const sorted = useMemo(() => [...alerts].sort(compareAlerts), [alerts]);
  const waiting = useMemo(() => sorted.filter((alert) => !alert.acknowledged), [sorted]);

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
        <span className="cases-count">
          {formatMessage({ id: 'cases.waiting' }, { waiting: waiting.length, all: sorted.length })}
        </span>
        <Button
          size="small"
          disabled={busy || waiting.length === 0}
          text={formatMessage({ id: 'cases.acknowledgeAll' })}
          onClick={() => void acknowledge(waiting.map((alert) => alert.id))}
        />
      </header>
      {sorted.length === 0 ? (
        <EmptyState
          icon="tick-circle"
          title={formatMessage({ id: 'cases.none' })}
          description={formatMessage({ id: 'cases.none.text' })}
        />
      ) : (
        <ul className="cases-rows">
          {sorted.map((alert) => (
            <AlertRow
              key={alert.id}
              alert={alert}
              current={alert.id === chosen}
              onClick={() => {
                onChoose(alert.id);
                onShow(alert);
              }}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function AlertRow({ alert, current, onClick }: { alert: Alert; current: boolean; onClick(): void }) {
  const intl = useIntl();
  const now = useNow();
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
        </span>
        <span className="cases-when">
          <span>{ageText(intl, alert.raisedAt, now)}</span>
          <span>{intl.formatMessage({ id: alertState(alert) })}</span>
        </span>
      </button>
    </li>
  );
}
