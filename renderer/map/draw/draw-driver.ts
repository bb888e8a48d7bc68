/**
 * Listens to pointer and keys on a map while the drawing tool is in hand: snaps, feeds the mode, shows the sketch, asks what is near. Owns the
 * listeners and what it puts on the map; modes are pure and the sketch is the store's.
 */
import type { GeoJSONSource } from 'maplibre-gl';
import { type Corner, metresBetweenCorners } from '../../../shared/geo/outline.ts';
import type { DrawEngine } from '../../worker/draw-api.ts';
import type { MapView } from '../map-view.ts';
import type { MapStore } from '../store.ts';
import type { HitFinder } from '../tools/driver.ts';
import { placeIn } from '../tools/screen.ts';
import { cornersMode } from './corners.mode.ts';
import { cutMode } from './cut.mode.ts';
import {
  type DrawEvent,
  type DrawMode,
  type DrawPointer,
  type DrawTool,
  NO_HINT,
  REACH,
} from './draw-mode.ts';
import { sketchFeatures } from './draw-source.ts';
import { drawStore, keepSketch, undoSketch } from './draw-store.ts';
import { entranceMode } from './entrance.mode.ts';
import { rectangleMode } from './rectangle.mode.ts';
import { isEmpty, pathsOf } from './sketch.ts';
import { type SnapPath, snapTo } from './snap.ts';
import { verticesMode } from './vertices.mode.ts';

const MODES: Record<Exclude<DrawTool, 'control'>, DrawMode<unknown>> = {
  corners: cornersMode as DrawMode<unknown>,
  rectangle: rectangleMode as DrawMode<unknown>,
  vertices: verticesMode as DrawMode<unknown>,
  cut: cutMode as DrawMode<unknown>,
  entrance: entranceMode as DrawMode<unknown>,
};
/** Below this zoom outlines are too small for the hand, and too many to ask for. */
const ASK_ZOOM = 15;
const SLIP = 4;
/** Metres of one press of an arrow key, and with Shift. */
const NUDGE = { fine: 0.1, coarse: 1 };
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export interface DrawDriver {
  stop(): void;
}

/** Follows the map's store: works while its tool is `draw`, sleeps otherwise. */
export function startDrawing(
  view: MapView,
  store: MapStore,
  finder: HitFinder,
  engine: Pick<DrawEngine, 'drawnGround'>,
): DrawDriver {
  return new Driver(view, store, finder, engine);
}

class Driver implements DrawDriver {
  private readonly view: MapView;
  private readonly store: MapStore;
  private readonly finder: HitFinder;
  private readonly engine: Pick<DrawEngine, 'drawnGround'>;
  private readonly ends = new AbortController();
  private readonly releases: (() => void)[];
  private tool: DrawTool;
  private state: unknown;
  private snap: Corner | null = null;
  private pressed: { x: number; y: number } | null = null;
  private space = false;
  private asked = 0;
  private shownOn = false;

  constructor(view: MapView, store: MapStore, finder: HitFinder, engine: Pick<DrawEngine, 'drawnGround'>) {
    this.view = view;
    this.store = store;
    this.finder = finder;
    this.engine = engine;
    this.tool = drawStore.getState().tool;
    this.state = this.mode()?.start;
    const { signal } = this.ends;
    const canvas = view.map.getCanvasContainer();
    canvas.addEventListener('pointerdown', (e) => this.down(e), { signal });
    canvas.addEventListener('pointermove', (e) => this.move(e), { signal });
    window.addEventListener('pointerup', (e) => this.up(e), { signal });
    canvas.addEventListener('dblclick', (e) => this.double(e), { signal });
    // Before the map's own keys: an arrow that moves a corner must not move the map as well.
    view.map.getContainer().addEventListener('keydown', (e) => this.keyDown(e), { signal, capture: true });
    window.addEventListener('keyup', (e) => this.keyUp(e), { signal });
    const onMoved = () => this.askGround();
    view.map.on('moveend', onMoved);
    this.releases = [
      () => view.map.off('moveend', onMoved),
      drawStore.subscribe(() => this.follow()),
      store.subscribe((state, before) => {
        if (state.tool !== before.tool) this.take();
        if (state.version !== before.version) this.askGround();
      }),
    ];
    this.take();
  }

  stop(): void {
    this.ends.abort();
    for (const release of this.releases) release();
  }

