/** Drawn areas laid on the open plan: what is wrong with them and how it is settled, which grid each is, then one step. Owns the form. */
import { Button, Spinner } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanAreasAnswer, PlanFileLayer } from '../../worker/plan-file-api.ts';
import { usePlan } from '../plan/plan-edit.ts';
import { AreaProblems } from './AreaProblems.tsx';
import { PlanFileError, SystemChoice, USUAL_SYSTEMS } from './PlanFileForm.tsx';
import { useAreas } from './use-areas.ts';

export interface AreasFormProps {
  engine: DataEngine;
  layer: PlanFileLayer;
  onPlace(at: [number, number]): void;
}

/** Cells that a border goes through, listed at once. */
const MOST_CUT = 12;

export function AreasForm({ engine, layer, onPlace }: AreasFormProps) {
  const { formatMessage } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const { seq, saving } = usePlan();
  const asked = useAreas<PlanAreasAnswer>(layer, (choice) => engine.layPlanAreas(choice), String(seq));
  const { answer, failed, working, choice } = asked;
  useEffect(() => {
    if (answer?.action) usePlan.getState().attempt(engine, answer.action);
    return () => usePlan.getState().cancel();
  }, [engine, answer]);
  return (
    <>
      {layer.crs === null && (
        <SystemChoice systems={USUAL_SYSTEMS} value={choice.crs ?? ''} onChange={asked.setCrs} />
      )}
      {failed !== '' && <PlanFileError code={failed} />}
      {working && <Spinner size={16} />}
      {answer && (
        <>
          <p className="planfile-line" role="status" data-moved={answer.moved}>
            {say('planfile.areas.total', {
              areas: answer.areas.length,
              known: answer.areas.filter(({ grid }) => grid !== null).length,
              fresh: answer.areas.filter(({ grid, cells }) => grid === null && cells > 0).length,
              moved: answer.moved,
            })}
            {answer.micros.known + answer.micros.fresh + answer.micros.homeless > 0 &&
              ` ${say('planfile.micros.total', { ...answer.micros })}`}
            {answer.axesSwapped && ` ${say('planfile.swapped')}`}
            {answer.unreadable > 0 && ` ${say('planfile.unreadable', { count: answer.unreadable })}`}
            {answer.emptied.length > 0 && ` ${say('planfile.emptied', { count: answer.emptied.length })}`}
            {(['locked', 'other-community', 'not-covered'] as const).map((reason) =>
              answer.kept[reason] > 0
                ? ` ${say(`planfile.kept.${reason}`, { count: answer.kept[reason] })}`
                : '',
            )}
          </p>
          <div className="planfile-row">
            <Button
              intent="primary"
              size="small"
              disabled={answer.action === null || saving || working}
              text={say(answer.action === null ? 'planfile.areas.same' : 'planfile.apply')}
              onClick={() =>
                answer.action && void usePlan.getState().act(engine, answer.action, say('plan.step.areas'))
              }
            />
          </div>
          {answer.cut.length > 0 && (
            <p className="planfile-line">
              {say('planfile.cut', { count: answer.cut.length })}{' '}
              {answer.cut.slice(0, MOST_CUT).map(({ cell, at, stray }) => (
                <Button
                  key={cell}
                  size="small"
                  variant="minimal"
                  icon="locate"
                  disabled={!at}
                  text={`${Math.round(stray)} m²`}
                  onClick={() => at && onPlace(at)}
                />
              ))}
            </p>
          )}
          <AreaProblems
            problems={answer.problems}
            rings={answer.rings}
            names={answer.names}
            rules={choice.rules}
            onRules={asked.setRules}
            onGive={asked.give}
            onPlace={onPlace}
          />
        </>
      )}
    </>
  );
}
