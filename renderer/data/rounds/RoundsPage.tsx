/** Rounds (走访、排查): which there are and how far they are; a draft when another page asked for one. */
import { Spinner, Tag } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { isSettled, type Round } from '../../../shared/work/round.ts';
import { overdueVisits } from '../../../shared/work/visit-case.ts';
import { useCount } from '../../app/count.tsx';
import { EmptyState } from '../../app/EmptyState.tsx';
import { useSession } from '../../app/session.ts';
import { useWorkWish } from '../../app/work-wish.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { ErrorNote } from '../ErrorNote.tsx';
import { RoundCard } from './RoundCard.tsx';
import { RoundForm } from './RoundForm.tsx';
import { useRounds } from './store.ts';
import '../quality/quality.css';
import '../tags/tags.css';
import '../notices/work.css';

export function RoundsPage() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const revision = useSession((session) => session.revision);
  const { rounds, front, error, load } = useRounds();
  const draft = useWorkWish((wishes) => wishes.round);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says that another community may be open.
  useEffect(() => {
    void load(engine);
  }, [engine, revision, load]);
  const chosen = rounds?.find(({ id }) => id === front);
  return (
    <div className="tags">
      <div className="tags-columns">
        <section className="data-section" aria-labelledby="rounds-all">
          <div className="tags-head">
            <h2 id="rounds-all">{formatMessage({ id: 'rounds.all' })}</h2>
          </div>
          {rounds ? <RoundTable rounds={rounds} /> : !error && <EmptyState icon={<Spinner size={24} />} />}
        </section>
        <div>
          {error && <ErrorNote error={error} />}
          {draft && <RoundForm key={JSON.stringify(draft.source)} draft={draft} />}
          {!draft && chosen && <RoundCard key={chosen.id} round={chosen} />}
          {!draft && !chosen && rounds && rounds.length > 0 && (
            <EmptyState icon="walk" title={formatMessage({ id: 'rounds.choose' })} />
          )}
        </div>
      </div>
    </div>
  );
}

function RoundTable({ rounds }: { rounds: Round[] }) {
  const { formatMessage, formatDate } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { front, choose } = useRounds();
  const today = useSession((session) => session.today);
  if (rounds.length === 0)
    return (
      <EmptyState
        icon="walk"
        title={formatMessage({ id: 'rounds.none' })}
        description={formatMessage({ id: 'rounds.none.how' })}
      />
    );
  return (
    <table className="quality-table">
      <thead>
        <tr>
          {(['name', 'purpose', 'due'] as const).map((column) => (
            <th key={column} scope="col">
              {formatMessage({ id: `rounds.${column}` })}
            </th>
          ))}
          <th scope="col" className="data-number">
            {formatMessage({ id: 'rounds.progress' })}
          </th>
        </tr>
      </thead>
      <tbody>
        {rounds.map((round) => {
          const settled = [...round.visits.values()].filter(({ state }) => isSettled(state)).length;
          const overdue = overdueVisits(round, round.homes.length - settled, today);
          return (
            <tr key={round.id} data-round={round.id} aria-selected={front === round.id}>
              <th scope="row">
                <button
                  type="button"
                  className="quality-name"
                  aria-pressed={front === round.id}
                  onClick={() => void choose(engine, front === round.id ? null : round.id)}
                >
                  {round.name}
                </button>
                {round.closedAt > 0 && (
                  <small className="work-note"> {formatMessage({ id: 'rounds.closed' })}</small>
                )}
              </th>
              <td>{formatMessage({ id: `access.purpose.${round.purpose}` })}</td>
              <td>
                {round.dueDay > 0 &&
                  formatDate(round.dueDay * 86_400_000, { dateStyle: 'short', timeZone: 'UTC' })}
                {overdue > 0 && (
                  <Tag minimal intent="warning">
                    {formatMessage({ id: 'rounds.overdue' }, { count: overdue })}
                  </Tag>
                )}
              </td>
              <td className="data-number">
                {count(settled)} / {count(round.homes.length)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
