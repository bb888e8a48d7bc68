/**
 * What a made-up camera sees at an instant: a lane between houses with somebody walking and a car, its name and the clock over it. Pixels by
 * palette; the same camera at the same second is the same picture. Pure, and plainly a drawing: nobody may take it for a street.
 */
export const SCENE_WIDTH = 480;
export const SCENE_HEIGHT = 270;

/** Red, green, blue by number of the palette. */
export const SCENE_COLOURS: readonly (readonly [number, number, number])[] = [
  [142, 170, 196],
  [176, 196, 212],
  [92, 98, 106],
  [118, 124, 130],
  [196, 188, 172],
  [168, 150, 132],
  [206, 200, 190],
  [70, 86, 104],
  [86, 122, 84],
  [62, 92, 64],
  [222, 222, 214],
  [180, 62, 54],
  [52, 88, 150],
  [40, 40, 44],
  [214, 170, 132],
  [12, 14, 18],
  [244, 246, 248],
];
const SKY = [0, 1] as const;
const ROAD = [2, 3] as const;
const WALLS = [4, 5, 6] as const;
const GLASS = 7;
const GREEN = [8, 9] as const;
const LINE = 10;
const CARS = [11, 12] as const;
const TYRE = 13;
const SKIN = 14;
const DARK = 15;
const LIGHT = 16;

const HORIZON = 112;
const CHINA_HOURS = 8 * 3_600_000;

class Canvas {
  readonly pixels = new Uint8Array(SCENE_WIDTH * SCENE_HEIGHT);

  box(x: number, y: number, width: number, height: number, colour: number): void {
    const left = Math.max(0, Math.round(x));
    const right = Math.min(SCENE_WIDTH, Math.round(x + width));
    const bottom = Math.min(SCENE_HEIGHT, Math.round(y + height));
    for (let row = Math.max(0, Math.round(y)); row < bottom; row++)
      if (right > left) this.pixels.fill(colour, row * SCENE_WIDTH + left, row * SCENE_WIDTH + right);
  }

  disc(x: number, y: number, radius: number, colour: number): void {
    for (let dy = -radius; dy <= radius; dy++) {
      const half = Math.sqrt(radius * radius - dy * dy);
      this.box(x - half, y + dy, 2 * half, 1, colour);
    }
  }

  text(x: number, y: number, text: string, colour: number, scale: number): void {
    [...text.toUpperCase()].forEach((char, i) => {
      const columns = GLYPHS[char] ?? GLYPHS['-'];
      for (let column = 0; column < 5; column++) {
        const bits = Number.parseInt(columns.slice(2 * column, 2 * column + 2), 16);
        for (let row = 0; row < 7; row++)
          if (bits & (1 << row))
            this.box(x + (6 * i + column) * scale, y + row * scale, scale, scale, colour);
      }
    });
  }
}

/** `camera`: its id; `at`: ms since the epoch. */
export function drawScene(camera: string, at: number): Uint8Array {
  const canvas = new Canvas();
  const seed = seedOf(camera);
  canvas.box(0, 0, SCENE_WIDTH, HORIZON / 2, SKY[0]);
  canvas.box(0, HORIZON / 2, SCENE_WIDTH, HORIZON / 2, SKY[1]);
  drawGround(canvas);
  drawHouses(canvas, seed);
  const second = Math.floor(at / 250) / 4;
  drawCar(canvas, seed, second);
  drawWalker(canvas, seed, second);
  const clock = new Date(at + CHINA_HOURS).toISOString().slice(0, 19).replace('T', ' ');
  canvas.box(0, 0, SCENE_WIDTH, 22, DARK);
  canvas.text(6, 4, camera.slice(0, 20), LIGHT, 2);
  canvas.text(SCENE_WIDTH - 12 * clock.length - 4, 4, clock, LIGHT, 2);
  canvas.box(0, SCENE_HEIGHT - 18, 64, 18, DARK);
  canvas.text(6, SCENE_HEIGHT - 15, 'DEMO', LIGHT, 2);
  return canvas.pixels;
}

