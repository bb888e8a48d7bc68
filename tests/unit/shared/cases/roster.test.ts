import { describe, expect, it } from 'vitest';
import { chooseAssignee, DESK, type DispatchWorld } from '../../../../shared/cases/dispatch.ts';
import { EMPTY_ROSTER, onDutyAt, type Roster, rosterFaults } from '../../../../shared/cases/roster.ts';
import { MadeCase, PLACE } from './made-case.ts';

const china = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const everyDay = (post: string, shift: string, worker: string): Roster['weekly'] =>
  ([0, 1, 2, 3, 4, 5, 6] as const).map((weekday) => ({ post, shift, worker, weekday }));
const post = (id: string, grid: string, rank: 'a' | 'b' = 'a') => ({
  ...{ id, kind: grid === '' ? ('communityDuty' as const) : ('grid' as const), grid, community: 'Y', rank },
});
const ROSTER: Roster = {
  posts: [post('g1a', 'G1'), post('g1b', 'G1', 'b'), post('duty', '')],
  shifts: [
    { id: 'day', from: 480, until: 1_080 },
    { id: 'night', from: 1_080, until: 480 },
  ],
  weekly: [
    ...everyDay('g1a', 'day', 'w1'),
    ...everyDay('g1b', 'day', 'w2'),
    ...everyDay('duty', 'day', 'd1'),
    ...everyDay('duty', 'night', 'n1'),
  ],
  days: [],
  swaps: [],
};
const at = (text: string, id = 'duty', roster = ROSTER) =>
  onDutyAt(roster, id, china(text)).map(({ worker }) => worker);

describe('a roster', () => {
  it('is read to the minute, over midnight too', () => {
    expect([at('2026-11-30 07:59'), at('2026-11-30 08:00')]).toEqual([['n1'], ['d1']]);
    expect([at('2026-11-30 17:59'), at('2026-11-30 18:00'), at('2026-12-01 00:00')]).toEqual([
      ['d1'],
      ['n1'],
      ['n1'],
    ]);
    expect(onDutyAt(ROSTER, 'duty', china('2026-12-01 03:00'))[0]).toMatchObject({
      from: china('2026-11-30 18:00'),
      until: china('2026-12-01 08:00'),
    });
    expect(at('2026-11-30 20:00', 'g1a')).toEqual([]);
  });

  it('takes a day that differs and a swap by the day the shift begins, also after midnight', () => {
    const own: Roster = {
      ...ROSTER,
      days: [{ post: 'duty', shift: 'day', worker: '', day: '2026-12-02' }],
      swaps: [{ post: 'duty', shift: 'night', worker: 'n1', instead: 'n9', day: '2026-11-30' }],
    };
    expect([at('2026-12-01 02:00', 'duty', own), at('2026-12-01 19:00', 'duty', own)]).toEqual([
      ['n9'],
      ['n1'],
    ]);
    expect([at('2026-12-02 10:00', 'duty', own), at('2026-12-03 10:00', 'duty', own)]).toEqual([[], ['d1']]);
    expect(rosterFaults(own)).toEqual([]);
  });

  it('around the clock has somebody at every minute and nobody twice', () => {
    const round: Roster = { ...ROSTER, shifts: [{ id: 'day', from: 540, until: 540 }] };
    for (let minute = 0; minute < 2_880; minute += 7) {
      expect(onDutyAt(round, 'duty', china('2026-11-30 00:00') + minute * 60_000)).toHaveLength(1);
    }
  });

  it('says what is wrong with it', () => {
    expect(rosterFaults(ROSTER)).toEqual([]);
    const faults = (more: Partial<Roster>) => rosterFaults({ ...ROSTER, ...more });
    expect(faults({ posts: [...ROSTER.posts, { ...post('g1a', 'G1'), grid: '' }] })).toEqual([
      { at: 'posts.3', reason: 'double' },
      { at: 'posts.3', reason: 'noGrid' },
    ]);
    expect(faults({ days: [{ post: 'x', shift: 'y', worker: 'w', day: '2026-11-30' }] })).toEqual([
      { at: 'days.0', reason: 'noPost' },
      { at: 'days.0', reason: 'noShift' },
    ]);
    expect(
      faults({ swaps: [{ post: 'duty', shift: 'day', worker: 'n1', instead: 'n9', day: '2026-11-30' }] }),
    ).toEqual([{ at: 'swaps.0', reason: 'swapOfNobody' }]);
    // The night of Sunday reaches into Monday.
    const night: Roster['weekly'] = [
      { post: 'duty', shift: 'night', worker: 'x', weekday: 6 },
      { post: 'g1a', shift: 'early', worker: 'x', weekday: 0 },
    ];
    expect(
      faults({ weekly: night, shifts: [...ROSTER.shifts, { id: 'early', from: 420, until: 600 }] }),
    ).toEqual([{ at: 'weekly.1', reason: 'twoPlaces' }]);
    expect(rosterFaults({ ...ROSTER, shifts: 'none' })).toEqual([{ at: 'shifts', reason: 'shape' }]);
  });
});

describe('dispatch', () => {
  const world = (text: string, more: Partial<DispatchWorld> = {}): DispatchWorld => ({
    ...{ now: china(text), roster: ROSTER, gridOf: () => ({ code: 'G1', community: 'Y' }), busy: () => 0 },
    ...more,
  });
  const file = { place: PLACE, tasks: [] };
  const noon = '2026-11-30 12:00';

  it('goes to the worker of the grid, to who stands in, to the duty, to the desk', () => {
    expect(chooseAssignee(file, world(noon))).toEqual({
      assignee: { kind: 'worker', id: 'w1' },
      how: 'grid',
      grid: 'G1',
    });
    const gone = { ...ROSTER, days: [{ post: 'g1a', shift: 'day', worker: '', day: '2026-11-30' }] };
    expect(chooseAssignee(file, world(noon, { roster: gone }))).toMatchObject({
      assignee: { id: 'w2' },
      how: 'standIn',
    });
    expect(chooseAssignee(file, world('2026-11-30 23:30'))).toMatchObject({
      assignee: { kind: 'communityDuty', id: 'n1' },
      how: 'communityDuty',
      grid: 'G1',
    });
    expect(chooseAssignee(file, world(noon, { roster: EMPTY_ROSTER }))).toEqual({
      assignee: DESK,
      how: 'desk',
      grid: 'G1',
    });
  });

  it('asks the plan in force for the place; outside all grids the duty has it, if there is but one community', () => {
    expect(chooseAssignee(file, world(noon, { gridOf: () => null }))).toMatchObject({
      how: 'communityDuty',
      grid: '',
    });
    const two = { ...ROSTER, posts: [...ROSTER.posts, { ...post('duty2', ''), community: 'Z' }] };
    expect(chooseAssignee(file, world(noon, { gridOf: () => null, roster: two }))).toMatchObject({
      how: 'desk',
    });
  });

  it('does not go back to who gave it back, unless he was only busy; of two to the less busy', () => {
    const returned = (reason: 'notMine' | 'busy') => {
      const made = MadeCase.dispatched();
      made.act('worker', { kind: 'return', task: 't1', reason });
      return chooseAssignee(made.now, world(noon)).assignee.id;
    };
    expect([returned('notMine'), returned('busy')]).toEqual(['w2', 'w1']);
    const both = { ...ROSTER, weekly: [...ROSTER.weekly, ...everyDay('g1a', 'day', 'w0')] };
    const busy = (worker: string) => (worker === 'w0' ? 3 : 1);
    expect(chooseAssignee(file, world(noon, { roster: both, busy })).assignee.id).toBe('w1');
  });
});
