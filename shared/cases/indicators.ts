/**
 * The indicators of a time, recomputed from events and nothing else, so that nobody can type one in: waiting times, on-time and closing rate
 * (按期处置率、结案率), rework, returns, repeats, satisfaction. Drills never count. A rate without a base is null, not nought.
 */
import type { Case } from './case.ts';
import type { CaseEventDraft } from './case-event.ts';
import { handledInTime } from './evaluation.ts';

/** When a case first came to a point of its way, which the folded case does not keep; ms since the epoch, 0: not yet. */
export interface CaseMarks {
  registeredAt: number;
  dispatchedAt: number;
  arrivedAt: number;
}

const NO_MARKS: CaseMarks = { registeredAt: 0, dispatchedAt: 0, arrivedAt: 0 };

/** After one more event, in the order of the case. An event that was there already changes nothing. */
export function markOne(marks: CaseMarks = NO_MARKS, { at, does, from, to }: CaseEventDraft): CaseMarks {
  if (to === 'registered' && marks.registeredAt === 0) return { ...marks, registeredAt: at };
  if (to === 'dispatched' && marks.dispatchedAt === 0) return { ...marks, dispatchedAt: at };
  const there = does.kind === 'arrive' && to === 'onSite' && from !== 'onSite';
  return there && marks.arrivedAt === 0 ? { ...marks, arrivedAt: at } : marks;
}

/** From receipt until somebody of the desk saw it (MTTA), until it was given out, until somebody was there, until it was closed. */
export const WAIT_IDS = ['acknowledge', 'dispatch', 'arrive', 'close'] as const;
export type WaitId = (typeof WAIT_IDS)[number];

/**
 * onTime 按期处置率: told by the promised time, of those due. closed 结案率: of those due. rework 返工率: done again, of those checked. returns
 * 退单率: tasks given back, of those given out. repeats 重复立案率: of what was there already (merged, reopened, followed up), of all received.
 * satisfied 回访满意率: gave 4 or 5, of those who said anything.
 */
export const SHARE_IDS = ['onTime', 'closed', 'rework', 'returns', 'repeats', 'satisfied'] as const;
export type ShareId = (typeof SHARE_IDS)[number];

/** What one case brings to the indicators. */
export interface CaseMeasure extends Pick<Case, 'caseId' | 'caseNo' | 'grid' | 'matter' | 'receivedAt'> {
  registered: boolean;
  /** Milliseconds since receipt; null: it did not come to that. */
  waits: Record<WaitId, number | null>;
  /** How many of how many. */
  shares: Record<ShareId, readonly [of: number, all: number]>;
  /** 1 to 5; 0: nobody said anything. */
  satisfaction: number;
}

export interface Share {
  of: number;
  all: number;
  /** `of / all`; null when there is none. */
  rate: number | null;
}

export interface Waits {
  count: number;
  /** Milliseconds, nearest rank; null when there is none. */
  p50: number | null;
  p90: number | null;
}

export interface Indicators {
  received: number;
  registered: number;
  waits: Record<WaitId, Waits>;
  shares: Record<ShareId, Share>;
  /** Mean of the five steps; null when nobody said anything. */
  satisfaction: number | null;
}

export interface IndicatorSpan {
  /** Cases received in [from, until), ms since the epoch. */
  from: number;
  until: number;
  /** What is due is due by now. */
  now: number;
}

/** Of the cases that count in the span, in their order. */
export function measuresOf(
  cases: Iterable<{ file: Case; marks: CaseMarks }>,
  { from, until, now }: IndicatorSpan,
): CaseMeasure[] {
  const measures: CaseMeasure[] = [];
  for (const { file, marks } of cases) {
    if (file.drill || file.receivedAt < from || file.receivedAt >= until) continue;
    measures.push(measureOf(file, marks, now));
  }
  return measures;
}

function measureOf(file: Case, marks: CaseMarks, now: number): CaseMeasure {
  const { caseId, caseNo, grid, matter, receivedAt, reworks, tasks } = file;
  // A clock that was set back does not make a wait negative.
  const since = (at: number) => (at === 0 ? null : Math.max(0, at - receivedAt));
  const due = isDue(file, now);
  const satisfaction = file.evaluation?.satisfaction ?? 0;
  const one = (is: boolean, base = true): readonly [number, number] => [Number(base && is), Number(base)];
  return {
    ...{ caseId, caseNo, grid, matter, receivedAt, satisfaction },
    registered: marks.registeredAt > 0,
    waits: {
      acknowledge: since(file.acknowledgedAt),
      dispatch: since(marks.dispatchedAt),
      arrive: since(marks.arrivedAt),
      close: since(file.closedAt),
    },
    shares: {
      onTime: one(handledInTime(file, now) === true, due),
      closed: one(file.closedAt > 0, due),
      rework: one(reworks > 0, file.closedAt > 0 || reworks > 0),
      returns: [tasks.filter(({ state }) => state === 'returned').length, tasks.length],
      repeats: one(isRepeat(file)),
      satisfied: one(satisfaction >= 4, satisfaction > 0),
    },
  };
}

