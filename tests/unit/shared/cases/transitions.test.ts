import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../shared/cases/alert.ts';
import {
  acknowledge,
  applyReading,
  isLive,
  type Reading,
  withdraw,
} from '../../../../shared/cases/transitions.ts';

const device = { id: 'D1', kind: 'smoke', lng: 120, lat: 31, building: 4, place: '4幢1单元3层' };
const said = (active: boolean, at: number, demo = false): Reading => ({
  kind: 'smoke',
  value: at,
  active,
  at,
  demo,
});

function raised(at = 10, demo = false): Alert {
  const alert = applyReading(undefined, device, said(true, at, demo));
  if (!alert) throw new Error('not raised');
  return alert;
}

describe('a live alert', () => {
  it('is raised by an active reading, at the place of its device', () => {
    expect(raised()).toMatchObject({
      device: 'D1',
      level: 1,
      place: '4幢1单元3层',
      building: 4,
      active: true,
      repeats: 0,
    });
    expect(applyReading(undefined, device, said(false, 10))).toBeNull();
  });

  it('counts repeats up and keeps its first time', () => {
    const again = applyReading(raised(10), device, said(true, 20));
    expect(again).toMatchObject({ raisedAt: 10, lastAt: 20, repeats: 1, value: 20 });
  });

  it('clears without being acknowledged, and is acknowledged without being cleared', () => {
    const cleared = applyReading(raised(10), device, said(false, 20));
    expect(cleared).toMatchObject({ active: false, clearedAt: 20, acknowledged: false });
    const seen = acknowledge(raised(10), '王', 15);
    expect(seen).toMatchObject({
      active: true,
      clearedAt: 0,
      acknowledged: true,
      acknowledgedBy: '王',
      acknowledgedAt: 15,
    });
  });

  it('goes on as the same alert when it chatters before anybody saw it', () => {
    const cleared = applyReading(raised(10), device, said(false, 20)) as Alert;
    const again = applyReading(cleared, device, said(true, 30));
    expect(again).toMatchObject({ id: cleared.id, active: true, clearedAt: 0, repeats: 1, raisedAt: 10 });
  });

  it('is a new alert once the old one was cleared and acknowledged', () => {
    const cleared = applyReading(raised(10), device, said(false, 20)) as Alert;
    const done = acknowledge(cleared, 'a', 25) as Alert;
    expect(isLive(done)).toBe(false);
    const next = applyReading(done, device, said(true, 30)) as Alert;
    expect(next.id).not.toBe(done.id);
    expect(next.acknowledged).toBe(false);
  });

  it('ignores readings older than the last and a second acknowledgement', () => {
    expect(applyReading(raised(10), device, said(false, 5))).toBeNull();
    const seen = acknowledge(raised(10), 'a', 15) as Alert;
    expect(acknowledge(seen, 'b', 16)).toBeNull();
  });

  it('is withdrawn only when it was made up', () => {
    expect(withdraw(raised(10), 20)).toBeNull();
    const gone = withdraw(raised(10, true), 20) as Alert;
    expect(isLive(gone)).toBe(false);
    expect(gone.acknowledgedBy).toBe('');
    expect(withdraw(gone, 30)).toBeNull();
  });

  it('follows a reference model under any run of readings and acknowledgements', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('say' as const), active: fc.boolean() }),
      fc.record({ do: fc.constant('acknowledge' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let live: Alert | undefined;
        const model = { there: false, active: false, acknowledged: false, repeats: 0 };
        steps.forEach((each, at) => {
          const next =
            each.do === 'say'
              ? applyReading(live, device, said(each.active, at))
              : live && acknowledge(live, 'a', at);
          if (next) live = isLive(next) ? next : undefined;
          if (each.do === 'acknowledge') model.acknowledged ||= model.there;
          else if (!each.active) model.active = false;
          else if (model.there) Object.assign(model, { active: true, repeats: model.repeats + 1 });
          else Object.assign(model, { there: true, active: true, acknowledged: false, repeats: 0 });
          if (!model.active && model.acknowledged)
            Object.assign(model, { there: false, acknowledged: false });
          expect(live !== undefined).toBe(model.there);
          if (live)
            expect(live).toMatchObject({
              active: model.active,
              acknowledged: model.acknowledged,
              repeats: model.repeats,
            });
        });
      }),
      { numRuns: process.env['LINLI_LONG'] ? 10_000 : 300 },
    );
  });
});
