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

/** A device's plate with its pictogram; `urgent`: filled, so that it stands out among its like. */
function device(path: string, urgent: boolean): Draw {
  return (pen, color, palette) => {
    polygon(pen, HEXAGON);
    pen.lineJoin = 'round';
    pen.fillStyle = urgent ? color : palette.plate;
    pen.fill();
    pen.strokeStyle = urgent ? palette.text : color;
    pen.lineWidth = 1.7;
    pen.stroke();
    pen.save();
    pen.scale(0.66, 0.66);
    pen.translate(-12, -12);
    pen.lineCap = 'round';
    pen.lineWidth = 2;
    pen.strokeStyle = urgent ? palette.plate : color;
    pen.stroke(new Path2D(path));
    pen.restore();
  };
}

/** Shapes for sizes at which a pictogram is a smudge. */
const SMALL = {
  devices: (pen, color, palette) => {
    polygon(pen, HEXAGON);
    body(pen, color, palette.plate);
  },
  urgent: (pen, color, palette) => {
    polygon(pen, HEXAGON);
    pen.lineJoin = 'round';
    pen.fillStyle = palette.plate;
    pen.fill();
    pen.strokeStyle = color;
    pen.lineWidth = 5;
    pen.stroke();
  },
  workers: (pen, color, palette) => {
    pen.beginPath();
    pen.arc(0, 0, 9.5, 0, 2 * Math.PI);
    pen.fillStyle = palette.plate;
    pen.fill();
    pen.strokeStyle = color;
    pen.lineWidth = 5.5;
    pen.stroke();
  },
} satisfies Record<string, Draw>;

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

/** All shapes with the layer whose colour they wear: plain ones, a device per kind, the same urgent, small ones. */
const PLAIN = Object.keys(SHAPES) as Exclude<MarkLayerId, 'devices'>[];
const KINDS_AT = PLAIN.length;
const URGENT_AT = KINDS_AT + DEVICE_KINDS.length;
const SMALL_AT = URGENT_AT + DEVICE_KINDS.length;
const DRAWS: { draw: Draw; layer: MarkLayerId }[] = [
  ...PLAIN.map((layer) => ({ draw: SHAPES[layer], layer })),
  ...[false, true].flatMap((urgent) =>
    DEVICE_KINDS.map((kind) => ({ draw: device(DEVICE_PATHS[kind], urgent), layer: 'devices' as const })),
  ),
  { draw: SMALL.devices, layer: 'devices' },
  { draw: SMALL.urgent, layer: 'devices' },
  { draw: SMALL.workers, layer: 'workers' },
];

export interface SymbolForm {
  small: boolean;
  urgent: boolean;
}

function shapeOf(layer: MarkLayerId, kind: number, { small, urgent }: SymbolForm): number {
  if (layer === 'workers' && small) return SMALL_AT + 2;
  if (layer !== 'devices') return PLAIN.indexOf(layer);
  // A device of no known kind has no pictogram either.
  if (small || kind >= DEVICE_KINDS.length) return SMALL_AT + (urgent ? 1 : 0);
  return (urgent ? URGENT_AT : KINDS_AT) + kind;
}

const CALM: SymbolForm = { small: false, urgent: false };

/** The cell of a symbol. @param kind index of the device kind, for devices only @param variant 0..8 */
export function symbolCell(layer: MarkLayerId, kind: number, variant: number, form = CALM): number {
  return shapeOf(layer, kind, form) * VARIANTS + variant;
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
  return variant > 0 ? palette.categories[variant - 1] : palette.marks[DRAWS[shape].layer];
}

/** Draws the atlas of a theme. Needs a document; about 15 ms, so once per theme. */
export function symbolAtlas(palette: MapPalette): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = COLUMNS * SIDE;
  canvas.height = Math.ceil((DRAWS.length * VARIANTS) / COLUMNS) * SIDE;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return new ImageData(canvas.width, canvas.height);
  DRAWS.forEach(({ draw }, shape) => {
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
  DRAWS[shape].draw(pen, colourOf(shape, 0, palette), palette);
}
