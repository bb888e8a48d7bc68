/**
 * The basemap style as a pure function of a look: background, ground, roads, walls, grids. Buildings are
 * style-buildings.ts, labels style-labels.ts. Owns how things are drawn; never asks what is in them.
 */
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from '../../shared/geo/tiler.ts';
import type { MapLook } from './look.ts';
import { type MapPalette, mixColours, PALETTES } from './palette.ts';
import { buildingLayers } from './style-buildings.ts';
import { draftLayers } from './style-draft.ts';
import { BASEMAP, type Expression, isPolygon, isState, kindIs, metres } from './style-expressions.ts';
import { labelLayers } from './style-labels.ts';

/** Marks are drawn below this layer. */
export const FIRST_LABEL = 'label-entrance';

/** Far away the one-pixel edges of the ground cost more than the shapes they smooth. */
const NEAR_EDGES: Expression = ['step', ['zoom'], false, 14.5, true];

function groundLayers(look: MapLook, palette: MapPalette): LayerSpecification[] {
  const fill = (id: string, kind: string, color: string): LayerSpecification => ({
    id,
    type: 'fill',
    source: BASEMAP,
    'source-layer': 'ground',
    filter: ['all', isPolygon, kindIs(kind)],
    paint: { 'fill-color': color, 'fill-antialias': kind === 'land' ? false : NEAR_EDGES },
  });
  return [
    { id: 'background', type: 'background', paint: { 'background-color': palette.ground } },
    fill('land', 'land', palette.land),
    {
      id: 'compound',
      type: 'fill',
      source: BASEMAP,
      'source-layer': 'compounds',
      filter: isPolygon,
      paint: { 'fill-color': palette.compound, 'fill-antialias': NEAR_EDGES },
    },
    fill('green', 'green', palette.green),
    fill('plaza', 'plaza', palette.plaza),
    fill('water', 'water', palette.water),
    {
      id: 'water-edge',
      type: 'line',
      source: BASEMAP,
      'source-layer': 'ground',
      minzoom: 14,
      filter: ['all', isPolygon, kindIs('water')],
      paint: { 'line-color': palette.waterLine, 'line-width': 1 },
    },
    {
      id: 'canal',
      type: 'line',
      source: BASEMAP,
      'source-layer': 'roads',
      filter: kindIs('water'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.water,
        'line-width': metres(look.latitude, ['coalesce', ['get', 'width'], 8], [0.6, 1.5]),
      },
    },
  ];
}

const DEFAULT_WIDTH: Expression = [
  'coalesce',
  ['get', 'width'],
  ['match', ['get', 'kind'], 'mainRoad', 20, 'road', 12, 'lane', 5, 3],
];
/** From here roads have edges; before, these would be thinner than a pixel. */
const CASING_ZOOM = 14;
const ROAD_LAYOUT = { 'line-cap': 'round', 'line-join': 'round' } as const;

function roadLayers(look: MapLook, palette: MapPalette): LayerSpecification[] {
  const { latitude } = look;
  // Without its edge a white road would be lost on the light ground.
  const withFar = (color: string): Expression => [
    'interpolate',
    ['linear'],
    ['zoom'],
    13.5,
    mixColours(color, palette.casing, palette.farRoad),
    14.5,
    color,
  ];
  const road = (id: string, kinds: string[], color: string, least: [number, number]): LayerSpecification => ({
    id,
    type: 'line',
    source: BASEMAP,
    'source-layer': 'roads',
    filter: kindIs(...kinds),
    layout: ROAD_LAYOUT,
    paint: { 'line-color': withFar(color), 'line-width': metres(latitude, DEFAULT_WIDTH, least) },
  });
  const layers: LayerSpecification[] = [
    {
      id: 'road-path',
      type: 'line',
      source: BASEMAP,
      'source-layer': 'roads',
      minzoom: 15.5,
      filter: kindIs('path'),
      paint: {
        'line-color': palette.path,
        'line-width': ['interpolate', ['linear'], ['zoom'], 15, 0.8, 19, 2.4],
        'line-dasharray': [3, 2],
      },
    },
  ];
  // A white road needs an edge on a light ground; on a dark one the edge sets roads off from each other.
  layers.push({
    id: 'road-casing',
    type: 'line',
    source: BASEMAP,
    'source-layer': 'roads',
    minzoom: CASING_ZOOM,
    filter: kindIs('mainRoad', 'road', 'lane'),
    layout: ROAD_LAYOUT,
    paint: {
      'line-color': palette.casing,
      'line-gap-width': metres(latitude, DEFAULT_WIDTH, [0.6, 1.4]),
      'line-width': ['interpolate', ['linear'], ['zoom'], CASING_ZOOM, 0.4, 16, 1],
    },
  });
  layers.push(
    road('road-lane', ['lane'], palette.lane, [0.4, 1.2]),
    road('road-road', ['road'], palette.road, [0.6, 1.8]),
    road('road-main', ['mainRoad'], palette.mainRoad, [1, 2.4]),
  );
  return layers;
}

