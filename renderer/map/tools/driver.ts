/**
 * Listens to pointer, wheel and keys on a map and drives the tool chosen in the store; hands outcomes to callbacks.
 * Owns the event listeners and the draft on the map; the tools themselves are pure. Space held pans, whatever the
 * tool; Esc drops what is under way, then leaves the tool.
 */
import type { GeoJSONSource } from 'maplibre-gl';
import type { Combine, LngLat, Shape } from '../../../shared/query/selection.ts';
import type { MapView } from '../map-view.ts';
import type { MapStore, ToolId } from '../store.ts';
import { boxTool } from './box.ts';
import { circleTool } from './circle.ts';
import { draftFeatures } from './draft-source.ts';
import { lassoTool } from './lasso.ts';
import { brushAfterWheel, PAINT_START, type PaintStep, paintStep } from './paint.ts';
import { polygonTool } from './polygon.ts';
import { combineOf, type Draft, type DrawingTool, type Pointer, pixelsBetween, SLIP, type ToolEvent } from './tool.ts';

/** Something under the pointer. */
export interface MapHit {
  table: 'buildings' | 'grids' | import('../../worker/engine-api.ts').MarkLayerId;
  row: number;
  /** Records the mark stands for. */
  count: number;
}

export interface ToolCallbacks {
  onShape(shape: Shape, combine: Combine): void;
  /** All that lies under a click, nearest first; empty for a click on nothing. */
  onPick(hits: MapHit[], combine: Combine, at: { lngLat: LngLat; x: number; y: number }): void;
  onHover(hit: MapHit | null, at: { lngLat: LngLat; x: number; y: number } | null): void;
  /** Rows met while a stroke goes on, and the whole stroke when it ends. */
  onPaint(rows: readonly number[], phase: 'stroke' | 'done', erase: boolean): void;
  onContextMenu(at: { lngLat: LngLat; x: number; y: number; hits: MapHit[] }): void;
  /** Esc with nothing under way and the pick tool in hand. */
  onEscape(): void;
}

/** What the driver asks about the map. */
export interface HitFinder {
  at(x: number, y: number): MapHit[];
  gridsAt(x: number, y: number): number[];
  buildingsAround(x: number, y: number, radius: number): number[];
}

type AnyTool = DrawingTool<unknown>;
const DRAWING: Partial<Record<ToolId, AnyTool>> = {
  box: boxTool as AnyTool,
  lasso: lassoTool as AnyTool,
  circle: circleTool as AnyTool,
  polygon: polygonTool as AnyTool,
};

/** Whether the tool keeps the drag for itself. */
export const toolDrags = (tool: ToolId): boolean => tool === 'paint' || (DRAWING[tool]?.drags ?? false);

export interface ToolDriver {
  stop(): void;
}

