/** All that happened to a case, the newest first. */
import { useIntl } from 'react-intl';
import type { CaseEvent } from '../../shared/cases/case-event.ts';
import { eventDetail, MOMENT } from './case-text.ts';

export function CaseTimeline({
  events,
  notes,
  names,
}: {
  events: readonly CaseEvent[];
  /** Words of people, by number of the event. */
  notes: ReadonlyMap<number, string>;
  names: (id: string) => string;
}) {
  const intl = useIntl();
  return (
    <ol className="cases-timeline" reversed>
      {[...events].reverse().map((event) => {
        const detail = eventDetail(intl, event, names);
        return (
          <li key={event.n} data-system={event.role === 'system'}>
            <time dateTime={new Date(event.at).toISOString()}>
              {intl.formatDate(event.at, { ...MOMENT, second: '2-digit' })}
            </time>
            <b>{intl.formatMessage({ id: `cases.command.${event.does.kind}` })}</b>
            <span className="cases-by">
              {intl.formatMessage({ id: `cases.role.${event.role}` })}
              {event.role !== 'system' && !event.by.startsWith('seat-') && ` ${names(event.by)}`}
            </span>
            {notes.has(event.n) && <q className="cases-detail">{notes.get(event.n)}</q>}
            {detail !== '' && <span className="cases-detail">{detail}</span>}
            {event.from !== null && event.from !== event.to && (
              <span className="cases-to">{intl.formatMessage({ id: `cases.state.${event.to}` })}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
