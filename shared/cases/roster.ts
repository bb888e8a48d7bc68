/**
 * Who is on duty when: posts, kinds of shift (also over midnight), the weekly plan, single days that differ, and swaps. Owns the roster's shape
 * and its reading, in China's time; whom a case is given to is dispatch.ts. Days are texts like `2026-11-30`, the day on which a shift begins.
 */
import * as v from 'valibot';
import { chinaDayOf, chinaDayStart, DAY_MS, dayText } from './china-day.ts';

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
const Day = v.pipe(v.string(), v.isoDate());
const MinuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1439));

export const POST_KINDS = ['grid', 'communityDuty'] as const;

const PostSchema = v.strictObject({
  id: Id,
  kind: v.picklist(POST_KINDS),
  /** Code of the grid, of a `grid` post; ''. */
  grid: v.pipe(v.string(), v.maxLength(40)),
  /** Id of the community. */
  community: v.pipe(v.string(), v.maxLength(120)),
  /** Of the two posts of a grid: b stands in for a. */
  rank: v.picklist(['a', 'b']),
});
export type Post = v.InferOutput<typeof PostSchema>;

const ShiftSchema = v.strictObject({
  id: Id,
  /** Minutes since midnight; one that ends where it begins or before goes over midnight. */
  from: MinuteOfDay,
  until: MinuteOfDay,
});

const planned = { post: Id, shift: Id, worker: Id };
export const RosterSchema = v.strictObject({
  posts: v.pipe(v.array(PostSchema), v.maxLength(5_000)),
  shifts: v.pipe(v.array(ShiftSchema), v.maxLength(20)),
  /** Every week; 0: Monday. */
  weekly: v.pipe(
    v.array(v.strictObject({ ...planned, weekday: v.picklist([0, 1, 2, 3, 4, 5, 6]) })),
    v.maxLength(50_000),
  ),
  /** Single days: for its post and shift the day's own entries stand in place of the weekly ones. A worker '' says: nobody. */
  days: v.pipe(
    v.array(v.strictObject({ ...planned, worker: v.pipe(v.string(), v.maxLength(120)), day: Day })),
    v.maxLength(50_000),
  ),
  /** One comes for another. */
  swaps: v.pipe(v.array(v.strictObject({ ...planned, day: Day, instead: Id })), v.maxLength(50_000)),
});
export type Roster = v.InferOutput<typeof RosterSchema>;

export const EMPTY_ROSTER: Roster = { posts: [], shifts: [], weekly: [], days: [], swaps: [] };

/** Shown as `cases.roster.fault.<reason>`. */
export const ROSTER_FAULTS = [
  'shape',
  'double',
  'noPost',
  'noShift',
  'noGrid',
  'swapOfNobody',
  'twoPlaces',
] as const;
export interface RosterFault {
  at: string;
  reason: (typeof ROSTER_FAULTS)[number];
}

/** One fault per place; empty: it can be used. `twoPlaces`: somebody stands at two posts in shifts that overlap on a weekday. */
export function rosterFaults(roster: unknown): RosterFault[] {
  const parsed = v.safeParse(RosterSchema, roster);
  if (!parsed.success) {
    const places = parsed.issues.map((issue) => v.getDotPath(issue) ?? '');
    return [...new Set(places)].map((at) => ({ at, reason: 'shape' }));
  }
  const { posts, shifts, weekly, days, swaps } = parsed.output;
  const faults: RosterFault[] = [];
  const doubled = (list: string, ids: readonly string[]) => {
    const seen = new Set<string>();
    ids.forEach((id, i) => {
      if (seen.has(id)) faults.push({ at: `${list}.${i}`, reason: 'double' });
      seen.add(id);
    });
  };
  const postIds = posts.map(({ id }) => id);
  const shiftIds = shifts.map(({ id }) => id);
  doubled('posts', postIds);
  doubled('shifts', shiftIds);
  posts.forEach(({ kind, grid }, i) => {
    if (kind === 'grid' && grid === '') faults.push({ at: `posts.${i}`, reason: 'noGrid' });
  });
  const [knownPosts, knownShifts] = [new Set(postIds), new Set(shiftIds)];
  for (const [list, entries] of Object.entries({ weekly, days, swaps })) {
    entries.forEach(({ post, shift }, i) => {
      if (!knownPosts.has(post)) faults.push({ at: `${list}.${i}`, reason: 'noPost' });
      if (!knownShifts.has(shift)) faults.push({ at: `${list}.${i}`, reason: 'noShift' });
    });
  }
  if (faults.length > 0) return faults;
  swaps.forEach((swap, i) => {
    const there = plannedFor(parsed.output, swap.post, swap.shift, dayNumberOf(swap.day));
    if (!there.includes(swap.worker)) faults.push({ at: `swaps.${i}`, reason: 'swapOfNobody' });
  });
  return [...faults, ...twoPlaces(parsed.output)];
}

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

