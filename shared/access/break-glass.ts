/**
 * Break-glass: a person sees what the role does not show, for a short time and for a reason from a list. Owns who may, for how long,
 * and when it is over. That it happened is an audit entry (audit.ts), written before anything is shown.
 */
import * as v from 'valibot';
import type { Role } from './roles.ts';

/** Long enough for one emergency call, short enough not to become a habit. */
export const BREAK_GLASS_MINUTES = 30;

/** Roles that hold the personal key but not for everybody. */
export const MAY_BREAK_GLASS: readonly Role[] = ['dutyOperator', 'gridWorker', 'gridManager', 'verifier'];

/** Shown as `access.reason.<id>`; also the list for revealing one person. */
export const REASONS = [
  'emergency',
  'case',
  'visit',
  'service',
  'correction',
  'request',
  'spotCheck',
] as const;
/** Reasons for which glass may be broken: a danger, or a case that is not yet one of level I or II. */
const GLASS_REASONS = ['emergency', 'case'] as const;
/** What an export or a notice list is for; shown as `access.purpose.<id>`. */
export const PURPOSES = ['notice', 'visit', 'assistance', 'safetyCheck', 'report', 'handOver'] as const;

export const ReasonSchema = v.picklist(REASONS);
export const PurposeSchema = v.picklist(PURPOSES);
export type Reason = (typeof REASONS)[number];
export type Purpose = (typeof PURPOSES)[number];

export interface BreakGlass {
  person: string;
  reason: (typeof GLASS_REASONS)[number];
  /** Milliseconds since the epoch; covers from <= now < until. */
  from: number;
  until: number;
}

/** Null when the role may not, or the reason is none for this. */
export function breakGlass(
  person: { id: string; role: Role },
  reason: Reason,
  now: number,
): BreakGlass | null {
  const known = GLASS_REASONS.find((each) => each === reason);
  if (!known || !MAY_BREAK_GLASS.includes(person.role)) return null;
  return { person: person.id, reason: known, from: now, until: now + BREAK_GLASS_MINUTES * 60_000 };
}

/** A clock set back does not make it longer: before `from` it covers nothing. */
export function glassCovers(glass: BreakGlass | undefined, person: string, now: number): boolean {
  if (!glass || glass.person !== person) return false;
  const until = Math.min(glass.until, glass.from + BREAK_GLASS_MINUTES * 60_000);
  return now >= glass.from && now < until;
}
