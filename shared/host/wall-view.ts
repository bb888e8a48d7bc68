/**
 * A view that a desk sends to the wall: camera, layers, tinted counts by grid. Owns its shape, which is also what the wall may
 * show: no layer of persons, homes or vehicles, no name, no filter; counts of people only in steps of five.
 */
import * as v from 'valibot';
import type { TableName } from '../model/tables.ts';
import type { Bounds } from '../query/selection.ts';
import { CameraSchema } from './bookmark.ts';

/** Layers of single marks that a wall may show. */
export const WALL_MARKS = ['devices', 'cameras', 'facilities', 'organisations', 'places'] as const;
export type WallMark = (typeof WALL_MARKS)[number];

/** What grids may be tinted by; message `table.<measure>`. */
export const WALL_MEASURES = ['residents', 'homes', 'vehicles', 'workers', ...WALL_MARKS] as const;
export type WallMeasure = (typeof WALL_MEASURES)[number];

/** Small numbers of these could point at somebody. */
const OF_PERSONS: readonly TableName[] = ['residents', 'homes', 'vehicles'];
/** Step of what is shown of them. */
const STEP = 5;

export function isRounded(measure: WallMeasure): boolean {
  return OF_PERSONS.includes(measure);
}

const Mark = v.strictObject({
  visible: v.boolean(),
  opacity: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  colorBy: v.nullable(v.pipe(v.string(), v.maxLength(40))),
});
const Base = v.strictObject({
  visible: v.boolean(),
  opacity: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});
const Row = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xfffffffe));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const MeasureSchema = v.pipe(
  v.strictObject({
    layer: v.picklist(WALL_MEASURES),
    /** Row of the grid in the generation, and its count. */
    grids: v.pipe(v.array(v.tuple([Row, Count])), v.maxLength(10_000)),
  }),
  v.check(
    ({ layer, grids }) => !isRounded(layer) || grids.every(([, count]) => count % STEP === 0),
    'rounded',
  ),
);

export const WallViewSchema = v.strictObject({
  /** Whose rows these are: a wall that holds another generation shows its own scene. */
  generation: v.pipe(v.string(), v.maxLength(80)),
  camera: CameraSchema,
  marks: v.strictObject({
    devices: Mark,
    cameras: Mark,
    facilities: Mark,
    organisations: Mark,
    places: Mark,
  }),
  base: v.strictObject({ buildings: Base, grids: Base, labels: Base }),
  measure: v.nullable(MeasureSchema),
});
export type WallView = v.InferOutput<typeof WallViewSchema>;

/** As the host passes it on. */
export const SentViewSchema = v.strictObject({
  /** Counts up with every view sent. */
  id: v.number(),
  view: WallViewSchema,
  /** Name of the person at the desk; '' where there are no people. */
  by: v.string(),
  /** Milliseconds since the epoch by the host's clock. */
  at: v.number(),
});
export type SentView = v.InferOutput<typeof SentViewSchema>;

export const WallStateSchema = v.strictObject({
  sent: v.nullable(SentViewSchema),
  /** Walls that were heard of lately. */
  walls: v.number(),
  /** Of these, how many show what was sent. */
  showing: v.number(),
});
export type WallState = v.InferOutput<typeof WallStateSchema>;

/** How often a wall says that it is there, and after how long one is gone, ms. */
export const WALL_BEAT_MS = 10_000;
export const WALL_GONE_MS = 25_000;

/** Counts by grid as the wall may show them. */
export function measureForWall(layer: WallMeasure, counts: ReadonlyMap<number, number>): WallView['measure'] {
  const shown = (count: number) => (isRounded(layer) ? Math.round(count / STEP) * STEP : count);
  return { layer, grids: [...counts].map(([row, count]) => [row, shown(count)] as [number, number]) };
}

/** A margin round the community within which a view still shows something of it, in parts of its size. */
const MARGIN = 0.5;

/** Whether the middle of the view lies in the community or close by. */
export function isOnCommunity({ lng, lat }: WallView['camera'], [west, south, east, north]: Bounds): boolean {
  const x = (east - west) * MARGIN;
  const y = (north - south) * MARGIN;
  return lng >= west - x && lng <= east + x && lat >= south - y && lat <= north + y;
}
