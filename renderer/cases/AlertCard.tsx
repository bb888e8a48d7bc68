/** The alert in hand: what is known of it, its acknowledge command, and the way to its case. */
import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Alert } from '../../shared/cases/alert.ts';
import type { Case } from '../../shared/cases/case.ts';
import { sameCause } from '../../shared/cases/same-cause.ts';
import { AlertBadge } from '../app/AlertBadge.tsx';
import { alertName } from '../app/alert-name.ts';
import { acknowledgeAlerts, openCaseOn } from '../app/case-session.ts';
import { useSession } from '../app/session.ts';
import { Cameras } from './cameras/CamerasTool.tsx';
import { alertState } from './case-text.ts';
import { AlertReadings } from './rules/AlertReadings.tsx';
import { ShelveControl } from './signals/ShelveControl.tsx';

interface Props {
  alert: Alert;
  /** Shows the case that was opened on it. */
  onCase(caseId: string): void;
  onClose(): void;
  /** Shows a place on the map. */
  onShow(place: { lng: number; lat: number }): void;
}
export function AlertCard({ alert, onCase, onClose, onShow }: Props) {
  const file = ofAlert(
    useSession((session) => session.cases),
    alert.id,
  );
  const alerts = useSession((session) => session.alerts);
  const same = sameCause(alert, alerts);
  const [busy, setBusy] = useState(false);
  const [looking, setLooking] = useState(false);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
    } finally {
      setBusy(false);
    }
  };
  const open = async () => {
    const answer = await openCaseOn(alert.id);
    if (answer.ok) onCase(answer.caseId);
  };
  const intl = useIntl();
  const say = (id: string) => intl.formatMessage({ id });
  const time = (at: number) =>
    at > 0 ? intl.formatTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' }) : '—';
  // A device without a place stands at 0, 0.
  const placed = alert.lng !== 0 || alert.lat !== 0;
  return (
    <>
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
          <dd>{say(alertState(alert))}</dd>
          <dt>{say('alert.raisedAt')}</dt>
          <dd>{time(alert.raisedAt)}</dd>
          <dt>{say('alert.lastAt')}</dt>
          <dd>
            {time(alert.lastAt)}
            {alert.repeats > 0 &&
              ` · ${intl.formatMessage({ id: 'alert.repeats' }, { count: alert.repeats })}`}
          </dd>
          <dt>{say('alert.clearedAt')}</dt>
          <dd>{time(alert.clearedAt)}</dd>
          <dt>{say('alert.acknowledgedAt')}</dt>
          <dd>{time(alert.acknowledgedAt)}</dd>
        </dl>
        {!alert.condition && <AlertReadings alert={alert} />}
        {alert.demo && <p className="cases-demo">{say('alert.demo')}</p>}
        {same.some(({ id }) => id !== alert.id) && (
          <Button
            fill
            disabled={busy}
            text={intl.formatMessage({ id: 'cases.sameCause' }, { count: same.length })}
            title={say('cases.sameCause.text')}
            onClick={() => void run(() => acknowledgeAlerts(same.map(({ id }) => id)))}
          />
        )}
        <ShelveControl alert={alert} />
        <Button
          fill
          intent="primary"
          data-hotkey="a"
          disabled={busy || alert.acknowledged}
          text={say(alert.acknowledged ? 'alert.acknowledged' : 'cases.acknowledge')}
          onClick={() => void run(() => acknowledgeAlerts([alert.id]))}
        />
        {file ? (
          <Button
            fill
            icon="folder-open"
            data-hotkey="o"
            text={`${say('cases.toCase')} ${file.caseNo}`}
            onClick={() => onCase(file.caseId)}
          />
        ) : (
          <Button
            fill
            icon="folder-new"
            data-hotkey="o"
            disabled={busy}
            text={say('cases.openCase')}
            onClick={() => void run(open)}
          />
        )}
        {placed && (
          <Button
            fill
            icon="video"
            active={looking}
            text={say('cases.tool.cameras')}
            onClick={() => setLooking(!looking)}
          />
        )}
      </aside>
      {looking && placed && (
        <section
          className="panel cases-page"
          data-width="wide"
          data-beside
          aria-label={say('cases.tool.cameras')}
        >
          <Cameras
            {...{ lng: alert.lng, lat: alert.lat, level: alert.level, onShow }}
            line={`${alertName(intl, alert)} · ${alert.place}`}
            caseId={file?.caseId ?? ''}
            onClose={() => setLooking(false)}
          />
        </section>
      )}
    </>
  );
}

/** The newest case that holds this alert. */
function ofAlert(cases: ReadonlyMap<string, Case>, alert: string): Case | null {
  let found: Case | null = null;
  for (const file of cases.values()) if (file.alerts.some(({ id }) => id === alert)) found = file;
  return found;
}
