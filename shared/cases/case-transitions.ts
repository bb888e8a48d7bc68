/**
 * From a case and a command to what happens: one event with its state, escalation and clocks, and effects for the host, or a refusal with
 * its reason. Pure and total: no clock, no lookup, no id of its own making; the same question has the same answer on every machine.
 */

import { type Case, taskOf } from './case.ts';
import { clocksBegun, oneHigher, raisedBy } from './case-clocks.ts';
import type { CaseCommand, CommandBody, CommandKind } from './case-command.ts';
import { type CaseEffect, effectsOf } from './case-effects.ts';
import type { CaseEventDraft } from './case-event.ts';
import { foldOne, withEvent } from './case-fold.ts';
import {
  type Actor,
  askedRefusal,
  type CaseWorld,
  isTaskCommand,
  type Refusal,
  refusal,
  standingRefusal,
  taskRefusal,
} from './case-guards.ts';
import { COMMAND_KINDS, COMMAND_TABLE } from './case-table.ts';
import type { CaseRole, CaseState, Escalation } from './case-words.ts';

export type Decision =
  | { ok: true; event: CaseEventDraft; after: Case; effects: CaseEffect[] }
  | { ok: false; refusal: Refusal };

const refuse = (reason: Refusal): Decision => ({ ok: false, refusal: reason });

/** What becomes of a command. `file`: null before the case is opened. Never throws for a command that CaseCommandSchema accepts. */
export function decide(file: Case | null, command: CaseCommand, actor: Actor, world: CaseWorld): Decision {
  const { does } = command;
  const rule = COMMAND_TABLE[does.kind];
  if (file && does.kind === 'open') return refuse(refusal('exists', { caseNo: file.caseNo }));
  if (!file && does.kind !== 'open') return refuse(refusal('missing'));
  const version = file?.version ?? 0;
  if (command.version !== version || (file && command.caseId !== file.caseId)) {
    return refuse(refusal('stale', { seen: command.version, version }));
  }
  const role = roleFor(does.kind, actor);
  if (!role) return refuse(refusal('role', { roles: rule.roles.join(',') }));
  if (!file) return decided(null, command, actor, role, rule.to as CaseState, world);
  const found = against(file, command, actor, role, world);
  return found ? refuse(found) : decided(file, command, actor, role, nextState(file, does, world), world);
}

function against(
  file: Case,
  { does, sealed }: CaseCommand,
  actor: Actor,
  role: CaseRole,
  world: CaseWorld,
): Refusal | null {
  if (!COMMAND_TABLE[does.kind].from.includes(file.state)) return refusal('state', { state: file.state });
  if (does.kind === 'note' && !sealed) return refusal('noNote');
  return standingRefusal(file, does.kind, actor, world, role) ?? askedRefusal(file, does, actor, world, role);
}

/** The part in which the actor may do it; undefined: in none. */
function roleFor(kind: CommandKind, actor: Actor): CaseRole | undefined {
  return COMMAND_TABLE[kind].roles.find((role) => actor.roles.includes(role));
}

function decided(
  file: Case | null,
  command: CaseCommand,
  actor: Actor,
  role: CaseRole,
  to: CaseState,
  world: CaseWorld,
): Decision {
  const bare: CaseEventDraft = {
    ...{ id: command.id, caseId: command.caseId, n: command.version + 1, at: world.now, by: actor.id, role },
    ...{ from: file?.state ?? null, to, escalation: file ? escalationAfter(file, command.does, world) : 0 },
    ...{ does: command.does, begins: [], sealed: command.sealed },
  };
  const begins = clocksBegun(file, withEvent(file, bare), command.does, world);
  const event = { ...bare, begins };
  const after = foldOne(file, event);
  return { ok: true, event, after, effects: effectsOf(file, after, event, world.rules) };
}

function nextState(file: Case, does: CommandBody, { rules }: CaseWorld): CaseState {
  const rule = COMMAND_TABLE[does.kind];
  switch (rule.to) {
    case 'same':
      return file.state;
    case 'before':
      return file.before;
    case 'lead':
      return 'task' in does && taskOf(file, does.task)?.lead && rule.lead ? rule.lead : file.state;
    case 'own':
      return ownState(file, does, rules.twoPersonLevel);
    default:
      return rule.to;
  }
}

