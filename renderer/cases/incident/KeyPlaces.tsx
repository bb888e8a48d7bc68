/** What stands within a cordon and helps: hydrants and other facilities, gates and cameras, workers, organisations. A press shows it on the map. */
import { useIntl } from 'react-intl';
import type { RecordRef } from '../../../shared/query/answers.ts';
import { kindColumn, useWords } from '../tools/use-words.ts';
import type { ShownIncident } from './use-incident.ts';

/** What a fire brigade asks for first. */
const FIRST: readonly string[] = ['hydrant', 'aed', 'clinic'];

export function KeyPlaces({
  found,
  onShow,
}: {
  found: ShownIncident;
  onShow(place: { lng: number; lat: number }): void;
}) {
  const { formatMessage } = useIntl();
  const words = useWords();
  const rank = ({ kind }: RecordRef) => (FIRST.includes(kind) ? FIRST.indexOf(kind) : FIRST.length);
  const isGate = ({ kind }: RecordRef) => kind === 'gate';
  const groups = [
    ['places', [...found.places].sort((a, b) => rank(a) - rank(b))],
    ['gates', found.cameras.filter(isGate)],
    ['cameras', found.cameras.filter((each) => !isGate(each))],
    ['workers', found.workers],
    ['organisations', found.organisations],
  ] as const;
  return (
    <section className="inc-places" aria-label={formatMessage({ id: 'cases.incident.keyPlaces' })}>
      {groups
        .filter(([, refs]) => refs.length > 0)
        .map(([group, refs]) => (
          <details key={group} open={group === 'places'}>
            <summary>
              {formatMessage({ id: `cases.incident.${group}` })} <span>{refs.length}</span>
            </summary>
            <ul>
              {refs.map(({ table, row, label, kind, point }) => (
                <li key={`${table}.${row}`}>
                  <button
                    type="button"
                    className="inc-place"
                    disabled={point === null}
                    onClick={() => point && onShow({ lng: point[0], lat: point[1] })}
                  >
                    <b>{label}</b>{' '}
                    <span>{kind === '' ? '' : words.value(table, kindColumn(table), kind)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        ))}
    </section>
  );
}
