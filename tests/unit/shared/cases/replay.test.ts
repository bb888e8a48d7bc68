import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../shared/cases/alert.ts';
import { happenedBy, pinsAt, replayOf } from '../../../../shared/cases/replay.ts';
import { acknowledge, applyReading, isLive } from '../../../../shared/cases/transitions.ts';
import { MadeCase, MINUTE, opening, START } from './made-case.ts';

const DEVICE = { id: 'd1', kind: 'smoke', lng: 120.6, lat: 31.3, building: 1, place: '4幢' };
const DAY = { from: START - 1, until: START + 1_440 * MINUTE };

function alarm(at: number, active = true, before?: Alert): Alert {
  const found = applyReading(before, DEVICE, { kind: 'smoke', value: 1, active, at, demo: false });
  if (!found) throw new Error('nothing changed');
  return found;
}

describe('a day of before', () => {
  it('shows an alert from when it was raised until it was both over and seen', () => {
    const raised = alarm(START);
    const seen = acknowledge(raised, 'p-1', START + 5 * MINUTE)!;
    const over = alarm(START + 9 * MINUTE, false, seen);
    const day = replayOf([over], [], DAY);
    const at = (minute: number) => pinsAt(day, START + minute * MINUTE);
    expect(at(-1)).toEqual([]);
    expect(at(0)).toMatchObject([{ id: over.id, active: true, acknowledged: false }]);
    expect(at(5)).toMatchObject([{ active: true, acknowledged: true }]);
    expect(at(9)).toEqual([]);
    expect(day.events.map(({ what }) => what)).toEqual(['raised', 'acknowledged', 'cleared']);
    expect(day.events.map(({ at: when }) => happenedBy(day.events, when))).toEqual([1, 2, 3]);
  });

  it('knows by its case that an alarm went and came back', () => {
    const made = MadeCase.dispatched();
    made.wait(2).act('system', { kind: 'alert', alert: 'A1', active: false });
    made.wait(2).act('system', { kind: 'alert', alert: 'A1', active: true });
    const alert = { ...alarm(START), id: 'A1' };
    const day = replayOf([alert], [made.events], DAY);
    const active = [1, 4, 6].map((minute) => pinsAt(day, START + minute * MINUTE)[0].active);
    expect(active).toEqual([true, false, true]);
  });

  it('shows a case that no device stands for while it is open, at the level it had, and marks a drill', () => {
    const made = new MadeCase();
    made.act('operator', opening({ alert: '', source: 'citizen', device: '', drill: true, level: 3 }));
    made.wait(5).act('operator', { kind: 'changeLevel', level: 2, reason: 'moreReports' });
    made.wait(5).act('operator', { kind: 'cancel', reason: 'test' });
    const day = replayOf([], [made.events], DAY);
    const at = (minute: number) => pinsAt(day, START + minute * MINUTE);
    expect(at(0)).toMatchObject([{ id: 'c1', level: 3, acknowledged: true, drill: true }]);
    expect(at(5)).toMatchObject([{ level: 2 }]);
    expect(at(10)).toEqual([]);
    expect(day.events.at(-1)).toMatchObject({ what: 'cancel', caseId: 'c1' });
  });

  it('ends as the live list stands, whatever happened', () => {
    const step = fc.tuple(fc.constantFrom('on', 'off', 'see'), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const alerts = new Map<string, Alert>();
        let [now, live]: [number, Alert | undefined] = [START, undefined];
        for (const [what, minutes] of steps) {
          now += minutes * MINUTE;
          const reading = { kind: 'smoke', value: 1, active: what === 'on', at: now, demo: false } as const;
          const next: Alert | null =
            what !== 'see'
              ? applyReading(live, DEVICE, reading)
              : live
                ? acknowledge(live, 'p-1', now)
                : null;
          if (next) alerts.set(next.id, (live = next));
        }
        const day = replayOf([...alerts.values()], [], { from: START, until: now + 1 });
        const states = (list: readonly Pick<Alert, 'id' | 'active' | 'acknowledged'>[]) =>
          list.map(({ id, active, acknowledged }) => ({ id, active, acknowledged }));
        expect(states(pinsAt(day, now))).toEqual(states([...alerts.values()].filter(isLive)));
        expect(happenedBy(day.events, now)).toBe(day.events.length);
      }),
    );
  });
});
