/**
 * In which parts a person of the desk acts on cases, by role; and the seats of a desk without a vault, where made-up people are tried out by
 * one person in turn. Data only; who has signed in is the host's to know.
 */
import type { Role } from '../access/roles.ts';
import type { CaseTask } from './case.ts';
import type { Actor } from './case-guards.ts';
import type { CaseRole } from './case-words.ts';

/** Columns of nobody: a wall, a planner and a contractor see cases and touch none. */
export const CASE_ROLES_OF: Readonly<Record<Role, readonly CaseRole[]>> = {
  wall: [],
  dutyOperator: ['operator'],
  gridWorker: ['worker'],
  gridManager: ['operator'],
  verifier: ['verifier', 'evaluator'],
  streetOfficer: ['supervisor', 'operator'],
  planner: [],
  // A small site has one person who does what nobody else is there for; whoever handled still does not check.
  administrator: ['operator', 'supervisor', 'verifier', 'evaluator'],
  contractor: [],
};

/** Parts that one person may take in turn where there is no vault: each counts as another person. Shown as `cases.role.<seat>`. */
export const SEATS = ['operator', 'worker', 'party', 'verifier', 'supervisor', 'evaluator'] as const;
export type SeatRole = (typeof SEATS)[number];

/** Who works for the program itself. */
export const SYSTEM: Actor = { id: 'system', roles: ['system'], assignees: [] };

/** The street or district, whose orders come down. */
export const UPPER_LEVEL: Actor = { id: 'upper-level', roles: ['supervisor'], assignees: [] };

/** A seat of the desk without a vault. The worker's acts for whoever has the job of a case, the party's for every party of it. */
export function seatActor(seat: SeatRole, tasks: readonly Pick<CaseTask, 'lead' | 'assignee'>[]): Actor {
  const own =
    seat === 'worker' || seat === 'party' ? tasks.filter(({ lead }) => lead === (seat === 'worker')) : [];
  return { id: `seat-${seat}`, roles: [seat], assignees: own.map(({ assignee }) => assignee.id) };
}

/** A person who has signed in. `workers`: ids of the register's workers that this person is. */
export function personActor(person: { id: string; role: Role }, workers: readonly string[]): Actor {
  return { id: person.id, roles: CASE_ROLES_OF[person.role], assignees: workers };
}