export function indicatorsOf(measures: readonly CaseMeasure[]): Indicators {
  const said = measures.filter(({ satisfaction }) => satisfaction > 0);
  return {
    received: measures.length,
    registered: measures.filter(({ registered }) => registered).length,
    waits: byId(WAIT_IDS, (id) => waits(measures.flatMap((each) => each.waits[id] ?? []))),
    shares: byId(SHARE_IDS, (id) => share(measures.map((each) => each.shares[id]))),
    satisfaction: said.length === 0 ? null : sum(said.map((each) => each.satisfaction)) / said.length,
  };
}

export type IndicatorId = WaitId | ShareId | 'received' | 'satisfaction';

const isWait = (id: IndicatorId): id is WaitId => (WAIT_IDS as readonly string[]).includes(id);

/** The cases that a number rests on: of waits the longest first, of shares those that count against the rest first. */
export function casesBehind(measures: readonly CaseMeasure[], id: IndicatorId): CaseMeasure[] {
  const newest = (a: CaseMeasure, b: CaseMeasure) => b.receivedAt - a.receivedAt;
  if (id === 'received') return [...measures].sort(newest);
  if (id === 'satisfaction')
    return measures
      .filter(({ satisfaction }) => satisfaction > 0)
      .sort((a, b) => a.satisfaction - b.satisfaction || newest(a, b));
  if (isWait(id))
    return measures
      .filter(({ waits: { [id]: wait } }) => wait !== null)
      .sort((a, b) => (b.waits[id] ?? 0) - (a.waits[id] ?? 0) || newest(a, b));
  // A high rate of these is bad: the few that make it are looked for; of the others those that are missing.
  const bad = id === 'rework' || id === 'returns' || id === 'repeats' ? -1 : 1;
  return measures
    .filter(({ shares: { [id]: part } }) => part[1] > 0)
    .sort((a, b) => bad * (a.shares[id][0] - b.shares[id][0]) || newest(a, b));
}

export interface MeasureGroup {
  /** Code of a grid ('' for none) or a matter. */
  key: string;
  measures: CaseMeasure[];
}

/** The largest first. */
export function groupsOf(measures: readonly CaseMeasure[], by: 'grid' | 'matter'): MeasureGroup[] {
  const groups = new Map<string, CaseMeasure[]>();
  for (const each of measures) {
    const own = groups.get(each[by]);
    if (own) own.push(each);
    else groups.set(each[by], [each]);
  }
  return [...groups]
    .map(([key, own]) => ({ key, measures: own }))
    .sort((a, b) => b.measures.length - a.measures.length || (a.key < b.key ? -1 : 1));
}

/** One line of the table that leaves: numbers alone. Waits in whole seconds, rates from 0 to 1 with four places. */
export function indicatorCells(found: Indicators): (number | null)[] {
  const seconds = (wait: number | null) => (wait === null ? null : Math.round(wait / 1000));
  const places = (rate: number | null) => (rate === null ? null : Math.round(rate * 1e4) / 1e4);
  return [
    found.received,
    found.registered,
    ...WAIT_IDS.flatMap((id) => {
      const { count, p50, p90 } = found.waits[id];
      return [count, seconds(p50), seconds(p90)];
    }),
    ...SHARE_IDS.flatMap((id) => {
      const { of, all, rate } = found.shares[id];
      return [of, all, places(rate)];
    }),
    places(found.satisfaction),
  ];
}

/** Given out, not taken back as no case, and either closed or at its time: what a community owes by now. */
function isDue({ handleBy, closedAt, state }: Case, now: number): boolean {
  if (handleBy === 0 || state === 'cancelled' || state === 'rejected' || state === 'merged') return false;
  return closedAt > 0 || (state !== 'suspended' && handleBy <= now);
}

function isRepeat({ state, reopens, follows }: Case): boolean {
  return state === 'merged' || reopens > 0 || follows !== '';
}

function byId<K extends string, T>(ids: readonly K[], make: (id: K) => T): Record<K, T> {
  return Object.fromEntries(ids.map((id) => [id, make(id)])) as Record<K, T>;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

function share(parts: readonly (readonly [number, number])[]): Share {
  const of = sum(parts.map(([part]) => part));
  const all = sum(parts.map(([, whole]) => whole));
  return { of, all, rate: all === 0 ? null : of / all };
}

function waits(times: readonly number[]): Waits {
  const sorted = [...times].sort((a, b) => a - b);
  const rank = (part: number) => (sorted.length === 0 ? null : sorted[Math.ceil(part * sorted.length) - 1]);
  return { count: sorted.length, p50: rank(0.5), p90: rank(0.9) };
}
