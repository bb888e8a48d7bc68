/**
 * Cases as this window acts on them: in whose part, by which rules, and the one way to give a command. Owns the seat of a desk without a vault
 * and the site's rules as the host has them; decides nothing of a case.
 */
import { create } from 'zustand';
import type { Case } from '../../shared/cases/case.ts';
import { personActor, type SeatRole, seatActor } from '../../shared/cases/case-actor.ts';
import type { CommandBody } from '../../shared/cases/case-command.ts';
import type { Actor, CaseWorld } from '../../shared/cases/case-guards.ts';
import { type WorkCalendar, workCalendar } from '../../shared/cases/work-calendar.ts';
import type { CaseAnswer, CaseReport, CaseSettings } from '../../shared/host/case-schemas.ts';
import type { Args, Result } from '../../shared/host/contract.ts';
import { asWhoIsHere, hasVault, useSeat } from './access/seat.ts';
import { currentEngine, currentHost } from './open-session.ts';

interface CaseSession {
  /** Taken at a desk without a vault. */
  seat: SeatRole;
  /** null: the host was not asked yet. */
  settings: CaseSettings | null;
}

export const useCaseSession = create<CaseSession>(() => ({ seat: 'operator', settings: null }));

let calendar: { of: CaseSettings; made: WorkCalendar } | null = null;

/** Asks for rules and roster once and follows them. Returns the undo. */
export function followCaseSettings(): () => void {
  const host = currentHost();
  const take = (settings: CaseSettings) => useCaseSession.setState({ settings });
  host.call('case.settings', {}).then(take, () => undefined);
  return host.on('cases.settings', take);
}

/** Who acts at this window now, for a case whose tasks are these. */
export function currentActor(file: Pick<Case, 'tasks'>): Actor {
  const { person } = useSeat.getState();
  if (hasVault()) {
    return person ? personActor(person, [person.id]) : { id: '', roles: [], assignees: [] };
  }
  const { seat } = useCaseSession.getState();
  return seatActor(seat, file.tasks);
}

/** What buttons are greyed by; null while the rules are on their way. */
export function caseWorld(now: number): CaseWorld | null {
  const { settings } = useCaseSession.getState();
  if (!settings) return null;
  if (calendar?.of !== settings) calendar = { of: settings, made: workCalendar(settings.rules.workTime) };
  return { now, rules: settings.rules, calendar: calendar.made };
}

/** Carried out and on the host's disk, or refused with the reason. `note`: sealed with the event; ''. Rejects when nobody could be asked. */
export async function giveCommand(
  { caseId, version }: Pick<Case, 'caseId' | 'version'>,
  does: CommandBody,
  note: string,
): Promise<CaseAnswer> {
  const id = `k-${crypto.randomUUID()}`;
  const sealed = note.trim() === '' ? null : await currentEngine().sealCaseNote(id, note.trim());
  const command = { id, caseId, version, does, sealed };
  return sitting((to, by) => to.call('case.command', { ...by, command }));
}

export function acknowledgeAlerts(alerts: string[]): Promise<{ acknowledged: number }> {
  return sitting((to, by) => to.call('live.acknowledge', { ...by, alerts }));
}

export function openCaseOn(alert: string): Promise<CaseAnswer> {
  return sitting((to, by) => to.call('case.openOn', { ...by, alert }));
}

/** `id`: made once by the form, so that a second press is the same case. */
export function reportCase(
  id: string,
  report: CaseReport,
): Promise<{ answer: CaseAnswer; caseNo: string; progressCode: string }> {
  return sitting((to, by) => to.call('case.report', { ...by, id, report, sealed: null }));
}

/** A look through a camera for a case; the host writes it down first. */
export function viewCamera(camera: string, caseId: string): Promise<Result<'camera.view'>> {
  return sitting((to, by) => to.call('camera.view', { ...by, camera, caseId }));
}

/** The site's own rules and roster; null: the product's and the register's again. Resolves to what holds from here on. */
export async function configureCases(own: Omit<Args<'case.configure'>, 'session'>): Promise<CaseSettings> {
  const settings = await asWhoIsHere((to, session) => to.call('case.configure', { session, ...own }));
  useCaseSession.setState({ settings });
  return settings;
}

/** The shift as it stands now is written down and waits for somebody. */
export function handOver(): Promise<null> {
  const id = `h-${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`;
  return sitting((to, by) => to.call('shift.handOver', { ...by, id }));
}

export function takeOver(id: string): Promise<null> {
  return sitting((to, by) => to.call('shift.takeOver', { ...by, id }));
}

/** Calls the host as whoever acts at this window. */
export function sitting<T>(
  work: (to: ReturnType<typeof currentHost>, by: { session: string | null; seat: SeatRole }) => Promise<T>,
): Promise<T> {
  const { seat } = useCaseSession.getState();
  return asWhoIsHere((to, session) => work(to, { session, seat }));
}
