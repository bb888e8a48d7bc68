import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Corner,
  crossingSides,
  metresBetweenCorners,
  nearestOnOutline,
  overlapSquareMetres,
  rectangleOf,
  ringSquareMetres,
  squaredCorner,
} from '../../../../shared/geo/outline.ts';
import { cutOutline } from '../../../../shared/geo/outline-cut.ts';

/** Metres east and north of a place in Suzhou. */
const at = (x: number, y: number): Corner => [
  120.62 + x / (111_195.08 * Math.cos((31.31 * Math.PI) / 180)),
  31.31 + y / 111_195.08,
];
const ring = (...places: [number, number][]): Corner[] => places.map(([x, y]) => at(x, y));
const box = (x: number, y: number, width: number, height: number) =>
  ring([x, y], [x + width, y], [x + width, y + height], [x, y + height]);

/**
 * Letters in the order of the alphabet are the corners; a cell is 10 m, north up.
 *
 * @throws nothing: a drawing without letters is an empty ring.
 */
function drawn(picture: string): Corner[] {
  const rows = picture.split('\n').filter((row) => row.trim() !== '');
  const found: { letter: string; place: [number, number] }[] = [];
  rows.forEach((row, y) => {
    [...row].forEach((letter, x) => {
      if (/[A-Z]/.test(letter)) found.push({ letter, place: [x * 10, (rows.length - y) * 10] });
    });
  });
  found.sort((a, b) => (a.letter < b.letter ? -1 : 1));
  return ring(...found.map(({ place }) => place));
}

describe('an outline that crosses itself', () => {
  test.each([
    ['a square', 'A---B\n|   |\nD---C', false],
    ['an L', 'A-B  \n| |  \n| C-D\n|   |\nF---E', false],
    ['a bow tie', 'A---C\n|   |\nD---B', true],
    ['a corner on another side', 'A-D-B\n|   |\nE---C', true],
    ['a spike that turns back along itself', 'A-C-B\n|   |\nE---D', true],
    ['a triangle', 'A-  B\n\n  C', false],
    ['a pinched waist', 'A---B\n  |  \n  C  \n  |  \nF---D', false],
  ])('%s: %#', (_, picture, crosses) => {
    expect(crossingSides(drawn(picture)) !== null).toBe(crosses);
  });

  test('two corners in one place are told', () => {
    expect(crossingSides([...box(0, 0, 10, 10), at(0, 10)])).not.toBeNull();
  });

  test('no star of growing angles does, whatever its radii', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 3, maxLength: 20 }), (radii) => {
        const star = radii.map((radius, i) => {
          const angle = (2 * Math.PI * i) / radii.length;
          return at(radius * Math.cos(angle), radius * Math.sin(angle));
        });
        expect(crossingSides(star)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });
});

describe('measures', () => {
  test('a box of 20 by 10 metres has 200 square metres', () => {
    expect(ringSquareMetres(box(0, 0, 20, 10))).toBeCloseTo(200, 1);
    expect(ringSquareMetres(box(0, 0, 20, 10).reverse())).toBeCloseTo(200, 1);
  });

  test('the nearest place of an outline', () => {
    const found = nearestOnOutline(box(0, 0, 20, 10), at(7, 14));
    expect(found?.edge).toBe(2);
    expect(found?.metres).toBeCloseTo(4, 3);
    expect(metresBetweenCorners(found?.at ?? at(0, 0), at(7, 10))).toBeLessThan(0.01);
    expect(nearestOnOutline([], at(0, 0))).toBeNull();
    expect(nearestOnOutline(box(0, 0, 20, 10), at(-3, 5), false)?.metres).toBeCloseTo(Math.hypot(3, 5), 2);
  });

  test.each([
    ['apart', box(0, 0, 10, 10), box(20, 0, 10, 10), 0],
    ['side by side', box(0, 0, 10, 10), box(10, 0, 10, 10), 0],
    ['a quarter', box(0, 0, 10, 10), box(5, 5, 10, 10), 25],
    ['within', box(0, 0, 30, 30), box(5, 5, 10, 10), 100],
    ['the same', box(0, 0, 10, 10), box(0, 0, 10, 10), 100],
    ['a cross', box(0, 10, 30, 10), box(10, 0, 10, 30), 100],
    [
      'the notch of an L',
      ring([0, 0], [30, 0], [30, 10], [10, 10], [10, 30], [0, 30]),
      box(10, 10, 20, 20),
      0,
    ],
    ['over the notch', ring([0, 0], [30, 0], [30, 10], [10, 10], [10, 30], [0, 30]), box(5, 5, 10, 10), 75],
  ])('the shared area of %s', (_, a, b, area) => {
    expect(overlapSquareMetres([a], [b])).toBeCloseTo(area, 1);
    expect(overlapSquareMetres([b], [a])).toBeCloseTo(area, 1);
  });

  test('a court does not count', () => {
    expect(overlapSquareMetres([box(0, 0, 30, 30), box(10, 10, 10, 10)], [box(10, 10, 10, 10)])).toBeCloseTo(
      0,
      2,
    );
  });
});

