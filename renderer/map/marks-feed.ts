/**
 * Asks the worker for the marks of the view when the camera comes to rest or the layers change, the latest question
 * winning; what is drawn stays until the next answer is here. Owns the timing and the last answer.
 */
import { WebMercatorViewport } from '@deck.gl/core';
import type { MarkLayer, MarkLayerId } from '../worker/engine-api.ts';
import type { MapEngine, MapView } from './map-view.ts';
import { type MarksLook, marksLayers } from './marks-layer.ts';
import { type MapPalette, PALETTES } from './palette.ts';
import { type LayerCount, MARK_LAYERS, type MapStore } from './store.ts';
import { symbolAtlas } from './symbols.ts';

/** While the camera moves on, a new question at most this often, ms. */
const THROTTLE = 140;

/** Projects lng, lat, height to pixels of the map's canvas as it stands now. */
export function projection(view: MapView): MarksLook['project'] {
  const { map } = view;
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const { lng, lat } = map.getCenter();
  const viewport = new WebMercatorViewport({
    width,
    height,
    longitude: lng,
    latitude: lat,
    zoom: map.getZoom(),
    bearing: map.getBearing(),
    pitch: map.getPitch(),
    fovy: map.getVerticalFieldOfView(),
  });
  return (x, y, z) => {
    const [px, py] = viewport.project([x, y, z]);
    return [px, py];
  };
}

/** Where grid labels stand on the screen now. */
function gridLabels({ map }: MapView): number[] {
  if (!map.getLayer('label-grid')) return [];
  return map.queryRenderedFeatures({ layers: ['label-grid'] }).flatMap(({ geometry }) => {
    if (geometry.type !== 'Point') return [];
    const { x, y } = map.project(geometry.coordinates as [number, number]);
    return [x, y];
  });
}

export interface MarksFeed {
  /** What is drawn now. */
  current(): readonly MarkLayer[];
  /** Asks again soon (data, filter, selection or layers changed). */
  ask(): void;
  /** Draws the last answer again (theme, opacity or size changed). */
  draw(): void;
  stop(): void;
}

/** Starts the feed of a view; `onAnswer` gets each new answer after it was handed to the overlay. */
export function startMarksFeed(
  view: MapView,
  engine: MapEngine,
  store: MapStore,
  onAnswer: (marks: readonly MarkLayer[]) => void,
): MarksFeed {
  const { map } = view;
  let marks: readonly MarkLayer[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let again = false;
  let stopped = false;
  let atlas: { palette: MapPalette; pixels: ImageData } | undefined;
  let initials: ReadonlyMap<number, string> = new Map();
  let reserved: number[] = [];

  const draw = () => {
    if (stopped) return;
    const { theme, layers } = store.getState();
    const palette = PALETTES[theme];
    if (atlas?.palette !== palette) atlas = { palette, pixels: symbolAtlas(palette) };
    const look: MarksLook = {
      palette,
      atlas: atlas.pixels,
      zoom: map.getZoom(),
      project: projection(view),
      layers,
      reserved,
      initials,
    };
    view.overlay.setProps({ layers: marksLayers(marks, look) });
  };

  const request = () => {
    const { layers } = store.getState();
    const visible = MARK_LAYERS.filter((id) => layers[id].visible);
    const colorBy: Partial<Record<MarkLayerId, string>> = {};
    for (const id of visible) {
      const column = layers[id].colorBy ?? (id === 'devices' ? 'kind' : null);
      if (column) colorBy[id] = column;
    }
    const b = map.getBounds();
    const bounds: [number, number, number, number] = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
    return { bounds, zoom: map.getZoom(), layers: visible, budget: view.budget, colorBy };
  };

  const run = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      marks = await engine.marks(request());
      if (stopped) return;
      const counts: Partial<Record<MarkLayerId, LayerCount>> = {};
      for (const { layer, total, categories } of marks) counts[layer] = { total, categories };
      store.getState().set({ counts });
      draw();
      onAnswer(marks);
    } catch {
      // The worker speaks for itself where data fails; here the old marks stay until the next question.
    } finally {
      asking = false;
      if (again && !stopped) {
        again = false;
        soon();
      }
    }
  };
  const soon = () => {
    if (timer === undefined && !stopped)
      timer = setTimeout(() => {
        timer = undefined;
        void run();
      }, THROTTLE);
  };
  const workers = async () => {
    const page = await engine.page({
      table: 'workers',
      scope: 'all',
      columns: ['name'],
      sort: null,
      from: 0,
      to: 5000,
    });
    initials = new Map(
      Array.from(page.rows, (row, i) => [row, String(page.cells['name']?.[i] ?? '').slice(0, 1)]),
    );
    draw();
  };
  /** Labels are placed after the tiles: when they stand elsewhere, the numbers make room. */
  const makeRoom = () => {
    if (!marks.some((m) => m.level === 'building')) return;
    const labels = gridLabels(view);
    if (labels.length === reserved.length && labels.every((v, i) => Math.abs(v - reserved[i]) < 2)) return;
    reserved = labels;
    draw();
  };
  map.on('moveend', soon);
  map.on('resize', soon);
  map.on('idle', makeRoom);
  soon();
  // Without names the rings stand without a letter: nothing else depends on them.
  workers().catch(() => undefined);
  return {
    current: () => marks,
    ask: soon,
    draw,
    stop() {
      stopped = true;
      clearTimeout(timer);
      map.off('moveend', soon);
      map.off('resize', soon);
      map.off('idle', makeRoom);
    },
  };
}
