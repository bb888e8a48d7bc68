import { describe, expect, it } from 'vitest';
import { type RimPart, rimOf } from '../../../../shared/geo/tile-rim.ts';
import { mercatorX, mercatorY, type ShapeSource } from '../../../../shared/geo/tile-source.ts';

/** A source of these places, degrees. */
const shapes = (...places: [number, number][]): ShapeSource =>
  ({
    xy: Float64Array.from(places.flatMap(([lng, lat]) => [mercatorX(lng), mercatorY(lat)])),
  }) as unknown as ShapeSource;
const town = shapes([120.6, 31.3], [120.61, 31.31]);

/** Strongest fade at a place; none outside every part. */
function fadeAt(parts: readonly RimPart[], lng: number, lat: number): number {
  const [x, y] = [mercatorX(lng), mercatorY(lat)];
  const hits = parts.filter(({ ring }) => {
    let inside = false;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  });
  return Math.max(0, ...hits.map(({ fade }) => fade));
}

describe('the rim', () => {
  it('is not there where nothing runs on, or where nothing is covered', () => {
    expect(rimOf([town], [shapes([120.601, 31.301], [120.609, 31.309])])).toEqual([]);
    expect(rimOf([town], [])).toEqual([]);
    expect(rimOf([null], [town])).toEqual([]);
  });

  it('grows from nothing at the community to all where the street ends, on that side alone', () => {
    const parts = rimOf([town], [shapes([120.605, 31.305], [120.613, 31.305])]);
    expect(fadeAt(parts, 120.6099, 31.305)).toBe(0);
    const along = [120.6101, 120.611, 120.612, 120.61299].map((lng) => fadeAt(parts, lng, 31.3051));
    expect(along).toEqual([...along].sort((a, b) => a - b));
    expect(along[0]).toBeLessThan(0.05);
    expect(along[3]).toBe(1);
    expect(fadeAt(parts, 120.5995, 31.305)).toBe(0);
    expect(fadeAt(parts, 120.605, 31.3105)).toBe(0);
  });

  it('veils no more than its width of real streets far beyond the last house', () => {
    const parts = rimOf([town], [shapes([120.605, 31.305], [120.71, 31.305])]);
    expect(fadeAt(parts, 120.7, 31.305)).toBe(0);
    expect(fadeAt(parts, 120.7099, 31.305)).toBe(1);
  });
});
