/** Ages as people say them, and a clock that ticks once a second for whoever shows them. */
import { useEffect, useState } from 'react';
import type { IntlShape } from 'react-intl';

/** Milliseconds since the epoch, renewed every second while the component is mounted. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** '12 s', '5 min', '3 h', '2 d' in the language of `intl`. */
export function ageText(intl: IntlShape, from: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - from) / 1000));
  if (seconds < 60) return intl.formatMessage({ id: 'age.seconds' }, { count: seconds });
  if (seconds < 3600) return intl.formatMessage({ id: 'age.minutes' }, { count: Math.floor(seconds / 60) });
  if (seconds < 86_400) return intl.formatMessage({ id: 'age.hours' }, { count: Math.floor(seconds / 3600) });
  return intl.formatMessage({ id: 'age.days' }, { count: Math.floor(seconds / 86_400) });
}
