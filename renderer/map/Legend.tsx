/**
 * The list of layers: symbol, on or off, count in view, opacity, colour by, zoom to. Owns which columns colour
 * which layer; the counts come from the last answer of the worker.
 */
import { useEffect, useId, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { useStore } from 'zustand';
import { grouped, usePeopleCount } from '../app/count.tsx';
import type { MarkLayerId } from '../worker/engine-api.ts';
import { MapIcon } from './MapIcon.tsx';
import { PALETTES } from './palette.ts';
import { type BaseLayerId, type LayerCount, MARK_LAYERS, type MapStore } from './store.ts';
import { DEVICE_KINDS, drawSymbol } from './symbols.ts';

/** Columns a layer may be coloured by, with the vocabulary their words are translated with. */
export const COLOUR_COLUMNS: Record<MarkLayerId, readonly { column: string; words: string }[]> = {
  residents: [
    { column: 'sex', words: 'sex' },
    { column: 'kind', words: 'residentKind' },
    { column: 'registration', words: 'registration' },
    { column: 'mobility', words: 'mobility' },
    { column: 'assistance', words: 'assistance' },
  ],
  homes: [{ column: 'tenure', words: 'tenure' }],
  vehicles: [
    { column: 'kind', words: 'vehicleKind' },
    { column: 'energy', words: 'energy' },
  ],
  devices: [
    { column: 'kind', words: 'deviceKind' },
    { column: 'health', words: 'health' },
  ],
  cameras: [
    { column: 'kind', words: 'cameraKind' },
    { column: 'owner', words: 'cameraOwner' },
    { column: 'health', words: 'health' },
  ],
  workers: [{ column: 'role', words: 'workerRole' }],
  facilities: [
    { column: 'kind', words: 'facilityKind' },
    { column: 'party', words: 'partyKind' },
  ],
  organisations: [{ column: 'kind', words: 'organisationKind' }],
  places: [{ column: 'kind', words: '' }],
};

function LayerSymbol({ store, layer, kind }: { store: MapStore; layer: MarkLayerId; kind?: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useStore(store, (state) => state.theme);
  useEffect(() => {
    if (canvas.current) drawSymbol(canvas.current, layer, PALETTES[theme], kind);
  }, [layer, theme, kind]);
  return <canvas ref={canvas} aria-hidden="true" />;
}

/** Layers whose numbers are rounded for some. */
const PEOPLE: readonly MarkLayerId[] = ['residents', 'homes', 'vehicles'];

interface RowProps {
  store: MapStore;
  layer: MarkLayerId;
  onZoomTo?(layer: MarkLayerId): void;
}

/** What the words of the column stand for, with their counts in view. */
function Words({ store, layer, count }: { store: MapStore; layer: MarkLayerId; count: LayerCount }) {
  const intl = useIntl();
  const colorBy = useStore(store, (state) => state.layers[layer].colorBy);
  const theme = useStore(store, (state) => state.theme);
  const column = COLOUR_COLUMNS[layer].find((c) => c.column === (colorBy ?? 'kind'));
  if (!column || (!colorBy && layer !== 'devices')) return null;
  const nameOf = (word: string) =>
    column.words && word
      ? intl.formatMessage({ id: `word.${column.words}.${word}`, defaultMessage: word })
      : word;
  return (
    <ul className="legend-words">
      {count.categories.map(({ word, count: n }, i) => (
        <li key={word}>
          {colorBy ? (
            <svg className="legend-swatch" viewBox="0 0 10 10" aria-hidden="true">
              <circle cx="5" cy="5" r="5" fill={PALETTES[theme].categories[i % 8]} />
            </svg>
          ) : (
            <LayerSymbol store={store} layer={layer} kind={DEVICE_KINDS.findIndex((kind) => kind === word)} />
          )}
          <span>{nameOf(word) || intl.formatMessage({ id: 'map.legend.unknown' })}</span>
          <span>{grouped(intl, n, 0)}</span>
        </li>
      ))}
    </ul>
  );
}

function Detail({ store, layer, onZoomTo }: RowProps) {
  const intl = useIntl();
  const id = useId();
  const state = useStore(store, (s) => s.layers[layer]);
  const count = useStore(store, (s) => s.counts[layer]);
  const setLayer = useStore(store, (s) => s.setLayer);
  return (
    <div className="legend-detail">
      <label htmlFor={`${id}-opacity`}>{intl.formatMessage({ id: 'map.legend.opacity' })}</label>
      <input
        id={`${id}-opacity`}
        type="range"
        min={0.1}
        max={1}
        step={0.05}
        value={state.opacity}
        onChange={(event) => setLayer(layer, { opacity: event.target.valueAsNumber })}
      />
      <label htmlFor={`${id}-colour`}>{intl.formatMessage({ id: 'map.legend.colourBy' })}</label>
      <select
        id={`${id}-colour`}
        value={state.colorBy ?? ''}
        onChange={(event) => setLayer(layer, { colorBy: event.target.value || null })}
      >
        <option value="">{intl.formatMessage({ id: 'map.legend.oneColour' })}</option>
        {COLOUR_COLUMNS[layer].map(({ column }) => (
          <option key={column} value={column}>
            {intl.formatMessage({ id: `column.${layer}.${column}`, defaultMessage: column })}
          </option>
        ))}
      </select>
      {onZoomTo && (
        <button type="button" className="bp6-button bp6-small" onClick={() => onZoomTo(layer)}>
          {intl.formatMessage({ id: 'map.legend.zoomTo' })}
        </button>
      )}
      {count && <Words store={store} layer={layer} count={count} />}
    </div>
  );
}

function Row({ store, layer, onZoomTo }: RowProps) {
  const intl = useIntl();
  const people = usePeopleCount();
  const [open, setOpen] = useState(false);
  const visible = useStore(store, (s) => s.layers[layer].visible);
  const total = useStore(store, (s) => s.counts[layer]?.total);
  const setLayer = useStore(store, (s) => s.setLayer);
  const name = intl.formatMessage({ id: `table.${layer}`, defaultMessage: layer });
  return (
    <li>
      <div className={visible ? 'legend-row' : 'legend-row is-off'}>
        <input
          type="checkbox"
          checked={visible}
          aria-label={intl.formatMessage({ id: 'map.legend.show' }, { name })}
          onChange={(event) => setLayer(layer, { visible: event.target.checked })}
        />
        <LayerSymbol store={store} layer={layer} />
        <span>{name}</span>
        <span className="legend-count" title={intl.formatMessage({ id: 'map.legend.inView' })}>
          {visible && total !== undefined
            ? PEOPLE.includes(layer)
              ? people(total)
              : grouped(intl, total, 0)
            : ''}
        </span>
        <button
          type="button"
          className="legend-more"
          aria-expanded={open}
          aria-label={intl.formatMessage({ id: 'map.legend.more' }, { name })}
          onClick={() => setOpen(!open)}
        >
          <MapIcon name="more" />
        </button>
      </div>
      {open && <Detail store={store} layer={layer} onZoomTo={onZoomTo} />}
    </li>
  );
}

const BASE: readonly BaseLayerId[] = ['buildings', 'grids', 'labels'];

function BaseRow({ store, layer }: { store: MapStore; layer: BaseLayerId }) {
  const intl = useIntl();
  const { visible, opacity } = useStore(store, (s) => s.base[layer]);
  const setBase = useStore(store, (s) => s.setBase);
  const name = intl.formatMessage({ id: `map.base.${layer}` });
  return (
    <li className={visible ? 'legend-row legend-base' : 'legend-row legend-base is-off'}>
      <input
        type="checkbox"
        checked={visible}
        aria-label={intl.formatMessage({ id: 'map.legend.show' }, { name })}
        onChange={(event) => setBase(layer, { visible: event.target.checked })}
      />
      <span />
      <span>{name}</span>
      {layer !== 'labels' && (
        <input
          type="range"
          min={0.1}
          max={1}
          step={0.05}
          value={opacity}
          aria-label={intl.formatMessage({ id: 'map.legend.opacityOf' }, { name })}
          onChange={(event) => setBase(layer, { opacity: event.target.valueAsNumber })}
        />
      )}
      {layer === 'grids' && visible && <GridNumber store={store} />}
    </li>
  );
}

/** What the number on every grid counts. */
function GridNumber({ store }: { store: MapStore }) {
  const intl = useIntl();
  const measure = useStore(store, (s) => s.gridMeasure);
  const name = measure && intl.formatMessage({ id: `table.${measure}` });
  return (
    <p className="legend-note">
      {name
        ? intl.formatMessage({ id: 'map.legend.gridNumber' }, { name })
        : intl.formatMessage({ id: 'map.legend.gridHouseholds' })}
    </p>
  );
}

export interface LegendProps {
  store: MapStore;
  /** Layers that hold anything at all. */
  layers?: readonly MarkLayerId[];
  onZoomTo?(layer: MarkLayerId): void;
}

export function Legend({ store, layers = MARK_LAYERS, onZoomTo }: LegendProps) {
  return (
    <ul className="legend">
      {layers.map((layer) => (
        <Row key={layer} store={store} layer={layer} onZoomTo={onZoomTo} />
      ))}
      {BASE.map((layer) => (
        <BaseRow key={layer} store={store} layer={layer} />
      ))}
    </ul>
  );
}
