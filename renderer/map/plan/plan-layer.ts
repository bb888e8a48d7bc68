/**
 * The grid plan on a map: cells in the tones of their grids, outlines, names, and what a gesture under way would change. Owns these
 * sources and layers; they are there while a plan is open. The plan is the store's.
 */
import type { Feature, FeatureCollection } from 'geojson';
import type {
  ExpressionSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibreMap,
} from 'maplibre-gl';
import type { LngLat } from '../../../shared/query/selection.ts';
import { type MapPalette, type MapTheme, PALETTES } from '../palette.ts';
import { FIRST_LABEL } from '../style.ts';
import { MAP_FONT } from '../style-labels.ts';
import { type PlanMapState, type PlanScene, planMap, type Rings } from './plan-store.ts';

type Expression = ExpressionSpecification;
const CELLS = 'plan-cells';
const BORDERS = 'plan-borders';
const NAMES = 'plan-names';
const SKETCH = 'plan-sketch';
/** How many tones there are; few, so that borders and not colours tell grids apart. */
export const TONES = 5;

/** What shows one plan alone. */
const ALONE = ['plan-cell', 'plan-border-halo', 'plan-border', 'plan-border-chosen', 'plan-name'];

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

  constructor(map: MapLibreMap, plan: string, palette: MapPalette) {
    this.map = map;
    this.plan = plan;
    for (const source of [CELLS, BORDERS, NAMES, SKETCH])
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
    for (const source of [CELLS, BORDERS, NAMES, SKETCH]) map.removeSource(source);
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
      state.target !== before.target
    )
      this.tellBorders(scene, state);
    if (!before || old?.grids !== scene.grids) this.put(NAMES, nameFeatures(scene));
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
  private tellBorders({ grids }: PlanScene, { stagedParts, target }: PlanMapState): void {
    const add: Feature[] = [];
    for (const [id, { parts: settled }] of grids) {
      const parts = stagedParts.get(id) ?? settled;
      const chosen = id === target;
      const told = this.borders.get(id);
      if (told?.parts === parts && told.chosen === chosen) continue;
      this.borders.set(id, { parts, chosen });
      add.push(borderFeature(id, parts, chosen));
    }
    const remove = [...this.borders.keys()].filter((id) => !grids.has(id));
    for (const id of remove) this.borders.delete(id);
    if (add.length + remove.length === 0) return;
    (this.map.getSource(BORDERS) as GeoJSONSource | undefined)?.updateData({ add, remove });
  }

  /** Only cells whose look changed are told. */
  private tone({ staged, target }: PlanMapState, scene: PlanScene, cells: Iterable<number>): void {
    for (const cell of cells) {
      if (!scene.cells.has(cell)) continue;
      const now = scene.cellGrid.get(cell) ?? -1;
      const grid = staged.get(cell) ?? now;
      const tone = scene.grids.get(grid)?.tone ?? -1;
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

function nameFeatures({ grids }: PlanScene): Feature[] {
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

const state = (key: string, otherwise: unknown): Expression =>
  ['coalesce', ['feature-state', key], otherwise] as Expression;

function cellLayers(palette: MapPalette): LayerSpecification[] {
  const tones = palette.ramp.slice(0, TONES);
  const tone: Expression = [
    'match',
    state('tone', -1),
    ...tones.flatMap((color, i) => [i, color]),
    palette.ground,
  ] as unknown as Expression;
  return [
    {
      id: 'plan-cell',
      type: 'fill',
      source: CELLS,
      paint: {
        'fill-color': ['case', state('moved', false), palette.accent, tone] as Expression,
        'fill-opacity': [
          'case',
          state('moved', false),
          0.55,
          ['==', state('tone', -1), -1],
          0.15,
          state('chosen', false),
          0.85,
          0.5,
        ] as Expression,
        'fill-antialias': false,
      },
    },
    {
      id: 'plan-cell-edge',
      type: 'line',
      source: CELLS,
      minzoom: 15,
      paint: {
        'line-color': palette.gridHalo,
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 15, 0, 16, 0.45],
        'line-width': 0.7,
      },
    },
    {
      id: 'plan-cell-locked',
      type: 'line',
      source: CELLS,
      paint: {
        'line-color': palette.text,
        'line-opacity': ['case', state('locked', false), 0.8, 0] as Expression,
        'line-width': 1.5,
        'line-offset': 2,
        'line-dasharray': [1, 2],
      },
    },
  ];
}

function borderLayers({ grid, gridHalo, accent }: MapPalette): LayerSpecification[] {
  const width: Expression = ['interpolate', ['linear'], ['zoom'], 12, 1, 16, 2.4, 19, 4];
  const layout = { 'line-join': 'round', 'line-cap': 'round' } as const;
  return [
    {
      id: 'plan-border-halo',
      type: 'line',
      source: BORDERS,
      layout,
      paint: {
        'line-color': gridHalo,
        'line-opacity': 0.6,
        'line-width': ['interpolate', ['linear'], ['zoom'], 12, 2, 16, 5, 19, 8],
      },
    },
    {
      id: 'plan-border',
      type: 'line',
      source: BORDERS,
      layout,
      paint: { 'line-color': grid, 'line-width': width },
    },
    {
      id: 'plan-border-chosen',
      type: 'line',
      source: BORDERS,
      filter: ['get', 'chosen'],
      layout,
      paint: { 'line-color': accent, 'line-width': width },
    },
  ];
}

function topLayers({ accent, halo, text }: MapPalette): LayerSpecification[] {
  const role = (...names: string[]): Expression => ['in', ['get', 'role'], ['literal', names]];
  return [
    {
      id: 'plan-name',
      type: 'symbol',
      source: NAMES,
      layout: {
        'text-field': [
          'format',
          ['get', 'name'],
          { 'font-scale': 1 },
          '\n',
          {},
          ['get', 'figure'],
          { 'font-scale': 0.9 },
        ],
        'text-font': [MAP_FONT],
        'text-size': ['interpolate', ['linear'], ['zoom'], 13, 11, 17, 15],
        'text-padding': 4,
      },
      paint: { 'text-color': text, 'text-halo-color': halo, 'text-halo-width': 1.6 },
    },
    {
      id: 'plan-line',
      type: 'line',
      source: SKETCH,
      filter: role('line'),
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': accent, 'line-width': 2.5, 'line-dasharray': [2, 1.5] },
    },
    {
      id: 'plan-exception',
      type: 'line',
      source: SKETCH,
      filter: role('link', 'cut'),
      layout: { 'line-cap': 'round' },
      paint: {
        'line-color': text,
        'line-width': ['match', ['get', 'role'], 'link', 3, 1.5] as Expression,
        'line-opacity': 0.9,
      },
    },
    {
      id: 'plan-hold',
      type: 'circle',
      source: SKETCH,
      filter: role('corner', 'side', 'place', 'end'),
      paint: {
        'circle-radius': ['match', ['get', 'role'], 'corner', 7, 'side', 5, 4] as Expression,
        'circle-color': ['match', ['get', 'role'], 'corner', accent, halo] as Expression,
        'circle-stroke-color': ['match', ['get', 'role'], 'corner', halo, accent] as Expression,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'plan-refused',
      type: 'circle',
      source: SKETCH,
      filter: role('refused'),
      paint: {
        'circle-radius': 12,
        'circle-opacity': 0,
        'circle-stroke-color': text,
        'circle-stroke-width': 2.5,
      },
    },
  ];
}
