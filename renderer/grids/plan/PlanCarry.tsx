/**
 * What has changed since the open plan was begun, and the plan carried over onto today's borders: conflicts with place and choice. Owns the panel; which
 * conflicts there are and what a choice does is the worker's.
 */
import { Button, Callout, ProgressBar, SegmentedControl } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { CarryChoice, CarryConflict } from '../../../shared/partition/plan-carry.ts';
import type { LngLat } from '../../../shared/query/selection.ts';
import { codeOf } from '../../app/error-code.ts';
import { type CarryDraft, draftCarry, keepCarried } from '../../app/plan-session.ts';
import { useSession } from '../../app/session.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanDrift } from '../../worker/plan-api.ts';
import { usePlan } from './plan-edit.ts';

export interface PlanCarryProps {
  engine: DataEngine;
  onPlace(at: LngLat): void;
}

export function PlanCarry({ engine, onPlace }: PlanCarryProps) {
  const { formatMessage } = useIntl();
  const { plan, state } = usePlan();
  const drift = useDrift(engine);
  const [share, setShare] = useState<number | null>(null);
  const [draft, setDraft] = useState<CarryDraft | null>(null);
  const [choices, setChoices] = useState<Record<string, CarryChoice>>({});
  const [failed, setFailed] = useState('');
  if (!plan || !drift || state === 'effective' || state === 'archived') return null;
  const stale = drift.borders || drift.gone > 0 || drift.unknown > 0;
  if (!stale && drift.waiting === null) return null;
  const run = async (work: () => Promise<void>) => {
    setFailed('');
    setShare(0);
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
  const begin = () =>
    run(async () => {
      const name = formatMessage({ id: 'plan.carry.name' }, { name: plan.name }).slice(0, 80);
      const made = await draftCarry(engine, name, ({ done, total }) =>
        setShare(total > 0 ? done / total : 0),
      );
      setChoices({});
      setDraft(made);
    });
  const keep = (made: CarryDraft) =>
    run(async () => {
      const step = formatMessage({ id: 'plan.step.carry' }, { name: plan.name });
      await usePlan.getState().goOver(() => keepCarried(engine, made, choices, step));
      setDraft(null);
    });
  const words = [
    ...(drift.borders ? [formatMessage({ id: 'plan.drift.borders' })] : []),
    ...(drift.waiting === null ? [] : [formatMessage({ id: 'plan.drift.waiting' }, { name: drift.waiting })]),
    ...(drift.gone > 0 ? [formatMessage({ id: 'plan.drift.gone' }, { count: drift.gone })] : []),
    ...(drift.unknown > 0 ? [formatMessage({ id: 'plan.drift.unknown' }, { count: drift.unknown })] : []),
  ];
  return (
    <section className="plan-carry" aria-label={formatMessage({ id: 'plan.carry' })}>
      <p>
        {formatMessage({ id: 'plan.drift' })} {words.join('；')}
      </p>
      {!draft && stale && (
        <Button
          size="small"
          intent="primary"
          disabled={share !== null}
          text={formatMessage({ id: 'plan.carry' })}
          title={formatMessage({ id: 'plan.carry.why' })}
          onClick={() => void begin()}
        />
      )}
      {share !== null && <ProgressBar value={share} stripes={false} />}
      {share !== null && !draft && (
        <Button
          size="small"
          variant="minimal"
          text={formatMessage({ id: 'plan.making.cancel' })}
          onClick={() => void engine.cancel()}
        />
      )}
      {draft && (
        <>
          <p className="plan-note">{formatMessage({ id: 'plan.carry.why' })}</p>
          <Conflicts
            conflicts={draft.conflicts}
            choices={choices}
            onChoice={(id, choice) => setChoices({ ...choices, [id]: choice })}
            onPlace={onPlace}
          />
          <Button
            size="small"
            intent="primary"
            disabled={share !== null}
            text={formatMessage({ id: 'plan.carry.make' })}
            onClick={() => void keep(draft)}
          />
          <Button
            size="small"
            variant="minimal"
            text={formatMessage({ id: 'plan.carry.stop' })}
            onClick={() => setDraft(null)}
          />
        </>
      )}
      {failed !== '' && <Callout role="alert">{formatMessage({ id: `error.${failed}` })}</Callout>}
    </section>
  );
}

/** Asked again when the journal has moved on or the day has turned. */
function useDrift(engine: DataEngine): PlanDrift | null {
  const id = usePlan((plan) => plan.plan?.id);
  const { community, records, today } = useSession();
  const [drift, setDrift] = useState<PlanDrift | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: plan, records, grids and day are the reason.
  useEffect(() => {
    let current = true;
    setDrift(null);
    engine.planDrift().then(
      (found) => current && setDrift(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [engine, id, records, today, community?.inForce?.plan, community?.generation]);
  return drift;
}

interface ConflictsProps {
  conflicts: readonly CarryConflict[];
  choices: Readonly<Record<string, CarryChoice>>;
  onChoice(id: string, choice: CarryChoice): void;
  onPlace(at: LngLat): void;
}

function Conflicts({ conflicts, choices, onChoice, onPlace }: ConflictsProps) {
  const { formatMessage } = useIntl();
  const none = formatMessage({ id: 'grids.unassigned' });
  if (conflicts.length === 0) return <p className="plan-note">{formatMessage({ id: 'plan.carry.none' })}</p>;
  return (
    <>
      <p>{formatMessage({ id: 'plan.carry.conflicts' }, { count: conflicts.length })}</p>
      <ul className="plan-carry-list">
        {conflicts.map(({ id, kind, plan, today, at, choice }) => (
          <li key={id} data-kind={kind}>
            <span>
              <b>{formatMessage({ id: `plan.carry.${kind}` })}</b>
              <small>
                {formatMessage({ id: 'plan.carry.to' }, { plan: plan || none, today: today || none })}
              </small>
            </span>
            {at && (
              <Button
                size="small"
                variant="minimal"
                icon="locate"
                aria-label={formatMessage({ id: 'plan.carry.show' })}
                onClick={() => onPlace([at[0], at[1]])}
              />
            )}
            {choice && (
              <SegmentedControl
                size="small"
                aria-label={formatMessage({ id: 'plan.carry.choice' })}
                options={(['plan', 'today'] as const).map((value) => ({
                  value,
                  label: formatMessage({ id: `plan.carry.choice.${value}` }),
                }))}
                value={choices[id] ?? choice}
                onValueChange={(value) => onChoice(id, value as CarryChoice)}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
