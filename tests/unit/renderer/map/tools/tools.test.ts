import { describe, expect, it } from 'vitest';
import { boxTool } from '../../../../../renderer/map/tools/box.ts';
import { circleRing, circleTool, metresBetween } from '../../../../../renderer/map/tools/circle.ts';
import { draftFeatures, metresText } from '../../../../../renderer/map/tools/draft-source.ts';
import { lassoTool } from '../../../../../renderer/map/tools/lasso.ts';
import { brushAfterWheel, PAINT_START, paintStep } from '../../../../../renderer/map/tools/paint.ts';
import { polygonTool } from '../../../../../renderer/map/tools/polygon.ts';
import { placeIn } from '../../../../../renderer/map/tools/screen.ts';
import {
  combineOf,
  type DrawingTool,
  type Outcome,
  type Pointer,
  type ToolEvent,
} from '../../../../../renderer/map/tools/tool.ts';

/** A pointer at a pixel; a pixel is a hundred-thousandth of a degree. */
const at = (x: number, y: number, keys: Partial<Pointer> = {}): Pointer => ({
  at: [120 + x / 1e5, 31 - y / 1e5],
  x,
  y,
  shift: false,
  alt: false,
  ...keys,
});
const mouse = (
  type: 'down' | 'move' | 'up' | 'double',
  x: number,
  y: number,
  keys?: Partial<Pointer>,
): ToolEvent => ({
  type,
  pointer: at(x, y, keys),
});
const key = (name: 'Enter' | 'Backspace' | 'Escape'): ToolEvent => ({ type: 'key', key: name });
/** A click as the driver tells it. */
const click = (x: number, y: number, keys?: Partial<Pointer>): ToolEvent[] => [
  mouse('down', x, y, keys),
  mouse('up', x, y, keys),
];

function run<State>(tool: DrawingTool<State>, events: ToolEvent[]) {
  let state = tool.start;
  const outcomes: Outcome[] = [];
  let draft = null;
  for (const event of events) {
    const step = tool.step(state, event);
    state = step.state;
    draft = step.draft;
    if (step.outcome) outcomes.push(step.outcome);
  }
  return { state, outcomes, draft, busy: tool.busy(state) };
}

describe('modifier keys', () => {
  it('choose how a shape combines', () => {
    expect(combineOf({ shift: false, alt: false })).toBe('replace');
    expect(combineOf({ shift: true, alt: false })).toBe('add');
    expect(combineOf({ shift: false, alt: true })).toBe('subtract');
    expect(combineOf({ shift: true, alt: true })).toBe('intersect');
  });
});

describe('box', () => {
  it('any two corners give ordered bounds; the keys at the start count', () => {
    const { outcomes, busy } = run(boxTool, [
      mouse('down', 50, 10, { alt: true }),
      mouse('move', 20, 30),
      mouse('up', 10, 60),
    ]);
    expect(outcomes).toEqual([
      {
        shape: { type: 'box', bounds: [120 + 10 / 1e5, 31 - 60 / 1e5, 120 + 50 / 1e5, 31 - 10 / 1e5] },
        combine: 'subtract',
      },
    ]);
    expect(busy).toBe(false);
  });
  it('a slip of the hand and Esc give nothing', () => {
    expect(run(boxTool, [mouse('down', 5, 5), mouse('up', 6, 6)]).outcomes).toEqual([]);
    const dropped = run(boxTool, [
      mouse('down', 5, 5),
      mouse('move', 90, 90),
      key('Escape'),
      mouse('up', 90, 90),
    ]);
    expect(dropped.outcomes).toEqual([]);
  });
});

describe('circle', () => {
  it('its radius is the distance dragged, in metres', () => {
    const { outcomes } = run(circleTool, [mouse('down', 0, 0), mouse('up', 100, 0)]);
    const shape = outcomes[0].shape;
    expect(shape.type).toBe('circle');
    // 0.001 degrees of longitude at 31 N: 111.195 km x cos 31 / 1000.
    if (shape.type === 'circle') expect(shape.radius).toBeCloseTo(95.31, 1);
  });
  it('the ring shown lies at the radius all round', () => {
    for (const place of circleRing([120, 31], 250))
      expect(Math.abs(metresBetween([120, 31], place) - 250)).toBeLessThan(0.1);
  });
});

describe('lasso', () => {
  it('keeps points apart and closes when let go', () => {
    const trail = [
      mouse('down', 0, 0),
      mouse('move', 1, 0),
      mouse('move', 20, 0),
      mouse('move', 20, 20),
      mouse('up', 0, 20),
    ];
    const { outcomes } = run(lassoTool, trail);
    const shape = outcomes[0].shape;
    expect(shape.type === 'polygon' && shape.rings[0]).toHaveLength(3);
  });
  it('a click is not a lasso', () => {
    expect(run(lassoTool, [mouse('down', 0, 0), mouse('up', 0, 0)]).outcomes).toEqual([]);
  });
});

