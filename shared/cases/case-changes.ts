/**
 * What one event changes in a case, command by command: pure, total, and without rules, for all that needs them was decided when the event
 * was made. State, escalation and clocks are the fold's (case-fold.ts).
 */

import { type Case, type CaseTask, isOwed, leadOf, taskOf } from './case.ts';
import { MATTERS } from './case-codes.ts';
import type { Assignee, BodyOf, CommandBody } from './case-command.ts';
import type { CaseEventDraft } from './case-event.ts';

/** The case as its first event makes it. */
export function openedCase(event: CaseEventDraft, body: BodyOf<'open'>): Case {
  const { caseNo, source, device, matter, level, grid, place, drill, progressCode, follows, receivedAt } =
    body;
  return {
    ...{ caseId: event.caseId, caseNo, version: 0, state: event.to, before: event.to, level, escalation: 0 },
    ...{
      source,
      device,
      matter,
      category: MATTERS[matter].category,
      grid,
      place,
      drill,
      progressCode,
      follows,
    },
    ...{ receivedAt, openedAt: event.at, changedAt: event.at, clockFrom: receivedAt },
    ...{ acknowledgedAt: 0, handleBy: 0, feedbackAt: 0, closedAt: 0 },
    alerts: body.alert === '' ? [] : [{ id: body.alert, active: true }],
    ...{ parent: '', children: [], tasks: [], clocks: [], handlers: [] },
    ...{ supervisions: [], urgings: [], contacts: [], triage: '', ticks: [], pool: [] },
    ...{ extensions: 0, returns: 0, reworks: 0, reopens: 0 },
    ...{ cancelAsked: null, closeCode: '', override: '', evaluation: null, recheck: 'none', notes: [] },
  };
}

type Change<K extends CommandBody['kind']> = (
  file: Case,
  body: BodyOf<K>,
  event: CaseEventDraft,
) => Partial<Case>;

const nothing = () => ({});

/** Jobs that nobody has to do any more. */
const withdrawn = (file: Case, at: number): CaseTask[] =>
  file.tasks.map((task) => (isOwed(task) ? { ...task, state: 'cancelled', endedAt: at } : task));

function offered(file: Case, assignee: Assignee, at: number, lead: boolean, dueAt = 0): CaseTask {
  return {
    ...{ id: `t${file.tasks.length + 1}`, assignee, lead, state: 'offered', offeredAt: at, dueAt },
    ...{
      acceptedAt: 0,
      enrouteAt: 0,
      arrivedAt: 0,
      endedAt: 0,
      arrival: '',
      result: '',
      proof: [],
      reason: '',
    },
  };
}

/** The lead goes to somebody; who had it and was not done has it no more. */
function given(file: Case, assignee: Assignee, at: number): Pick<Case, 'tasks'> {
  const lead = leadOf(file);
  const tasks = file.tasks.map(
    (task): CaseTask =>
      task.id === lead?.id && isOwed(task) ? { ...task, state: 'cancelled', endedAt: at } : task,
  );
  return { tasks: [...tasks, offered(file, assignee, at, true)] };
}

/** A change of one task by somebody, who thereby worked on the case. */
function worked(
  file: Case,
  id: string,
  by: string,
  change: Partial<CaseTask>,
): Pick<Case, 'tasks' | 'handlers'> {
  const assignee = taskOf(file, id)?.assignee.id;
  return {
    tasks: file.tasks.map((task) => (task.id === id ? { ...task, ...change } : task)),
    handlers: [...new Set([...file.handlers, by, ...(assignee === undefined ? [] : [assignee])])],
  };
}

function ended(file: Case, id: string, change: Partial<CaseTask>): Pick<Case, 'tasks'> {
  return { tasks: file.tasks.map((task) => (task.id === id ? { ...task, ...change } : task)) };
}

const over = (file: Case, _body: unknown, event: CaseEventDraft): Partial<Case> =>
  event.to === event.from ? {} : { tasks: withdrawn(file, event.at), cancelAsked: null };

