/** Asks for the press that a browser wants before a page may sound. Gone once it may. */
import { Button } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { allowSound, useAlarmSound } from '../app/alarm-sound.ts';

export function SoundNote() {
  const { formatMessage } = useIntl();
  const state = useAlarmSound((sound) => sound.state);
  if (state === 'on') return null;
  if (state === 'none') return <p className="cases-sound">{formatMessage({ id: 'cases.sound.none' })}</p>;
  return (
    <p className="cases-sound">
      {formatMessage({ id: 'cases.sound.asking' })}
      <Button
        size="small"
        icon="volume-up"
        text={formatMessage({ id: 'cases.sound.allow' })}
        onClick={() => void allowSound()}
      />
    </p>
  );
}
