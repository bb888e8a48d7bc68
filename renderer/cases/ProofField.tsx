/** Photos or files that show the result: named by their hash, which the event keeps for good, so that a changed file is known. */
import { FileInput, FormGroup } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Proof } from '../../shared/cases/case-command.ts';

const MOST_FILES = 12;

export function ProofField({ label, onChange }: { label: string; onChange(proof: Proof[]): void }) {
  const { formatMessage } = useIntl();
  const [files, setFiles] = useState<string[]>([]);
  const take = async (chosen: readonly File[]) => {
    setFiles(chosen.map(({ name }) => name));
    const at = Date.now();
    onChange(await Promise.all(chosen.slice(0, MOST_FILES).map((file) => proofOf(file, at))));
  };
  return (
    <FormGroup label={label} helperText={formatMessage({ id: 'cases.proof.help' })}>
      <FileInput
        fill
        text={files.length > 0 ? files.join(', ') : formatMessage({ id: 'cases.proof.choose' })}
        buttonText={formatMessage({ id: 'cases.proof.browse' })}
        inputProps={{ multiple: true, 'aria-label': label }}
        onInputChange={({ currentTarget }) =>
          void take([...((currentTarget as HTMLInputElement).files ?? [])])
        }
      />
    </FormGroup>
  );
}

async function proofOf(file: File, at: number): Promise<Proof> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { kind: file.type.startsWith('image/') ? 'photo' : 'document', hash, lng: null, lat: null, at };
}
