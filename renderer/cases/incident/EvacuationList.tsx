/** The homes of a cordon by building and floor, the top floor first: a press marks a home, another takes the mark back; a whole floor at once. */
import { useIntl } from 'react-intl';
import type { Tick } from '../../../shared/cases/case.ts';
import type { Mark } from '../../../shared/cases/case-words.ts';
import { floorsOf } from '../../../shared/cases/evacuation.ts';
import type { IncidentHome } from '../../../shared/query/incident.ts';
import { usePeopleCount } from '../../app/count.tsx';
import type { ShownIncident } from './use-incident.ts';

/** Most lines that one command may mark. */
const MOST_ITEMS = 300;

interface Props {
  found: ShownIncident;
  ticks: ReadonlyMap<string, Tick>;
  /** What a press marks as. */
  mark: Mark;
  busy: boolean;
  onMark(items: string[], mark: Mark): void;
}

export function EvacuationList({ found, ticks, mark, busy, onMark }: Props) {
  const { formatMessage } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const lived = found.buildings.filter(({ homes }) => homes.length > 0);
  if (lived.length === 0) return <p className="tool-none">{say('cases.incident.noHomes')}</p>;
  return (
    <div className="inc-buildings">
      {lived.map(({ row, label, homes }, i) => {
        const peopled = homes.filter(({ people }) => people > 0);
        const done = peopled.filter(({ id }) => ticks.get(id)?.mark === 'done').length;
        return (
          <details key={row} open={i === 0 || lived.length <= 2}>
            <summary>
              <b>{label || '—'}</b> <span>{say('cases.tool.done', { done, of: peopled.length })}</span>
            </summary>
            {floorsOf(homes).map((floor) => (
              <div key={floor.floor} className="inc-floor">
                <button
                  type="button"
                  className="inc-whole"
                  disabled={busy}
                  title={say('cases.incident.wholeFloor', { mark: say(`cases.mark.${mark}`) })}
                  onClick={() =>
                    onMark(
                      floor.homes.slice(0, MOST_ITEMS).map(({ id }) => id),
                      mark,
                    )
                  }
                >
                  {say('cases.tool.floor', { floor: floor.floor })}
                </button>
                <div>
                  {floor.homes.map((home) => (
                    <HomeChip
                      key={home.row}
                      home={home}
                      mark={ticks.get(home.id)?.mark}
                      busy={busy}
                      onPress={() => onMark([home.id], ticks.get(home.id)?.mark === mark ? 'open' : mark)}
                    />
                  ))}
                </div>
              </div>
            ))}
          </details>
        );
      })}
    </div>
  );
}

const SIGNS: Readonly<Record<Tick['mark'], string>> = { done: '✓', help: '!', noAnswer: '?' };

function HomeChip({
  home,
  mark,
  busy,
  onPress,
}: {
  home: IncidentHome;
  mark: Tick['mark'] | undefined;
  busy: boolean;
  onPress(): void;
}) {
  const { formatMessage } = useIntl();
  const count = usePeopleCount();
  const { label, people, helped } = home;
  const told = [
    label,
    formatMessage({ id: 'cases.incident.peopleAt' }, { count: people }),
    helped > 0 ? formatMessage({ id: 'cases.incident.helpedAt' }, { count: helped }) : '',
    mark ? formatMessage({ id: `cases.mark.${mark}` }) : '',
  ];
  return (
    <button
      type="button"
      className="inc-home"
      data-mark={mark}
      data-empty={people === 0}
      aria-pressed={mark !== undefined}
      aria-label={told.filter(Boolean).join(', ')}
      disabled={busy}
      onClick={onPress}
    >
      <b>{label || '—'}</b>
      <span>
        {mark ? `${SIGNS[mark]} ` : ''}
        {count(people)}
        {helped > 0 && '♿'}
      </span>
    </button>
  );
}
