/**
 * The grid plan on a map: cells in the tones of their grids, outlines, names, and what a gesture under way would change. Owns these
 * sources and layers; they are there while a plan is open. The plan is the store's.
 */
import type { Feature, FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import type { LngLat } from '../../../shared/query/selection.ts';
import { type MapPalette, type MapTheme, PALETTES } from '../palette.ts';
import { FIRST_LABEL } from '../style.ts';
import { type PlanGridShape, type PlanMapState, type PlanScene, planMap, type Rings } from './plan-store.ts';
import {
  BORDERS,
  borderLayers,
  CELLS,
  cellLayers,
  MICRO_NAMES,
  MICROS,
  NAMES,
  SKETCH,
  topLayers,
} from './plan-style.ts';

/** What shows one plan alone. */
const ALONE = [
  'plan-cell',
  'plan-border-halo',
  'plan-border',
  'plan-border-chosen',
  'plan-name',
  'plan-micro',
  'plan-micro-name',
];

const SOURCES = [CELLS, BORDERS, MICROS, NAMES, MICRO_NAMES, SKETCH];

const closed = (ring: readonly LngLat[]): LngLat[] => [...ring, ring[0]];
const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });

/** Keeps the open plan on a map until it is removed. Call once its style is there. */
export function followPlan(map: MapLibreMap, theme: () => MapTheme): { dress(): void; stop(): void } {
  let shown: Shown | null = null;
  const show = (state: PlanMapState, before: PlanMapState | null) => {
    if (!state.scene) {
      shown?.remove();
      shown = null;
      return;
    }
    if (shown?.plan !== state.scene.plan) {
      shown?.remove();
      shown = new Shown(map, state.scene.plan, PALETTES[theme()]);
      before = null;
    }
    shown.show(state, before);
  };
  show(planMap.getState(), null);
  const release = planMap.subscribe(show);
  return {
    dress() {
      shown?.remove();
      shown = null;
      show(planMap.getState(), null);
    },
    stop() {
      release();
      shown = null;
    },
  };
}

/** The outline of a grid as the map was told it. */
interface Border {
  parts: readonly Rings[];
  chosen: boolean;
}

/** One plan on one map. */
class Shown {
  readonly plan: string;
  private readonly map: MapLibreMap;
  private toned = new Map<number, string>();
  private borders = new Map<number, Border>();
  private microBorders = new Map<number, Border>();

  constructor(map: MapLibreMap, plan: string, palette: MapPalette) {
    this.map = map;
    this.plan = plan;
    for (const source of SOURCES)
      map.addSource(source, { type: 'geojson', data: collection([]), tolerance: 0, buffer: 32 });
    const below = map.getLayer('wall') ? 'wall' : undefined;
    const marks = map.getLayer(FIRST_LABEL) ? FIRST_LABEL : undefined;
    for (const layer of cellLayers(palette)) map.addLayer(layer, below);
    for (const layer of borderLayers(palette)) map.addLayer(layer, marks);
    for (const layer of topLayers(palette)) map.addLayer(layer);
  }

  remove(): void {
    const { map } = this;
    const layers = map.getStyle().layers.filter((layer) => layer.id.startsWith('plan-'));
    for (const { id } of layers) map.removeLayer(id);
    for (const source of SOURCES) map.removeSource(source);
  }

  show(state: PlanMapState, before: PlanMapState | null): void {
    const { scene } = state;
    if (!scene) return;
    const old = before?.scene ?? null;
    if (Boolean(state.divided) !== Boolean(before?.divided)) this.giveWay(state.divided !== null);
    if (old?.shapes !== scene.shapes || old.plan !== scene.plan) {
      this.toned = new Map();
      this.map.removeFeatureState({ source: CELLS });
      this.put(CELLS, cellFeatures(scene));
    }
    if (!before || old !== scene || state.target !== before.target)
      this.tone(state, scene, scene.cells.keys());
    else if (state.staged !== before.staged)
      this.tone(state, scene, new Set([...before.staged.keys(), ...state.staged.keys()]));
    if (
      !before ||
      old?.grids !== scene.grids ||
      state.stagedParts !== before.stagedParts ||
      state.chosen !== before.chosen
    )
      this.tellBorders(BORDERS, this.borders, scene.grids, state.stagedParts, state.chosen);
    if (!before || old?.micros !== scene.micros || state.stagedMicros !== before.stagedMicros)
      this.tellBorders(MICROS, this.microBorders, scene.micros, state.stagedMicros, null);
    if (!before || old?.grids !== scene.grids) this.put(NAMES, nameFeatures(scene.grids));
    if (!before || old?.micros !== scene.micros) this.put(MICRO_NAMES, nameFeatures(scene.micros));
    if (
      !before ||
      state.line !== before.line ||
      state.handle !== before.handle ||
      state.refused !== before.refused ||
      old?.exceptions !== scene.exceptions
    )
      this.put(SKETCH, sketchFeatures(state, scene));
  }

