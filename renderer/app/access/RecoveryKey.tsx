/** A recovery key on the screen, once: to print or copy, and gone when one of its groups was typed from paper. Keeps it nowhere. */
import { Button, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';

export function RecoveryKey({ text, onDone }: { text: string; onDone(): void }) {
  const { formatMessage } = useIntl();
  const groups = text.split('-');
  const [asked] = useState(() => crypto.getRandomValues(new Uint8Array(1))[0] % groups.length);
  const [typed, setTyped] = useState('');
  const [copied, setCopied] = useState(false);
  const right = typed.trim().toUpperCase() === groups[asked];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (right) onDone();
      }}
    >
      <DialogBody>
        <p className="seat-text">{formatMessage({ id: 'seat.recovery.text' })}</p>
        <ol className="seat-recovery" aria-label={formatMessage({ id: 'seat.recovery' })}>
          {groups.map((group) => (
            <li key={group}>
              <code>{group}</code>
            </li>
          ))}
        </ol>
        <div className="seat-row">
          <Button icon="print" text={formatMessage({ id: 'seat.print' })} onClick={() => window.print()} />
          <Button
            icon={copied ? 'tick' : 'clipboard'}
            text={formatMessage({ id: 'seat.copy' })}
            onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
          />
        </div>
        <FormGroup
          label={formatMessage({ id: 'seat.recovery.confirm' }, { group: asked + 1 })}
          labelFor="seat-group"
        >
          <InputGroup
            id="seat-group"
            value={typed}
            autoComplete="off"
            onChange={({ target }) => setTyped(target.value)}
          />
        </FormGroup>
      </DialogBody>
      <DialogFooter
        actions={
          <Button
            type="submit"
            intent="primary"
            disabled={!right}
            text={formatMessage({ id: 'seat.recovery.done' })}
          />
        }
      />
    </form>
  );
}
