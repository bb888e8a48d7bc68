import { describe, expect, it } from 'vitest';
import { rowOrderFaults } from '../../../../shared/sample/row-order.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import {
  areaInMetres,
  countPeople,
  geometry,
  homesPerGrid,
  looseEdges,
  overlaps,
  table,
  word,
} from './sample-checks.ts';

const gusu = generateSample('gusu', 1);

describe('the district sample', { timeout: 30_000 }, () => {
  it('holds the published figures', () => {
    expect(countPeople(gusu)).toMatchObject({
      registered: 750_700,
      floating: 366_800,
      permanent: 928_400,
      away: 189_100,
      linked: 1_005_750,
    });
    expect(table(gusu, 'residents').rows).toBe(1_117_500);
    expect(table(gusu, 'devices').rows).toBe(8_000);
    expect(table(gusu, 'cameras').rows).toBeGreaterThan(9_800);
    expect(table(gusu, 'cameras').rows).toBeLessThanOrEqual(10_000);
    const levels = Array.from({ length: table(gusu, 'areas').rows }, (_, r) =>
      word(gusu, 'areas', 'level', r),
    );
    expect(levels.filter((level) => level === 'street')).toHaveLength(8);
    expect(levels.filter((level) => level === 'community')).toHaveLength(169);
    expect(areaInMetres(gusu, 'areas', 'boundary', 0) / 1e6).toBeCloseTo(83.4, 1);
    const old = levels.flatMap((level, r) => (level === 'street' ? [r] : [])).slice(0, 3);
    const sum = old.reduce((total, r) => total + areaInMetres(gusu, 'areas', 'boundary', r), 0);
    expect(sum / 1e6).toBeCloseTo(14.2, 1);
    expect(table(gusu, 'buildings').rows).toBeGreaterThan(22_000);
    expect(table(gusu, 'homes').rows).toBeGreaterThan(405_000);
  });

  it('lies in the promised order', () => {
    expect(rowOrderFaults(gusu)).toEqual([]);
  });

  it('has communities and grids that share their edges', () => {
    const levels = Array.from({ length: table(gusu, 'areas').rows }, (_, r) => r);
    const communities = levels.filter((r) => word(gusu, 'areas', 'level', r) === 'community');
    const boundary = geometry(gusu, 'areas', 'boundary');
    const rim = boundary.ringVertices[1] - boundary.ringVertices[0];
    expect(looseEdges(boundary, communities)).toEqual({ inner: rim, repeated: 0 });
    const grids = Array.from({ length: table(gusu, 'grids').rows }, (_, r) => r);
    expect(looseEdges(geometry(gusu, 'grids', 'outline'), grids)).toEqual({ inner: rim, repeated: 0 });
  });

  it('has grids of 300 to 500 homes, but for the exclusive ones', () => {
    const homes = homesPerGrid(gusu).filter((_, r) => word(gusu, 'grids', 'kind', r) === 'general');
    const good = homes.filter((n) => n >= 300 && n <= 500).length;
    expect(good / homes.length).toBeGreaterThan(0.96);
  });

  it('has no overlapping footprints where looked at', () => {
    expect(overlaps(gusu, 7)).toEqual([]);
  });
});
