/** What can be done to a case: buttons where the table allows it to whoever sits here, the rest in a list with the reason why not. */
import { Button, Menu, MenuItem, Popover } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Case } from '../../shared/cases/case.ts';
import type { CommandBody, CommandKind } from '../../shared/cases/case-command.ts';
import { type Availability, available } from '../../shared/cases/case-transitions.ts';
import { asksForMore, bodyFrom, isOfList } from '../../shared/cases/command-fields.ts';
import { useSeat } from '../app/access/seat.ts';
import { caseWorld, currentActor, giveCommand, useCaseSession } from '../app/case-session.ts';
import { CommandForm } from './CommandForm.tsx';
import { refusalText } from './case-text.ts';
import { errorText } from './error-text.ts';
import { Problem } from './Problem.tsx';

/** What moves the case on stands in front; the rest is in the list. */
const FORWARD: readonly CommandKind[] = [
  'acknowledge',
  'verify',
  'register',
  'dispatch',
  'accept',
  'enroute',
  'arrive',
  'feedback',
  'check',
  'pass',
  'fail',
  'evaluate',
  'resume',
  'confirmCancel',
  'denyCancel',
  'answer',
  'meeting',
  'recheck',
  'triage',
  'return',
];
const MOST_BUTTONS = 4;

interface Props {
  file: Case;
  names: (id: string) => string;
}

export function CaseCommands({ file, names }: Props) {
  const intl = useIntl();
  const say = (id: string) => intl.formatMessage({ id });
  const seat = useCaseSession((session) => session.seat);
  const settings = useCaseSession((session) => session.settings);
  const person = useSeat((each) => each.person);
  const [asked, setAsked] = useState<CommandKind | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  // Followed: the seat, the person and the rules say what may be done.
  void seat;
  void person;
  const world = settings && caseWorld(Date.now());
  if (!world) return null;
  const answers = available(file, currentActor(file), world);
  const may = (kind: CommandKind): Availability | undefined => answers.get(kind);
  const forward = FORWARD.filter((kind) => may(kind)?.ok).slice(0, MOST_BUTTONS);
  const listed = [...answers].filter(([kind]) => !forward.includes(kind) && !isOfList(kind));

  const give = async (does: CommandBody, note = '') => {
    setBusy(true);
    setProblem('');
    try {
      const answer = await giveCommand(file, does, note);
      if (answer.ok) setAsked(null);
      else setProblem(refusalText(intl, answer.refusal));
    } catch (error) {
      setProblem(errorText(intl, error));
    } finally {
      setBusy(false);
    }
  };
  const tasksOf = (kind: CommandKind) => {
    const answer = may(kind);
    return answer?.ok ? answer.tasks : [];
  };
  const press = (kind: CommandKind) => {
    setProblem('');
    if (asksForMore(kind) || tasksOf(kind).length > 1) setAsked(kind);
    else void give(bodyFrom(kind, {}, tasksOf(kind)[0] ?? ''));
  };
  return (
    <section className="cases-commands" aria-label={say('cases.commands')}>
      {asked === null ? (
        <div className="cases-buttons">
          {forward.map((kind, i) => (
            <Button
              key={kind}
              data-hotkey={kind === 'acknowledge' ? 'a' : undefined}
              intent={i === 0 ? 'primary' : 'none'}
              disabled={busy}
              text={say(`cases.command.${kind}`)}
              onClick={() => press(kind)}
            />
          ))}
          <Popover
            placement="bottom-end"
            content={
              <Menu className="cases-menu">
                {listed.map(([kind, answer]) => (
                  <MenuItem
                    key={kind}
                    disabled={!answer.ok}
                    text={say(`cases.command.${kind}`)}
                    labelElement={answer.ok ? undefined : <small>{refusalText(intl, answer.refusal)}</small>}
                    multiline
                    onClick={() => press(kind)}
                  />
                ))}
              </Menu>
            }
          >
            <Button icon="more" disabled={busy} aria-label={say('cases.moreCommands')} />
          </Popover>
        </div>
      ) : (
        <CommandForm
          key={asked}
          kind={asked}
          file={file}
          tasks={tasksOf(asked)}
          names={names}
          busy={busy}
          onGive={(does, note) => void give(does, note)}
          onStop={() => setAsked(null)}
        />
      )}
      <Problem text={problem} />
    </section>
  );
}
