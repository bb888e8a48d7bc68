/** Lines meet at corners afterwards, whatever they were; and the shapes on which polygon clipping is known to fail. */
import { describe, expect, it } from 'vitest';
import { nodeRings, SNAP } from '../../../../shared/partition/noding.ts';
import { check, METRES, ORIGIN } from './diagram.ts';

describe('noding', () => {
  it('a crossing is a corner of both', () => {
    const { rings, x, y } = nodeRings([
      Int32Array.from([0, 0, 100, 100, 0, 100]),
      Int32Array.from([0, 51, 200, 51, 200, 60]),
    ]);
    expect(x.length).toBeGreaterThan(6);
    const places = rings.map((ring) => new Set(Array.from(ring, (id) => `${x[id]},${y[id]}`)));
    expect([...places[0]].filter((place) => places[1].has(place))).toContain('51,51');
  });

  it('corners within reach are one, those beyond it are not', () => {
    const at = (apart: number) =>
      nodeRings([
        Int32Array.from([0, 0, 1000, 0, 0, 1000]),
        Int32Array.from([apart, 0, -1000, 0, -1000, -1000]),
      ]);
    expect(at(Math.floor(SNAP)).rings[1][0]).toBe(at(1).rings[0][0]);
    expect(at(-2).rings[1][0]).not.toBe(at(-2).rings[0][0]);
  });

  it('a ring that encloses nothing is left with nothing', () => {
    expect(nodeRings([Int32Array.from([5, 5, 5, 5, 6, 5])]).rings[0].length).toBeLessThan(3);
    expect(nodeRings([new Int32Array(0)]).rings[0]).toHaveLength(0);
  });

  it('lines that cross each other some million times are refused, not worked at for ever', () => {
    const fan = (turn: number) =>
      Int32Array.from({ length: 2 * 1200 }, (_, i) => {
        const [k, along] = [i >> 1, (i >> 1) % 2 === 0 ? -30_000_000 : 30_000_000];
        const across = (k - 600) * 50_000;
        return (i % 2 === 0) === (turn === 0) ? along : across;
      });
    expect(() => nodeRings([fan(0), fan(1)])).toThrow(expect.objectContaining({ code: 'too-tangled' }));
  });
});

const [X, Y] = ORIGIN;
const ring = (...corners: [number, number][]) => corners.map(([x, y]) => [X + x, Y + y]);
const grid = (name: string, ...rings: number[][][]) => ({ name, row: 1, polygons: [rings] });

/** What clipping libraries fail on, as their trackers tell it; here two grids of one plan. */
describe('known failures of others', () => {
  it('polygon-clipping 139: a square of 4 with a hole, and a neighbour whose corners differ in the 16th digit', () => {
    const off = 4.440892098500626e-16;
    const result = check([
      grid('outer', ring([0, 0], [4, 0], [4, 4], [0, 4]), ring([1, 1], [3, 1], [3, 3], [1, 3])),
      grid('inner', ring([1 - off, 1 + off], [3 + off, 1], [3, 3 - off], [1 + off, 3])),
    ]);
    expect(result.clean).toBe(true);
    expect(result.grids.map(({ area }) => Math.round(area * 100) / 100)).toEqual([12, 4]);
  });

  it('turf 2887: a cut-out along a common side is a bay, not a hole', () => {
    const result = check([
      grid('a', ring([0, 0], [30, 0], [30, 10], [20, 10], [20, 5], [10, 5], [10, 10], [0, 10])),
      grid('b', ring([10, 5], [20, 5], [20, 10], [10, 10])),
    ]);
    expect(result).toMatchObject({ clean: true, grids: [{ holes: 0 }, { holes: 0 }] });
  });

  it('turf 2928: a corner missing on the common line leaves no sliver', () => {
    const result = check([
      grid('a', ring([0, 0], [33.333_333_333, 17.171_717_17], [0, 40])),
      grid('b', ring([0, 0], [50, 0], [33.333_333_333, 17.171_717_17], [11.111_111_111, 5.723_905_723])),
    ]);
    expect(result).toMatchObject({ clean: true, slivers: [] });
  });

  it('turf 2299: polygons of a few metres by Hangzhou, in degrees', () => {
    const [lng, lat] = [120.153_576_1, 30.287_459_3];
    const at = (x: number, y: number) => [lng + x * 1e-5, lat + y * 1e-5];
    const result = check(
      [
        { name: 'a', row: 1, polygons: [[[at(0, 0), at(3, 0), at(3, 3), at(0, 3)]]] },
        { name: 'b', row: 2, polygons: [[[at(2, 1), at(5, 1), at(5, 2), at(2, 2)]]] },
      ],
      { crs: { ...METRES, id: 'EPSG:4326', unit: 'degree', definition: { form: 'degrees' } } },
    );
    // 1e-5 degrees are 0.9623 m east and 1.1086 m north there.
    expect(result.overlaps).toHaveLength(1);
    expect(result.overlaps[0].area).toBeCloseTo(0.9623 * 1.1086, 2);
  });

  it('QGIS 35079: a corner of three grids, 1e-9 apart, is one corner', () => {
    const e = 1e-9;
    const result = check([
      grid('a', ring([0, 0], [10, 0], [10 + e, 10 - e], [0, 10])),
      grid('b', ring([10, 0], [20, 0], [20, 10], [10, 10])),
      grid('c', ring([0, 10], [10 - e, 10 + e], [20, 10], [20, 20], [0, 20])),
    ]);
    expect(result.clean).toBe(true);
  });

  it('editable-layers: the millimetre that a split leaves is below the lattice, 5 mm are a gap', () => {
    const split = (gap: number) =>
      check(
        [
          grid('a', ring([0, 0], [10, 0], [10, 10], [0, 10])),
          grid('b', ring([10 + gap, 0], [20, 0], [20, 10], [10 + gap, 10])),
        ],
        {
          boundary: [grid('z', ring([0, 0], [20, 0], [20, 10], [0, 10]))],
        },
      );
    expect(split(0.001).clean).toBe(true);
    expect(split(0.005)).toMatchObject({ gaps: [{ grids: ['a', 'b'] }], slivers: [{ kind: 'gap' }] });
  });
});