describe('polygon', () => {
  const square = [...click(0, 0), ...click(100, 0), ...click(100, 100), ...click(0, 100)];
  const ringsOf = (outcomes: Outcome[]) =>
    outcomes[0]?.shape.type === 'polygon' ? outcomes[0].shape.rings : [];

  it('ends by Enter, by double click and by the first vertex alike', () => {
    const byEnter = run(polygonTool, [...square, key('Enter')]);
    const byDouble = run(polygonTool, [...square, ...click(0, 100), mouse('double', 0, 100)]);
    const byFirst = run(polygonTool, [...square, ...click(3, 3)]);
    for (const { outcomes, busy } of [byEnter, byDouble, byFirst]) {
      expect(ringsOf(outcomes)[0]).toHaveLength(4);
      expect(busy).toBe(false);
    }
  });
  it('Backspace takes one back, too few vertices end nothing, Esc drops all', () => {
    const taken = run(polygonTool, [...square, key('Backspace'), key('Enter')]);
    expect(ringsOf(taken.outcomes)[0]).toHaveLength(3);
    const two = run(polygonTool, [...click(0, 0), ...click(50, 0), key('Enter')]);
    expect(two.outcomes).toEqual([]);
    expect(two.busy).toBe(true);
    expect(run(polygonTool, [...square, key('Escape')]).busy).toBe(false);
  });
  it('Shift-click inside begins a hole; outside it stays with the outer ring', () => {
    const hole = [...click(20, 20, { shift: true }), ...click(60, 20), ...click(60, 60), key('Enter')];
    const { outcomes } = run(polygonTool, [...square, ...hole, key('Enter')]);
    expect(ringsOf(outcomes).map((ring) => ring.length)).toEqual([4, 3]);
    const outside = run(polygonTool, [...square, ...click(-50, 50, { shift: true }), key('Enter')]);
    expect(ringsOf(outside.outcomes).map((ring) => ring.length)).toEqual([5]);
  });
  it('the first click says how it combines', () => {
    const { outcomes } = run(polygonTool, [
      ...click(0, 0, { shift: true }),
      ...click(90, 0),
      ...click(90, 90),
      key('Enter'),
    ]);
    expect(outcomes[0].combine).toBe('add');
  });
});

describe('brush', () => {
  it('meets each building once a stroke and hands over the whole stroke', () => {
    let step = paintStep(PAINT_START, { type: 'down', rows: [4, 7], alt: false });
    expect(step.added).toEqual([4, 7]);
    step = paintStep(step.state, { type: 'move', rows: [7, 9], alt: true });
    expect(step.added).toEqual([9]);
    step = paintStep(step.state, { type: 'up' });
    expect(step.done).toEqual({ rows: [4, 7, 9], erase: false });
    expect(step.state).toEqual(PAINT_START);
  });
  it('paints nothing while the button is up, and a cancelled stroke leaves nothing', () => {
    expect(paintStep(PAINT_START, { type: 'move', rows: [1], alt: false }).added).toEqual([]);
    const begun = paintStep(PAINT_START, { type: 'down', rows: [1], alt: false });
    const dropped = paintStep(begun.state, { type: 'cancel' });
    expect(paintStep(dropped.state, { type: 'up' }).done).toBeUndefined();
  });
  it('the wheel changes its size within limits', () => {
    let radius = 14;
    for (let i = 0; i < 50; i++) radius = brushAfterWheel(radius, -1);
    expect(radius).toBe(80);
    for (let i = 0; i < 90; i++) radius = brushAfterWheel(radius, 1);
    expect(radius).toBe(4);
  });
});

describe('draft', () => {
  it('closes rings and names the metres', () => {
    const { features } = draftFeatures({
      rings: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      ],
      line: [],
      vertices: [
        [0, 0],
        [1, 0],
      ],
      label: { at: [1, 1], metres: 1234 },
      labels: [],
    });
    expect(features.map((f) => f.properties?.['role'])).toEqual(['area', 'first', 'vertex', 'label']);
    expect(features[0].geometry).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    });
    expect(metresText(86.4)).toBe('86 m');
    expect(features[3].properties?.['text']).toBe('1.23 km');
  });
});

describe('the place of the pointer', () => {
  const element = (scale: number) => ({
    offsetWidth: 800,
    getBoundingClientRect: () => ({ left: 90, top: 30, width: 800 * scale, height: 600 * scale }),
  });

  it.each([1, 1.25, 1.5])('is in pixels of the map when the interface is scaled by %d', (scale) => {
    const at = placeIn(element(scale), { clientX: 90 + 200 * scale, clientY: 30 + 100 * scale });
    expect(at.x).toBeCloseTo(200);
    expect(at.y).toBeCloseTo(100);
  });

  it('is that of the window while the map has no size', () => {
    const none = { offsetWidth: 0, getBoundingClientRect: () => ({ left: 0, top: 0, width: 0, height: 0 }) };
    expect(placeIn(none, { clientX: 7, clientY: 9 })).toEqual({ x: 7, y: 9 });
  });
});
