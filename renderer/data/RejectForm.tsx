/** What rows of persons are saved for, and whether a passphrase is to open the file. Asks; saves nothing. */
import { Button, FormGroup, HTMLSelect, InputGroup, Radio, RadioGroup } from '@blueprintjs/core';
import { type FormEvent, useId, useState } from 'react';
import { useIntl } from 'react-intl';
import { PURPOSES, type Purpose } from '../../shared/access/break-glass.ts';

export interface RejectChoice {
  purpose: Purpose;
  /** '': the workbook as it is. */
  passphrase: string;
}

/** Characters of a passphrase that 600,000 rounds protect for years. */
const LEAST = 10;

export function RejectForm({ onSave }: { onSave(choice: RejectChoice): void }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const [purpose, setPurpose] = useState<Purpose | ''>('');
  const [sealed, setSealed] = useState(true);
  const [passphrase, setPassphrase] = useState('');
  const [why, secret] = [useId(), useId()];
  const short = sealed && [...passphrase].length < LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (purpose !== '' && !short) onSave({ purpose, passphrase: sealed ? passphrase : '' });
  };
  return (
    <form className="data-card access-form" onSubmit={submit}>
      <p className="data-note">{say('import.rejects.personal')}</p>
      <FormGroup label={say('seat.purpose')} labelFor={why}>
        <HTMLSelect
          id={why}
          value={purpose}
          onChange={({ target }) => setPurpose(PURPOSES.find((each) => each === target.value) ?? '')}
        >
          <option value="">{say('seat.purpose.none')}</option>
          {PURPOSES.map((each) => (
            <option key={each} value={each}>
              {say(`access.purpose.${each}`)}
            </option>
          ))}
        </HTMLSelect>
      </FormGroup>
      <RadioGroup
        label={say('import.rejects.as')}
        selectedValue={sealed ? 'sealed' : 'open'}
        onChange={({ currentTarget }) => setSealed(currentTarget.value === 'sealed')}
      >
        <Radio value="sealed" label={say('import.rejects.sealed')} />
        <Radio value="open" label={say('import.rejects.open')} />
      </RadioGroup>
      {sealed && (
        <FormGroup
          label={say('seat.passphrase')}
          labelFor={secret}
          helperText={formatMessage({ id: 'exchange.passphrase.least' }, { least: LEAST })}
        >
          <InputGroup
            id={secret}
            type="password"
            autoComplete="new-password"
            value={passphrase}
            onChange={({ target }) => setPassphrase(target.value)}
          />
        </FormGroup>
      )}
      <Button type="submit" disabled={purpose === '' || short} text={say('import.rejects.go')} />
    </form>
  );
}
