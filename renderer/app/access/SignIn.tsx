/** Signing in at a window: who it is, the PIN, and the passphrase when the vault is locked. Also the screen of a desk whose core is closed. */
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  FormGroup,
  HTMLSelect,
  InputGroup,
} from '@blueprintjs/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { PersonListing, VaultStatus } from '../../../shared/host/access-schemas.ts';
import { SecretNote, useWait } from './SecretNote.tsx';
import { listPeople, openCore, type SignIn as SignInWay, signIn, useSeat } from './seat.ts';
import { type SecretError, secretError } from './secret-error.ts';

export function SignIn() {
  const { formatMessage } = useIntl();
  const { dialog, status, show } = useSeat();
  return (
    <Dialog
      isOpen={dialog === 'signIn'}
      title={formatMessage({ id: status?.state === 'open' ? 'seat.switch' : 'seat.unlock' })}
      canOutsideClickClose={false}
      onClose={() => show(null)}
      className="seat-dialog"
    >
      {status && <SignInForm status={status} onCancel={() => show(null)} />}
    </Dialog>
  );
}

/** In the order they are offered. */
function waysOf(status: VaultStatus): SignInWay['by'][] {
  if (status.state === 'open') return ['pin'];
  return [...(status.keyringOpensAll ? ['keyring' as const] : []), 'passphrase', 'recovery'];
}

function usePeople(): PersonListing[] {
  const [people, setPeople] = useState<PersonListing[]>([]);
  useEffect(() => {
    let current = true;
    listPeople().then(
      (found) => current && setPeople(found.filter(({ ended }) => !ended)),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, []);
  return people;
}

function SignInForm({ status, onCancel }: { status: VaultStatus; onCancel(): void }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const people = usePeople();
  const isSeated = useSeat((seat) => seat.person !== null);
  const ways = waysOf(status);
  const [chosenWay, setWay] = useState<SignInWay['by']>(ways[0]);
  const by = ways.includes(chosenWay) ? chosenWay : ways[0];
  const [chosen, setChosen] = useState('');
  const person = people.find(({ id }) => id === chosen) ?? people[0];
  const [secret, setSecret] = useState('');
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SecretError | null>(null);
  const pinField = useRef<HTMLInputElement>(null);
  const wait = useWait(error?.until ?? 0);
  // A disabled field has lost the focus: the next try, or Escape, should need no mouse.
  useEffect(() => {
    if (error && !busy) pinField.current?.focus();
  }, [error, busy]);
  const needsSecret = by === 'passphrase' || by === 'recovery';
  const whole = person && (!needsSecret || secret !== '') && (by === 'recovery' || pin !== '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!person) return;
    setBusy(true);
    setError(null);
    try {
      await signIn({ by, secret: needsSecret ? secret : '', person: person.id, pin });
    } catch (thrown) {
      setError(secretError(thrown, Date.now()));
      setPin('');
    }
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <DialogBody>
        {status.state === 'locked' && <p className="seat-text">{say('seat.unlock.text')}</p>}
        <FormGroup label={say('seat.person')} labelFor="seat-person">
          <HTMLSelect
            id="seat-person"
            fill
            value={person?.id ?? ''}
            disabled={busy}
            onChange={({ target }) => setChosen(target.value)}
          >
            {people.map(({ id, name, role }) => (
              <option key={id} value={id}>
                {`${name} · ${say(`access.role.${role}`)}`}
              </option>
            ))}
          </HTMLSelect>
        </FormGroup>
        {ways.length > 1 && (
          <FormGroup label={say('seat.way')} labelFor="seat-way">
            <HTMLSelect
              id="seat-way"
              fill
              value={by}
              disabled={busy}
              onChange={({ target }) => setWay(target.value as SignInWay['by'])}
            >
              {ways.map((way) => (
                <option key={way} value={way}>
                  {say(`seat.way.${way}`)}
                </option>
              ))}
            </HTMLSelect>
          </FormGroup>
        )}
        {needsSecret && (
          <FormGroup label={say(`seat.way.${by}`)} labelFor="seat-secret">
            <InputGroup
              id="seat-secret"
              type={by === 'recovery' ? 'text' : 'password'}
              value={secret}
              autoFocus
              autoComplete="off"
              disabled={busy}
              onChange={({ target }) => setSecret(target.value)}
            />
          </FormGroup>
        )}
        {by !== 'recovery' && (
          <FormGroup label={say('seat.pin')} labelFor="seat-pin">
            <InputGroup
              id="seat-pin"
              inputRef={pinField}
              type="password"
              inputMode="numeric"
              value={pin}
              autoFocus={!needsSecret}
              autoComplete="off"
              disabled={busy}
              onChange={({ target }) => setPin(target.value)}
            />
          </FormGroup>
        )}
        <SecretNote error={error} wait={wait} />
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button
              text={say(isSeated ? 'seat.cancel' : 'seat.without')}
              disabled={busy}
              onClick={onCancel}
            />
            <Button
              type="submit"
              intent="primary"
              loading={busy}
              disabled={!whole || wait > 0}
              text={say(status.state === 'open' ? 'seat.switch.go' : 'seat.unlock.go')}
            />
          </>
        }
      />
    </form>
  );
}

/** Nothing at all can be opened: the keyring or key file of this desk is gone. */
export function CoreClosed({ onOpen }: { onOpen(): void }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const [by, setBy] = useState<'passphrase' | 'recovery'>('passphrase');
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SecretError | null>(null);
  const wait = useWait(error?.until ?? 0);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      if (await openCore(by, secret)) onOpen();
    } catch (thrown) {
      setError(secretError(thrown, Date.now()));
    }
    setBusy(false);
  };
  return (
    <form className="seat-core" onSubmit={(event) => void submit(event)}>
      <FormGroup label={say('seat.way')} labelFor="seat-core-way">
        <HTMLSelect
          id="seat-core-way"
          fill
          value={by}
          onChange={({ target }) => setBy(target.value as typeof by)}
        >
          <option value="passphrase">{say('seat.way.passphrase')}</option>
          <option value="recovery">{say('seat.way.recovery')}</option>
        </HTMLSelect>
      </FormGroup>
      <FormGroup label={say(`seat.way.${by}`)} labelFor="seat-core-secret">
        <InputGroup
          id="seat-core-secret"
          type={by === 'recovery' ? 'text' : 'password'}
          value={secret}
          autoComplete="off"
          onChange={({ target }) => setSecret(target.value)}
        />
      </FormGroup>
      <SecretNote error={error} wait={wait} />
      <Button
        type="submit"
        intent="primary"
        loading={busy}
        disabled={secret === '' || wait > 0}
        text={say('seat.unlock.go')}
      />
    </form>
  );
}
