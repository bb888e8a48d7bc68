/** What a balancing is asked for: the weight of every aim in plain sight, the grids, the seed. Owns the form only. */
import { Button } from '@blueprintjs/core';
import type { FormEvent } from 'react';
import { useIntl } from 'react-intl';
import { BALANCE_AIMS } from '../../../../shared/partition/balance/balance-settings.ts';
import { useGridTarget } from '../../../app/local-profile.ts';
import { shownGrids, usePlan } from '../plan-edit.ts';
import { EFFORTS, type Effort, useBalance } from './balance-store.ts';

const MOST_SEED = 0xffffffff;

export function BalanceForm({ onSeek }: { onSeek(): void }) {
  const { formatMessage } = useIntl();
  const aim = useGridTarget();
  const { weights, seed, effort, share, ask } = useBalance();
  const busy = share !== null;
  const seek = (event: FormEvent) => {
    event.preventDefault();
    onSeek();
  };
  return (
    <form className="balance-form" onSubmit={seek}>
      <p className="plan-note">{formatMessage({ id: 'plan.balance.why' })}</p>
      <fieldset disabled={busy}>
        <legend>{formatMessage({ id: 'plan.balance.weights' })}</legend>
        {BALANCE_AIMS.map((id) => (
          <label
            key={id}
            className="balance-weight"
            title={formatMessage({ id: `plan.balance.aim.${id}.why` })}
          >
            <span>{formatMessage({ id: `plan.balance.aim.${id}` })}</span>
            <input
              type="range"
              min={0}
              max={100}
              step={5}
              value={weights[id]}
              onChange={(event) => ask({ [id]: Number(event.target.value) })}
            />
            <output>{weights[id]}</output>
          </label>
        ))}
      </fieldset>
      <GridChoice busy={busy} />
      <TargetFields usual={aim} busy={busy} />
      <div className="balance-row">
        <label>
          {formatMessage({ id: 'plan.balance.effort' })}
          <select
            value={effort}
            disabled={busy}
            onChange={(event) => useBalance.setState({ effort: event.target.value as Effort })}
          >
            {(Object.keys(EFFORTS) as Effort[]).map((id) => (
              <option key={id} value={id}>
                {formatMessage({ id: `plan.balance.effort.${id}` })}
              </option>
            ))}
          </select>
        </label>
        <label title={formatMessage({ id: 'plan.balance.seed.why' })}>
          {formatMessage({ id: 'plan.balance.seed' })}
          <input
            type="number"
            min={0}
            max={MOST_SEED}
            step={1}
            required
            value={seed}
            disabled={busy}
            onChange={(event) => {
              const { valueAsNumber } = event.target;
              if (Number.isInteger(valueAsNumber) && valueAsNumber >= 0 && valueAsNumber <= MOST_SEED)
                useBalance.setState({ seed: valueAsNumber });
            }}
          />
        </label>
        <Button
          type="submit"
          size="small"
          intent="primary"
          disabled={busy}
          text={formatMessage({ id: 'plan.balance.seek' })}
        />
      </div>
    </form>
  );
}

const MOST_HOUSEHOLDS = 10_000;

function TargetFields({ usual, busy }: { usual: { min: number; max: number }; busy: boolean }) {
  const { formatMessage } = useIntl();
  const target = useBalance((balance) => balance.target) ?? usual;
  const field = (id: 'min' | 'max', least: number, most: number) => (
    <label>
      {formatMessage({ id: `plan.balance.target.${id}` })}
      <input
        type="number"
        required
        min={least}
        max={most}
        step={1}
        value={target[id]}
        disabled={busy}
        onChange={({ target: { valueAsNumber } }) => {
          if (Number.isInteger(valueAsNumber))
            useBalance.setState({ target: { ...target, [id]: valueAsNumber } });
        }}
      />
    </label>
  );
  return (
    <div className="balance-row">
      {field('min', 1, target.max)}
      {field('max', target.min, MOST_HOUSEHOLDS)}
    </div>
  );
}

/** All grids, or those that are ticked. */
function GridChoice({ busy }: { busy: boolean }) {
  const { formatMessage } = useIntl();
  const grids = usePlan((plan) => plan.grids);
  const chosen = useBalance((balance) => balance.grids);
  const all = shownGrids({ grids, trial: null }).filter(({ kind, locked }) => kind === 'general' && !locked);
  const toggle = (grid: number, on: boolean) => {
    const next = new Set(chosen ?? all.map(({ id }) => id));
    if (on) next.add(grid);
    else next.delete(grid);
    useBalance.setState({ grids: all.every(({ id }) => next.has(id)) ? null : next });
  };
  return (
    <details className="balance-grids">
      <summary>
        {chosen === null
          ? formatMessage({ id: 'plan.balance.grids.all' }, { count: all.length })
          : formatMessage({ id: 'plan.balance.grids.some' }, { count: chosen.size, all: all.length })}
      </summary>
      <div>
        {all.map(({ id, name, code }) => (
          <label key={id}>
            <input
              type="checkbox"
              disabled={busy}
              checked={chosen === null || chosen.has(id)}
              onChange={(event) => toggle(id, event.target.checked)}
            />
            {name || code}
          </label>
        ))}
      </div>
    </details>
  );
}
