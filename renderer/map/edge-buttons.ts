/**
 * Arrows at the edge of the map for grave alerts out of sight: real buttons in the free room of the map, a press flies there. Owns the
 * elements; where they stand is edge-arrows.ts.
 */
import type { PinnedAlert } from '../../shared/cases/alert.ts';
import type { Shelves } from '../../shared/cases/alert-signals.ts';
import { greatCircleMetres } from '../../shared/geo/distance.ts';
import { levelPlate } from './alert-pins.ts';
import {
  type Box,
  compassPoint,
  type EdgeArrow,
  type Eye,
  edgeAlerts,
  edgeArrows,
  freeBox,
  seenAt,
} from './edge-arrows.ts';
import type { MapView } from './map-view.ts';

export interface EdgeSight {
  arrow: EdgeArrow;
  metres: number;
  point: ReturnType<typeof compassPoint>;
}

export interface EdgeCallbacks {
  /** The accessible name. */
  describe(sight: EdgeSight): string;
  distance(metres: number): string;
  /** A sign of what all of it is; ''. */
  mark(arrow: EdgeArrow): string;
}

export interface EdgeButtons {
  show(alerts: readonly PinnedAlert[], shelves: Shelves): void;
  redress(): void;
  raise(heights: ReadonlyMap<string, number>): void;
  stop(): void;
}

/** What stands over the map: panels of the workspace and the map's own controls. */
const COVERS = '.panel, .map-panel, .desk-tools, .twin-panel, .twin-top, .twin-picks, .wall-sent';
/** How often covers are looked at anew while an arrow could stand, ms: a panel opens without the map being told. */
const LOOK_AGAIN = 500;
/** A place is looked at from at least this near. */
const CLOSE_ZOOM = 17;

export function startEdgeButtons(view: MapView, callbacks: EdgeCallbacks): EdgeButtons {
  const { map } = view;
  const container = map.getContainer();
  const layer = document.createElement('div');
  layer.className = 'edge-arrows';
  container.append(layer);
  const live = new Map<string, { element: HTMLButtonElement; arrow: EdgeArrow; said: string }>();
  let alerts: readonly PinnedAlert[] = [];
  let shelves: Shelves = new Map();
  let heights: ReadonlyMap<string, number> = new Map();
  let covers: Box[] = [];
  let timer: ReturnType<typeof setInterval> | undefined;

  const eye = (): Eye => ({
    ...view.camera(),
    fov: map.getVerticalFieldOfView(),
    width: container.clientWidth,
    height: container.clientHeight,
  });
  const roomOf = ({ width, height }: Eye): Box => ({ left: 0, top: 0, right: width, bottom: height });
  const lookAround = () => {
    const own = container.getBoundingClientRect();
    // Where the interface is scaled, rectangles are of the screen and places on the map are not.
    const scale = own.width > 0 ? own.width / container.clientWidth : 1;
    const around = container.closest('.desk, .wall-map') ?? container.parentElement;
    covers = [...(around?.querySelectorAll(COVERS) ?? [])]
      .map((each) => each.getBoundingClientRect())
      .filter((rect) => rect.width > 0 && rect.height > 0)
      .map((rect) => ({
        left: (rect.left - own.left) / scale,
        right: (rect.right - own.left) / scale,
        top: (rect.top - own.top) / scale,
        bottom: (rect.bottom - own.top) / scale,
      }));
  };
  const fly = ({ alerts: [first] }: EdgeArrow) => {
    lookAround();
    const now = eye();
    const free = freeBox(roomOf(now), covers);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    map.easeTo({
      center: [first.lng, first.lat],
      zoom: Math.max(map.getZoom(), CLOSE_ZOOM),
      // It comes to stand in the middle of what is free.
      offset: [(free.left + free.right - now.width) / 2, (free.top + free.bottom - now.height) / 2],
      duration: still ? 0 : 600,
    });
  };
  const create = (arrow: EdgeArrow) => {
    const element = document.createElement('button');
    element.type = 'button';
    const entry = { element, arrow, said: '' };
    element.addEventListener('click', (event) => {
      event.stopPropagation();
      fly(entry.arrow);
      // The arrow goes once its alert is in sight: the keyboard stays with the map.
      if (document.activeElement === element) map.getCanvas().focus({ preventScroll: true });
    });
    element.addEventListener('pointerdown', (event) => event.stopPropagation());
    layer.append(element);
    live.set(arrow.key, entry);
    return entry;
  };
  const dress = (entry: { element: HTMLButtonElement; arrow: EdgeArrow; said: string }) => {
    const { element, arrow } = entry;
    const { lng, lat } = map.getCenter();
    const [first] = arrow.alerts;
    const metres = greatCircleMetres(lng, lat, first.lng, first.lat);
    const name = callbacks.describe({ arrow, metres, point: compassPoint(lng, lat, first.lng, first.lat) });
    const said = `${arrow.level} ${name} ${callbacks.mark(arrow)}`;
    if (said === entry.said) return;
    entry.said = said;
    element.className = `edge-arrow level-${arrow.level}`;
    element.setAttribute('aria-label', name);
    element.title = name;
    const pointer = document.createElement('span');
    pointer.className = 'edge-arrow-head';
    const far = document.createElement('span');
    far.className = 'edge-arrow-far';
    far.textContent = callbacks.distance(metres);
    const parts: Element[] = [pointer, levelPlate(arrow.level, 26), far];
    const signs = [arrow.alerts.length > 1 ? `×${arrow.alerts.length}` : '', callbacks.mark(arrow)];
    for (const text of signs.filter(Boolean)) {
      const sign = document.createElement('span');
      sign.className = 'edge-arrow-sign';
      sign.textContent = text;
      parts.push(sign);
    }
    element.replaceChildren(...parts);
  };
  const place = () => {
    const now = eye();
    const sought =
      now.width > 0
        ? edgeAlerts(alerts, shelves, Date.now()).map((alert) => ({
            alert,
            seen: seenAt(now, alert.lng, alert.lat, heights.get(alert.device) ?? 0),
          }))
        : [];
    const arrows = edgeArrows(sought, roomOf(now), covers);
    const keys = new Set(arrows.map(({ key }) => key));
    for (const [key, { element }] of live)
      if (!keys.has(key)) {
        element.remove();
        live.delete(key);
      }
    for (const arrow of arrows) {
      const entry = live.get(arrow.key) ?? create(arrow);
      entry.arrow = arrow;
      dress(entry);
      entry.element.style.transform = `translate(-50%, -50%) translate(${arrow.x}px, ${arrow.y}px)`;
      entry.element.style.setProperty('--angle', `${arrow.angle}deg`);
    }
  };
  const settle = () => {
    lookAround();
    place();
  };
  const keepLooking = () => {
    clearInterval(timer);
    timer = edgeAlerts(alerts, new Map(), 0).length > 0 ? setInterval(settle, LOOK_AGAIN) : undefined;
  };
  map.on('move', place);
  map.on('moveend', settle);
  map.on('resize', settle);
  return {
    show(next, aside) {
      alerts = next;
      shelves = aside;
      keepLooking();
      settle();
    },
    redress() {
      for (const entry of live.values()) {
        entry.said = '';
        dress(entry);
      }
    },
    raise(next) {
      heights = next;
      place();
    },
    stop() {
      clearInterval(timer);
      map.off('move', place);
      map.off('moveend', settle);
      map.off('resize', settle);
      layer.remove();
    },
  };
}
