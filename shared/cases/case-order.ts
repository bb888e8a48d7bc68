/** The order in which cases are shown, and which of their clocks is looked at. Pure; keeps no state. */

import type { Clock } from './case.ts';
import { type Case, isOpen, isRunning } from './case.ts';

/** Clocks that say how late the work is: those that only remind are left out while one of these runs. */
const WORK_CLOCKS: readonly Clock['kind'][] = [
  'acknowledge',
  'unassigned',
  'accept',
  'arrive',
  'handle',
  'check',
];

/** The clock that runs out first, or ran out and is still owed; null: none that matters. */
export function nextClock({ clocks }: Pick<Case, 'clocks'>): Clock | null {
  const owed = clocks.filter(
    ({ kind, endedAt, heldAt }) => WORK_CLOCKS.includes(kind) && endedAt === 0 && heldAt === 0,
  );
  return owed.reduce<Clock | null>(
    (first, each) => (first && first.dueAt <= each.dueAt ? first : each),
    null,
  );
}

/** Something is late now. */
export function isOverdue(file: Pick<Case, 'clocks'>, now: number): boolean {
  const clock = nextClock(file);
  return clock !== null && clock.dueAt <= now;
}

/** Open before over, graver first, then what is due first; over: the last changed first. Ids break ties. */
export function compareCases(a: Case, b: Case): number {
  const open = Number(isOpen(b)) - Number(isOpen(a));
  if (open !== 0) return open;
  if (!isOpen(a)) return b.changedAt - a.changedAt || (a.caseId < b.caseId ? -1 : 1);
  const due = (file: Case) => nextClock(file)?.dueAt ?? Number.POSITIVE_INFINITY;
  return a.level - b.level || due(a) - due(b) || (a.caseId < b.caseId ? -1 : 1);
}

/** Clocks of a case that still run or are owed, the first due first. */
export function openClocks({ clocks }: Pick<Case, 'clocks'>): Clock[] {
  return clocks
    .filter((clock) => isRunning(clock) || (clock.firedAt > 0 && clock.endedAt === 0))
    .sort((a, b) => a.dueAt - b.dueAt);
}
