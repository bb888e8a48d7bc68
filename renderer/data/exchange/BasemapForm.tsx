/** A file of tiles as basemap below ours, for this session; says whose it is. */
import { Button, FileInput } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useStore } from 'zustand';
import { foreignBasemap } from '../../map/foreign-basemap.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { ErrorNote } from '../ErrorNote.tsx';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

export function BasemapForm() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const basemap = useStore(foreignBasemap, (state) => state.basemap);
  const [error, setError] = useState<ShownError | null>(null);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    setError(null);
    try {
      const info = await engine.openBasemap(file);
      foreignBasemap.setState({ basemap: { info, tile: (z, x, y) => engine.basemapTile(z, x, y) } });
    } catch (cause) {
      setError(shownError(cause));
    }
  };
  const takeOff = () => {
    foreignBasemap.setState({ basemap: null });
    void engine.closeBasemap();
  };
  return (
    <div className="exchange-form">
      <FileInput
        className="exchange-file"
        text={basemap?.info.name || formatMessage({ id: 'exchange.basemap.file' })}
        buttonText={formatMessage({ id: 'exchange.browse' })}
        inputProps={{
          accept: '.pmtiles,.mbtiles',
          'aria-label': formatMessage({ id: 'exchange.basemap.file' }),
        }}
        onInputChange={(event) => void choose(event.currentTarget.files?.[0])}
      />
      {error && <ErrorNote error={error} />}
      {basemap && (
        <>
          <p className="exchange-done" role="status">
            {formatMessage(
              { id: 'exchange.basemap.shown' },
              { from: basemap.info.minZoom, to: basemap.info.maxZoom, by: basemap.info.attribution },
            )}
          </p>
          <Button text={formatMessage({ id: 'exchange.basemap.off' })} onClick={takeOff} />
        </>
      )}
    </div>
  );
}
