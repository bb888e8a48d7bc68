/**
 * In which order to ring at a one-key call: the person who called, the emergency contacts as they are numbered, grown-up members of the
 * household, whoever is on duty, the nearest others on duty. Pure; names and numbers come in as they may be shown.
 */
import type { CallPerson, CallSheet, CallWorker } from '../query/call-sheet.ts';
import type { Case } from './case.ts';
import { isOpen, isOwed } from './case.ts';
import type { CONTACTS } from './case-words.ts';
import { type Choice, chooseAssignee } from './dispatch.ts';
import { onDutyAt, type Roster } from './roster.ts';

export interface Rung {
  /** Told apart by this: table and row. */
  key: string;
  whom: (typeof CONTACTS)[number];
  person: CallPerson;
  /** Why it is here: shown as `cases.call.why.<why>`. */
  why: 'caller' | 'contact' | 'household' | 'duty' | 'near';
  /** Metres to the place; null: not known, or not asked. */
  metres: number | null;
}

/** Whom the roster gives the case to now, as the host would. `cases`: all that are open, for who is busy. */
export function dutyFor(
  file: Pick<Case, 'caseId' | 'place' | 'tasks' | 'grid'>,
  roster: Roster,
  cases: Iterable<Case>,
  now: number,
): Choice {
  const busy = new Map<string, number>();
  // What is in hand of this very case makes nobody busy for it.
  for (const each of cases)
    if (isOpen(each) && each.caseId !== file.caseId)
      for (const { assignee } of each.tasks.filter(isOwed))
        busy.set(assignee.id, (busy.get(assignee.id) ?? 0) + 1);
  const community = roster.posts.find(({ grid }) => grid === file.grid && grid !== '')?.community ?? '';
  return chooseAssignee(file, {
    ...{ now, roster },
    gridOf: () => (file.grid === '' ? null : { code: file.grid, community }),
    busy: (worker) => busy.get(worker) ?? 0,
  });
}

/** Too young to be rung in an emergency. */
const GROWN = 16;
const MOST_WORKERS = 4;

export function callLadder(sheet: CallSheet, duty: Choice, roster: Roster, now: number): Rung[] {
  const rungs: Rung[] = [];
  const add = (person: CallPerson, why: Rung['why'], whom: Rung['whom'], metres: number | null = null) => {
    const key = `${person.table}.${person.row}`;
    if (!rungs.some((rung) => rung.key === key)) rungs.push({ key, whom, person, why, metres });
  };
  if (sheet.resident) add(sheet.resident, 'caller', 'resident');
  for (const contact of sheet.contacts)
    add(contact, 'contact', contact.relation === 'other' ? 'neighbour' : 'family');
  for (const member of sheet.household)
    if (member.phone !== '' && (member.age ?? GROWN) >= GROWN) add(member, 'household', 'family');
  for (const worker of dutyFirst(sheet.workers, duty, roster, now))
    add(worker, worker.id === duty.assignee.id ? 'duty' : 'near', 'worker', worker.metres);
  return rungs;
}

/** Whoever the roster gives it to, then the others on duty, the nearest first. */
export function dutyFirst(
  workers: readonly CallWorker[],
  duty: Choice,
  roster: Roster,
  now: number,
): CallWorker[] {
  const there = new Set(
    roster.posts.flatMap(({ id }) => onDutyAt(roster, id, now)).map(({ worker }) => worker),
  );
  const far = ({ metres }: CallWorker) => metres ?? Number.POSITIVE_INFINITY;
  const first = workers.filter(({ id }) => id === duty.assignee.id);
  const others = workers
    .filter(({ id }) => id !== duty.assignee.id && there.has(id))
    .sort((a, b) => far(a) - far(b) || (a.id < b.id ? -1 : 1));
  return [...first, ...others].slice(0, MOST_WORKERS);
}
