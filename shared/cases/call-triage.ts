/**
 * What each answer to "what is it?" does at a one-key call, in commands of the table: an emergency is sent out, an order becomes a case of its
 * own, a test or a mistake is ended. Pure; whether each may be given is the table's.
 */

import type { CaseReport } from '../host/case-schemas.ts';
import type { Case } from './case.ts';
import { leadOf } from './case.ts';
import { MATTERS, type MatterId } from './case-codes.ts';
import type { CommandBody } from './case-command.ts';
import type { TRIAGES } from './case-words.ts';
import type { Choice } from './dispatch.ts';

type Triage = (typeof TRIAGES)[number];

/** What can be ordered at the telephone. */
export const ORDER_MATTERS: readonly MatterId[] = (Object.keys(MATTERS) as MatterId[]).filter(
  (id) => MATTERS[id].category === 'housekeeping' || id === 'careVisit',
);

/** The commands for the call itself, in order. An order's own case (`orderOf`) is opened before them. */
export function triageCommands(
  file: Pick<Case, 'state' | 'tasks' | 'matter'>,
  triage: Triage,
  duty: Choice,
): CommandBody[] {
  // The call stays a call: what was ordered is the other case's matter.
  const told: CommandBody = { kind: 'triage', triage, matter: file.matter };
  switch (triage) {
    case 'emergency': {
      const waits = (file.state === 'registered' || file.state === 'dispatched') && !leadOf(file);
      return waits ? [told, { kind: 'dispatch', assignee: duty.assignee }] : [told];
    }
    case 'service':
      return [told, { kind: 'cancel', reason: 'other' }];
    case 'test':
      return [told, { kind: 'cancel', reason: 'test' }];
    case 'mistaken':
      return [told, { kind: 'cancel', reason: 'mistaken' }];
  }
}

/** What was ordered, as a case that follows the call. */
export function orderOf(file: Case, matter: MatterId): CaseReport {
  const { grid, place, drill, caseId } = file;
  return { source: 'device', device: '', matter, level: 4, grid, place, drill, follows: caseId };
}
