import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert, AlertLevel } from '../../../../shared/cases/alert.ts';
import {
  announcements,
  type Flood,
  flooded,
  isChattering,
  isShelved,
  isStale,
  LONGEST_SHELF,
  NO_FLOOD,
  type Shelf,
  shelfRefusal,
  shelvesOver,
} from '../../../../shared/cases/alert-signals.ts';

import { sameCause } from '../../../../shared/cases/same-cause.ts';
import { conditionOfId, partsOfCondition } from '../../../../shared/cases/transitions.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;
const alert = (id: string, level: AlertLevel, more: Partial<Alert> = {}): Alert => ({
  ...{ id, device: id, kind: 'smoke', level, lng: 0, lat: 0, place: '', building: 0, active: true },
  ...{ acknowledged: false, acknowledgedBy: '', raisedAt: NOW, lastAt: NOW, clearedAt: 0, acknowledgedAt: 0 },
  ...{ repeats: 0, value: 1, demo: false },
  ...more,
});
const shelf = (id: string, minutes: number, from = NOW): Shelf => ({
  ...{ alert: id, reason: 'works', from, until: from + minutes * MINUTE, by: 'p-op' },
});
const risen = (count: number, every: number): Flood => {
  let flood = NO_FLOOD;
  for (let i = 0; i < count; i++) flood = flooded(flood, NOW + i * every, `a${i}`);
  return flood;
};

describe('alarms', () => {
  it('chatter at the third start of a minute, are stale after a day', () => {
    expect(isChattering([NOW - 50_000, NOW - 20_000], NOW)).toBe(false);
    expect(isChattering([NOW - 50_000, NOW - 20_000, NOW], NOW)).toBe(true);
    expect(isChattering([NOW - 60_000, NOW - 20_000, NOW], NOW)).toBe(false);
    expect(isStale({ active: true, raisedAt: NOW - 1_440 * MINUTE }, NOW)).toBe(false);
    expect(isStale({ active: true, raisedAt: NOW - 1_440 * MINUTE - 1 }, NOW)).toBe(true);
    expect(isStale({ active: false, raisedAt: 0 }, NOW)).toBe(false);
  });

  it('flood with the eleventh start of ten minutes, until fewer than five are left', () => {
    expect(risen(10, 1_000).since).toBe(0);
    const flood = risen(11, 1_000);
    expect(flood).toMatchObject({ since: NOW + 10_000, firstOut: 'a0' });
    const atFive = flooded(flood, NOW + 10 * MINUTE + 6_000 - 500, null);
    expect([atFive.starts.length, atFive.since > 0]).toEqual([5, true]);
    const atFour = flooded(atFive, NOW + 10 * MINUTE + 6_500, null);
    expect([atFour.starts.length, atFour.since]).toEqual([4, 0]);
    expect(risen(40, MINUTE).since).toBe(0);
  });

  it('in a flood are ten rows, the gravest first, the rest counted', () => {
    const alerts = [
      ...Array.from({ length: 8 }, (_, i) => alert(`three${i}`, 3)),
      ...Array.from({ length: 7 }, (_, i) => alert(`two${i}`, 2)),
      ...Array.from({ length: 5 }, (_, i) => alert(`one${i}`, 1, { acknowledged: i === 0 })),
      alert('four', 4),
    ];
    const calm = announcements(alerts, NO_FLOOD, new Map(), NOW);
    expect([calm.rows.length, calm.firstOut]).toEqual([21, '']);
    const shown = announcements(alerts, risen(11, 1_000), new Map(), NOW);
    expect(shown.rows.map(({ level }) => level)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
    expect(shown).toMatchObject({ counted: { 1: 0, 2: 2, 3: 8, 4: 1 }, flood: true, firstOut: 'a0' });
  });

  it('are shelved as long as their level allows, and announced again when they are active at the end', () => {
    expect([1, 2, 3].map((level) => shelfRefusal(level as AlertLevel, shelf('a', 31)))).toEqual([
      'never',
      'tooLong',
      null,
    ]);
    expect(shelfRefusal(4, shelf('a', 0))).toBe('past');
    expect(shelfRefusal(3, { from: NOW, until: Number.NaN })).toBe('past');
    const alerts = new Map(
      [alert('a', 3), alert('b', 3, { active: false }), alert('c', 3)].map((each) => [each.id, each]),
    );
    const shelves = [shelf('a', 10), shelf('b', 10), shelf('c', 20)];
    const shown = announcements(
      [...alerts.values()],
      NO_FLOOD,
      new Map(shelves.map((each) => [each.alert, each])),
      NOW,
    );
    expect([shown.rows.length, shown.shelved]).toEqual([0, 3]);
    const { over, announced } = shelvesOver(shelves, alerts, NOW + 10 * MINUTE);
    expect([over.map((each) => each.alert), announced]).toEqual([['a', 'b'], ['a']]);
  });

  it('are known by their condition', () => {
    expect(partsOfCondition(conditionOfId('urn:dev:7:smoke:silent:lq2'))).toEqual({
      ...{ device: 'urn:dev:7', kind: 'smoke', condition: 'silent' },
    });
    expect(partsOfCondition(conditionOfId('D1:door:lq2'))).toEqual({ device: 'D1', kind: 'door' });
  });

  it('of one kind in one building or within 50 m have one cause, as far as nobody has seen them', () => {
    const at = (id: string, more: Partial<Alert>) =>
      alert(id, 3, { building: -1, lng: 120.6, lat: 31.3, ...more });
    const asked = at('a', { building: 4 });
    const alerts = [
      asked,
      at('sameBuilding', { building: 4, lng: 120.7 }),
      at('near', { lng: 120.6005 }),
      at('far', { lng: 120.6006 }),
      at('noBuilding', { building: -1, lng: 120.7 }),
      at('otherKind', { kind: 'door' }),
      at('silent', { condition: 'silent' }),
      at('seen', { acknowledged: true }),
    ];
    expect(sameCause(asked, alerts).map(({ id }) => id)).toEqual(['a', 'sameBuilding', 'near']);
    expect(sameCause({ ...asked, building: -1, lng: 1 }, alerts).map(({ id }) => id)).toEqual(['a']);
  });

  it('10: level I is never hidden, nothing longer than its level allows, whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<AlertLevel>(1, 2, 3, 4),
        fc.integer({ min: -10, max: 10_000 }),
        fc.integer({ min: -20_000, max: 20_000 }),
        (level, minutes, passed) => {
          const hidden = isShelved(shelf('a', minutes), level, NOW + passed * MINUTE);
          if (hidden) expect(passed * MINUTE).toBeLessThan(LONGEST_SHELF[level]);
          if (level === 1 || passed < 0) expect(hidden).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
});