export const dayNumberOf = (day: string) => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
/** 1970-01-01 was a Thursday. */
export const weekdayOf = (dayNumber: number) => (((dayNumber + 3) % 7) + 7) % 7;
/** Minutes since its day's midnight at which a shift ends. */
export const endOf = ({ from, until }: Roster['shifts'][number]) =>
  until > from ? until : until + DAY_MINUTES;

function twoPlaces({ weekly, shifts }: Roster): RosterFault[] {
  const minutes = new Map(shifts.map((shift) => [shift.id, shift]));
  const week = 7 * DAY_MINUTES;
  const spans = weekly.map(({ worker, post, shift, weekday }, i) => {
    const kind = minutes.get(shift);
    const begin = weekday * DAY_MINUTES;
    return { worker, post, i, from: begin + (kind?.from ?? 0), until: begin + (kind ? endOf(kind) : 0) };
  });
  const byWorker = new Map<string, typeof spans>();
  for (const span of spans) {
    const own = byWorker.get(span.worker);
    if (own) own.push(span);
    else byWorker.set(span.worker, [span]);
  }
  return [...byWorker.values()].flatMap((own) =>
    own
      .filter((a) =>
        own.some(
          (b) =>
            b.i < a.i &&
            b.post !== a.post &&
            // Sunday's night shift reaches into Monday: the week is a ring.
            [-week, 0, week].some((turn) => a.from < b.until + turn && b.from + turn < a.until),
        ),
      )
      .map(({ i }): RosterFault => ({ at: `weekly.${i}`, reason: 'twoPlaces' })),
  );
}

/** Whom the plan names for a shift that begins on a day, before swaps. */
export function plannedFor(roster: Roster, post: string, shift: string, dayNumber: number): string[] {
  const day = dayText(dayNumber);
  const own = roster.days.filter((each) => each.day === day && each.post === post && each.shift === shift);
  if (own.length > 0) return own.map(({ worker }) => worker).filter((worker) => worker !== '');
  const weekday = weekdayOf(dayNumber);
  return roster.weekly
    .filter((each) => each.weekday === weekday && each.post === post && each.shift === shift)
    .map(({ worker }) => worker);
}

export interface OnDuty {
  worker: string;
  post: string;
  shift: string;
  /** When the shift began and ends, ms since the epoch. */
  from: number;
  until: number;
}

/** Who is on duty at a post at an instant (ms since the epoch): of the shift that began last first, also one of the day before. */
export function onDutyAt(roster: Roster, post: string, at: number): OnDuty[] {
  const today = chinaDayOf(at);
  const found: OnDuty[] = [];
  for (const dayNumber of [today, today - 1]) {
    const midnight = chinaDayStart(dayNumber);
    for (const shift of roster.shifts) {
      const from = midnight + shift.from * MINUTE;
      const until = midnight + endOf(shift) * MINUTE;
      if (at < from || at >= until) continue;
      const day = dayText(dayNumber);
      for (const planned of plannedFor(roster, post, shift.id, dayNumber)) {
        const swap = roster.swaps.findLast(
          (each) =>
            each.day === day && each.post === post && each.shift === shift.id && each.worker === planned,
        );
        found.push({ worker: swap?.instead ?? planned, post, shift: shift.id, from, until });
      }
    }
  }
  return found.sort((a, b) => b.from - a.from);
}
