/**
 * Turns the worker's typed arrays into deck.gl layers with binary attributes: records as symbols, buildings as count
 * bubbles. Grid aggregates are tinted by reconcile.ts and not drawn here. Owns no data and no clock; a layer is
 * made anew only when its marks are.
 */
import type { Layer } from '@deck.gl/core';
import { IconLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import type { MarkLayer, MarkLayerId } from '../worker/engine-api.ts';
import { keepApart } from './declutter.ts';
import { type MapPalette, type Rgb, rgbOf } from './palette.ts';
import type { LayerState } from './store.ts';
import { FIRST_LABEL } from './style.ts';
import { MAP_FONT } from './style-labels.ts';
import { ATLAS_CELLS, symbolCell } from './symbols.ts';

export interface MarksLook {
  palette: MapPalette;
  atlas: ImageData;
  zoom: number;
  /** Screen position of a mark, pixels; NaN when it is behind the camera. */
  project(lng: number, lat: number, height: number): [number, number];
  layers: Record<MarkLayerId, LayerState>;
  /** Middles of labels on the screen that numbers must keep off, x and y by turns. */
  reserved: readonly number[];
  /** Initial letter per worker row. */
  initials: ReadonlyMap<number, string>;
}

/** Drawn in this order: what matters more later, so above. */
const ORDER: readonly MarkLayerId[] = [
  'homes',
  'residents',
  'vehicles',
  'places',
  'organisations',
  'facilities',
  'cameras',
  'devices',
  'workers',
];

/** Screen pixels of a symbol's cell by layer, at lane zoom. */
const SIZE: Record<MarkLayerId, number> = {
  residents: 18,
  homes: 18,
  vehicles: 20,
  devices: 24,
  cameras: 22,
  workers: 28,
  facilities: 22,
  organisations: 22,
  places: 20,
};

/** Symbols grow from half at street zoom to full at lane zoom. */
export function symbolScale(zoom: number): number {
  return Math.min(1.15, Math.max(0.45, 0.5 + (zoom - 15.5) * 0.25));
}

/** Marks are always seen: those inside a building belong to it, and hiding them behind a wall would hide data. */
const ON_TOP = { depthCompare: 'always', depthWriteEnabled: false } as const;

/** The atlas cell of each mark. */
function cellsOf(marks: MarkLayer, coloured: boolean): Uint16Array {
  const cells = new Uint16Array(marks.rows.length);
  for (let i = 0; i < cells.length; i++) {
    const category = marks.category[i];
    const kind = marks.kinds ? marks.kinds[i] : marks.layer === 'devices' && !coloured ? category : 255;
    const variant = coloured && category !== 255 ? 1 + (category % 8) : 0;
    cells[i] = symbolCell(marks.layer, kind === 255 ? 0 : kind, variant);
  }
  return cells;
}

/** Alpha per mark: what is not selected steps back while something is. */
function alphas(marks: MarkLayer, color: Rgb): Uint8Array {
  const count = marks.rows.length;
  const out = new Uint8Array(count * 4);
  for (let i = 0; i < count; i++) {
    out.set(color, 4 * i);
    out[4 * i + 3] = marks.selected.length === 0 || marks.selected[i] === 1 ? 255 : 70;
  }
  return out;
}

function recordLayers(marks: MarkLayer, look: MarksLook): Layer[] {
  const state = look.layers[marks.layer];
  const size = SIZE[marks.layer] * symbolScale(look.zoom);
  const cells = cellsOf(marks, state.colorBy !== null);
  const icons = new IconLayer({
    id: `marks-${marks.layer}`,
    data: {
      length: marks.rows.length,
      attributes: {
        getPosition: { value: marks.positions, size: 3 },
        getColor: { value: alphas(marks, [255, 255, 255]), size: 4, normalized: true },
      },
    },
    iconAtlas: look.atlas as never,
    iconMapping: ATLAS_CELLS,
    getIcon: (_: unknown, { index }: { index: number }) => cells[index],
    getSize: size,
    sizeUnits: 'pixels',
    opacity: state.opacity,
    billboard: true,
    parameters: ON_TOP,
    beforeId: FIRST_LABEL,
  } as never);
  if (marks.layer !== 'workers' || look.zoom < 15) return [icons];
  const lettered = Array.from(marks.rows, (row, i) => ({ text: look.initials.get(row) ?? '', i })).filter(
    (d) => d.text,
  );
  // An empty text layer would make an empty font atlas, which WebGL refuses with a warning.
  if (lettered.length === 0) return [icons];
  const letters = new TextLayer({
    id: 'marks-workers-initial',
    data: lettered,
    getPosition: (d: { i: number }) => [
      marks.positions[3 * d.i],
      marks.positions[3 * d.i + 1],
      marks.positions[3 * d.i + 2],
    ],
    getText: (d: { text: string }) => d.text,
    getColor: [...rgbOf(look.palette.marks.workers), 255],
    getSize: 11 * symbolScale(look.zoom),
    fontFamily: MAP_FONT,
    fontWeight: 600,
    characterSet: 'auto',
    parameters: ON_TOP,
    beforeId: FIRST_LABEL,
  } as never);
  return [icons, letters];
}

/** Where the bubbles of several layers on one building stand beside each other, in bubbles from the middle. */
function shiftOf(layer: MarkLayerId, drawn: readonly MarkLayerId[]): number {
  return drawn.indexOf(layer) - (drawn.length - 1) / 2;
}

/** 950, 1.2k, 12k: what fits into a bubble. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${(Math.floor(count / 100) / 10).toString()}k` : `${Math.floor(count / 1000)}k`;
}

function bubbleLayers(marks: MarkLayer, look: MarksLook, shift: number): Layer[] {
  const { palette } = look;
  const count = marks.rows.length;
  const color = rgbOf(palette.marks[marks.layer]);
  const screen = new Float32Array(2 * count);
  for (let i = 0; i < count; i++)
    screen.set(
      look.project(marks.positions[3 * i], marks.positions[3 * i + 1], marks.positions[3 * i + 2]),
      2 * i,
    );
  const numbered =
    look.zoom >= 14.5
      ? keepApart(screen, marks.counts, { width: 40, height: 24, most: 400, reserved: look.reserved })
      : [];
  const withNumber = new Set(numbered);
  const pixelShift = Math.round(shift * 30);
  const plain = Array.from({ length: count }, (_, i) => i).filter((i) => !withNumber.has(i));
  const positions = new Float64Array(plain.length * 3);
  const radii = new Float32Array(plain.length);
  const colors = new Uint8Array(plain.length * 4);
  const tone = (i: number): number => (marks.selected.length === 0 || marks.selected[i] === 1 ? 255 : 80);
  plain.forEach((i, n) => {
    positions.set(marks.positions.subarray(3 * i, 3 * i + 3), 3 * n);
    radii[n] = Math.min(5.5, 1.6 + Math.log2(1 + marks.counts[i]) * 0.5);
    colors.set([...color, Math.round(tone(i) * 0.75)], 4 * n);
  });
  const opacity = look.layers[marks.layer].opacity;
  const common = { parameters: ON_TOP, beforeId: FIRST_LABEL, opacity };
  const dots = new ScatterplotLayer({
    id: `bubbles-${marks.layer}`,
    data: {
      length: plain.length,
      attributes: {
        getPosition: { value: positions, size: 3 },
        getRadius: { value: radii, size: 1 },
        getFillColor: { value: colors, size: 4, normalized: true },
      },
    },
    radiusUnits: 'pixels',
    billboard: true,
    stroked: false,
    ...common,
  } as never);
  const at = (i: number) => [marks.positions[3 * i], marks.positions[3 * i + 1], marks.positions[3 * i + 2]];
  if (numbered.length === 0) return [dots];
  const numbers = new TextLayer({
    id: `bubbles-${marks.layer}-number`,
    data: numbered,
    getPosition: at,
    getText: (i: number) => shortCount(marks.counts[i]),
    getColor: (i: number) => [...rgbOf(palette.text), tone(i)],
    getSize: 11.5,
    getPixelOffset: [pixelShift, 0],
    fontFamily: MAP_FONT,
    fontWeight: 600,
    characterSet: '0123456789.k',
    background: true,
    backgroundPadding: [6, 2, 6, 2],
    backgroundBorderRadius: 9,
    getBackgroundColor: (i: number) => [...rgbOf(palette.plate), Math.round(tone(i) * 0.92)],
    getBorderColor: (i: number) => [...color, tone(i)],
    getBorderWidth: 1.4,
    ...common,
  } as never);
  return [dots, numbers];
}

/** All layers of the marks in view, ready for the overlay. */
export function marksLayers(all: readonly MarkLayer[], look: MarksLook): Layer[] {
  const byId = new Map(all.map((marks) => [marks.layer, marks]));
  const onBuildings = ORDER.filter((id) => byId.get(id)?.level === 'building');
  return ORDER.flatMap((id) => {
    const marks = byId.get(id);
    if (!marks || !look.layers[id].visible || marks.rows.length === 0) return [];
    if (marks.level === 'record') return recordLayers(marks, look);
    if (marks.level === 'building') return bubbleLayers(marks, look, shiftOf(id, onBuildings));
    return [];
  });
}

export interface MarkHit {
  layer: MarkLayerId;
  level: MarkLayer['level'];
  row: number;
  count: number;
  /** Screen pixels from the pointer. */
  distance: number;
}

/** Marks within `reach` pixels of a screen point, nearest first, upper layers first among equals. No pass on the GPU. */
export function marksAt(
  all: readonly MarkLayer[],
  look: Pick<MarksLook, 'project' | 'layers'>,
  point: readonly [number, number],
  reach: number,
): MarkHit[] {
  const hits: MarkHit[] = [];
  for (const marks of all) {
    if (!look.layers[marks.layer].visible || marks.level === 'grid') continue;
    for (let i = 0; i < marks.rows.length; i++) {
      const [x, y] = look.project(
        marks.positions[3 * i],
        marks.positions[3 * i + 1],
        marks.positions[3 * i + 2],
      );
      const distance = Math.hypot(x - point[0], y - point[1]);
      if (distance <= reach)
        hits.push({
          layer: marks.layer,
          level: marks.level,
          row: marks.rows[i],
          count: marks.counts[i] ?? 1,
          distance,
        });
    }
  }
  const rank = (hit: MarkHit) => Math.round(hit.distance / 3) * 16 - ORDER.indexOf(hit.layer);
  return hits.sort((a, b) => rank(a) - rank(b));
}
