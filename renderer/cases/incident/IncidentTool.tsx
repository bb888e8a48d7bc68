/**
 * Where something grave happens: a cordon round the place, who is within, who needs a hand to get out, what stands near, and the plan. Homes are
 * ticked as they are cleared; the map stays free beside it and shows the cordon.
 */
import { Button, Callout, SegmentedControl, Slider, Spinner } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Case } from '../../../shared/cases/case.ts';
import type { MatterId } from '../../../shared/cases/case-codes.ts';
import { MARKS, type Mark } from '../../../shared/cases/case-words.ts';
import { checklistFor } from '../../../shared/cases/checklists.ts';
import { evacuationOf } from '../../../shared/cases/evacuation.ts';
import { EVACUATION, ticksOf } from '../../../shared/cases/plan-list.ts';
import { clearCordon, useCordon } from '../../app/cordon.ts';
import { usePeopleCount } from '../../app/count.tsx';
import type { CaseToolProps } from '../case-pages.tsx';
import { Problem } from '../Problem.tsx';
import { PlanTicks } from '../tools/PlanTicks.tsx';
import { caseLine, ToolHead } from '../tools/ToolHead.tsx';
import { useAct } from '../tools/use-act.ts';
import { EvacuationList } from './EvacuationList.tsx';
import { HelpList } from './HelpList.tsx';
import { KeyPlaces } from './KeyPlaces.tsx';
import { type ShownIncident, useIncident } from './use-incident.ts';
import './incident.css';

/** Metres round the place at first, by what happened; a site's own plan may say otherwise, so it can be pulled. */
const RADIUS: { readonly [M in MatterId]?: number } = {
  gas: 80,
  flooding: 150,
  groundSubsidence: 100,
  fire: 60,
};
const USUAL_RADIUS = 60;
const [LEAST, MOST, STEP] = [10, 500, 10];

export function IncidentTool({ file, onClose, onShow }: CaseToolProps) {
  const { formatMessage } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const act = useAct(file.caseId);
  const cordon = useCordonOf(file);
  const shape = useCordon((each) => each.shape);
  const drawing = useCordon((each) => each.drawing);
  const { found, problem } = useIncident(file.caseId, shape);
  return (
    <>
      <ToolHead
        title={say('cases.tool.incident')}
        level={file.level}
        line={caseLine(file)}
        onClose={onClose}
      />
      <div className="tool-body">
        <section className="inc-cordon" aria-label={say('cases.incident.cordon')}>
          <h3 id="inc-radius">
            {cordon.drawn
              ? say('cases.incident.drawn')
              : say('cases.incident.radius', { metres: cordon.radius })}
          </h3>
          {!cordon.drawn && (
            <Slider
              min={LEAST}
              max={MOST}
              stepSize={STEP}
              labelValues={[LEAST, 250, MOST]}
              value={cordon.radius}
              onChange={cordon.pull}
              handleHtmlProps={{ 'aria-labelledby': 'inc-radius' }}
            />
          )}
          <div className="cases-buttons">
            <Button
              size="small"
              icon="polygon-filter"
              active={drawing}
              text={say(drawing ? 'cases.incident.drawing' : 'cases.incident.draw')}
              onClick={() => useCordon.setState({ drawing: !drawing })}
            />
            {cordon.drawn && (
              <Button
                size="small"
                text={say('cases.incident.circle')}
                onClick={() => cordon.pull(cordon.radius)}
              />
            )}
          </div>
        </section>
        <Problem text={problem === '' ? act.problem : say(`error.${problem}`)} />
        {!found && problem === '' && <Spinner size={24} aria-label={say('cases.tool.loading')} />}
        {found && <Within file={file} found={found} act={act} onShow={onShow} />}
        <PlanTicks file={file} list={checklistFor(file)} act={act} />
      </div>
    </>
  );
}

function Within({
  file,
  found,
  act,
  onShow,
}: Pick<CaseToolProps, 'file' | 'onShow'> & { found: ShownIncident; act: ReturnType<typeof useAct> }) {
  const { formatMessage } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const count = usePeopleCount();
  const [mark, setMark] = useState<Mark>('done');
  const ticks = ticksOf(file, EVACUATION);
  const sum = evacuationOf(found, ticks);
  const give = (items: string[], as: Mark) =>
    void act.run([{ kind: 'tick', list: EVACUATION, items, mark: as }]);
  return (
    <>
      <dl className="inc-figures">
        {(
          [
            ['buildings', found.buildings.length],
            ['homes', found.homes],
            ['people', found.people],
            ['helped', found.helped],
          ] as const
        ).map(([what, value]) => (
          <div key={what} data-what={what}>
            <dt>{say(`cases.incident.${what}`)}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
      <HelpList file={file} found={found} ticks={ticks} />
      <section className="inc-evacuation" aria-label={say('cases.list.evacuation')}>
        <h3>
          {say('cases.list.evacuation')}{' '}
          <b className="inc-count">{say('cases.tool.done', { done: sum.done, of: sum.homes })}</b>
          {sum.help > 0 && <span>{say('cases.incident.helpCount', { count: sum.help })}</span>}
          {sum.noAnswer > 0 && <span>{say('cases.incident.noAnswerCount', { count: sum.noAnswer })}</span>}
        </h3>
        <progress value={sum.done} max={Math.max(1, sum.homes)} aria-label={say('cases.list.evacuation')} />
        <SegmentedControl
          fill
          size="small"
          value={mark}
          onValueChange={(to) => setMark(MARKS.find((each) => each === to) ?? 'done')}
          options={MARKS.map((each) => ({ value: each, label: say(`cases.mark.${each}`) }))}
        />
        {found.more > 0 && <Callout compact>{say('cases.incident.more', { count: found.more })}</Callout>}
        <EvacuationList found={found} ticks={ticks} mark={mark} busy={act.busy} onMark={give} />
      </section>
      <KeyPlaces found={found} onShow={onShow} />
    </>
  );
}

/** Begins as a circle round the place; pulled, or drawn on the map. Gone from the map with the tool. */
function useCordonOf({ place, matter }: Pick<Case, 'place' | 'matter'>): {
  radius: number;
  drawn: boolean;
  pull(radius: number): void;
} {
  const [radius, setRadius] = useState(RADIUS[matter] ?? USUAL_RADIUS);
  const drawn = useCordon(({ shape }) => shape !== null && shape.type !== 'circle');
  const { lng, lat } = place;
  const lay = (metres: number) => {
    if (lng !== null && lat !== null)
      useCordon.setState({ shape: { type: 'circle', center: [lng, lat], radius: metres }, drawing: false });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: laid once for a place; pulling lays it anew.
  useEffect(() => {
    lay(radius);
    return clearCordon;
  }, [lng, lat]);
  return {
    ...{ radius, drawn },
    pull(metres) {
      setRadius(metres);
      lay(metres);
    },
  };
}
