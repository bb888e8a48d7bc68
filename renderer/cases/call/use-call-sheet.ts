/**
 * Whom a one-key call comes from, with names and numbers for whoever may see them for this case. The look is written into the audit first;
 * where it cannot be written nothing is shown in full.
 */
import { useEffect, useState } from 'react';
import type { Case } from '../../../shared/cases/case.ts';
import { noteCaseReveal } from '../../app/access/audit-notes.ts';
import { useSeat } from '../../app/access/seat.ts';
import { codeOf } from '../../app/error-code.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';
import type { ShownCallSheet } from '../../worker/case-tool-methods.ts';

type LoadedSheet =
  | { state: 'loading' }
  | { state: 'failed'; code: string }
  /** `written`: somebody's values were masked, and are shown now. */
  | { state: 'ready'; sheet: ShownCallSheet; written: boolean };

export function useCallSheet({ caseId, grid }: Pick<Case, 'caseId' | 'grid'>): LoadedSheet {
  const [loaded, setLoaded] = useState<LoadedSheet>({ state: 'loading' });
  const person = useSeat((seat) => seat.person);
  const records = useSession((session) => session.records);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person sees other things, and records may have changed.
  useEffect(() => {
    let current = true;
    setLoaded({ state: 'loading' });
    bring(caseId, grid).then(
      (found) => current && setLoaded(found),
      (error: unknown) => current && setLoaded({ state: 'failed', code: codeOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [caseId, grid, person, records]);
  return loaded;
}

async function bring(caseId: string, grid: string): Promise<LoadedSheet> {
  const engine = currentEngine();
  const sheet = await engine.callSheet(caseId, false);
  if (!sheet.masked?.mayReveal) return { state: 'ready', sheet, written: false };
  const { resident, household, contacts } = sheet;
  const subject = resident ? `residents/${resident.id || resident.row}` : `cases/${caseId}`;
  const count = household.length + contacts.length + (resident ? 1 : 0);
  await noteCaseReveal(subject.slice(0, 120), { caseId, grid, count });
  return { state: 'ready', sheet: await engine.callSheet(caseId, true), written: true };
}