function drawGround(canvas: Canvas): void {
  for (let y = HORIZON; y < SCENE_HEIGHT; y++) {
    const depth = (y - HORIZON) / (SCENE_HEIGHT - HORIZON);
    const half = 24 + depth * 150;
    canvas.box(0, y, SCENE_WIDTH, 1, ROAD[1]);
    canvas.box(SCENE_WIDTH / 2 - half, y, 2 * half, 1, ROAD[0]);
    // A broken line, longer the nearer it is.
    if (Math.floor(12 / (depth + 0.12)) % 2 === 0)
      canvas.box(SCENE_WIDTH / 2 - 1 - 3 * depth, y, 2 + 6 * depth, 1, LINE);
  }
}

function drawHouses(canvas: Canvas, seed: number): void {
  for (let side = 0; side < 2; side++) {
    for (let i = 0; i < 3; i++) {
      const pick = (seed >>> (side * 9 + i * 3)) & 7;
      const width = 78 - i * 14;
      const height = 70 + pick * 9 - i * 10;
      const near = i * 66;
      const x = side === 0 ? near - 6 : SCENE_WIDTH - near - width + 6;
      const foot = HORIZON + 54 - i * 20;
      canvas.box(x, foot - height, width, height, WALLS[(pick + i) % 3]);
      for (let y = foot - height + 8; y < foot - 14; y += 16)
        for (let at = x + 8; at < x + width - 10; at += 16) canvas.box(at, y, 8, 9, GLASS);
    }
    const tree = side === 0 ? 205 - (seed % 30) : 275 + (seed % 30);
    canvas.box(tree - 2, HORIZON - 4, 4, 18, TYRE);
    canvas.disc(tree, HORIZON - 14, 14, GREEN[side]);
  }
}

function drawCar(canvas: Canvas, seed: number, second: number): void {
  const x = ((second * 46 + (seed % 400)) % (SCENE_WIDTH + 160)) - 80;
  const colour = CARS[seed % 2];
  canvas.box(x, 170, 74, 22, colour);
  canvas.box(x + 14, 154, 44, 18, colour);
  canvas.box(x + 18, 158, 16, 12, GLASS);
  canvas.box(x + 38, 158, 16, 12, GLASS);
  canvas.disc(x + 16, 193, 8, TYRE);
  canvas.disc(x + 58, 193, 8, TYRE);
}

function drawWalker(canvas: Canvas, seed: number, second: number): void {
  const x = SCENE_WIDTH - (((second * 18 + (seed % 300)) % (SCENE_WIDTH + 60)) - 30);
  const step = Math.floor(second * 2) % 2 === 0 ? 5 : 1;
  canvas.disc(x, 206, 6, SKIN);
  canvas.box(x - 6, 212, 12, 24, CARS[(seed + 1) % 2]);
  canvas.box(x - 5 - step / 2, 236, 4, 18, DARK);
  canvas.box(x + 1 + step / 2, 236, 4, 18, DARK);
}

function seedOf(camera: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < camera.length; i++) value = Math.imul(value ^ camera.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** Five columns of seven dots, the lowest bit at the top. */
const GLYPHS: Readonly<Record<string, string>> = {
  ' ': '0000000000',
  '-': '0808080808',
  '.': '0060600000',
  ':': '0036360000',
  _: '4040404040',
  '0': '3e5149453e',
  '1': '00427f4000',
  '2': '4261514946',
  '3': '2141454b31',
  '4': '1814127f10',
  '5': '2745454539',
  '6': '3c4a494930',
  '7': '0171090503',
  '8': '3649494936',
  '9': '064949291e',
  A: '7e1111117e',
  B: '7f49494936',
  C: '3e41414122',
  D: '7f4141221c',
  E: '7f49494941',
  F: '7f09090901',
  G: '3e4149497a',
  H: '7f0808087f',
  I: '00417f4100',
  J: '2040413f01',
  K: '7f08142241',
  L: '7f40404040',
  M: '7f020c027f',
  N: '7f0408107f',
  O: '3e4141413e',
  P: '7f09090906',
  Q: '3e4151215e',
  R: '7f09192946',
  S: '4649494931',
  T: '01017f0101',
  U: '3f4040403f',
  V: '1f2040201f',
  W: '3f4038403f',
  X: '6314081463',
  Y: '0708700807',
  Z: '6151494543',
};
