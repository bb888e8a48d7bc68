/**
 * Pointer and keys on a map while a grid plan is in hand: strokes of the brush, boxes, lassos, corners that are dragged, lines that are
 * drawn. Owns the listeners and the gesture under way; what a gesture means is asked of the editor (PlanHands).
 */
import { greatCircleMetres } from '../../../shared/geo/distance.ts';
import type { LngLat } from '../../../shared/query/selection.ts';
import type { MapView } from '../map-view.ts';
import { metresPerPixel } from '../scale.ts';
import type { MapStore } from '../store.ts';
import { BrushRing } from '../tools/brush-ring.ts';
import { brushAfterWheel } from '../tools/paint.ts';
import { placeIn } from '../tools/screen.ts';
import { pixelsBetween, SLIP } from '../tools/tool.ts';
import { boxRing, cellsWithin, circleMeets } from './plan-gesture.ts';
import { AT_REST, type PlanHandle, type PlanTool, planDrags, planHands, planMap } from './plan-store.ts';

interface Hand {
  at: LngLat;
  x: number;
  y: number;
  alt: boolean;
}

type Gesture =
  | { kind: 'stroke'; cells: Set<number>; erase: boolean }
  | { kind: 'area'; from: Hand; ring: LngLat[]; erase: boolean }
  | { kind: 'move'; from: PlanHandle; moved: boolean }
  | { kind: 'line'; places: LngLat[] };

/** How near a corner must be to be taken, in screen pixels. */
const REACH = 14;
const LINES: readonly PlanTool[] = ['reshape', 'split', 'cut', 'link', 'sever'];
/** Lines of two places. */
const PAIRS: readonly PlanTool[] = ['link', 'sever'];
/** How long a finger rests for what a right click does, ms. */
const LONG_PRESS = 550;

export interface PlanDriver {
  stop(): void;
}

/** Follows the map's store: works while its tool is `plan`, sleeps otherwise. */
export function startPlanning(view: MapView, store: MapStore): PlanDriver {
  return new Driver(view, store);
}

class Driver implements PlanDriver {
  private readonly view: MapView;
  private readonly store: MapStore;
  private readonly ends = new AbortController();
  private readonly ring: BrushRing;
  private readonly releases: (() => void)[];
  private gesture: Gesture | null = null;
  private pressed: Hand | null = null;
  private space = false;
  /** On the map now. */
  private readonly fingers = new Set<number>();
  private resting: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(view: MapView, store: MapStore) {
    this.view = view;
    this.store = store;
    this.ring = new BrushRing(view.map.getContainer());
    const { signal } = this.ends;
    const canvas = view.map.getCanvasContainer();
    canvas.addEventListener('pointerdown', (e) => this.down(e), { signal });
    canvas.addEventListener('pointermove', (e) => this.move(e), { signal });
    window.addEventListener('pointerup', (e) => this.up(e), { signal });
    window.addEventListener('pointercancel', (e) => this.lift(e), { signal });
    canvas.addEventListener('contextmenu', (e) => this.menu(e), { signal, capture: true });
    canvas.addEventListener('dblclick', (e) => this.double(e), { signal });
    canvas.addEventListener('pointerleave', () => this.showBrush(null), { signal });
    canvas.addEventListener('wheel', (e) => this.wheel(e), { signal, capture: true, passive: false });
    window.addEventListener('keydown', (e) => this.keyDown(e), { signal, capture: true });
    window.addEventListener('keyup', (e) => this.keyUp(e), { signal });
    this.releases = [
      planMap.subscribe((state, before) => {
        if (state.tool !== before.tool) this.give();
      }),
      store.subscribe((state, before) => {
        if (state.tool !== before.tool) this.give();
      }),
    ];
    this.give();
  }

  stop(): void {
    this.ends.abort();
    clearTimeout(this.resting);
    this.ring.remove();
    for (const release of this.releases) release();
  }

  private on(): boolean {
    return this.store.getState().tool === 'plan' && planMap.getState().scene !== null;
  }

  /** A tool was taken or laid down: what was under way is over. */
  private give(): void {
    this.drop();
    this.showBrush(null);
    const { map } = this.view;
    if (this.store.getState().tool !== 'plan') return;
    const { tool } = planMap.getState();
    map.getContainer().dataset['plan'] = tool;
    this.freePan();
  }

  /** Drags are the map's unless the tool in hand has a use for them. */
  private freePan(): void {
    const { dragPan } = this.view.map;
    // With another tool it is for tools/driver.ts to say.
    if (this.store.getState().tool !== 'plan') return;
    const own = planDrags(planMap.getState().tool) && !this.space && this.fingers.size < 2;
    if (own) dragPan.disable();
    else dragPan.enable();
    // Without it the browser takes the finger for itself as soon as the map does not pan.
    this.view.map.getCanvasContainer().style.touchAction = own ? 'none' : '';
  }

