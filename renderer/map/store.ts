/**
 * What a map shows and how, as one store per workspace: the map is rebuilt from it alone. Owns no drawing; the
 * selection itself and the filter live in the store of selections and only their highlight comes here.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PinnedAlert } from '../../shared/cases/alert.ts';
import type { Shelves } from '../../shared/cases/alert-signals.ts';
import type { TableName } from '../../shared/model/tables.ts';
import type { Bounds, LngLat, Shape, WordCount } from '../../shared/query/selection.ts';
import type { MarkLayerId } from '../worker/engine-api.ts';
import type { MapTheme } from './palette.ts';
import type { Measured } from './tools/measure.ts';

export interface Camera {
  lng: number;
  lat: number;
  zoom: number;
  bearing: number;
  pitch: number;
}

export type ToolId =
  | 'pick'
  | 'box'
  | 'lasso'
  | 'polygon'
  | 'circle'
  | 'buffer'
  | 'grid'
  | 'distance'
  | 'area'
  | 'paint'
  | 'draw'
  /** The grid plan's own tools (plan/). */
  | 'plan';

export interface LayerState {
  visible: boolean;
  /** 0..1. */
  opacity: number;
  /** Column whose words or numbers colour the marks; null: the layer's own colour. */
  colorBy: string | null;
}

export type BaseLayerId = 'buildings' | 'grids' | 'labels';
export const MARK_LAYERS: readonly MarkLayerId[] = [
  'residents',
  'homes',
  'vehicles',
  'devices',
  'cameras',
  'workers',
  'facilities',
  'organisations',
  'places',
];

/** What the last answer of the worker held of a layer. */
export interface LayerCount {
  total: number;
  categories: WordCount[];
}

export interface MapState {
  camera: Camera;
  /** Where Home leads: the whole community. */
  home: Bounds | null;
  theme: MapTheme;
  flat: boolean;
  /** 0: all floors. */
  floor: number;
  seeThrough: boolean;
  tool: ToolId;
  /** Radius of the paint brush in screen pixels. */
  brush: number;
  /** Distance of the buffer tool in metres. */
  bufferDistance: number;
  layers: Record<MarkLayerId, LayerState>;
  base: Record<BaseLayerId, { visible: boolean; opacity: number }>;
  counts: Partial<Record<MarkLayerId, LayerCount>>;
  /** Raised when tiles and marks must be asked for anew. */
  version: number;
  /** Building rows to highlight; null: nothing is selected. */
  selected: Uint32Array | null;
  /** Value per grid row to tint by; null: the counts of the marks tint at district zoom. */
  gridValues: ReadonlyMap<number, number> | null;
  /** Buildings staged for another grid: building row to grid row. */
  staged: ReadonlyMap<number, number>;
  /** The layer whose counts stand on the grids; null: their households. */
  gridMeasure: MarkLayerId | null;
  /** What `gridMeasure` counts, by grid row; null when the marks do not come by grid. */
  gridCounts: ReadonlyMap<number, number> | null;
  alerts: readonly PinnedAlert[];
  /** What is put aside of them. */
  shelves: Shelves;
  /** Buildings are tinted by the grid they belong to. */
  byGrid: boolean;
  /** What stands behind a number of households, in the person's language. */
  householdUnit: string;
  /** Shapes of the selection that have an outline of their own. */
  outlines: readonly Shape[];
  /** Lines from the open record to what it is linked to. */
  links: readonly MapLink[];
  /** Place of the open record; null: none is open. */
  focus: LngLat | null;
  /** The record pointed at in a list or on the map. */
  hover: { table: TableName; row: number } | null;
  /** What the measuring tools measured; null: nothing. */
  measured: Measured | null;
}

/** One link of the open record. */
export interface MapLink {
  from: LngLat;
  to: LngLat;
  table: TableName;
}

export interface MapActions {
  set(change: Partial<MapState>): void;
  setLayer(layer: MarkLayerId, change: Partial<LayerState>): void;
  setBase(layer: BaseLayerId, change: Partial<{ visible: boolean; opacity: number }>): void;
  /** New data or plan: tiles and marks are asked for again. */
  refresh(): void;
}

export type MapStore = StoreApi<MapState & MapActions>;

const layer = (visible: boolean): LayerState => ({ visible, opacity: 1, colorBy: null });

function firstState(): MapState {
  return {
    camera: { lng: 120.62, lat: 31.31, zoom: 15.5, bearing: -18, pitch: 50 },
    home: null,
    theme: 'dark',
    flat: false,
    floor: 0,
    seeThrough: false,
    tool: 'pick',
    brush: 14,
    bufferDistance: 50,
    layers: {
      residents: layer(true),
      homes: layer(false),
      vehicles: layer(false),
      devices: layer(true),
      cameras: layer(true),
      workers: layer(true),
      facilities: layer(true),
      organisations: layer(false),
      places: layer(true),
    },
    base: {
      buildings: { visible: true, opacity: 1 },
      grids: { visible: true, opacity: 1 },
      labels: { visible: true, opacity: 1 },
    },
    counts: {},
    version: 1,
    selected: null,
    gridValues: null,
    gridMeasure: null,
    gridCounts: null,
    staged: new Map(),
    alerts: [],
    shelves: new Map(),
    byGrid: false,
    householdUnit: '',
    outlines: [],
    links: [],
    focus: null,
    hover: null,
    measured: null,
  };
}

/** A store for one workspace's map; `start` overrides what it begins with. */
export function createMapStore(start: Partial<MapState> = {}): MapStore {
  return createStore<MapState & MapActions>()((set) => ({
    ...firstState(),
    ...start,
    set: (change) => set(change),
    setLayer: (id, change) =>
      set((state) => ({ layers: { ...state.layers, [id]: { ...state.layers[id], ...change } } })),
    setBase: (id, change) =>
      set((state) => ({ base: { ...state.base, [id]: { ...state.base[id], ...change } } })),
    refresh: () => set((state) => ({ version: state.version + 1 })),
  }));
}
