/** A file that a passphrase opens: choosing it and typing the passphrase. Owns these two fields only; what opening means is the caller's. */
import { Button, FileInput, FormGroup, InputGroup } from '@blueprintjs/core';
import { useId, useState } from 'react';
import { useIntl } from 'react-intl';
import type { OnProgress } from '../../../shared/model/bundle.ts';
import { type ExchangeOutcome, useExchange } from './store.ts';

export interface SealedFileFormProps {
  task: 'restore' | 'unseal';
  /** Ending of the files. */
  accept: string;
  /** Message that names the file input. */
  label: string;
  /** Rejects with what is shown; the passphrase stays typed then. */
  open(file: File, passphrase: string, report: OnProgress): Promise<ExchangeOutcome>;
}

export function SealedFileForm({ task, accept, label, open }: SealedFileFormProps) {
  const { formatMessage } = useIntl();
  const { state, run } = useExchange();
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const id = useId();
  const start = (chosen: File) =>
    run(task, async (report) => {
      const outcome = await open(chosen, passphrase, report);
      setPassphrase('');
      return outcome;
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
        inputProps={{ accept, 'aria-label': formatMessage({ id: label }) }}
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
        text={formatMessage({ id: `exchange.${task}.go` })}
        disabled={state.name === 'running' || !file || passphrase === ''}
      />
    </form>
  );
}
