import fc from 'fast-check';
import { expect, it } from 'vitest';
import { piecesOf } from '../../../../renderer/map/shifted-tiles.ts';
import { gcj02FromWgs84 } from '../../../../shared/geo/china-offset.ts';

const place = (lng: number, lat: number, z: number) => {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z;
  return [((lng + 180) / 360) * 2 ** z, y] as const;
};

it('puts what is drawn shifted back to its place, within a pixel at street zooms', () => {
  const some = fc.record({
    lng: fc.double({ min: 76, max: 130, noNaN: true }),
    lat: fc.double({ min: 20, max: 50, noNaN: true }),
    z: fc.integer({ min: 15, max: 19 }),
  });
  fc.assert(
    fc.property(some, ({ lng, lat, z }) => {
      const [x, y] = place(lng, lat, z);
      const [tileX, tileY] = [Math.floor(x), Math.floor(y)];
      const out = [0, 0];
      gcj02FromWgs84(lng, lat, out, 0);
      const [theirX, theirY] = place(out[0], out[1], z);
      // Where the place would be drawn: their tile's corner in ours, and its place in their tile.
      const at = (each: { x: number; y: number; left: number; top: number }) => [
        each.left + (theirX - each.x),
        each.top + (theirY - each.y),
      ];
      for (const each of piecesOf(z, tileX, tileY)) {
        const [shownX, shownY] = at(each);
        expect(Math.abs(shownX - (x - tileX)) * 256).toBeLessThan(1.5);
        expect(Math.abs(shownY - (y - tileY)) * 256).toBeLessThan(1.5);
      }
    }),
  );
});

it('covers the whole tile with at most four of theirs, and leaves the world outside China alone', () => {
  const pieces = piecesOf(16, 54728, 26741);
  expect(pieces.length).toBeLessThanOrEqual(4);
  const covered = pieces.reduce((sum, { left, top }) => {
    const wide = Math.min(1, left + 1) - Math.max(0, left);
    const tall = Math.min(1, top + 1) - Math.max(0, top);
    return sum + wide * tall;
  }, 0);
  expect(covered).toBeCloseTo(1, 9);
  expect(piecesOf(10, 518, 352)).toEqual([{ x: 518, y: 352, left: 0, top: 0 }]);
});
