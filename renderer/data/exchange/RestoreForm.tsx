/** Opens a saved file: verified whole before anything is replaced. What was open stays among the host's copies. */
import { Button, FileInput, FormGroup, InputGroup } from '@blueprintjs/core';
import { useId, useState } from 'react';
import { useIntl } from 'react-intl';
import { restoreSealed } from '../../app/bring-back.ts';
import { useExchange } from './store.ts';

export function RestoreForm() {
  const { formatMessage } = useIntl();
  const { state, run } = useExchange();
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const id = useId();
  const start = (chosen: File) =>
    run('restore', async (report) => {
      await restoreSealed(chosen, passphrase, report);
      setPassphrase('');
      return chosen.size;
    });
  return (
    <form
      className="exchange-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) void start(file);
      }}
    >
      <FileInput
        className="exchange-file"
        text={file?.name ?? formatMessage({ id: 'exchange.file' })}
        buttonText={formatMessage({ id: 'exchange.browse' })}
        inputProps={{ accept: '.linlisave', 'aria-label': formatMessage({ id: 'exchange.file' }) }}
        onInputChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
      />
      <FormGroup label={formatMessage({ id: 'exchange.passphrase.of' })} labelFor={id}>
        <InputGroup
          id={id}
          type="password"
          autoComplete="off"
          value={passphrase}
          onValueChange={setPassphrase}
        />
      </FormGroup>
      <Button
        type="submit"
        text={formatMessage({ id: 'exchange.restore.go' })}
        disabled={state.name === 'running' || !file || passphrase === ''}
      />
    </form>
  );
}
