/**
 * Page "uplink": the platforms of street and district that are told what happens here, how each goes, the one that is set up, and what stands still.
 * Owns the arrangement and when the host is asked again.
 */
import { Button } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { hasVault, useScope, useSeat } from '../../app/access/seat.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { ErrorNote } from '../ErrorNote.tsx';
import { DestinationForm } from './DestinationForm.tsx';
import { DestinationList } from './DestinationList.tsx';
import { Came, StandsStill } from './StandsStill.tsx';
import { useUplink } from './store.ts';
import '../sources/sources.css';
import './uplink.css';

export function UplinkPage() {
  const { formatMessage } = useIntl();
  const person = useSeat((seat) => seat.person);
  const mayChange = useScope('desk.administer') === 'all';
  if (hasVault() && !mayChange)
    return (
      <div className="sources-page">
        <EmptyState icon="cloud-upload" title={formatMessage({ id: 'uplink.administrators' })} />
      </div>
    );
  return <Uplink key={person?.id} />;
}

function Uplink() {
  const { formatMessage } = useIntl();
  const { listed, standing, draft, error, load, watch, begin } = useUplink();
  useEffect(() => {
    void load();
    return watch();
  }, [load, watch]);
  return (
    <div className="sources-page">
      <section className="data-section" aria-labelledby="uplink-list">
        <h2 id="uplink-list">{formatMessage({ id: 'uplink.title' })}</h2>
        <p className="data-note">{formatMessage({ id: 'uplink.what' })}</p>
        {listed?.length === 0 && !draft && (
          <p className="sources-none">{formatMessage({ id: 'uplink.none' })}</p>
        )}
        {listed && listed.length > 0 && <DestinationList listed={listed} />}
        {error && <ErrorNote error={error} />}
        {!draft && (
          <div className="data-buttons">
            {(['http', 'mqtt'] as const).map((type) => (
              <Button
                key={type}
                icon="add"
                text={formatMessage({ id: `uplink.add.${type}` })}
                onClick={() => begin(type)}
              />
            ))}
          </div>
        )}
      </section>
      {draft && <DestinationForm key={draft.id} draft={draft} />}
      {standing.up.length > 0 && <StandsStill standing={standing} listed={listed ?? []} />}
      {standing.down.length > 0 && <Came standing={standing} listed={listed ?? []} />}
    </div>
  );
}
