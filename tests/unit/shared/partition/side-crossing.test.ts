/** The sweep over sides finds what a look at every pair finds. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cross } from '../../../../shared/partition/exact.ts';
import { sidesMeet } from '../../../../shared/partition/ring-places.ts';
import type { ArcGraph } from '../../../../shared/partition/ring-tracing.ts';
import { firstCrossing } from '../../../../shared/partition/side-crossing.ts';

type Corner = readonly [number, number];

function graphOf(arcs: readonly (readonly Corner[])[]): ArcGraph {
  const nodes = new Map<string, number>();
  const node = ([x, y]: Corner) => {
    const key = `${x},${y}`;
    if (!nodes.has(key)) nodes.set(key, nodes.size);
    return nodes.get(key) as number;
  };
  const arcFrom = Int32Array.from(arcs, (arc) => node(arc[0]));
  const arcTo = Int32Array.from(arcs, (arc) => node(arc[arc.length - 1]));
  const places = [...nodes.keys()].map((key) => key.split(',').map(Number));
  const arcStart = new Uint32Array(arcs.length + 1);
  for (const [i, arc] of arcs.entries()) arcStart[i + 1] = arcStart[i] + arc.length;
  return {
    nodeX: Int32Array.from(places, ([x]) => x),
    nodeY: Int32Array.from(places, ([, y]) => y),
    arcFrom,
    arcTo,
    arcStart,
    coords: Int32Array.from(arcs.flat(2)),
  };
}

/** By its meaning: a common place of two sides must be one end of both, a node or the corner between them. */
function crosses(arcs: readonly (readonly Corner[])[]): boolean {
  const sides = arcs.flatMap((arc, a) =>
    arc.slice(1).map((to, i) => ({
      a,
      i,
      ends: [arc[i], to],
      nodes: [i === 0 ? arc[0] : null, i + 2 === arc.length ? to : null],
    })),
  );
  const same = (p: Corner | null, q: Corner | null) =>
    p !== null && q !== null && p[0] === q[0] && p[1] === q[1];
  return sides.some((s, k) =>
    sides.slice(k + 1).some((t) => {
      const [[ax, ay], [bx, by]] = s.ends;
      const [[cx, cy], [dx, dy]] = t.ends;
      if (!sidesMeet(ax, ay, bx, by, cx, cy, dx, dy)) return false;
      const common = s.ends.flatMap((p, i) => t.ends.flatMap((q, j) => (same(p, q) ? [[i, j]] : [])));
      if (common.length !== 1) return true;
      const [[i, j]] = common;
      const between = s.a === t.a && t.i === s.i + 1 && i === 1 && j === 0;
      if (!between && !(s.nodes[i] && t.nodes[j])) return true;
      const [x, y] = s.ends[i];
      const [p, q] = [s.ends[1 - i], t.ends[1 - j]];
      return cross(x, y, ...p, ...q) === 0 && (p[0] - x) * (q[0] - x) + (p[1] - y) * (q[1] - y) > 0;
    }),
  );
}

const place = (most: number) =>
  fc.tuple(fc.integer({ min: -most, max: most }), fc.integer({ min: -most, max: most }));
/** Few places, so that sides meet in every way; and the ends of the lattice. */
const corner = fc.oneof({ weight: 9, arbitrary: place(6) }, { weight: 1, arbitrary: place(2 ** 25) });
const arc = fc
  .array(corner, { minLength: 2, maxLength: 4 })
  .filter((corners) =>
    corners.every((at, i) => i === 0 || at[0] !== corners[i - 1][0] || at[1] !== corners[i - 1][1]),
  );

it('finds a crossing where there is one, and none where there is none', () => {
  const seen = { true: 0, false: 0 };
  fc.assert(
    fc.property(fc.array(arc, { minLength: 1, maxLength: 5 }), (arcs) => {
      const expected = crosses(arcs);
      seen[`${expected}`]++;
      expect(firstCrossing(graphOf(arcs)) !== null).toBe(expected);
    }),
    { numRuns: 4000, seed: 9 },
  );
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(300);
});

it('is quick where sides are long and many', () => {
  const level = Array.from({ length: 3000 }, (_, i): Corner[] => [
    [-(2 ** 25), 20 * i],
    [2 ** 25, 20 * i + 7],
  ]);
  expect(firstCrossing(graphOf(level))).toBeNull();
  level.push([
    [0, -5],
    [0, 5],
  ]);
  expect(firstCrossing(graphOf(level))).not.toBeNull();
});
