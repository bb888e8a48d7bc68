/**
 * Page "exchange": export to other programs, save to a protected file, restore from one, the host's automatic copies. Owns the arrangement
 * and what is told of a task under way.
 */
import { useIntl } from 'react-intl';
import { useSession } from '../../app/session.ts';
import { ErrorNote } from '../ErrorNote.tsx';
import { Loading } from '../SampleCards.tsx';
import { BasemapForm } from './BasemapForm.tsx';
import { CopyList } from './CopyList.tsx';
import { ExportForm } from './ExportForm.tsx';
import { OnlineBasemapForm } from './OnlineBasemapForm.tsx';
import { RestoreForm } from './RestoreForm.tsx';
import { SaveForm } from './SaveForm.tsx';
import { type ExchangeTask, useExchange } from './store.ts';
import { UnsealForm } from './UnsealForm.tsx';
import './exchange.css';

export function ExchangePage() {
  const { formatMessage } = useIntl();
  const community = useSession((session) => session.community);
  const sections = [
    ['export', community && <ExportForm community={community} />],
    ['save', community && <SaveForm community={community} />],
    ['restore', <RestoreForm key="restore" />],
    ['unseal', <UnsealForm key="unseal" />],
    ['copy', <CopyList key="copy" />],
    ['basemap', <BasemapForm key="basemap" />],
    ['online', <OnlineBasemapForm key="online" />],
  ] as const;
  return (
    <div className="exchange-page">
      {sections.map(([task, form]) => (
        <section key={task} className="data-section" aria-labelledby={`exchange-${task}`}>
          <h2 id={`exchange-${task}`}>{formatMessage({ id: `exchange.${task}` })}</h2>
          <p className="data-note">{formatMessage({ id: `exchange.${task}.hint` })}</p>
          {form}
          <TaskNote task={task} />
        </section>
      ))}
    </div>
  );
}

function TaskNote({ task }: { task: ExchangeTask | 'basemap' | 'online' }) {
  const { formatMessage } = useIntl();
  const state = useExchange((exchange) => exchange.state);
  if (state.name === 'idle' || state.task !== task) return null;
  if (state.name === 'running') return <Loading progress={state.progress} />;
  if (state.name === 'failed') return <ErrorNote error={state.error} />;
  const { bytes, scans } = state.outcome;
  return (
    <p className="exchange-done" role="status">
      {formatMessage({ id: `exchange.${task}.done` }, { size: bytes / 1_048_576 })}
      {scans && scans.count > 0 && (
        <>
          {' '}
          {formatMessage(
            { id: 'exchange.scans.done' },
            { count: scans.count, size: scans.bytes / 1_048_576 },
          )}
        </>
      )}
    </p>
  );
}