  private drop(): void {
    const busy = this.gesture !== null;
    this.gesture = null;
    this.pressed = null;
    planMap.setState(AT_REST);
    if (!busy) return;
    this.freePan();
    planHands()?.onCancel();
  }

  private handOf(event: MouseEvent): Hand {
    const { map } = this.view;
    const { x, y } = placeIn(map.getContainer(), event);
    const { lng, lat } = map.unproject([x, y]);
    return { at: [lng, lat], x, y, alt: event.altKey };
  }

  private metres(pixels: number, at: LngLat): number {
    return pixels * metresPerPixel(at[1], this.view.map.getZoom());
  }

  private showBrush(hand: Hand | null): void {
    const { tool, brush } = planMap.getState();
    const shown = hand !== null && this.on() && tool === 'brush' && !this.space;
    this.ring.show(shown ? hand : null, brush);
  }

  /** Cells that a circle round the pointer touches. */
  private cellsRound({ x, y }: Hand, radius: number): number[] {
    const { map } = this.view;
    const { scene } = planMap.getState();
    const box: [[number, number], [number, number]] = [
      [x - radius, y - radius],
      [x + radius, y + radius],
    ];
    const near = new Set(
      map.queryRenderedFeatures(box, { layers: ['plan-cell'] }).map(({ id }) => Number(id)),
    );
    return [...near].filter((cell) => {
      const rings = scene?.cells.get(cell) ?? [];
      return circleMeets(
        rings.map((ring) => ring.map((at) => map.project([at[0], at[1]]))),
        { x, y },
        radius,
      );
    });
  }

  /** One finger does what the mouse does, two are the map's. True: this press is not for the plan. */
  private touch(event: PointerEvent): boolean {
    if (event.pointerType !== 'touch') return false;
    this.fingers.add(event.pointerId);
    clearTimeout(this.resting);
    if (this.fingers.size === 1) {
      this.resting = setTimeout(() => this.rest(event), LONG_PRESS);
      return false;
    }
    // Before the map hears of the second finger, so that both move it.
    this.drop();
    this.view.map.dragPan.enable();
    return true;
  }

  /** A finger that rested without a move. */
  private rest(event: PointerEvent): void {
    if (!this.pressed || this.fingers.size !== 1 || this.gesture?.kind === 'line') return;
    this.drop();
    this.menu(event);
  }

  private lift(event: PointerEvent): void {
    clearTimeout(this.resting);
    if (!this.fingers.delete(event.pointerId) || this.fingers.size > 0) return;
    this.freePan();
  }

  private menu(event: MouseEvent): void {
    if (!this.on()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const hand = this.handOf(event);
    planHands()?.onMenu(this.cellsRound(hand, 1)[0] ?? null, hand.x, hand.y);
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0 || this.space || !this.on() || this.touch(event)) return;
    const hand = this.handOf(event);
    this.pressed = hand;
    const { tool, frozen, handle, target, brush } = planMap.getState();
    if (frozen) return;
    if (tool === 'brush' && target !== null) {
      this.gesture = { kind: 'stroke', cells: new Set(this.cellsRound(hand, brush)), erase: hand.alt };
      this.tellStroke(false);
    } else if ((tool === 'box' || tool === 'lasso') && target !== null)
      this.gesture = { kind: 'area', from: hand, ring: [hand.at], erase: hand.alt };
    else if (tool === 'corner' && handle && this.isNear(handle.at, hand)) {
      this.view.map.dragPan.disable();
      this.gesture = { kind: 'move', from: handle, moved: false };
    }
  }

  private move(event: PointerEvent): void {
    if (!this.on() || this.fingers.size > 1) return;
    const hand = this.handOf(event);
    if (this.pressed && pixelsBetween(this.pressed, hand) >= SLIP) clearTimeout(this.resting);
    this.showBrush(hand);
    const { gesture } = this;
    const { tool, brush, scene } = planMap.getState();
    if (!gesture) {
      if (tool === 'corner' && !this.pressed) this.look(hand);
      return;
    }
    if (gesture.kind === 'stroke') {
      const before = gesture.cells.size;
      for (const cell of this.cellsRound(hand, brush)) gesture.cells.add(cell);
      if (gesture.cells.size > before) this.tellStroke(false);
    } else if (gesture.kind === 'area' && scene) {
      gesture.ring = tool === 'box' ? boxRing(gesture.from.at, hand.at) : [...gesture.ring, hand.at];
      planMap.setState({ line: [...gesture.ring, gesture.ring[0]] });
      planHands()?.onCells(cellsWithin(gesture.ring, scene.cells, scene.atoms), gesture.erase, false);
    } else if (gesture.kind === 'move') {
      if (!gesture.moved && this.pressed && pixelsBetween(this.pressed, hand) < SLIP) return;
      gesture.moved = true;
      planMap.setState({ handle: { at: hand.at, side: false } });
      planHands()?.onMove(gesture.from, hand.at, false);
    } else if (gesture.kind === 'line') {
      const line = [...gesture.places, hand.at];
      planMap.setState({ line });
      planHands()?.onLine(line, false, this.metres(REACH, hand.at));
    }
  }

