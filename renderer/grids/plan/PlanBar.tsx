/**
 * The head of the plan editor: name and state, steps back and forth by name, the way on to the next state, close. Owns the buttons only.
 */
import { Button, ButtonGroup, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { isoDayOf } from '../../../shared/model/field-sources.ts';
import { dayOfInput, localDayOf } from '../../../shared/partition/plan-day.ts';
import type { PlanCondition, PlanState } from '../../../shared/partition/plan-state.ts';
import { isOpenToEdits, PLAN_TRANSITIONS } from '../../../shared/partition/plan-state.ts';
import { usePlan } from './plan-edit.ts';

/** What the button of a way says. */
const WORDS: Partial<Record<`${PlanState}-${PlanState}`, string>> = {
  'draft-checked': 'plan.markChecked',
  'checked-walked': 'plan.markWalked',
  'checked-submitted': 'plan.submit',
  'walked-submitted': 'plan.submit',
  'submitted-draft': 'plan.return',
  'approved-draft': 'plan.return',
  'submitted-approved': 'plan.approve',
  'draft-archived': 'plan.archive',
  'checked-archived': 'plan.archive',
  'walked-archived': 'plan.archive',
};

export interface PlanBarProps {
  onStep(direction: 'undo' | 'redo'): void;
  onClose(): void;
  /** Resolves to what stands in the way; [] once the plan is in that state. */
  onState(to: PlanState, effectiveFrom: number | null, note: string): Promise<PlanCondition[]>;
}

export function PlanBar({ onStep, onClose, onState }: PlanBarProps) {
  const { formatMessage, formatDate } = useIntl();
  const { plan, state, effectiveFrom, undo, redo, saving } = usePlan();
  const [obstacles, setObstacles] = useState<PlanCondition[]>([]);
  const [day, setDay] = useState('');
  const [note, setNote] = useState('');
  if (!plan) return null;
  const step = (direction: 'undo' | 'redo', names: readonly string[]) => (
    <Button
      size="small"
      icon={direction}
      disabled={names.length === 0 || saving || !isOpenToEdits(state)}
      aria-label={formatMessage({ id: `plan.${direction}` })}
      title={names[0] ? formatMessage({ id: `plan.${direction}.of` }, { name: names[0] }) : undefined}
      onClick={() => onStep(direction)}
    />
  );
  const ways = PLAN_TRANSITIONS.filter(({ from }) => from === state);
  const go = (to: PlanState) => {
    setObstacles([]);
    // The reason goes with what is sent back.
    const why = to === 'draft' ? note.trim() : '';
    void onState(to, dayOfInput(day), why).then(setObstacles);
  };
  return (
    <header className="plan-bar">
      <div className="plan-title">
        <h1>{plan.name}</h1>
        <p>
          <span className="chip">{formatMessage({ id: `plan.state.${state}` })}</span>{' '}
          {effectiveFrom !== null &&
            formatMessage(
              { id: 'plan.effectiveFrom' },
              { day: formatDate(effectiveFrom * 86_400_000, { timeZone: 'UTC', dateStyle: 'medium' }) },
            )}
        </p>
      </div>
      <ButtonGroup>
        {step('undo', undo)}
        {step('redo', redo)}
        <PopoverNext
          placement="bottom-end"
          content={
            <Menu aria-label={formatMessage({ id: 'plan.history' })}>
              {undo.length === 0 && <MenuItem disabled text={formatMessage({ id: 'plan.history.none' })} />}
              {undo.slice(0, 30).map((name, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, places in the history do not.
                <MenuItem key={i} text={`${undo.length - i}. ${name}`} />
              ))}
            </Menu>
          }
        >
          <Button size="small" icon="history" aria-label={formatMessage({ id: 'plan.history' })} />
        </PopoverNext>
      </ButtonGroup>
      <Button
        size="small"
        variant="minimal"
        icon="cross"
        aria-label={formatMessage({ id: 'plan.close' })}
        onClick={onClose}
      />
      <div className="plan-ways">
        {ways.some(({ conditions }) => conditions.includes('day-given')) && (
          <label>
            {formatMessage({ id: 'plan.day' })}
            <input
              type="date"
              value={day}
              min={isoDayOf(localDayOf(Date.now()))}
              onChange={(event) => setDay(event.target.value)}
            />
          </label>
        )}
        {ways.some(({ to }) => to === 'draft') && (
          <label>
            {formatMessage({ id: 'plan.return.why' })}
            <input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
          </label>
        )}
        {ways.map(({ from, to }) => (
          <Button
            key={to}
            size="small"
            disabled={saving}
            variant={to === 'archived' || to === 'draft' ? 'minimal' : undefined}
            text={formatMessage({ id: WORDS[`${from}-${to}`] ?? `plan.state.${to}` })}
            onClick={() => go(to)}
          />
        ))}
      </div>
      {obstacles.length > 0 && (
        <p role="alert" className="plan-obstacles">
          {obstacles.map((condition) => formatMessage({ id: `plan.obstacle.${condition}` })).join('；')}
        </p>
      )}
    </header>
  );
}
