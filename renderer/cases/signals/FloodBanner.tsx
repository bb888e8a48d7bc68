/** Says that alerts flood, since when, what was the first, and how many of each level are not listed. */
import { Button } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { type Alert, type AlertLevel, LEVEL_NUMERALS } from '../../../shared/cases/alert.ts';
import { alertName } from '../../app/alert-name.ts';

const LEVELS: readonly AlertLevel[] = [1, 2, 3, 4];

interface Props {
  since: number;
  /** The first of it, while it is there. */
  first: Alert | undefined;
  /** By level, what is not listed; null: everything is. */
  counted: Readonly<Record<AlertLevel, number>> | null;
  onAll(all: boolean): void;
}

export function FloodBanner({ since, first, counted, onAll }: Props) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const rest = LEVELS.filter((level) => counted && counted[level] > 0);
  return (
    <div className="signals-flood" role="status">
      <b>{say('cases.flood', { at: intl.formatTime(since, { hour: '2-digit', minute: '2-digit' }) })}</b>
      {first && <span>{say('cases.flood.first', { name: alertName(intl, first), place: first.place })}</span>}
      {counted && rest.length > 0 && (
        <span>
          {say('cases.flood.rest', {
            counts: rest.map((level) => `${LEVEL_NUMERALS[level]} ${counted[level]}`).join(' · '),
          })}
        </span>
      )}
      <Button
        size="small"
        text={say(counted ? 'cases.flood.all' : 'cases.flood.few')}
        onClick={() => onAll(counted !== null)}
      />
    </div>
  );
}
