/**
 * How a shape being drawn looks: accent fill, outline with a halo, vertices, a measure beside the pointer; and the
 * faint outline that stays while what it selected is shown. Owns the layers of the `draft` and `chosen` sources.
 */
import type { LayerSpecification } from 'maplibre-gl';
import type { MapLook } from './look.ts';
import { type MapPalette, withOpacity } from './palette.ts';
import { MAP_FONT } from './style-labels.ts';

/** Features carry `role`: area, line, vertex, first (the vertex that closes), label. */
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
  ];
}
