/**
 * The page of a device: what it is and where, what it says and since when, its thresholds, its readings, its alerts live and past; of a
 * one-key device the resident and whom to call. Names are masked by the worker as the role demands.
 */
import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { LEVEL_NUMERALS } from '../../../shared/cases/alert.ts';
import type { DeviceHistory } from '../../../shared/query/device-history.ts';
import { AlertBadge } from '../../app/AlertBadge.tsx';
import { ageText, useNow } from '../../app/alert-age.ts';
import { useSession } from '../../app/session.ts';
import type { Dossier } from '../../worker/engine-api.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { DossierHead, LinkList, RecordActions } from '../DossierParts.tsx';
import { groupLinks } from '../dossier-groups.ts';
import { useLoaded } from '../use-record.ts';
import { useWording } from '../wording.ts';
import { DevicePictogram } from './DevicePictogram.tsx';
import { Facts, factOf, fieldOf, numberOf, OtherFields } from './Facts.tsx';
import { ReadingsChart } from './ReadingsChart.tsx';

const SHOWN = [
  'kind',
  'model',
  'installedDay',
  'floor',
  'unit',
  'alarmLow',
  'alarmHigh',
  'lastValue',
  'lastSeen',
  'health',
];

export function DeviceDossier({ dossier }: { dossier: Dossier }) {
  const wording = useWording();
  const { t } = wording;
  const engine = useEngine();
  const { row } = dossier;
  const history = useLoaded(useCallback(() => engine.deviceHistory(row), [engine, row]));
  const kind = String(fieldOf(dossier, 'kind'));
  const unit = String(fieldOf(dossier, 'unit'));
  const contacts = dossier.links.filter(({ relation }) => relation === 'contact');
  const rest = dossier.links.filter(({ relation }) => relation !== 'contact');
  const id = String(fieldOf(dossier, 'id'));
  return (
    <>
      <DossierHead
        table="devices"
        title={dossier.title}
        line={wording.value('devices', 'kind', kind)}
        picture={<DevicePictogram kind={kind} />}
      >
        <RecordActions dossier={dossier} />
      </DossierHead>
      <LiveAlerts device={id} />
      <StateFacts dossier={dossier} unit={unit} />
      {history.state === 'ready' && (
        <ReadingsChart
          history={history.value}
          unit={unit}
          low={numberOf(dossier, 'alarmLow')}
          high={numberOf(dossier, 'alarmHigh')}
        />
      )}
      {kind === 'oneKey' && (
        <LinkList title={t('twin.device.call')} links={[...rest.filter(isPerson), ...contacts]} />
      )}
      {groupLinks(rest.filter((link) => kind !== 'oneKey' || !isPerson(link))).map(({ table, links }) => (
        <LinkList key={table} title={wording.table(table)} links={links} />
      ))}
      {kind !== 'oneKey' && <LinkList title={t('twin.relation.contact')} links={contacts} />}
      <Facts
        title={t('twin.group.device')}
        facts={['model', 'installedDay', 'floor'].map((column) => factOf(dossier, column, wording))}
      />
      {history.state === 'ready' && <PastAlerts history={history.value} />}
      <OtherFields dossier={dossier} shown={SHOWN} />
    </>
  );
}

const isPerson = ({ table }: Dossier['links'][number]) => table === 'residents';

/** What it said last, and since when it is silent. */
function StateFacts({ dossier, unit }: { dossier: Dossier; unit: string }) {
  const wording = useWording();
  const { t } = wording;
  const intl = useIntl();
  const now = useNow();
  const seen = numberOf(dossier, 'lastSeen') ?? 0;
  const lastSeen = seen > 0 && {
    name: wording.column('devices', 'lastSeen'),
    value: (
      <>
        {intl.formatMessage({ id: 'age.ago' }, { age: ageText(intl, seen * 1000, now) })}{' '}
        <small>{wording.value('devices', 'lastSeen', seen)}</small>
      </>
    ),
  };
  return (
    <Facts
      title={t('twin.group.state')}
      facts={[
        factOf(dossier, 'lastValue', wording, unit),
        lastSeen || factOf(dossier, 'lastSeen', wording),
        factOf(dossier, 'health', wording),
        factOf(dossier, 'alarmLow', wording, unit),
        factOf(dossier, 'alarmHigh', wording, unit),
      ]}
    />
  );
}

/** Alerts of this device that are not over: the only place of this page with alarm colours. */
function LiveAlerts({ device }: { device: string }) {
  const { t } = useWording();
  const intl = useIntl();
  const now = useNow();
  const alerts = useSession((session) => session.alerts).filter((alert) => alert.device === device);
  if (alerts.length === 0) return null;
  return (
    <section className="twin-block">
      <h3>{t('twin.device.live')}</h3>
      <ul className="twin-alerts">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <AlertBadge level={alert.level} size={20} />
            <span>{t(alert.acknowledged ? 'twin.device.acknowledged' : 'twin.device.open')}</span>
            <small>
              {intl.formatMessage({ id: 'age.ago' }, { age: ageText(intl, alert.raisedAt, now) })}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PastAlerts({ history: { alerts, alertsInAll } }: { history: DeviceHistory }) {
  const wording = useWording();
  const { t, count, value } = wording;
  return (
    <section className="twin-block">
      <h3>
        {t('twin.device.past')} <small>{count(alertsInAll)}</small>
      </h3>
      {alerts.length === 0 && <p className="twin-hint">{t('twin.device.noPast')}</p>}
      <ul className="twin-alerts">
        {alerts.map((alert) => (
          <li key={`${alert.raised}-${alert.level}`}>
            <b>{LEVEL_NUMERALS[alert.level as 1 | 2 | 3 | 4]}</b>
            <span>{value('pastAlerts', 'raised', alert.raised)}</span>
            <small>{value('pastAlerts', 'outcome', alert.outcome)}</small>
          </li>
        ))}
      </ul>
      {alertsInAll > alerts.length && (
        <p className="twin-hint">{t('twin.device.morePast', { count: alerts.length })}</p>
      )}
    </section>
  );
}
