/**
 * What makes alarms bearable: chatter, stale and flood are told, shelving is allowed with a reason and an end, and in a flood few rows are
 * announced, the gravest first. Pure; numbers from ISA-18.2 and HSE (10 in 10 minutes), the rest proposed. Times: ms since the epoch.
 */
import * as v from 'valibot';
import type { Alert, AlertLevel } from './alert.ts';
import { compareAlerts } from './alert-order.ts';
import { conditionOfId } from './transitions.ts';

const MINUTE = 60_000;
export const SIGNAL_LIMITS = {
  /** So many starts within a minute are chatter. */
  chatterStarts: 3,
  chatterWindow: MINUTE,
  staleAfter: 24 * 60 * MINUTE,
  /** More than `floodStarts` in the window begin a flood, fewer than `floodEnds` end it. */
  floodStarts: 10,
  floodEnds: 5,
  floodWindow: 10 * MINUTE,
  /** Rows announced in a flood. */
  floodRows: 10,
} as const;

/** `starts`: when the alert of one device and kind began or began again. */
export function isChattering(starts: readonly number[], now: number): boolean {
  return within(starts, now, SIGNAL_LIMITS.chatterWindow).length >= SIGNAL_LIMITS.chatterStarts;
}

export function isStale({ active, raisedAt }: Pick<Alert, 'active' | 'raisedAt'>, now: number): boolean {
  return active && now - raisedAt > SIGNAL_LIMITS.staleAfter;
}

/** A clock that was set back leaves starts in the future: they count until it has caught up, and no longer than the window. */
function within(starts: readonly number[], now: number, window: number): number[] {
  return starts.filter((at) => Math.abs(now - at) < window);
}

export interface Flood {
  /** Since when; 0: none. */
  since: number;
  /** Starts of the last window. */
  starts: readonly number[];
  /** The alert that was the first of it; ''. */
  firstOut: string;
}
export const NO_FLOOD: Flood = { since: 0, starts: [], firstOut: '' };

/** So many starts tell whether a flood begins or ends: more are not kept, however many there are. */
const STARTS_KEPT = SIGNAL_LIMITS.floodStarts + 1;

/** One more alert began, or (`alert` null) time went by. */
export function flooded(flood: Flood, now: number, alert: string | null): Flood {
  const before = within(flood.starts, now, SIGNAL_LIMITS.floodWindow);
  const starts = alert === null ? before : [...before, now].slice(-STARTS_KEPT);
  const firstOut = alert !== null && before.length === 0 && flood.since === 0 ? alert : flood.firstOut;
  if (flood.since > 0) {
    return starts.length < SIGNAL_LIMITS.floodEnds
      ? { since: 0, starts, firstOut: starts.length > 0 ? firstOut : '' }
      : { ...flood, starts };
  }
  return { since: starts.length > SIGNAL_LIMITS.floodStarts ? now : 0, starts, firstOut };
}

/** Shown as `cases.shelve.<reason>`. */
export const SHELVE_REASONS = ['maintenance', 'knownFault', 'works', 'weather', 'test'] as const;

/** `alert`: the condition that is put aside (`conditionOfId`), so that it stays so when it ends and begins anew. */
export const ShelfSchema = v.strictObject({
  alert: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000)),
  reason: v.picklist(SHELVE_REASONS),
  from: v.pipe(v.number(), v.integer()),
  until: v.pipe(v.number(), v.integer()),
  by: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
});
export type Shelf = v.InferOutput<typeof ShelfSchema>;

/** Longest shelving by level in ms; 0: forbidden. */
export const LONGEST_SHELF: Readonly<Record<AlertLevel, number>> = {
  1: 0,
  2: 30 * MINUTE,
  3: 8 * 60 * MINUTE,
  4: 8 * 60 * MINUTE,
};

/** Shown as `cases.shelve.refused.<reason>`. */
export const SHELF_REFUSALS = ['never', 'tooLong', 'past'] as const;