  private on(): boolean {
    return this.store.getState().tool === 'draw';
  }

  private mode(): DrawMode<unknown> | null {
    return this.tool === 'control' ? null : MODES[this.tool];
  }

  /** The drawing tool was taken or laid down. */
  private take(): void {
    this.restart();
    if (this.on()) this.askGround();
    else drawStore.setState({ hint: NO_HINT, refused: null });
    this.show();
  }

  private restart(): void {
    this.tool = drawStore.getState().tool;
    this.state = this.mode()?.start;
    this.snap = null;
    this.pressed = null;
    this.hold();
  }

  private follow(): void {
    const { tool, hint } = drawStore.getState();
    // Put aside from outside (undo, another sketch): what was under way is over.
    const dropped = hint === NO_HINT && this.mode()?.busy(this.state);
    if (tool !== this.tool || dropped) this.restart();
    this.show();
  }

  private show(): void {
    const on = this.on();
    if (!on && !this.shownOn) return;
    const features = on
      ? sketchFeatures(drawStore.getState(), this.snap)
      : { type: 'FeatureCollection' as const, features: [] };
    (this.view.map.getSource('draft') as GeoJSONSource | undefined)?.setData(features);
    const drafting = features.features.length > 0;
    if (this.view.look().drafting !== drafting) this.view.setLook({ drafting });
    this.shownOn = on;
  }

  private askGround(): void {
    if (!this.on()) return;
    const { map } = this.view;
    if (map.getZoom() < ASK_ZOOM) return;
    const box = map.getBounds();
    const mine = ++this.asked;
    const bounds: [number, number, number, number] = [
      box.getWest(),
      box.getSouth(),
      box.getEast(),
      box.getNorth(),
    ];
    this.engine.drawnGround(bounds).then(
      ({ buildings, compounds, boundary }) => {
        if (mine !== this.asked) return;
        const paths = [...buildings, ...compounds].flatMap(({ rings }) =>
          rings.map((corners): SnapPath => ({ corners, closed: true })),
        );
        drawStore.setState({ around: { buildings, boundary }, paths });
      },
      // No community: there is nothing to snap to.
      () => undefined,
    );
  }

  private project = (at: Corner) => this.view.map.project([at[0], at[1]]);

  private pointerOf(event: MouseEvent): DrawPointer {
    const { map } = this.view;
    const { x, y } = placeIn(map.getContainer(), event);
    const { lng, lat } = map.unproject([x, y]);
    return this.snapped({ at: [lng, lat], x, y, shift: event.shiftKey, alt: event.altKey });
  }

  private snapped(hand: DrawPointer): DrawPointer {
    const { map } = this.view;
    const mode = this.mode();
    if (!mode || this.tool === 'entrance') {
      this.snap = null;
      return hand;
    }
    const { paths, sketch } = drawStore.getState();
    const edge = map.unproject([hand.x + 12, hand.y]);
    const reach = Math.hypot(edge.lng - hand.at[0], edge.lat - hand.at[1]) * 2;
    const behind = mode.behind?.(this.state) ?? [];
    // A corner that is dragged must not be held by the outline it belongs to.
    const own = this.tool === 'vertices' ? [] : pathsOf(sketch);
    const { at, by } = snapTo(hand, [...own, ...paths], { project: this.project, reach, behind });
    this.snap = by === 'corner' || by === 'side' ? at : null;
    return { ...hand, at };
  }

  private feed(event: DrawEvent): void {
    const mode = this.mode();
    if (!mode) return;
    const { sketch } = drawStore.getState();
    const step = mode.step(this.state, event, sketch, { project: this.project });
    this.state = step.state;
    const after = step.sketch ?? sketch;
    const hint = mode.hint(this.state, after);
    if (step.before) keepSketch(after, step.before);
    else if (step.sketch) drawStore.setState({ sketch: after });
    if (step.next) drawStore.setState({ tool: step.next, hint: NO_HINT, refused: null });
    else if (step.refused) drawStore.setState({ hint, refused: step.refused });
    else drawStore.setState({ hint });
    this.hold();
  }

  /** The map stays while the pointer holds something. */
  private hold(): void {
    if (!this.on()) return;
    const { map } = this.view;
    if (this.mode()?.holds(this.state) && !this.space) map.dragPan.disable();
    else map.dragPan.enable();
  }

