/**
 * What stands near the open record: the nearest few, or all within a distance, of one kind of point. Asks the worker for the
 * answer; a record without a place has none.
 */
import { useCallback, useState } from 'react';
import type { LngLat } from '../../shared/query/selection.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { LinkList } from './DossierParts.tsx';
import {
  AREAL,
  NEAR_TABLES,
  type NearReach,
  type NearTable,
  nearQuestion,
  REACHES,
} from './near-question.ts';
import type { RecordKey } from './store.ts';
import { useDossier, useLoaded } from './use-record.ts';
import { useWording } from './wording.ts';

export function NearBy({ record }: { record: RecordKey }) {
  const loaded = useDossier(record);
  const point = loaded.state === 'ready' ? loaded.value.point : null;
  if (!point || AREAL.has(record.table)) return null;
  return <NearList record={record} point={point} />;
}

function NearList({ record, point: [lng, lat] }: { record: RecordKey; point: LngLat }) {
  const { t, table: nameOf, error, distance } = useWording();
  const engine = useEngine();
  const [table, setTable] = useState<NearTable>('cameras');
  const [reach, setReach] = useState<NearReach>('nearest');
  const { table: of, row } = record;
  const found = useLoaded(
    useCallback(
      async () =>
        (await engine.near(nearQuestion([lng, lat], table, reach)))
          .filter((hit) => hit.table !== of || hit.row !== row)
          .map((hit) => ({ ...hit, note: distance(hit.distance) })),
      [engine, lng, lat, table, reach, of, row, distance],
    ),
  );
  const hits = found.state === 'ready' ? found.value : [];
  return (
    <section className="twin-block twin-near" aria-label={t('twin.near')}>
      <h3>{t('twin.near')}</h3>
      <fieldset className="twin-segments">
        <legend className="visually-hidden">{t('twin.near.kind')}</legend>
        {NEAR_TABLES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="twin-near"
              value={each}
              checked={table === each}
              onChange={() => setTable(each)}
            />
            <span>{nameOf(each)}</span>
          </label>
        ))}
      </fieldset>
      <select
        className="twin-select"
        aria-label={t('twin.near.reach')}
        value={reach}
        onChange={(event) => setReach(event.target.value as NearReach)}
      >
        {REACHES.map((each) => (
          <option key={each} value={each}>
            {t(`twin.near.${each}`)}
          </option>
        ))}
      </select>
      {found.state === 'failed' && <p className="twin-hint">{error(found.code)}</p>}
      {found.state === 'ready' && hits.length === 0 && <p className="twin-hint">{t('twin.near.none')}</p>}
      <LinkList title={nameOf(table)} links={hits} />
    </section>
  );
}
