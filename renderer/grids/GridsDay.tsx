/**
 * Which grids are shown: those in force today, or on another day, and by which plan. Owns the choice of the day; what a day has is the worker's.
 */
import { Button, Callout } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { isoDayOf } from '../../shared/model/field-sources.ts';
import { dayOfInput } from '../../shared/partition/plan-day.ts';
import { showDay } from '../app/open-session.ts';
import { useSession } from '../app/session.ts';

export function GridsDay() {
  const { formatMessage, formatDate } = useIntl();
  const { community, today, asOf, gridsError } = useSession();
  if (!community) return null;
  const { inForce } = community;
  const dayText = (day: number) => formatDate(day * 86_400_000, { timeZone: 'UTC', dateStyle: 'medium' });
  const choose = (text: string) => {
    const day = dayOfInput(text);
    if (day !== null) void showDay(day === today ? null : day);
  };
  const plan = inForce && { name: inForce.name, day: dayText(inForce.from) };
  return (
    <div className="grids-day" data-plan={inForce?.plan ?? ''}>
      <label>
        {formatMessage({ id: 'grids.day' })}
        <input type="date" value={isoDayOf(asOf ?? today)} onChange={(event) => choose(event.target.value)} />
      </label>
      {asOf !== null && (
        <Button
          size="small"
          intent="primary"
          text={formatMessage({ id: 'grids.day.today' })}
          onClick={() => void showDay(null)}
        />
      )}
      {asOf !== null && (
        <p role="status">
          {formatMessage({ id: 'grids.day.past' }, { day: dayText(asOf) })}{' '}
          {plan ? formatMessage({ id: 'grids.inForce.past' }, plan) : formatMessage({ id: 'grids.day.own' })}
        </p>
      )}
      {asOf === null && plan && <p>{formatMessage({ id: 'grids.inForce' }, plan)}</p>}
      {gridsError !== '' && (
        <Callout role="alert" intent="warning">
          {formatMessage(
            { id: 'grids.inForce.failed' },
            { why: formatMessage({ id: `error.${gridsError}` }) },
          )}
        </Callout>
      )}
    </div>
  );
}
