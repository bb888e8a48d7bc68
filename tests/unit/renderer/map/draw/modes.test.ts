import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cornersMode } from '../../../../../renderer/map/draw/corners.mode.ts';
import { cutMode } from '../../../../../renderer/map/draw/cut.mode.ts';
import type { DrawEvent, DrawMode } from '../../../../../renderer/map/draw/draw-mode.ts';
import { entranceMode } from '../../../../../renderer/map/draw/entrance.mode.ts';
import { rectangleMode } from '../../../../../renderer/map/draw/rectangle.mode.ts';
import { emptySketch, pathsOf, type Sketch } from '../../../../../renderer/map/draw/sketch.ts';
import { snapTo } from '../../../../../renderer/map/draw/snap.ts';
import { verticesMode } from '../../../../../renderer/map/draw/vertices.mode.ts';
import {
  type Corner,
  crossingSides,
  ringSquareMetres,
  storedCorner,
} from '../../../../../shared/geo/outline.ts';

/** One pixel is one 1e-5 degree, some 1 m; y grows downwards as on a screen. */
const cornerAt = (x: number, y: number): Corner => storedCorner([120.62 + x * 1e-5, 31.31 - y * 1e-5]);
const project = ([lng, lat]: Corner) => ({ x: (lng - 120.62) * 1e5, y: (31.31 - lat) * 1e5 });
const hand = (x: number, y: number, keys: { shift?: boolean; alt?: boolean } = {}) => ({
  at: cornerAt(x, y),
  x,
  y,
  shift: false,
  alt: false,
  ...keys,
});
const click = (x: number, y: number, keys = {}): DrawEvent[] => [
  { type: 'down', pointer: hand(x, y, keys) },
  { type: 'up', pointer: hand(x, y, keys) },
];
const key = (name: 'Enter' | 'Backspace' | 'Delete' | 'Escape'): DrawEvent[] => [{ type: 'key', key: name }];

/** Plays events; `past` are the sketches that undo leads to. */
function play<S>(mode: DrawMode<S>, sketch: Sketch, ...events: DrawEvent[][]) {
  let state = mode.start;
  let now = sketch;
  const past: Sketch[] = [];
  let next: string | undefined;
  let refused: string | undefined;
  for (const event of events.flat()) {
    const step = mode.step(state, event, now, { project });
    state = step.state;
    if (step.before) past.push(step.before);
    now = step.sketch ?? now;
    next = step.next ?? next;
    refused = step.refused ?? refused;
  }
  return { state, sketch: now, past, next, refused };
}
const EMPTY = emptySketch('building');
const house = (): Sketch => ({
  ...EMPTY,
  rings: [{ role: 0, ring: [cornerAt(0, 0), cornerAt(100, 0), cornerAt(100, 60), cornerAt(0, 60)] }],
});
const ringOf = (sketch: Sketch) => sketch.rings[0].ring;

