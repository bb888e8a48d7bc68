/** In whose part a desk without a vault acts: made-up people are tried out by one person in turn. With a vault the person's role says it. */
import { HTMLSelect } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { SEATS, type SeatRole } from '../../shared/cases/case-actor.ts';
import { hasVault, useSeat } from '../app/access/seat.ts';
import { useCaseSession } from '../app/case-session.ts';

export function CaseSeat() {
  const { formatMessage } = useIntl();
  const seat = useCaseSession((session) => session.seat);
  // Followed, so that a vault that was just made takes the choice away.
  useSeat((each) => each.status);
  if (hasVault()) return null;
  return (
    <label className="cases-seat">
      <span>{formatMessage({ id: 'cases.seat' })}</span>
      <HTMLSelect
        value={seat}
        options={SEATS.map((value) => ({ value, label: formatMessage({ id: `cases.role.${value}` }) }))}
        onChange={({ currentTarget }) => useCaseSession.setState({ seat: currentTarget.value as SeatRole })}
      />
    </label>
  );
}
