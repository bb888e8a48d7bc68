/**
 * Listens to pointer, wheel and keys on a map and drives the tool chosen in the store; hands outcomes to callbacks.
 * Owns the event listeners and the draft on the map; the tools themselves are pure. Space held pans, whatever the
 * tool; Esc drops what is under way, then leaves the tool.
 */
import type { GeoJSONSource } from 'maplibre-gl';
import type { Combine, LngLat, Shape } from '../../../shared/query/selection.ts';
import type { MarkLayerId } from '../../worker/engine-api.ts';
import type { MapView } from '../map-view.ts';
import { planDrags, planMap } from '../plan/plan-store.ts';
import { metresPerPixel } from '../scale.ts';
import type { MapStore, ToolId } from '../store.ts';
import { boxTool } from './box.ts';
import { BrushRing } from './brush-ring.ts';
import { circleTool } from './circle.ts';
import { draftFeatures } from './draft-source.ts';
import { lassoTool } from './lasso.ts';
import { areaTool, distanceTool } from './measure.ts';
import { brushAfterWheel, PAINT_START, type PaintStep, paintStep } from './paint.ts';
import { polygonTool } from './polygon.ts';
import { placeIn } from './screen.ts';
import {
  combineOf,
  type Draft,
  type DrawingTool,
  type Pointer,
  pixelsBetween,
  SLIP,
  type ToolEvent,
} from './tool.ts';

/** Something under the pointer. */
export interface MapHit {
  table: 'buildings' | 'grids' | MarkLayerId;
  row: number;
  /** Records the mark stands for. */
  count: number;
}

export interface ToolCallbacks {
  onShape(shape: Shape, combine: Combine): void;
  /** All that lies under a click, nearest first; empty for a click on nothing. */
  onPick(hits: MapHit[], combine: Combine, at: { lngLat: LngLat; x: number; y: number }): void;
  onHover(hit: MapHit | null, at: { lngLat: LngLat; x: number; y: number } | null): void;
  /** Rows met while a stroke goes on, the whole stroke when it ends, none when it is given up. */
  onPaint(rows: readonly number[], phase: 'stroke' | 'done' | 'cancel', erase: boolean): void;
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

/** Where Esc is not the map's. */
const OWN_ESCAPE =
  'input[type="text"], input[type="search"], input:not([type]), textarea, select, [role="dialog"], [role="menu"]';

type AnyTool = DrawingTool<unknown>;
const DRAWING: Partial<Record<ToolId, AnyTool>> = {
  box: boxTool as AnyTool,
  lasso: lassoTool as AnyTool,
  circle: circleTool as AnyTool,
  polygon: polygonTool as AnyTool,
  distance: distanceTool as AnyTool,
  area: areaTool as AnyTool,
};

/** Whether the tool keeps the drag for itself. */
export const toolDrags = (tool: ToolId): boolean =>
  tool === 'paint' ||
  (tool === 'plan' && planDrags(planMap.getState().tool)) ||
  (DRAWING[tool]?.drags ?? false);

export interface ToolDriver {
  stop(): void;
}

/** The tool in hand on one map: its state, the button, the space bar. */
class Driver implements ToolDriver {
  private readonly view: MapView;
  private readonly store: MapStore;
  private readonly finder: HitFinder;
  private readonly callbacks: ToolCallbacks;
  private readonly ends = new AbortController();
  private readonly release: () => void;
  private tool: ToolId;
  private state: unknown;
  private paint = PAINT_START;
  private pressed: Pointer | null = null;
  private space = false;
  private hoverFrame = 0;
  /** Shows the size of the brush round the pointer. */
  private readonly brushRing: BrushRing;
  /** The middle of the map, where Enter sets a point while the map is moved by keys. */
  private readonly crosshair = document.createElement('div');
  private pointerInside = false;

  constructor(view: MapView, store: MapStore, finder: HitFinder, callbacks: ToolCallbacks) {
    this.view = view;
    this.store = store;
    this.finder = finder;
    this.callbacks = callbacks;
    this.tool = store.getState().tool;
    this.state = DRAWING[this.tool]?.start;
    this.brushRing = new BrushRing(view.map.getContainer());
    this.crosshair.className = 'map-crosshair';
    this.crosshair.hidden = true;
    view.map.getContainer().append(this.crosshair);
    this.listen();
    this.release = store.subscribe(() => this.takeTool());
    this.gestures();
  }

  private listen(): void {
    const { signal } = this.ends;
    const canvas = this.view.map.getCanvasContainer();
    const root = this.view.map.getContainer();
    canvas.addEventListener('pointerdown', (e) => this.down(e), { signal });
    canvas.addEventListener('pointermove', (e) => this.move(e), { signal });
    window.addEventListener('pointerup', (e) => this.up(e), { signal });
    canvas.addEventListener('dblclick', (e) => this.double(e), { signal });
    canvas.addEventListener('wheel', (e) => this.wheel(e), { signal, capture: true, passive: false });
    canvas.addEventListener('pointerleave', () => this.leave(), { signal });
    canvas.addEventListener('contextmenu', (e) => this.context(e), { signal });
    root.addEventListener('keydown', (e) => this.keyDown(e), { signal });
    window.addEventListener('keydown', (e) => this.escapeFromBeside(e), { signal });
    window.addEventListener('keyup', (e) => this.keyUp(e), { signal });
  }

