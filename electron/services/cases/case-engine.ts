/**
 * Runs cases with no page open: opens them on grave alerts, carries out commands, fires the clocks that ran out, and hands each to whoever is on
 * duty. Journal first: a case counts only once its events are on the disk, beside the alerts they came of. Who may command is case-desk.ts.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { type AuditEvent, auditEvent } from '../../../shared/access/audit.ts';
import type { Alert } from '../../../shared/cases/alert.ts';
import { type Case, isOpen } from '../../../shared/cases/case.ts';
import { SYSTEM } from '../../../shared/cases/case-actor.ts';
import { MATTER_OF_DEVICE } from '../../../shared/cases/case-codes.ts';
import { type BodyOf, type CaseCommand, placeText } from '../../../shared/cases/case-command.ts';
import type { Actor } from '../../../shared/cases/case-guards.ts';
import type { CaseRules } from '../../../shared/cases/case-rules.ts';
import type { Outcome } from '../../../shared/cases/case-transitions.ts';
import { chinaDayOf, dayText } from '../../../shared/cases/china-day.ts';
import { chooseAssignee } from '../../../shared/cases/dispatch.ts';
import { type AlertDevice, acknowledge } from '../../../shared/cases/transitions.ts';
import { type WorkCalendar, workCalendar } from '../../../shared/cases/work-calendar.ts';
import type { CaseAnswer, CaseReport } from '../../../shared/host/case-schemas.ts';
import type { Directory } from '../../../shared/host/contract.ts';
import type { JournalBody } from '../../../shared/host/journal-record.ts';
import type { AlertBook } from '../alert-book.ts';
import type { AuditActor, AuditLog } from '../audit-log.ts';
import type { Journal } from '../journal.ts';
import type { LiveClock } from '../live-alerts.ts';
import type { CaseBook } from './case-book.ts';
import type { CaseSettings } from './case-settings.ts';
import { CaseWrite } from './case-write.ts';

/** How often clocks are looked at: one that ran out while nothing ran fires within this of the start. */
const LOOK_MS = 1_000;
/** Most clocks fired in one write, so that a long sleep does not make one write of everything. */
const MOST_FIRED = 500;

export interface CaseEngineParts {
  journal: Journal;
  alerts: AlertBook;
  /** Already replayed, and told of what is appended. */
  book: CaseBook;
  audit: AuditLog;
  settings: CaseSettings;
  clock: LiveClock;
  directory(): Directory | null;
  /** As the directory knows it. */
  deviceOf(id: string): AlertDevice | undefined;
  /** Name of the machine of the site that acts instead of this one, '' where it is not known; null or absent: this one acts. */
  observing?(): string | null;
  /** Told of a look at the clocks that failed; it is tried again. */
  onTrouble?: (error: unknown) => void;
}

/** Who commands, and how that is written down. */
export interface Commander {
  actor: Actor;
  audit: AuditActor;
}

export class CaseEngine {
  private readonly parts: CaseEngineParts;
  private stop: (() => void) | null = null;
  private looking: Promise<void> | null = null;
  private calendar: { of: CaseRules; made: WorkCalendar } | null = null;

  constructor(parts: CaseEngineParts) {
    this.parts = parts;
    parts.alerts.follow((changed) => this.followAlerts(changed));
  }

  start(): void {
    this.stop ??= this.parts.clock.every(LOOK_MS, () => void this.look());
  }

  async close(): Promise<void> {
    this.stop?.();
    this.stop = null;
    await this.looking;
  }

  /** Rejects with what the disk says; nothing has happened then. */
  command(command: CaseCommand, { actor, audit }: Commander): Promise<CaseAnswer> {
    return this.write<CaseAnswer>(audit, (write, changed) => {
      const before = write.get(command.caseId);
      const outcome = write.run(command, actor);
      if (!outcome.ok) return refused(outcome);
      const { after } = outcome;
      if (before?.acknowledgedAt === 0 && after.acknowledgedAt > 0) this.quiet(after, actor.id, changed);
      const { caseId, version } = after;
      const answer: CaseAnswer = { ok: true, repeated: outcome.repeated, caseId, version };
      return { answer, notes: outcome.repeated ? [] : [auditNote(after, command.does.kind)] };
    });
  }

  /** A report of a person becomes a case. `progressCode`: what the reporter asks after it with. */
  report(
    id: string,
    report: CaseReport,
    sealed: CaseCommand['sealed'],
    commander: Commander,
  ): Promise<CaseAnswer & { caseNo?: string; progressCode?: string }> {
    return this.write<CaseAnswer & { caseNo?: string; progressCode?: string }>(commander.audit, (write) => {
      const now = this.parts.clock.now();
      const known = this.parts.book.get(caseIdOf(id));
      const { caseNo, progressCode } = known ?? {
        caseNo: write.newNumber(chinaDay(now)),
        progressCode: newProgressCode(),
      };
      const does: BodyOf<'open'> = {
        kind: 'open',
        ...report,
        caseNo,
        progressCode,
        alert: '',
        receivedAt: now,
      };
      const outcome = write.run(
        { id, caseId: caseIdOf(id), version: known ? known.version : 0, does, sealed },
        commander.actor,
      );
      if (!outcome.ok) return refused(outcome);
      const { caseId, version } = outcome.after;
      return {
        answer: { ok: true, repeated: outcome.repeated, caseId, version, caseNo, progressCode },
        notes: outcome.repeated ? [] : [auditNote(outcome.after, 'open')],
      };
    });
  }

