/**
 * Which machine of the site has the duty, as a band over the lists, the button to take it over, and the open cases of other machines: to be read, not to
 * be worked on. Nothing is shown on a machine that is alone.
 */
import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { CASE_ROLES_OF } from '../../../shared/cases/case-actor.ts';
import type { SharedCase } from '../../../shared/duty/shared-case.ts';
import type { DutyStatus } from '../../../shared/host/duty-methods.ts';
import { AlertBadge } from '../../app/AlertBadge.tsx';
import { hasVault, useSeat } from '../../app/access/seat.ts';
import { useNow } from '../../app/alert-age.ts';
import { sitting, useCaseSession } from '../../app/case-session.ts';
import { currentHost } from '../../app/open-session.ts';
import { spanText } from '../case-text.ts';
import { errorText } from '../error-text.ts';
import './duty.css';

interface Props {
  onShow(place: { lng: number; lat: number }): void;
  /** The cases of others are listed too. */
  listed: boolean;
}

export function DutyNote({ onShow, listed }: Props) {
  const status = useDuty();
  if (!status || status.role === 'alone') return null;
  return (
    <>
      <DutyBand status={status} />
      {listed && status.cases.length > 0 && <SharedRows cases={status.cases} onShow={onShow} />}
    </>
  );
}

function useDuty(): DutyStatus | null {
  const [status, setStatus] = useState<DutyStatus | null>(null);
  useEffect(() => {
    const host = currentHost();
    // What was asked for must not replace what was told meanwhile.
    host.call('duty.read', {}).then(
      (read) => setStatus((told) => told ?? read),
      () => undefined,
    );
    return host.on('duty.changed', setStatus);
  }, []);
  return status;
}

function DutyBand({ status: { role, linked, holder, since } }: { status: DutyStatus }) {
  const intl = useIntl();
  const { formatMessage, formatTime } = intl;
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState('');
  const may = useMayTakeOver();
  const text = role === 'duty' ? 'own' : holder === '' ? 'nobody' : 'other';
  const take = () => {
    setAsking(false);
    sitting((to, by) => to.call('duty.takeOver', by)).then(
      () => setError(''),
      (failed) => setError(errorText(intl, failed)),
    );
  };
  return (
    <div className="duty-band" role="status" data-role={role}>
      <p>
        <b>{formatMessage({ id: `duty.role.${role}` })}</b>{' '}
        {formatMessage({ id: `duty.${text}` }, { holder, time: formatTime(since) })}
        {!linked && ` ${formatMessage({ id: `duty.unlinked.${role}` })}`}
        {error !== '' && ` ${error}`}
      </p>
      {role === 'observer' && may && (
        <Button
          size="small"
          text={formatMessage({ id: 'duty.takeOver' })}
          disabled={!linked}
          onClick={() => setAsking(true)}
        />
      )}
      <Dialog isOpen={asking} title={formatMessage({ id: 'duty.takeOver' })} onClose={() => setAsking(false)}>
        <DialogBody>{formatMessage({ id: 'duty.takeOver.ask' })}</DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text={formatMessage({ id: 'duty.takeOver.not' })} onClick={() => setAsking(false)} />
              <Button intent="primary" text={formatMessage({ id: 'duty.takeOver' })} onClick={take} />
            </>
          }
        />
      </Dialog>
    </div>
  );
}

/** The host asks again. */
function useMayTakeOver(): boolean {
  const seat = useCaseSession((session) => session.seat);
  const person = useSeat((each) => each.person);
  useSeat((each) => each.status);
  if (!hasVault()) return seat === 'supervisor';
  return person !== null && CASE_ROLES_OF[person.role].includes('supervisor');
}

function SharedRows({ cases, onShow }: { cases: readonly SharedCase[]; onShow: Props['onShow'] }) {
  const intl = useIntl();
  const { formatMessage } = intl;
  const now = useNow();
  return (
    <ul className="cases-rows duty-rows" aria-label={formatMessage({ id: 'duty.cases' })}>
      {cases.map(({ caseId, caseNo, level, matter, state, step, drill, due, lng, lat }) => (
        <li key={caseId}>
          <button
            type="button"
            className="cases-row"
            disabled={lng === null || lat === null}
            onClick={() => lng !== null && lat !== null && onShow({ lng, lat })}
          >
            <AlertBadge level={level} />
            <span className="cases-what">
              <b>
                {drill && `${formatMessage({ id: 'cases.drill' })} · `}
                {formatMessage({ id: `cases.matter.${matter}` })}
              </b>
              <span>{formatMessage({ id: 'duty.observed' }, { caseNo })}</span>
            </span>
            <span className="cases-when">
              <span className="cases-state" data-step={step}>
                {formatMessage({ id: `cases.state.${state}` })}
              </span>
              {due > 0 && (
                <span className="cases-clock" data-late={due <= now}>
                  {spanText(intl, due - now)}
                </span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
