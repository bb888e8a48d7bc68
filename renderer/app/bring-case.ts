/** Brings a case that was over long ago into this window, so that it can be shown like the others. */
import { fold } from '../../shared/cases/case-fold.ts';
import { currentEngine } from './open-session.ts';
import { useSession } from './session.ts';

/** Resolves once the window holds it; to false when there is no such case. */
export async function bringCase(caseId: string): Promise<boolean> {
  if (useSession.getState().cases.has(caseId)) return true;
  const file = fold(await currentEngine().caseEvents(caseId));
  if (!file) return false;
  // The journal may have brought it meanwhile, and newer.
  useSession.setState(({ cases }) =>
    cases.has(caseId) ? {} : { cases: new Map([...cases, [caseId, file] as const]) },
  );
  return true;
}
