/**
 * Turns the worker's typed arrays into deck.gl layers with binary attributes: records as mark-plan.ts chose, buildings
 * as quiet counts. Grid aggregates are tinted by reconcile.ts and not drawn here. Owns no data and no clock; a layer
 * is made anew only when its marks are.
 */
import type { Layer } from '@deck.gl/core';
import { IconLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import type { MarkLayer, MarkLayerId } from '../worker/engine-api.ts';
import { keepApart, spacingOf } from './declutter.ts';
import { MARK_ORDER, type MarkPlan, type PlannedMark, URGENT } from './mark-plan.ts';
import { type MapPalette, mixColours, type Rgb, rgbOf } from './palette.ts';
import type { Project } from './projection.ts';
import { CORNERS_EACH, cornersOf, perCorner, QuadLayer } from './quad-layer.ts';
import type { LayerState } from './store.ts';
import { FIRST_LABEL } from './style.ts';
import { MAP_FONT } from './style-labels.ts';
import { ATLAS_CELLS, symbolCell } from './symbols.ts';

export interface MarksLook {
  palette: MapPalette;
  atlas: ImageData;
  zoom: number;
  /** Screen position of a mark, pixels; NaN when it is behind the camera. */
  project: Project;
  layers: Record<MarkLayerId, LayerState>;
  /** Middles of labels on the screen that numbers must keep off, x and y by turns. */
  reserved: readonly number[];
  /** Initial letter per worker row. */
  initials: ReadonlyMap<number, string>;
  plan: MarkPlan;
  /** There is no graphics card. */
  software: boolean;
}

/** Marks are always seen: those inside a building belong to it, and hiding them behind a wall would hide data. */
const ON_TOP = { depthCompare: 'always', depthWriteEnabled: false } as const;
/** Numbers on buildings from here: further away they would be more than the buildings. */
const NUMBER_ZOOM = 15.9;
/** From here building numbers of the basemap stand there too, and counts go below them. */
const NAMED_ZOOM = 16.7;
/** Pixels between buildings from which their dots have all the room they want; closer, they are smaller and paler. */
const DOT_ROOM = 16;
/** A floor's height in pixels below a label. */
const BELOW_NAME = 14;
/** Most numbers on buildings at once. */
const MOST_NUMBERS = 260;

/** The atlas cell of a planned mark. */
function cellOf(marks: MarkLayer, { index, small }: PlannedMark, coloured: boolean): number {
  const category = marks.category[index];
  const kind = marks.kinds?.[index] ?? (coloured ? 255 : category);
  const variant = coloured && category !== 255 ? 1 + (category % 8) : 0;
  const urgent = (marks.urgency?.[index] ?? 0) >= URGENT;
  return symbolCell(marks.layer, kind, variant, { small, urgent });
}

/** What is not selected steps back while something is. */
const toneOf = (marks: MarkLayer, i: number): number =>
  marks.selected.length === 0 || marks.selected[i] === 1 ? 255 : 70;

function recordLayers(marks: MarkLayer, look: MarksLook): Layer[] {
  const state = look.layers[marks.layer];
  const planned = look.plan.get(marks.layer) ?? [];
  const positions = new Float64Array(planned.length * 3);
  const colors = new Uint8Array(planned.length * 4).fill(255);
  const sizes = new Float32Array(planned.length);
  const cells = new Uint16Array(planned.length);
  planned.forEach((mark, n) => {
    positions.set(marks.positions.subarray(3 * mark.index, 3 * mark.index + 3), 3 * n);
    colors[4 * n + 3] = Math.round(toneOf(marks, mark.index) * (mark.small ? 0.85 : 1));
    sizes[n] = mark.size;
    cells[n] = cellOf(marks, mark, state.colorBy !== null);
  });
  const { software } = look;
  const spread = software ? perCorner : <T>(values: T): T => values;
  const cellAt = spread(cells, 1);
  const icons = new (software ? QuadLayer : IconLayer)({
    id: `marks-${marks.layer}`,
    data: {
      length: planned.length * (software ? CORNERS_EACH : 1),
      attributes: {
        getPosition: { value: spread(positions, 3), size: 3 },
        getColor: { value: spread(colors, 4), size: 4, normalized: true },
        getSize: { value: spread(sizes, 1), size: 1 },
        ...(software ? { positions: { value: cornersOf(planned.length), size: 2 } } : {}),
      },
    },
    iconAtlas: look.atlas as never,
    iconMapping: ATLAS_CELLS,
    getIcon: (_: unknown, { index }: { index: number }) => cellAt[index],
    sizeUnits: 'pixels',
    opacity: state.opacity,
    billboard: true,
    parameters: ON_TOP,
    beforeId: FIRST_LABEL,
  } as never);
  return marks.layer === 'workers' ? [icons, ...initialLayer(marks, planned, look)] : [icons];
}

/** The letters in the rings that are drawn large. */
function initialLayer(marks: MarkLayer, planned: readonly PlannedMark[], look: MarksLook): Layer[] {
  const lettered = planned
    .filter(({ small }) => !small)
    .map(({ index, size }) => ({ index, size, text: look.initials.get(marks.rows[index]) ?? '' }))
    .filter(({ text }) => text);
  // An empty text layer would make an empty font atlas, which WebGL refuses with a warning.
  if (lettered.length === 0) return [];
  const letters = new TextLayer({
    id: 'marks-workers-initial',
    data: lettered,
    getPosition: (d: { index: number }) => Array.from(marks.positions.subarray(3 * d.index, 3 * d.index + 3)),
    getText: (d: { text: string }) => d.text,
    getColor: [...rgbOf(look.palette.marks.workers), 255],
    getSize: (d: { size: number }) => d.size * 0.42,
    fontFamily: MAP_FONT,
    fontWeight: 600,
    characterSet: 'auto',
    parameters: ON_TOP,
    beforeId: FIRST_LABEL,
  } as never);
  return [letters];
}

/** Where the numbers of several layers on one building stand beside each other, in numbers from the middle. */
function shiftOf(layer: MarkLayerId, drawn: readonly MarkLayerId[]): number {
  return drawn.indexOf(layer) - (drawn.length - 1) / 2;
}

/** 950, 1.2k, 12k: what fits on a building. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${(Math.floor(count / 100) / 10).toString()}k` : `${Math.floor(count / 1000)}k`;
}

/** Screen places of building marks, 2 per mark. */
function placesOf(marks: MarkLayer, project: Project): Float32Array {
  const screen = new Float32Array(2 * marks.rows.length);
  for (let i = 0; i < marks.rows.length; i++)
    screen.set(project(marks.positions[3 * i], marks.positions[3 * i + 1], 0), 2 * i);
  return screen;
}

/** The colour of a building's mark: its commonest category, else the layer's own. */
function colourAt(marks: MarkLayer, i: number, coloured: boolean, palette: MapPalette): Rgb {
  const category = marks.category[i];
  return rgbOf(coloured && category !== 255 ? palette.categories[category % 8] : palette.marks[marks.layer]);
}

function buildingLayers(marks: MarkLayer, look: MarksLook, shift: number): Layer[] {
  const { palette } = look;
  const { opacity, colorBy } = look.layers[marks.layer];
  const coloured = colorBy !== null;
  const places = placesOf(marks, look.project);
  const numbered =
    look.zoom >= NUMBER_ZOOM
      ? keepApart(places, marks.counts, {
          width: 34,
          height: 22,
          most: MOST_NUMBERS,
          reserved: look.reserved,
        })
      : [];
  const withNumber = new Set(numbered);
  const plain = Array.from({ length: marks.rows.length }, (_, i) => i).filter((i) => !withNumber.has(i));
  const positions = new Float64Array(plain.length * 3);
  const radii = new Float32Array(plain.length);
  const colors = new Uint8Array(plain.length * 4);
  const spacing = spacingOf(places, DOT_ROOM);
  plain.forEach((i, n) => {
    const room = spacing[i] / DOT_ROOM;
    positions.set(marks.positions.subarray(3 * i, 3 * i + 3), 3 * n);
    const full = (coloured ? 1.4 : 1) * Math.min(3, 1 + Math.log2(1 + marks.counts[i]) * 0.25);
    radii[n] = full * (0.45 + 0.55 * room);
    colors.set(colourAt(marks, i, coloured, palette), 4 * n);
    colors[4 * n + 3] = Math.round(toneOf(marks, i) * 0.7 * (0.5 + 0.5 * room));
  });
  const common = { parameters: ON_TOP, beforeId: FIRST_LABEL, opacity };
  const dots = new ScatterplotLayer({
    id: `buildings-${marks.layer}`,
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
  if (numbered.length === 0) return [dots];
  const ink = rgbOf(mixColours(palette.marks[marks.layer], palette.text, 0.45));
  const numbers = new TextLayer({
    id: `buildings-${marks.layer}-number`,
    data: numbered,
    getPosition: (i: number) => [marks.positions[3 * i], marks.positions[3 * i + 1], 0],
    getText: (i: number) => shortCount(marks.counts[i]),
    getColor: (i: number) => [
      ...(coloured ? colourAt(marks, i, true, palette) : ink),
      Math.round(toneOf(marks, i) * 0.95),
    ],
    getSize: 10.5,
    getPixelOffset: [Math.round(shift * 26), look.zoom >= NAMED_ZOOM ? BELOW_NAME : 0],
    fontFamily: MAP_FONT,
    fontWeight: 500,
    characterSet: '0123456789.k',
    background: true,
    backgroundPadding: [4, 0, 4, 0],
    backgroundBorderRadius: 6,
    getBackgroundColor: (i: number) => [...rgbOf(palette.plate), Math.round(toneOf(marks, i) * 0.5)],
    ...common,
  } as never);
  return [dots, numbers];
}

/** All layers of the marks in view, ready for the overlay. */
export function marksLayers(all: readonly MarkLayer[], look: MarksLook): Layer[] {
  const byId = new Map(all.map((marks) => [marks.layer, marks]));
  const onBuildings = MARK_ORDER.filter((id) => byId.get(id)?.level === 'building');
  return MARK_ORDER.flatMap((id) => {
    const marks = byId.get(id);
    if (!marks || !look.layers[id].visible || marks.rows.length === 0) return [];
    if (marks.level === 'record') return recordLayers(marks, look);
    if (marks.level === 'building') return buildingLayers(marks, look, shiftOf(id, onBuildings));
    return [];
  });
}
