/**
 * The live alerts: the list, and the alert in hand with its acknowledge command. The condition and its acknowledgement are separate:
 * acknowledging never clears. What becomes of an alert's case is CaseFile.tsx.
 */
import { Button } from '@blueprintjs/core';
import { useCallback, useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Alert } from '../../shared/cases/alert.ts';
import { compareAlerts } from '../../shared/cases/alert-order.ts';
import type { Case } from '../../shared/cases/case.ts';
import { AlertBadge } from '../app/AlertBadge.tsx';
import { ageText, useNow } from '../app/alert-age.ts';
import { alertName } from '../app/alert-name.ts';
import { acknowledgeAlerts, openCaseOn } from '../app/case-session.ts';
import { EmptyState } from '../app/EmptyState.tsx';
import { useSession } from '../app/session.ts';

interface Props {
  /** Shows the place of an alert on the map. */
  onShow(alert: Alert): void;
  /** The alert picked on the map, if any. */
  chosen: string | null;
  onChoose(id: string | null): void;
  /** Shows the case that was opened on it. */
  onCase(caseId: string): void;
}

export function AlertList({ onShow, chosen, onChoose, onCase }: Props) {
  const { formatMessage } = useIntl();
  const alerts = useSession((session) => session.alerts);
  const cases = useSession((session) => session.cases);
  const [busy, setBusy] = useState(false);
  const sorted = useMemo(() => [...alerts].sort(compareAlerts), [alerts]);
  const waiting = useMemo(() => sorted.filter((alert) => !alert.acknowledged), [sorted]);
  const current = sorted.find((alert) => alert.id === chosen) ?? null;

  const acknowledge = useCallback(async (ids: string[]) => {
    setBusy(true);
    try {
      await acknowledgeAlerts(ids);
    } finally {
      setBusy(false);
    }
  }, []);

  return (
    <>
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
      {current && (
        <AlertCard
          alert={current}
          busy={busy}
          file={ofAlert(cases, current.id)}
          onAcknowledge={() => void acknowledge([current.id])}
          onCase={onCase}
          onClose={() => onChoose(null)}
        />
      )}
    </>
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
          <span>{intl.formatMessage({ id: stateId(alert) })}</span>
        </span>
      </button>
    </li>
  );
}

/** The newest case that holds this alert. */
function ofAlert(cases: ReadonlyMap<string, Case>, alert: string): Case | null {
  let found: Case | null = null;
  for (const file of cases.values()) if (file.alerts.some(({ id }) => id === alert)) found = file;
  return found;
}

function stateId(alert: Alert): string {
  if (alert.active) return alert.acknowledged ? 'alert.acknowledged' : 'alert.new';
  return 'alert.cleared';
}

interface CardProps {
  alert: Alert;
  busy: boolean;
  /** The case opened on it; null: none. */
  file: Case | null;
  onAcknowledge(): void;
  onCase(caseId: string): void;
  onClose(): void;
}
function AlertCard({ alert, busy, file, onAcknowledge, onCase, onClose }: CardProps) {
  const [opening, setOpening] = useState(false);
  const open = async () => {
    setOpening(true);
    try {
      const answer = await openCaseOn(alert.id);
      if (answer.ok) onCase(answer.caseId);
    } finally {
      setOpening(false);
    }
  };
  const intl = useIntl();
  const say = (id: string) => intl.formatMessage({ id });
  const time = (at: number) =>
    at > 0 ? intl.formatTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' }) : '—';
  return (
    <aside className="panel cases-card" aria-label={say('cases.card')}>
      <header className="cases-head">
        <AlertBadge level={alert.level} size={28} />
        <h2>{alertName(intl, alert)}</h2>
        <Button variant="minimal" icon="cross" aria-label={say('cases.close')} onClick={onClose} />
      </header>
      <dl className="cases-facts">
        <dt>{say('alert.place')}</dt>
        <dd>{alert.place}</dd>
        <dt>{say('alert.device')}</dt>
        <dd>{alert.device}</dd>
        <dt>{say('alert.state')}</dt>
        <dd>{say(stateId(alert))}</dd>
        <dt>{say('alert.raisedAt')}</dt>
        <dd>{time(alert.raisedAt)}</dd>
        <dt>{say('alert.lastAt')}</dt>
        <dd>
          {time(alert.lastAt)}
          {alert.repeats > 0 && ` · ${intl.formatMessage({ id: 'alert.repeats' }, { count: alert.repeats })}`}
        </dd>
        <dt>{say('alert.clearedAt')}</dt>
        <dd>{time(alert.clearedAt)}</dd>
        <dt>{say('alert.acknowledgedAt')}</dt>
        <dd>{time(alert.acknowledgedAt)}</dd>
      </dl>
      {alert.demo && <p className="cases-demo">{say('alert.demo')}</p>}
      <Button
        fill
        intent="primary"
        disabled={busy || alert.acknowledged}
        text={say(alert.acknowledged ? 'alert.acknowledged' : 'cases.acknowledge')}
        onClick={onAcknowledge}
      />
      {file ? (
        <Button
          fill
          icon="folder-open"
          text={`${say('cases.toCase')} ${file.caseNo}`}
          onClick={() => onCase(file.caseId)}
        />
      ) : (
        <Button
          fill
          icon="folder-new"
          disabled={opening}
          text={say('cases.openCase')}
          onClick={() => void open()}
        />
      )}
    </aside>
  );
}
