/** The screen beside the search: sends the map's view to the wall, says how many walls there are, takes it back. */
import './wall-popup.css';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { MapIcon } from '../../map/MapIcon.tsx';
import type { MapStore } from '../../map/store.ts';
import { Popup } from '../../twin/Popup.tsx';
import { errorText } from '../bookmarks/bookmark-error.ts';
import { openWall } from '../open-wall.ts';
import { useSession } from '../session.ts';
import {
  askWalls,
  followWalls,
  sendToWall,
  takeBackFromWall,
  useWallState,
  wallViewOf,
} from './send-view.ts';

export function WallPopup({ map }: { map: MapStore }) {
  const { formatMessage } = useIntl();
  useEffect(followWalls, []);
  return (
    <div className="desk-popup">
      <Popup label={formatMessage({ id: 'toWall.title' })} face={<MapIcon name="screen" />}>
        {() => <WallPanel map={map} />}
      </Popup>
    </div>
  );
}

function WallPanel({ map }: { map: MapStore }) {
  const intl = useIntl();
  const community = useSession((session) => session.community);
  const { sent, walls, showing } = useWallState();
  const [state, setState] = useState({ busy: false, note: '' });
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  useEffect(() => void askWalls(), []);
  const run = async (work: () => Promise<string>) => {
    setState({ busy: true, note: '' });
    const note = await work().catch((error: unknown) => errorText(intl, error));
    setState({ busy: false, note });
  };
  const send = () =>
    run(async () => {
      if (!community) return '';
      const after = await sendToWall(wallViewOf(map.getState(), community));
      return say(after.walls === 0 ? 'toWall.sentToNone' : 'toWall.sentTo', { count: after.walls });
    });
  return (
    <div className="to-wall">
      <h3>{say('toWall.title')}</h3>
      <p>{say(walls === 0 ? 'toWall.none' : 'toWall.walls', { count: walls })}</p>
      {sent && (
        <p>
          {say(sent.by === '' ? 'toWall.shown' : 'toWall.shownBy', {
            by: sent.by,
            time: intl.formatTime(sent.at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
            count: showing,
          })}
        </p>
      )}
      <p className="twin-hint">{say('toWall.what')}</p>
      <p role="status" className="to-wall-note">
        {state.note}
      </p>
      <div className="to-wall-actions">
        <button
          type="button"
          className="twin-button twin-primary"
          disabled={state.busy || !community}
          onClick={() => void send()}
        >
          {say('toWall.send')}
        </button>
        {sent && (
          <button
            type="button"
            className="twin-button"
            disabled={state.busy}
            onClick={() =>
              void run(async () => {
                await takeBackFromWall();
                return say('toWall.takenBack');
              })
            }
          >
            {say('toWall.takeBack')}
          </button>
        )}
        {walls === 0 && (
          <button type="button" className="twin-button" onClick={() => void openWall()}>
            {say('app.openWall')}
          </button>
        )}
      </div>
    </div>
  );
}
