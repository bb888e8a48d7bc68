/**
 * What must hold besides role and state before a command may be carried out: one small list of guards per command. `standing` ones need no
 * more than the case and who asks (buttons are greyed by them), `asked` ones look at what is asked for. Pure; a refusal is a reason with facts.
 */
import { greatCircleMetres } from '../geo/distance.ts';
import { type Case, type CaseTask, isOpen, isRunning, leadOf, partiesOut, taskOf } from './case.ts';
import type { BodyOf, CommandBody, CommandKind } from './case-command.ts';
import type { CaseRules } from './case-rules.ts';
import { ruleOf } from './case-rules.ts';
import type { CaseRole, TaskState } from './case-words.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** Who asks. */
export interface Actor {
  /** Id of the person; `system` for the program itself. Never '': whoever handled must not check. */
  id: string;
  roles: readonly CaseRole[];
  /** Ids of the workers, parties and duty posts that this person acts for. */
  assignees: readonly string[];
}

export interface CaseWorld {
  /** Milliseconds since the epoch by our clock. */
  now: number;
  rules: CaseRules;
  calendar: WorkCalendar;
  /** The case to be merged into, or, for unmerging, the one that it was merged into; null: it is not there. */
  other?: Case | null;
}

/** Shown as `cases.refused.<reason>`, filled by the facts. */
export const REFUSALS = [
  'exists',
  'missing',
  'stale',
  'role',
  'state',
  'seen',
  'notAutomatic',
  'secondPerson',
  'target',
  'targetClosed',
  'targetMerged',
  'targetLower',
  'hasChildren',
  'task',
  'notYours',
  'taskState',
  'arrival',
  'tooFar',
  'proof',
  'handler',
  'partiesOut',
  'unseen',
  'noFeedback',
  'stillActive',
  'pooled',
  'extended',
  'tooLong',
  'notLater',
  'notAsked',
  'samePerson',
  'alreadyAsked',
  'tooLate',
  'highest',
  'nothingAsked',
  'partyThere',
  'manyParties',
  'lead',
  'notOneKey',
  'triaged',
  'sameLevel',
  'lowering',
  'notDue',
  'noNote',
  'noClock',
  'observer',
] as const;
export type RefusalReason = (typeof REFUSALS)[number];

export interface Refusal {
  reason: RefusalReason;
  /** Codes and numbers only; milliseconds where a time is meant. */
  facts: Readonly<Record<string, string | number>>;
}

export const refusal = (reason: RefusalReason, facts: Refusal['facts'] = {}): Refusal => ({ reason, facts });

/** More parties than this on one case are a campaign. */
const MOST_PARTIES = 20;

type Guard<K extends CommandKind> = (
  file: Case,
  body: BodyOf<K>,
  actor: Actor,
  world: CaseWorld,
  role: CaseRole,
) => Refusal | null;
type Standing = (file: Case, actor: Actor, world: CaseWorld, role: CaseRole) => Refusal | null;

const notHandler: Standing = (file, actor) =>
  [actor.id, ...actor.assignees].some((id) => file.handlers.includes(id)) ? refusal('handler') : null;

const partiesBack: Standing = (file) => {
  const out = partiesOut(file).length;
  return out > 0 ? refusal('partiesOut', { count: out }) : null;
};

/** A grave case is not closed unseen: a person acknowledged, somebody told the result. */
const graveSeen: Standing = (file) => {
  if (file.level <= 2 && file.acknowledgedAt === 0) return refusal('unseen');
  return file.feedbackAt === 0 ? refusal('noFeedback') : null;
};

const poolSettled: Standing = (file) => {
  const open = file.pool.filter(({ settledAt }) => settledAt === 0).length;
  return open > 0 ? refusal('pooled', { count: open }) : null;
};

const notExtended: Standing = (file, _actor, { rules }) =>
  file.extensions >= rules.mostExtensions ? refusal('extended', { most: rules.mostExtensions }) : null;

const cancelAsked: Standing = (file) => (file.cancelAsked ? null : refusal('notAsked'));

