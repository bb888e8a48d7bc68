/** Whose basemap lies below the map, as its owner asks, and when it is shown from what was kept earlier. */
import { useIntl } from 'react-intl';
import { useStore } from 'zustand';
import type { BasemapStatus } from '../../shared/host/online-basemap.ts';
import { foreignBasemap, onlineLayer } from './foreign-basemap.ts';

export function BasemapNote({ online }: { online: Pick<BasemapStatus, 'state' | 'why'> }) {
  const { formatMessage } = useIntl();
  const file = useStore(foreignBasemap, (state) => state.basemap);
  const layer = useStore(onlineLayer, (state) => state.basemap);
  const basemap = file ?? layer;
  if (!basemap) return null;
  const troubled = !file && (online.state === 'cached' || online.state === 'refused');
  if (basemap.info.attribution === '' && !troubled) return null;
  return (
    <p className="map-attribution">
      {basemap.info.attribution}
      {troubled && (
        <span role="status">
          {' '}
          {formatMessage({ id: `basemap.state.${online.state}` })}
          {online.why !== '' && ` ${formatMessage({ id: `basemap.why.${online.why}` })}`}
        </span>
      )}
    </p>
  );
}
