/**
 * The clocks of a case: which begin with an event and until when, when each is over, and what running out does. Pure: rules and calendar
 * are handed in, and only here; what was decided is kept in the event as absolute times.
 */

import { type Case, type Clock, isOpen, isOwed, isRunning, leadOf, taskOf } from './case.ts';
import type { CommandBody } from './case-command.ts';
import type { Begun, TimerKind } from './case-event.ts';
import { type CaseRules, type Clocks, ruleOf } from './case-rules.ts';
import type { Escalation } from './case-words.ts';
import { isWorkUnit, type Span, type WorkCalendar } from './work-calendar.ts';

interface TimerTraits {
  /** Running out takes the case higher: by one, to the level of the step, or not at all. */
  raises: 'no' | 'one' | 'to';
  /** Waits while the case is suspended. */
  held: boolean;
  /** By whose length it goes. */
  clock: keyof Clocks | null;
}

const timer = (raises: TimerTraits['raises'], held: boolean, clock: TimerTraits['clock']): TimerTraits => ({
  raises,
  held,
  clock,
});

export const TIMER_TRAITS: Readonly<Record<TimerKind, TimerTraits>> = {
  acknowledge: timer('no', false, 'acknowledge'),
  unassigned: timer('one', true, 'assign'),
  escalate: timer('to', true, null),
  accept: timer('one', true, 'accept'),
  arrive: timer('one', true, 'arrive'),
  handleSoon: timer('no', true, 'handle'),
  handle: timer('one', true, 'handle'),
  check: timer('one', true, 'check'),
  partyAccept: timer('no', true, 'accept'),
  partyHandle: timer('one', true, 'handle'),
  supervision: timer('one', false, null),
  pause: timer('no', false, null),
  evaluate: timer('no', false, null),
  recheck: timer('no', false, null),
};

export interface Timer extends Begun {
  caseId: string;
}

/** The clocks that run now, the next to run out first. */
export function timersOf(file: Pick<Case, 'caseId' | 'clocks'>): Timer[] {
  return file.clocks
    .filter(isRunning)
    .map(({ key, kind, dueAt, task, level }) => ({ caseId: file.caseId, key, kind, dueAt, task, level }))
    .sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1));
}

export function isHeldBySuspension({ kind }: Pick<Clock, 'kind'>): boolean {
  return TIMER_TRAITS[kind].held;
}

/** What the clock waited for has happened, or does not matter any more. */
export function isOver(file: Case, clock: Pick<Clock, 'kind' | 'task'>): boolean {
  const lead = leadOf(file);
  const task = clock.task === '' ? undefined : taskOf(file, clock.task);
  switch (clock.kind) {
    case 'acknowledge':
      return !isOpen(file) || file.acknowledgedAt > 0;
    case 'unassigned':
      return !isOpen(file) || lead !== undefined;
    case 'escalate':
      return !isOpen(file) || (lead !== undefined && lead.state !== 'offered');
    case 'arrive':
      return !isOpen(file) || (lead !== undefined && (lead.arrivedAt > 0 || lead.state === 'done'));
    case 'handle':
    case 'handleSoon':
      return !isOpen(file) || lead?.state === 'done';
    case 'check':
      return !isOpen(file) || lead?.state !== 'done';
    case 'accept':
    case 'partyAccept':
      return !isOpen(file) || task?.state !== 'offered';
    case 'partyHandle':
      return !isOpen(file) || !task || !isOwed(task);
    case 'supervision':
      return !isOpen(file) || file.supervisions.every(({ answeredAt }) => answeredAt > 0);
    case 'pause':
      return file.state !== 'suspended';
    case 'evaluate':
      return file.state !== 'closed';
    case 'recheck':
      return (
        (file.state !== 'closed' && file.state !== 'evaluated') ||
        file.recheck === 'good' ||
        file.recheck === 'bad'
      );
  }
}

/** How high the case stands once the clock has run out: never lower, at most the district. */
export function raisedBy(file: Case, clock: Clock): Escalation {
  const { raises } = TIMER_TRAITS[clock.kind];
  if (raises === 'no') return file.escalation;
  if (raises === 'to') return Math.max(file.escalation, clock.level) as Escalation;
  // While nobody has taken it the steps of its kind lead: two clocks of the same minute must not climb twice.
  const steps = clock.kind === 'unassigned' || clock.kind === 'accept';
  if (steps && file.clocks.some((each) => each.kind === 'escalate' && isRunning(each)))
    return file.escalation;
  return oneHigher(file.escalation);
}

export function oneHigher(escalation: Escalation): Escalation {
  return Math.min(3, escalation + 1) as Escalation;
}

export interface ClockWorld {
  now: number;
  rules: CaseRules;
  calendar: WorkCalendar;
}

type Draft = Omit<Begun, 'key'>;
const draft = (kind: TimerKind, dueAt: number, more: Partial<Draft> = {}): Draft => ({
  ...{ kind, dueAt: Math.round(dueAt), task: '', level: 0 },
  ...more,
});

/** The clocks that begin with a command. `before`: null when it opens the case; `after`: the case with all but its clocks. */
export function clocksBegun(before: Case | null, after: Case, does: CommandBody, world: ClockWorld): Begun[] {
  const drafts = [...begunBy(before, after, does, world), ...unassigned(after, does, world)];
  const counts = new Map<TimerKind, number>();
  for (const { kind } of after.clocks) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return drafts.map((each) => {
    const turn = (counts.get(each.kind) ?? 0) + 1;
    counts.set(each.kind, turn);
    return { key: `${each.kind}:${turn}`, ...each };
  });
}

