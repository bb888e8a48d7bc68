/**
 * Who may act on cases from a page: the person of a session in the parts of the role, or the seat taken at a desk without a vault. Turns the
 * contract's messages into commands of the engine; knows no rule of a case.
 */
import { auditEvent } from '../../../shared/access/audit.ts';
import { CASE_ROLES_OF, personActor, type SeatRole, seatActor } from '../../../shared/cases/case-actor.ts';
import type { CaseSettings } from '../../../shared/host/case-schemas.ts';
import type { Args, Directory, Result } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { AlertSignals } from '../alert-signals.ts';
import { NOBODY } from '../audit-log.ts';
import type { Desk } from '../desk.ts';
import type { HostEvents } from '../events.ts';
import type { CaseBook } from './case-book.ts';
import type { CaseEngine, Commander } from './case-engine.ts';
import type { CaseSettings as SettingsService } from './case-settings.ts';

export interface CaseDeskParts {
  desk: Desk;
  engine: CaseEngine;
  book: CaseBook;
  settings: SettingsService;
  signals: AlertSignals;
  events: HostEvents;
  /** Signals go by other rules from here on. */
  signalsChanged(): void;
  directory(): Directory | null;
}

export class CaseDesk {
  private readonly parts: CaseDeskParts;

  constructor(parts: CaseDeskParts) {
    this.parts = parts;
  }

  /** Rejects with HostError 'session-over', 'not-allowed', 'vault-locked' (personal text without a vault), or what the disk says. */
  async command({ session, seat, command }: Args<'case.command'>): Promise<Result<'case.command'>> {
    this.demandSealing(command.sealed !== null);
    return this.parts.engine.command(command, this.commander(session, seat, command.caseId));
  }

  async report({ session, seat, id, report, sealed }: Args<'case.report'>): Promise<Result<'case.report'>> {
    this.demandSealing(sealed !== null);
    const {
      caseNo = '',
      progressCode = '',
      ...answer
    } = await this.parts.engine.report(id, report, sealed, this.commander(session, seat, ''));
    return { answer, caseNo, progressCode };
  }

  async openOn({ session, seat, alert }: Args<'case.openOn'>): Promise<Result<'case.openOn'>> {
    return this.parts.engine.openOn(alert, this.commander(session, seat, ''));
  }

  async acknowledge({
    session,
    seat,
    alerts,
  }: Args<'live.acknowledge'>): Promise<Result<'live.acknowledge'>> {
    return { acknowledged: await this.parts.engine.acknowledge(alerts, this.watcher(session, seat)) };
  }

  signals(): Result<'live.signals'> {
    return this.parts.signals.news();
  }

  async shelve({ session, seat, alert, reason, until }: Args<'live.shelve'>): Promise<Result<'live.shelve'>> {
    return this.parts.signals.shelve(alert, reason, until, this.watcher(session, seat));
  }

  async unshelve({ session, seat, alert }: Args<'live.unshelve'>): Promise<Result<'live.unshelve'>> {
    return { unshelved: await this.parts.signals.unshelve(alert, this.watcher(session, seat)) };
  }

  /** Somebody whose part it is to watch the alerts. */
  private watcher(session: string | null, seat: SeatRole): Commander {
    const commander = this.commander(session, seat, '');
    if (!commander.actor.roles.some((role) => role === 'operator' || role === 'supervisor'))
      throw new HostError('not-allowed', 'role');
    return commander;
  }

  settings(): CaseSettings {
    const { settings } = this.parts;
    return {
      rules: settings.rules,
      signals: settings.signals,
      roster: settings.roster(this.parts.directory()),
      ownRules: settings.hasRules,
      ownSignals: settings.hasSignals,
      ownRoster: settings.hasRoster,
    };
  }

  async configure({ session, rules, signals, roster }: Args<'case.configure'>): Promise<CaseSettings> {
    const { desk, settings, events } = this.parts;
    desk.demandAdministrator(session);
    const given = { rules, signals, roster };
    const changed = Object.entries(given).flatMap(([what, value]) => (value === undefined ? [] : [what]));
    if (session)
      await desk.appendAudit(
        session,
        changed.map((what) => auditEvent('desk.configured', { detail: { what } })),
      );
    if (rules !== undefined) await settings.writeRules(rules);
    if (signals !== undefined) {
      await settings.writeSignals(signals);
      this.parts.signalsChanged();
    }
    if (roster !== undefined) await settings.writeRoster(roster);
    const now = this.settings();
    events.emit('cases.settings', now);
    return now;
  }

  /** Without a vault nothing personal is kept: there is no key to seal it with. */
  private demandSealing(sealed: boolean): void {
    if (sealed && this.parts.desk.status().state === 'none')
      throw new HostError('not-allowed', 'personal values need a vault');
  }

  /** Who acts here, on this case; '' on none. Throws HostError 'session-over', 'not-allowed'. */
  commander(session: string | null, seat: SeatRole, caseId: string): Commander {
    const { desk, book } = this.parts;
    if (desk.status().state === 'none') {
      return { actor: seatActor(seat, book.get(caseId)?.tasks ?? []), audit: NOBODY };
    }
    if (session === null) throw new HostError('session-over');
    const person = desk.personOf(session);
    if (CASE_ROLES_OF[person.role].length === 0) throw new HostError('not-allowed', 'role');
    return { actor: personActor(person, this.workersOf(person)), audit: desk.actorOf(session) };
  }

  /** The register's workers of this person's grids: a grid worker signs in as a person of the desk and is known there by grids. */
  private workersOf({ id, role, grids }: { id: string; role: string; grids: readonly string[] }): string[] {
    if (role !== 'gridWorker') return [id];
    const workers = this.parts.directory()?.workers ?? [];
    return [
      id,
      ...workers.filter(({ grid }) => grid !== '' && grids.includes(grid)).map((worker) => worker.id),
    ];
  }
}
