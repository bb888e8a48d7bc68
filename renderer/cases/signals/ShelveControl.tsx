/** Puts the alert in hand aside for a while with a reason, or says that it is and shows it again. Level I cannot be, and it says why. */
import { Button, FormGroup, HTMLSelect, Popover } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Alert } from '../../../shared/cases/alert.ts';
import { LONGEST_SHELF, SHELVE_REASONS, type Shelf, shelfOf } from '../../../shared/cases/alert-signals.ts';
import { useNow } from '../../app/alert-age.ts';
import { shelveAlert, unshelveAlert, useSignals } from '../../app/alert-signals.ts';
import { errorText } from '../error-text.ts';
import { Problem } from '../Problem.tsx';
import { ShelfText } from './ShelfText.tsx';
import './signals.css';

const MINUTE = 60_000;
/** Minutes to choose from; a level that may be put aside for less has fewer. */
const SPANS = [10, 30, 60, 120, 240, 480] as const;

export function ShelveControl({ alert }: { alert: Alert }) {
  const { formatMessage } = useIntl();
  const shelves = useSignals((signals) => signals.shelves);
  const shelf = shelfOf(alert, shelves, useNow());
  const [open, setOpen] = useState(false);
  if (shelf) return <Shelved shelf={shelf} />;
  const never = LONGEST_SHELF[alert.level] === 0;
  const button = (
    <Button
      fill
      icon="time"
      data-hotkey="s"
      disabled={never}
      aria-describedby={never ? 'shelve-never' : undefined}
      text={formatMessage({ id: 'cases.shelve' })}
      onClick={() => setOpen(!open)}
    />
  );
  return (
    <div className="signals-shelve">
      {never ? (
        <>
          {button}
          <p id="shelve-never">{formatMessage({ id: 'cases.shelve.refused.never' })}</p>
        </>
      ) : (
        <Popover
          fill
          placement="bottom-end"
          isOpen={open}
          onInteraction={setOpen}
          content={<ShelveForm alert={alert} onDone={() => setOpen(false)} />}
        >
          {button}
        </Popover>
      )}
    </div>
  );
}

function Shelved({ shelf }: { shelf: Shelf }) {
  const intl = useIntl();
  const [problem, setProblem] = useState('');
  return (
    <div className="signals-shelve">
      <p>
        <b>{intl.formatMessage({ id: 'cases.shelved' })}</b> <ShelfText shelf={shelf} />
      </p>
      <Button
        fill
        icon="eye-open"
        text={intl.formatMessage({ id: 'cases.unshelve' })}
        onClick={() => unshelveAlert(shelf).catch((error) => setProblem(errorText(intl, error)))}
      />
      <Problem text={problem} />
    </div>
  );
}

function ShelveForm({ alert, onDone }: { alert: Alert; onDone(): void }) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, number>) => intl.formatMessage({ id }, values);
  const spans = SPANS.filter((minutes) => minutes * MINUTE <= LONGEST_SHELF[alert.level]);
  const [reason, setReason] = useState<Shelf['reason']>('maintenance');
  const [minutes, setMinutes] = useState<number>(spans[0]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const shelve = async () => {
    setBusy(true);
    setProblem('');
    try {
      const answer = await shelveAlert(alert.id, reason, Date.now() + minutes * MINUTE);
      if (answer.ok) onDone();
      else setProblem(say(`cases.shelve.refused.${answer.reason}`));
    } catch (error) {
      setProblem(errorText(intl, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="signals-form"
      aria-label={say('cases.shelve')}
      onSubmit={(event) => {
        event.preventDefault();
        void shelve();
      }}
    >
      <FormGroup label={say('cases.shelve.reason')} labelFor="shelve-reason">
        <HTMLSelect
          id="shelve-reason"
          fill
          value={reason}
          options={SHELVE_REASONS.map((value) => ({ value, label: say(`cases.shelve.${value}`) }))}
          onChange={({ currentTarget }) => setReason(currentTarget.value as Shelf['reason'])}
        />
      </FormGroup>
      <FormGroup label={say('cases.shelve.span')} labelFor="shelve-span">
        <HTMLSelect
          id="shelve-span"
          fill
          value={minutes}
          options={spans.map((value) => ({
            value,
            label:
              value < 60 ? say('age.minutes', { count: value }) : say('age.hours', { count: value / 60 }),
          }))}
          onChange={({ currentTarget }) => setMinutes(Number(currentTarget.value))}
        />
      </FormGroup>
      <p>{say('cases.shelve.text')}</p>
      <Problem text={problem} />
      <div className="cases-buttons">
        <Button type="submit" intent="primary" disabled={busy} text={say('cases.shelve')} />
        <Button disabled={busy} text={say('cases.stop')} onClick={onDone} />
      </div>
    </form>
  );
}