  /** An operator opens a case on an alert that did not open one by itself. */
  openOn(alertId: string, { actor, audit }: Commander): Promise<CaseAnswer> {
    return this.write<CaseAnswer>(audit, (write, changed) => {
      const alert = this.parts.alerts.alerts().find(({ id }) => id === alertId);
      const known = this.parts.book.ofAlert(alertId);
      if (known) {
        const { caseId, version } = known;
        return { answer: { ok: true, repeated: true, caseId, version }, notes: [] };
      }
      if (!alert) return refused({ ok: false, refusal: { reason: 'missing', facts: {} }, since: [] });
      const outcome = write.run(this.opening(alert, write), actor);
      if (!outcome.ok) return refused(outcome);
      this.quiet(outcome.after, actor.id, changed);
      const { caseId, version } = outcome.after;
      return {
        answer: { ok: true, repeated: false, caseId, version },
        notes: [auditNote(outcome.after, 'open')],
      };
    });
  }

  /** Acknowledges alerts, and with them the cases opened on them. Resolves to how many were acknowledged by this. */
  async acknowledge(ids: readonly string[], { actor, audit }: Commander): Promise<number> {
    const { alerts, clock, book } = this.parts;
    const wanted = new Set(ids);
    return this.write(audit, (write, changed) => {
      const now = clock.now();
      for (const alert of alerts.alerts()) {
        const next = wanted.has(alert.id) ? acknowledge(alert, actor.id, now) : null;
        if (next) changed.push(next);
      }
      for (const { id } of changed) {
        const file = book.ofAlert(id);
        if (!file || write.get(file.caseId)?.acknowledgedAt !== 0) continue;
        const version = write.get(file.caseId)?.version ?? file.version;
        const does = { kind: 'acknowledge' as const };
        write.run({ id: `a-${randomUUID()}`, caseId: file.caseId, version, does, sealed: null }, actor);
      }
      const count = changed.length;
      const detail = { does: 'acknowledge', alerts: count };
      return { answer: count, notes: count > 0 ? [auditEvent('case.command', { count, detail })] : [] };
    });
  }

  /**
   * What stood still while another machine had the duty: alerts raised since then become cases unless `isTaken` knows one elsewhere, and what
   * devices have told of our own files is written into them.
   */
  async adopt(since: number, isTaken: (alert: Alert) => boolean): Promise<void> {
    await this.write(null, (write) => {
      const live = this.parts.alerts.alerts();
      const active = new Set(live.filter((alert) => alert.active).map(({ id }) => id));
      for (const { caseId, alerts } of [...this.parts.book.all()].filter(isOpen))
        for (const { id } of alerts.filter((alert) => alert.active && !active.has(alert.id)))
          write.system(caseId, { kind: 'alert', alert: id, active: false });
      for (const alert of live) {
        const isOurs = this.parts.book.ofAlert(alert.id) !== null;
        if (isOurs || (alert.raisedAt >= since && !isTaken(alert))) this.followAlert(alert, write);
      }
      return { answer: null, notes: [] };
    });
  }

  /** Fires every clock that has run out. One look at a time. */
  look(): Promise<void> {
    this.looking ??= this.fireDue()
      .catch((error) => this.parts.onTrouble?.(error))
      .finally(() => {
        this.looking = null;
      });
    return this.looking;
  }

  private async fireDue(): Promise<void> {
    const { book, clock } = this.parts;
    for (;;) {
      const now = clock.now();
      const due = book.due(now);
      if (due.length === 0) return;
      const fired = await this.write(null, (write) => {
        for (const { caseId, key } of due.slice(0, MOST_FIRED)) write.system(caseId, { kind: 'fire', key });
        return { answer: write.made.length, notes: [] };
      });
      // A clock that cannot fire must not be tried for ever.
      if (fired === 0) return;
    }
  }

  /** What cases make of changed alerts, in the same append as the alerts. */
  private async followAlerts(changed: readonly Alert[]): Promise<JournalBody[]> {
    const write = this.newWrite();
    for (const alert of changed) this.followAlert(alert, write);
    return bodiesOf(write);
  }

