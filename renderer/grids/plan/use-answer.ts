/** An answer of the worker about the open plan. Owns when it is asked again: whenever the plan has moved on. */
import { useEffect, useState } from 'react';
import { usePlan } from './plan-edit.ts';

/** null: not there yet; 'refused': not for who is at the desk. */
export function useAnswer<T>(ask: () => Promise<T>): T | null | 'refused' {
  const seq = usePlan((plan) => plan.seq);
  const [answer, setAnswer] = useState<T | null | 'refused'>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the journal's place is the reason.
  useEffect(() => {
    let current = true;
    ask().then(
      (found) => current && setAnswer(found),
      () => current && setAnswer('refused'),
    );
    return () => {
      current = false;
    };
  }, [seq]);
  return answer;
}
