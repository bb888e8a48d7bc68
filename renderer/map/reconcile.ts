/**
 * Carries the store over to the map, one way: each part of the state that changed is set on the view. Owns the order
 * of things and the camera's way back into the store; draws nothing itself.
 */
import type { GeoJSONSource } from 'maplibre-gl';
import { NONE } from '../../shared/columns/column.ts';
import type { MarkLayer } from '../../shared/query/answers.ts';
import type { AlertPins } from './alert-pins.ts';
import type { MapLook } from './look.ts';
import { type MapView, MOST_PITCH } from './map-view.ts';
import type { MarksFeed } from './marks-feed.ts';
import type { MapState, MapStore } from './store.ts';
import { tintsOf } from './tint.ts';
import { outlineFeatures } from './tools/draft-source.ts';

/** The part of the style's look that comes from the state. */
export function lookOf(
  state: MapState,
  latitude: number,
): Omit<MapLook, 'tiles' | 'tinted' | 'measured' | 'drafting' | 'outlined'> {
  return {
    theme: state.theme,
    latitude,
    flat: state.flat,
    floor: state.floor,
    seeThrough: state.seeThrough,
    dimmed: state.selected !== null,
    byGrid: state.byGrid || state.tool === 'paint',
    householdUnit: state.householdUnit,
    show: {
      grids: state.base.grids.visible,
      labels: state.base.labels.visible,
      buildings: state.base.buildings.visible,
      views: state.layers.cameras.visible,
    },
    opacity: { grids: state.base.grids.opacity, buildings: state.base.buildings.opacity },
  };
}

/** The state that the style depends on. */
const LOOK_KEYS = [
  'theme',
  'flat',
  'floor',
  'seeThrough',
  'selected',
  'tool',
  'byGrid',
  'householdUnit',
  'base',
  'layers',
] as const satisfies readonly (keyof MapState)[];

const byGrid = (marks: readonly MarkLayer[]): MarkLayer | undefined =>
  marks.find((m) => m.level === 'grid' && m.rows.some((row) => row !== NONE));

/** Counts per grid row of the first layer that came back by grid; null when none did. */
export function gridCounts(marks: readonly MarkLayer[]): Map<number, number> | null {
  const layer = byGrid(marks);
  if (!layer) return null;
  const counts = new Map<number, number>();
  layer.rows.forEach((row, i) => {
    if (row !== NONE) counts.set(row, layer.counts[i]);
  });
  return counts;
}

export interface Reconciler {
  /** Called with each answer of the marks feed. */
  onMarks(marks: readonly MarkLayer[]): void;
  stop(): void;
}

type Changed = (...keys: (keyof MapState)[]) => boolean;

