/**
 * In which parts a person of the desk acts on cases, by role; and the seats of a desk without a vault, where made-up people are tried out by
 * one person in turn. Data only; who has signed in is the host's to know.
 */
import type { Role } from '../access/roles.ts';
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

/** A seat of the desk without a vault. `assignees`: whom it acts for; a worker's seat acts for every worker. */
export function seatActor(seat: SeatRole, assignees: readonly string[]): Actor {
  return {
    id: `seat-${seat}`,
    roles: [seat],
    assignees: seat === 'worker' || seat === 'party' ? assignees : [],
  };
}

/** A person who has signed in. `workers`: ids of the register's workers that this person is. */
export function personActor(person: { id: string; role: Role }, workers: readonly string[]): Actor {
  return { id: person.id, roles: CASE_ROLES_OF[person.role], assignees: workers };
}
