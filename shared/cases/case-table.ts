/**
 * The one table of cases: who may do what in which state, and where that leads. Data only, printed whole in a golden text, so that a change
 * of it is seen in review; what else must hold is case-guards.ts.
 */
import type { CommandKind } from './case-command.ts';
import { CASE_STATES, type CaseRole, type CaseState, STATE_TRAITS } from './case-words.ts';

/** `same`: it stays. `lead`: the lead's task moves it, a party's does not. `before`: back to where it was suspended. `own`: see `nextState`. */
export type Target = CaseState | 'same' | 'lead' | 'before' | 'own';

export interface CommandRule {
  roles: readonly CaseRole[];
  /** `null`: before there is a case. */
  from: readonly (CaseState | null)[];
  to: Target;
  /** State that the lead's task brings. */
  lead?: CaseState;
}

const OPEN = CASE_STATES.filter((state) => STATE_TRAITS[state].open);
const GOING = OPEN.filter((state) => state !== 'suspended');
const UNDER_WAY = ['registered', 'dispatched', 'accepted', 'onSite', 'feedback'] as const;
const DONE = ['closed', 'evaluated'] as const;

const DESK = ['operator', 'supervisor'] as const;
/** The operator writes down what a worker or a party says by telephone. */
const HANDLING = ['worker', 'party', 'operator'] as const;
const PERSONS = ['operator', 'worker', 'party', 'verifier', 'supervisor', 'evaluator'] as const;

const rule = (
  roles: CommandRule['roles'],
  from: CommandRule['from'],
  to: Target,
  lead?: CaseState,
): CommandRule => ({
  ...{ roles, from, to },
  ...(lead ? { lead } : {}),
});

export const COMMAND_TABLE: Readonly<Record<CommandKind, CommandRule>> = {
  open: rule(['operator', 'worker', 'supervisor', 'system'], [null], 'received'),
  acknowledge: rule(DESK, OPEN, 'own'),
  verify: rule(['operator'], ['received'], 'verifying'),
  register: rule(['operator', 'system'], ['received', 'verifying'], 'registered'),
  reject: rule(['operator'], ['received', 'verifying'], 'rejected'),
  merge: rule(['operator'], ['received', 'verifying', 'registered', 'dispatched'], 'merged'),
  unmerge: rule(DESK, ['merged'], 'verifying'),
  absorb: rule(['system'], OPEN, 'same'),
  release: rule(['system'], CASE_STATES, 'same'),
  alert: rule(['system'], CASE_STATES, 'same'),
  dispatch: rule([...DESK, 'system'], ['registered', 'dispatched'], 'dispatched'),
  accept: rule(HANDLING, UNDER_WAY, 'lead', 'accepted'),
  enroute: rule(HANDLING, UNDER_WAY, 'same'),
  arrive: rule(HANDLING, UNDER_WAY, 'lead', 'onSite'),
  feedback: rule(HANDLING, UNDER_WAY, 'lead', 'feedback'),
  return: rule(HANDLING, UNDER_WAY, 'lead', 'registered'),
  check: rule(['verifier'], ['feedback'], 'checking'),
  pass: rule(['verifier'], ['checking'], 'closed'),
  fail: rule(['verifier'], ['checking'], 'dispatched'),
  suspend: rule(['supervisor'], GOING, 'suspended'),
  extend: rule(['supervisor'], ['dispatched', 'accepted', 'onSite'], 'same'),
  resume: rule(DESK, ['suspended'], 'before'),
  cancel: rule(DESK, OPEN, 'own'),
  confirmCancel: rule(DESK, OPEN, 'cancelled'),
  denyCancel: rule(DESK, OPEN, 'same'),
  reopen: rule(DESK, DONE, 'dispatched'),
  evaluate: rule(['evaluator'], ['closed'], 'evaluated'),
  escalate: rule(['operator', 'worker', 'party', 'supervisor'], GOING, 'same'),
  urge: rule(['operator'], OPEN, 'same'),
  supervise: rule(['supervisor'], OPEN, 'same'),
  answer: rule(['operator'], OPEN, 'same'),
  addParty: rule(DESK, UNDER_WAY, 'same'),
  removeParty: rule(DESK, UNDER_WAY, 'same'),
  cannot: rule(['party', 'operator'], UNDER_WAY, 'same'),
  meeting: rule(['supervisor'], OPEN, 'same'),
  contact: rule(['operator', 'worker', 'evaluator'], [...OPEN, ...DONE], 'same'),
  triage: rule(['operator'], OPEN, 'same'),
  tick: rule([...DESK, 'worker', 'party'], OPEN, 'same'),
  note: rule(PERSONS, CASE_STATES, 'same'),
  changeLevel: rule(DESK, GOING, 'same'),
  recheck: rule(['operator', 'worker', 'verifier', 'evaluator'], DONE, 'same'),
  fire: rule(['system'], CASE_STATES, 'own'),
};

export const COMMAND_KINDS = Object.keys(COMMAND_TABLE) as CommandKind[];
