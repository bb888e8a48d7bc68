import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type Bounds,
  type DesktopState,
  FIRST_STATE,
  placeMain,
  placeWall,
  readDesktopState,
  writeDesktopState,
} from '../../../electron/desktop-state.ts';

const screen = (id: number, x: number, y: number, width: number, height: number) => ({
  id,
  bounds: { x, y, width, height },
  // A task bar at the bottom.
  workArea: { x, y, width, height: height - 40 },
});
const PRIMARY = screen(1, 0, 0, 1920, 1080);
const LEFT = screen(2, -2560, 0, 2560, 1440);
const WALL = screen(3, 1920, 0, 5760, 1080);

const at = (bounds: Bounds, display = 1) => ({ bounds, display, maximized: false, fullScreen: false });

describe('placing a staff window', () => {
  test('keeps a place on any present display, negative coordinates too', () => {
    const bounds = { x: -2500, y: 30, width: 1600, height: 900 };
    expect(placeMain(at(bounds), [PRIMARY, LEFT]).bounds).toEqual(bounds);
    expect(placeMain(at(bounds), [PRIMARY]).bounds).toEqual({ x: 240, y: 70, width: 1440, height: 900 });
  });

  test('shrinks what has grown larger than the display', () => {
    const place = placeMain(at({ x: 0, y: 0, width: 4000, height: 3000 }), [PRIMARY]);
    expect(place.bounds).toEqual({ x: 0, y: 0, width: 1920, height: 1040 });
  });

  test('always leaves a title bar within reach of the pointer', () => {
    const number = fc.integer({ min: -10_000, max: 10_000 });
    const size = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(number, number, size, size, (x, y, width, height) => {
        const displays = [PRIMARY, LEFT, WALL];
        const { bounds } = placeMain(at({ x, y, width, height }), displays);
        return displays.some(({ workArea: area }) => {
          const wide = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
          return wide >= 120 && bounds.y >= area.y && bounds.y + 32 <= area.y + area.height;
        });
      }),
    );
  });
});

describe('placing the wall', () => {
  test('by id, by place, then the largest that is not the primary', () => {
    const displays = [PRIMARY, LEFT, WALL];
    expect(placeWall(at(LEFT.bounds, 3), displays).bounds).toEqual(WALL.bounds);
    expect(placeWall(at(LEFT.bounds, 99), displays).bounds).toEqual(LEFT.bounds);
    expect(placeWall(at({ x: 1, y: 1, width: 9, height: 9 }, 99), displays).bounds).toEqual(WALL.bounds);
    expect(placeWall(undefined, displays)).toEqual({
      bounds: WALL.bounds,
      maximized: false,
      fullScreen: true,
    });
    expect(placeWall(undefined, [PRIMARY]).bounds).toEqual(PRIMARY.bounds);
  });
});

describe('the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linli-desktop-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'deep', 'desktop.json');

  test('what is written is read, and nothing else lies about', () => {
    const state: DesktopState = { ...FIRST_STATE, theme: 'light', places: { wall: at(WALL.bounds, 3) } };
    writeDesktopState(file, state);
    expect(readDesktopState(file)).toEqual(state);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['desktop.json']);
  });

  test('cut off anywhere it is either whole or as good as absent', () => {
    const text = readFileSync(file, 'utf8');
    const cut = join(folder, 'cut.json');
    for (let length = 0; length < text.trimEnd().length; length++) {
      writeFileSync(cut, text.slice(0, length));
      expect(readDesktopState(cut)).toEqual(FIRST_STATE);
    }
  });
});
