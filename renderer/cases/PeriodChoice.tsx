/** The choice of a span of days: today, a week, a month, or dates of one's own. */
import { SegmentedControl } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { PERIODS, type Period, type PeriodKind } from '../../shared/cases/period.ts';

export function PeriodChoice({ period, onChange }: { period: Period; onChange(period: Period): void }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id: `cases.period.${id}` });
  return (
    <>
      <SegmentedControl
        size="small"
        role="radiogroup"
        value={period.kind}
        onValueChange={(kind) => onChange({ ...period, kind: kind as PeriodKind })}
        options={PERIODS.map((value) => ({ value, label: say(value) }))}
      />
      {period.kind === 'own' && (
        <span className="cases-dates">
          <input
            type="date"
            aria-label={say('first')}
            value={period.first}
            max={period.last}
            onChange={({ currentTarget }) => onChange({ ...period, first: currentTarget.value })}
          />
          –
          <input
            type="date"
            aria-label={say('last')}
            value={period.last}
            min={period.first}
            onChange={({ currentTarget }) => onChange({ ...period, last: currentTarget.value })}
          />
        </span>
      )}
    </>
  );
}