export function startTools(
  view: MapView,
  store: MapStore,
  finder: HitFinder,
  callbacks: ToolCallbacks,
): ToolDriver {
  const { map } = view;
  const canvas = map.getCanvasContainer();
  const root = map.getContainer();
  let tool = store.getState().tool;
  let state: unknown = DRAWING[tool]?.start;
  let paint = PAINT_START;
  let pressed: Pointer | null = null;
  let space = false;
  let hoverFrame = 0;

  const pointerOf = (event: MouseEvent): Pointer => {
    const box = root.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const { lng, lat } = map.unproject([x, y]);
    return { at: [lng, lat], x, y, shift: event.shiftKey, alt: event.altKey };
  };
  const showDraft = (draft: Draft | null) =>
    (map.getSource('draft') as GeoJSONSource | undefined)?.setData(draftFeatures(draft));
  const feed = (event: ToolEvent) => {
    const drawing = DRAWING[tool];
    if (!drawing) return;
    const step = drawing.step(state, event);
    state = step.state;
    showDraft(step.draft);
    if (step.outcome) callbacks.onShape(step.outcome.shape, step.outcome.combine);
  };
  const gestures = () => {
    const free = space || !toolDrags(tool);
    if (free) map.dragPan.enable();
    else map.dragPan.disable();
    root.dataset['tool'] = space ? 'pan' : tool;
  };
  const takeTool = () => {
    const next = store.getState().tool;
    if (next === tool) return;
    tool = next;
    state = DRAWING[tool]?.start;
    paint = PAINT_START;
    showDraft(null);
    gestures();
  };
  const brush = (type: 'down' | 'move', pointer: Pointer) => {
    const rows = finder.buildingsAround(pointer.x, pointer.y, store.getState().brush);
    tellPaint(paintStep(paint, { type, rows, alt: pointer.alt }));
  };
  const tellPaint = (step: PaintStep) => {
    const { erase } = step.state;
    paint = step.state;
    if (step.added.length > 0) callbacks.onPaint(step.added, 'stroke', erase);
    if (step.done) callbacks.onPaint(step.done.rows, 'done', step.done.erase);
  };
  const clickAt = (pointer: Pointer) => {
    const combine = combineOf(pointer);
    const at = { lngLat: pointer.at, x: pointer.x, y: pointer.y };
    if (tool === 'grid') {
      const [row] = finder.gridsAt(pointer.x, pointer.y);
      if (row !== undefined) callbacks.onShape({ type: 'members', table: 'grids', rows: [row] }, combine);
    } else if (tool === 'buffer') {
      const [hit] = finder.at(pointer.x, pointer.y).filter((h) => h.table !== 'grids');
      if (hit)
        callbacks.onShape(
          { type: 'buffer', table: hit.table, rows: [hit.row], distance: store.getState().bufferDistance },
          combine,
        );
    } else if (tool === 'pick') callbacks.onPick(finder.at(pointer.x, pointer.y), combine, at);
  };

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || space) return;
    pressed = pointerOf(event);
    if (tool === 'paint') brush('down', pressed);
    else feed({ type: 'down', pointer: pressed });
  };
  const hover = (pointer: Pointer) => {
    cancelAnimationFrame(hoverFrame);
    hoverFrame = requestAnimationFrame(() => {
      if (map.isMoving()) return;
      const [hit] = finder.at(pointer.x, pointer.y);
      callbacks.onHover(hit ?? null, { lngLat: pointer.at, x: pointer.x, y: pointer.y });
    });
  };
  const onMove = (event: PointerEvent) => {
    if (space) return;
    const pointer = pointerOf(event);
    if (tool === 'paint') brush('move', pointer);
    else if (pressed || !toolDrags(tool)) feed({ type: 'move', pointer });
    if (!pressed && event.pointerType !== 'touch') hover(pointer);
  };
  const onUp = (event: PointerEvent) => {
    if (event.button !== 0 || !pressed) return;
    const pointer = pointerOf(event);
    const still = pixelsBetween(pressed, pointer) < SLIP;
    pressed = null;
    if (tool === 'paint') tellPaint(paintStep(paint, { type: 'up' }));
    // A drag in a clicking tool was the map's.
    else if (toolDrags(tool) || still) feed({ type: 'up', pointer });
    if (still) clickAt(pointer);
  };
  const onDouble = (event: MouseEvent) => {
    if (DRAWING[tool]) feed({ type: 'double', pointer: pointerOf(event) });
    else if (tool === 'pick') map.easeTo({ zoom: map.getZoom() + 1, around: map.unproject([event.offsetX, event.offsetY]), duration: 200 });
  };
  const onWheel = (event: WheelEvent) => {
    if (tool !== 'paint' || !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { brush: radius, set } = store.getState();
    set({ brush: brushAfterWheel(radius, event.deltaY) });
  };
  const onLeave = () => callbacks.onHover(null, null);
  const onContext = (event: MouseEvent) => {
    event.preventDefault();
    const { at, x, y } = pointerOf(event);
    callbacks.onContextMenu({ lngLat: at, x, y, hits: finder.at(x, y) });
  };
  const escape = () => {
    const drawing = DRAWING[tool];
    if (drawing?.busy(state)) feed({ type: 'key', key: 'Escape' });
    else if (paint.painting) paint = PAINT_START;
    else if (tool !== 'pick') store.getState().set({ tool: 'pick' });
    else callbacks.onEscape();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]')) return;
    if (event.key === ' ' && root.contains(event.target as Node)) {
      event.preventDefault();
      space = true;
      gestures();
    } else if (event.key === 'Escape') escape();
    else if ((event.key === 'Enter' || event.key === 'Backspace') && DRAWING[tool]?.busy(state)) {
      event.preventDefault();
      feed({ type: 'key', key: event.key });
    }
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key !== ' ' || !space) return;
    space = false;
    gestures();
  };
  canvas.addEventListener('pointerdown', onDown);
  canvas.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  canvas.addEventListener('dblclick', onDouble);
  canvas.addEventListener('wheel', onWheel, { capture: true, passive: false });
  canvas.addEventListener('pointerleave', onLeave);
  canvas.addEventListener('contextmenu', onContext);
  root.addEventListener('keydown', onKeyDown);
  window.addEventListener('keyup', onKeyUp);
  const release = store.subscribe(takeTool);
  gestures();
  return {
    stop() {
      release();
      cancelAnimationFrame(hoverFrame);
      canvas.removeEventListener('pointerdown', onDown);
      canvas.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      canvas.removeEventListener('dblclick', onDouble);
      canvas.removeEventListener('wheel', onWheel, { capture: true });
      canvas.removeEventListener('pointerleave', onLeave);
      canvas.removeEventListener('contextmenu', onContext);
      root.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
    },
  };
}
