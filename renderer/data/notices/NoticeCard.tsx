/** One notice list: what it was for, and for everybody on it whether the notice reached them. */
import { Button } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { type Delivery, deliveryCounts, type Notice } from '../../../shared/work/notice.ts';
import { useCount } from '../../app/count.tsx';
import { useDeskActions } from '../../app/desk-actions.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import type { Recipient } from '../../worker/work-api.ts';
import { usePersonName } from '../use-person-name.ts';
import { SHOWN, stateOf, useNotices } from './store.ts';

const STATES = ['pending', 'delivered', 'failed'] as const;

export function NoticeCard({ notice }: { notice: Notice }) {
  const { formatMessage, formatDate } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { recipients, only, busy, show, deliver } = useNotices();
  const counts = deliveryCounts(notice);
  const who = usePersonName(notice.by);
  const left = notice.ids.filter((id) => stateOf(notice, id) === 'pending');
  const listed = only === null ? notice.ids.length : counts[only];
  return (
    <section className="data-section" aria-labelledby="notices-card">
      <h2 id="notices-card">
        {notice.title} <small className="data-number">{count(notice.count)}</small>
      </h2>
      <p className="data-note">
        {formatMessage(
          { id: 'notices.facts' },
          {
            purpose: [formatMessage({ id: `access.purpose.${notice.purpose}` }), notice.words]
              .filter(Boolean)
              .join(' '),
            who: who ?? formatMessage({ id: 'notices.nobody' }),
            time: formatDate(notice.at, { dateStyle: 'medium', timeStyle: 'short' }),
            id: notice.id,
          },
        )}
      </p>
      <fieldset className="work-states">
        <legend className="visually-hidden">{formatMessage({ id: 'notices.delivery' })}</legend>
        {([null, ...STATES] as const).map((state) => (
          <button
            key={state ?? 'all'}
            type="button"
            data-state={state ?? 'all'}
            aria-pressed={only === state}
            onClick={() => void show(engine, state)}
          >
            {formatMessage({ id: `notices.${state ?? 'count'}` })}
            <b>{count(state === null ? notice.count : counts[state])}</b>
          </button>
        ))}
      </fieldset>
      <div className="data-buttons">
        <Button
          icon="tick"
          disabled={busy || left.length === 0}
          text={formatMessage({ id: 'notices.allDelivered' }, { count: count(left.length) })}
          onClick={() => void deliver(engine, left, 'delivered')}
        />
      </div>
      <div className="data-scroll work-list">
        <table className="quality-table">
          <tbody>
            {recipients.map((each) => (
              <Line key={each.id} notice={notice} recipient={each} />
            ))}
          </tbody>
        </table>
      </div>
      {listed > SHOWN && (
        <p className="data-note">
          {formatMessage({ id: 'notices.more' }, { shown: SHOWN, count: count(listed) })}
        </p>
      )}
    </section>
  );
}

function Line({ notice, recipient }: { notice: Notice; recipient: Recipient }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { busy, deliver } = useNotices();
  const open = useDeskActions((actions) => actions.openRecord);
  const { id, row, label, place, grid } = recipient;
  const now = stateOf(notice, id);
  const name = row === null ? formatMessage({ id: 'work.gone' }, { id }) : label;
  const mark = (state: Delivery) => void deliver(engine, [id], now === state ? 'pending' : state);
  return (
    <tr data-recipient={id} data-state={now}>
      <th scope="row">
        {row === null ? (
          <span className="work-gone">{name}</span>
        ) : (
          <button type="button" className="quality-name" onClick={() => open(notice.table, row)}>
            {name}
          </button>
        )}
      </th>
      <td>{place}</td>
      <td>{grid}</td>
      <td>
        <span className="quality-choice">
          {(['delivered', 'failed'] as const).map((state) => (
            <button
              key={state}
              type="button"
              disabled={busy}
              aria-pressed={now === state}
              aria-label={`${name} ${formatMessage({ id: `notices.${state}` })}`}
              onClick={() => mark(state)}
            >
              {formatMessage({ id: `notices.${state}` })}
            </button>
          ))}
        </span>
      </td>
    </tr>
  );
}
