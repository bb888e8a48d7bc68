/**
 * Two plans on one map, divided by a line that is dragged or moved by keys: left of it the one before, right of it the one after. Owns a canvas over
 * the map and the line; the plans and where the line is are the store's. Drawn from above only, where the way from degrees to the screen is
 * affine: paths are made once a comparison and each frame only places them.
 */
import type { Map as MapLibreMap } from 'maplibre-gl';
import { type MapPalette, type MapTheme, PALETTES } from '../palette.ts';
import { type PlanDivided, type PlanGridShape, planHands, planMap, type Rings } from './plan-store.ts';

/** Metres round the earth: paths are in metres of the Mercator plane about their middle, small enough for single precision. */
const ROUND = 40_075_016.7;
const STEP = 0.02;
const FIRST_NAMES = 13;

type Side = 'before' | 'after';

interface Drawn {
  of: PlanDivided;
  /** Mercator of the middle, 0..1. */
  middle: [number, number];
  fills: Record<Side, [tone: number, path: Path2D][]>;
  borders: Record<Side, Path2D>;
  moved: Path2D;
}

/** Follows the store until it is stopped. `draw`: the theme has changed. */
export function followDivided(map: MapLibreMap, theme: () => MapTheme): { draw(): void; stop(): void } {
  const swipe = new Swipe(map, theme);
  const show = () => swipe.show(planMap.getState().divided);
  show();
  const release = planMap.subscribe((state, before) => {
    if (state.divided !== before.divided) show();
  });
  return {
    draw: () => swipe.draw(),
    stop() {
      release();
      swipe.show(null);
    },
  };
}

class Swipe {
  private readonly map: MapLibreMap;
  private readonly theme: () => MapTheme;
  private readonly canvas = document.createElement('canvas');
  private readonly line = document.createElement('div');
  private readonly names: Record<Side, HTMLElement>;
  private drawn: Drawn | null = null;

  constructor(map: MapLibreMap, theme: () => MapTheme) {
    this.map = map;
    this.theme = theme;
    this.canvas.className = 'plan-swipe';
    this.line.className = 'plan-swipe-line';
    this.line.tabIndex = 0;
    this.line.setAttribute('role', 'slider');
    this.line.setAttribute('aria-valuemin', '0');
    this.line.setAttribute('aria-valuemax', '100');
    this.names = { before: document.createElement('span'), after: document.createElement('span') };
    this.line.append(this.names.before, this.names.after);
    this.line.addEventListener('pointerdown', (event) => this.take(event));
    this.line.addEventListener('keydown', (event) => this.press(event));
  }

  show(divided: PlanDivided | null): void {
    const { map, canvas, line } = this;
    if (!divided) {
      if (this.drawn) map.off('render', this.draw);
      this.drawn = null;
      canvas.remove();
      line.remove();
      return;
    }
    if (!this.drawn) {
      map.getContainer().append(canvas, line);
      map.on('render', this.draw);
    }
    const { of } = this.drawn ?? {};
    const same = of?.before === divided.before && of.after === divided.after && of.moved === divided.moved;
    this.drawn = same && this.drawn ? { ...this.drawn, of: divided } : pathsOf(divided);
    line.setAttribute('aria-label', divided.label);
    line.setAttribute('aria-valuenow', String(Math.round(divided.share * 100)));
    line.style.left = `${divided.share * 100}%`;
    this.names.before.textContent = divided.names.before;
    this.names.after.textContent = divided.names.after;
    this.draw();
  }

  readonly draw = (): void => {
    const { map, canvas, drawn } = this;
    const context = canvas.getContext('2d');
    if (!drawn || !context) return;
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const ratio = window.devicePixelRatio;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const line = drawn.of.share * width;
    this.paint(context, drawn, 'before', [0, line], height, ratio);
    this.paint(context, drawn, 'after', [line, width], height, ratio);
  };

