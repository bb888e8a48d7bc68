/**
 * Page "Keys": another passphrase, a new recovery key, new data keys with everything written anew under them, the system's keyring. Each asks
 * for the present passphrase: sitting at an open desk is not enough.
 */
import { Button, Checkbox, Dialog, FormGroup, InputGroup } from '@blueprintjs/core';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { KeyChange } from '../../../shared/host/access-schemas.ts';
import type { Progress } from '../../../shared/model/bundle.ts';
import { RecoveryKey } from '../../app/access/RecoveryKey.tsx';
import { SecretNote } from '../../app/access/SecretNote.tsx';
import { changeKeys, forgetNumbers, hasVault, useScope, useSeat } from '../../app/access/seat.ts';
import { type SecretError, secretError } from '../../app/access/secret-error.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { resealCommunity } from '../../app/reseal.ts';
import { useSession } from '../../app/session.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { RoundedNumbers } from './RoundedNumbers.tsx';
import './access-pages.css';

export function KeysPage() {
  const { formatMessage } = useIntl();
  const person = useSeat((seat) => seat.person);
  const scope = useScope('desk.administer');
  const why = !hasVault() ? 'none' : !person ? 'signIn' : scope === 'all' ? null : 'role';
  return (
    <div className="access-page">
      {why ? (
        <EmptyState
          icon="key"
          title={formatMessage({ id: why === 'role' ? 'dataKeys.role' : `seat.people.${why}` })}
        />
      ) : (
        <Keys />
      )}
    </div>
  );
}

type Task = KeyChange['what'] | 'reseal' | 'numbers';
type Done = { task: Task } | { failed: SecretError } | null;

function Keys() {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const hasKeyring = useSession((session) => session.capabilities?.secureKeyStore === 'os-keyring');
  const opensAll = useSeat((seat) => seat.status?.keyringOpensAll ?? false);
  const [passphrase, setPassphrase] = useState('');
  const [running, setRunning] = useState<Task | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [done, setDone] = useState<Done>(null);
  const [recoveryKey, setRecoveryKey] = useState('');
  const stale = useStale();

  const run = async (task: Task, work: () => Promise<void>) => {
    setRunning(task);
    setDone(null);
    try {
      await work();
      setDone({ task });
      setPassphrase('');
    } catch (thrown) {
      setDone({ failed: secretError(thrown, Date.now()) });
    } finally {
      setRunning(null);
      setProgress(null);
      stale.look();
    }
  };
  const change = (...changes: KeyChange[]) =>
    run(changes[0].what, async () => {
      for (const each of changes) {
        const key = await changeKeys(passphrase, each);
        if (key) setRecoveryKey(key);
      }
      // A sample is nobody's: there is nothing to write anew.
      const isReal = useSession.getState().community?.source.kind !== 'sample';
      if (changes[0].what === 'rotate' && isReal) await resealCommunity(setProgress);
    });
  const ready = passphrase !== '' && running === null;
  return (
    <>
      <SecretField
        id="keys-present"
        label="dataKeys.present"
        help="dataKeys.present.help"
        completes="current-password"
        value={passphrase}
        onChange={setPassphrase}
      />
      <p role="status" className="data-note">
        {done && 'task' in done && say(`dataKeys.done.${done.task}`)}
        {progress && formatMessage({ id: 'dataKeys.progress' }, { percent: percentOf(progress) })}
      </p>
      <SecretNote error={done && 'failed' in done ? done.failed : null} wait={0} />
      {stale.is && (
        <KeyTask
          task="stale"
          busy={running === 'reseal'}
          ready={running === null}
          onGo={() => void run('reseal', () => resealCommunity(setProgress))}
        />
      )}
      <PassphraseForm
        ready={ready}
        busy={running === 'passphrase'}
        onChange={(next) => void change({ what: 'passphrase', passphrase: next })}
      />
      <KeyTask
        task="recovery"
        busy={running === 'recovery'}
        ready={ready}
        onGo={() => void change({ what: 'recovery' })}
      />
      <KeyTask
        task="rotate"
        busy={running === 'rotate'}
        ready={ready}
        onGo={() => void change({ what: 'rotate', class: 'pii' }, { what: 'rotate', class: 'core' })}
      />
      <RoundedNumbers
        ready={ready}
        busy={running === 'numbers'}
        onForget={() => void run('numbers', () => forgetNumbers(passphrase))}
      />
      {hasKeyring && (
        <section className="data-section" aria-labelledby="keys-keyring">
          <h2 id="keys-keyring">{say('dataKeys.keyring')}</h2>
          <Checkbox
            checked={opensAll}
            disabled={!ready}
            label={say('seat.keyringOpensAll')}
            onChange={({ currentTarget }) =>
              void change({ what: 'keyring', opensAll: currentTarget.checked })
            }
          />
        </section>
      )}
      <Dialog
        isOpen={recoveryKey !== ''}
        title={say('seat.recovery')}
        canOutsideClickClose={false}
        canEscapeKeyClose={false}
        isCloseButtonShown={false}
        className="seat-dialog"
      >
        <RecoveryKey text={recoveryKey} onDone={() => setRecoveryKey('')} />
      </Dialog>
    </>
  );
}

