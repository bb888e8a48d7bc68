/**
 * Live alerts as pins above the map: real buttons, so that keyboard and screen reader reach them and a pulse costs
 * no frame of the map. Owns the elements and their places; grouping is alert-clusters.ts, looks are alert-pins.css.
 */
import type { Marker } from 'maplibre-gl';
import { type AlertLevel, LEVEL_NUMERALS, type PinnedAlert } from '../../shared/cases/alert.ts';
import { type Shelves, shelfOf } from '../../shared/cases/alert-signals.ts';
import { type AlertPin, alertPins, isDrill } from './alert-clusters.ts';
import type { MapView } from './map-view.ts';
import { maplibre } from './maplibre.ts';
import { ALARM_COLOURS } from './palette.ts';
import { projection } from './projection.ts';

/** Outline of each level's plate on a 32 x 32 field: octagon, triangle, diamond, circle. */
const OUTLINES: Record<AlertLevel, string> = {
  1: 'M10.6 3h10.8L29 10.6v10.8L21.4 29H10.6L3 21.4V10.6Z',
  2: 'M16 2.5 30.2 27.5H1.8Z',
  3: 'M16 1.8 30.2 16 16 30.2 1.8 16Z',
  4: 'M16 3a13 13 0 1 0 0 26 13 13 0 0 0 0-26Z',
};
/** Height of the numeral's middle: a triangle's weight lies low. */
const NUMERAL_Y: Record<AlertLevel, number> = { 1: 16.5, 2: 20.5, 3: 16.5, 4: 16.5 };