/** Why an alert of this level may not be shelved so; null: it may. */
export function shelfRefusal(
  level: AlertLevel,
  { from, until }: Pick<Shelf, 'from' | 'until'>,
): (typeof SHELF_REFUSALS)[number] | null {
  if (LONGEST_SHELF[level] === 0) return 'never';
  if (!(until > from)) return 'past';
  return until - from > LONGEST_SHELF[level] ? 'tooLong' : null;
}

/** Whether the shelf hides its alert now. A clock set back does not make it longer: before `from` it hides nothing. */
export function isShelved(shelf: Shelf | undefined, level: AlertLevel, now: number): boolean {
  if (!shelf || shelfRefusal(level, shelf)) return false;
  return now >= shelf.from && now < shelf.until;
}

/** Shelves by the condition that they put aside. */
export type Shelves = ReadonlyMap<string, Shelf>;

/** The shelf that hides this alert now. */
export function shelfOf(alert: Pick<Alert, 'id' | 'level'>, shelves: Shelves, now: number): Shelf | null {
  const shelf = shelves.get(conditionOfId(alert.id));
  return shelf && isShelved(shelf, alert.level, now) ? shelf : null;
}

/** Shelves that are over, and the active alerts that are announced anew because of it. `alerts`: the live ones by condition. */
export function shelvesOver(
  shelves: readonly Shelf[],
  alerts: ReadonlyMap<string, Alert>,
  now: number,
): { over: Shelf[]; announced: string[] } {
  const over = shelves.filter((shelf) => {
    const alert = alerts.get(shelf.alert);
    return alert ? !isShelved(shelf, alert.level, now) : now < shelf.from || now >= shelf.until;
  });
  return { over, announced: over.flatMap(({ alert }) => (alerts.get(alert)?.active ? [alert] : [])) };
}

/** What a window is told of a flood: since when (0: none) and the alert that was the first of it. */
export type FloodNews = Pick<Flood, 'since' | 'firstOut'>;

/** What is heard: nothing that is put aside, and in a flood levels I and II only. */
export function audible(
  alerts: readonly Alert[],
  flood: FloodNews,
  shelves: Shelves,
  now: number,
): readonly Alert[] {
  if (flood.since === 0 && shelves.size === 0) return alerts;
  return alerts.filter((alert) => (flood.since === 0 || alert.level <= 2) && !shelfOf(alert, shelves, now));
}

export interface Announcements {
  /** What is shown and sounds, the gravest and newest first. */
  rows: Alert[];
  /** What is not, counted by level. */
  counted: Record<AlertLevel, number>;
  shelved: number;
  flood: boolean;
  /** The first of the flood, to be marked. */
  firstOut: string;
}

/**
 * What is announced of the live alerts. In a flood at most ten rows, levels III and IV only counted; what does not fit of I and II is
 * counted too, and the counter of level I is never to be hidden.
 */
export function announcements(
  alerts: readonly Alert[],
  flood: FloodNews,
  shelves: Shelves,
  now: number,
): Announcements {
  const shown = alerts.filter((alert) => !shelfOf(alert, shelves, now));
  const counted: Announcements['counted'] = { 1: 0, 2: 0, 3: 0, 4: 0 };
  const flooding = flood.since > 0;
  const sorted = [...shown].sort(flooding ? gravestFirst : compareAlerts);
  const rows: Alert[] = [];
  for (const alert of sorted) {
    if (flooding && (alert.level > 2 || rows.length >= SIGNAL_LIMITS.floodRows)) counted[alert.level]++;
    else rows.push(alert);
  }
  return {
    rows,
    counted,
    shelved: alerts.length - shown.length,
    flood: flooding,
    firstOut: flooding ? flood.firstOut : '',
  };
}

function gravestFirst(a: Alert, b: Alert): number {
  return a.level - b.level || compareAlerts(a, b);
}