describe('corner by corner', () => {
  const three = [...click(0, 0), ...click(100, 0), ...click(100, 60)];

  test.each([
    ['a click on the first corner', click(3, 3)],
    ['Enter', key('Enter')],
    ['a double click', [...click(101, 61), { type: 'double' as const, pointer: hand(101, 61) }]],
  ])('%s ends the outline, and the corners can be corrected at once', (_, end) => {
    const done = play(cornersMode, EMPTY, three, end);
    expect(ringOf(done.sketch)).toEqual([cornerAt(0, 0), cornerAt(100, 0), cornerAt(100, 60)]);
    expect(done.past).toEqual([EMPTY]);
    expect(done.next).toBe('vertices');
    expect(cornersMode.busy(done.state)).toBe(false);
  });

  test('two corners are no outline', () => {
    const done = play(cornersMode, EMPTY, click(0, 0), click(100, 0), key('Enter'));
    expect(done.sketch).toBe(EMPTY);
    expect(cornersMode.busy(done.state)).toBe(true);
  });

  test('Backspace takes one back, Escape all; the sketch that was there stays', () => {
    const there = house();
    const back = play(cornersMode, there, three, key('Backspace'));
    expect(cornersMode.hint(back.state, there).trail).toHaveLength(2);
    const gone = play(cornersMode, there, three, key('Escape'));
    expect(gone.sketch).toBe(there);
    expect(cornersMode.busy(gone.state)).toBe(false);
  });

  test('a wall is a line and does not close', () => {
    const wall = emptySketch('barrier');
    const done = play(cornersMode, wall, click(0, 0), click(100, 0), click(2, 2), key('Enter'));
    expect(done.sketch.line).toHaveLength(3);
    expect(done.sketch.rings).toEqual([]);
  });

  test('whatever is clicked, the outline is of the places clicked, each stored as it is kept', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 }));
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), (places) => {
        const done = play(cornersMode, EMPTY, ...places.map(([x, y]) => click(x, y)), key('Enter'));
        const ring = done.sketch.rings[0]?.ring ?? [];
        const clicked = new Set(places.map(([x, y]) => cornerAt(x, y).join()));
        expect(ring.every((corner) => clicked.has(corner.join()))).toBe(true);
        expect(ring.length === 0 || ring.length >= 3).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a rectangle', () => {
  test('by three clicks has right angles', () => {
    const { sketch, next } = play(rectangleMode, EMPTY, click(0, 0), click(100, 20), click(90, 80));
    expect(ringOf(sketch)).toHaveLength(4);
    expect(crossingSides(ringOf(sketch))).toBeNull();
    expect(next).toBe('vertices');
  });

  test('the second click of a double click draws no side', () => {
    const { state, sketch } = play(rectangleMode, EMPTY, click(0, 0), click(0, 0), click(50, 0));
    expect(sketch).toBe(EMPTY);
    expect(rectangleMode.hint(state, sketch).trail).toHaveLength(2);
  });

  test('the tool changed in the middle leaves nothing', () => {
    const { state } = play(rectangleMode, EMPTY, click(0, 0), click(100, 0), key('Escape'));
    expect(rectangleMode.busy(state)).toBe(false);
  });
});

