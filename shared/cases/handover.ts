/**
 * The record of a shift that is handed over: who went, who came, and what was open then (cases, alerts nobody had seen, feeds that were down),
 * so that nobody can say later that it was not told. Codes and counts alone; words about it are not kept here.
 */
import * as v from 'valibot';
import type { Feed } from '../feeds/feed-status.ts';
import type { Alert } from './alert.ts';
import { compareAlerts } from './alert-order.ts';
import type { Case } from './case.ts';
import { isOpen } from './case.ts';
import { CaseIdSchema, InstantSchema } from './case-command.ts';
import { ActorIdSchema } from './case-event.ts';
import { nextClock } from './case-order.ts';
import { onDutyAt, type Roster } from './roster.ts';

/** More than this stood nobody could read in a handover. */
const MOST_LISTED = 5_000;
/** Where no roster says how long a shift is. */
const SHIFT_MS = 12 * 3_600_000;
/** Somebody who comes is there before the shift begins, and may sign a little late. */
const EARLY_MS = 3_600_000;

export const HandoverIdSchema = v.pipe(v.string(), v.regex(/^h-[a-z0-9]{6,24}$/));

const HandedOver = v.strictObject({
  id: HandoverIdSchema,
  /** Post of the roster. */
  post: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
  at: InstantSchema,
  /** When the shift that begins ends. */
  until: InstantSchema,
  /** Cases open then, the gravest first; `due`: those of them with a clock that runs out by `until`, or ran out. */
  openCases: v.pipe(v.array(CaseIdSchema), v.maxLength(MOST_LISTED)),
  due: v.pipe(v.array(CaseIdSchema), v.maxLength(MOST_LISTED)),
  /** Ids of alerts that nobody had acknowledged. */
  alerts: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(MOST_LISTED)),
  /** Ids of feeds that should run and did not. */
  feeds: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(200)),
  signedOutBy: ActorIdSchema,
});
export type HandedOver = v.InferOutput<typeof HandedOver>;

/** Two records of the journal, written by the host alone. */
export const ShiftHandedOverSchema = v.strictObject({
  kind: v.literal('shift.handedOver'),
  handover: HandedOver,
});
export const ShiftTakenOverSchema = v.strictObject({
  kind: v.literal('shift.takenOver'),
  handover: HandoverIdSchema,
  at: InstantSchema,
  by: ActorIdSchema,
});
export type ShiftRecord =
  | v.InferOutput<typeof ShiftHandedOverSchema>
  | v.InferOutput<typeof ShiftTakenOverSchema>;

export interface Handover extends HandedOver {
  /** '' until somebody has taken over; never who went. */
  signedInBy: string;
  takenAt: number;
}

export type Stand = Pick<HandedOver, 'openCases' | 'due' | 'alerts' | 'feeds'>;

/** What is handed over now. Drills end with their shift; a feed that somebody stopped is no news. */
export function standOf(
  cases: Iterable<Case>,
  alerts: readonly Alert[],
  feeds: readonly Feed[],
  until: number,
): Stand {
  const open = openCases(cases);
  return {
    openCases: ids(open.map(({ caseId }) => caseId)),
    due: ids(open.filter((file) => isDueBy(file, until)).map(({ caseId }) => caseId)),
    alerts: ids(unseenAlerts(alerts).map(({ id }) => id)),
    feeds: feeds.filter(isDown).map(({ id }) => id),
  };
}

/** The gravest and highest first, then the oldest. */
export function openCases(cases: Iterable<Case>): Case[] {
  return [...cases]
    .filter((file) => isOpen(file) && !file.drill)
    .sort((a, b) => a.level - b.level || b.escalation - a.escalation || a.receivedAt - b.receivedAt);
}

export function isDueBy(file: Case, until: number): boolean {
  const clock = nextClock(file);
  return clock !== null && clock.dueAt <= until;
}

export function unseenAlerts(alerts: readonly Alert[]): Alert[] {
  return alerts.filter(({ acknowledged }) => !acknowledged).sort(compareAlerts);
}

export function isDown({ running, state }: Pick<Feed, 'running' | 'state'>): boolean {
  return running && (state === 'interrupted' || state === 'failed');
}

const ids = (list: string[]) => list.slice(0, MOST_LISTED);

/** The post that is handed over (the duty of the community) and when the shift that begins now ends. */
export function incomingShift(roster: Roster, at: number): { post: string; until: number } {
  const post = roster.posts.find(({ kind }) => kind === 'communityDuty')?.id ?? 'duty';
  // Whoever is there all day says nothing of when shifts change: any post's shift does then.
  const posts = [post, ...roster.posts.map(({ id }) => id)];
  for (const each of posts) {
    const next = onDutyAt(roster, each, at + EARLY_MS).find(({ from, until }) => until - from < 86_400_000);
    if (next) return { post, until: next.until };
  }
  return { post, until: at + SHIFT_MS };
}

/** After one more record; the same when it says nothing new: was there already, or was taken over already or by the one who went. */
export function handoverAfter(before: Handover | undefined, record: ShiftRecord): Handover | undefined {
  if (record.kind === 'shift.handedOver') return before ?? { ...record.handover, signedInBy: '', takenAt: 0 };
  return before && mayTakeOver(before, record.by)
    ? { ...before, signedInBy: record.by, takenAt: record.at }
    : before;
}

/** Nobody takes over from themselves, and one shift is taken over once. */
export function mayTakeOver({ signedOutBy, signedInBy }: Handover, by: string): boolean {
  return signedInBy === '' && by !== '' && by !== signedOutBy;
}
