/** Saves the open community to a file under a passphrase, asked twice: nobody can open the file without it. */
import { Button, FormGroup, InputGroup } from '@blueprintjs/core';
import { useEffect, useId, useState } from 'react';
import { useIntl } from 'react-intl';
import { noteSave } from '../../app/access/audit-notes.ts';
import { useScope } from '../../app/access/seat.ts';
import { fileStem } from '../../app/file-name.ts';
import { saveFile } from '../../app/save-file.ts';
import { type ScanSum, scanTokens, sumOfScans } from '../../app/scan-session.ts';
import type { CommunityStatus } from '../../worker/engine-api.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { useExchange } from './store.ts';

/** Characters of a passphrase that 600,000 rounds protect for years. */
const LEAST = 10;

export function SaveForm({ community }: { community: CommunityStatus }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const scope = useScope('desk.administer');
  const { state, run } = useExchange();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [first, second] = [useId(), useId()];
  const short = [...passphrase].length < LEAST;
  const other = again !== '' && again !== passphrase;
  const withheld = community.personal === 'withheld';
  const scans = useScans();
  const start = () =>
    run('save', async () => {
      await noteSave(Object.values(community.rows).reduce((sum, rows) => sum + rows, 0));
      const file = await engine.saveSealed(passphrase, await scanTokens());
      saveFile(file, `${fileStem(community)}.linlisave`);
      setPassphrase('');
      setAgain('');
      return { bytes: file.size, scans };
    });
  if (scope !== 'all') return <p className="data-note">{formatMessage({ id: 'exchange.save.noRight' })}</p>;
  if (withheld) return <p className="data-note">{formatMessage({ id: 'exchange.save.withheld' })}</p>;
  return (
    <form
      className="exchange-form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <FormGroup
        label={formatMessage({ id: 'exchange.passphrase' })}
        labelFor={first}
        helperText={formatMessage({ id: 'exchange.passphrase.least' }, { least: LEAST })}
      >
        <InputGroup
          id={first}
          type="password"
          autoComplete="new-password"
          value={passphrase}
          onValueChange={setPassphrase}
        />
      </FormGroup>
      <FormGroup
        label={formatMessage({ id: 'exchange.passphrase.again' })}
        labelFor={second}
        helperText={other ? formatMessage({ id: 'exchange.passphrase.other' }) : undefined}
      >
        <InputGroup
          id={second}
          type="password"
          autoComplete="new-password"
          value={again}
          onValueChange={setAgain}
        />
      </FormGroup>
      {scans && scans.count > 0 && (
        <p className="data-note">
          {formatMessage(
            { id: 'exchange.save.scans' },
            { count: scans.count, size: scans.bytes / 1_048_576 },
          )}
        </p>
      )}
      <Button
        type="submit"
        intent="primary"
        text={formatMessage({ id: 'exchange.save.go' })}
        disabled={state.name === 'running' || short || again !== passphrase}
      />
    </form>
  );
}

/** The scans that go along, with their size; undefined: not known yet. */
function useScans(): ScanSum | undefined {
  const [scans, setScans] = useState<ScanSum>();
  useEffect(() => {
    let shown = true;
    sumOfScans().then(
      (sum) => shown && setScans(sum),
      // The size is not told then; saving itself says what is wrong.
      () => undefined,
    );
    return () => {
      shown = false;
    };
  }, []);
  return scans;
}
