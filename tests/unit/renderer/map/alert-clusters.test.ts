import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertPins } from '../../../../renderer/map/alert-clusters.ts';
import type { AlertLevel, PinnedAlert } from '../../../../shared/cases/alert.ts';

const alert = (id: string, level: AlertLevel, acknowledged: boolean): PinnedAlert => ({
  ...{ id, device: id, level, lng: 120.62, lat: 31.31, place: '', active: true, acknowledged, raisedAt: 1 },
});

describe('level I among other pins', () => {
  it('is never behind another: it leads its pin, acknowledged or not', () => {
    const place = fc.record({
      level: fc.constantFrom<AlertLevel>(1, 2, 3, 4),
      acknowledged: fc.boolean(),
      x: fc.integer({ min: 0, max: 120 }),
      y: fc.integer({ min: 0, max: 120 }),
      shelved: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 40 }), (places) => {
        // Level I cannot be put aside: `shelfOf` says so.
        const pins = alertPins(
          places.map(({ level, acknowledged, x, y, shelved }, i) => ({
            ...{ alert: alert(`a${i}`, level, acknowledged), x, y, shelved: shelved && level > 1 },
          })),
        );
        for (const pin of pins)
          if (pin.alerts.some(({ level }) => level === 1)) {
            expect(pin.level).toBe(1);
            expect(pin.alerts[0].level).toBe(1);
            expect(pin.shelved).toBe(false);
          }
      }),
      { numRuns: 100 },
    );
  });
});