  stop(): void {
    this.ends.abort();
    this.brushRing.remove();
    this.crosshair.remove();
    this.release();
    cancelAnimationFrame(this.hoverFrame);
  }

  private pointerOf(event: MouseEvent): Pointer {
    const { x, y } = placeIn(this.view.map.getContainer(), event);
    const { lng, lat } = this.view.map.unproject([x, y]);
    return {
      at: [lng, lat],
      x,
      y,
      shift: event.shiftKey,
      alt: event.altKey,
      metresPerPixel: this.scale(lat),
    };
  }

  private showDraft(draft: Draft | null): void {
    const source = this.view.map.getSource('draft') as GeoJSONSource | undefined;
    const features = draftFeatures(draft);
    source?.setData(features);
    const drafting = features.features.length > 0;
    if (this.view.look().drafting !== drafting) this.view.setLook({ drafting });
  }

  private feed(event: ToolEvent): void {
    const drawing = DRAWING[this.tool];
    if (!drawing) return;
    const step = drawing.step(this.state, event);
    this.state = step.state;
    this.showDraft(step.draft);
    if (step.measured !== undefined && step.measured !== this.store.getState().measured)
      this.store.getState().set({ measured: step.measured });
    if (step.outcome) this.callbacks.onShape(step.outcome.shape, step.outcome.combine);
  }

  private gestures(): void {
    const { map } = this.view;
    if (this.space || !toolDrags(this.tool)) map.dragPan.enable();
    else map.dragPan.disable();
    map.getContainer().dataset['tool'] = this.space ? 'pan' : this.tool;
  }

  private takeTool(): void {
    const next = this.store.getState().tool;
    if (next === this.tool) return;
    this.tool = next;
    this.state = DRAWING[next]?.start;
    this.paint = PAINT_START;
    this.showBrush(null);
    this.crosshair.hidden = true;
    this.showDraft(null);
    if (this.store.getState().measured) this.store.getState().set({ measured: null });
    this.gestures();
  }

  private brush(type: 'down' | 'move', pointer: Pointer): void {
    if (type === 'move' && !this.paint.painting) return;
    const rows = this.finder.buildingsAround(pointer.x, pointer.y, this.store.getState().brush);
    this.tellPaint(paintStep(this.paint, { type, rows, alt: pointer.alt }));
  }

  private showBrush(pointer: Pick<Pointer, 'x' | 'y'> | null): void {
    const shown = pointer !== null && this.tool === 'paint' && !this.space;
    this.brushRing.show(shown ? pointer : null, this.store.getState().brush);
  }

  private tellPaint(step: PaintStep): void {
    this.paint = step.state;
    if (step.added.length > 0) this.callbacks.onPaint(step.added, 'stroke', step.state.erase);
    if (step.done) this.callbacks.onPaint(step.done.rows, 'done', step.done.erase);
  }

  private clickAt(pointer: Pointer): void {
    const { finder, callbacks, tool } = this;
    const combine = combineOf(pointer);
    if (tool === 'grid') {
      const [row] = finder.gridsAt(pointer.x, pointer.y);
      if (row !== undefined) callbacks.onShape({ type: 'members', table: 'grids', rows: [row] }, combine);
    } else if (tool === 'buffer') {
      const hit = finder.at(pointer.x, pointer.y).find((h) => h.table !== 'grids');
      const distance = this.store.getState().bufferDistance;
      const round: Shape = hit
        ? { type: 'buffer', table: hit.table, rows: [hit.row], distance }
        : { type: 'circle', center: pointer.at, radius: distance };
      callbacks.onShape(round, combine);
    } else if (tool === 'pick') {
      const at = { lngLat: pointer.at, x: pointer.x, y: pointer.y };
      callbacks.onPick(finder.at(pointer.x, pointer.y), combine, at);
    }
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0 || this.space) return;
    this.pressed = this.pointerOf(event);
    if (this.tool === 'paint') this.brush('down', this.pressed);
    else this.feed({ type: 'down', pointer: this.pressed });
  }

  private move(event: PointerEvent): void {
    const pointer = this.pointerOf(event);
    this.pointerInside = true;
    this.crosshair.hidden = true;
    this.showBrush(pointer);
    if (this.space) return;
    if (this.tool === 'paint') this.brush('move', pointer);
    else if (this.pressed || !toolDrags(this.tool)) this.feed({ type: 'move', pointer });
    if (!this.pressed && event.pointerType !== 'touch' && this.tool !== 'draw' && this.tool !== 'plan')
      this.hover(pointer);
  }

