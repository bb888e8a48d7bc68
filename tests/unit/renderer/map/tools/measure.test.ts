import { describe, expect, it } from 'vitest';
import { draftFeatures } from '../../../../../renderer/map/tools/draft-source.ts';
import {
  areaTool,
  distanceTool,
  type Measured,
  measureFigures,
} from '../../../../../renderer/map/tools/measure.ts';
import { areaText, lengthText, muFigure } from '../../../../../renderer/map/tools/measure-text.ts';
import type { Draft, Pointer, ToolEvent } from '../../../../../renderer/map/tools/tool.ts';

/** A pointer at a pixel; a pixel is a hundred-thousandth of a degree, about a metre. */
const at = (x: number, y: number, more: Partial<Pointer> = {}): Pointer => ({
  at: [120 + x / 1e5, 31 - y / 1e5],
  x,
  y,
  shift: false,
  alt: false,
  ...more,
});
const click = (x: number, y: number): ToolEvent[] => [
  { type: 'down', pointer: at(x, y) },
  { type: 'up', pointer: at(x, y) },
];
const double = (x: number, y: number): ToolEvent[] => [
  ...click(x, y),
  ...click(x, y),
  { type: 'double', pointer: at(x, y) },
];
const key = (name: 'Enter' | 'Backspace' | 'Escape', pointer?: Pointer): ToolEvent =>
  pointer ? { type: 'key', key: name, pointer } : { type: 'key', key: name };

function run(tool: typeof distanceTool, events: ToolEvent[]) {
  let state = tool.start;
  let draft: Draft | null = null;
  let measured: Measured | null | undefined;
  for (const event of events) {
    const step = tool.step(state, event);
    ({ state, draft } = step);
    measured = step.measured;
    expect(step.outcome).toBeUndefined();
  }
  return { draft, measured, busy: tool.busy(state) };
}

describe('measuring a distance', () => {
  it('sets points by clicks and ends with a double click', () => {
    const { measured, draft } = run(distanceTool, [...click(0, 0), ...click(100, 0), ...double(100, 100)]);
    expect(measured).toMatchObject({ kind: 'distance', done: true });
    expect(measured?.points).toHaveLength(3);
    const texts = draftFeatures(draft).features.flatMap(({ properties }) => properties?.['text'] ?? []);
    expect(texts).toHaveLength(3);
    expect(texts[2]).toMatch(/^Σ 20\d m$/);
  });

  it('follows the pointer until it has ended, and begins anew with the next click', () => {
    const hover: ToolEvent = { type: 'move', pointer: at(50, 0) };
    const open = run(distanceTool, [...click(0, 0), hover]);
    expect(open.draft?.line).toHaveLength(2);
    expect(open.measured?.points).toHaveLength(1);
    const ended = run(distanceTool, [...click(0, 0), ...double(100, 0), hover]);
    expect(ended.draft?.line).toHaveLength(2);
    const anew = run(distanceTool, [...click(0, 0), ...double(100, 0), ...click(300, 0)]);
    expect(anew.measured).toMatchObject({ done: false });
    expect(anew.measured?.points).toHaveLength(1);
  });

  it('takes points back, opens what had ended, and drops all', () => {
    const back = run(distanceTool, [...click(0, 0), ...click(50, 0), ...double(100, 0), key('Backspace')]);
    expect(back.measured).toMatchObject({ done: false });
    expect(back.measured?.points).toHaveLength(2);
    expect(run(distanceTool, [...click(0, 0), key('Escape')])).toMatchObject({ measured: null, busy: false });
    expect(run(distanceTool, [...click(0, 0), key('Backspace')])).toMatchObject({
      measured: null,
      busy: false,
    });
  });

  it('does not end with one point, nor takes a slip for a second one', () => {
    expect(run(distanceTool, [...click(0, 0), key('Enter')]).measured).toMatchObject({ done: false });
    expect(run(distanceTool, [...click(0, 0), ...click(3, 3)]).measured?.points).toHaveLength(1);
  });

  it('works with keys alone: the map moves below the crosshair', () => {
    // The crosshair stays where it is on the screen.
    const cross = (east: number) =>
      at(640, 360, { at: [120 + east / 1e5, 31], metresPerPixel: 1 }) satisfies Pointer;
    const { measured } = run(distanceTool, [
      key('Enter', cross(0)),
      key('Enter', cross(200)),
      key('Enter', cross(300)),
      key('Enter', cross(300)),
    ]);
    expect(measured).toMatchObject({ done: true });
    expect(measured?.points.map(([lng]) => Math.round((lng - 120) * 1e5))).toEqual([0, 200, 300]);
  });
});

describe('measuring an area', () => {
  it('ends with a click on the first point, and needs three', () => {
    const two = [...click(0, 0), ...click(100, 0)];
    expect(run(areaTool, [...two, key('Enter')]).measured).toMatchObject({ done: false });
    const { measured, draft } = run(areaTool, [...two, ...click(100, 100), ...click(2, 2)]);
    expect(measured).toMatchObject({ done: true });
    expect(measured?.points).toHaveLength(3);
    expect(draft?.rings).toHaveLength(1);
    expect(draft?.labels).toHaveLength(1);
  });

  it('gives area and perimeter, the closing stretch too', () => {
    const points = [at(0, 0).at, at(100, 0).at, at(100, 100).at, at(0, 100).at];
    const figures = measureFigures({ kind: 'area', points });
    expect(figures.segments).toHaveLength(4);
    expect(figures.length).toBeCloseTo(
      figures.segments.reduce((sum, each) => sum + each),
      6,
    );
    expect(figures.area).toBeCloseTo(figures.segments[0] * figures.segments[1], 0);
    expect(measureFigures({ kind: 'area', points: points.slice(0, 2) })).toMatchObject({ area: null });
    expect(measureFigures({ kind: 'distance', points: [] })).toEqual({ segments: [], length: 0, area: null });
  });
});

it('figures are written in the unit that fits', () => {
  expect([0, 12.34, 99.96, 845.4, 999.6, 1234.6, 9999.6, 12_345].map(lengthText)).toEqual([
    '0.0 m',
    '12.3 m',
    '100 m',
    '845 m',
    '1.000 km',
    '1.235 km',
    '10.0 km',
    '12.3 km',
  ]);
  expect([8.52, 3200, 9999.6, 12_500, 999_949, 2_104_000].map(areaText)).toEqual([
    '8.5 m²',
    '3\u202f200 m²',
    '1.00 ha',
    '1.25 ha',
    '99.99 ha',
    '2.104 km²',
  ]);
  expect(muFigure(10_000)).toBe('15.00');
  expect(muFigure(1_000_000)).toBe('1\u202f500');
});
