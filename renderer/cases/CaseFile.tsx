/** One case: where it stands on its way, what runs, who has it, what can be done, and all that happened. Decides nothing. */
import { Button, Tag } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { type Case, isOpen } from '../../shared/cases/case.ts';
import type { CaseEvent } from '../../shared/cases/case-event.ts';
import { openClocks } from '../../shared/cases/case-order.ts';
import { ESCALATION_LEVELS, STATE_TRAITS } from '../../shared/cases/case-words.ts';
import { AlertBadge } from '../app/AlertBadge.tsx';
import { useSeat } from '../app/access/seat.ts';
import { useNow } from '../app/alert-age.ts';
import { currentEngine } from '../app/open-session.ts';
import { CaseCommands } from './CaseCommands.tsx';
import { CaseTimeline } from './CaseTimeline.tsx';
import { CASE_TOOLS } from './case-pages.tsx';
import { MOMENT, spanText } from './case-text.ts';
import { MergeOffer } from './merge/MergeOffer.tsx';
import { useNames } from './use-names.ts';

const STEPS = [1, 2, 3, 4, 5, 6, 7] as const;

interface Props {
  file: Case;
  onClose(): void;
  onCase(caseId: string): void;
  /** Opens a tool of case-pages.tsx. */
  onTool(id: string): void;
}

export function CaseFile({ file, onClose, onCase, onTool }: Props) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const now = useNow();
  const names = useNames();
  const { events, notes } = useEvents(file);
  const { step } = STATE_TRAITS[file.state];
  return (
    <aside className="panel cases-file" aria-label={say('cases.file')}>
      <header className="cases-head">
        <AlertBadge level={file.level} size={28} />
        <h2>
          {say(`cases.matter.${file.matter}`)}
          <small>{file.caseNo}</small>
        </h2>
        {file.drill && <Tag intent="warning">{say('cases.drill')}</Tag>}
        <Button variant="minimal" icon="cross" aria-label={say('cases.close')} onClick={onClose} />
      </header>
      <div className="cases-scroll">
        <ol className="cases-steps" aria-label={say('cases.steps')}>
          {STEPS.map((each) => (
            <li key={each} aria-current={each === step ? 'step' : undefined} data-done={each < step}>
              {say(`cases.step.${each}`)}
            </li>
          ))}
        </ol>
        <p className="cases-now">
          <b>{say(`cases.state.${file.state}`)}</b>
          {isOpen(file) && <Tag minimal>{say(`cases.escalation.${ESCALATION_LEVELS[file.escalation]}`)}</Tag>}
          {file.reworks > 0 && (
            <Tag minimal intent="warning">
              {say('cases.reworks', { count: file.reworks })}
            </Tag>
          )}
          {file.returns > 0 && <Tag minimal>{say('cases.returns', { count: file.returns })}</Tag>}
        </p>
        <dl className="cases-facts">
          <dt>{say('alert.place')}</dt>
          <dd>{file.place.text || '—'}</dd>
          <dt>{say('cases.grid')}</dt>
          <dd>{file.grid || '—'}</dd>
          <dt>{say('cases.source')}</dt>
          <dd>{say(`cases.source.${file.source}`)}</dd>
          <dt>{say('cases.received')}</dt>
          <dd>{intl.formatDate(file.receivedAt, MOMENT)}</dd>
          {file.progressCode !== '' && (
            <>
              <dt>{say('cases.progressCode')}</dt>
              <dd className="cases-code">{file.progressCode}</dd>
            </>
          )}
          {file.parent !== '' && (
            <>
              <dt>{say('cases.mergedInto')}</dt>
              <dd>
                <Button
                  size="small"
                  variant="minimal"
                  text={say('cases.show')}
                  onClick={() => onCase(file.parent)}
                />
              </dd>
            </>
          )}
        </dl>
        <Tools file={file} onTool={onTool} />
        <MergeOffer file={file} onCase={onCase} />
        <CaseCommands file={file} names={names} />
        <Clocks file={file} now={now} />
        <Tasks file={file} names={names} />
        <h3>{say('cases.timeline')}</h3>
        <CaseTimeline events={events} notes={notes} names={names} />
      </div>
    </aside>
  );
}

function Tools({ file, onTool }: { file: Case; onTool(id: string): void }) {
  const { formatMessage } = useIntl();
  const tools = CASE_TOOLS.filter((tool) => tool.serves(file));
  if (tools.length === 0) return null;
  return (
    <div className="cases-tools">
      {tools.map(({ id, icon }) => (
        <Button
          key={id}
          size="small"
          icon={icon}
          text={formatMessage({ id: `cases.tool.${id}` })}
          onClick={() => onTool(id)}
        />
      ))}
    </div>
  );
}

function Clocks({ file, now }: { file: Case; now: number }) {
  const intl = useIntl();
  const clocks = openClocks(file);
  if (clocks.length === 0) return null;
  return (
    <>
      <h3>{intl.formatMessage({ id: 'cases.clocks' })}</h3>
      <ul className="cases-clocks">
        {clocks.map((clock) => (
          <li key={clock.key} data-late={clock.dueAt <= now}>
            <span>{intl.formatMessage({ id: `cases.timer.${clock.kind}` })}</span>
            <span>{intl.formatDate(clock.dueAt, MOMENT)}</span>
            <b>{spanText(intl, clock.dueAt - now)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

function Tasks({ file, names }: { file: Case; names: (id: string) => string }) {
  const { formatMessage, formatDate } = useIntl();
  if (file.tasks.length === 0) return null;
  return (
    <>
      <h3>{formatMessage({ id: 'cases.tasks' })}</h3>
      <ul className="cases-tasks">
        {file.tasks.map((task) => (
          <li key={task.id}>
            <Tag minimal intent={task.lead ? 'primary' : 'none'}>
              {formatMessage({ id: task.lead ? 'cases.lead' : 'cases.coParty' })}
            </Tag>
            <b>{names(task.assignee.id)}</b>
            <span>{formatMessage({ id: `cases.task.${task.state}` })}</span>
            {task.dueAt > 0 && <span>{formatDate(task.dueAt, MOMENT)}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

interface Told {
  events: CaseEvent[];
  notes: ReadonlyMap<number, string>;
}

/** The events of the case and what can be read of their notes, read again with each new version. */
function useEvents({ caseId, version }: Case): Told {
  const [told, setTold] = useState<Told>({ events: [], notes: new Map() });
  const person = useSeat((each) => each.person);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version means new events, another person other keys.
  useEffect(() => {
    let current = true;
    const engine = currentEngine();
    const notes = engine.caseNotes(caseId).catch(() => new Map<number, string>());
    Promise.all([engine.caseEvents(caseId), notes]).then(
      ([events, read]) => current && setTold({ events, notes: read }),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [caseId, version, person]);
  return told;
}