  private up(event: PointerEvent): void {
    this.lift(event);
    if (event.button !== 0 || !this.pressed) return;
    const hand = this.handOf(event);
    const still = pixelsBetween(this.pressed, hand) < SLIP;
    this.pressed = null;
    const { gesture } = this;
    const { tool, scene, frozen } = planMap.getState();
    if (!this.on() || !scene) return;
    if (gesture?.kind === 'stroke') {
      this.gesture = null;
      this.tellStroke(true, gesture);
    } else if (gesture?.kind === 'area') {
      this.gesture = null;
      planMap.setState({ line: [] });
      const cells = still ? this.cellsRound(hand, 1) : cellsWithin(gesture.ring, scene.cells, scene.atoms);
      planHands()?.onCells(cells, gesture.erase, true);
    } else if (gesture?.kind === 'move') {
      this.gesture = null;
      this.freePan();
      if (gesture.moved) planHands()?.onMove(gesture.from, hand.at, true);
      else if (hand.alt && !gesture.from.side) planHands()?.onDrop(gesture.from);
      else planMap.setState(AT_REST);
    } else if (still && LINES.includes(tool) && !frozen) this.place(hand);
    else if (still) planHands()?.onChoose(this.cellsRound(hand, 1)[0] ?? null);
  }

  /** Sets a place of the line; the same place again ends it. */
  private place(hand: Hand): void {
    const { gesture } = this;
    if (gesture?.kind !== 'line') {
      this.gesture = { kind: 'line', places: [hand.at] };
      planMap.setState({ line: [hand.at], refused: null });
      return;
    }
    const last = gesture.places.at(-1) ?? hand.at;
    const near = this.metres(SLIP, hand.at);
    if (greatCircleMetres(last[0], last[1], hand.at[0], hand.at[1]) <= near) {
      this.endLine();
      return;
    }
    gesture.places.push(hand.at);
    if (PAIRS.includes(planMap.getState().tool)) this.endLine();
    else planMap.setState({ line: [...gesture.places] });
  }

  private endLine(): void {
    const { gesture } = this;
    if (gesture?.kind !== 'line') return;
    this.gesture = null;
    planMap.setState({ line: [] });
    const { places } = gesture;
    if (places.length >= 2) planHands()?.onLine(places, true, this.metres(REACH, places[0]));
    else planHands()?.onCancel();
  }

  private tellStroke(done: boolean, gesture = this.gesture): void {
    if (gesture?.kind === 'stroke') planHands()?.onCells([...gesture.cells], gesture.erase, done);
  }

  /** The corner or side under the pointer is shown, so that it can be taken. */
  private look(hand: Hand): void {
    const mine = ++this.asked;
    planHands()
      ?.find(hand.at, this.metres(REACH, hand.at))
      .then(
        (handle) => {
          if (mine === this.asked && !this.gesture) planMap.setState({ handle });
        },
        () => undefined,
      );
  }

  private isNear(at: LngLat, hand: Hand): boolean {
    return pixelsBetween(this.view.map.project([at[0], at[1]]), hand) <= REACH;
  }

  private double(event: MouseEvent): void {
    if (!this.on() || this.gesture?.kind !== 'line') return;
    event.preventDefault();
    this.endLine();
  }

  private wheel(event: WheelEvent): void {
    if (!this.on() || !event.altKey || planMap.getState().tool !== 'brush') return;
    event.preventDefault();
    event.stopPropagation();
    planMap.setState(({ brush }) => ({ brush: brushAfterWheel(brush, event.deltaY) }));
    this.showBrush(this.handOf(event));
  }

  private keyDown(event: KeyboardEvent): void {
    if (!this.on()) return;
    const { target, key } = event;
    const inField = target instanceof Element && target.closest('input, textarea, select, [role="dialog"]');
    if (inField) return;
    if (key === ' ' && !(target instanceof Element && target.closest('button'))) {
      this.space = true;
      this.view.map.dragPan.enable();
    } else if (key === 'Escape') {
      event.stopPropagation();
      if (this.gesture) this.drop();
      else planHands()?.onLeave();
    } else if (key === 'Enter' && this.gesture?.kind === 'line') {
      event.preventDefault();
      this.endLine();
    } else if (key === 'Backspace' && this.gesture?.kind === 'line') {
      event.preventDefault();
      this.gesture.places.pop();
      if (this.gesture.places.length === 0) this.drop();
      else planMap.setState({ line: [...this.gesture.places] });
    }
  }

  private keyUp(event: KeyboardEvent): void {
    if (event.key !== ' ' || !this.space) return;
    this.space = false;
    this.give();
  }
}
