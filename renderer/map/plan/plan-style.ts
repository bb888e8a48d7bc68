/** How a grid plan looks on a map: layers of cells, borders of grids and micro-grids, names, the line being drawn. Owns colours and widths by zoom; what is drawn is plan-layer.ts. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { MapPalette } from '../palette.ts';
import { MAP_FONT } from '../style-labels.ts';

type Expression = ExpressionSpecification;
export const CELLS = 'plan-cells';
export const BORDERS = 'plan-borders';
export const MICROS = 'plan-micros';
export const MICRO_NAMES = 'plan-micro-names';
export const NAMES = 'plan-names';
export const SKETCH = 'plan-sketch';
/** How many tones there are; few, so that borders and not colours tell grids apart. */
export const TONES = 5;
/** Micro-grids are some tens of metres: further out their borders are a tangle, and their names hide those of the grids. */
const MICRO_ZOOM = 15;
const MICRO_NAME_ZOOM = 16.5;

const state = (key: string, otherwise: unknown): Expression =>
  ['coalesce', ['feature-state', key], otherwise] as Expression;

export function cellLayers(palette: MapPalette): LayerSpecification[] {
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

export function borderLayers({ grid, gridHalo, accent }: MapPalette): LayerSpecification[] {
  const width: Expression = ['interpolate', ['linear'], ['zoom'], 12, 1, 16, 2.4, 19, 4];
  const layout = { 'line-join': 'round', 'line-cap': 'round' } as const;
  return [
    {
      id: 'plan-micro',
      type: 'line',
      source: MICROS,
      minzoom: MICRO_ZOOM,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': grid,
        'line-width': ['interpolate', ['linear'], ['zoom'], MICRO_ZOOM, 1, 19, 2],
        'line-dasharray': [3, 2],
      },
    },
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

export function topLayers({ accent, halo, text }: MapPalette): LayerSpecification[] {
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
      id: 'plan-micro-name',
      type: 'symbol',
      source: MICRO_NAMES,
      minzoom: MICRO_NAME_ZOOM,
      layout: {
        'text-field': ['format', ['get', 'name'], {}, '\n', {}, ['get', 'figure'], {}],
        'text-font': [MAP_FONT],
        'text-size': 11,
        'text-padding': 4,
      },
      paint: { 'text-color': text, 'text-halo-color': halo, 'text-halo-width': 1.4 },
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