const recheckDue: Standing = (file) => (file.recheck === 'due' ? null : refusal('notDue'));

const STANDING: { readonly [K in CommandKind]?: readonly Standing[] } = {
  acknowledge: [(file) => (file.acknowledgedAt > 0 ? refusal('seen') : null)],
  register: [
    (file, _actor, { rules }, role) =>
      role === 'system' && !ruleOf(rules, file).automatic ? refusal('notAutomatic') : null,
  ],
  reject: [
    (file, _actor, { rules }) =>
      file.level <= rules.twoPersonLevel ? refusal('secondPerson', { level: file.level }) : null,
  ],
  merge: [
    (file) => (file.children.length > 0 ? refusal('hasChildren', { count: file.children.length }) : null),
  ],
  check: [notHandler, partiesBack],
  pass: [notHandler, partiesBack, graveSeen, poolSettled],
  fail: [notHandler],
  evaluate: [notHandler],
  suspend: [notExtended],
  extend: [notExtended],
  cancel: [(file) => (file.cancelAsked ? refusal('alreadyAsked') : null)],
  confirmCancel: [
    cancelAsked,
    (file, actor) => (file.cancelAsked?.by === actor.id ? refusal('samePerson') : null),
  ],
  denyCancel: [cancelAsked],
  reopen: [
    (file, _actor, { now, rules, calendar }) => {
      const until = calendar.add(file.closedAt, rules.reopenWithin);
      return now > until ? refusal('tooLate', { until }) : null;
    },
  ],
  escalate: [(file) => (file.escalation === 3 ? refusal('highest') : null)],
  answer: [
    (file) => (file.supervisions.some(({ answeredAt }) => answeredAt === 0) ? null : refusal('nothingAsked')),
  ],
  addParty: [
    (file) =>
      partiesOut(file).length >= MOST_PARTIES ? refusal('manyParties', { most: MOST_PARTIES }) : null,
  ],
  removeParty: [(file) => (partiesOut(file).length === 0 ? refusal('task') : null)],
  meeting: [(file) => (file.pool.some(({ settledAt }) => settledAt === 0) ? null : refusal('task'))],
  triage: [
    (file) => (file.device === 'oneKey' ? null : refusal('notOneKey')),
    (file) => (file.triage === '' ? null : refusal('triaged')),
  ],
  recheck: [recheckDue],
};

const FROM_TASK: Readonly<
  Record<'accept' | 'enroute' | 'arrive' | 'feedback' | 'return' | 'cannot', readonly TaskState[]>
> = {
  accept: ['offered'],
  enroute: ['accepted'],
  arrive: ['accepted', 'enroute'],
  feedback: ['onScene'],
  return: ['offered', 'accepted', 'enroute'],
  cannot: ['offered', 'accepted', 'enroute', 'onScene'],
};
export type TaskCommand = keyof typeof FROM_TASK;

export function isTaskCommand(kind: CommandKind): kind is TaskCommand {
  return Object.hasOwn(FROM_TASK, kind);
}

/** Whether the task is there, is this person's, and stands where the command can begin. */
export function taskRefusal(
  task: CaseTask | undefined,
  kind: TaskCommand,
  actor: Actor,
  role: CaseRole,
): Refusal | null {
  if (!task) return refusal('task');
  if (role !== 'operator' && !actor.assignees.includes(task.assignee.id)) return refusal('notYours');
  if (kind === 'cannot' && task.lead) return refusal('lead');
  return FROM_TASK[kind].includes(task.state)
    ? null
    : refusal('taskState', { task: task.id, state: task.state });
}

const later = (at: number, now: number) => (at > now ? null : refusal('notLater'));

const withinLongest = (from: number, until: number, { rules, calendar }: CaseWorld) => {
  const most = calendar.add(from, rules.longestExtension);
  return until > most ? refusal('tooLong', { until: most }) : null;
};

