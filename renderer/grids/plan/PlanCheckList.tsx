/**
 * What is to be put right before a plan is handed in, each with its place on the map and what can be done about it. Owns the list; what may be done
 * is the worker's offer.
 */
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import { isOpenToEdits } from '../../../shared/partition/plan-state.ts';
import type { LngLat } from '../../../shared/query/selection.ts';
import { useGridTarget } from '../../app/local-profile.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanCheck } from '../../worker/plan-api.ts';
import { usePlan } from './plan-edit.ts';
import { useAnswer } from './use-answer.ts';

export interface PlanCheckListProps {
  engine: Pick<DataEngine, 'checkPlan'>;
  onAct(action: PlanAction, name: string): Promise<boolean>;
  onPlace(at: LngLat): void;
  onBuilding(row: number): void;
}

/** Names of buildings told of one piece of ground. */
const MOST_NAMES = 6;

export function PlanCheckList({ engine, onAct, onPlace, onBuilding }: PlanCheckListProps) {
  const { formatMessage } = useIntl();
  const { plan, grids, state, saving, exceptions } = usePlan();
  const { min, max } = useGridTarget();
  const findings = useAnswer<PlanCheck>(() => engine.checkPlan({ min, max }));
  if (!findings || findings === 'refused') return null;
  const open = isOpenToEdits(state);
  // In the plan of a street office every community has a first grid.
  const communities = plan?.communities ?? [];
  const nameOf = (id: number) => {
    const grid = grids.get(id);
    const name = grid?.name || grid?.code || '';
    return communities.length > 1 ? `${communities[grid?.community ?? 0]?.name ?? ''} ${name}`.trim() : name;
  };
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const act = (text: string, action: PlanAction, name: string) =>
    open && <Button size="small" disabled={saving} text={text} onClick={() => void onAct(action, name)} />;
  const give = (cells: number[], to: number | null) =>
    to !== null &&
    act(
      say('plan.fix.give', { name: nameOf(to) }),
      { type: 'assignCells', cells, grid: to },
      say('plan.step.assign', { name: nameOf(to) }),
    );
  const show = (at: LngLat) => (
    <Button
      size="small"
      variant="minimal"
      icon="locate"
      aria-label={say('plan.fix.show')}
      onClick={() => onPlace(at)}
    />
  );
  const { unassigned } = findings;
  const placeable = unassigned.filter(({ best }) => best !== null);
  return (
    <ul className="plan-findings" data-passes={findings.passes}>
      <li>{say(findings.holds ? 'plan.check.clean' : 'plan.check.proof')}</li>
      {unassigned.length > 0 && (
        <li>
          {say('plan.check.unassigned', { count: unassigned.length })}
          {placeable.length > 1 &&
            act(
              say('plan.fix.giveAll', { count: placeable.length }),
              {
                type: 'several',
                actions: placeable.map(({ cells, best }) => ({
                  type: 'assignCells',
                  cells,
                  grid: best ?? -1,
                })),
              },
              say('plan.step.giveAll'),
            )}
        </li>
      )}
      {unassigned.map(({ cells, best, at, buildings }) => (
        <li key={`none-${cells[0]}`} className="plan-finding">
          <span>
            {buildings.length === 0
              ? say('plan.fix.noBuilding')
              : buildings
                  .slice(0, MOST_NAMES)
                  .map(({ row, label }, i) => (
                    <Building key={row} label={label} first={i === 0} onOpen={() => onBuilding(row)} />
                  ))}
            {buildings.length > MOST_NAMES && ` +${buildings.length - MOST_NAMES}`}
          </span>
          {show(at)}
          {give(cells, best)}
        </li>
      ))}
      {findings.cutOff.map(({ grid, cells, best, link, at }) => (
        <li key={`part-${cells[0]}`} className="plan-finding">
          <span>{say('plan.check.cutOff', { name: nameOf(grid), count: cells.length })}</span>
          {show(at)}
          {give(cells, best)}
          {act(
            say('plan.fix.link'),
            { type: 'link', ...link },
            say('plan.step.link', { name: nameOf(grid) }),
          )}
        </li>
      ))}
      {exceptions.map(({ id, kind, at }) => (
        <li key={`exception-${id}`} className="plan-finding">
          <span>{say(`plan.exception.${kind}`)}</span>
          {show(at[0])}
          {act(
            say('plan.exception.remove'),
            { type: 'removeException', exception: id },
            say('plan.step.removeException'),
          )}
        </li>
      ))}
      {findings.codes.map(({ grid }) => (
        <li key={`code-${grid}`}>{say('plan.check.code', { name: nameOf(grid) })}</li>
      ))}
      {findings.outsideTarget.map(({ grid, households }) => (
        <li key={`band-${grid}`}>
          {say('plan.check.band', { name: nameOf(grid), count: households, min, max })}
        </li>
      ))}
    </ul>
  );
}

function Building({ label, first, onOpen }: { label: string; first: boolean; onOpen(): void }): ReactNode {
  return (
    <>
      {!first && '、'}
      <button type="button" className="plan-building" onClick={onOpen}>
        {label}
      </button>
    </>
  );
}
