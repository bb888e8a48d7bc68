/** The person at the desk at the foot of the rail: initials to switch, a lock beside. Nothing is shown before there is a vault. */
import { Lock, LogIn } from '@blueprintjs/icons';
import { useIntl } from 'react-intl';
import { initialsOfName } from './initials-of-name.ts';
import { lock, useSeat } from './seat.ts';

export function SeatButtons() {
  const { formatMessage } = useIntl();
  const { status, person, show } = useSeat();
  if (!status || status.state === 'none') return null;
  const say = (id: string, values?: Record<string, string>) => formatMessage({ id }, values);
  const who = person
    ? say('seat.isHere', { name: person.name, role: say(`access.role.${person.role}`) })
    : say('seat.nobody');
  return (
    <>
      <button
        type="button"
        className="rail-item"
        aria-label={who}
        title={`${who} · ${say('seat.switch')}`}
        onClick={() => show('signIn')}
      >
        {person ? (
          <span className="seat-initials" aria-hidden="true">
            {initialsOfName(person.name)}
          </span>
        ) : (
          <LogIn size={18} />
        )}
        <span className="rail-label">{say(person ? 'seat.switch.short' : 'seat.signIn')}</span>
      </button>
      {person && (
        <button
          type="button"
          className="rail-item"
          aria-label={say('seat.lock')}
          title={`${say('seat.lock')} (Ctrl/⌘ L)`}
          onClick={() => void lock()}
        >
          <Lock size={18} />
          <span className="rail-label">{say('seat.lock')}</span>
        </button>
      )}
    </>
  );
}