const SVG = 'http://www.w3.org/2000/svg';
function svg(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** The plate of a level with its numeral, for pins and lists alike. */
export function levelPlate(level: AlertLevel, size: number): SVGElement {
  const { fill, ink } = ALARM_COLOURS[level];
  const plate = svg('svg', { viewBox: '0 0 32 32', width: size, height: size, 'aria-hidden': 'true' });
  plate.append(
    svg('path', {
      d: OUTLINES[level],
      fill,
      stroke: '#0B1220',
      'stroke-width': 1.5,
      'stroke-linejoin': 'round',
    }),
  );
  const numeral = svg('text', {
    x: 16,
    y: NUMERAL_Y[level],
    fill: ink,
    'font-size': level === 2 || level === 3 ? 11 : 13,
    'font-weight': 700,
    'text-anchor': 'middle',
    'dominant-baseline': 'central',
  });
  numeral.textContent = LEVEL_NUMERALS[level];
  plate.append(numeral);
  return plate;
}

export interface PinCallbacks {
  /** All alerts of the pin, most urgent first. */
  onOpen(alerts: readonly PinnedAlert[]): void;
  /** The accessible name of a pin, in the person's language. */
  describe(pin: AlertPin): string;
  /** A sign or two that stand on a pin beside its level; '' for none. */
  mark(pin: AlertPin): string;
}

interface LivePin {
  marker: Marker;
  element: HTMLButtonElement;
  signature: string;
  pin: AlertPin;
}

const signatureOf = (pin: AlertPin): string =>
  `${pin.level}:${pin.alerts.length}:${pin.unacknowledged}:${pin.cleared}:${pin.shelved}:${pin.flashing}:${isDrill(pin)}`;

function dress(live: LivePin, callbacks: PinCallbacks): void {
  const { element, pin } = live;
  // One by one: the map's own class on the element is what places it.
  for (const level of [1, 2, 3, 4]) element.classList.toggle(`level-${level}`, level === pin.level);
  element.classList.toggle('is-flashing', pin.flashing);
  element.classList.toggle('is-acknowledged', !pin.unacknowledged);
  element.classList.toggle('is-cleared', pin.cleared);
  element.classList.toggle('is-shelved', pin.shelved);
  element.setAttribute('aria-label', callbacks.describe(pin));
  const halo = document.createElement('span');
  halo.className = 'alert-pin-halo';
  const parts: (Element | string)[] = [halo, levelPlate(pin.level, pin.level === 1 ? 34 : 30)];
  if (pin.alerts.length > 1) {
    const count = document.createElement('span');
    count.className = 'alert-pin-count';
    count.textContent = pin.alerts.length > 99 ? '99+' : String(pin.alerts.length);
    parts.push(count);
  }
  const mark = callbacks.mark(pin);
  if (mark !== '') {
    const sign = document.createElement('span');
    sign.className = 'alert-pin-mark';
    sign.textContent = mark;
    parts.push(sign);
  }
  element.replaceChildren(...parts);
}

export interface AlertPins {
  show(alerts: readonly PinnedAlert[], shelves: Shelves): void;
  /** The language changed: names are said anew. */
  redress(): void;
  /** Metres above the ground per device id: a pin stands where its device is drawn. */
  raise(heights: ReadonlyMap<string, number>): void;
  stop(): void;
}

/** Keeps pins on the map of a view. Only open alerts (active or not yet acknowledged) are shown. */
export function startAlertPins(view: MapView, callbacks: PinCallbacks): AlertPins {
  const { map } = view;
  const live = new Map<string, LivePin>();
  let alerts: readonly PinnedAlert[] = [];
  let shelves: Shelves = new Map();
  let heights: ReadonlyMap<string, number> = new Map();
  const heightOf = ({ alerts: [first] }: AlertPin): number => heights.get(first.device) ?? 0;

  /** A marker stands on the ground: the way up to its device is an offset that changes with the camera. */
  const lift = () => {
    const raised = [...live.values()].filter(({ pin }) => heightOf(pin) > 0);
    if (raised.length === 0) return;
    const project = projection(view);
    for (const { marker, pin } of raised) {
      const [x, y] = project(pin.lng, pin.lat, 0);
      const [topX, topY] = project(pin.lng, pin.lat, heightOf(pin));
      marker.setOffset([topX - x, topY - y]);
    }
  };
  const drop = (key: string) => {
    live.get(key)?.marker.remove();
    live.delete(key);
  };
  const create = (pin: AlertPin): LivePin => {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'alert-pin';
    const marker = new maplibre.Marker({ element, anchor: 'center' })
      .setLngLat([pin.lng, pin.lat])
      .addTo(map);
    const entry: LivePin = { marker, element, signature: '', pin };
    element.addEventListener('click', (event) => {
      event.stopPropagation();
      callbacks.onOpen(entry.pin.alerts);
    });
    // The map below must take a press on a pin neither as a pick nor as the begin of a drag.
    element.addEventListener('pointerdown', (event) => event.stopPropagation());
    return entry;
  };
  const place = () => {
    const project = projection(view);
    const now = Date.now();
    const placed = alerts.map((alert) => {
      const [x, y] = project(alert.lng, alert.lat, heights.get(alert.device) ?? 0);
      return { alert, x, y, shelved: shelfOf(alert, shelves, now) !== null };
    });
    const pins = alertPins(placed);
    const keys = new Set(pins.map((pin) => pin.key));
    for (const key of [...live.keys()]) if (!keys.has(key)) drop(key);
    for (const pin of pins) {
      let entry = live.get(pin.key);
      if (!entry) live.set(pin.key, (entry = create(pin)));
      entry.pin = pin;
      entry.marker.setLngLat([pin.lng, pin.lat]);
      const signature = signatureOf(pin);
      if (entry.signature === signature) continue;
      entry.signature = signature;
      dress(entry, callbacks);
    }
    lift();
  };
  map.on('move', lift);
  map.on('moveend', place);
  map.on('resize', place);
  return {
    show(next, aside) {
      shelves = aside;
      alerts = next.filter((alert) => alert.active || !alert.acknowledged);
      place();
      // How many alerts the pins stand for, told for measurements.
      map.getContainer().dataset['alerts'] = String(alerts.length);
    },
    redress() {
      for (const entry of live.values()) dress(entry, callbacks);
    },
    raise(next) {
      heights = next;
      place();
    },
    stop() {
      map.off('move', lift);
      map.off('moveend', place);
      map.off('resize', place);
      for (const key of [...live.keys()]) drop(key);
    },
  };
}
