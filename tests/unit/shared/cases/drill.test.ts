import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { drillPins, drillReport, drillsOf, drillTimes } from '../../../../shared/cases/drill.ts';
import { CaseReportSchema } from '../../../../shared/host/case-schemas.ts';
import { WORDS } from '../../../../shared/model/words.ts';
import { MadeCase, MINUTE, opening, PLACE, W1 } from './made-case.ts';

describe('a drill', () => {
  it('is a report that the host takes, whatever device it is made of', () => {
    for (const kind of WORDS.deviceKind)
      expect(v.is(CaseReportSchema, drillReport(kind, { place: PLACE, grid: 'G1' }))).toBe(true);
  });

  it('tells when each step was come to', () => {
    const made = new MadeCase();
    made.act('operator', opening({ drill: true, alert: '' }));
    expect(drillTimes(made.events)).toMatchObject({ seen: null, dispatched: null, closed: null });
    made.wait(2).act('operator', { kind: 'register' });
    made.wait(1).act('operator', { kind: 'dispatch', assignee: W1 });
    made.toFeedback();
    expect(drillTimes(made.events)).toEqual({
      ...{ seen: 2 * MINUTE, dispatched: 3 * MINUTE, accepted: 4 * MINUTE },
      ...{ onSite: 9 * MINUTE, feedback: 19 * MINUTE, closed: null },
    });
    expect(drillTimes([])).toMatchObject({ seen: null });
  });

  it('has a pin of its own while it goes on, and only it', () => {
    const made = new MadeCase();
    made.act('operator', opening({ drill: true, alert: '' }));
    const real = { ...made.now, drill: false };
    const over = { ...made.now, state: 'closed' as const };
    const ofDevice = { ...made.now, alerts: [{ id: 'A1', active: true }] };
    expect(drillPins([made.now, real, over, ofDevice])).toMatchObject([{ id: 'c1', drill: true, level: 3 }]);
    expect(drillsOf([real, over])).toEqual([over]);
  });
});
