import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  isOnCommunity,
  measureForWall,
  WALL_MEASURES,
  WallViewSchema,
} from '../../../../shared/host/wall-view.ts';
import { smallWallView } from '../../../support/host-fixtures.ts';

describe('what may go to the wall', () => {
  it('has no layer of persons, homes or vehicles, and no field beyond those it names', () => {
    const view = smallWallView();
    expect(v.is(WallViewSchema, view)).toBe(true);
    for (const layer of ['residents', 'homes', 'vehicles', 'workers'])
      expect(v.is(WallViewSchema, { ...view, marks: { ...view.marks, [layer]: view.marks.devices } })).toBe(
        false,
      );
    for (const field of ['filter', 'selection', 'names', 'question'])
      expect(v.is(WallViewSchema, { ...view, [field]: 'x' })).toBe(false);
  });

  it('shows numbers about people in steps of five only, never a one for somebody', () => {
    const counts = fc.array(fc.tuple(fc.nat({ max: 500 }), fc.nat({ max: 4000 })), { maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(...WALL_MEASURES), counts, (layer, grids) => {
        const measure = measureForWall(layer, new Map(grids));
        expect(v.is(WallViewSchema, { ...smallWallView(), measure })).toBe(true);
        const people = layer === 'residents' || layer === 'homes' || layer === 'vehicles';
        for (const [row, shown] of measure?.grids ?? []) {
          const count = new Map(grids).get(row) ?? 0;
          expect(Math.abs(shown - count)).toBeLessThanOrEqual(people ? 2.5 : 0);
          if (people) expect(shown % 5).toBe(0);
        }
      }),
    );
    const measure = { layer: 'residents', grids: [[0, 1]] };
    expect(v.is(WallViewSchema, { ...smallWallView(), measure })).toBe(false);
  });

  it('lies on the community or close by', () => {
    const { camera } = smallWallView();
    expect(isOnCommunity(camera, [120.61, 31.3, 120.63, 31.32])).toBe(true);
    expect(isOnCommunity({ ...camera, lng: 120.635 }, [120.61, 31.3, 120.63, 31.32])).toBe(true);
    expect(isOnCommunity({ ...camera, lng: 121.5 }, [120.61, 31.3, 120.63, 31.32])).toBe(false);
    expect(isOnCommunity({ ...camera, lat: 30 }, [120.61, 31.3, 120.63, 31.32])).toBe(false);
  });
});
