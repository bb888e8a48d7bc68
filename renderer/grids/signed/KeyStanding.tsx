/**
 * The key that signed a file: its number to be read out by telephone, how it stands here, and the form by which an administrator vouches for it. Owns
 * the form; the host keeps the key.
 */
import { Button, Callout, Checkbox } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import type { CheckedFile } from '../../../shared/host/plan-file-methods.ts';
import type { Signed } from '../../../shared/partition/signed/signed-plan.ts';
import { useScope } from '../../app/access/seat.ts';
import { codeOf } from '../../app/error-code.ts';
import { trustKey } from '../../app/plan-post.ts';
import { KeyDigits } from './KeyDigits.tsx';

export interface KeyStandingProps {
  file: Signed;
  checked: CheckedFile;
  onTrusted(owner: string): void;
}

export function KeyStanding({ file, checked, onTrusted }: KeyStandingProps) {
  const { formatMessage } = useIntl();
  const administers = useScope('desk.administer') !== 'none';
  const { signature, owner, digits } = checked;
  const known = signature === 'own' || signature === 'trusted';
  return (
    <div className="signed-key" data-signature={signature}>
      <p className="planfile-line">
        <span className="chip">{formatMessage({ id: `signed.key.${signature}` })}</span>{' '}
        {formatMessage({ id: `signed.key.${signature}.why` }, { owner })}
      </p>
      <KeyDigits digits={digits} />
      {!known &&
        (administers ? (
          <TrustForm file={file} onTrusted={onTrusted} />
        ) : (
          <p className="plan-note">{formatMessage({ id: 'signed.trust.administrator' })}</p>
        ))}
    </div>
  );
}

function TrustForm({ file, onTrusted }: Pick<KeyStandingProps, 'file' | 'onTrusted'>) {
  const { formatMessage } = useIntl();
  const { body, key } = file;
  const by = body.kind === 'answer' ? body.said.by : body.submitted.by;
  const [name, setName] = useState(by.name);
  const [compared, setCompared] = useState(false);
  const [failed, setFailed] = useState('');
  const trust = async (event: FormEvent) => {
    event.preventDefault();
    setFailed('');
    try {
      await trustKey(key, name.trim());
      onTrusted(name.trim());
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  return (
    <form className="signed-trust" onSubmit={(event) => void trust(event)}>
      <label className="planfile-pick">
        {formatMessage({ id: 'signed.trust.name' })}
        <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </label>
      <Checkbox
        checked={compared}
        label={formatMessage({ id: 'signed.trust.compared' })}
        onChange={() => setCompared(!compared)}
      />
      <Button
        type="submit"
        size="small"
        disabled={!compared || name.trim() === ''}
        text={formatMessage({ id: 'signed.trust' })}
      />
      {failed !== '' && <Callout role="alert">{formatMessage({ id: `error.${failed}` })}</Callout>}
    </form>
  );
}
