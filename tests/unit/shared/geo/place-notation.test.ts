import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WGS84 } from '../../../../shared/geo/crs.ts';
import { transformer } from '../../../../shared/geo/crs-transform.ts';
import { NOTATIONS, notePlace } from '../../../../shared/geo/place-notation.ts';

const SUZHOU = [120.6243, 31.3112] as const;

describe('a place in figures', () => {
  it('is written latitude or northing first, with the zone in the easting', () => {
    const texts = Object.fromEntries(NOTATIONS.map((id) => [id, notePlace(...SUZHOU, id)]));
    expect(texts['wgs84']?.text).toBe('31.311200, 120.624300');
    expect(texts['cgcs2000']?.text).toBe('31.311200, 120.624300');
    expect(texts['gk3']).toMatchObject({ zone: 40, crs: { id: 'EPSG:4528' } });
    expect(texts['gk3']?.text).toMatch(/^34\d{5}\.\d{3}, 405\d{5}\.\d{3}$/);
    expect(texts['gcj02']?.text).toMatch(/^31\.309\d{3}, 120\.628\d{3}$/);
    expect(texts['bd09']?.text).toMatch(/^31\.315\d{3}, 120\.63[45]\d{3}$/);
  });

  it('leads back to the place, to the digits that are written', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 75, max: 134, noNaN: true }),
        fc.double({ min: 18, max: 53, noNaN: true }),
        fc.constantFrom(...NOTATIONS),
        (lng, lat, notation) => {
          const noted = notePlace(lng, lat, notation);
          expect(noted).not.toBeNull();
          const [y, x] = (noted?.text ?? '').split(', ').map(Number);
          const back = [0, 0];
          expect(transformer(noted?.crs ?? WGS84, WGS84)(x, y, back, 0)).toBe(true);
          expect(back[0]).toBeCloseTo(lng, 5);
          expect(back[1]).toBeCloseTo(lat, 5);
        },
      ),
    );
  });

  it('has no zone outside China and no answer for what is no place', () => {
    expect(notePlace(2.35, 48.85, 'gk3')).toBeNull();
    expect(notePlace(2.35, 48.85, 'wgs84')?.text).toBe('48.850000, 2.350000');
    expect(notePlace(Number.NaN, 31, 'wgs84')).toBeNull();
    expect(notePlace(200, 31, 'cgcs2000')).toBeNull();
  });
});