function boundaryLayers(look: MapLook, palette: MapPalette): LayerSpecification[] {
  const grids = look.show.grids ? 'visible' : 'none';
  return [
    {
      id: 'wall',
      type: 'line',
      source: BASEMAP,
      'source-layer': 'walls',
      minzoom: 15,
      filter: kindIs('wall'),
      paint: {
        'line-color': palette.wall,
        'line-width': ['interpolate', ['linear'], ['zoom'], 15, 0.6, 18, 1.6],
      },
    },
    {
      id: 'gate',
      type: 'line',
      source: BASEMAP,
      'source-layer': 'walls',
      minzoom: 16,
      filter: kindIs('gate'),
      paint: {
        'line-color': palette.gate,
        'line-width': ['interpolate', ['linear'], ['zoom'], 16, 2, 19, 5],
      },
    },
    {
      id: 'area-line',
      type: 'line',
      source: BASEMAP,
      'source-layer': 'areas',
      filter: isPolygon,
      paint: {
        'line-color': palette.boundary,
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 10, 0.55, 16, 0.35],
        'line-width': ['match', ['get', 'level'], 'district', 2.4, 'street', 1.8, 1],
        'line-dasharray': [4, 2.5],
      },
    },
    {
      id: 'grid-halo',
      type: 'line',
      source: BASEMAP,
      'source-layer': 'grids',
      minzoom: 14.5,
      filter: isPolygon,
      layout: { visibility: grids, 'line-join': 'round' },
      paint: {
        'line-color': palette.gridHalo,
        'line-opacity': 0.55 * look.opacity.grids,
        'line-width': 3.2,
      },
    },
    {
      id: 'grid-line',
      type: 'line',
      source: BASEMAP,
      'source-layer': 'grids',
      minzoom: 11,
      filter: isPolygon,
      layout: { visibility: grids },
      paint: {
        'line-color': ['case', isState('hover'), palette.accent, palette.grid],
        'line-opacity': [
          'interpolate',
          ['linear'],
          ['zoom'],
          11,
          0,
          12.5,
          0.35 * look.opacity.grids,
          14.5,
          0.6 * look.opacity.grids,
        ],
        'line-width': ['interpolate', ['linear'], ['zoom'], 12, 0.6, 15, 1.5],
      },
    },
  ];
}

/** Streets and water that run on beyond the community fade into the ground. */
const rimLayer = (palette: MapPalette): LayerSpecification => ({
  id: 'rim',
  type: 'fill',
  source: BASEMAP,
  'source-layer': 'rim',
  paint: { 'fill-color': palette.ground, 'fill-opacity': ['get', 'fade'], 'fill-antialias': false },
});

/** The six steps of the ramp over the feature-state `tint`, 0..1; no state, no colour. */
function tintColour(palette: MapPalette): Expression {
  const stops = palette.ramp.flatMap((color, i) => [i / (palette.ramp.length - 1), color]);
  return ['interpolate', ['linear'], ['number', ['feature-state', 'tint'], 0], ...stops] as Expression;
}

function tintLayer(look: MapLook, palette: MapPalette): LayerSpecification {
  const tinted = (opacity: number): Expression => [
    'case',
    ['!=', ['feature-state', 'tint'], null],
    opacity * look.opacity.grids,
    0,
  ];
  return {
    id: 'grid-tint',
    type: 'fill',
    source: BASEMAP,
    'source-layer': 'grids',
    filter: isPolygon,
    layout: { visibility: look.tinted && look.show.grids ? 'visible' : 'none' },
    paint: {
      'fill-color': tintColour(palette),
      // Near, the tint steps back: roads and buildings are the figure there.
      'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13, tinted(0.7), 15.5, tinted(0.3)],
    },
  };
}

/** Invisible, but always there to be asked for the grid under the pointer. */
const GRID_HIT: LayerSpecification = {
  id: 'grid-hit',
  type: 'fill',
  source: BASEMAP,
  'source-layer': 'grids',
  filter: isPolygon,
  paint: { 'fill-opacity': 0 },
};

function viewLayers(look: MapLook, palette: MapPalette): LayerSpecification[] {
  const visibility = look.show.views ? 'visible' : 'none';
  const opacity = look.theme === 'dark' ? 0.05 : 0.04;
  return [
    {
      id: 'camera-view',
      type: 'fill',
      source: BASEMAP,
      'source-layer': 'views',
      minzoom: 17.3,
      layout: { visibility },
      paint: {
        'fill-color': palette.marks.cameras,
        // Its edge is a layer of its own.
        'fill-antialias': false,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 17.3, 0, 17.8, opacity],
      },
    },
    {
      id: 'camera-view-edge',
      type: 'line',
      source: BASEMAP,
      'source-layer': 'views',
      minzoom: 17.3,
      layout: { visibility },
      paint: {
        'line-color': palette.marks.cameras,
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 17.3, 0, 17.8, 0.16],
        'line-width': 1,
      },
    },
  ];
}

const EMPTY = { type: 'FeatureCollection' as const, features: [] };

function sources(look: MapLook): Record<string, SourceSpecification> {
  return {
    [BASEMAP]: {
      type: 'vector',
      tiles: [`linli://${look.tiles}/{z}/{x}/{y}`],
      minzoom: TILE_MIN_ZOOM,
      maxzoom: TILE_MAX_ZOOM,
    },
    draft: { type: 'geojson', data: EMPTY },
    chosen: { type: 'geojson', data: EMPTY },
    measure: { type: 'geojson', data: EMPTY },
  };
}

/** The whole style. Layer ids, their order and the sources do not depend on the look, so that a change is a diff. */
export function mapStyle(look: MapLook): StyleSpecification {
  const palette = PALETTES[look.theme];
  return {
    version: 8,
    name: 'linli',
    sources: sources(look),
    // From the north-west, rather high; the azimuth is that of the map, so it stays there while the camera turns.
    light: {
      anchor: 'map',
      position: [1.3, 315, 40],
      color: palette.light.color,
      intensity: palette.light.intensity,
    },
    layers: [
      ...groundLayers(look, palette),
      ...roadLayers(look, palette),
      rimLayer(palette),
      GRID_HIT,
      tintLayer(look, palette),
      ...boundaryLayers(look, palette),
      ...viewLayers(look, palette),
      ...buildingLayers(look, palette),
      ...labelLayers(look, palette),
      ...draftLayers(look, palette),
    ],
  };
}
