import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinaDayStart, dayText } from '../../../../shared/cases/china-day.ts';
import { onDutyAt, type Roster, rosterFaults } from '../../../../shared/cases/roster.ts';
import {
  gapsOf,
  mondayOf,
  planDay,
  planWeekly,
  swapDay,
  weekRows,
  withoutPost,
  withoutShift,
} from '../../../../shared/cases/roster-week.ts';

const WEEK = [0, 1, 2, 3, 4, 5, 6] as const;
const MONDAY = mondayOf(Date.parse('2026-12-02T10:00:00+08:00'));
const WEDNESDAY = dayText(MONDAY + 2);
const every = (post: string, shift: string, worker: string): Roster['weekly'] =>
  WEEK.map((weekday) => ({ post, shift, worker, weekday }));
const ROSTER: Roster = {
  posts: [
    { id: 'duty', kind: 'communityDuty', grid: '', community: 'Y', rank: 'a' },
    { id: 'g1', kind: 'grid', grid: 'G1', community: 'Y', rank: 'a' },
  ],
  shifts: [
    { id: 'day', from: 480, until: 1_200 },
    { id: 'night', from: 1_200, until: 480 },
    { id: 'whole', from: 0, until: 0 },
  ],
  weekly: [...every('duty', 'day', 'd'), ...every('duty', 'night', 'n'), ...every('g1', 'day', 'w')],
  days: [],
  swaps: [],
};
const night = { post: 'duty', shift: 'night' };

describe('a week of the roster', () => {
  it('begins on Monday, has a row for each shift of a post, and no gaps where all are planned', () => {
    expect(dayText(MONDAY)).toBe('2026-11-30');
    expect([mondayOf(chinaDayStart(MONDAY)), mondayOf(chinaDayStart(MONDAY) - 1)]).toEqual([
      MONDAY,
      MONDAY - 7,
    ]);
    const rows = weekRows({ ...ROSTER, posts: [...ROSTER.posts].reverse() }, MONDAY);
    expect(rows.map(({ post, shift }) => `${post} ${shift}`)).toEqual(['duty day', 'duty night', 'g1 day']);
    expect(rows[0].cells.map(({ day }) => day)).toEqual(WEEK.map((i) => dayText(MONDAY + i)));
    expect(gapsOf(ROSTER, MONDAY)).toEqual([]);
  });

  it('tells a shift without anybody, unless another covers it; of the duty also what no shift is for', () => {
    const nobody = planWeekly(ROSTER, { ...night, weekday: 2 }, []);
    const gap = { post: 'duty', shift: 'night', day: WEDNESDAY, weekday: 2, from: 1_200, until: 1_920 };
    expect(gapsOf(nobody, MONDAY)).toEqual([gap]);
    const half = planDay(nobody, { post: 'duty', shift: 'whole', day: WEDNESDAY }, ['x']);
    expect(gapsOf(half, MONDAY).filter(({ day, shift }) => day === WEDNESDAY && shift === 'night')).toEqual([
      { ...gap, from: 1_440 },
    ]);
    const days = { ...ROSTER, weekly: ROSTER.weekly.filter(({ shift }) => shift === 'day') };
    expect(gapsOf(days, MONDAY).filter(({ day }) => day === WEDNESDAY)).toEqual([
      { ...gap, shift: '', from: 0, until: 480 },
      { ...gap, shift: '', from: 1_200, until: 1_440 },
    ]);
  });

  it('is changed for every week, for one day and by swaps, and a swap of nobody goes by itself', () => {
    const day = { ...night, day: WEDNESDAY };
    const swapped = swapDay(ROSTER, { ...day, worker: 'n' }, 'x');
    const cell = (roster: Roster) =>
      weekRows(roster, MONDAY).find(({ shift }) => shift === 'night')?.cells[2];
    expect(cell(swapped)).toMatchObject({ workers: [{ worker: 'x', insteadOf: 'n' }], own: false });
    expect(cell(swapDay(swapped, { ...day, worker: 'n' }, ''))).toMatchObject({ workers: [{ worker: 'n' }] });
    const alone = planDay(swapped, day, ['y']);
    expect([cell(alone), alone.swaps]).toMatchObject([{ workers: [{ worker: 'y' }], own: true }, []]);
    const nobody = planDay(alone, day, []);
    expect(cell(nobody)).toMatchObject({ workers: [], own: true });
    expect(gapsOf(nobody, MONDAY)).toHaveLength(1);
    expect(cell(planDay(nobody, day, null))).toMatchObject({ workers: [{ worker: 'n' }], own: false });
    expect(withoutShift(swapped, 'night')).toMatchObject({ swaps: [] });
    expect(withoutPost(ROSTER, 'g1').weekly.some(({ post }) => post === 'g1')).toBe(false);
    for (const roster of [swapped, alone, nobody, withoutShift(swapped, 'night'), withoutPost(ROSTER, 'g1')])
      expect(rosterFaults(roster)).toEqual([]);
  });

  it('has a gap of the duty at a minute exactly when nobody is on duty then', () => {
    const one = fc.record({
      post: fc.constant('duty'),
      shift: fc.constantFrom('day', 'night', 'whole'),
      worker: fc.constantFrom('a', 'b'),
      weekday: fc.constantFrom(...WEEK),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 12 }),
        fc.constantFrom(...WEEK),
        fc.nat(1_439),
        (weekly, weekday, minute) => {
          const roster = { ...ROSTER, weekly };
          const at = chinaDayStart(MONDAY + weekday) + minute * 60_000;
          const found = [MONDAY, MONDAY - 7]
            .flatMap((monday) => gapsOf(roster, monday))
            .some((gap) => {
              const begin = chinaDayStart(MONDAY) + (Date.parse(gap.day) - Date.parse(dayText(MONDAY)));
              return (
                gap.post === 'duty' && at >= begin + gap.from * 60_000 && at < begin + gap.until * 60_000
              );
            });
          expect(found).toBe(onDutyAt(roster, 'duty', at).length === 0);
        },
      ),
      { numRuns: 200 },
    );
  });
});