  private paint(
    context: CanvasRenderingContext2D,
    { of, middle, fills, borders, moved }: Drawn,
    side: Side,
    [from, to]: [number, number],
    height: number,
    ratio: number,
  ): void {
    const palette = PALETTES[this.theme()];
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.beginPath();
    context.rect(from, 0, to - from, height);
    context.clip();
    context.save();
    const scale = this.place(context, middle);
    context.globalAlpha = 0.45;
    for (const [tone, path] of fills[side]) {
      context.fillStyle = palette.ramp[tone] ?? palette.ground;
      context.fill(path, 'evenodd');
    }
    context.globalAlpha = 0.55;
    context.fillStyle = palette.accent;
    context.fill(moved, 'evenodd');
    context.globalAlpha = 1;
    context.lineJoin = 'round';
    // The halo lets street names through, which are under this canvas.
    for (const [color, pixels, opacity] of [
      [palette.gridHalo, 4, 0.5],
      [palette.grid, 2, 1],
    ] as const) {
      context.globalAlpha = opacity;
      context.strokeStyle = color;
      context.lineWidth = pixels / scale;
      context.stroke(borders[side]);
    }
    context.restore();
    if (this.map.getZoom() >= FIRST_NAMES) this.write(context, of[side], palette);
    context.restore();
  }

  /** Puts the context's plane where the map is; answers pixels a metre of the plane. */
  private place(context: CanvasRenderingContext2D, middle: [number, number]): number {
    const reach = 1000;
    const at = (x: number, y: number) =>
      this.map.project(degrees(middle[0] + x / ROUND, middle[1] + y / ROUND));
    const [origin, east, south] = [at(0, 0), at(reach, 0), at(0, reach)];
    const [a, b] = [(east.x - origin.x) / reach, (east.y - origin.y) / reach];
    const [c, d] = [(south.x - origin.x) / reach, (south.y - origin.y) / reach];
    context.transform(a, b, c, d, origin.x, origin.y);
    return Math.hypot(a, b);
  }

  private write(
    context: CanvasRenderingContext2D,
    grids: readonly PlanGridShape[],
    palette: MapPalette,
  ): void {
    context.font = '500 12px "Noto Sans SC Variable", "Noto Sans SC", system-ui, sans-serif';
    context.textAlign = 'center';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = palette.halo;
    context.fillStyle = palette.text;
    for (const { centre, name, code, figure } of grids) {
      if (!centre) continue;
      const { x, y } = this.map.project([centre[0], centre[1]]);
      [name || code, figure].forEach((text, i) => {
        context.strokeText(text, x, y + 15 * i);
        context.fillText(text, x, y + 15 * i);
      });
    }
  }

  private take(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { line } = this;
    line.focus();
    line.setPointerCapture(event.pointerId);
    const ends = new AbortController();
    const { signal } = ends;
    line.addEventListener('pointermove', (move) => this.tell(move), { signal });
    for (const end of ['pointerup', 'pointercancel'] as const)
      line.addEventListener(end, () => ends.abort(), { signal });
  }

  private tell({ clientX }: PointerEvent): void {
    const { left, width } = this.map.getContainer().getBoundingClientRect();
    planHands()?.onDivide(Math.min(1, Math.max(0, (clientX - left) / width)));
  }

  private press(event: KeyboardEvent): void {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -1, End: 1 }[event.key];
    const share = this.drawn?.of.share;
    if (by === undefined || share === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    planHands()?.onDivide(Math.min(1, Math.max(0, share + by)));
  }
}

function pathsOf(of: PlanDivided): Drawn {
  const first = of.after[0]?.centre ?? of.before[0]?.centre ?? [0, 0];
  const middle = mercator(first[0], first[1]);
  const path = (rings: Rings[]): Path2D => {
    const made = new Path2D();
    for (const ring of rings.flat()) {
      ring.forEach(([lng, lat], i) => {
        const [x, y] = mercator(lng, lat);
        const [east, south] = [(x - middle[0]) * ROUND, (y - middle[1]) * ROUND];
        if (i === 0) made.moveTo(east, south);
        else made.lineTo(east, south);
      });
      made.closePath();
    }
    return made;
  };
  const fills = (side: Side) => of[side].map(({ tone, parts }): [number, Path2D] => [tone, path([...parts])]);
  const borders = (side: Side) => path(of[side].flatMap(({ parts }) => [...parts]));
  return {
    of,
    middle,
    fills: { before: fills('before'), after: fills('after') },
    borders: { before: borders('before'), after: borders('after') },
    moved: path([...of.moved]),
  };
}

/** 0..1 from the north-west corner of the Mercator square. */
function mercator(lng: number, lat: number): [number, number] {
  return [(lng + 180) / 360, (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2];
}

function degrees(x: number, y: number): [number, number] {
  return [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}