describe('right angles', () => {
  const angle = (a: Corner, b: Corner, c: Corner) => {
    const k = Math.cos((31.31 * Math.PI) / 180);
    const [ux, uy] = [(a[0] - b[0]) * k, a[1] - b[1]];
    const [vx, vy] = [(c[0] - b[0]) * k, c[1] - b[1]];
    return (ux * vx + uy * vy) / Math.hypot(ux, uy) / Math.hypot(vx, vy);
  };
  const place = fc.tuple(fc.integer({ min: -80, max: 80 }), fc.integer({ min: -80, max: 80 }));

  test('a rectangle of any three clicks has four, and holds both ends of its side', () => {
    fc.assert(
      fc.property(place, place, place, ([ax, ay], [bx, by], [cx, cy]) => {
        fc.pre(Math.hypot(ax - bx, ay - by) > 2);
        const [a, b, c, d] = rectangleOf(at(ax, ay), at(bx, by), at(cx, cy));
        fc.pre(metresBetweenCorners(b, c) > 0.5);
        for (const [p, q, r] of [
          [a, b, c],
          [b, c, d],
          [c, d, a],
          [d, a, b],
        ] as const)
          expect(Math.abs(angle(p, q, r))).toBeLessThan(1e-3);
        expect(metresBetweenCorners(a, at(ax, ay)) + metresBetweenCorners(b, at(bx, by))).toBeLessThan(1e-3);
      }),
      { numRuns: 100 },
    );
  });

  test('a squared corner stands at a right angle or in line', () => {
    fc.assert(
      fc.property(place, place, ([bx, by], [cx, cy]) => {
        fc.pre(Math.hypot(bx, by) > 2 && Math.hypot(bx - cx, by - cy) > 2);
        const to = squaredCorner(at(0, 0), at(bx, by), at(cx, cy));
        fc.pre(metresBetweenCorners(to, at(bx, by)) > 0.5);
        const cosine = Math.abs(angle(at(0, 0), at(bx, by), to));
        expect(Math.min(cosine, 1 - cosine)).toBeLessThan(1e-3);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a cut', () => {
  const house = box(0, 0, 30, 10);
  test('through a house gives two that share the cut and lose nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 28 }), fc.integer({ min: 2, max: 28 }), (low, high) => {
        const cut = cutOutline(house, [at(low, -5), at(high, 15)]);
        if ('refused' in cut) throw new Error(cut.refused);
        const [left, right] = cut.pieces;
        expect(ringSquareMetres(left) + ringSquareMetres(right)).toBeCloseTo(300, 0);
        expect(overlapSquareMetres([left], [right])).toBeLessThan(0.05);
        expect(crossingSides(left) ?? crossingSides(right)).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  test('with a bend inside keeps the bend in both', () => {
    const cut = cutOutline(house, [at(10, -5), at(10, 5), at(20, 5), at(20, 15)]);
    if ('refused' in cut) throw new Error(cut.refused);
    expect(cut.pieces.map((piece) => piece.length)).toEqual([6, 6]);
    expect(cut.pieces.map(ringSquareMetres).reduce((a, b) => a + b)).toBeCloseTo(300, 0);
  });

  test('from corner to corner makes two triangles', () => {
    const cut = cutOutline(house, [house[0], house[2]]);
    if ('refused' in cut) throw new Error(cut.refused);
    expect(cut.pieces.map((piece) => piece.length)).toEqual([3, 3]);
  });

  test.each([
    ['beside it', [at(-5, -5), at(-5, 15)], 'misses'],
    ['into it and no farther', [at(10, -5), at(10, 5)], 'misses'],
    ['in and out twice', [at(5, -5), at(5, 15), at(20, 15), at(20, -5)], 'many'],
    ['a single place', [at(10, 5)], 'misses'],
  ] as const)('%s is refused', (_, line, refused) => {
    expect(cutOutline(house, line)).toEqual({ refused });
  });
});
