/** Homes in the cordon where somebody cannot get out alone, those not cleared first; by name for whoever may see names, once it is written down. */
import { Button, Tag } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Case, Tick } from '../../../shared/cases/case.ts';
import { helpFirst } from '../../../shared/cases/evacuation.ts';
import { noteCaseReveal } from '../../app/access/audit-notes.ts';
import { currentEngine } from '../../app/open-session.ts';
import { errorText } from '../error-text.ts';
import { Problem } from '../Problem.tsx';
import { useWords } from '../tools/use-words.ts';
import type { ShownIncident } from './use-incident.ts';

const MOST_SHOWN = 12;

export function HelpList({
  file,
  found,
  ticks,
}: {
  file: Case;
  found: ShownIncident;
  ticks: ReadonlyMap<string, Tick>;
}) {
  const intl = useIntl();
  const words = useWords();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const [names, setNames] = useState<ReadonlyMap<number, string[]>>(new Map());
  const [all, setAll] = useState(false);
  const [problem, setProblem] = useState('');
  const homes = helpFirst(found, ticks);
  const show = async (home: number, id: string, count: number) => {
    try {
      await noteCaseReveal(`homes/${id}`.slice(0, 120), { caseId: file.caseId, grid: file.grid, count });
      const told = await currentEngine().incidentNames(file.caseId, home);
      setNames((before) => new Map(before).set(home, told));
      setProblem('');
    } catch (error) {
      setProblem(errorText(intl, error));
    }
  };
  if (homes.length === 0) return null;
  return (
    <section className="inc-help" aria-label={say('cases.incident.helped')}>
      <h3>{say('cases.incident.helpList', { count: homes.length })}</h3>
      <Problem text={problem} />
      <ul>
        {homes.slice(0, all ? homes.length : MOST_SHOWN).map(({ building, home }) => (
          <li key={home.row} data-done={ticks.get(home.id)?.mark === 'done'}>
            <b>
              {found.buildings.find(({ row }) => row === building)?.label} {home.label}
            </b>
            <span>{say('cases.incident.helpedAt', { count: home.helped })}</span>
            {home.tags.map((tag) => (
              <Tag key={tag} minimal>
                {tag === 'limitedMobility' || tag === 'disabled'
                  ? words.tag(tag)
                  : words.value('residents', 'mobility', tag)}
              </Tag>
            ))}
            {ticks.has(home.id) && <Tag>{say(`cases.mark.${ticks.get(home.id)?.mark}`)}</Tag>}
            {names.has(home.row) ? (
              <q>{names.get(home.row)?.join('、')}</q>
            ) : (
              found.named.includes(building) && (
                <Button
                  size="small"
                  variant="minimal"
                  text={say('cases.incident.names')}
                  onClick={() => void show(home.row, home.id, home.people)}
                />
              )
            )}
          </li>
        ))}
      </ul>
      {homes.length > MOST_SHOWN && (
        <Button
          size="small"
          variant="minimal"
          text={say(all ? 'cases.incident.fewer' : 'cases.incident.all')}
          onClick={() => setAll(!all)}
        />
      )}
    </section>
  );
}
