/**
 * Everything that lives with one map: view, marks, pins, tools, reconciler. Built from the store alone and taken
 * down as one, so that a map lost with its context comes back by building it again.
 */
import type { PinnedAlert } from '../../shared/cases/alert.ts';
import type { AlertPin } from './alert-clusters.ts';
import { startAlertPins } from './alert-pins.ts';
import { deviceHeights } from './device-heights.ts';
import { startDrawing } from './draw/draw-driver.ts';
import { type EdgeCallbacks, startEdgeButtons } from './edge-buttons.ts';
import { hitFinder } from './hits.ts';
import { FIRST_LOOK } from './look.ts';
import { createMapView, type MapEngine, type MapView } from './map-view.ts';
import { startMarksFeed } from './marks-feed.ts';
import { startPlanning } from './plan/plan-driver.ts';
import { followPlan } from './plan/plan-layer.ts';
import { followDivided } from './plan/plan-swipe.ts';
import { lookOf, type Reconciler, startReconciler } from './reconcile.ts';
import type { MapStore } from './store.ts';
import { startTools, type ToolCallbacks } from './tools/driver.ts';

export interface MapCallbacks extends ToolCallbacks {
  onAlerts(alerts: readonly PinnedAlert[]): void;
  describePin(pin: AlertPin): string;
  markPin(pin: AlertPin): string;
  edge: EdgeCallbacks;
}

export interface MapSession {
  view: MapView;
  /** The filter or data changed elsewhere: marks are asked for again. */
  askMarks(): void;
  redressPins(): void;
  stop(): void;
}

/** How long a lost context may take to come back before the map is built anew without it, ms. */
const RESTORE_WAIT = 1500;

/** Starts a map in the container; `onLost` is called once when its context is gone for good. */
export async function startMapSession(
  container: HTMLElement,
  engine: MapEngine,
  store: MapStore,
  callbacks: MapCallbacks,
  onLost: () => void,
): Promise<MapSession> {
  const start = store.getState();
  const latitude = start.home ? (start.home[1] + start.home[3]) / 2 : start.camera.lat;
  const look = { ...FIRST_LOOK, ...lookOf(start, latitude) };
  const view = await createMapView(container, engine, { look, camera: start.camera });
  const pins = startAlertPins(view, {
    onOpen: callbacks.onAlerts,
    describe: callbacks.describePin,
    mark: callbacks.markPin,
  });
  const edge = startEdgeButtons(view, callbacks.edge);
  let reconciler: Reconciler | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = false;
  const feed = startMarksFeed(view, engine, store, (marks) => {
    reconciler?.onMarks(marks);
    // From here on an idle map shows everything: said once, in ms since navigation, to whoever waits for the picture.
    if (container.dataset['drawn'] === undefined)
      view.map.once('idle', () => {
        container.dataset['drawn'] = String(Math.round(performance.now()));
      });
  });
  reconciler = startReconciler(view, store, { feed: () => feed, alerts: [pins, edge] });
  const findHeights = () => {
    deviceHeights(engine).then(
      (heights) => {
        if (told) return;
        pins.raise(heights);
        edge.raise(heights);
      },
      // No community yet: asked again when there is one.
      () => undefined,
    );
  };
  const releaseHome = store.subscribe((state, before) => {
    if (state.home !== before.home) findHeights();
  });
  findHeights();
  const finder = hitFinder(view, store, feed);
  const tools = startTools(view, store, finder, callbacks);
  const drawing = startDrawing(view, store, finder, engine);
  const planning = startPlanning(view, store);
  const plan = followPlan(view.map, () => store.getState().theme);
  const divided = followDivided(view.map, () => store.getState().theme);
  const releaseTheme = store.subscribe((state, before) => {
    if (state.theme === before.theme) return;
    plan.dress();
    divided.draw();
  });

  const tellLost = () => {
    clearTimeout(timer);
    if (!told) onLost();
    told = true;
  };
  const canvas = view.map.getCanvas();
  const onContextLost = () => {
    timer = setTimeout(tellLost, RESTORE_WAIT);
  };
  canvas.addEventListener('webglcontextlost', onContextLost);
  // The layers of the marks hold objects of the lost context: a new map is simpler and surer than mending them.
  canvas.addEventListener('webglcontextrestored', tellLost);
  return {
    view,
    askMarks: feed.ask,
    redressPins() {
      pins.redress();
      edge.redress();
    },
    stop() {
      told = true;
      clearTimeout(timer);
      releaseHome();
      releaseTheme();
      divided.stop();
      plan.stop();
      planning.stop();
      drawing.stop();
      tools.stop();
      reconciler?.stop();
      feed.stop();
      edge.stop();
      pins.stop();
      canvas.removeEventListener('webglcontextlost', onContextLost);
      canvas.removeEventListener('webglcontextrestored', tellLost);
      view.remove();
    },
  };
}