  private put(source: string, data: Feature[]): void {
    (this.map.getSource(source) as GeoJSONSource | undefined)?.setData(collection(data));
  }

  /** Two plans are drawn by plan-swipe.ts; the one alone gives way. */
  private giveWay(hidden: boolean): void {
    for (const id of ALONE) this.map.setLayoutProperty(id, 'visibility', hidden ? 'none' : 'visible');
  }

  /** Only outlines that changed are told: those of a whole street office take longer than a frame. */
  private tellBorders(
    source: string,
    toldBefore: Map<number, Border>,
    grids: ReadonlyMap<number, PlanGridShape>,
    stagedParts: ReadonlyMap<number, readonly Rings[]>,
    marked: number | null,
  ): void {
    const add: Feature[] = [];
    const shown = new Set<number>();
    for (const [id, { parts: settled }] of grids) {
      const parts = stagedParts.get(id) ?? settled;
      // A feature without a place is an error to the map.
      if (parts.length === 0) continue;
      shown.add(id);
      const chosen = id === marked;
      const told = toldBefore.get(id);
      if (told?.parts === parts && told.chosen === chosen) continue;
      toldBefore.set(id, { parts, chosen });
      add.push(borderFeature(id, parts, chosen));
    }
    const remove = [...toldBefore.keys()].filter((id) => !shown.has(id));
    for (const id of remove) toldBefore.delete(id);
    if (add.length + remove.length === 0) return;
    (this.map.getSource(source) as GeoJSONSource | undefined)?.updateData({ add, remove });
  }

  /** Only cells whose look changed are told. */
  private tone({ staged, target }: PlanMapState, scene: PlanScene, cells: Iterable<number>): void {
    for (const cell of cells) {
      if (!scene.cells.has(cell)) continue;
      const now = scene.cellField.get(cell) ?? -1;
      const grid = staged.get(cell) ?? now;
      const tone = scene.fields.get(grid)?.tone ?? -1;
      const moved = grid !== now;
      const locked = scene.locked.has(cell);
      const key = `${tone} ${moved} ${grid === target} ${locked}`;
      if (this.toned.get(cell) === key) continue;
      this.toned.set(cell, key);
      this.map.setFeatureState({ source: CELLS, id: cell }, { tone, moved, chosen: grid === target, locked });
    }
  }
}

function cellFeatures({ cells }: PlanScene): Feature[] {
  return [...cells].map(([id, rings]) => ({
    type: 'Feature',
    id,
    properties: { cell: id },
    geometry: { type: 'Polygon', coordinates: rings.map(closed) },
  }));
}

function borderFeature(id: number, parts: readonly Rings[], chosen: boolean): Feature {
  return {
    type: 'Feature',
    id,
    properties: { chosen },
    geometry: { type: 'MultiLineString', coordinates: parts.flatMap((rings) => rings.map(closed)) },
  };
}

function nameFeatures(grids: ReadonlyMap<number, PlanGridShape>): Feature[] {
  return [...grids.values()].flatMap(({ id, name, code, figure, centre }) =>
    centre
      ? [
          {
            type: 'Feature' as const,
            id,
            properties: { name: name || code, figure },
            geometry: { type: 'Point' as const, coordinates: centre },
          },
        ]
      : [],
  );
}

function sketchFeatures({ line, handle, refused }: PlanMapState, { exceptions }: PlanScene): Feature[] {
  const point = (role: string, at: LngLat): Feature => ({
    type: 'Feature',
    properties: { role },
    geometry: { type: 'Point', coordinates: at },
  });
  const features = line.map((at) => point('place', at));
  if (line.length >= 2)
    features.push({
      type: 'Feature',
      properties: { role: 'line' },
      geometry: { type: 'LineString', coordinates: [...line] },
    });
  for (const { kind, at } of exceptions)
    features.push(
      { type: 'Feature', properties: { role: kind }, geometry: { type: 'LineString', coordinates: [...at] } },
      ...at.map((end) => point('end', end)),
    );
  if (handle) features.push(point(handle.side ? 'side' : 'corner', handle.at));
  if (refused?.at) features.push(point('refused', refused.at));
  return features;
}
