/**
 * Asks the worker for the marks of the view when the camera comes to rest or the layers change, the latest question
 * winning; what is drawn stays until the next answer is here. Owns the timing and the last answer.
 */
import type { Layer } from '@deck.gl/core';
import type { MarkLayer, MarkLayerId } from '../worker/engine-api.ts';
import { focusLayers } from './focus-layers.ts';
import { FLOOR_HEIGHT } from './look.ts';
import { type MapEngine, type MapView, markRoom } from './map-view.ts';
import { type MarkPlan, planMarks } from './mark-plan.ts';
import { type MarksLook, marksLayers } from './marks-layer.ts';
import { type MapPalette, PALETTES } from './palette.ts';
import { projection } from './projection.ts';
import { type LayerCount, MARK_LAYERS, type MapStore } from './store.ts';
import { symbolAtlas } from './symbols.ts';

/** While the camera moves on, a new question at most this often, ms. */
const THROTTLE = 140;

/** Labels that marks keep off. */
const KEPT_FREE = ['label-grid', 'label-compound', 'label-ground'];

/** Where these labels stand on the screen now. */
function gridLabels({ map }: MapView): number[] {
  const layers = KEPT_FREE.filter((id) => map.getLayer(id));
  return map.queryRenderedFeatures({ layers }).flatMap(({ geometry }) => {
    if (geometry.type !== 'Point') return [];
    const { x, y } = map.project(geometry.coordinates as [number, number]);
    return [x, y];
  });
}

export interface MarksFeed {
  /** What is drawn now. */
  current(): readonly MarkLayer[];
  /** How it is drawn. */
  plan(): MarkPlan;
  /** Asks again soon (data, filter, selection or layers changed). */
  ask(): void;
  /** Draws the last answer again (theme, opacity or size changed). */
  draw(): void;
  /** The record in hand changed: only what is drawn about it is drawn again. */
  drawFocus(): void;
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
  let plan: MarkPlan = new Map();
  let drawn: Layer[] = [];
  const room = markRoom();

  const draw = () => {
    if (stopped) return;
    const { theme, layers, floor } = store.getState();
    const palette = PALETTES[theme];
    if (atlas?.palette !== palette) atlas = { palette, pixels: symbolAtlas(palette) };
    const zoom = map.getZoom();
    const project = projection(view);
    const visible = marks.filter(({ layer }) => layers[layer].visible);
    const ceiling = floor > 0 ? floor * FLOOR_HEIGHT : Number.POSITIVE_INFINITY;
    plan = planMarks(visible, { zoom, project, reserved, ceiling });
    const look: MarksLook = {
      palette,
      atlas: atlas.pixels,
      zoom,
      project,
      layers,
      reserved,
      initials,
      plan,
      software: view.software,
    };
    drawn = marksLayers(marks, look);
    drawFocus();
  };
  const drawFocus = () => {
    if (stopped || !atlas) return;
    const focus = focusLayers(store.getState(), marks, atlas.palette, atlas.pixels);
    view.overlay.setProps({ layers: [room, ...drawn, ...focus] });
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
    if (!marks.some((m) => m.level !== 'grid')) return;
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
    plan: () => plan,
    ask: soon,
    draw,
    drawFocus,
    stop() {
      stopped = true;
      clearTimeout(timer);
      map.off('moveend', soon);
      map.off('resize', soon);
      map.off('idle', makeRoom);
    },
  };
}
