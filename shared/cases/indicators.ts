/**
 * The indicators of a time, recomputed from events and nothing else, so that nobody can type one in: waiting times, on-time and closing rate
 * (按期处置率、结案率), rework, returns, repeats, satisfaction. Drills never count. A rate without a base is null, not nought.
 */
import type { Case } from './case.ts';
import type { CaseEventDraft } from './case-event.ts';
import { fold } from './case-fold.ts';
import { handledInTime } from './evaluation.ts';

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
  /** From receipt until somebody of the desk saw it (MTTA), until it was given out, until somebody was there, until it was closed. */
  toAcknowledge: Waits;
  toDispatch: Waits;
  toArrive: Waits;
  toClose: Waits;
  /** Told by the promised time, of those due: 按期处置率. */
  onTime: Share;
  /** Closed, of those due: 结案率. */
  closed: Share;
  /** Cases done again, of those checked: 返工率. */
  rework: Share;
  /** Tasks given back, of those given out: 退单率. */
  returns: Share;
  /** Reports of what was there already (merged, reopened, followed up), of all received: 重复立案率. */
  repeats: Share;
  /** Reporters who gave 4 or 5, of those who said anything: 回访满意率. */
  satisfied: Share;
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

/** `cases`: all events of each case, in order; those that came after `now` are not looked at. Throws CaseGapError for a case with a hole. */
export function indicatorsOf(
  cases: Iterable<readonly CaseEventDraft[]>,
  { from, until, now }: IndicatorSpan,
): Indicators {
  const counted: Counted[] = [];
  for (const events of cases) {
    const seen = events.filter(({ at }) => at <= now);
    const file = fold(seen);
    if (!file || file.drill || file.receivedAt < from || file.receivedAt >= until) continue;
    counted.push({ file, events: seen });
  }
  const files = counted.map(({ file }) => file);
  const first = (test: (event: CaseEventDraft) => boolean) =>
    waits(counted.flatMap(({ file, events }) => sinceReceipt(file, events.find(test)?.at)));
  const due = files.filter((file) => isDue(file, now));
  const checked = files.filter((file) => file.closedAt > 0 || file.reworks > 0);
  const leads = files.flatMap(({ tasks }) => tasks);
  const said = files
    .map(({ evaluation }): number => evaluation?.satisfaction ?? 0)
    .filter((step) => step > 0);
  return {
    received: files.length,
    registered: counted.filter(({ events }) => events.some(({ to }) => to === 'registered')).length,
    toAcknowledge: waits(files.flatMap((file) => sinceReceipt(file, file.acknowledgedAt || undefined))),
    toDispatch: first(({ to }) => to === 'dispatched'),
    toArrive: first(
      ({ does, to, from: was }) => does.kind === 'arrive' && to === 'onSite' && was !== 'onSite',
    ),
    toClose: waits(files.flatMap((file) => sinceReceipt(file, file.closedAt || undefined))),
    onTime: share(due.filter((file) => handledInTime(file, now) === true).length, due.length),
    closed: share(due.filter(({ closedAt }) => closedAt > 0).length, due.length),
    rework: share(checked.filter(({ reworks }) => reworks > 0).length, checked.length),
    returns: share(leads.filter(({ state }) => state === 'returned').length, leads.length),
    repeats: share(files.filter(isRepeat).length, files.length),
    satisfied: share(said.filter((step) => step >= 4).length, said.length),
    satisfaction: said.length === 0 ? null : said.reduce((sum, step) => sum + step, 0) / said.length,
  };
}

interface Counted {
  file: Case;
  events: readonly CaseEventDraft[];
}

/** Given out, not taken back as no case, and either closed or at its time: what a community owes by now. */
function isDue({ handleBy, closedAt, state }: Case, now: number): boolean {
  if (handleBy === 0 || state === 'cancelled' || state === 'rejected' || state === 'merged') return false;
  return closedAt > 0 || (state !== 'suspended' && handleBy <= now);
}

function isRepeat({ state, reopens, follows }: Case): boolean {
  return state === 'merged' || reopens > 0 || follows !== '';
}

/** A clock that was set back does not make a wait negative. */
function sinceReceipt({ receivedAt }: Case, at: number | undefined): number[] {
  return at === undefined ? [] : [Math.max(0, at - receivedAt)];
}

function share(of: number, all: number): Share {
  return { of, all, rate: all === 0 ? null : of / all };
}

function waits(times: readonly number[]): Waits {
  const sorted = [...times].sort((a, b) => a - b);
  const rank = (part: number) => (sorted.length === 0 ? null : sorted[Math.ceil(part * sorted.length) - 1]);
  return { count: sorted.length, p50: rank(0.5), p90: rank(0.9) };
}