const CHANGES: { [K in Exclude<CommandBody['kind'], 'open'>]: Change<K> } = {
  acknowledge: nothing,
  verify: nothing,
  register: nothing,
  reject: over,
  merge: (file, { into }, event) => ({ ...over(file, null, event), parent: into }),
  unmerge: () => ({ parent: '' }),
  absorb: (file, { child }) => ({ children: [...new Set([...file.children, child])] }),
  release: (file, { child }) => ({ children: file.children.filter((each) => each !== child) }),
  alert: (file, { alert, active }) => ({
    alerts: [...file.alerts.filter(({ id }) => id !== alert), { id: alert, active }],
  }),
  dispatch: (file, { assignee }, { at }) => given(file, assignee, at),
  accept: (file, { task }, { by, at }) => worked(file, task, by, { state: 'accepted', acceptedAt: at }),
  enroute: (file, { task }, { by, at }) => worked(file, task, by, { state: 'enroute', enrouteAt: at }),
  arrive: (file, { task, reason }, { by, at }) =>
    worked(file, task, by, { state: 'onScene', arrivedAt: at, arrival: reason ?? 'near' }),
  feedback: (file, { task, result, proof }, { by, at }) => ({
    ...worked(file, task, by, { state: 'done', endedAt: at, result, proof }),
    ...(taskOf(file, task)?.lead ? { feedbackAt: at } : {}),
  }),
  return: (file, { task, reason }, { at }) => ({
    ...ended(file, task, { state: 'returned', endedAt: at, reason }),
    returns: file.returns + 1,
  }),
  check: nothing,
  pass: (file, { closeCode, override }, { at }) => ({
    ...{ tasks: withdrawn(file, at), cancelAsked: null, closeCode, override: override ?? '', closedAt: at },
  }),
  fail: (file, { assignee }, { at }) => ({
    ...given(file, assignee, at),
    reworks: file.reworks + 1,
    clockFrom: at,
  }),
  suspend: (file) => ({ before: file.state, extensions: file.extensions + 1 }),
  extend: (file, { until }) => ({ handleBy: until, extensions: file.extensions + 1 }),
  resume: nothing,
  cancel: (file, { reason }, event) =>
    event.to === event.from
      ? { cancelAsked: { by: event.by, at: event.at, reason } }
      : over(file, null, event),
  confirmCancel: over,
  denyCancel: () => ({ cancelAsked: null }),
  reopen: (file, { assignee }, { at }) => ({
    ...given(file, assignee, at),
    ...{ reopens: file.reopens + 1, clockFrom: at, handleBy: 0, feedbackAt: 0, closedAt: 0 },
    ...{ closeCode: '', override: '', evaluation: null, recheck: 'none' },
  }),
  evaluate: (_file, { satisfaction, visited }, { by, at }) => ({
    evaluation: { satisfaction, visited, by, at },
  }),
  escalate: nothing,
  urge: (file, _body, { at }) => ({ urgings: [...file.urgings, at] }),
  supervise: (file, { asks, due }, { by, at }) => ({
    supervisions: [...file.supervisions, { asks, by, at, due, answeredAt: 0 }],
  }),
  answer: (file, _body, { at }) => ({
    supervisions: file.supervisions.map((each) =>
      each.answeredAt === 0 ? { ...each, answeredAt: at } : each,
    ),
  }),
  addParty: (file, { party, due }, { at }) => ({
    tasks: [...file.tasks, offered(file, { kind: 'party', id: party }, at, false, due)],
  }),
  removeParty: (file, { task, reason }, { at }) =>
    ended(file, task, { state: 'cancelled', endedAt: at, reason }),
  cannot: (file, { task, reason }, { at }) => ({
    ...ended(file, task, { state: 'cancelled', endedAt: at, reason }),
    pool: [
      ...file.pool,
      { task, party: taskOf(file, task)?.assignee.id ?? '', reason, since: at, outcome: '', settledAt: 0 },
    ],
  }),
  meeting: (file, { task, outcome }, { at }) => ({
    pool: file.pool.map((each) => (each.task === task ? { ...each, outcome, settledAt: at } : each)),
  }),
  contact: (file, { whom, outcome, next }, { by, at }) => ({
    contacts: [...file.contacts, { at, by, whom, outcome, next: next ?? '' }],
  }),
  triage: (_file, { triage, matter }) => ({ triage, matter, category: MATTERS[matter].category }),
  tick: (file, { list, items, mark }, { by, at }) => {
    const marked = new Set(items);
    const others = file.ticks.filter((each) => each.list !== list || !marked.has(each.item));
    const now = mark === 'open' ? [] : [...marked].map((item) => ({ list, item, mark, at, by }));
    return { ticks: [...others, ...now] };
  },
  note: nothing,
  changeLevel: (_file, { level }) => ({ level }),
  recheck: (_file, { good }) => ({ recheck: good ? 'good' : 'bad' }),
  fire: (file, { key }, { at, by, to }) => {
    const clock = file.clocks.find((each) => each.key === key);
    return {
      clocks: file.clocks.map((each) => (each.key === key ? { ...each, firedAt: at } : each)),
      ...(clock?.kind === 'recheck' ? { recheck: 'due' as const } : {}),
      ...(clock?.kind === 'evaluate' && to === 'evaluated'
        ? { evaluation: { satisfaction: 0 as const, visited: false, by, at } }
        : {}),
    };
  },
};

/** What the command of an event changes in the case that was there. */
export function changesOf(file: Case, event: CaseEventDraft): Partial<Case> {
  const { does } = event;
  if (does.kind === 'open') return {};
  const change = CHANGES[does.kind] as Change<typeof does.kind>;
  return (change as (file: Case, body: CommandBody, event: CaseEventDraft) => Partial<Case>)(
    file,
    does,
    event,
  );
}
