/**
 * The open items, one a row: who, what the register wrote, why it stays open, up to three places to accept, or one chosen on the map. Owns
 * the row and the pages of the list.
 */
import { Button, HTMLSelect } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { EmptyState } from '../../app/EmptyState.tsx';
import { useLinkChoice } from '../../app/link-choice.ts';
import { useNavigation } from '../../app/navigation.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import type { LinkRow, LinkWorkPage } from '../../worker/link-api.ts';
import { PAGE_ROWS, useLinks } from './store.ts';

export function LinkList({ page }: { page: LinkWorkPage }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { from, query, ask } = useLinks();
  if (page.matching === 0) return <EmptyState icon="tick" title={formatMessage({ id: 'links.none' })} />;
  const to = Math.min(page.matching, from + PAGE_ROWS);
  return (
    <>
      <ul className="links-list">
        {page.rows.map((row) => (
          <Item key={`${query.table}${row.row}`} row={row} />
        ))}
      </ul>
      <div className="data-buttons">
        <Button
          icon="chevron-left"
          aria-label={formatMessage({ id: 'links.before' })}
          disabled={from === 0}
          onClick={() => void ask(engine, { from: Math.max(0, from - PAGE_ROWS) })}
        />
        <span>{formatMessage({ id: 'links.range' }, { from: from + 1, to, count: page.matching })}</span>
        <Button
          icon="chevron-right"
          aria-label={formatMessage({ id: 'links.after' })}
          disabled={to === page.matching}
          onClick={() => void ask(engine, { from: from + PAGE_ROWS })}
        />
      </div>
    </>
  );
}

function Item({ row }: { row: LinkRow }) {
  const { formatMessage } = useIntl();
  const { query, state, accept } = useLinks();
  const { asked, building, ask } = useLinkChoice();
  const go = useNavigation((navigation) => navigation.go);
  const busy = state.name === 'running';
  const link = (to: number) => void accept(query.table, [{ row: row.row, to, method: 'hand', percent: 100 }]);
  const mine = asked?.table === query.table && asked.row === row.row;
  return (
    <li className="links-item" aria-label={row.title}>
      <div className="links-who">
        <b>{row.title || formatMessage({ id: 'links.unnamed' })}</b>
        <span>{row.address}</span>
        <span className="links-why">
          {formatMessage({ id: `links.reason.${row.reason}` })}
          {row.grid && ` · ${row.grid}`}
        </span>
      </div>
      <div className="links-places">
        {row.suggestions.map((place) => (
          <Button
            key={place.to}
            className="links-place"
            alignText="start"
            disabled={busy}
            title={formatMessage({ id: `links.why.${place.why}` }, { metres: place.metres })}
            onClick={() => link(place.to)}
          >
            {place.label}{' '}
            <span className="links-percent">
              {formatMessage({ id: 'links.confidence' }, { percent: place.percent })}
            </span>
          </Button>
        ))}
        <Button
          icon="map-marker"
          variant="minimal"
          disabled={busy}
          text={formatMessage({ id: 'links.map' })}
          onClick={() => {
            ask({ table: query.table, row: row.row, title: row.title });
            go('map');
          }}
        />
        {mine && building !== null && <Chosen building={building} onTake={link} />}
      </div>
    </li>
  );
}

/** The building chosen on the map: taken as it is for a device, with one of its homes for a resident. */
function Chosen({ building, onTake }: { building: number; onTake: (to: number) => void }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const table = useLinks((links) => links.query.table);
  const ask = useLinkChoice((choice) => choice.ask);
  const [homes, setHomes] = useState<{ to: number; label: string }[]>([]);
  const [home, setHome] = useState('');
  useEffect(() => {
    let current = true;
    void engine.homesOfBuilding(building).then((found) => {
      if (current) setHomes(found);
    });
    return () => {
      current = false;
    };
  }, [engine, building]);
  const to = table === 'devices' ? building : home === '' ? null : Number(home);
  return (
    <span className="links-chosen">
      {table === 'residents' && (
        <HTMLSelect
          aria-label={formatMessage({ id: 'links.home' })}
          value={home}
          onChange={(event) => setHome(event.target.value)}
        >
          <option value="">{formatMessage({ id: 'links.home' })}</option>
          {homes.map(({ to: row, label }) => (
            <option key={row} value={row}>
              {label}
            </option>
          ))}
        </HTMLSelect>
      )}
      <Button
        className="data-primary"
        disabled={to === null}
        text={formatMessage({ id: 'links.take' })}
        onClick={() => {
          if (to === null) return;
          ask(null);
          onTake(to);
        }}
      />
    </span>
  );
}
