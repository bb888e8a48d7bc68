/** The figure of a chart of readings: where its lines run and which values stand at its edge. Pure; knows no element. */
import type { ReadingSpan } from '../../../shared/query/device-history.ts';

export const WIDTH = 320;
export const HEIGHT = 132;
const LEFT = 42;
const TOP = 10;
const BOTTOM = 18;
/** Where a limit lies so far out that the readings would be a flat line, it is left out of the scale. */
const FARTHEST_LIMIT = 4;

export interface ReadingsShape {
  left: number;
  /** Mean, as a path. */
  line: string;
  /** Least to greatest, as a closed path. */
  band: string;
  points: { x: number; y: number; from: number }[];
  ticks: { y: number; value: number }[];
  /** Thresholds that lie within the scale. */
  limits: { y: number; value: number }[];
}

/** Three figures that mean something, without zeros behind. */
export function figureText(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return String(Number(value.toFixed(Math.min(digits, 6))));
}

/** The roundest step (1, 2, 5 times a power of ten) that parts the extent into at most four. */
function stepOf(extent: number): number {
  const power = 10 ** Math.floor(Math.log10(extent / 4));
  return ([1, 2, 5, 10].find((n) => n * power * 4 >= extent) ?? 10) * power;
}

/** @param limits thresholds, null where there is none. */
export function chartOf(spans: readonly ReadingSpan[], limits: readonly (number | null)[]): ReadingsShape {
  let least = Math.min(...spans.map(({ low }) => low));
  let most = Math.max(...spans.map(({ high }) => high));
  const extent = most - least || Math.abs(most) || 1;
  const near = limits.filter(
    (limit): limit is number =>
      limit !== null && limit >= least - FARTHEST_LIMIT * extent && limit <= most + FARTHEST_LIMIT * extent,
  );
  least = Math.min(least, ...near);
  most = Math.max(most, ...near);
  if (most === least) [least, most] = [least - extent / 2, most + extent / 2];
  const step = stepOf(most - least);
  const from = Math.floor(least / step) * step;
  const to = Math.ceil(most / step) * step;
  const y = (value: number) => round(TOP + (1 - (value - from) / (to - from)) * (HEIGHT - TOP - BOTTOM));
  const first = spans[0].from;
  const wide = spans[spans.length - 1].from - first || 1;
  const x = (at: number) => round(LEFT + 4 + ((at - first) / wide) * (WIDTH - LEFT - 8));
  const points = spans.map((span) => ({ x: x(span.from), y: y(span.mean), from: span.from }));
  const path = (places: { x: number; y: number }[]) =>
    places.map((place, i) => `${i === 0 ? 'M' : 'L'}${place.x} ${place.y}`).join('');
  const upper = spans.map((span) => ({ x: x(span.from), y: y(span.high) }));
  const lower = spans.map((span) => ({ x: x(span.from), y: y(span.low) })).reverse();
  const count = Math.round((to - from) / step);
  return {
    left: LEFT,
    line: path(points),
    band: `${path([...upper, ...lower])}Z`,
    points,
    ticks: Array.from({ length: count + 1 }, (_, i) => from + i * step).map((value) => ({
      value: Number(value.toPrecision(12)),
      y: y(value),
    })),
    limits: near.map((value) => ({ value, y: y(value) })),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
