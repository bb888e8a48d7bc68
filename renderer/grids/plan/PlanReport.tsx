/**
 * What a plan comes to, asked for when it is opened: who changes grid, what becomes of which code, and whether the plan is sound. Owns the
 * tabs; the lists are worked out by the worker.
 */
import { Button, Tab, Tabs } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import type { LngLat } from '../../../shared/query/selection.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanMoves } from '../../worker/plan-api.ts';
import { CodesTable } from './CodesTable.tsx';
import { MovesTables } from './MovesTables.tsx';
import { PlanCheckList } from './PlanCheckList.tsx';
import { usePlan } from './plan-edit.ts';
import { useAnswer } from './use-answer.ts';

export type PlanReportId = 'moves' | 'codes' | 'check';

export interface PlanReportProps {
  engine: Pick<DataEngine, 'planMoves' | 'planCodes' | 'exportPlanCodes' | 'checkPlan'>;
  shown: PlanReportId;
  onShow(report: PlanReportId | null): void;
  onAct(action: PlanAction, name: string): Promise<boolean>;
  onPlace(at: LngLat): void;
  /** Shows a building on the map. */
  onBuilding(row: number): void;
}

export function PlanReport({ engine, shown, onShow, onAct, onPlace, onBuilding }: PlanReportProps) {
  const { formatMessage } = useIntl();
  return (
    <section className="plan-report panel" aria-label={formatMessage({ id: `plan.${shown}` })}>
      <Tabs
        id="plan-report"
        renderActiveTabPanelOnly
        selectedTabId={shown}
        onChange={(id) => onShow(id as PlanReportId)}
      >
        <Tab
          id="moves"
          title={formatMessage({ id: 'plan.moves' })}
          panel={<Moves engine={engine} onBuilding={onBuilding} />}
        />
        <Tab id="codes" title={formatMessage({ id: 'plan.codes' })} panel={<CodesTable engine={engine} />} />
        <Tab
          id="check"
          title={formatMessage({ id: 'plan.check' })}
          panel={<PlanCheckList engine={engine} onAct={onAct} onPlace={onPlace} onBuilding={onBuilding} />}
        />
      </Tabs>
      <Button
        className="plan-report-close"
        size="small"
        variant="minimal"
        icon="cross"
        aria-label={formatMessage({ id: 'plan.report.close' })}
        onClick={() => onShow(null)}
      />
    </section>
  );
}

/** Rows shown at once; the rest is in the printed sheets and the export. */
const MOST = 200;

function Moves({ engine, onBuilding }: Pick<PlanReportProps, 'engine' | 'onBuilding'>) {
  const { formatMessage } = useIntl();
  const grids = usePlan((plan) => plan.grids);
  const moves = useAnswer<PlanMoves>(() => engine.planMoves());
  if (!moves) return null;
  if (moves === 'refused') return <p className="plan-note">{formatMessage({ id: 'plan.withheld' })}</p>;
  const names = new Map([...grids.values()].map(({ code, name }) => [code, name]));
  return <MovesTables moves={moves} names={names} most={MOST} onBuilding={onBuilding} />;
}