/** Whether what is open lies under other keys than the active ones, or plain: a change was stopped half-way. */
function useStale(): { is: boolean; look(): void } {
  const engine = useEngine();
  const [is, setIs] = useState(false);
  const look = useCallback(() => {
    engine.sealing().then(
      (now) => setIs(now === 'stale'),
      () => setIs(false),
    );
  }, [engine]);
  useEffect(look, [look]);
  return { is, look };
}

function percentOf({ done, total }: Progress): number {
  return total > 0 ? Math.round((100 * done) / total) : 0;
}

/** A section with one button: `dataKeys.<task>`, its `.text` and its `.go`. */
function KeyTask({
  task,
  busy,
  ready,
  onGo,
}: {
  task: 'stale' | 'recovery' | 'rotate';
  busy: boolean;
  ready: boolean;
  onGo(): void;
}) {
  const { formatMessage } = useIntl();
  return (
    <section className="data-section" aria-labelledby={`keys-${task}`}>
      <h2 id={`keys-${task}`}>{formatMessage({ id: `dataKeys.${task}` })}</h2>
      <p className="data-note">{formatMessage({ id: `dataKeys.${task}.text` })}</p>
      <Button
        text={formatMessage({ id: `dataKeys.${task}.go` })}
        loading={busy}
        disabled={!ready}
        onClick={onGo}
      />
    </section>
  );
}

interface SecretFieldProps {
  id: string;
  /** Messages. */
  label: string;
  help?: string;
  completes: 'current-password' | 'new-password';
  value: string;
  onChange(value: string): void;
}

function SecretField({ id, label, help, completes, value, onChange }: SecretFieldProps) {
  const { formatMessage } = useIntl();
  return (
    <FormGroup
      label={formatMessage({ id: label })}
      labelFor={id}
      helperText={help && formatMessage({ id: help })}
    >
      <InputGroup
        id={id}
        className="access-secret"
        type="password"
        autoComplete={completes}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </FormGroup>
  );
}

function PassphraseForm({
  ready,
  busy,
  onChange,
}: {
  ready: boolean;
  busy: boolean;
  onChange(next: string): void;
}) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(next);
    setNext('');
    setAgain('');
  };
  return (
    <section className="data-section" aria-labelledby="keys-passphrase">
      <h2 id="keys-passphrase">{say('dataKeys.passphrase')}</h2>
      <form onSubmit={submit}>
        <SecretField
          id="keys-new"
          label="dataKeys.passphrase.new"
          help="seat.passphrase.help"
          completes="new-password"
          value={next}
          onChange={setNext}
        />
        <SecretField
          id="keys-again"
          label="seat.again"
          help={again !== '' && again !== next ? 'seat.different' : undefined}
          completes="new-password"
          value={again}
          onChange={setAgain}
        />
        <Button
          type="submit"
          text={say('dataKeys.passphrase.go')}
          loading={busy}
          disabled={!ready || next === '' || next !== again}
        />
      </form>
    </section>
  );
}
