/** The line under a secret: why it was refused, and the seconds that are left to wait. */
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { SecretError } from './secret-error.ts';

/** Whole seconds until `until`; counts down by itself. */
export function useWait(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (until <= Date.now()) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return Math.max(0, Math.ceil((until - now) / 1000));
}

export function SecretNote({ error, wait }: { error: SecretError | null; wait: number }) {
  const { formatMessage, messages } = useIntl();
  if (!error && wait === 0) return null;
  const id = error && `error.${error.code}` in messages ? `error.${error.code}` : 'error.internal';
  return (
    <p className="seat-note" role="alert">
      {wait > 0
        ? formatMessage({ id: 'seat.wait' }, { seconds: wait })
        : formatMessage({ id }, error?.values ?? {})}
    </p>
  );
}
