/** Over the wall's map while it shows what a desk sent: from whom, since when, and the way back to its own scene. */
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { isRounded } from '../../shared/host/wall-view.ts';
import { backToOwnScene, useSentView } from './sent-view.ts';

export function SentBanner() {
  const intl = useIntl();
  const sent = useSentView((state) => state.sent);
  const shown = sent !== null;
  useEffect(() => {
    if (!shown) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') void backToOwnScene();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [shown]);
  if (!sent) return null;
  const { by, at, view } = sent;
  const time = intl.formatTime(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (
    <section className="wall-sent" aria-label={intl.formatMessage({ id: 'wall.sent.title' })}>
      <p role="status">
        {intl.formatMessage({ id: by === '' ? 'wall.sent' : 'wall.sentBy' }, { by, time })}
        {view.measure && (
          <span>
            {intl.formatMessage(
              { id: isRounded(view.measure.layer) ? 'wall.sent.rounded' : 'wall.sent.measure' },
              { name: intl.formatMessage({ id: `table.${view.measure.layer}` }) },
            )}
          </span>
        )}
      </p>
      <button type="button" onClick={() => void backToOwnScene()}>
        {intl.formatMessage({ id: 'wall.sent.back' })} <kbd>Esc</kbd>
      </button>
    </section>
  );
}
