/**
 * Where the windows stood, and the two words the native side needs before a page runs (theme, language): one small file
 * of the profile, replaced whole and flushed. A broken or foreign file counts as absent: nobody loses work over it.
 * Lengths are device-independent pixels of the desktop, as Electron's Rectangle.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';

const coordinate = v.pipe(v.number(), v.integer(), v.minValue(-200_000), v.maxValue(200_000));
const length = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200_000));
const BoundsSchema = v.object({ x: coordinate, y: coordinate, width: length, height: length });
export type Bounds = v.InferOutput<typeof BoundsSchema>;

const PlaceSchema = v.object({
  bounds: BoundsSchema,
  maximized: v.boolean(),
  fullScreen: v.boolean(),
  /** Electron's id of the display it stood on. */
  display: v.number(),
});
export type Place = v.InferOutput<typeof PlaceSchema>;

const DesktopStateSchema = v.object({
  version: v.literal(1),
  theme: v.picklist(['dark', 'light']),
  language: v.picklist(['zh', 'en']),
  places: v.object({ main: v.optional(PlaceSchema), wall: v.optional(PlaceSchema) }),
});
export type DesktopState = v.InferOutput<typeof DesktopStateSchema>;
export type PageName = keyof DesktopState['places'];

/** What is read when there is no usable file. */
export const FIRST_STATE: DesktopState = { version: 1, theme: 'dark', language: 'zh', places: {} };

/** Never throws. */
export function readDesktopState(file: string): DesktopState {
  try {
    return v.parse(DesktopStateSchema, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return FIRST_STATE;
  }
}

/**
 * Temporary file, fsync, rename: a power cut leaves the old file or the new one.
 * @throws the file system's error; the caller decides that a window's place is not worth a message
 */
export function writeDesktopState(file: string, state: DesktopState): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(state)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
}

/** The part of Electron's Display that placing needs. */
export interface DisplayArea {
  readonly id: number;
  readonly bounds: Bounds;
  readonly workArea: Bounds;
}

export const MINIMUM_SIZE = { width: 1024, height: 640 } as const;
const WANTED_SIZE = { width: 1440, height: 900 } as const;
/** This much of the title bar must stay reachable for the pointer. */
const REACH = { width: 120, height: 32 } as const;

/** What a window is opened with. */
export interface Placement {
  readonly bounds: Bounds;
  readonly maximized: boolean;
  readonly fullScreen: boolean;
}

/**
 * A staff window: where it stood if that is still on a present display, else in the middle of the first.
 * @param displays not empty; the primary display first
 */
export function placeMain(saved: Place | undefined, displays: readonly DisplayArea[]): Placement {
  const home = saved && displays.find((display) => reaches(saved.bounds, display.workArea));
  if (saved && home) {
    return { ...saved, bounds: within(saved.bounds, home.workArea) };
  }
  const area = displays[0].workArea;
  const width = Math.min(WANTED_SIZE.width, area.width);
  const height = Math.min(WANTED_SIZE.height, area.height);
  const bounds = {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
  return { bounds, maximized: saved?.maximized ?? false, fullScreen: false };
}

/**
 * A wall fills one display: the one it stood on (by id, else by the same place and size, since ids change over a
 * restart), else the largest one that is not the primary, else the primary.
 * @param displays not empty; the primary display first
 */
export function placeWall(saved: Place | undefined, displays: readonly DisplayArea[]): Placement {
  const chosen =
    displays.find((display) => display.id === saved?.display) ??
    displays.find((display) => saved !== undefined && same(display.bounds, saved.bounds)) ??
    displays.slice(1).sort((a, b) => surface(b.bounds) - surface(a.bounds))[0] ??
    displays[0];
  return { bounds: chosen.bounds, maximized: false, fullScreen: true };
}

function reaches(window: Bounds, area: Bounds): boolean {
  const wide = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const top = window.y >= area.y && window.y + REACH.height <= area.y + area.height;
  return wide >= REACH.width && top;
}

function within(window: Bounds, area: Bounds): Bounds {
  const fitted = {
    ...window,
    width: Math.min(window.width, area.width),
    height: Math.min(window.height, area.height),
  };
  // A window that hung over the left edge may have lost all that was visible.
  return reaches(fitted, area) ? fitted : { ...fitted, x: area.x };
}

function same(a: Bounds, b: Bounds): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function surface(bounds: Bounds): number {
  return bounds.width * bounds.height;
}
