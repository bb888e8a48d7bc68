/**
 * The editor of one grid plan beside the map: head, grids, what the tool in hand does and why something was refused, reports. Owns the
 * layout and the keys of undo; steps go to the worker and the journal by plan-edit.ts.
 */
import './plan.css';
import { Button } from '@blueprintjs/core';
import { useCallback, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import type { PlanCondition, PlanState } from '../../../shared/partition/plan-state.ts';
import type { LngLat } from '../../../shared/query/selection.ts';
import { RoundedNote } from '../../app/count.tsx';
import { useGridTarget } from '../../app/local-profile.ts';
import { useSession } from '../../app/session.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import { PlanFiles } from '../files/PlanFiles.tsx';
import { PlanPapers } from '../signed/PlanPapers.tsx';
import { SignedPanel } from '../signed/SignedPanel.tsx';
import { BalancePanel } from './balance/BalancePanel.tsx';
import { ComparePanel } from './compare/ComparePanel.tsx';
import { MicroPanel } from './MicroPanel.tsx';
import { PlanBar, type PlanBarProps } from './PlanBar.tsx';
import { PlanCarry } from './PlanCarry.tsx';
import { PlanGridActions } from './PlanGridActions.tsx';
import { PlanLevels } from './PlanLevels.tsx';
import { PlanReport, type PlanReportId } from './PlanReport.tsx';
import { PlanTable } from './PlanTable.tsx';
import { PLAN_TOOLS, usePlan } from './plan-edit.ts';

export interface PlanEditorProps {
  engine: DataEngine;
  onState(to: PlanState, effectiveFrom: number | null, note: string): Promise<PlanCondition[]>;
  onOpen(plan: string): Promise<void>;
  onBuilding(row: number): void;
  /** Shows a place on the map. */
  onPlace(at: LngLat): void;
  /** Goes on with a line that was refused because of buildings, round them. */
  onAround(): void;
}

export function PlanEditor({ engine, onState, onOpen, onBuilding, onPlace, onAround }: PlanEditorProps) {
  const { formatMessage } = useIntl();
  const aim = useGridTarget();
  const [report, setReport] = useState<PlanReportId | null>(null);
  const [files, setFiles] = useState(false);
  const [signed, setSigned] = useState(false);
  const [face, setFace] = useState<'balance' | 'compare' | null>(null);
  const { plan, tool, target, level, microTarget, refused, saving, failed, undo } = usePlan();
  const journal = useSession((session) => session.journalSeq);
  const today = useSession((session) => session.today);
  const step = useCallback(
    (direction: 'undo' | 'redo') => void usePlan.getState().step(engine, direction),
    [engine],
  );
  const act = (action: PlanAction, name: string) => usePlan.getState().act(engine, action, name);
  const toState: PlanBarProps['onState'] = async (to, effectiveFrom, note) => {
    const obstacles = await onState(to, effectiveFrom, note);
    // What is wrong is listed there, with what puts it right.
    if (obstacles.includes('checks-pass')) {
      setFiles(false);
      setReport('check');
    }
    return obstacles;
  };
  useUndoKeys(step);
  // Another window may have edited it, or its day has come.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the journal and the day are the reason.
  useEffect(() => void usePlan.getState().follow(engine), [engine, journal, today]);
  if (!plan) return null;
  const needs = PLAN_TOOLS.some(({ id, needsGrid }) => id === tool && needsGrid);
  const divides = level === 'micro' && target !== null && target >= 0;
  const hint =
    level === 'micro' && !divides
      ? 'plan.micro.chooseGrid'
      : needs && (divides ? microTarget : target) === null
        ? divides
          ? 'plan.micro.chooseFirst'
          : 'plan.chooseGridFirst'
        : divides && (needs || tool === 'choose')
          ? `plan.micro.tool.${tool}`
          : `plan.tool.${tool}.hint`;
  const line = refused
    ? formatMessage({ id: `grids.refused.${refused.reason}` })
    : failed
      ? formatMessage({ id: 'plan.failed' }, { why: formatMessage({ id: `error.${failed}` }) })
      : formatMessage({ id: hint });
  return (
    <>
      <section className="panel grids-panel plan-panel" aria-label={plan.name}>
        <PlanBar onStep={step} onClose={() => void usePlan.getState().close(engine)} onState={toState} />
        <PlanPapers engine={engine} onFile={() => setSigned(true)} />
        <PlanCarry key={plan.id} engine={engine} onPlace={onPlace} />
        <p className="plan-word" role="status" data-refused={refused !== null || failed !== ''}>
          {line}
          {refused?.reason === 'through-building' && (
            <Button
              size="small"
              text={formatMessage({ id: 'plan.throughBuildings.around' })}
              onClick={onAround}
            />
          )}
        </p>
        {face === 'balance' ? (
          <BalancePanel engine={engine} onPlace={onPlace} />
        ) : face === 'compare' ? (
          <ComparePanel engine={engine} onBuilding={onBuilding} />
        ) : (
          <>
            <PlanLevels />
            {divides ? (
              <MicroPanel onAct={act} />
            ) : (
              <>
                {level === 'grid' && <PlanGridActions onAct={act} />}
                <p className="grids-target">{formatMessage({ id: 'grids.target' }, aim)}</p>
                {plan.numbers === 'withheld' ? (
                  <p className="plan-note">{formatMessage({ id: 'plan.withheld' })}</p>
                ) : (
                  <RoundedNote />
                )}
                <div className="grids-scroll">
                  <PlanTable />
                </div>
              </>
            )}
          </>
        )}
        <footer className="plan-foot">
          <span className="plan-note" role="status" data-steps={undo.length}>
            {formatMessage({ id: saving ? 'plan.saving' : 'plan.kept' })}
          </span>
          {(['balance', 'compare'] as const).map((id) => (
            <Button
              key={id}
              size="small"
              active={face === id}
              text={formatMessage({ id: face === id ? 'plan.face.back' : `plan.${id}` })}
              onClick={() => setFace(face === id ? null : id)}
            />
          ))}
          {(['moves', 'codes', 'check'] as const).map((id) => (
            <Button
              key={id}
              size="small"
              active={report === id}
              text={formatMessage({ id: `plan.${id}` })}
              onClick={() => {
                setFiles(false);
                setReport(report === id ? null : id);
              }}
            />
          ))}
          <Button
            size="small"
            active={files}
            text={formatMessage({ id: 'planfile.open' })}
            onClick={() => {
              setReport(null);
              setFiles(!files);
            }}
          />
        </footer>
      </section>
      {signed && (
        <SignedPanel
          engine={engine}
          onOpen={async (id) => {
            await onOpen(id);
            setSigned(false);
          }}
          onClose={() => setSigned(false)}
        />
      )}
      {files && <PlanFiles engine={engine} onPlace={onPlace} onClose={() => setFiles(false)} />}
      {report && (
        <PlanReport
          engine={engine}
          shown={report}
          onShow={setReport}
          onAct={act}
          onPlace={onPlace}
          onBuilding={onBuilding}
        />
      )}
    </>
  );
}

function useUndoKeys(step: (direction: 'undo' | 'redo') => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('input, textarea, select')) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      step(key === 'y' || event.shiftKey ? 'redo' : 'undo');
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [step]);
}
