/** The form of a micro-grid: name, the digits of its code, its head and how to reach them. Owns what is typed; whether it may be is the worker's. */
import { Button } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';

interface FilledMicro {
  name: string;
  suffix: string;
  head: string;
  phone: string;
}

interface MicroFormProps {
  /** Of its grid. */
  code: string;
  first: FilledMicro;
  /** True: it was kept. */
  onKeep(filled: FilledMicro): Promise<boolean>;
  onLeave(): void;
}

const FIELDS = [
  { field: 'name', most: 40, required: true, mode: 'text' },
  { field: 'suffix', most: 3, required: true, mode: 'numeric' },
  { field: 'head', most: 40, required: false, mode: 'text' },
  { field: 'phone', most: 30, required: false, mode: 'tel' },
] as const;

export function MicroForm({ code, first, onKeep, onLeave }: MicroFormProps) {
  const { formatMessage } = useIntl();
  const { name, suffix, head, phone } = first;
  const [filled, setFilled] = useState<FilledMicro>({ name, suffix, head, phone });
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    if (await onKeep(filled)) onLeave();
  };
  return (
    <form className="plan-form" onSubmit={(event) => void keep(event)}>
      {FIELDS.map(({ field, most, required, mode }) => (
        <label key={field}>
          {formatMessage({ id: `plan.micro.${field}` }, { code })}
          <input
            autoFocus={field === 'name'}
            required={required}
            maxLength={most}
            inputMode={mode}
            value={filled[field]}
            onChange={(event) => setFilled({ ...filled, [field]: event.target.value })}
          />
        </label>
      ))}
      <div className="plan-actions">
        <Button size="small" type="submit" intent="primary" text={formatMessage({ id: 'edit.save' })} />
        <Button
          size="small"
          variant="minimal"
          text={formatMessage({ id: 'edit.cancel' })}
          onClick={onLeave}
        />
      </div>
    </form>
  );
}
