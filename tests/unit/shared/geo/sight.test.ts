import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearingTo, sees, turnBetween } from '../../../../shared/geo/sight.ts';

const HERE: [number, number] = [120.6, 31.3];
const METRE = 1 / 111_195;
/** A place so many metres off, at so many degrees from north. */
const off = (bearing: number, metres: number): [number, number] => {
  const angle = (bearing * Math.PI) / 180;
  const north = Math.cos(angle) * metres * METRE;
  const east = (Math.sin(angle) * metres * METRE) / Math.cos((HERE[1] * Math.PI) / 180);
  return [HERE[0] + east, HERE[1] + north];
};

describe('what a camera sees', () => {
  it('is what lies within its angle and range, wherever north is', () => {
    const look = fc.record({
      bearing: fc.integer({ min: 0, max: 359 }),
      view: fc.integer({ min: 10, max: 360 }),
      range: fc.integer({ min: 20, max: 300 }),
      towards: fc.integer({ min: 0, max: 359 }),
      metres: fc.integer({ min: 2, max: 400 }),
    });
    fc.assert(
      fc.property(look, ({ bearing, view, range, towards, metres }) => {
        const turn = turnBetween(bearing, towards);
        // On the very edge a millionth of a degree decides.
        fc.pre(Math.abs(metres - range) > 1 && Math.abs(turn - view / 2) > 0.5);
        const expected = metres < range && (view >= 360 || turn < view / 2);
        expect(sees(HERE, { bearing, view, range }, off(towards, metres))).toBe(expected);
        expect(turnBetween(bearingTo(HERE, off(towards, metres)), towards)).toBeLessThan(0.2);
      }),
    );
  });

  it('is nothing where the register knows no angle or range, and always what it hangs over', () => {
    expect(sees(HERE, { bearing: 0, view: 0, range: 50 }, HERE)).toBe(false);
    expect(sees(HERE, { bearing: 0, view: 60, range: 0 }, HERE)).toBe(false);
    expect(sees(HERE, { bearing: 200, view: 60, range: 50 }, HERE)).toBe(true);
    expect(turnBetween(350, 10)).toBe(20);
  });
});
