/**
 * What an event asks of the world beside the case: whom to tell, what to send up, which command follows by itself. Read off the difference
 * of before and after, kept nowhere: the host carries each out once, with the write of its event. A drill reaches nobody outside the desk.
 */

import { type Case, isHeld, isOpen } from './case.ts';
import type { Assignee, CommandBody } from './case-command.ts';
import type { CaseEventDraft, TimerKind } from './case-event.ts';
import { type CaseRules, ruleOf } from './case-rules.ts';
import { type Escalation, PROGRESS_OF, type ProgressCode } from './case-words.ts';

export type CaseEffect =
  /** A job is offered to somebody, or taken off them. */
  | { kind: 'offer' | 'withdraw'; task: string; assignee: Assignee }
  /** The next level hears of it. */
  | { kind: 'tellLevel'; escalation: Escalation }
  /** A clock ran out: shown and sounded at the desk. */
  | { kind: 'tellDesk'; timer: TimerKind; task: string }
  /** What the reporter may see has changed. */
  | { kind: 'tellReporter'; progress: ProgressCode }
  /** Notices about it that wait are dropped: it was seen, or is over. */
  | { kind: 'quiet' }
  | { kind: 'uplink'; type: string }
  /** The system does this next, in the same write. */
  | { kind: 'then'; caseId: string; does: CommandBody }
  /** The host chooses who gets it (dispatch.ts) and dispatches, as the system. */
  | { kind: 'assign' };

/** Reach somebody who is not at the desk. */
const OUTSIDE: readonly CaseEffect['kind'][] = ['offer', 'withdraw', 'tellLevel', 'tellReporter', 'uplink'];

export function effectsOf(
  before: Case | null,
  after: Case,
  event: CaseEventDraft,
  rules: CaseRules,
): CaseEffect[] {
  const effects = [
    ...taskEffects(before, after),
    ...noticeEffects(before, after, event),
    ...followEffects(before, after, event, rules),
  ];
  return after.drill ? effects.filter(({ kind }) => !OUTSIDE.includes(kind)) : effects;
}

function taskEffects(before: Case | null, after: Case): CaseEffect[] {
  return after.tasks.flatMap((task): CaseEffect[] => {
    const { id, assignee } = task;
    const was = before?.tasks.find((each) => each.id === id);
    if (!was) return [{ kind: 'offer', task: id, assignee }];
    // Who gave it back knows.
    return isHeld(was) && task.state === 'cancelled' ? [{ kind: 'withdraw', task: id, assignee }] : [];
  });
}

function noticeEffects(before: Case | null, after: Case, { does }: CaseEventDraft): CaseEffect[] {
  const effects: CaseEffect[] = [];
  if (before && after.escalation > before.escalation)
    effects.push({ kind: 'tellLevel', escalation: after.escalation });
  if (does.kind === 'fire') {
    const clock = after.clocks.find(({ key }) => key === does.key);
    if (clock) effects.push({ kind: 'tellDesk', timer: clock.kind, task: clock.task });
  }
  const progress = PROGRESS_OF[after.state];
  if (after.progressCode !== '' && (!before || progress !== PROGRESS_OF[before.state])) {
    effects.push({ kind: 'tellReporter', progress });
  }
  const seen = before !== null && before.acknowledgedAt === 0 && after.acknowledgedAt > 0;
  const over = before !== null && isOpen(before) && !isOpen(after);
  if (seen || over) effects.push({ kind: 'quiet' });
  // The working through of a list is the site's own: its hundreds of lines reach nobody above.
  if (does.kind !== 'note' && does.kind !== 'tick')
    effects.push({ kind: 'uplink', type: `case.${does.kind}` });
  return effects;
}

function followEffects(
  before: Case | null,
  after: Case,
  { does }: CaseEventDraft,
  rules: CaseRules,
): CaseEffect[] {
  const { caseId } = after;
  const { automatic } = ruleOf(rules, after);
  if (does.kind === 'open' && automatic) return [{ kind: 'then', caseId, does: { kind: 'register' } }];
  if (does.kind === 'merge') {
    const taken: CommandBody[] = [
      { kind: 'absorb', child: caseId },
      // What a device of it still reports keeps the other one from being closed.
      ...after.alerts.map(({ id, active }): CommandBody => ({ kind: 'alert', alert: id, active })),
    ];
    return taken.map((each) => ({ kind: 'then', caseId: does.into, does: each }));
  }
  if (does.kind === 'unmerge' && before) {
    return [{ kind: 'then', caseId: before.parent, does: { kind: 'release', child: caseId } }];
  }
  const filed = after.state === 'registered' && before !== null && before.state !== 'registered';
  const goesOut = filed && automatic && before.state !== 'suspended';
  return goesOut ? [{ kind: 'assign' }] : [];
}