  private down(event: PointerEvent): void {
    if (!this.on() || event.button !== 0 || this.space) return;
    const pointer = this.pointerOf(event);
    this.pressed = { x: pointer.x, y: pointer.y };
    this.feed({ type: 'down', pointer });
  }

  private move(event: PointerEvent): void {
    if (!this.on() || this.space) return;
    // While the map is dragged nothing is drawn.
    if (this.pressed && !this.mode()?.holds(this.state)) return;
    this.feed({ type: 'move', pointer: this.pointerOf(event) });
  }

  private up(event: PointerEvent): void {
    if (!this.on() || event.button !== 0 || !this.pressed) return;
    const pointer = this.pointerOf(event);
    const still = Math.hypot(pointer.x - this.pressed.x, pointer.y - this.pressed.y) < SLIP;
    const held = this.mode()?.holds(this.state) ?? false;
    this.pressed = null;
    if (this.tool === 'control') {
      if (still) drawStore.getState().onControl?.(pointer.at);
      return;
    }
    const nothing = this.tool === 'vertices' && isEmpty(drawStore.getState().sketch);
    if (still && nothing) this.ask(pointer);
    else if (held || still) this.feed({ type: 'up', pointer });
  }

  /** With nothing drawn yet a click means the record to be corrected. */
  private ask({ x, y, at }: DrawPointer): void {
    if (drawStore.getState().sketch.kind !== 'building') {
      const aside = this.view.map.unproject([x + REACH, y]);
      drawStore.setState({ asked: { at, within: metresBetweenCorners(at, [aside.lng, aside.lat]) } });
      return;
    }
    const hit = this.finder.at(x, y).find(({ table }) => table === 'buildings');
    if (hit) drawStore.setState({ asked: { row: hit.row } });
    else drawStore.setState({ refused: 'none.here' });
  }

  private double(event: MouseEvent): void {
    if (this.on()) this.feed({ type: 'double', pointer: this.pointerOf(event) });
  }

  /** A corner in the middle of the map, where the cross-hair is: drawing by keys. */
  private atCross(shift: boolean): void {
    const { map } = this.view;
    const { clientWidth, clientHeight } = map.getContainer();
    const [x, y] = [clientWidth / 2, clientHeight / 2];
    const { lng, lat } = map.unproject([x, y]);
    const pointer = this.snapped({ at: [lng, lat], x, y, shift, alt: false });
    if (this.tool === 'control') drawStore.getState().onControl?.(pointer.at);
    else if (this.tool === 'vertices' && isEmpty(drawStore.getState().sketch)) this.ask(pointer);
    else {
      this.feed({ type: 'down', pointer });
      this.feed({ type: 'up', pointer });
    }
  }

  private keyDown(event: KeyboardEvent): void {
    if (!this.on()) return;
    const { target, key } = event;
    if (target instanceof Element && target.closest('input, textarea, select, button')) return;
    if (key === ' ') {
      this.space = true;
      return;
    }
    if (this.answers(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  private answers({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const busy = this.mode()?.busy(this.state) ?? false;
    if (ctrlKey || metaKey) {
      if (key.toLowerCase() !== 'z' || shiftKey) return false;
      if (!busy || this.tool === 'vertices' || this.tool === 'entrance') return undoSketch();
      this.feed({ type: 'key', key: 'Backspace' });
      return true;
    }
    const arrow = ARROWS[key];
    if (arrow && this.tool === 'vertices' && busy) {
      const metres = shiftKey ? NUDGE.coarse : NUDGE.fine;
      this.feed({ type: 'nudge', east: arrow[0] * metres, north: arrow[1] * metres });
      return true;
    }
    if (key === 'x' || key === 'X') {
      this.atCross(shiftKey);
      return true;
    }
    if (key === 'Escape') {
      if (busy) this.feed({ type: 'key', key });
      else if (this.tool !== 'vertices') drawStore.setState({ tool: 'vertices', hint: NO_HINT });
      // The panel asks before anything drawn is given up.
      else drawStore.setState({ leaving: true });
      return true;
    }
    if (key !== 'Enter' && key !== 'Backspace' && key !== 'Delete') return false;
    if (busy) this.feed({ type: 'key', key });
    return busy;
  }

  private keyUp({ key }: KeyboardEvent): void {
    if (key === ' ') this.space = false;
  }
}
