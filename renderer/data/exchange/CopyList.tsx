/** The copies the host keeps by itself, newest first; each can be opened again. */
import { Button, HTMLTable } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { SnapshotInfo } from '../../../shared/host/contract.ts';
import { useScope } from '../../app/access/seat.ts';
import { restoreCopy } from '../../app/bring-back.ts';
import { currentHost } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';
import { useExchange } from './store.ts';

export function CopyList() {
  const { formatMessage, formatDate } = useIntl();
  const { state, run } = useExchange();
  const open = useSession((session) => session.community?.generation);
  const [copies, setCopies] = useState<SnapshotInfo[] | null>(null);
  const running = state.name === 'running';
  const may = useScope('data.import') === 'all';
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew whenever another generation is open or a task has ended
  useEffect(() => {
    let shown = true;
    currentHost()
      .call('snapshot.list', {})
      .then((list) => shown && setCopies(list))
      .catch(() => shown && setCopies([]));
    return () => {
      shown = false;
    };
  }, [open, running]);
  if (copies === null) return <p className="data-note">{formatMessage({ id: 'data.waiting' })}</p>;
  if (copies.length === 0) return <p className="data-note">{formatMessage({ id: 'exchange.copy.none' })}</p>;
  return (
    <HTMLTable compact className="exchange-copies">
      <thead>
        <tr>
          {['name', 'at', 'size'].map((id) => (
            <th key={id}>{formatMessage({ id: `exchange.copy.${id}` })}</th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {copies.map(({ generation, name, createdAt, bytes }) => (
          <tr key={generation} data-generation={generation}>
            <th scope="row">{name}</th>
            <td>{formatDate(createdAt, { dateStyle: 'medium', timeStyle: 'short' })}</td>
            <td className="data-number">
              {formatMessage({ id: 'data.megabytes' }, { size: bytes / 1_048_576 })}
            </td>
            <td>
              {generation === open ? (
                formatMessage({ id: 'exchange.copy.open' })
              ) : (
                <Button
                  size="small"
                  text={formatMessage({ id: 'exchange.copy.go' })}
                  disabled={running || !may}
                  title={may ? undefined : formatMessage({ id: 'access.refused.role' })}
                  onClick={() =>
                    void run('copy', async (report) => {
                      await restoreCopy(generation, report);
                      return { bytes };
                    })
                  }
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </HTMLTable>
  );
}