describe('correcting corners', () => {
  const drag = (from: [number, number], to: [number, number]): DrawEvent[] => [
    { type: 'down', pointer: hand(...from) },
    { type: 'move', pointer: hand((from[0] + to[0]) / 2, (from[1] + to[1]) / 2) },
    { type: 'move', pointer: hand(...to) },
    { type: 'up', pointer: hand(...to) },
  ];

  test('a drag moves the corner under the pointer, as one change', () => {
    const there = house();
    const { sketch, past } = play(verticesMode, there, drag([99, 58], [120, 80]));
    expect(ringOf(sketch)[2]).toEqual(cornerAt(120, 80));
    expect(past).toEqual([there]);
  });

  test('a slip of the hand moves nothing', () => {
    const there = house();
    const done = play(verticesMode, there, drag([100, 60], [102, 61]));
    expect(done.sketch).toBe(there);
    expect(done.past).toEqual([]);
    expect(done.state.chosen).toEqual({ path: 0, index: 2 });
  });

  test('the middle of a side becomes a corner', () => {
    const { sketch } = play(verticesMode, house(), drag([50, 1], [50, -20]));
    expect(ringOf(sketch)).toHaveLength(5);
    expect(ringOf(sketch)[1]).toEqual(cornerAt(50, -20));
  });

  test('Escape in a drag leaves all as it was', () => {
    const there = house();
    const half: DrawEvent[] = [
      { type: 'down', pointer: hand(100, 60) },
      { type: 'move', pointer: hand(150, 90) },
    ];
    expect(play(verticesMode, there, half, key('Escape')).sketch).toBe(there);
  });

  test('Delete and Alt-click take corners away, but never below three', () => {
    const less = play(verticesMode, house(), click(100, 60), key('Delete'));
    expect(ringOf(less.sketch)).toHaveLength(3);
    const kept = play(verticesMode, less.sketch, click(100, 0, { alt: true }));
    expect(kept.sketch).toBe(less.sketch);
    expect(kept.refused).toBe('few');
  });

  test('arrow keys move the chosen corner by metres', () => {
    const nudge: DrawEvent[] = [{ type: 'nudge', east: 1, north: -1 }];
    const { sketch } = play(verticesMode, house(), click(0, 0), nudge);
    const [lng, lat] = ringOf(sketch)[0];
    expect((lng - 120.62) * 111_195 * Math.cos((31.31 * Math.PI) / 180)).toBeCloseTo(1, 1);
    expect((lat - 31.31) * 111_195).toBeCloseTo(-1, 1);
  });

  test('an entrance on a moved side stays on it', () => {
    const there = {
      ...house(),
      entrances: [{ row: 3, label: '1', at: cornerAt(50, 60), piece: 0 as const }],
    };
    const { sketch } = play(verticesMode, there, drag([100, 60], [100, 100]));
    expect(sketch.entrances[0].at).not.toEqual(cornerAt(50, 60));
    expect(sketch.entrances[0].row).toBe(3);
  });

  test('undone one by one leads back to the start, whatever was dragged', () => {
    const places = fc.tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: -50, max: 150 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(places, places), { maxLength: 8 }), (drags) => {
        const there = house();
        const { past, sketch } = play(verticesMode, there, ...drags.map(([from, to]) => drag(from, to)));
        expect(past[0] ?? sketch).toEqual(there);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a cut', () => {
  test('leaves one piece and gives the other, with the doors that stand at it', () => {
    const doors = [10, 90].map((x, i) => ({
      row: i,
      label: String(i),
      at: cornerAt(x, 0),
      piece: 0 as const,
    }));
    const there = { ...house(), entrances: doors };
    const { sketch, past } = play(cutMode, there, click(50, -20), click(50, 80), key('Enter'));
    const whole = ringSquareMetres(ringOf(there));
    expect(ringSquareMetres(ringOf(sketch)) + ringSquareMetres(sketch.cut ?? [])).toBeCloseTo(whole, -1);
    expect(sketch.entrances.map(({ piece }) => piece).sort()).toEqual([0, 1]);
    expect(pathsOf(sketch)).toHaveLength(2);
    expect(past).toEqual([there]);
  });

  test('that misses says so and changes nothing', () => {
    const there = house();
    const { sketch, refused } = play(cutMode, there, click(-20, -20), click(-20, 80), key('Enter'));
    expect(sketch).toBe(there);
    expect(refused).toBe('cut.misses');
  });
});

describe('entrances', () => {
  test('a click puts one on the outline and numbers it', () => {
    const { sketch } = play(entranceMode, house(), click(30, 5), click(70, 3));
    expect(sketch.entrances.map(({ label }) => label)).toEqual(['1', '2']);
    for (const { at } of sketch.entrances) expect(project(at).y).toBeCloseTo(0, 1);
  });

  test('far from any outline, or without one, a click means nothing', () => {
    expect(play(entranceMode, house(), click(50, -40)).refused).toBe('entrance.far');
    expect(play(entranceMode, EMPTY, click(0, 0)).refused).toBe('entrance.none');
  });

  test('a drag moves it along the outline; Delete takes it away and remembers its record', () => {
    const there = { ...house(), entrances: [{ row: 9, label: 'A', at: cornerAt(30, 0), piece: 0 as const }] };
    const moved = play(entranceMode, there, [
      { type: 'down', pointer: hand(30, 1) },
      { type: 'move', pointer: hand(104, 40) },
      { type: 'up', pointer: hand(104, 40) },
    ]);
    expect(project(moved.sketch.entrances[0].at).x).toBeCloseTo(100, 1);
    expect(moved.past).toEqual([there]);
    const gone = play(entranceMode, there, click(30, 0), key('Delete'));
    expect(gone.sketch.entrances).toEqual([]);
    expect(gone.sketch.removed).toEqual([9]);
  });
});

describe('snapping', () => {
  const paths = [{ corners: [cornerAt(0, 0), cornerAt(100, 0), cornerAt(100, 60)], closed: true }];
  const snap = (x: number, y: number, shift = false, behind: Corner[] = []) =>
    snapTo(hand(x, y, { shift }), paths, { project, reach: 1e-3, behind });

  test('a corner within eight pixels comes before a side', () => {
    expect(snap(96, 5)).toEqual({ at: cornerAt(100, 0), by: 'corner' });
    expect(snap(50, 7).by).toBe('side');
    expect(project(snap(50, 7).at).y).toBeCloseTo(0, 3);
    expect(snap(50, 9)).toEqual({ at: cornerAt(50, 9), by: null });
  });

  test('Shift keeps a right angle to the side before, whatever is near', () => {
    const squared = snap(104, 44, true, [cornerAt(0, 0), cornerAt(100, 0)]);
    expect(squared.by).toBe('square');
    expect(project(squared.at).x).toBeCloseTo(100, 0);
  });
});
