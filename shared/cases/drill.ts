/**
 * Drills: what is reported to begin one, what it came to, and its pins on the map. Pure. A drill is a case like any other, marked as one: it reaches
 * nobody outside the desk (case-effects.ts) and no indicator.
 */
import type { DeviceKind } from '../model/words.ts';
import { type AlertLevel, LEVEL_OF_KIND, type PinnedAlert } from './alert.ts';
import type { Case } from './case.ts';
import { isOpen } from './case.ts';
import { MATTER_OF_DEVICE, type MatterId } from './case-codes.ts';
import type { CasePlace } from './case-command.ts';
import type { CaseEventDraft } from './case-event.ts';

export interface DrillReport {
  source: 'device';
  device: DeviceKind;
  matter: MatterId;
  level: AlertLevel;
  grid: string;
  place: CasePlace;
  drill: true;
  follows: '';
}

/** As the device of that kind would have told it there. */
export function drillReport(
  device: DeviceKind,
  { place, grid }: { place: CasePlace; grid: string },
): DrillReport {
  const [matter, level] = [MATTER_OF_DEVICE[device], LEVEL_OF_KIND[device]];
  return { source: 'device', device, matter, level, grid, place, drill: true, follows: '' };
}

export const DRILL_STEPS = ['seen', 'dispatched', 'accepted', 'onSite', 'feedback', 'closed'] as const;
export type DrillStep = (typeof DRILL_STEPS)[number];

/** Milliseconds from the begin until each step was first come to; null: it was not. Empty events: all null. */
export function drillTimes(events: readonly CaseEventDraft[]): Record<DrillStep, number | null> {
  const begin = events[0]?.at ?? 0;
  const first = (test: (event: CaseEventDraft) => boolean) => {
    const found = events.find(test);
    return found ? found.at - begin : null;
  };
  // Whoever starts a drill has seen nothing yet: the desk is measured from there on.
  const seen = first(({ n, role }) => n > 1 && (role === 'operator' || role === 'supervisor'));
  const to = (state: CaseEventDraft['to']) => first((event) => event.to === state);
  return {
    seen,
    dispatched: to('dispatched'),
    accepted: to('accepted'),
    onSite: to('onSite'),
    feedback: to('feedback'),
    closed: to('closed'),
  };
}

/** The newest first. */
export function drillsOf(cases: Iterable<Case>): Case[] {
  return [...cases].filter(({ drill }) => drill).sort((a, b) => b.receivedAt - a.receivedAt);
}

/** Where drills are going on that no device stands for. */
export function drillPins(cases: Iterable<Case>): PinnedAlert[] {
  return drillsOf(cases).flatMap((file) => {
    const { caseId, level, place, alerts, acknowledgedAt, receivedAt } = file;
    if (!isOpen(file) || alerts.length > 0 || place.lng === null || place.lat === null) return [];
    const pin = { id: caseId, device: '', level, lng: place.lng, lat: place.lat, place: place.text };
    return { ...pin, active: true, acknowledged: acknowledgedAt > 0, raisedAt: receivedAt, drill: true };
  });
}
