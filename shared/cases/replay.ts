/**
 * A day of before as it was: which pins stood at a moment and what had happened by then, read off the alerts' own times, the conditions that their
 * cases noted, and the events of cases. Pure. An alert that came back before anybody saw it, and had no case, is known by its last span alone.
 */
import type { Alert, AlertLevel, PinnedAlert } from './alert.ts';
import type { Case } from './case.ts';
import { isOpen } from './case.ts';
import type { MatterId } from './case-codes.ts';
import type { CommandKind } from './case-command.ts';
import type { CaseEventDraft } from './case-event.ts';
import { foldOne } from './case-fold.ts';
import type { Span } from './period.ts';

/** More in a day is a flood: the list of it is cut, its pins are not. */
const MOST_EVENTS = 20_000;

export interface ReplayEvent {
  at: number;
  /** What became of an alert, or what was done to a case. */
  what: 'raised' | 'acknowledged' | 'cleared' | CommandKind;
  level: AlertLevel;
  /** Of a device, or of a case. */
  kind: Alert['kind'] | MatterId;
  /** Of an alert whose device does not speak. */
  condition?: Alert['condition'];
  place: string;
  lng: number | null;
  lat: number | null;
  /** '' for an alert. */
  caseId: string;
  caseNo: string;
}

/** A case that no device stands for, as it changed. */
export interface ReplayCase {
  pin: Pick<PinnedAlert, 'id' | 'device' | 'lng' | 'lat' | 'place' | 'raisedAt' | 'drill'>;
  moments: { at: number; open: boolean; level: AlertLevel; seen: boolean }[];
}

export interface ReplayDay {
  alerts: Alert[];
  /** By alert, in order: when its device was in alarm and when not, as its case noted. */
  switches: Map<string, { at: number; active: boolean }[]>;
  /** Alerts of drills. */
  drills: Set<string>;
  cases: ReplayCase[];
  /** In order. */
  events: ReplayEvent[];
}

/** `cases`: those that were open at some time of the span, each with all its events in order. */
export function replayOf(
  alerts: readonly Alert[],
  cases: readonly (readonly CaseEventDraft[])[],
  { from, until }: Span,
): ReplayDay {
  const own = alerts.filter((alert) => overlaps(alert, from, until));
  const day: ReplayDay = { alerts: own, switches: new Map(), drills: new Set(), cases: [], events: [] };
  for (const alert of own) day.events.push(...eventsOfAlert(alert));
  for (const events of cases) addCase(day, events);
  day.events = day.events
    .filter(({ at }) => at >= from && at < until)
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST_EVENTS);
  return day;
}

/** It stood on the map at some time of the span. */
function overlaps(alert: Alert, from: number, until: number): boolean {
  if (alert.raisedAt >= until) return false;
  return alert.active || !alert.acknowledged || Math.max(alert.clearedAt, alert.acknowledgedAt) >= from;
}

function eventsOfAlert(alert: Alert): ReplayEvent[] {
  const { raisedAt, acknowledgedAt, clearedAt, level, kind, condition, place, lng, lat } = alert;
  const told = { level, kind, condition, place, lng, lat, caseId: '', caseNo: '' };
  const moments = { raised: raisedAt, acknowledged: acknowledgedAt, cleared: clearedAt } as const;
  return (['raised', 'acknowledged', 'cleared'] as const).flatMap((what) =>
    moments[what] > 0 ? [{ at: moments[what], what, ...told }] : [],
  );
}

function addCase(day: ReplayDay, events: readonly CaseEventDraft[]): void {
  let file: Case | null = null;
  const moments: ReplayCase['moments'] = [];
  for (const event of events) {
    file = foldOne(file, event);
    const { at, does } = event;
    moments.push({ at, open: isOpen(file), level: file.level, seen: file.acknowledgedAt > 0 });
    if (does.kind === 'alert') {
      const own = day.switches.get(does.alert);
      if (own) own.push({ at, active: does.active });
      else day.switches.set(does.alert, [{ at, active: does.active }]);
    }
    const { caseId, caseNo, level, matter, place } = file;
    day.events.push({
      ...{ at, what: does.kind, level, kind: matter, place: place.text, lng: place.lng, lat: place.lat },
      ...{ caseId, caseNo },
    });
  }
  if (!file) return;
  if (file.drill) for (const { id } of file.alerts) day.drills.add(id);
  const { caseId, place, receivedAt, drill } = file;
  if (file.alerts.length > 0 || place.lng === null || place.lat === null) return;
  const pin = { id: caseId, device: '', lng: place.lng, lat: place.lat, place: place.text };
  day.cases.push({ pin: { ...pin, raisedAt: receivedAt, drill }, moments });
}

/** What stood on the map then: alerts that were active or that nobody had seen, and open cases that no device stands for. */
export function pinsAt({ alerts, switches, drills, cases }: ReplayDay, at: number): PinnedAlert[] {
  const pins: PinnedAlert[] = [];
  for (const alert of alerts) {
    if (alert.raisedAt > at) continue;
    const active = wasActive(alert, switches.get(alert.id) ?? [], at);
    const acknowledged = alert.acknowledged && alert.acknowledgedAt <= at;
    if (active || !acknowledged) pins.push({ ...alert, active, acknowledged, drill: drills.has(alert.id) });
  }
  for (const { pin, moments } of cases) {
    const now = moments.findLast((moment) => moment.at <= at);
    if (now?.open) pins.push({ ...pin, level: now.level, active: true, acknowledged: now.seen });
  }
  return pins;
}

function wasActive(
  { active, clearedAt }: Alert,
  switches: readonly { at: number; active: boolean }[],
  at: number,
): boolean {
  // The last word of the alert itself is later than what its case noted before.
  if (!active && clearedAt <= at) return false;
  const last = switches.findLast((each) => each.at <= at);
  return last ? last.active : true;
}

/** How many of the events had happened by then. */
export function happenedBy(events: readonly ReplayEvent[], at: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle].at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
