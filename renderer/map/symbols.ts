/**
 * Draws the symbols of all mark layers into one atlas of pixels at run time: every shape in the layer's colour and
 * in the eight category colours. Owns shapes and the atlas layout; which mark gets which symbol is marks-layer.ts.
 * Kinds differ by shape first, so that they hold without colour.
 */
import { DEVICE_PATHS } from '../../assets/icons/devices.ts';
import { WORDS } from '../../shared/model/words.ts';
import type { MarkLayerId } from '../worker/engine-api.ts';
import type { MapPalette } from './palette.ts';

/** One symbol's square in CSS pixels, and the pixels drawn per CSS pixel. */
export const CELL = 28;
const RATIO = 2;
const SIDE = CELL * RATIO;
const COLUMNS = 18;

export const DEVICE_KINDS = WORDS.deviceKind;
/** Colour variants: 0 the layer's own, 1..8 the categories. */
export const VARIANTS = 9;

type Pen = CanvasRenderingContext2D;
type Draw = (pen: Pen, color: string, palette: MapPalette) => void;

function polygon(pen: Pen, points: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.closePath();
}

/** A filled body with a rim of the plate colour, so that it stands off whatever is below. */
function body(pen: Pen, color: string, plate: string): void {
  pen.lineJoin = 'round';
  pen.strokeStyle = plate;
  pen.lineWidth = 2.5;
  pen.stroke();
  pen.fillStyle = color;
  pen.fill();
}

const HEXAGON = Array.from({ length: 6 }, (_, i) => {
  const angle = (Math.PI / 3) * i + Math.PI / 6;
  return [Math.cos(angle) * 12, Math.sin(angle) * 12] as const;
});

function device(path: string): Draw {
  return (pen, color, palette) => {
    polygon(pen, HEXAGON);
    pen.lineJoin = 'round';
    pen.fillStyle = palette.plate;
    pen.fill();
    pen.strokeStyle = color;
    pen.lineWidth = 1.7;
    pen.stroke();
    pen.save();
    pen.scale(0.66, 0.66);
    pen.translate(-12, -12);
    pen.lineCap = 'round';
    pen.lineWidth = 2;
    pen.stroke(new Path2D(path));
    pen.restore();
  };
}

const SHAPES: Record<Exclude<MarkLayerId, 'devices'>, Draw> = {
  residents: (pen, color, palette) => {
    pen.beginPath();
    pen.arc(0, 0, 7, 0, 2 * Math.PI);
    body(pen, color, palette.plate);
  },
  homes: (pen, color, palette) => {
    pen.beginPath();
    pen.rect(-6.5, -6.5, 13, 13);
    body(pen, color, palette.plate);
  },
  vehicles: (pen, color, palette) => {
    pen.beginPath();
    pen.roundRect(-10, -5, 20, 10, 4.5);
    body(pen, color, palette.plate);
  },
  cameras: (pen, color, palette) => {
    // A wedge opening upwards from its lens.
    pen.beginPath();
    pen.moveTo(0, 8);
    pen.arc(0, 8, 17, -Math.PI / 2 - 0.56, -Math.PI / 2 + 0.56);
    pen.closePath();
    body(pen, color, palette.plate);
    pen.beginPath();
    pen.arc(0, 7.4, 3.4, 0, 2 * Math.PI);
    body(pen, palette.plate, color);
  },
  workers: (pen, color, palette) => {
    pen.beginPath();
    pen.arc(0, 0, 10, 0, 2 * Math.PI);
    pen.fillStyle = palette.plate;
    pen.fill();
    pen.strokeStyle = color;
    pen.lineWidth = 2.4;
    pen.stroke();
  },
  facilities: (pen, color, palette) => {
    polygon(pen, [
      [0, -10],
      [10, 0],
      [0, 10],
      [-10, 0],
    ]);
    body(pen, color, palette.plate);
    pen.beginPath();
    pen.arc(0, 0, 2.6, 0, 2 * Math.PI);
    pen.fillStyle = palette.plate;
    pen.fill();
  },
  organisations: (pen, color, palette) => {
    // A gabled front.
    polygon(pen, [
      [0, -9],
      [8, -2],
      [8, 8],
      [-8, 8],
      [-8, -2],
    ]);
    body(pen, color, palette.plate);
    pen.fillStyle = palette.plate;
    pen.fillRect(-2, 2.6, 4, 5.4);
  },
  places: (pen, color, palette) => {
    pen.beginPath();
    pen.arc(0, 0, 7.4, 0, 2 * Math.PI);
    body(pen, color, palette.plate);
    pen.beginPath();
    pen.arc(0, 0, 3, 0, 2 * Math.PI);
    pen.fillStyle = palette.plate;
    pen.fill();
  },
};

/** Number of shapes: the plain ones, then one device per kind. */
const PLAIN = Object.keys(SHAPES) as Exclude<MarkLayerId, 'devices'>[];
const DRAWS: Draw[] = [
  ...PLAIN.map((id) => SHAPES[id]),
  ...DEVICE_KINDS.map((kind) => device(DEVICE_PATHS[kind])),
];

/** The cell of a symbol. @param kind index of the device kind, for devices only @param variant 0..8 */
export function symbolCell(layer: MarkLayerId, kind: number, variant: number): number {
  const shape =
    layer === 'devices' ? PLAIN.length + Math.min(kind, DEVICE_KINDS.length - 1) : PLAIN.indexOf(layer);
  return shape * VARIANTS + variant;
}

/** Where a cell lies: x, y, width, height in atlas pixels. */
function cellFrame(cell: number): [number, number, number, number] {
  return [(cell % COLUMNS) * SIDE, Math.floor(cell / COLUMNS) * SIDE, SIDE, SIDE];
}

/** The frame of every cell, as an IconLayer wants them. */
export const ATLAS_CELLS: Record<
  number,
  { x: number; y: number; width: number; height: number; mask: false }
> = Object.fromEntries(
  Array.from({ length: DRAWS.length * VARIANTS }, (_, cell) => {
    const [x, y, width, height] = cellFrame(cell);
    return [cell, { x, y, width, height, mask: false as const }];
  }),
);

function colourOf(shape: number, variant: number, palette: MapPalette): string {
  if (variant > 0) return palette.categories[variant - 1];
  return shape < PLAIN.length ? palette.marks[PLAIN[shape]] : palette.marks.devices;
}

/** Draws the atlas of a theme. Needs a document; about 15 ms, so once per theme. */
export function symbolAtlas(palette: MapPalette): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = COLUMNS * SIDE;
  canvas.height = Math.ceil((DRAWS.length * VARIANTS) / COLUMNS) * SIDE;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return new ImageData(canvas.width, canvas.height);
  DRAWS.forEach((draw, shape) => {
    for (let variant = 0; variant < VARIANTS; variant++) {
      const [x, y] = cellFrame(shape * VARIANTS + variant);
      pen.setTransform(RATIO, 0, 0, RATIO, x + SIDE / 2, y + SIDE / 2);
      draw(pen, colourOf(shape, variant, palette), palette);
    }
  });
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** One symbol alone for a legend, drawn into a canvas of CELL x CELL CSS pixels. */
export function drawSymbol(
  canvas: HTMLCanvasElement,
  layer: MarkLayerId,
  palette: MapPalette,
  kind = 1,
): void {
  canvas.width = SIDE;
  canvas.height = SIDE;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const shape = Math.floor(symbolCell(layer, kind, 0) / VARIANTS);
  pen.setTransform(RATIO, 0, 0, RATIO, SIDE / 2, SIDE / 2);
  DRAWS[shape](pen, colourOf(shape, 0, palette), palette);
}