function begunBy(before: Case | null, after: Case, does: CommandBody, world: ClockWorld): Draft[] {
  const { now, rules, calendar } = world;
  const { clocks, escalate, recheck } = ruleOf(rules, after);
  switch (does.kind) {
    case 'open':
      return [
        ...(after.acknowledgedAt > 0
          ? []
          : [draft('acknowledge', calendar.add(after.receivedAt, clocks.acknowledge))]),
        ...escalate.map(({ after: span, to }) =>
          draft('escalate', calendar.add(after.receivedAt, span), { level: to }),
        ),
      ];
    case 'dispatch':
    case 'fail':
    case 'reopen':
      return begunByGiving(after, world);
    case 'feedback':
      return taskOf(after, does.task)?.lead ? [draft('check', calendar.add(now, clocks.check))] : [];
    case 'addParty':
      return [
        draft('partyAccept', calendar.add(now, clocks.accept), {
          task: after.tasks[after.tasks.length - 1].id,
        }),
        draft('partyHandle', does.due, { task: after.tasks[after.tasks.length - 1].id }),
      ];
    case 'supervise':
      return [draft('supervision', does.due)];
    case 'suspend':
      return [draft('pause', does.until)];
    case 'extend':
      return mainClock(does.until, clocks.handle, world);
    case 'resume':
      return goneOn(after, world);
    case 'pass':
      return [
        draft('evaluate', calendar.add(now, rules.evaluateAfter)),
        ...(recheck ? [draft('recheck', calendar.add(now, rules.recheckAfter))] : []),
      ];
    case 'changeLevel':
      return before && after.level < before.level ? hastened(after, world) : [];
    case 'fire':
      return before?.state === 'suspended' && after.state !== 'suspended' ? goneOn(after, world) : [];
    default:
      return [];
  }
}

function begunByGiving(file: Case, world: ClockWorld): Draft[] {
  const { now, rules, calendar } = world;
  const { clocks } = ruleOf(rules, file);
  const task = leadOf(file)?.id ?? '';
  const drafts = [draft('accept', calendar.add(now, clocks.accept), { task })];
  const still = (kind: TimerKind) => file.clocks.some((each) => each.kind === kind && each.endedAt === 0);
  if (!still('arrive')) drafts.push(draft('arrive', calendar.add(file.clockFrom, clocks.arrive)));
  if (file.handleBy === 0) {
    drafts.push(...mainClock(calendar.add(now, clocks.handle), clocks.handle, world));
  } else if (
    !still('handle') &&
    !file.clocks.some((each) => each.kind === 'handle' && each.firedAt > 0 && each.dueAt === file.handleBy)
  ) {
    // Rework does not give the main clock a new start: it goes on to the time that was promised.
    drafts.push(draft('handle', file.handleBy));
  }
  return drafts;
}

function mainClock(until: number, length: Span, { now, rules, calendar }: ClockWorld): Draft[] {
  const share = rules.soonPercent / 100;
  const soon = isWorkUnit(length.unit)
    ? calendar.addWork(now, calendar.workBetween(now, until) * share)
    : now + (until - now) * share;
  return [draft('handleSoon', soon), draft('handle', until)];
}

/** Held clocks go on with what was left of them; those in working time with what was left of that. */
function goneOn(file: Case, { now, rules, calendar }: ClockWorld): Draft[] {
  const { clocks } = ruleOf(rules, file);
  return file.clocks
    .filter(({ heldAt, endedAt }) => heldAt > 0 && endedAt === 0)
    .map(({ kind, dueAt, task, level, heldAt }) => {
      const name = TIMER_TRAITS[kind].clock;
      const works = name !== null && isWorkUnit(clocks[name].unit);
      const due = works ? calendar.addWork(now, calendar.workBetween(heldAt, dueAt)) : now + (dueAt - heldAt);
      return draft(kind, due, { task, level });
    });
}

/** A graver level shortens what still runs, and lengthens nothing. */
function hastened(file: Case, { now, rules, calendar }: ClockWorld): Draft[] {
  const { clocks } = ruleOf(rules, file);
  return file.clocks.filter(isRunning).flatMap(({ kind, dueAt, task, level }) => {
    if (kind !== 'arrive' && kind !== 'handle' && kind !== 'accept' && kind !== 'check') return [];
    const due = calendar.add(now, clocks[kind]);
    return due < dueAt ? [draft(kind, due, { task, level })] : [];
  });
}

/** Once a day at least somebody is told of a case that nobody has. */
const LONGEST_REMINDER = 86_400_000;

/** An open case that nobody has always has a clock that says so; each time it runs out the next waits twice as long. */
function unassigned(after: Case, does: CommandBody, { now, rules, calendar }: ClockWorld): Draft[] {
  if (!isOpen(after) || after.state === 'suspended' || leadOf(after)) return [];
  const own = after.clocks.filter(({ kind }) => kind === 'unassigned');
  // Those that are held begin anew by themselves.
  if (own.some((each) => isRunning(each) || (each.heldAt > 0 && each.endedAt === 0))) return [];
  const { assign } = ruleOf(rules, after).clocks;
  if (does.kind !== 'fire') {
    return [draft('unassigned', calendar.add(does.kind === 'open' ? after.receivedAt : now, assign))];
  }
  const turns = Math.min(20, own.filter(({ firedAt }) => firedAt > 0).length);
  const doubled = calendar.add(now, { ...assign, n: assign.n * 2 ** turns });
  const longest = Math.max(now + LONGEST_REMINDER, calendar.add(now, assign));
  return [draft('unassigned', Math.min(doubled, longest))];
}
