/** The picture of one camera as it comes, or why there is none. */
import { Icon, Spinner, Tag } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { CameraAt } from '../../../shared/query/cameras-at.ts';
import { useNow } from '../../app/alert-age.ts';
import { useLook } from './use-look.ts';

const FILM_TYPE = 'application/vnd.apple.mpegurl';

export function CameraView({ camera, caseId }: { camera: CameraAt; caseId: string }) {
  const { formatMessage, formatTime } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const look = useLook(camera.id, caseId);
  const now = useNow();
  const name = say('cases.cameras.picture', { name: camera.label });
  return (
    <figure className="cam-view" data-state={look.state}>
      {look.state === 'asking' && <Spinner size={28} aria-label={say('cases.cameras.asking')} />}
      {look.state === 'picture' && <img src={look.url} alt={name} width={480} height={270} />}
      {look.state === 'film' && <FilmView url={look.url} name={name} />}
      {look.state === 'none' && (
        <div className="cam-none" role="status">
          <Icon icon="offline" size={28} />
          <b>{say('cases.cameras.noSignal')}</b>
          <span>{say(`cases.cameras.trouble.${look.why}`)}</span>
        </div>
      )}
      <figcaption>
        <b>{camera.label}</b>
        {look.state === 'picture' && (
          <>
            {look.demo && <Tag intent="warning">{say('cases.cameras.demo')}</Tag>}
            <span>
              {formatTime(look.at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })}
              {now - look.at > 5_000 &&
                ` · ${say('cases.cameras.old', { seconds: Math.floor((now - look.at) / 1_000) })}`}
            </span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

/** A film plays where the browser can play one by itself. */
function FilmView({ url, name }: { url: string; name: string }) {
  const { formatMessage } = useIntl();
  const [failed, setFailed] = useState(() => document.createElement('video').canPlayType(FILM_TYPE) === '');
  if (failed)
    return (
      <div className="cam-none" role="status">
        <Icon icon="offline" size={28} />
        <b>{formatMessage({ id: 'cases.cameras.noSignal' })}</b>
        <span>{formatMessage({ id: 'cases.cameras.noFilm' })}</span>
      </div>
    );
  return <video src={url} autoPlay muted playsInline aria-label={name} onError={() => setFailed(true)} />;
}
