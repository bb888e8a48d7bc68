/** How a connection goes (a source, a destination): its state, since when it is interrupted, why. Owns how that is drawn. */
import { Icon, type IconName } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { ageText } from '../../app/alert-age.ts';

/** Beyond half a day the day is told with the time. */
const SAME_DAY_MS = 43_200_000;

interface Props {
  state: string;
  icon: IconName;
  /** Message id of the state. */
  word: string;
  /** Interrupted since; 0: it is not. */
  since: number;
  /** Message id that takes `time` and `age`. */
  sinceWord: string;
  /** Message id of the reason; '': none. */
  why: string;
  now: number;
}

export function ConnectionState({ state, icon, word, since, sinceWord, why, now }: Props) {
  const intl = useIntl();
  return (
    <div className="sources-state" data-state={state}>
      <Icon icon={icon} size={14} />
      <div>
        <span>{intl.formatMessage({ id: word })}</span>
        {since > 0 && (
          <span className="sources-small">
            {intl.formatMessage(
              { id: sinceWord },
              {
                time: intl.formatDate(since, {
                  ...(now - since > SAME_DAY_MS && { month: 'numeric', day: 'numeric' }),
                  ...{ hour: '2-digit', minute: '2-digit', hour12: false },
                }),
                age: ageText(intl, since, now),
              },
            )}
          </span>
        )}
        {why !== '' && <span className="sources-small">{intl.formatMessage({ id: why })}</span>}
      </div>
    </div>
  );
}
