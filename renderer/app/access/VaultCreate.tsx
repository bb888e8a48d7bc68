/**
 * Making the vault: passphrase, first administrator, then the recovery key on paper. The key is in this dialog's memory until one of its
 * groups was typed, and nowhere after.
 */
import { Button, Checkbox, Dialog, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { resealCommunity } from '../reseal.ts';
import { useSession } from '../session.ts';
import { RecoveryKey } from './RecoveryKey.tsx';
import { SecretNote } from './SecretNote.tsx';
import { createVault, useSeat } from './seat.ts';
import { type SecretError, secretError } from './secret-error.ts';

export function VaultCreate() {
  const { formatMessage } = useIntl();
  const { dialog, show } = useSeat();
  const [recoveryKey, setRecoveryKey] = useState('');
  const isShown = dialog === 'create' || recoveryKey !== '';
  return (
    <Dialog
      isOpen={isShown}
      title={formatMessage({ id: recoveryKey ? 'seat.recovery' : 'seat.create' })}
      canOutsideClickClose={false}
      canEscapeKeyClose={!recoveryKey}
      isCloseButtonShown={!recoveryKey}
      onClose={() => show(null)}
      className="seat-dialog"
    >
      {recoveryKey ? (
        <RecoveryKey text={recoveryKey} onDone={() => setRecoveryKey('')} />
      ) : (
        <CreateForm onCreated={setRecoveryKey} onCancel={() => show(null)} />
      )}
    </Dialog>
  );
}

const EMPTY = { passphrase: '', again: '', name: '', pin: '' };

function CreateForm({ onCreated, onCancel }: { onCreated(key: string): void; onCancel(): void }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const hasKeyring = useSession((session) => session.capabilities?.secureKeyStore === 'os-keyring');
  const [form, setForm] = useState(EMPTY);
  const [all, setAll] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SecretError | null>(null);
  const same = form.passphrase === form.again;
  const whole = form.passphrase !== '' && same && form.name.trim() !== '' && form.pin !== '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onCreated(await createVault(form.passphrase, all, { name: form.name.trim(), pin: form.pin }));
      // What was imported before is plain; while the key is written down it is sealed. What fails is told on the page of keys.
      const { community } = useSession.getState();
      if (community && community.source.kind !== 'sample') resealCommunity(() => {}).catch(() => {});
    } catch (thrown) {
      setError(secretError(thrown, Date.now()));
      setBusy(false);
    }
  };
  const field = (id: keyof typeof EMPTY, type: 'text' | 'password', complete: string) => (
    <FormGroup
      label={say(`seat.${id}`)}
      labelFor={`seat-${id}`}
      helperText={id !== 'again' && say(`seat.${id}.help`)}
    >
      <InputGroup
        id={`seat-${id}`}
        type={type}
        value={form[id]}
        autoComplete={complete}
        disabled={busy}
        inputMode={id === 'pin' ? 'numeric' : undefined}
        onChange={({ target }) => setForm({ ...form, [id]: target.value })}
      />
    </FormGroup>
  );
  return (
    <form onSubmit={(event) => void submit(event)}>
      <DialogBody>
        <p className="seat-text">{say('seat.create.text')}</p>
        {field('passphrase', 'password', 'new-password')}
        {field('again', 'password', 'new-password')}
        {form.again !== '' && !same && (
          <p className="seat-note" role="alert">
            {say('seat.different')}
          </p>
        )}
        {field('name', 'text', 'off')}
        {field('pin', 'password', 'off')}
        {hasKeyring && (
          <Checkbox
            checked={all}
            disabled={busy}
            label={say('seat.keyringOpensAll')}
            onChange={({ currentTarget }) => setAll(currentTarget.checked)}
          />
        )}
        <SecretNote error={error} wait={0} />
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={say('seat.cancel')} disabled={busy} onClick={onCancel} />
            <Button
              type="submit"
              intent="primary"
              loading={busy}
              disabled={!whole}
              text={say('seat.create.go')}
            />
          </>
        }
      />
    </form>
  );
}
