/**
 * Gives commands to a case from one of its tools: one after the other, each on the case as it is by then, and what stood against the first that
 * was refused. Owns whether one is under way; what may be done is the table's.
 */
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { CommandBody } from '../../../shared/cases/case-command.ts';
import { giveCommand } from '../../app/case-session.ts';
import { useSession } from '../../app/session.ts';
import { refusalText } from '../case-text.ts';
import { errorText } from '../error-text.ts';

/** A clock or another desk comes between now and then; one that changes without end is told of. */
const MOST_TURNS = 5;

export interface Act {
  busy: boolean;
  /** In the person's language; ''. */
  problem: string;
  /** True: all of them were carried out. `note`: sealed with the first. */
  run(does: readonly CommandBody[], note?: string): Promise<boolean>;
  /** Any other step, told of in the same way. */
  attempt(work: () => Promise<string>): Promise<boolean>;
}

export function useAct(caseId: string): Act {
  const intl = useIntl();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  /** '': it was carried out. */
  const give = async (does: CommandBody, note: string): Promise<string> => {
    let version = useSession.getState().cases.get(caseId)?.version ?? 0;
    for (let turn = 1; ; turn++) {
      const answer = await giveCommand({ caseId, version }, does, note);
      if (answer.ok) return '';
      const { refusal } = answer;
      if (refusal.reason !== 'stale' || turn === MOST_TURNS) return refusalText(intl, refusal);
      version = Number(refusal.facts['version']);
    }
  };
  const attempt = async (work: () => Promise<string>): Promise<boolean> => {
    setBusy(true);
    setProblem('');
    try {
      const found = await work();
      setProblem(found);
      return found === '';
    } catch (error) {
      setProblem(errorText(intl, error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const run = (does: readonly CommandBody[], note = '') =>
    attempt(async () => {
      for (const [i, each] of does.entries()) {
        const found = await give(each, i === 0 ? note : '');
        if (found !== '') return found;
      }
      return '';
    });
  return { busy, problem, run, attempt };
}
