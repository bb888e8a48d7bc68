/**
 * A week of the duty roster as a table, its gaps, and the steps by which it is changed. Pure: each step gives a new roster. What a roster means is
 * roster.ts. Days are texts like `2026-11-30`, the day on which a shift begins; weeks begin on Monday.
 */
import { chinaDayOf, dayText } from './china-day.ts';
import { dayNumberOf, endOf, type Post, plannedFor, type Roster, weekdayOf } from './roster.ts';

type Weekday = Roster['weekly'][number]['weekday'];
/** One kind of shift at one post. */
interface Place {
  post: string;
  shift: string;
}

export interface WeekCell {
  day: string;
  weekday: Weekday;
  /** Who comes, and for whom where it is a swap. */
  workers: { worker: string; insteadOf: string }[];
  /** The day has a plan of its own. */
  own: boolean;
}

export interface WeekRow extends Place {
  cells: WeekCell[];
}

/** Time in which a post that is kept then has nobody. `shift` '': outside every shift of a post that is never to be empty. */
export interface Gap extends Place {
  day: string;
  weekday: Weekday;
  /** Minutes since midnight of the day; beyond 1440: of the next. */
  from: number;
  until: number;
}

const DAY_MINUTES = 1_440;
const WEEK = [0, 1, 2, 3, 4, 5, 6] as const;

/** Number of the Monday of the week of an instant. */
export function mondayOf(at: number): number {
  const day = chinaDayOf(at);
  return day - weekdayOf(day);
}

/** A row for each shift at which anybody is ever planned: the community's duty first, then by grid and rank; a post without any has none. */
export function weekRows(roster: Roster, monday: number): WeekRow[] {
  const byPost = ofPosts(roster);
  return [...roster.posts].sort(comparePosts).flatMap(({ id }) => {
    const own = byPost.get(id) ?? roster;
    return usedShifts(own, id).map((shift) => weekRow(own, { post: id, shift }, monday));
  });
}

function comparePosts(a: Post, b: Post): number {
  if (a.kind !== b.kind) return a.kind === 'communityDuty' ? -1 : 1;
  const [one, other] = [`${a.grid} ${a.rank} ${a.id}`, `${b.grid} ${b.rank} ${b.id}`];
  return one < other ? -1 : Number(one > other);
}

export function weekRow(roster: Roster, { post, shift }: Place, monday: number): WeekRow {
  const cells = WEEK.map((weekday): WeekCell => {
    const day = dayText(monday + weekday);
    const workers = plannedFor(roster, post, shift, monday + weekday).map((worker) => {
      const swap = swapOf(roster, { post, shift, day, worker });
      return swap ? { worker: swap.instead, insteadOf: worker } : { worker, insteadOf: '' };
    });
    return {
      day,
      weekday,
      workers,
      own: roster.days.some((each) => isAt(each, { post, shift }) && each.day === day),
    };
  });
  return { post, shift, cells };
}

/** A post is kept in the shifts that it has in any week; the community's duty is kept day and night. */
export function gapsOf(roster: Roster, monday: number): Gap[] {
  const byPost = ofPosts(roster);
  return roster.posts.flatMap((post) => gapsAt(byPost.get(post.id) ?? roster, post, monday));
}

function gapsAt(roster: Roster, { id, kind }: Post, monday: number): Gap[] {
  const used = usedShifts(roster, id);
  const shifts = roster.shifts.filter((shift) => used.includes(shift.id));
  const spans = (day: number, staffed: boolean): Span[] =>
    [-1, 0, 1].flatMap((turn) =>
      shifts
        .filter((shift) => !staffed || plannedFor(roster, id, shift.id, day + turn).length > 0)
        .map((shift): Span => [turn * DAY_MINUTES + shift.from, turn * DAY_MINUTES + endOf(shift)]),
    );
  return WEEK.flatMap((weekday) => {
    const number = monday + weekday;
    const at = { post: id, day: dayText(number), weekday };
    const staffed = spans(number, true);
    const gap = (shift: string, [from, until]: Span): Gap => ({ ...at, shift, from, until });
    const inShifts = shifts.flatMap((shift) =>
      without([shift.from, endOf(shift)], staffed).map((span) => gap(shift.id, span)),
    );
    const between = kind === 'communityDuty' ? without([0, DAY_MINUTES], spans(number, false)) : [];
    return [...inShifts, ...between.map((span) => gap('', span))];
  });
}

