/**
 * The plans of the open community, and a new one. Owns the list and its small form; what opening and beginning take is the desk's.
 */
import { Button, Callout, ProgressBar } from '@blueprintjs/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { codeOf } from '../../app/error-code.ts';
import type { NewPlan } from '../../app/plan-session.ts';
import { useSession } from '../../app/session.ts';
import type { PlanArea, PlanSummary } from '../../worker/plan-api.ts';
import { PlanScopeChoice } from './PlanScopeChoice.tsx';
import { firstScope, sameAreas } from './plan-scope.ts';

export interface PlanListProps {
  plans(): Promise<PlanSummary[]>;
  /** Reject with an error that has a `code`. */
  onBegin(plan: NewPlan, onProgress: (share: number) => void, signal: AbortSignal): Promise<void>;
  /** The areas that a plan can be of. */
  areas(): Promise<PlanArea[]>;
  onOpen(id: string): Promise<void>;
  /** Begins one from the areas of a file. */
  onFile(): void;
  /** Opens a signed file. */
  onSigned(): void;
  mayEdit: boolean;
}

export function PlanList({ plans, onBegin, onOpen, areas, onFile, onSigned, mayEdit }: PlanListProps) {
  const { formatMessage, formatDate } = useIntl();
  const { journalSeq, community, today } = useSession();
  const [list, setList] = useState<PlanSummary[]>([]);
  const [share, setShare] = useState<number | null>(null);
  const [failed, setFailed] = useState('');
  const givenUp = useRef(new AbortController());
  const [name, setName] = useState('');
  const [all, setAll] = useState<PlanArea[]>([]);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const first = formatMessage({ id: 'plan.new.default' }, { date: formatDate(Date.now()) });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation, record or day is the reason.
  useEffect(() => {
    let current = true;
    plans().then(
      (found) => current && setList(found),
      () => undefined,
    );
    areas().then(
      (found) => {
        if (!current || sameAreas(found, all)) return;
        setAll(found);
        setChosen(firstScope(found));
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [journalSeq, community?.generation, community?.inForce?.plan, today]);
  const run = async (work: () => Promise<void>) => {
    setFailed('');
    try {
      await work();
    } catch (error) {
      const code = codeOf(error);
      // Given up by the person.
      setFailed(code === 'storage-cancelled' ? '' : code);
    } finally {
      setShare(null);
    }
  };
  const begin = (event: FormEvent) => {
    event.preventDefault();
    setShare(0);
    givenUp.current = new AbortController();
    const { signal } = givenUp.current;
    const scope = chosen.size === all.length ? null : [...chosen].sort((a, b) => a - b);
    void run(() => onBegin({ name: name.trim() || first, areas: scope }, setShare, signal));
  };
  return (
    <section className="plan-list" aria-label={formatMessage({ id: 'plan.list' })}>
      <h2>{formatMessage({ id: 'plan.list' })}</h2>
      <p className="plan-note">{formatMessage({ id: 'plan.list.why' })}</p>
      <ul>
        {list.map((plan) => (
          <li key={plan.id}>
            <span>
              <b>{plan.name}</b>
              <small>
                {formatMessage({ id: `plan.state.${plan.state}` })} ·{' '}
                {plan.areas !== null && (
                  <>{formatMessage({ id: 'plan.scope.some' }, { count: plan.areas })} · </>
                )}
                {plan.effectiveFrom !== null &&
                  `${formatMessage(
                    { id: 'plan.effectiveFrom' },
                    {
                      day: formatDate(plan.effectiveFrom * 86_400_000, {
                        timeZone: 'UTC',
                        dateStyle: 'medium',
                      }),
                    },
                  )} · `}
                {formatMessage({ id: 'plan.steps' }, { count: plan.steps })} ·{' '}
                {formatDate(plan.editedAt, { dateStyle: 'short', timeStyle: 'short' })}
              </small>
            </span>
            <Button
              size="small"
              text={formatMessage({ id: 'plan.open' })}
              aria-label={`${formatMessage({ id: 'plan.open' })} ${plan.name}`}
              disabled={share !== null}
              onClick={() => void run(() => onOpen(plan.id))}
            />
          </li>
        ))}
      </ul>
      {mayEdit && all.length > 1 && (
        <PlanScopeChoice areas={all} chosen={chosen} disabled={share !== null} onChoose={setChosen} />
      )}
      {mayEdit && (
        <form className="plan-new" onSubmit={begin}>
          <input
            aria-label={formatMessage({ id: 'plan.new.name' })}
            placeholder={first}
            maxLength={80}
            value={name}
            disabled={share !== null}
            onChange={(event) => setName(event.target.value)}
          />
          <Button
            type="submit"
            size="small"
            intent="primary"
            loading={share !== null}
            disabled={all.length > 1 && chosen.size === 0}
            text={formatMessage({ id: 'plan.new' })}
          />
          <Button
            size="small"
            icon="document-open"
            disabled={share !== null}
            text={formatMessage({ id: 'planfile.units.open' })}
            onClick={onFile}
          />
          <Button
            size="small"
            icon="endorsed"
            disabled={share !== null}
            text={formatMessage({ id: 'signed.openFile' })}
            onClick={onSigned}
          />
        </form>
      )}
      {share !== null && (
        <div role="status">
          <ProgressBar value={share} stripes={false} />
          <p className="plan-note plan-making">
            {formatMessage({ id: 'plan.making' })}
            <Button
              size="small"
              variant="minimal"
              text={formatMessage({ id: 'plan.making.cancel' })}
              onClick={() => givenUp.current.abort()}
            />
          </p>
        </div>
      )}
      {failed !== '' && <Callout role="alert">{formatMessage({ id: `error.${failed}` })}</Callout>}
    </section>
  );
}
