/** What a page asks of the worker about things that change all the time: asked at once, and again while they do, but not with every change. */
import { useEffect, useRef, useState } from 'react';
import { type Session, useSession } from '../app/session.ts';

/** A flood of alarms changes cases all the time: numbers on a page need not follow each of them. */
const EVERY_MS = 2_000;

/** null: not answered yet. `key`: what is asked; another one is asked at once. `mark`: differs when the answer may. */
export function useAsked<T>(
  key: string,
  ask: () => Promise<T>,
  mark: (session: Session) => unknown,
): T | null {
  const [answer, setAnswer] = useState<T | null>(null);
  const latest = useRef({ ask, mark });
  latest.current = { ask, mark };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked.
  useEffect(() => {
    let current = true;
    let seen: unknown = latest;
    const look = () => {
      const now = latest.current.mark(useSession.getState());
      if (now === seen) return;
      seen = now;
      latest.current.ask().then(
        (found) => current && setAnswer(found),
        // Asked again at the next turn.
        () => {
          seen = latest;
        },
      );
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [key]);
  return answer;
}
