/**
 * Carries what other stores hold to the map's store: theme, selection, alerts, where to go, a new plan or generation.
 * One way; the map's own state (camera, layers, tool) is never written from here but for where to go.
 */
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { drillPins } from '../../shared/cases/drill.ts';
import type { MapView } from '../map/map-view.ts';
import type { MapStore } from '../map/store.ts';
import type { RecordKey, TwinStore } from '../twin/store.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { useSignals } from './alert-signals.ts';
import { useCordon } from './cordon.ts';
import { usePreferences } from './preferences.ts';
import { useReplay } from './replay-session.ts';
import { useSession } from './session.ts';

/** Zoom at which a person sees one building and its neighbours. */
const CLOSE_ZOOM = 17.6;

/** @returns a key that changes whenever the marks must be asked for again. */
export function useDeskSync(
  engine: DataEngine,
  map: MapStore,
  twin: TwinStore,
  view: MapView | null,
): string {
  const theme = usePreferences((preferences) => preferences.theme);
  const { alerts: live, cases, community, revision } = useSession();
  const replayed = useReplay(({ pins }) => pins);
  const drills = useMemo(() => drillPins(cases.values()), [cases]);
  const alerts = useMemo(
    () => replayed ?? (drills.length === 0 ? live : [...live, ...drills]),
    [replayed, live, drills],
  );
  const shelves = useSignals((signals) => signals.shelves);
  const answers = useStore(twin, (state) => state.revision);
  const selectedBuildings = useStore(twin, (state) =>
    state.history.present.selection.length > 0 ? state.answer?.selected && state.answer.buildings : null,
  );
  const target = useStore(twin, (state) => state.target);
  const selection = useStore(twin, (state) => state.history.present.selection);
  const links = useStore(twin, (state) => state.linkLines);
  const hover = useStore(twin, (state) => state.hover);
  const opened = useStore(twin, (state) => state.trail.at(-1) ?? null);
  const generation = community?.generation;
  const first = useRef(true);

  useEffect(() => map.getState().set({ theme }), [map, theme]);
  useEffect(() => map.getState().set({ alerts, shelves }), [map, alerts, shelves]);
  useEffect(() => map.getState().set({ links, hover }), [map, links, hover]);
  const cordon = useCordon((each) => each.shape);
  const within = useCordon((each) => each.buildings);
  const drawing = useCordon((each) => each.drawing);
  useEffect(() => {
    const chosen = selection.map(({ shape }) => shape);
    map.getState().set({ outlines: cordon ? [...chosen, cordon] : chosen });
  }, [map, selection, cordon]);
  useEffect(() => {
    if (!drawing) return;
    map.getState().set({ tool: 'polygon' });
    return () => map.getState().set({ tool: 'pick' });
  }, [map, drawing]);
  useFocus(engine, map, opened);
  useEffect(
    () => map.getState().set({ selected: within ?? selectedBuildings ?? null }),
    [map, within, selectedBuildings],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation means new bounds and other rows.
  useEffect(() => {
    const home = useSession.getState().community?.bounds;
    if (!home) return;
    map.getState().set({ home });
    if (!first.current) twin.getState().reset();
    first.current = false;
  }, [map, twin, generation]);
  // A place that had none gets one with its first building.
  const place = community?.bounds.join() ?? '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same numbers in another array are the same place.
  useEffect(() => {
    if (community) map.getState().set({ home: community.bounds });
  }, [map, place]);
  useEffect(() => {
    const { home } = map.getState();
    if (!view || !generation || !home) return;
    return whenSized(view.map.getContainer(), () => view.fit(home, { animate: false }));
  }, [map, view, generation]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is the reason.
  useEffect(() => {
    map.getState().refresh();
    twin.getState().refresh();
  }, [map, twin, revision]);

  useEffect(() => {
    if (!view || !target) return;
    if (target.bounds) return view.fit(target.bounds);
    const camera = view.camera();
    const [lng, lat] = target.point;
    view.setCamera({ ...camera, lng, lat, zoom: Math.max(camera.zoom, CLOSE_ZOOM) }, true);
  }, [view, target]);

  return `${revision}.${answers}`;
}

/** The place of the open record goes to the map; one without a place has no ring. */
function useFocus(engine: DataEngine, map: MapStore, opened: RecordKey | null): void {
  useEffect(() => {
    map.getState().set({ focus: null });
    if (!opened) return;
    let current = true;
    engine.dossier(opened.table, opened.row).then(
      ({ point }) => current && map.getState().set({ focus: point }),
      // The dossier's own panel says what went wrong.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [engine, map, opened]);
}

/** Runs once the element has a size: the map may be between two workspaces. Returns its own undo. */
function whenSized(element: HTMLElement, run: () => void): () => void {
  const observer = new ResizeObserver(([entry]) => {
    if (entry.contentRect.width === 0) return;
    observer.disconnect();
    // The map follows its own observer first.
    requestAnimationFrame(run);
  });
  observer.observe(element);
  return () => observer.disconnect();
}
