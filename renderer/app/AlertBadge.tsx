/** The plate of an alarm level: colour + shape + numeral, never colour alone. Used by the alert list and the wall. */
import { useIntl } from 'react-intl';
import { type AlertLevel, LEVEL_NUMERALS } from '../../shared/cases/alert.ts';
import './alert-badge.css';

/** Octagon, triangle, diamond, circle in a 24-unit box. */
const SHAPES: Record<AlertLevel, string> = {
  1: 'M8 2h8l6 6v8l-6 6H8l-6-6V8z',
  2: 'M12 1.5 23 21.5H1z',
  3: 'M12 1 23 12 12 23 1 12z',
  4: 'M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21z',
};

export function AlertBadge({ level, size = 22 }: { level: AlertLevel; size?: number }) {
  const { formatMessage } = useIntl();
  return (
    <svg
      className="alert-badge"
      data-level={level}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      role="img"
      aria-label={formatMessage({ id: 'alert.level' }, { level: LEVEL_NUMERALS[level] })}
    >
      <path d={SHAPES[level]} />
      <text x="12" y={level === 2 ? 18.5 : 16} textAnchor="middle">
        {LEVEL_NUMERALS[level]}
      </text>
    </svg>
  );
}
