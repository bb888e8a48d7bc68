/** This machine's key and those that are trusted here, with trust withdrawn by an administrator. Owns the list; the host keeps the keys. */
import { Button, Callout } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { SignerKeys } from '../../../shared/host/plan-file-methods.ts';
import { useScope } from '../../app/access/seat.ts';
import { codeOf } from '../../app/error-code.ts';
import { readKeys, withdrawKey } from '../../app/plan-post.ts';
import { KeyDigits } from './KeyDigits.tsx';

export function SignerKeyList() {
  const { formatMessage, formatDate } = useIntl();
  const administers = useScope('desk.administer') !== 'none';
  const [keys, setKeys] = useState<SignerKeys | null>(null);
  const [failed, setFailed] = useState('');
  const ask = (question: Promise<SignerKeys>) =>
    question.then(
      (found) => {
        setFailed('');
        setKeys(found);
      },
      (error) => setFailed(codeOf(error)),
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is shown.
  useEffect(() => void ask(readKeys()), []);
  const day = (at: number) => formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className="planfile-form">
      {failed !== '' && <Callout role="alert">{formatMessage({ id: `error.${failed}` })}</Callout>}
      {keys && (
        <>
          <h3>{formatMessage({ id: 'signed.keys.own' })}</h3>
          <KeyDigits digits={keys.own.digits} />
          <p className="plan-note">{formatMessage({ id: 'signed.keys.own.why' })}</p>
          <h3>{formatMessage({ id: 'signed.keys.trusted' })}</h3>
          {keys.trusted.length === 0 && (
            <p className="plan-note">{formatMessage({ id: 'signed.keys.none' })}</p>
          )}
          <ul className="signed-keys">
            {keys.trusted.map(({ key, digits, name, at, withdrawnAt }) => (
              <li key={key} data-withdrawn={withdrawnAt !== null}>
                <span>
                  <b>{name}</b>
                  <small>
                    {formatMessage({ id: 'signed.keys.since' }, { day: day(at) })}
                    {withdrawnAt !== null &&
                      ` · ${formatMessage({ id: 'signed.keys.withdrawn' }, { day: day(withdrawnAt) })}`}
                  </small>
                </span>
                <KeyDigits digits={digits} />
                {administers && withdrawnAt === null && (
                  <Button
                    size="small"
                    variant="minimal"
                    intent="danger"
                    text={formatMessage({ id: 'signed.keys.withdraw' })}
                    aria-label={`${formatMessage({ id: 'signed.keys.withdraw' })} ${name}`}
                    onClick={() => void ask(withdrawKey(key))}
                  />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
