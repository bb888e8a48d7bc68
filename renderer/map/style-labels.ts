/**
 * Label layers of the basemap, least important first (what stands later in the style is placed first, so it wins).
 * Owns text sizes, zooms and halos; the words come from the tiles.
 */
import type { ExpressionSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { MapLook } from './look.ts';
import type { MapPalette } from './palette.ts';

/** The bundled face: local glyphs only, the style has no `glyphs` address. */
export const MAP_FONT = 'Noto Sans SC Variable';

type Expression = ExpressionSpecification;
const isPoint: Expression = ['==', ['geometry-type'], 'Point'];
/** Numbers with a thin space between thousands. */
const grouped = (value: Expression): Expression => [
  'let',
  'n',
  value,
  [
    'case',
    ['<', ['var', 'n'], 10_000],
    ['to-string', ['var', 'n']],
    [
      'concat',
      ['to-string', ['floor', ['/', ['var', 'n'], 1000]]],
      '\u2009',
      ['slice', ['to-string', ['+', 1000, ['%', ['var', 'n'], 1000]]], 1],
    ],
  ],
];

/** A short name, else the code: of its fifteen figures the last three tell grids of a community apart. */
const gridCode: Expression = [
  'case',
  [
    'all',
    ['>', ['length', ['coalesce', ['get', 'name'], '']], 0],
    ['<', ['length', ['coalesce', ['get', 'name'], '']], 7],
  ],
  ['get', 'name'],
  ['>', ['length', ['to-string', ['get', 'code']]], 8],
  ['slice', ['to-string', ['get', 'code']], -3],
  ['to-string', ['get', 'code']],
];

interface LabelSpec {
  id: string;
  source?: string;
  layer?: string;
  minzoom: number;
  maxzoom?: number;
  filter?: Expression;
  text: Expression;
  size: Expression | number;
  color: string;
  visible?: boolean;
  layout?: SymbolLayerSpecification['layout'];
  paint?: SymbolLayerSpecification['paint'];
}

/** Labels come in over half a zoom step rather than at once. */
const fadeIn = (zoom: number): Expression => ['interpolate', ['linear'], ['zoom'], zoom, 0, zoom + 0.5, 1];

/** All label layers of the look. */
export function labelLayers(look: MapLook, palette: MapPalette): LayerSpecification[] {
  const label = (spec: LabelSpec): SymbolLayerSpecification => ({
    id: spec.id,
    type: 'symbol',
    source: spec.source ?? 'basemap',
    ...(spec.layer ? { 'source-layer': spec.layer } : {}),
    minzoom: spec.minzoom,
    ...(spec.maxzoom ? { maxzoom: spec.maxzoom } : {}),
    filter: spec.filter ?? isPoint,
    layout: {
      visibility: look.show.labels && spec.visible !== false ? 'visible' : 'none',
      'text-field': spec.text,
      'text-font': [MAP_FONT],
      'text-size': spec.size,
      'text-max-width': 8,
      'text-padding': 4,
      'text-line-height': 1.15,
      ...spec.layout,
    },
    paint: {
      'text-color': spec.color,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.4,
      'text-halo-blur': 0.4,
      'text-opacity': fadeIn(spec.minzoom),
      ...spec.paint,
    },
  });
  const along = {
    'symbol-placement': 'line',
    'symbol-spacing': 320,
    'text-keep-upright': true,
    'text-pitch-alignment': 'viewport',
  } as const;
  const name: Expression = ['get', 'name'];
  const level = (...levels: string[]): Expression => [
    'all',
    isPoint,
    ['in', ['get', 'level'], ['literal', levels]],
  ];
  const gridText: Expression = [
    'case',
    ['has', 'households'],
    [
      'format',
      gridCode,
      { 'font-scale': 0.92 },
      '\n',
      {},
      grouped(['get', 'households']),
      { 'font-scale': 1.12 },
      look.householdUnit,
      { 'font-scale': 0.85 },
    ],
    gridCode,
  ];
  const gridLayout = {
    'text-letter-spacing': 0.02,
    // A street's name keeps off the figure of a grid.
    'text-padding': 10,
    'symbol-sort-key': ['-', 0, ['coalesce', ['get', 'count'], 0]] as Expression,
  };
  const gridPaint = { 'text-halo-width': 1.8 };
  return [
    label({
      id: 'label-entrance',
      layer: 'entrances',
      minzoom: 18,
      text: ['get', 'label'],
      size: 11,
      color: palette.muted,
    }),
    label({
      id: 'label-building',
      layer: 'numbers',
      minzoom: 16.8,
      text: name,
      size: ['interpolate', ['linear'], ['zoom'], 16.8, 10.5, 19, 13],
      color: palette.muted,
      layout: { 'text-padding': 6 },
    }),
    label({
      id: 'label-ground',
      layer: 'ground',
      minzoom: 14.5,
      text: name,
      size: 11.5,
      color: palette.waterText,
      layout: { 'text-letter-spacing': 0.08 },
    }),
    label({
      id: 'label-compound',
      layer: 'compounds',
      minzoom: 15.6,
      maxzoom: 17.8,
      text: name,
      size: ['interpolate', ['linear'], ['zoom'], 15.6, 11, 17.5, 13],
      color: palette.text,
    }),
    label({
      id: 'label-road',
      layer: 'roads',
      minzoom: 13.5,
      // The lanes of an old town say their names once there is room for them beside those of the grids.
      filter: [
        'all',
        ['has', 'name'],
        ['step', ['zoom'], ['in', ['get', 'kind'], ['literal', ['mainRoad', 'road']]], 16, true],
      ],
      text: name,
      size: ['interpolate', ['linear'], ['zoom'], 13.5, 10.5, 18, 13],
      color: palette.muted,
      layout: along,
      paint: { 'text-halo-color': palette.halo },
    }),
    label({
      id: 'label-grid',
      layer: 'grids',
      minzoom: 14,
      maxzoom: 17,
      visible: look.show.grids && !look.measured,
      text: gridText,
      size: ['interpolate', ['linear'], ['zoom'], 14, 11, 17, 14],
      color: palette.grid,
      layout: gridLayout,
      paint: gridPaint,
    }),
    label({
      id: 'label-measure',
      source: 'measure',
      minzoom: 9,
      visible: look.measured,
      text: ['format', gridCode, { 'font-scale': 0.8 }, '\n', {}, grouped(['get', 'count']), {}],
      size: ['interpolate', ['linear'], ['zoom'], 10, 10.5, 13, 12.5, 16, 16],
      color: palette.text,
      layout: gridLayout,
      paint: { ...gridPaint, 'text-opacity': 1 },
    }),
    label({
      id: 'label-community',
      layer: 'areas',
      minzoom: 11.8,
      maxzoom: 14.6,
      filter: level('community', 'village'),
      visible: !look.measured,
      text: name,
      size: ['interpolate', ['linear'], ['zoom'], 12, 11, 15, 15],
      color: palette.text,
    }),
    label({
      id: 'label-street',
      layer: 'areas',
      minzoom: 9,
      maxzoom: 13.5,
      filter: level('street'),
      text: name,
      size: ['interpolate', ['linear'], ['zoom'], 9, 11, 13, 16],
      color: palette.text,
      layout: { 'text-letter-spacing': 0.12 },
      paint: { 'text-opacity': 1 },
    }),
  ];
}
