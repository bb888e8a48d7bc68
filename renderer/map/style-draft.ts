/**
 * How a shape being drawn looks: accent fill, outline with a halo, vertices, a measure beside the pointer; and the
 * faint outline that stays while what it selected is shown. Owns the layers of the `draft` and `chosen` sources.
 */
import type { LayerSpecification } from 'maplibre-gl';
import type { MapLook } from './look.ts';
import { type MapPalette, withOpacity } from './palette.ts';
import { MAP_FONT } from './style-labels.ts';

/** Marks of the drawing tool: what can be dragged, what is chosen, what holds the pointer, where to look. */
function sketchMarks(look: MapLook, { accent, halo, text }: MapPalette): LayerSpecification[] {
  const visibility = look.drafting ? 'visible' : 'none';
  const circle = (id: string, roles: string[], paint: Record<string, unknown>): LayerSpecification => ({
    id: `draft-${id}`,
    type: 'circle',
    source: 'draft',
    filter: ['in', ['get', 'role'], ['literal', roles]],
    layout: { visibility },
    paint: { 'circle-color': halo, 'circle-stroke-color': accent, 'circle-stroke-width': 1, ...paint },
  });
  return [
    circle('middle', ['middle'], { 'circle-radius': 3, 'circle-opacity': 0.8, 'circle-stroke-opacity': 0.7 }),
    circle('snap', ['snap'], { 'circle-radius': 9, 'circle-opacity': 0, 'circle-stroke-width': 2 }),
    circle('look', ['look'], {
      'circle-radius': 11,
      'circle-opacity': 0,
      'circle-stroke-color': text,
      'circle-stroke-width': 2,
    }),
    circle('chosen', ['chosen'], { 'circle-radius': 7, 'circle-color': accent, 'circle-stroke-color': halo }),
    circle('entrance', ['entrance', 'ghost'], {
      'circle-radius': ['case', ['==', ['get', 'role'], 'ghost'], 5, 8],
      'circle-opacity': ['case', ['==', ['get', 'role'], 'ghost'], 0.5, 1],
      'circle-stroke-width': 2,
    }),
    circle('control', ['control'], {
      'circle-radius': 10,
      'circle-color': accent,
      'circle-stroke-color': halo,
      'circle-stroke-width': 2,
    }),
    {
      id: 'draft-text',
      type: 'symbol',
      source: 'draft',
      filter: ['in', ['get', 'role'], ['literal', ['entrance', 'control']]],
      layout: {
        visibility,
        'text-field': ['get', 'text'],
        'text-font': [MAP_FONT],
        'text-size': 11,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': ['case', ['==', ['get', 'role'], 'control'], halo, text] },
    },
  ];
}

/**
 * Features carry `role`: area, line, vertex, first (the vertex that closes), label; of the drawing tool also solid, middle, snap, look, chosen,
 * entrance, ghost, control.
 */
export function draftLayers(look: MapLook, palette: MapPalette): LayerSpecification[] {
  const visibility = look.drafting ? 'visible' : 'none';
  const { accent, halo, text } = palette;
  return [
    {
      id: 'chosen-line',
      type: 'line',
      source: 'chosen',
      layout: { visibility: look.outlined ? 'visible' : 'none', 'line-join': 'round' },
      paint: { 'line-color': accent, 'line-width': 1.4, 'line-opacity': 0.6, 'line-dasharray': [4, 3] },
    },
    {
      id: 'draft-fill',
      type: 'fill',
      source: 'draft',
      filter: ['==', ['get', 'role'], 'area'],
      layout: { visibility },
      paint: { 'fill-color': accent, 'fill-opacity': 0.18 },
    },
    {
      id: 'draft-halo',
      type: 'line',
      source: 'draft',
      filter: ['in', ['get', 'role'], ['literal', ['area', 'line']]],
      layout: { visibility, 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': withOpacity(halo, 0.6), 'line-width': 4 },
    },
    {
      id: 'draft-line',
      type: 'line',
      source: 'draft',
      filter: ['in', ['get', 'role'], ['literal', ['area', 'line']]],
      layout: { visibility, 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': accent, 'line-width': 2 },
    },
    {
      id: 'draft-solid',
      type: 'fill-extrusion',
      source: 'draft',
      filter: ['==', ['get', 'role'], 'solid'],
      layout: { visibility: look.drafting && !look.flat ? 'visible' : 'none' },
      paint: {
        'fill-extrusion-color': accent,
        'fill-extrusion-opacity': 0.45,
        'fill-extrusion-base': ['get', 'base'],
        'fill-extrusion-height': ['get', 'top'],
      },
    },
    {
      id: 'draft-vertex',
      type: 'circle',
      source: 'draft',
      filter: ['in', ['get', 'role'], ['literal', ['vertex', 'first']]],
      layout: { visibility },
      paint: {
        'circle-radius': ['case', ['==', ['get', 'role'], 'first'], 5.5, 4],
        'circle-color': halo,
        'circle-stroke-color': accent,
        'circle-stroke-width': 2,
        'circle-pitch-alignment': 'viewport',
      },
    },
    {
      id: 'draft-label',
      type: 'symbol',
      source: 'draft',
      filter: ['==', ['get', 'role'], 'label'],
      layout: {
        visibility,
        'text-field': ['get', 'text'],
        'text-font': [MAP_FONT],
        'text-size': 13,
        'text-offset': [0, -1.2],
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': text, 'text-halo-color': halo, 'text-halo-width': 2 },
    },
    ...sketchMarks(look, palette),
  ];
}
