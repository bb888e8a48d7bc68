/**
 * What a person is asked for with each command, so that one form serves all: fields in their order. Data and the filling of a body; what may be
 * asked for is decided by the table and its guards.
 */

import { MATTER_IDS } from './case-codes.ts';
import type { CommandBody, CommandKind } from './case-command.ts';
import {
  CLOSE_CODES,
  CONTACT_NEXTS,
  CONTACT_OUTCOMES,
  CONTACTS,
  MEETING_OUTCOMES,
  REASONS_OF,
  RESULT_CODES,
  SUPERVISION_ASKS,
  TRIAGES,
} from './case-words.ts';

export type CommandField =
  /** One word of a list, shown as `cases.<words>.<word>`. `optional`: may be left out (null). */
  | { kind: 'word'; name: string; words: string; list: readonly string[]; optional?: boolean }
  | { kind: 'number'; name: string; words: string; list: readonly number[] }
  | { kind: 'yesNo'; name: string; words: string }
  /** An instant; `ahead`: proposed milliseconds from now. */
  | { kind: 'instant'; name: string; ahead: number }
  | { kind: 'assignee'; name: string }
  | { kind: 'party'; name: string }
  | { kind: 'case'; name: string }
  | { kind: 'proof'; name: string }
  /** Where the worker stands: degrees, or null. */
  | { kind: 'position'; name: string };

const word = (name: string, words: string, list: readonly string[], optional = false): CommandField => ({
  ...{ kind: 'word', name, words, list },
  ...(optional ? { optional } : {}),
});
const reason = (list: keyof typeof REASONS_OF, name = 'reason', optional = false) =>
  word(name, 'reason', REASONS_OF[list], optional);

const DAY = 86_400_000;
const SATISFACTION = [0, 1, 2, 3, 4, 5] as const;
const LEVELS = [1, 2, 3, 4] as const;

/** Fields of each command that asks for something; the task is asked for by the form itself where there are several. */
export const FIELDS_OF: { readonly [K in CommandKind]?: readonly CommandField[] } = {
  reject: [reason('reject')],
  merge: [{ kind: 'case', name: 'into' }],
  unmerge: [reason('unmerge')],
  dispatch: [{ kind: 'assignee', name: 'assignee' }],
  arrive: [{ kind: 'position', name: 'at' }, reason('arrive', 'reason', true)],
  feedback: [word('result', 'result', RESULT_CODES), { kind: 'proof', name: 'proof' }],
  return: [reason('return')],
  pass: [word('closeCode', 'closeCode', CLOSE_CODES), reason('override', 'override', true)],
  fail: [reason('fail'), { kind: 'assignee', name: 'assignee' }],
  suspend: [reason('suspend'), { kind: 'instant', name: 'until', ahead: 3 * DAY }],
  extend: [reason('suspend'), { kind: 'instant', name: 'until', ahead: 7 * DAY }],
  cancel: [reason('cancel')],
  reopen: [reason('reopen'), { kind: 'assignee', name: 'assignee' }],
  evaluate: [
    { kind: 'number', name: 'satisfaction', words: 'satisfaction', list: SATISFACTION },
    { kind: 'yesNo', name: 'visited', words: 'visited' },
  ],
  escalate: [reason('escalate')],
  supervise: [word('asks', 'asks', SUPERVISION_ASKS), { kind: 'instant', name: 'due', ahead: DAY }],
  addParty: [
    { kind: 'party', name: 'party' },
    { kind: 'instant', name: 'due', ahead: 3 * DAY },
  ],
  removeParty: [reason('removeParty')],
  cannot: [reason('cannot')],
  meeting: [word('outcome', 'meeting', MEETING_OUTCOMES)],
  contact: [
    word('whom', 'contact', CONTACTS),
    word('outcome', 'contactOutcome', CONTACT_OUTCOMES),
    word('next', 'contactNext', CONTACT_NEXTS, true),
  ],
  triage: [word('triage', 'triage', TRIAGES), word('matter', 'matter', MATTER_IDS)],
  changeLevel: [{ kind: 'number', name: 'level', words: 'levelOf', list: LEVELS }, reason('level')],
  recheck: [{ kind: 'yesNo', name: 'good', words: 'good' }],
};

/** Commands that a form is opened for; the others are carried out at a press. */
export function asksForMore(kind: CommandKind): boolean {
  return kind === 'note' || FIELDS_OF[kind] !== undefined;
}

/** Given from a list that is worked through (a tool of the case), never from the menu of commands. */
export function isOfList(kind: CommandKind): boolean {
  return kind === 'tick';
}

/** The body of a command from what was filled in. The schema is the judge: what does not fit is refused there. */
export function bodyFrom(
  kind: CommandKind,
  values: Readonly<Record<string, unknown>>,
  task: string,
): CommandBody {
  return { kind, ...values, ...(task === '' ? {} : { task }) } as CommandBody;
}
