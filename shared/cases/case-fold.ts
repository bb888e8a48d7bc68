/**
 * A case is the fold of its events, and nothing else: the same events give the same case on every machine, today and in ten years. Knows no
 * rules and no calendar, for each event carries what was decided by them.
 */

import type { Case, Clock } from './case.ts';
import { isRunning } from './case.ts';
import { changesOf, openedCase } from './case-changes.ts';
import { isHeldBySuspension, isOver } from './case-clocks.ts';
import type { CaseEventDraft } from './case-event.ts';

/** The events of a case have a hole: what follows it cannot be read. Values {caseId, n}: the number that is missing. */
export class CaseGapError extends Error {
  readonly code = 'case-gap';
  readonly values: { caseId: string; n: number };
  constructor(caseId: string, n: number) {
    super('case-gap');
    this.name = 'CaseGapError';
    this.values = { caseId, n };
  }
}

/**
 * The case after one more event. An event that it has already changes nothing, so that a journal may be read twice. Throws CaseGapError for
 * one that comes too early.
 */
export function foldOne(file: Case | null, event: CaseEventDraft): Case {
  const version = file?.version ?? 0;
  if (file && event.n <= version) return file;
  if (event.n !== version + 1) throw new CaseGapError(event.caseId, version + 1);
  if (!file && event.does.kind !== 'open') throw new CaseGapError(event.caseId, 1);
  return withClocks(file, withEvent(file, event), event);
}

/** Null: no event. Throws CaseGapError. */
export function fold(events: Iterable<CaseEventDraft>): Case | null {
  let file: Case | null = null;
  for (const event of events) file = foldOne(file, event);
  return file;
}

/** The case with all but its clocks: what they depend on. */
export function withEvent(file: Case | null, event: CaseEventDraft): Case {
  const before = file ?? (event.does.kind === 'open' ? openedCase(event, event.does) : null);
  if (!before) throw new CaseGapError(event.caseId, 1);
  return {
    ...before,
    ...changesOf(before, event),
    version: event.n,
    state: event.to,
    escalation: event.escalation,
    changedAt: event.at,
    acknowledgedAt: before.acknowledgedAt || (seesIt(event) ? event.at : 0),
    notes: event.sealed ? [...before.notes, event.n] : before.notes,
  };
}

/** Whoever answers for the desk has it before the eyes with whatever is done there; a worker's or checker's act is no sight of the desk. */
function seesIt({ role }: CaseEventDraft): boolean {
  return role === 'operator' || role === 'supervisor';
}

function withClocks(before: Case | null, after: Case, event: CaseEventDraft): Case {
  const { at } = event;
  const suspended = before !== null && before.state !== 'suspended' && after.state === 'suspended';
  const resumed = before?.state === 'suspended' && after.state !== 'suspended';
  const settle = (clock: Clock): Clock => {
    if (clock.endedAt > 0) return clock;
    if (isOver(after, clock) || replaced(clock, event)) return { ...clock, endedAt: at };
    if (suspended && isRunning(clock) && isHeldBySuspension(clock)) return { ...clock, heldAt: at };
    // What was held begins anew in the same event, under a key of its own.
    if (resumed && clock.heldAt > 0) return { ...clock, endedAt: at };
    return clock;
  };
  const begun = event.begins.map((each): Clock => ({ ...each, firedAt: 0, endedAt: 0, heldAt: 0 }));
  const clocks = [...after.clocks.map(settle), ...begun];
  const main = begun.find(({ kind }) => kind === 'handle');
  return { ...after, clocks, handleBy: main ? main.dueAt : after.handleBy };
}

/** A clock of a case that begins anew ends the one before; each supervision has its own. */
function replaced(clock: Clock, { begins }: CaseEventDraft): boolean {
  if (clock.kind === 'supervision') return false;
  return begins.some(
    (each) => each.kind === clock.kind && each.task === clock.task && each.level === clock.level,
  );
}
