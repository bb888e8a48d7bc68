/**
 * What a plan comes to, asked for when it is opened: who changes grid, and whether the plan is sound. Owns the two lists; both are worked
 * out by the worker.
 */
import { Button, Tab, Tabs } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { useLocalProfile } from '../../app/local-profile.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanCheck, PlanMoves } from '../../worker/plan-api.ts';
import { usePlan } from './plan-edit.ts';

export type PlanReportId = 'moves' | 'check';

export interface PlanReportProps {
  engine: Pick<DataEngine, 'planMoves' | 'checkPlan'>;
  shown: PlanReportId;
  onShow(report: PlanReportId | null): void;
  /** Shows a building on the map. */
  onBuilding(row: number): void;
}

export function PlanReport({ engine, shown, onShow, onBuilding }: PlanReportProps) {
  const { formatMessage } = useIntl();
  return (
    <section className="plan-report panel" aria-label={formatMessage({ id: `plan.${shown}` })}>
      <header>
        <Tabs id="plan-report" selectedTabId={shown} onChange={(id) => onShow(id as PlanReportId)}>
          <Tab id="moves" title={formatMessage({ id: 'plan.moves' })} />
          <Tab id="check" title={formatMessage({ id: 'plan.check' })} />
        </Tabs>
        <Button
          size="small"
          variant="minimal"
          icon="cross"
          aria-label={formatMessage({ id: 'plan.report.close' })}
          onClick={() => onShow(null)}
        />
      </header>
      <div className="plan-report-body">
        {shown === 'moves' ? <Moves engine={engine} onBuilding={onBuilding} /> : <Check engine={engine} />}
      </div>
    </section>
  );
}

/** Asked again whenever the plan has moved on. null: not there yet; 'refused': not for who is at the desk. */
function useAnswer<T>(ask: () => Promise<T>): T | null | 'refused' {
  const seq = usePlan((plan) => plan.seq);
  const [answer, setAnswer] = useState<T | null | 'refused'>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the journal's place is the reason.
  useEffect(() => {
    let current = true;
    ask().then(
      (found) => current && setAnswer(found),
      () => current && setAnswer('refused'),
    );
    return () => {
      current = false;
    };
  }, [seq]);
  return answer;
}

/** Rows shown at once; the rest is in the printed sheets and the export. */
const MOST = 200;

function Moves({ engine, onBuilding }: Pick<PlanReportProps, 'engine' | 'onBuilding'>) {
  const { formatMessage, formatNumber } = useIntl();
  const moves = useAnswer<PlanMoves>(() => engine.planMoves());
  if (!moves) return null;
  if (moves === 'refused') return <p className="plan-note">{formatMessage({ id: 'plan.withheld' })}</p>;
  if (moves.buildings.length === 0)
    return <p className="plan-note">{formatMessage({ id: 'plan.moves.none' })}</p>;
  const sum = (of: 'households' | 'residents') => moves.buildings.reduce((all, move) => all + move[of], 0);
  return (
    <>
      <p className="plan-note">
        {formatMessage(
          { id: 'plan.moves.total' },
          {
            buildings: moves.buildings.length,
            households: formatNumber(sum('households')),
            residents: formatNumber(sum('residents')),
          },
        )}
      </p>
      <table className="grids-table">
        <thead>
          <tr>
            <th scope="col">{formatMessage({ id: 'plan.moves.building' })}</th>
            <th scope="col">{formatMessage({ id: 'plan.moves.from' })}</th>
            <th scope="col">{formatMessage({ id: 'plan.moves.to' })}</th>
            <th scope="col">{formatMessage({ id: 'grids.households' })}</th>
            <th scope="col">{formatMessage({ id: 'grids.residents' })}</th>
            <th scope="col">{formatMessage({ id: 'grids.devices' })}</th>
          </tr>
        </thead>
        <tbody>
          {moves.buildings.slice(0, MOST).map((move) => (
            <tr key={`${move.table}-${move.row}`}>
              <th scope="row">
                {move.table === 'buildings' ? (
                  <button type="button" className="grids-name" onClick={() => onBuilding(move.row)}>
                    {move.label}
                  </button>
                ) : (
                  move.label
                )}
              </th>
              <td>{move.from || formatMessage({ id: 'grids.unassigned' })}</td>
              <td>{move.to || formatMessage({ id: 'grids.unassigned' })}</td>
              <td>{formatNumber(move.households)}</td>
              <td>{formatNumber(move.residents)}</td>
              <td>{formatNumber(move.devices)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Check({ engine }: Pick<PlanReportProps, 'engine'>) {
  const { formatMessage } = useIntl();
  const grids = usePlan((plan) => plan.grids);
  const findings = useAnswer<PlanCheck>(() => engine.checkPlan({ min, max }));
  const { min, max } = useLocalProfile((local) => local.profile.gridTarget);
  if (!findings || findings === 'refused') return null;
  const nameOf = (id: number) => grids.get(id)?.name || grids.get(id)?.code || '';
  const lines = [
    formatMessage({ id: findings.holds ? 'plan.check.clean' : 'plan.check.proof' }),
    ...(findings.unassignedCells.length > 0
      ? [formatMessage({ id: 'plan.check.unassigned' }, { count: findings.unassignedCells.length })]
      : []),
    ...findings.detached.map(({ grid }) =>
      formatMessage({ id: 'plan.check.parts' }, { name: nameOf(grid), count: grids.get(grid)?.parts ?? 2 }),
    ),
    ...findings.codes.map(({ grid }) => formatMessage({ id: 'plan.check.code' }, { name: nameOf(grid) })),
    ...findings.outsideTarget.map(({ grid, households }) =>
      formatMessage({ id: 'plan.check.band' }, { name: nameOf(grid), count: households, min, max }),
    ),
  ];
  return (
    <ul className="plan-findings" data-passes={findings.passes}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
