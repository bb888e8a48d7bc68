/**
 * The moves of the plan that is looked at, each with its reason, to be ticked and carried out one by one or together. Owns the list; whether
 * moves may be carried out is the worker's to say.
 */
import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { CutOff } from '../../../../shared/partition/balance/accept-moves.ts';
import type { BalanceMove, BalancePlan } from '../../../../shared/partition/balance/balance-plan.ts';
import type { LngLat } from '../../../../shared/query/selection.ts';
import { usePeopleCount } from '../../../app/count.tsx';
import { usePlan } from '../plan-edit.ts';
import { standingOf, useBalance } from './balance-store.ts';

export interface BalanceMovesProps {
  plan: BalancePlan;
  /** Shows a place on the map. */
  onPlace(at: LngLat): void;
  /** null: carried out, or refused as the editor tells. */
  onAccept(moves: readonly number[], name: string): Promise<CutOff | null>;
}

export function BalanceMoves({ plan, onPlace, onAccept }: BalanceMovesProps) {
  const { formatMessage } = useIntl();
  const people = usePeopleCount();
  const { grids, cells, cellGrid, saving } = usePlan();
  const { ticked, chosen, tick } = useBalance();
  const [cutOff, setCutOff] = useState<CutOff | null>(null);
  const nameOf = (id: number) => grids.get(id)?.name || grids.get(id)?.code || '';
  const standings = new Map(plan.moves.map((move) => [move.id, standingOf(move, cellGrid)]));
  const open = plan.moves.filter(({ id }) => standings.get(id) === 'open');
  const going = open.filter(({ id }) => ticked.has(id));
  const accept = async (moves: readonly BalanceMove[]) => {
    const name =
      moves.length === 1
        ? formatMessage(
            { id: 'plan.step.balance.one' },
            { from: nameOf(moves[0].from), to: nameOf(moves[0].to) },
          )
        : formatMessage({ id: 'plan.step.balance' }, { number: (chosen ?? 0) + 1, count: moves.length });
    setCutOff(
      await onAccept(
        moves.map(({ id }) => id),
        name,
      ),
    );
  };
  const takeAlong = async ({ needs }: CutOff) => {
    tick(needs, true);
    const ids = new Set([...going.map(({ id }) => id), ...needs]);
    await accept(plan.moves.filter(({ id }) => ids.has(id)));
  };
  return (
    <section className="balance-moves" aria-label={formatMessage({ id: 'plan.balance.moves' })}>
      <header>
        <label>
          <input
            type="checkbox"
            checked={open.length > 0 && going.length === open.length}
            disabled={open.length === 0}
            onChange={(event) =>
              tick(
                open.map(({ id }) => id),
                event.target.checked,
              )
            }
          />
          {formatMessage({ id: `balance.emphasis.${plan.emphasis ?? 'none'}` })} ·{' '}
          {formatMessage({ id: 'plan.balance.moves.count' }, { count: plan.moves.length })}
        </label>
        <Button
          size="small"
          intent="primary"
          disabled={going.length === 0 || saving}
          text={formatMessage({ id: 'plan.balance.accept' }, { count: going.length })}
          onClick={() => void accept(going)}
        />
      </header>
      {cutOff && (
        <p role="alert" className="plan-obstacles balance-cut-off">
          {formatMessage({ id: `balance.refused.${cutOff.reason}` }, { grid: nameOf(cutOff.grid) })}{' '}
          {cutOff.needs.length > 0 && (
            <Button
              size="small"
              text={formatMessage({ id: 'plan.balance.takeAlong' }, { count: cutOff.needs.length })}
              onClick={() => void takeAlong(cutOff)}
            />
          )}
        </p>
      )}
      <ul>
        {plan.moves.map((move) => {
          const { id, from, to, households, residents, reason, atoms } = move;
          const standing = standings.get(id) ?? 'overtaken';
          const names = { from: nameOf(from), to: nameOf(to) };
          return (
            <li key={id} data-standing={standing}>
              <input
                type="checkbox"
                aria-label={formatMessage({ id: 'plan.balance.move' }, names)}
                checked={standing === 'open' && ticked.has(id)}
                disabled={standing !== 'open'}
                onChange={(event) => tick([id], event.target.checked)}
              />
              <div>
                <b>{formatMessage({ id: 'plan.balance.move' }, names)}</b>
                <small>
                  {formatMessage(
                    { id: 'plan.balance.move.size' },
                    { buildings: atoms.length, households: people(households), residents: people(residents) },
                  )}
                </small>
                <p>{formatMessage({ id: `balance.reason.${reason.id}` }, { ...reason.values, ...names })}</p>
              </div>
              <Button
                size="small"
                variant="minimal"
                icon="locate"
                aria-label={formatMessage({ id: 'plan.fix.show' })}
                onClick={() => {
                  const corner = cells.get(move.cells[0])?.[0]?.[0];
                  if (corner) onPlace([corner[0], corner[1]]);
                }}
              />
              {standing === 'open' ? (
                <Button
                  size="small"
                  variant="minimal"
                  disabled={saving}
                  text={formatMessage({ id: 'plan.balance.acceptOne' })}
                  onClick={() => void accept([move])}
                />
              ) : (
                <span className="chip">{formatMessage({ id: `plan.balance.standing.${standing}` })}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
