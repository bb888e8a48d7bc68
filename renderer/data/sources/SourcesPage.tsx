/**
 * Page "sources": where messages of devices come from, how each source goes, the one that is set up, and what could not be used. Owns the
 * arrangement and when the host is asked again.
 */
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { hasVault, useScope, useSeat } from '../../app/access/seat.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { useSession } from '../../app/session.ts';
import { ErrorNote } from '../ErrorNote.tsx';
import { Quarantine } from './Quarantine.tsx';
import { useQuarantine } from './quarantine-store.ts';
import { SourceForm } from './SourceForm.tsx';
import { SourceList } from './SourceList.tsx';
import { useSources } from './store.ts';
import { TypeChoice } from './TypeChoice.tsx';
import './sources.css';

export function SourcesPage() {
  const { formatMessage } = useIntl();
  const person = useSeat((seat) => seat.person);
  if (hasVault() && !person)
    return (
      <div className="sources-page">
        <EmptyState icon="feed" title={formatMessage({ id: 'sources.signIn' })} />
      </div>
    );
  return <Sources key={person?.id} />;
}

function Sources() {
  const { formatMessage } = useIntl();
  const mayChange = useScope('desk.administer') === 'all';
  const { listed, draft, error, saved, load } = useSources();
  const { load: loadQuarantine, entries } = useQuarantine();
  const feeds = useSession((session) => session.feeds);
  // Another window may have added, changed, started or stopped one.
  const set = feeds.map(({ id, name, running }) => `${id} ${name} ${running}`).join('\n');
  const aside = feeds.reduce((sum, { quarantined }) => sum + quarantined, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other feeds are another answer.
  useEffect(() => {
    void load();
  }, [load, set]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another message set aside is another answer.
  useEffect(() => {
    void loadQuarantine();
  }, [loadQuarantine, aside]);
  const none = listed?.length === 0 && !draft;
  // What a removed source left behind can still be read.
  const hasQuarantine = listed !== null && listed.length + entries.length > 0;
  return (
    <div className="sources-page">
      <section className="data-section" aria-labelledby="sources-list">
        <h2 id="sources-list">{formatMessage({ id: 'sources.title' })}</h2>
        {!mayChange && <p className="data-note">{formatMessage({ id: 'sources.readOnly' })}</p>}
        {none && <p className="sources-none">{formatMessage({ id: 'sources.none' })}</p>}
        {listed && listed.length > 0 && <SourceList listed={listed} mayChange={mayChange} />}
        {error && <ErrorNote error={error} />}
        {saved !== '' && (
          <p role="status" className="data-done">
            {formatMessage({ id: 'sources.saved' }, { name: saved })}
          </p>
        )}
        {mayChange && !draft && <TypeChoice />}
      </section>
      {mayChange && draft && <SourceForm key={draft.id} draft={draft} />}
      {hasQuarantine && <Quarantine listed={listed} mayChange={mayChange} />}
    </div>
  );
}
