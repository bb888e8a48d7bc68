/**
 * The open plan beside another one, or beside the borders it began with: grids with their figures and differences, who moves, and the sheet for
 * print. While it is open the map is divided. Owns what is compared and the choice of list.
 */
import './compare.css';
import { Button, Callout, ProgressBar, Tab, Tabs } from '@blueprintjs/core';
import { type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useIntl } from 'react-intl';
import { noteExport } from '../../../app/access/audit-notes.ts';
import type { DataEngine } from '../../../worker/engine-api.ts';
import type { PlanSummary } from '../../../worker/plan-api.ts';
import { MovesTables } from '../MovesTables.tsx';
import { usePlan } from '../plan-edit.ts';
import { CompareSheet } from './CompareSheet.tsx';
import { CompareTable, namesOf } from './CompareTable.tsx';
import { useCompare } from './compare-store.ts';

type Face = 'grids' | 'moves';

export function ComparePanel({ engine, onBuilding }: { engine: DataEngine; onBuilding(row: number): void }) {
  const { formatMessage } = useIntl();
  const { plan, seq } = usePlan();
  const { with: other, answer, asking, failed, show, close } = useCompare();
  const [plans, setPlans] = useState<PlanSummary[]>([]);
  const [face, setFace] = useState<Face>('grids');
  const withheld = plan?.numbers !== 'exact';
  useEffect(() => {
    let current = true;
    engine.plans().then(
      (found) => current && setPlans(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [engine]);
  // The open plan has moved on: what it is compared with stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the journal's place is the reason.
  useEffect(() => {
    if (!withheld) void show(engine, useCompare.getState().with);
  }, [engine, seq, withheld, show]);
  useEffect(() => close, [close]);
  if (withheld) return <p className="plan-note">{formatMessage({ id: 'plan.withheld' })}</p>;
  const before = answer?.name ?? formatMessage({ id: 'plan.compare.base' });
  return (
    <>
      <div className="compare-head">
        <label>
          {formatMessage({ id: 'plan.compare.with' })}
          <select value={other} onChange={(event) => void show(engine, event.target.value)}>
            <option value="base">{formatMessage({ id: 'plan.compare.base' })}</option>
            {plans
              .filter(({ id }) => id !== plan?.id)
              .map(({ id, name, state }) => (
                <option key={id} value={id}>
                  {name} · {formatMessage({ id: `plan.state.${state}` })}
                </option>
              ))}
          </select>
        </label>
        <Button
          size="small"
          icon="print"
          disabled={!answer}
          text={formatMessage({ id: 'plan.compare.print' })}
          onClick={() => void print(answer?.grids.length ?? 0)}
        />
      </div>
      <p className="plan-note">
        {formatMessage({ id: 'plan.compare.map' }, { before, after: plan?.name ?? '' })}
      </p>
      {asking && !answer && <ProgressBar />}
      {failed !== '' && <Callout role="alert">{formatMessage({ id: `error.${failed}` })}</Callout>}
      <Tabs
        id="plan-compare"
        className="compare-tabs"
        renderActiveTabPanelOnly
        selectedTabId={face}
        onChange={(id) => setFace(id as Face)}
      >
        <Tab
          id="grids"
          title={formatMessage({ id: 'plan.grids' })}
          panel={
            <Scrolled label={formatMessage({ id: 'plan.grids' })} busy={asking}>
              {answer && <CompareTable comparison={answer} printed={false} />}
            </Scrolled>
          }
        />
        <Tab
          id="moves"
          title={formatMessage({ id: 'plan.moves' })}
          panel={
            <Scrolled label={formatMessage({ id: 'plan.moves' })} busy={asking}>
              {answer && (
                <MovesTables
                  moves={answer.moves}
                  names={namesOf(answer)}
                  most={200}
                  onBuilding={onBuilding}
                />
              )}
            </Scrolled>
          }
        />
      </Tabs>
      {answer &&
        createPortal(
          <div className="compare-print">
            <CompareSheet comparison={answer} before={before} after={plan?.name ?? ''} />
          </div>,
          document.body,
        )}
    </>
  );
}

/** A list that the keyboard can scroll. */
function Scrolled({ label, busy, children }: { label: string; busy: boolean; children: ReactNode }) {
  return (
    <section className="grids-scroll" tabIndex={0} aria-label={label} aria-busy={busy}>
      {children}
    </section>
  );
}

/** A printed sheet leaves the desk like any other list; it has no person in it. */
async function print(count: number): Promise<void> {
  await noteExport({ count, format: 'print', table: 'grids', personal: 0, purpose: null });
  window.print();
}
