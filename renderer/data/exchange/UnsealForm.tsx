/** Opens a list that was saved under a passphrase and hands it back as the workbook it is; written down like any list that leaves. */
import { Button, FileInput, FormGroup, InputGroup } from '@blueprintjs/core';
import { useId, useState } from 'react';
import { useIntl } from 'react-intl';
import { openSealedFile } from '../../../shared/access/sealed-file.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { saveFile } from '../../app/save-file.ts';
import { sourceFile } from '../../worker/source-file.ts';
import { useExchange } from './store.ts';

export function UnsealForm() {
  const { formatMessage } = useIntl();
  const { state, run } = useExchange();
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const id = useId();
  const start = (chosen: File) =>
    run('unseal', async (report) => {
      const bytes = await openSealedFile(sourceFile(chosen), passphrase, (done, total) =>
        report({ stage: 'stage.unseal', done, total }),
      );
      await noteExport({ count: 0, format: 'xlsx', table: 'unsealed', personal: 1, purpose: null });
      saveFile(new Blob([bytes as Uint8Array<ArrayBuffer>]), chosen.name.replace(/\.sealed$/, ''));
      setPassphrase('');
      return bytes.length;
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
        inputProps={{ accept: '.sealed', 'aria-label': formatMessage({ id: 'exchange.unseal' }) }}
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
        text={formatMessage({ id: 'exchange.unseal.go' })}
        disabled={state.name === 'running' || !file || passphrase === ''}
      />
    </form>
  );
}