function ownState(file: Case, does: CommandBody, twoPersonLevel: number): CaseState {
  // Seeing a device's alarm files it; a report is first looked into.
  if (does.kind === 'acknowledge')
    return file.state === 'received' && file.device !== '' ? 'registered' : file.state;
  if (does.kind === 'cancel') return file.level <= twoPersonLevel ? file.state : 'cancelled';
  if (does.kind !== 'fire') return file.state;
  const kind = file.clocks.find(({ key }) => key === does.key)?.kind;
  if (kind === 'pause') return file.before;
  return kind === 'evaluate' ? 'evaluated' : file.state;
}

function escalationAfter(file: Case, does: CommandBody, { rules }: CaseWorld): Escalation {
  if (does.kind === 'escalate') return oneHigher(file.escalation);
  if (does.kind === 'return')
    return file.returns >= rules.mostReturns ? oneHigher(file.escalation) : file.escalation;
  const clock = does.kind === 'fire' ? file.clocks.find(({ key }) => key === does.key) : undefined;
  return clock ? raisedBy(file, clock) : file.escalation;
}

export type Outcome =
  | { ok: true; repeated: boolean; event: CaseEventDraft; after: Case; effects: CaseEffect[] }
  /** `since`: what happened after the version that the sender saw. */
  | { ok: false; refusal: Refusal; since: readonly CaseEventDraft[] };

/**
 * A command against a case with its history: one that was carried out already is answered with what it did then, and does nothing again; a
 * refused one comes back with the events that its sender has not seen. `events`: all of the case, in order.
 */
export function carryOut(
  file: Case | null,
  events: readonly CaseEventDraft[],
  command: CaseCommand,
  actor: Actor,
  world: CaseWorld,
): Outcome {
  const done = events.find(({ id }) => id === command.id);
  if (done && file) return { ok: true, repeated: true, event: done, after: file, effects: [] };
  const decision = decide(file, command, actor, world);
  if (decision.ok) return { ...decision, repeated: false };
  return { ...decision, since: events.filter(({ n }) => n > command.version) };
}

/** What a button can be: to be pressed in a role, on these tasks if it is about a task; or grey, with the reason. */
export type Availability =
  | { ok: true; role: CaseRole; tasks: readonly string[] }
  | { ok: false; refusal: Refusal };

/**
 * Every command that a person can give, with whether this one may give it now. What depends on what is asked for (a place, a proof, a date)
 * is refused only when it is asked.
 */
export function available(file: Case, actor: Actor, world: CaseWorld): Map<CommandKind, Availability> {
  const answers = new Map<CommandKind, Availability>();
  for (const kind of COMMAND_KINDS) {
    const { roles } = COMMAND_TABLE[kind];
    if (kind === 'open' || roles.every((role) => role === 'system')) continue;
    answers.set(kind, availability(file, kind, actor, world));
  }
  return answers;
}

function availability(file: Case, kind: CommandKind, actor: Actor, world: CaseWorld): Availability {
  const { roles, from } = COMMAND_TABLE[kind];
  if (!from.includes(file.state)) return { ok: false, refusal: refusal('state', { state: file.state }) };
  const role = roleFor(kind, actor);
  if (!role) return { ok: false, refusal: refusal('role', { roles: roles.join(',') }) };
  const found = standingRefusal(file, kind, actor, world, role);
  if (found) return { ok: false, refusal: found };
  if (!isTaskCommand(kind)) return { ok: true, role, tasks: [] };
  const refused = file.tasks.map((task) => taskRefusal(task, kind, actor, role));
  const tasks = file.tasks.filter((_task, i) => !refused[i]).map(({ id }) => id);
  if (tasks.length > 0) return { ok: true, role, tasks };
  // Of several reasons the one of the newest task: it is the one that is looked at.
  return { ok: false, refusal: refused[refused.length - 1] ?? refusal('task') };
}
