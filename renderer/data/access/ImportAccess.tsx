/** What an import of personal data still needs: the vault, somebody at the desk, the right role. Says it and leads there. */
import { Button } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { hasVault, useScope, useSeat } from '../../app/access/seat.ts';

export type ImportNeed = 'vault-needed' | 'vault-locked' | 'not-allowed' | null;

/** null: go on. Without a vault only personal data needs one; beside a vault every import is somebody's. */
export function useImportNeed(personal: boolean): ImportNeed {
  const person = useSeat((seat) => seat.person);
  const scope = useScope('data.import');
  if (!hasVault()) return personal ? 'vault-needed' : null;
  if (!person) return 'vault-locked';
  return scope === 'all' ? null : 'not-allowed';
}

export function ImportAccess({ needed, personal }: { needed: ImportNeed; personal: boolean }) {
  const { formatMessage } = useIntl();
  const show = useSeat((seat) => seat.show);
  if (needed === null)
    return personal ? <p className="data-note">{formatMessage({ id: 'seat.import.sealed' })}</p> : null;
  return (
    <div className="data-consent">
      <p>{formatMessage({ id: `seat.import.${needed}` })}</p>
      {needed === 'vault-needed' && (
        <Button
          icon="lock"
          text={formatMessage({ id: 'seat.import.create' })}
          onClick={() => show('create')}
        />
      )}
      {needed === 'vault-locked' && (
        <Button
          icon="log-in"
          text={formatMessage({ id: 'seat.import.signIn' })}
          onClick={() => show('signIn')}
        />
      )}
    </div>
  );
}