  /** At most one look per frame, and none while the map moves. */
  private hover(pointer: Pointer): void {
    cancelAnimationFrame(this.hoverFrame);
    this.hoverFrame = requestAnimationFrame(() => {
      if (this.view.map.isMoving()) return;
      const [hit] = this.finder.at(pointer.x, pointer.y);
      this.callbacks.onHover(hit ?? null, { lngLat: pointer.at, x: pointer.x, y: pointer.y });
    });
  }

  private up(event: PointerEvent): void {
    if (event.button !== 0 || !this.pressed) return;
    const pointer = this.pointerOf(event);
    const still = pixelsBetween(this.pressed, pointer) < SLIP;
    this.pressed = null;
    if (this.tool === 'paint') this.tellPaint(paintStep(this.paint, { type: 'up' }));
    // A drag in a clicking tool was the map's.
    else if (toolDrags(this.tool) || still) this.feed({ type: 'up', pointer });
    if (still) this.clickAt(pointer);
  }

  private double(event: MouseEvent): void {
    const pointer = this.pointerOf(event);
    const { map } = this.view;
    if (DRAWING[this.tool]) this.feed({ type: 'double', pointer });
    else if (this.tool === 'pick')
      map.easeTo({ zoom: map.getZoom() + 1, around: map.unproject([pointer.x, pointer.y]), duration: 200 });
  }

  private wheel(event: WheelEvent): void {
    if (this.tool !== 'paint' || !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { brush, set } = this.store.getState();
    set({ brush: brushAfterWheel(brush, event.deltaY) });
    this.showBrush(this.pointerOf(event));
  }

  private leave(): void {
    this.pointerInside = false;
    this.showBrush(null);
    cancelAnimationFrame(this.hoverFrame);
    this.callbacks.onHover(null, null);
  }

  private context(event: MouseEvent): void {
    event.preventDefault();
    const { at, x, y } = this.pointerOf(event);
    this.callbacks.onContextMenu({ lngLat: at, x, y, hits: this.finder.at(x, y) });
  }

  private escape(): void {
    if (DRAWING[this.tool]?.busy(this.state)) this.feed({ type: 'key', key: 'Escape' });
    else if (this.paint.painting) {
      this.paint = PAINT_START;
      this.callbacks.onPaint([], 'cancel', false);
    } else if (this.tool !== 'pick') this.store.getState().set({ tool: 'pick' });
    else this.callbacks.onEscape();
  }

  private keyDown(event: KeyboardEvent): void {
    const { target, key } = event;
    if (target instanceof Element && target.closest('input, textarea, select, button')) return;
    if (key === ' ') {
      event.preventDefault();
      this.space = true;
      this.gestures();
    } else if (key === 'Escape') this.escape();
    else if (key === 'Home') {
      const { home } = this.store.getState();
      if (home) this.view.fit(home);
    } else if (key === 'Enter' && this.aims()) {
      event.preventDefault();
      this.feed({ type: 'key', key, pointer: this.middle() });
    } else if ((key === 'Enter' || key === 'Backspace') && DRAWING[this.tool]?.busy(this.state)) {
      event.preventDefault();
      this.feed({ type: 'key', key });
    } else if (key.startsWith('Arrow')) this.aims(true);
  }

  /**
   * Whether the crosshair is what is aimed with: it comes with the first arrow key, or Enter when no pointer is on the map, and
   * goes when the pointer moves. Tools that drag have no use of it.
   */
  private aims(moved = false): boolean {
    const points = DRAWING[this.tool]?.drags === false;
    if (points && (moved || !this.pointerInside)) this.crosshair.hidden = false;
    return points && !this.crosshair.hidden;
  }

  private middle(): Pointer {
    const { map } = this.view;
    const { clientWidth, clientHeight } = map.getContainer();
    const [x, y] = [clientWidth / 2, clientHeight / 2];
    const { lng, lat } = map.unproject([x, y]);
    return { at: [lng, lat], x, y, shift: false, alt: false, metresPerPixel: this.scale(lat) };
  }

  private scale(latitude: number): number {
    return metresPerPixel(latitude, this.view.map.getZoom());
  }

  /** Esc goes to the map from its panels too, unless something there has a use for it. */
  private escapeFromBeside(event: KeyboardEvent): void {
    const { target } = event;
    const root = this.view.map.getContainer();
    if (event.key !== 'Escape' || event.defaultPrevented || root.offsetParent === null) return;
    if (!(target instanceof Element) || target.closest(OWN_ESCAPE)) return;
    if (!root.contains(target) || target.closest('button')) this.escape();
  }

  private keyUp(event: KeyboardEvent): void {
    if (event.key !== ' ' || !this.space) return;
    this.space = false;
    this.gestures();
  }
}

/** Puts the tools of the store on a map until stopped. */
export function startTools(
  view: MapView,
  store: MapStore,
  finder: HitFinder,
  callbacks: ToolCallbacks,
): ToolDriver {
  return new Driver(view, store, finder, callbacks);
}
