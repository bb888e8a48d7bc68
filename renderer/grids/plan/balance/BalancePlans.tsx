/**
 * The plans that were found, side by side: a picture of what each moves and every aim by its own number against today. Choosing a column
 * chooses the plan. Owns the table only.
 */
import { type ReactNode, useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { BalancePlan } from '../../../../shared/partition/balance/balance-plan.ts';
import { BALANCE_AIMS, type BalanceAim } from '../../../../shared/partition/balance/balance-settings.ts';
import { useCount } from '../../../app/count.tsx';
import type { BalanceAnswer } from '../../../worker/plan-api.ts';
import { PlanThumb } from '../PlanThumb.tsx';
import { useBalance } from './balance-store.ts';

/** In the unit that a person reads: metres of border, metres of way a household. */
function shown(aim: BalanceAim, terms: BalancePlan['before'], households: number): number {
  if (aim === 'compactness') return Math.round(terms.compactness / 10);
  if (aim === 'walking') return Math.round(terms.walking / Math.max(1, households));
  return terms[aim];
}

export function BalancePlans({ answer }: { answer: BalanceAnswer }) {
  const { formatMessage, formatNumber } = useIntl();
  const count = useCount();
  const { chosen, choose } = useBalance();
  const { plans, households } = answer;
  const staged = useMemo(
    () =>
      plans.map(
        ({ moves }) => new Map(moves.flatMap(({ cells, to }) => cells.map((cell) => [cell, to] as const))),
      ),
    [plans],
  );
  const head = (plan: BalancePlan, i: number): ReactNode => (
    <button
      type="button"
      className="balance-plan"
      aria-pressed={chosen === i}
      title={formatMessage({ id: `balance.emphasis.${plan.emphasis ?? 'none'}` })}
      onClick={() => choose(i)}
    >
      <PlanThumb staged={staged[i]} />
      <b>{formatMessage({ id: 'plan.balance.plan' }, { number: i + 1 })}</b>
    </button>
  );
  return (
    <table className="grids-table balance-table">
      <thead>
        <tr>
          <th scope="col">{formatMessage({ id: 'plan.balance.aim' })}</th>
          <th scope="col">{formatMessage({ id: 'plan.balance.today' })}</th>
          {plans.map((plan, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a plan is its place in the answer.
            <th key={i} scope="col" data-chosen={chosen === i}>
              {head(plan, i)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {BALANCE_AIMS.map((aim) => (
          <tr key={aim}>
            <th scope="row" title={formatMessage({ id: `plan.balance.aim.${aim}.why` })}>
              {formatMessage({ id: `plan.balance.aim.${aim}` })}
              <small>{formatMessage({ id: `plan.balance.unit.${aim}` })}</small>
            </th>
            <td>{count(shown(aim, plans[0].before, households))}</td>
            {plans.map((plan, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <td key={i} data-chosen={chosen === i}>
                {count(shown(aim, plan.after, households))}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row" title={formatMessage({ id: 'plan.balance.cost.why' })}>
            {formatMessage({ id: 'plan.balance.cost' })}
          </th>
          <td>{formatNumber(1, { style: 'percent' })}</td>
          {plans.map(({ cost }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <td key={i} data-chosen={chosen === i}>
              {formatNumber(cost.after / Math.max(1, cost.before), { style: 'percent' })}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
