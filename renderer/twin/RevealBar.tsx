/**
 * Over a record whose personal values are masked: why, and the way to see them, which asks for a reason from a list. The audit entry is
 * flushed in the host before the worker is asked; nothing is shown when it cannot be written.
 */
import { useState } from 'react';
import { REASONS, type Reason } from '../../shared/access/break-glass.ts';
import { noteReveal } from '../app/access/audit-notes.ts';
import { breakTheGlass } from '../app/access/seat.ts';
import type { Dossier } from '../worker/engine-api.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { Popup } from './Popup.tsx';
import { errorCode } from './store.ts';
import { useWording } from './wording.ts';

/** What is danger enough to look beyond the role. */
const GLASS_REASONS: readonly Reason[] = ['emergency', 'case'];

export interface RevealBarProps {
  dossier: Dossier;
  masked: NonNullable<Dossier['masked']>;
  onRevealed(dossier: Dossier): void;
}

export function RevealBar({ dossier, masked, onRevealed }: RevealBarProps) {
  const { t } = useWording();
  const glass = !masked.mayReveal && masked.mayBreakGlass;
  return (
    <div className="twin-masked">
      <p>{t(masked.mayReveal ? 'seat.masked' : 'seat.masked.role')}</p>
      {(masked.mayReveal || glass) && (
        <Popup label={t(glass ? 'seat.glass' : 'seat.reveal')}>
          {(close) => (
            <ReasonForm
              dossier={dossier}
              glass={glass}
              onRevealed={(shown) => {
                close();
                onRevealed(shown);
              }}
            />
          )}
        </Popup>
      )}
    </div>
  );
}

function ReasonForm({ dossier, glass, onRevealed }: Omit<RevealBarProps, 'masked'> & { glass: boolean }) {
  const { t, error } = useWording();
  const engine = useEngine();
  const [reason, setReason] = useState<Reason | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const run = async (why: Reason) => {
    setBusy(true);
    setFailure('');
    try {
      if (glass && !(await breakTheGlass(why))) throw Object.assign(new Error(why), { code: 'not-allowed' });
      const id = dossier.fields.find(({ column }) => column === 'id')?.value;
      await noteReveal(`${dossier.table}/${id || dossier.row}`.slice(0, 120), why);
      onRevealed(await engine.reveal({ table: dossier.table, row: dossier.row }));
    } catch (thrown) {
      setFailure(errorCode(thrown));
      setBusy(false);
    }
  };
  return (
    <form
      className="twin-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason) void run(reason);
      }}
    >
      <p className="twin-form-title">{t(glass ? 'seat.glass.text' : 'seat.reason')}</p>
      <fieldset className="seat-reasons">
        <legend className="visually-hidden">{t('seat.reason')}</legend>
        {(glass ? GLASS_REASONS : REASONS).map((each) => (
          <label key={each} className="twin-check">
            <input
              type="radio"
              name="seat-reason"
              checked={reason === each}
              onChange={() => setReason(each)}
            />
            <span>{t(`access.reason.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      <p className="twin-hint" role="status">
        {failure === '' ? t('seat.audited') : error(failure)}
      </p>
      <button type="submit" className="twin-button twin-primary" disabled={busy || reason === null}>
        {t('seat.reveal.go')}
      </button>
    </form>
  );
}
