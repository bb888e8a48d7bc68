/**
 * Balancing the open plan: what is asked for, the search, the plans it found and their moves. While a plan is looked at, the map shows what its
 * ticked moves would change. Owns the order of these on the panel.
 */
import './balance.css';
import { Button, Callout, ProgressBar } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { isOpenToEdits } from '../../../../shared/partition/plan-state.ts';
import type { LngLat } from '../../../../shared/query/selection.ts';
import { useGridTarget } from '../../../app/local-profile.ts';
import type { DataEngine } from '../../../worker/engine-api.ts';
import type { BalanceAnswer } from '../../../worker/plan-api.ts';
import { usePlan } from '../plan-edit.ts';
import { BalanceForm } from './BalanceForm.tsx';
import { BalanceMoves } from './BalanceMoves.tsx';
import { BalancePlans } from './BalancePlans.tsx';
import { chosenPlan, tickedAction, useBalance } from './balance-store.ts';

export interface BalancePanelProps {
  engine: DataEngine;
  onPlace(at: LngLat): void;
}

export function BalancePanel({ engine, onPlace }: BalancePanelProps) {
  const { formatMessage } = useIntl();
  const aim = useGridTarget();
  const { share, failed, answer, of, chosen, ticked, seek } = useBalance();
  const { plan: open, state, cellGrid, saving } = usePlan();
  const own = of === open?.id ? answer : null;
  const plan = chosenPlan({ answer, chosen, of });
  useEffect(() => {
    const { attempt, cancel } = usePlan.getState();
    const action = plan && tickedAction(plan, ticked, cellGrid);
    if (saving) return;
    if (action) attempt(engine, action);
    else cancel();
    return () => usePlan.getState().cancel();
  }, [engine, plan, ticked, cellGrid, saving]);
  if (open?.numbers !== 'exact')
    return <p className="plan-note">{formatMessage({ id: 'plan.balance.withheld' })}</p>;
  if (!isOpenToEdits(state)) return <p className="plan-note">{formatMessage({ id: 'plan.frozen' })}</p>;
  return (
    <div className="grids-scroll balance">
      <details
        className="balance-asked"
        open={!own?.plans.length}
        key={own?.plans.length ? 'found' : 'asked'}
      >
        <summary>{formatMessage({ id: 'plan.balance.asked' })}</summary>
        <BalanceForm onSeek={() => void seek(engine, aim)} />
      </details>
      {share !== null && (
        <div className="balance-progress" role="status">
          <ProgressBar value={share} stripes={false} />
          <Button
            size="small"
            text={formatMessage({ id: 'plan.balance.cancel' })}
            onClick={() => void engine.cancel()}
          />
        </div>
      )}
      {failed !== '' && <Callout role="alert">{formatMessage({ id: `error.${failed}` })}</Callout>}
      {own && own.plans.length === 0 && <Nothing answer={own} />}
      {own && own.plans.length > 0 && <BalancePlans answer={own} />}
      {plan && (
        <BalanceMoves
          key={chosen}
          plan={plan}
          onPlace={onPlace}
          onAccept={(moves, name) =>
            usePlan.getState().write(engine, () => engine.acceptBalance(plan.moves, moves, name))
          }
        />
      )}
    </div>
  );
}

/** Why nothing better was found: the hard rules that left nothing to move, or that what is there is best. */
function Nothing({ answer: { hindrances } }: { answer: BalanceAnswer }) {
  const { formatMessage } = useIntl();
  const { grids, exclusive, locked, empty, fixedCells, freeCells, pairs } = hindrances;
  const why = [
    ...(exclusive > 0 ? [formatMessage({ id: 'plan.balance.none.exclusive' }, { count: exclusive })] : []),
    ...(locked > 0 ? [formatMessage({ id: 'plan.balance.none.locked' }, { count: locked })] : []),
    ...(empty > 0 ? [formatMessage({ id: 'plan.balance.none.empty' }, { count: empty })] : []),
    ...(grids < 2 ? [formatMessage({ id: 'plan.balance.none.few' }, { count: grids })] : []),
    ...(grids >= 2 && pairs === 0 ? [formatMessage({ id: 'plan.balance.none.apart' })] : []),
    ...(fixedCells > 0
      ? [formatMessage({ id: 'plan.balance.none.fixed' }, { count: fixedCells, all: fixedCells + freeCells })]
      : []),
  ];
  return (
    <div className="plan-note balance-none" role="status">
      <b>{formatMessage({ id: 'plan.balance.none' })}</b>
      {why.length === 0 ? (
        <p>{formatMessage({ id: 'plan.balance.none.best' })}</p>
      ) : (
        <ul>
          {why.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