  private followAlert(alert: Alert, write: CaseWrite): void {
    const { book, settings } = this.parts;
    const known = book.ofAlert(alert.id);
    const file = known && write.get(known.caseId);
    if (file) {
      const held = file.alerts.find(({ id }) => id === alert.id);
      // A condition that is as it was is no event: a chattering device must not fill the file.
      if (held ? held.active === alert.active : !alert.active) return;
      write.system(file.caseId, { kind: 'alert', alert: alert.id, active: alert.active });
      return;
    }
    const rule = settings.rules.devices[alert.kind];
    // A device that is silent is no emergency, whatever its kind.
    if (!alert.active || !rule.automatic || alert.condition) return;
    write.run(this.opening(alert, write), SYSTEM);
  }

  private opening(alert: Alert, write: CaseWrite): CaseCommand {
    const { clock, deviceOf } = this.parts;
    const directory = this.parts.directory();
    const device = deviceOf(alert.device);
    const id = `o-${randomUUID()}`;
    const silent = alert.condition === 'silent';
    const does: BodyOf<'open'> = {
      kind: 'open',
      caseNo: write.newNumber(chinaDay(clock.now())),
      source: 'device',
      // A device that does not speak is a thing to repair, by the slow clocks of things.
      device: silent ? '' : alert.kind,
      matter: silent ? 'repair' : MATTER_OF_DEVICE[alert.kind],
      level: alert.level,
      grid: device?.grid ?? '',
      place: {
        lng: alert.lng,
        lat: alert.lat,
        building: device?.buildingId ?? '',
        text: placeText(alert.place),
      },
      alert: alert.id,
      receivedAt: alert.raisedAt,
      // A made-up device of a real community is a drill; a made-up community is made up throughout, and says so itself.
      drill: alert.demo && directory?.demo !== true,
      progressCode: '',
      follows: '',
    };
    return { id, caseId: caseIdOf(id), version: 0, does, sealed: null };
  }

  /** The alerts of a case that was seen are silenced with it. */
  private quiet(file: Case, by: string, changed: Alert[]): void {
    const ids = new Set(file.alerts.map(({ id }) => id));
    const now = this.parts.clock.now();
    for (const alert of this.parts.alerts.alerts()) {
      const next = ids.has(alert.id) ? acknowledge(alert, by, now) : null;
      if (next) changed.push(next);
    }
  }

  private newWrite(): CaseWrite {
    const { book, clock, settings } = this.parts;
    const directory = this.parts.directory();
    const now = clock.now();
    const rules = settings.rules;
    if (this.calendar?.of !== rules) this.calendar = { of: rules, made: workCalendar(rules.workTime) };
    const roster = settings.roster(directory);
    return new CaseWrite(book, {
      now,
      rules,
      calendar: this.calendar.made,
      observing: this.parts.observing?.() ?? null,
      choose: (file) =>
        chooseAssignee(file, {
          now,
          roster,
          gridOf: () =>
            file.grid === '' ? null : { code: file.grid, community: directory?.community ?? '' },
          busy: (worker) => book.busy(worker),
        }),
    });
  }

  /** One thing at a time with the alerts: what was decided rests on what is on the disk. */
  private write<T>(
    actor: AuditActor | null,
    decide: (write: CaseWrite, changed: Alert[]) => { answer: T; notes: AuditEvent[] },
  ): Promise<T> {
    const { alerts, audit, journal } = this.parts;
    return alerts.inTurn(async (keep) => {
      const write = this.newWrite();
      const changed: Alert[] = [];
      const { answer, notes } = decide(write, changed);
      const bodies = [
        ...changed.map((alert): JournalBody => ({ kind: 'alert.changed', alert })),
        ...(await bodiesOf(write)),
      ];
      if (bodies.length === 0) return answer;
      if (actor && notes.length > 0) await audit.appendWith(bodies, notes, actor);
      else await journal.append(bodies);
      keep(changed);
      return answer;
    });
  }
}

function refused({ refusal, since }: Outcome & { ok: false }): { answer: CaseAnswer; notes: [] } {
  return { answer: { ok: false, refusal, since: [...since] }, notes: [] };
}

function auditNote({ caseId, version, grid }: Case, does: string): AuditEvent {
  return auditEvent('case.command', {
    count: 1,
    grid: /^[A-Za-z0-9._:-]{0,40}$/.test(grid) ? grid : '',
    detail: { does, case: caseId, version },
  });
}

async function bodiesOf(write: CaseWrite): Promise<JournalBody[]> {
  return (await write.chained()).map((event) => ({ kind: 'case.event', event }));
}

/** The case that a command opens has its name: sent again, it is the same case. */
function caseIdOf(command: string): string {
  return `c-${command.slice(0, 60)}`;
}

/** As case numbers begin: `20261130`. */
const chinaDay = (at: number): string => dayText(chinaDayOf(at)).replaceAll('-', '');

/** Letters and figures that are not taken for each other when read out: eight of them. */
const CODE_LETTERS = 'ACDEFGHJKLMNPQRTUVWXY34679';
function newProgressCode(): string {
  return Array.from(randomBytes(8), (byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join('');
}
