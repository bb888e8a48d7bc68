/** What the cases of a span bring to the indicators, as the worker has it from their events; asked again while cases change. */
import { useEffect, useState } from 'react';
import type { CaseMeasure } from '../../../shared/cases/indicators.ts';
import type { Span } from '../../../shared/cases/period.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';

/** A flood of alarms changes cases all the time: numbers on a page need not follow each of them. */
const EVERY_MS = 3_000;

/** null: not answered yet. */
export function useMeasures({ from, until }: Span): CaseMeasure[] | null {
  const [measures, setMeasures] = useState<CaseMeasure[] | null>(null);
  useEffect(() => {
    let current = true;
    let seen: unknown = null;
    const ask = () => {
      const { cases } = useSession.getState();
      if (cases === seen) return;
      seen = cases;
      currentEngine()
        .caseMeasures({ from, until, now: Date.now() })
        .then(
          (found) => current && setMeasures(found),
          // Asked again at the next turn.
          () => {
            seen = null;
          },
        );
    };
    ask();
    const timer = setInterval(ask, EVERY_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [from, until]);
  return measures;
}