export function startReconciler(
  view: MapView,
  store: MapStore,
  parts: { feed: () => MarksFeed; alerts: readonly Pick<AlertPins, 'show'>[] },
): Reconciler {
  const { map, states } = view;
  let fromMarks: Map<number, number> | null = null;
  let labelled = '';

  /** Label points of the grids in the loaded tiles, joined with the values in use. */
  const measureLabels = () => {
    const values = store.getState().gridValues ?? fromMarks;
    if (!values || !store.getState().base.grids.visible) return;
    const points = map.querySourceFeatures('basemap', {
      sourceLayer: 'grids',
      filter: ['==', ['geometry-type'], 'Point'],
    });
    const byRow = new Map(points.map((point) => [Number(point.id), point]));
    const rows = [...byRow.keys()].filter((row) => values.has(row)).sort((a, b) => a - b);
    const signature = rows.map((row) => `${row}:${values.get(row)}`).join();
    if (signature === labelled) return;
    labelled = signature;
    (map.getSource('measure') as GeoJSONSource | undefined)?.setData({
      type: 'FeatureCollection',
      features: rows.flatMap((row) => {
        const point = byRow.get(row);
        if (point?.geometry.type !== 'Point') return [];
        const { code } = point.properties;
        return [{ type: 'Feature', properties: { code, count: values.get(row) }, geometry: point.geometry }];
      }),
    });
  };
  const tint = () => {
    const values = store.getState().gridValues ?? fromMarks;
    states.tint(values ? tintsOf(values) : new Map());
    const on = values !== null;
    const look = view.look();
    if (look.tinted !== on) view.setLook({ tinted: on, measured: on });
    measureLabels();
  };
  const showAlerts = ({ alerts, shelves }: MapState) => {
    for (const part of parts.alerts) part.show(alerts, shelves);
  };
  const apply = (state: MapState, changed: Changed) => {
    if (changed('version')) {
      view.reloadTiles(state.version);
      labelled = '';
    }
    if (changed(...LOOK_KEYS)) view.setLook(lookOf(state, view.look().latitude));
    if (changed('flat')) turnFlat(state.flat);
    if (changed('selected', 'version')) states.select(state.selected ?? []);
    if (changed('staged', 'version')) states.stage(state.staged);
    if (changed('gridValues', 'version')) tint();
    if (changed('alerts', 'shelves')) showAlerts(state);
    if (changed('theme', 'floor')) parts.feed().draw();
    if (changed('links', 'focus', 'hover', 'theme')) parts.feed().drawFocus();
    if (changed('hover', 'version'))
      states.hover('buildings', state.hover?.table === 'buildings' ? state.hover.row : null);
    if (changed('outlines')) outline();
    if (changed('layers', 'version', 'selected')) parts.feed().ask();
  };
  // Another move may overtake the one to a level map: it is looked at again when that one ends, and then nothing tilts it any more.
  const level = () => {
    if (!store.getState().flat) return;
    if (map.getPitch() > 0) map.easeTo({ pitch: 0, duration: 200 });
    else if (map.getMaxPitch() > 0) map.setMaxPitch(0);
  };
  const turnFlat = (flat: boolean) => {
    if (flat) return level();
    map.setMaxPitch(MOST_PITCH);
    map.easeTo({ pitch: Math.max(45, map.getPitch()), duration: 200 });
  };
  const outline = () => {
    const source = map.getSource('chosen') as GeoJSONSource | undefined;
    const outlines = outlineFeatures(store.getState().outlines);
    source?.setData(outlines);
    const outlined = outlines.features.length > 0;
    if (view.look().outlined !== outlined) view.setLook({ outlined });
  };
  const same = (a: MapState['camera'], b: MapState['camera']) =>
    Math.abs(a.lng - b.lng) < 1e-7 &&
    Math.abs(a.lat - b.lat) < 1e-7 &&
    Math.abs(a.zoom - b.zoom) < 1e-4 &&
    Math.abs(a.bearing - b.bearing) < 1e-3 &&
    Math.abs(a.pitch - b.pitch) < 1e-3;
  const onMove = () => store.getState().set({ camera: view.camera() });
  const release = store.subscribe((state, before) => {
    apply(state, (...keys) => keys.some((key) => state[key] !== before[key]));
    if (state.camera !== before.camera && !map.isMoving() && !same(state.camera, view.camera()))
      view.setCamera(state.camera, true);
  });
  map.on('moveend', onMove);
  map.on('moveend', level);
  map.on('idle', measureLabels);
  // What changed while the map was being built.
  const first = store.getState();
  view.setLook(lookOf(first, view.look().latitude));
  states.select(first.selected ?? []);
  states.stage(first.staged);
  showAlerts(first);
  outline();
  tint();
  level();
  return {
    onMarks(marks) {
      fromMarks = gridCounts(marks);
      store.getState().set({ gridMeasure: byGrid(marks)?.layer ?? null, gridCounts: fromMarks });
      tint();
    },
    stop() {
      release();
      map.off('moveend', onMove);
      map.off('moveend', level);
      map.off('idle', measureLabels);
    },
  };
}
