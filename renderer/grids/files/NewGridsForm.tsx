/** Cells in no grid put together into new grids that count alike. Owns the form; the search is the worker's. */
import { Button, NumericInput, ProgressBar } from '@blueprintjs/core';
import * as Comlink from 'comlink';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { NewGrids } from '../../../shared/partition/balance/new-grids.ts';
import { codeOf } from '../../app/error-code.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import { usePlan } from '../plan/plan-edit.ts';
import { Choice, PlanFileError } from './PlanFileForm.tsx';

const MOST = 200;
const MEASURES = ['households', 'residents', 'buildings'] as const;

export function NewGridsForm({ engine }: { engine: DataEngine }) {
  const { formatMessage, formatNumber } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const { plan, cellGrid, unassigned, saving } = usePlan();
  const [count, setCount] = useState(12);
  const [seed, setSeed] = useState(1);
  const usual =
    MEASURES.find((name) => (unassigned[plan?.measures.indexOf(name) ?? -1] ?? 0) > 0) ?? 'households';
  const [measure, setMeasure] = useState<string>(usual);
  const [share, setShare] = useState<number | null>(null);
  const [made, setMade] = useState<NewGrids | null>(null);
  const [failed, setFailed] = useState('');
  const free = [...cellGrid.values()].filter((grid) => grid < 0).length;
  const run = async () => {
    setShare(0);
    setFailed('');
    setMade(null);
    try {
      const names = Array.from({ length: count }, (_, i) => say('planfile.new.name', { n: i + 1 }));
      const found = await engine.newGrids(
        { names, measure, seed },
        Comlink.proxy(({ done, total }) => setShare(done / total)),
      );
      setMade(found);
      if (found.action) usePlan.getState().attempt(engine, found.action);
    } catch (error) {
      setFailed(codeOf(error));
    } finally {
      setShare(null);
    }
  };
  if (plan?.numbers !== 'exact') return <p className="plan-note">{say('plan.withheld')}</p>;
  return (
    <div className="planfile-form">
      <p className="plan-note">{say('planfile.new.hint', { free })}</p>
      <div className="planfile-row">
        <label className="planfile-choice">
          <span>{say('planfile.new.count')}</span>
          <NumericInput
            min={1}
            max={MOST}
            clampValueOnBlur
            value={count}
            onValueChange={(value) => setCount(Math.min(MOST, Math.max(1, Math.round(value || 1))))}
          />
        </label>
        <Choice
          label={say('planfile.new.measure')}
          value={measure}
          options={MEASURES.map((name) => [name, say(`planfile.measure.${name}`)])}
          onChange={setMeasure}
        />
        <label className="planfile-choice">
          <span>{say('planfile.new.seed')}</span>
          <NumericInput
            min={0}
            max={999_999}
            value={seed}
            onValueChange={(value) => setSeed(Math.max(0, Math.round(value || 0)))}
          />
        </label>
        <Button
          size="small"
          text={say('planfile.new.find')}
          disabled={free < count || share !== null || saving}
          onClick={() => void run()}
        />
        {share !== null && (
          <Button size="small" text={say('planfile.cancel')} onClick={() => void engine.cancel()} />
        )}
      </div>
      {share !== null && <ProgressBar value={share} stripes={false} />}
      {failed !== '' && <PlanFileError code={failed} />}
      {made && (
        <>
          <p className="planfile-line" role="status" data-counts={made.counts.join(' ')}>
            {say('planfile.new.found', {
              low: formatNumber(Math.min(...made.counts)),
              high: formatNumber(Math.max(...made.counts)),
              mean: formatNumber(
                Math.round(made.counts.reduce((sum, each) => sum + each, 0) / made.counts.length),
              ),
            })}
            {made.apart > 0 && ` ${say('planfile.new.apart', { count: made.apart })}`}
          </p>
          <div className="planfile-row">
            <Button
              size="small"
              intent="primary"
              disabled={made.action === null || saving}
              text={say('planfile.apply')}
              onClick={() => {
                if (!made.action) return;
                void usePlan.getState().act(engine, made.action, say('plan.step.newGrids', { count }));
                setMade(null);
              }}
            />
          </div>
        </>
      )}
    </div>
  );
}
