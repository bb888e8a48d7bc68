import { describe, expect, it } from 'vitest';
import en from '../../../../assets/locales/casework.en.json';
import zh from '../../../../assets/locales/casework.zh.json';
import { SHELF_REFUSALS, SHELVE_REASONS } from '../../../../shared/cases/alert-signals.ts';
import { CATEGORIES, MATTER_IDS } from '../../../../shared/cases/case-codes.ts';
import { TIMER_KINDS } from '../../../../shared/cases/case-event.ts';
import { REFUSALS } from '../../../../shared/cases/case-guards.ts';
import { COMMAND_KINDS, COMMAND_TABLE } from '../../../../shared/cases/case-table.ts';
import {
  ASSIGNEE_KINDS,
  CASE_ROLES,
  CASE_SOURCES,
  CASE_STATES,
  CLOSE_CODES,
  CONTACT_NEXTS,
  CONTACT_OUTCOMES,
  CONTACTS,
  ESCALATION_LEVELS,
  MARKS,
  MEETING_OUTCOMES,
  PROGRESS_CODES,
  PROOF_KINDS,
  REASONS_OF,
  RESULT_CODES,
  STATE_TRAITS,
  SUPERVISION_ASKS,
  TASK_STATES,
  TRIAGES,
} from '../../../../shared/cases/case-words.ts';
import { DISPATCH_WAYS } from '../../../../shared/cases/dispatch.ts';
import { POST_KINDS, ROSTER_FAULTS } from '../../../../shared/cases/roster.ts';

/** One line per command, one column per state: what it leads to; a dot where it is refused. */
function printedTable(): string {
  const columns = CASE_STATES.map((state) => STATE_TRAITS[state].code);
  const lines = COMMAND_KINDS.map((kind) => {
    const { roles, from, to, lead } = COMMAND_TABLE[kind];
    const target =
      to === 'lead' && lead
        ? `>${STATE_TRAITS[lead].code}`
        : (CASE_STATES as readonly string[]).includes(to)
          ? STATE_TRAITS[to as keyof typeof STATE_TRAITS].code
          : { same: '=', before: '<', own: '*', lead: '>' }[to as 'same' | 'before' | 'own' | 'lead'];
    const cells = CASE_STATES.map((state) => (from.includes(state) ? target : '.').padEnd(4));
    return `${kind.padEnd(14)}${(from.includes(null) ? target : '.').padEnd(4)}${cells.join('')}${roles.join(' ')}`;
  });
  return [`${''.padEnd(14)}new ${columns.map((code) => code.padEnd(4)).join('')}`, ...lines, ''].join('\n');
}

describe('the table of cases', () => {
  // =: stays, <: back to before, >: only by the lead's task, *: see ownState.
  it('is what was agreed: a change of it is a change of this text', async () => {
    await expect(printedTable()).toMatchFileSnapshot('case-table.golden.txt');
  });

  it('leads nowhere but to states that are open from states that are open, but for closing and coming back', () => {
    for (const kind of COMMAND_KINDS) {
      for (const state of COMMAND_TABLE[kind].from) {
        if (state === null || STATE_TRAITS[state].open) continue;
        const comesBack = kind === 'reopen' || kind === 'unmerge' || kind === 'evaluate';
        expect([kind, comesBack || ['same', 'own'].includes(COMMAND_TABLE[kind].to)]).toEqual([kind, true]);
      }
    }
  });
});

describe('every word has its message', () => {
  const words: Record<string, readonly string[]> = {
    state: CASE_STATES,
    role: CASE_ROLES,
    source: CASE_SOURCES,
    escalation: ESCALATION_LEVELS,
    task: TASK_STATES,
    assignee: ASSIGNEE_KINDS,
    closeCode: CLOSE_CODES,
    reason: [...new Set(Object.values(REASONS_OF).flat())],
    result: RESULT_CODES,
    triage: TRIAGES,
    contact: CONTACTS,
    contactOutcome: CONTACT_OUTCOMES,
    contactNext: CONTACT_NEXTS,
    mark: MARKS,
    meeting: MEETING_OUTCOMES,
    asks: SUPERVISION_ASKS,
    proof: PROOF_KINDS,
    progress: PROGRESS_CODES,
    timer: TIMER_KINDS,
    command: COMMAND_KINDS,
    category: CATEGORIES,
    matter: MATTER_IDS,
    sort: ['component', 'event'],
    step: ['1', '2', '3', '4', '5', '6', '7'],
    refused: REFUSALS,
    shelve: SHELVE_REASONS,
    'shelve.refused': SHELF_REFUSALS,
    dispatch: DISPATCH_WAYS,
    post: POST_KINDS,
    'roster.fault': ROSTER_FAULTS,
    'rules.fault': ['shape', 'order', 'steps', 'tooSlow', 'silent'],
  };
  const ids = Object.entries(words).flatMap(([list, each]) => each.map((word) => `cases.${list}.${word}`));

  it.each([
    ['zh', zh as Record<string, string>],
    ['en', en as Record<string, string>],
  ])('in %s, and no message is left over', (_language, messages) => {
    expect(Object.keys(messages).sort()).toEqual([...ids].sort());
    for (const text of Object.values(messages)) expect(text).not.toBe('');
  });
});