type Span = [from: number, until: number];

/** What is left of a span. */
function without(span: Span, taken: readonly Span[]): Span[] {
  return taken.reduce<Span[]>(
    (left, [from, until]) =>
      left.flatMap(([a, b]): Span[] => {
        const parts: Span[] = [
          [a, Math.min(b, from)],
          [Math.max(a, until), b],
        ];
        return from >= b || until <= a ? [[a, b]] : parts.filter(([begin, end]) => begin < end);
      }),
    [span],
  );
}

/** Who comes every week on that weekday. */
export function planWeekly(
  roster: Roster,
  place: Place & { weekday: Weekday },
  workers: readonly string[],
): Roster {
  const { post, shift, weekday } = place;
  const others = roster.weekly.filter((each) => !isAt(each, place) || each.weekday !== weekday);
  return tidied({
    ...roster,
    weekly: [...others, ...workers.map((worker) => ({ post, shift, worker, weekday }))],
  });
}

/** Who comes on one day; null: as every week. */
export function planDay(
  roster: Roster,
  place: Place & { day: string },
  workers: readonly string[] | null,
): Roster {
  const { post, shift, day } = place;
  const others = roster.days.filter((each) => !isAt(each, place) || each.day !== day);
  const named = workers?.length === 0 ? [''] : (workers ?? []);
  return tidied({ ...roster, days: [...others, ...named.map((worker) => ({ post, shift, worker, day }))] });
}

/** `instead` comes for `worker` on one day; '': the worker comes. */
export function swapDay(
  roster: Roster,
  { post, shift, day, worker }: Place & { day: string; worker: string },
  instead: string,
): Roster {
  const others = roster.swaps.filter(
    (each) => !isAt(each, { post, shift }) || each.day !== day || each.worker !== worker,
  );
  const swap = { post, shift, day, worker, instead };
  return { ...roster, swaps: instead === '' || instead === worker ? others : [...others, swap] };
}

/** The post with all that is planned for it. */
export function withoutPost(roster: Roster, post: string): Roster {
  const stays = (each: { post: string }) => each.post !== post;
  return {
    ...roster,
    posts: roster.posts.filter(({ id }) => id !== post),
    weekly: roster.weekly.filter(stays),
    days: roster.days.filter(stays),
    swaps: roster.swaps.filter(stays),
  };
}

/** The kind of shift with all that is planned in it. */
export function withoutShift(roster: Roster, shift: string): Roster {
  const stays = (each: { shift: string }) => each.shift !== shift;
  return {
    ...roster,
    shifts: roster.shifts.filter(({ id }) => id !== shift),
    weekly: roster.weekly.filter(stays),
    days: roster.days.filter(stays),
    swaps: roster.swaps.filter(stays),
  };
}

/** A swap whose worker does not come any more is over. */
function tidied(roster: Roster): Roster {
  const swaps = roster.swaps.filter(({ post, shift, day, worker }) =>
    plannedFor(roster, post, shift, dayNumberOf(day)).includes(worker),
  );
  return { ...roster, swaps };
}

const isAt = (each: Place, { post, shift }: Place) => each.post === post && each.shift === shift;

function swapOf({ swaps }: Roster, at: Place & { day: string; worker: string }) {
  return swaps.findLast((each) => isAt(each, at) && each.day === at.day && each.worker === at.worker);
}

function usedShifts({ shifts, weekly, days }: Roster, post: string): string[] {
  const used = new Set([...weekly, ...days].filter((each) => each.post === post).map(({ shift }) => shift));
  return shifts.map(({ id }) => id).filter((id) => used.has(id));
}

/** The roster of each post alone: a site has hundreds, and each is asked for many times. */
function ofPosts(roster: Roster): Map<string, Roster> {
  const own = new Map(
    roster.posts.map((post): [string, Roster] => [
      post.id,
      { posts: [post], shifts: roster.shifts, weekly: [], days: [], swaps: [] },
    ]),
  );
  for (const each of roster.weekly) own.get(each.post)?.weekly.push(each);
  for (const each of roster.days) own.get(each.post)?.days.push(each);
  for (const each of roster.swaps) own.get(each.post)?.swaps.push(each);
  return own;
}
