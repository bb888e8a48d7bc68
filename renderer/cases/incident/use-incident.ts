/** What lies within the cordon of a case, asked again when the cordon or the records change. Owns the wait while a radius is being pulled. */
import { useEffect, useState } from 'react';
import type { Shape } from '../../../shared/query/selection.ts';
import { useSeat } from '../../app/access/seat.ts';
import { useCordon } from '../../app/cordon.ts';
import { codeOf } from '../../app/error-code.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';
import type { CaseToolApi } from '../../worker/case-tool-methods.ts';

export type ShownIncident = Awaited<ReturnType<CaseToolApi['incident']>>;

/** A slider in motion asks once it rests. */
const REST_MS = 120;

export function useIncident(
  caseId: string,
  shape: Shape | null,
): { found: ShownIncident | null; problem: string } {
  const [found, setFound] = useState<ShownIncident | null>(null);
  const [problem, setProblem] = useState('');
  const person = useSeat((seat) => seat.person);
  const records = useSession((session) => session.records);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person sees other things, and records may have changed.
  useEffect(() => {
    if (!shape) return;
    let current = true;
    const timer = setTimeout(() => {
      currentEngine()
        .incident(caseId, shape)
        .then(
          (next) => {
            if (!current) return;
            setFound(next);
            setProblem('');
            useCordon.setState({ buildings: Uint32Array.from(next.buildings, ({ row }) => row) });
          },
          (error: unknown) => current && setProblem(codeOf(error)),
        );
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [caseId, shape, person, records]);
  return { found, problem };
}
