/** How full the memory of rounded numbers is, and its end by an administrator's word. Keeps nothing; who may is the host's. */
import { Button } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { answerMemory } from '../../app/access/seat.ts';

export function RoundedNumbers({
  ready,
  busy,
  onForget,
}: {
  ready: boolean;
  busy: boolean;
  onForget(): void;
}) {
  const { formatMessage, formatNumber } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const [kept, setKept] = useState<{ answers: number; most: number } | null>(null);
  useEffect(() => {
    if (busy) return;
    answerMemory().then(setKept, () => setKept(null));
  }, [busy]);
  return (
    <section className="data-section" aria-labelledby="keys-numbers">
      <h2 id="keys-numbers">{say('dataKeys.numbers')}</h2>
      <p className="data-note">{say('dataKeys.numbers.text')}</p>
      {kept && (
        <p className="data-note">
          {formatMessage(
            { id: 'dataKeys.numbers.kept' },
            {
              answers: formatNumber(kept.answers),
              percent: formatNumber(kept.answers / kept.most, { style: 'percent', maximumFractionDigits: 1 }),
            },
          )}
        </p>
      )}
      <Button
        text={say('dataKeys.numbers.go')}
        loading={busy}
        disabled={!ready || !kept || kept.answers === 0}
        onClick={onForget}
      />
    </section>
  );
}
