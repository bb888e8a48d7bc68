/**
 * What is drawn about the one record in hand: a ring round its place, arcs to what it is linked to, a ring round what
 * is pointed at. Owns these layers only; they lie above all marks.
 */
import type { Layer } from '@deck.gl/core';
import { ArcLayer, IconLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { TableName } from '../../shared/model/tables.ts';
import type { MarkLayer, MarkLayerId } from '../worker/engine-api.ts';
import { type MapPalette, rgbOf } from './palette.ts';
import { MARK_LAYERS, type MapLink, type MapState } from './store.ts';
import { FIRST_LABEL } from './style.ts';
import { ATLAS_CELLS, symbolCell } from './symbols.ts';

const ON_TOP = { depthCompare: 'always', depthWriteEnabled: false } as const;
/** Screen pixels. */
const RING = { focus: 15, hover: 12 };
const FAR_SYMBOL = 20;

type Place = readonly [number, number, number];

function ring(id: string, at: Place, radius: number, palette: MapPalette): Layer {
  return new ScatterplotLayer({
    id,
    data: [at],
    getPosition: (place: Place) => [...place],
    getRadius: radius,
    radiusUnits: 'pixels',
    lineWidthUnits: 'pixels',
    getLineWidth: 2,
    filled: false,
    stroked: true,
    getLineColor: [...rgbOf(palette.accent), 255],
    billboard: true,
    parameters: ON_TOP,
    beforeId: FIRST_LABEL,
  } as never);
}

const asMark = (table: TableName): MarkLayerId | undefined => MARK_LAYERS.find((layer) => layer === table);

function linkLayers(links: readonly MapLink[], palette: MapPalette, atlas: ImageData): Layer[] {
  if (links.length === 0) return [];
  const accent = rgbOf(palette.accent);
  const common = { data: links, parameters: ON_TOP, beforeId: FIRST_LABEL };
  const symbols = links.filter(({ table }) => asMark(table));
  const arcs = new ArcLayer({
    id: 'links',
    ...common,
    getSourcePosition: ({ from }: MapLink) => from,
    getTargetPosition: ({ to }: MapLink) => to,
    getSourceColor: [...accent, 130],
    getTargetColor: [...accent, 230],
    getWidth: 1.6,
    getHeight: 0.35,
  } as never);
  const dots = new ScatterplotLayer({
    id: 'links-end',
    ...common,
    getPosition: ({ to }: MapLink) => to,
    getRadius: 4,
    radiusUnits: 'pixels',
    getFillColor: [...accent, 255],
    billboard: true,
  } as never);
  if (symbols.length === 0) return [arcs, dots];
  const icons = new IconLayer({
    id: 'links-symbol',
    ...common,
    data: symbols,
    iconAtlas: atlas as never,
    iconMapping: ATLAS_CELLS,
    getIcon: ({ table }: MapLink) => symbolCell(asMark(table) ?? 'places', 255, 0),
    getPosition: ({ to }: MapLink) => to,
    getSize: FAR_SYMBOL,
    sizeUnits: 'pixels',
    billboard: true,
  } as never);
  return [arcs, dots, icons];
}

/** Where the record is drawn now; null: it has no mark of its own in view. */
function placeOf(marks: readonly MarkLayer[], { table, row }: NonNullable<MapState['hover']>): Place | null {
  for (const { layer, level, rows, positions } of marks) {
    const own = level === 'record' ? layer === table : level === 'building' && table === 'buildings';
    const at = own ? rows.indexOf(row) : -1;
    if (at >= 0) return [positions[3 * at], positions[3 * at + 1], positions[3 * at + 2]];
  }
  return null;
}

/** Layers of the record in hand. */
export function focusLayers(
  { links, focus, hover }: Pick<MapState, 'links' | 'focus' | 'hover'>,
  marks: readonly MarkLayer[],
  palette: MapPalette,
  atlas: ImageData,
): Layer[] {
  const layers = linkLayers(links, palette, atlas);
  if (focus) layers.push(ring('focus-ring', [focus[0], focus[1], 0], RING.focus, palette));
  const pointed = hover && hover.table !== 'buildings' ? placeOf(marks, hover) : null;
  if (pointed) layers.push(ring('hover-ring', pointed, RING.hover, palette));
  return layers;
}
