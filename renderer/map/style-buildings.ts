/**
 * How buildings are drawn: bodies with floors cut and see-through, flat shapes far away and in 2D, colours by kind,
 * grid and state. Owns the building layers of the style.
 */
import type { LayerSpecification } from 'maplibre-gl';
import { FLOOR_HEIGHT, type MapLook } from './look.ts';
import { type MapPalette, mixColours } from './palette.ts';
import { BASEMAP, type Expression, isState } from './style-expressions.ts';

/** From here buildings are bodies, before they are flat (landmarks excepted). */
const BODY_ZOOM = 14;

/** From here buildings throw a short shade on the ground. */
const SHADE_ZOOM = 15;

/** Eight quiet colours over the grid a building belongs to, as staged (feature-state) or as the tile knows it. */
function gridColour(palette: MapPalette, muted: number): Expression {
  const grid: Expression = ['to-number', ['coalesce', ['feature-state', 'grid'], ['get', 'grid'], -1]];
  const cases = palette.categories.flatMap((color, i) => [
    i,
    mixColours(color, palette.building['normal'], muted),
  ]);
  const none = palette.building['industrial'];
  return ['case', ['<', grid, 0], none, ['match', ['%', grid, 8], ...cases, none]] as unknown as Expression;
}

/** A building's colour: its kind (or grid), stepped back while others are selected, accented when it is. */
function buildingColour(look: MapLook, palette: MapPalette): Expression {
  const recede = (color: string) => (look.dimmed ? mixColours(color, palette.ground, 0.3) : color);
  const { normal, ...others } = palette.building;
  const byKind = [
    'match',
    ['get', 'kind'],
    ...Object.entries(others).flatMap(([kind, color]) => [kind, recede(color)]),
    recede(normal),
  ];
  const base = look.byGrid ? gridColour(palette, 0.5) : (byKind as Expression);
  const lift = look.theme === 'dark' ? '#FFFFFF' : '#000000';
  return [
    'case',
    // On its way to another grid: in that grid's colour, stronger than those that are settled.
    ['!=', ['feature-state', 'grid'], null],
    gridColour(palette, 0.05),
    isState('selected'),
    mixColours(palette.building['normal'], palette.accent, look.theme === 'dark' ? 0.72 : 0.62),
    isState('hover'),
    mixColours(normal, lift, look.theme === 'dark' ? 0.16 : 0.1),
    base,
  ];
}

/** All building layers of the look. */
export function buildingLayers(look: MapLook, palette: MapPalette): LayerSpecification[] {
  const color = buildingColour(look, palette);
  const cut = (height: Expression): Expression =>
    look.floor > 0
      ? ['min', height, ['+', ['coalesce', ['get', 'base'], 0], look.floor * FLOOR_HEIGHT]]
      : height;
  const height = cut(['get', 'height']);
  const visible = (on: boolean) => (on && look.show.buildings ? 'visible' : 'none');
  const source = { source: BASEMAP, 'source-layer': 'buildings' } as const;
  const opacity = look.seeThrough ? 0.32 : 0.96;
  const body = {
    'fill-extrusion-color': color,
    'fill-extrusion-base': ['coalesce', ['get', 'base'], 0] as Expression,
    'fill-extrusion-opacity':
      look.opacity.buildings === 1 && !look.seeThrough ? 1 : opacity * look.opacity.buildings,
    'fill-extrusion-vertical-gradient': true,
  };
  return [
    {
      id: 'building-flat',
      type: 'fill',
      ...source,
      ...(look.flat ? {} : { maxzoom: BODY_ZOOM }),
      layout: { visibility: visible(true) },
      paint: {
        'fill-color': color,
        // Far away an edge of one pixel costs more than the shape it surrounds.
        'fill-antialias': look.flat,
        'fill-outline-color': look.flat
          ? palette.wall
          : mixColours(palette.buildingFlat, palette.ground, 0.4),
        'fill-opacity': [
          'interpolate',
          ['linear'],
          ['zoom'],
          11,
          0.5 * look.opacity.buildings,
          14,
          look.opacity.buildings,
        ],
      },
    },
    {
      id: 'building-landmark',
      type: 'fill-extrusion',
      ...source,
      maxzoom: BODY_ZOOM,
      filter: ['==', ['get', 'tall'], true],
      layout: { visibility: visible(!look.flat) },
      paint: {
        ...body,
        'fill-extrusion-opacity': look.opacity.buildings,
        'fill-extrusion-height': height,
      },
    },
    {
      id: 'building-shade',
      type: 'fill',
      ...source,
      minzoom: SHADE_ZOOM,
      layout: { visibility: visible(!look.flat && !look.seeThrough) },
      paint: {
        'fill-color': palette.shade.color,
        'fill-antialias': false,
        'fill-opacity': palette.shade.opacity * look.opacity.buildings,
        // Light comes from the north-west of the map, so the shade falls to its south-east.
        'fill-translate': [
          'interpolate',
          ['exponential', 2],
          ['zoom'],
          SHADE_ZOOM,
          ['literal', [1, 1.2]],
          19,
          ['literal', [14, 17]],
        ],
        'fill-translate-anchor': 'map',
      },
    },
    {
      id: 'building-selected',
      type: 'line',
      ...source,
      layout: { visibility: visible(look.dimmed) },
      paint: {
        'line-color': palette.accent,
        'line-width': look.flat ? 2 : 3,
        'line-opacity': ['case', isState('selected'), 1, 0],
      },
    },
    {
      id: 'building',
      type: 'fill-extrusion',
      ...source,
      minzoom: BODY_ZOOM,
      layout: { visibility: visible(!look.flat) },
      paint: { ...body, 'fill-extrusion-height': height },
    },
  ];
}
