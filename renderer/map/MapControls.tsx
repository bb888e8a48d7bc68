/**
 * The controls that stand on the map: zoom, north, 2D/3D, floors, see-through, full screen, picture, scale and
 * coordinates. Owns their looks and names; they speak to the store, the camera ones to the view.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { useStore } from 'zustand';
import { MapIcon } from './MapIcon.tsx';
import type { MapView } from './map-view.ts';
import { degreesText, metresPerPixel, scaleBar } from './scale.ts';
import type { MapStore } from './store.ts';

export interface MapControlsProps {
  store: MapStore;
  view: MapView | null;
  /** Tallest building in floors, for the slider. */
  floors?: number;
  /** Takes a picture of the map, and says what became of the last one by a message id; left out: no button. */
  picture?: { take(): void; said: string | null } | undefined;
}

interface ButtonProps {
  name: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick(): void;
  children: ReactNode;
}

function Button({ name, pressed, disabled, onClick, children }: ButtonProps) {
  return (
    <button
      type="button"
      className="map-button"
      aria-label={name}
      title={name}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

function North({ bearing }: { bearing: number }) {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <g transform={`rotate(${-bearing} 10 10)`}>
        <path d="M10 2l3.4 8H6.6Z" fill="var(--accent)" />
        <path d="M10 18l3.4-8H6.6Z" fill="var(--muted)" />
      </g>
    </svg>
  );
}

/** Scale and the place under the pointer; follows the pointer without rendering anything else. */
function Readout({ store, view }: { store: MapStore; view: MapView | null }) {
  const camera = useStore(store, (state) => state.camera);
  const [at, setAt] = useState<{ lng: number; lat: number } | null>(null);
  useEffect(() => {
    if (!view) return;
    const move = (event: { lngLat: { lng: number; lat: number } }) => setAt(event.lngLat);
    const leave = () => setAt(null);
    view.map.on('mousemove', move);
    view.map.on('mouseout', leave);
    return () => {
      view.map.off('mousemove', move);
      view.map.off('mouseout', leave);
    };
  }, [view]);
  const bar = scaleBar(metresPerPixel(camera.lat, camera.zoom), 96);
  const shown = at ?? camera;
  return (
    <div className="map-readout map-panel">
      <span>
        <span className="map-scale" style={{ width: bar.pixels }} />
        {bar.metres >= 1000 ? `${bar.metres / 1000} km` : `${bar.metres} m`}
      </span>
      <span>{degreesText(shown.lng, shown.lat)}</span>
    </div>
  );
}

function Floors({ store, most }: { store: MapStore; most: number }) {
  const intl = useIntl();
  const floor = useStore(store, (state) => state.floor);
  const set = useStore(store, (state) => state.set);
  const text =
    floor === 0
      ? intl.formatMessage({ id: 'map.floor.all' })
      : intl.formatMessage({ id: 'map.floor.upTo' }, { floor });
  return (
    <div className="map-floors map-panel" title={text}>
      <span aria-hidden="true">{floor === 0 ? intl.formatMessage({ id: 'map.floor.short' }) : floor}</span>
      <input
        type="range"
        min={1}
        max={most + 1}
        value={floor === 0 ? most + 1 : floor}
        aria-label={intl.formatMessage({ id: 'map.floor' })}
        aria-valuetext={text}
        onChange={(event) => {
          const value = event.target.valueAsNumber;
          set({ floor: value > most ? 0 : value });
        }}
      />
    </div>
  );
}

function toggleFullScreen(view: MapView | null): void {
  // With its tools and controls, whichever workspace it stands in. Refused by the browser without a gesture or in a frame: then nothing changes, which is what is seen.
  if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
  else
    view?.map
      .getContainer()
      .closest('.map-slot')
      ?.parentElement?.requestFullscreen()
      .catch(() => undefined);
}

export function MapControls({ store, view, floors = 33, picture }: MapControlsProps) {
  const intl = useIntl();
  const { camera, flat, seeThrough, home, set } = useStore(store);
  const say = (id: string) => intl.formatMessage({ id: `map.control.${id}` });
  return (
    <div className="map-controls">
      {!flat && <Floors store={store} most={floors} />}
      <div className="map-stack map-panel" role="group" aria-label={say('view')}>
        <Button name={say('flat')} pressed={!flat} onClick={() => set({ flat: !flat })}>
          {flat ? '2D' : '3D'}
        </Button>
        <Button
          name={say('seeThrough')}
          pressed={seeThrough}
          disabled={flat}
          onClick={() => set({ seeThrough: !seeThrough })}
        >
          <MapIcon name="glass" />
        </Button>
        <Button name={say('north')} onClick={() => view?.map.easeTo({ bearing: 0, duration: 200 })}>
          <North bearing={camera.bearing} />
        </Button>
      </div>
      <div className="map-stack map-panel" role="group" aria-label={say('camera')}>
        <Button name={say('zoomIn')} onClick={() => view?.map.zoomIn({ duration: 200 })}>
          <MapIcon name="plus" />
        </Button>
        <Button name={say('zoomOut')} onClick={() => view?.map.zoomOut({ duration: 200 })}>
          <MapIcon name="minus" />
        </Button>
        <Button name={say('home')} disabled={!home} onClick={() => home && view?.fit(home)}>
          <MapIcon name="home" />
        </Button>
        <Button name={say('full')} onClick={() => toggleFullScreen(view)}>
          <MapIcon name="full" />
        </Button>
        {picture && (
          <Button name={say('picture')} onClick={picture.take}>
            <MapIcon name="picture" />
          </Button>
        )}
      </div>
      {picture && (
        <p className="map-said map-panel" role="status" hidden={!picture.said}>
          {picture.said && intl.formatMessage({ id: picture.said })}
        </p>
      )}
      <Readout store={store} view={view} />
    </div>
  );
}