const ASKED: { readonly [K in CommandKind]?: readonly Guard<K>[] } = {
  merge: [
    (file, { into }, _actor, { other }) => {
      if (!other || other.caseId !== into || into === file.caseId || other.drill !== file.drill)
        return refusal('target');
      if (other.parent !== '' || other.state === 'merged')
        return refusal('targetMerged', { caseNo: other.caseNo });
      if (!isOpen(other)) return refusal('targetClosed', { caseNo: other.caseNo });
      // A grave report must not disappear in a light case.
      return other.level > file.level
        ? refusal('targetLower', { caseNo: other.caseNo, level: file.level })
        : null;
    },
  ],
  unmerge: [
    (file, _body, _actor, { other }) => (other && other.caseId === file.parent ? null : refusal('target')),
  ],
  arrive: [
    (file, { at, reason }, _actor, { rules }) => {
      if (reason) return null;
      const { lng, lat } = file.place;
      if (!at || lng === null || lat === null) return refusal('arrival');
      const metres = Math.round(greatCircleMetres(at.lng, at.lat, lng, lat));
      return metres > rules.arriveMetres ? refusal('tooFar', { metres, most: rules.arriveMetres }) : null;
    },
  ],
  feedback: [
    (file, { proof }, _actor, { rules }) =>
      file.level <= rules.proofLevel && proof.length === 0 ? refusal('proof', { level: file.level }) : null,
  ],
  pass: [
    (file, { override }) => {
      const active = file.alerts.filter((alert) => alert.active).length;
      return active > 0 && !override ? refusal('stillActive', { count: active }) : null;
    },
  ],
  suspend: [
    (_file, { until }, _actor, { now }) => later(until, now),
    (_file, { until }, _actor, world) => withinLongest(world.now, until, world),
  ],
  extend: [
    (file, { until }, _actor, { now }) => later(until, Math.max(now, file.handleBy)),
    (file, { until }, _actor, world) => withinLongest(Math.max(world.now, file.handleBy), until, world),
  ],
  supervise: [(_file, { due }, _actor, { now }) => later(due, now)],
  addParty: [
    (file, { party }) =>
      [...partiesOut(file), ...[leadOf(file) ?? []].flat()].some(({ assignee }) => assignee.id === party)
        ? refusal('partyThere')
        : null,
    (_file, { due }, _actor, { now }) => later(due, now),
  ],
  removeParty: [
    (file, { task }) => {
      const found = partiesOut(file).find(({ id }) => id === task);
      return found ? null : refusal('task');
    },
  ],
  meeting: [
    (file, { task }) =>
      file.pool.some((each) => each.task === task && each.settledAt === 0) ? null : refusal('task'),
  ],
  changeLevel: [
    (file, { level }, _actor, _world, role) => {
      if (level === file.level) return refusal('sameLevel');
      return level > file.level && role !== 'supervisor' ? refusal('lowering') : null;
    },
  ],
  fire: [
    (file, { key }, _actor, { now }) => {
      const clock = file.clocks.find((each) => each.key === key);
      return clock && isRunning(clock) && clock.dueAt <= now ? null : refusal('noClock');
    },
  ],
};

/** What stands against the command whatever is asked for; null: nothing. */
export function standingRefusal(
  file: Case,
  kind: CommandKind,
  actor: Actor,
  world: CaseWorld,
  role: CaseRole,
): Refusal | null {
  for (const guard of STANDING[kind] ?? []) {
    const found = guard(file, actor, world, role);
    if (found) return found;
  }
  return null;
}

/** What stands against this very command; null: nothing. */
export function askedRefusal(
  file: Case,
  body: CommandBody,
  actor: Actor,
  world: CaseWorld,
  role: CaseRole,
): Refusal | null {
  if (isTaskCommand(body.kind) && 'task' in body) {
    const found = taskRefusal(taskOf(file, body.task), body.kind, actor, role);
    if (found) return found;
  }
  const guards = (ASKED[body.kind] ?? []) as readonly Guard<CommandKind>[];
  for (const guard of guards) {
    const found = guard(file, body, actor, world, role);
    if (found) return found;
  }
  return null;
}
