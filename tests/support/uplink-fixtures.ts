/** Cases, their engine and the ways to the upper level on a real folder, as services.ts puts them together. */
import { join } from 'node:path';
import { AlertBook } from '../../electron/services/alert-book.ts';
import { AuditLog, AuditReplay, NOBODY } from '../../electron/services/audit-log.ts';
import { CaseBook } from '../../electron/services/cases/case-book.ts';
import { CaseEngine } from '../../electron/services/cases/case-engine.ts';
import { CaseSettings } from '../../electron/services/cases/case-settings.ts';
import { createHostEvents, type HostEvents } from '../../electron/services/events.ts';
import { type Journal, openJournal } from '../../electron/services/journal.ts';
import { type LiveClock, systemClock } from '../../electron/services/live-alerts.ts';
import { Outbox } from '../../electron/services/uplink/outbox.ts';
import { UplinkService } from '../../electron/services/uplink/uplink-service.ts';
import { Vault } from '../../electron/services/vault.ts';
import { type SeatRole, seatActor } from '../../shared/cases/case-actor.ts';
import type { CommandBody } from '../../shared/cases/case-command.ts';
import type { CaseReport } from '../../shared/host/case-schemas.ts';
import type { Directory } from '../../shared/host/contract.ts';
import type { DestinationOf } from '../../shared/uplink/destination.ts';
import { smallDirectory } from './host-fixtures.ts';

export const PROFILE = '0123456789abcdef';

export function httpDestination(
  url: string,
  more: Partial<DestinationOf<'http'>> = {},
): DestinationOf<'http'> {
  return {
    ...{ type: 'http', id: 'street', name: '街道平台', enabled: true, url, every: 5, inner: true },
    ...{ sends: ['cases', 'alerts', 'health', 'grids', 'records'], drills: false, takes: false },
    ...more,
  };
}

export function mqttDestination(
  url: string,
  more: Partial<DestinationOf<'mqtt'>> = {},
): DestinationOf<'mqtt'> {
  return {
    ...{
      type: 'mqtt',
      id: 'district',
      name: '区平台',
      enabled: true,
      url,
      topic: 'linli/yunhe',
      inner: true,
    },
    ...{ sends: ['cases', 'alerts', 'health', 'grids', 'records'], drills: false, takes: true },
    ...more,
  };
}

export function smallReport(more: Partial<CaseReport> = {}): CaseReport {
  return {
    ...{
      source: 'citizen',
      device: '',
      matter: 'streetLight',
      level: 3,
      grid: 'G1',
      drill: false,
      follows: '',
    },
    place: { lng: 120.6, lat: 31.3, building: 'B1', text: '3幢2单元' },
    ...more,
  };
}

export interface MadeUplink {
  uplink: UplinkService;
  outbox: Outbox;
  journal: Journal;
  engine: CaseEngine;
  book: CaseBook;
  alerts: AlertBook;
  audit: AuditLog;
  vault: Vault;
  events: HostEvents;
  directory: Directory;
  report(id: string, more?: Partial<CaseReport>): Promise<string>;
  give(caseId: string, seat: SeatRole, does: CommandBody): ReturnType<CaseEngine['command']>;
  close(): Promise<void>;
}

let commands = 0;

export async function makeUplink(
  folder: string,
  {
    clock = systemClock,
    demo = false,
    random = () => 0,
    devices = 40,
    vault: given,
  }: {
    clock?: LiveClock;
    demo?: boolean;
    random?: () => number;
    devices?: number;
    /** Absent: there is none. */
    vault?: Vault;
  } = {},
): Promise<MadeUplink> {
  const alerts = new AlertBook();
  const book = new CaseBook();
  const outbox = new Outbox();
  const replay = new AuditReplay();
  const journal = await openJournal({
    folder: join(folder, 'journal'),
    now: clock.now,
    onReplay: (record) => {
      for (const each of [alerts, book, outbox, replay]) each.replay(record);
    },
  });
  journal.onAppended((records) => {
    for (const record of records) {
      book.replay(record);
      outbox.replay(record);
    }
  });
  const audit = await AuditLog.open({ folder, journal, now: clock.now, replay, anchor: null });
  const settings = await CaseSettings.open(folder);
  const vault = given ?? (await Vault.open({ folder, now: clock.now, keyring: null }));
  const small = smallDirectory(demo, devices);
  const directory: Directory = {
    ...{ ...small, community: '云和', workers: [{ ...WORKER }], parties: [] },
    devices: small.devices.map((device, i) => ({ ...device, grid: i % 2 === 0 ? 'G1' : 'G2' })),
  };
  const events = createHostEvents();
  const engine = new CaseEngine({
    ...{ journal, alerts, book, audit, settings, clock, directory: () => directory },
    deviceOf: (id) => directory.devices.find((device) => device.id === id),
  });
  const profile = { id: PROFILE, folder };
  const uplink = await UplinkService.open({
    ...{ profile, clock, vault, journal, outbox, engine, alerts, events, random },
    ...{ cases: book, directory: () => directory },
  });
  const by = (seat: SeatRole, caseId: string) => ({
    actor: seatActor(seat, book.get(caseId)?.tasks ?? []),
    audit: NOBODY,
  });
  return {
    ...{ uplink, outbox, journal, engine, book, alerts, audit, vault, events, directory },
    report: async (id, more = {}) => {
      const answer = await engine.report(id, smallReport(more), null, by('operator', ''));
      if (!answer.ok) throw new Error(answer.refusal.reason);
      return answer.caseId;
    },
    give: (caseId, seat, does) => {
      const version = book.get(caseId)?.version ?? 0;
      return engine.command(
        { id: `g-${process.pid}-${++commands}`, caseId, version, does, sealed: null },
        by(seat, caseId),
      );
    },
    close: async () => {
      await uplink.close();
      await engine.close();
      await journal.close();
    },
  };
}

const WORKER = { id: 'w1', name: '张', role: 'gridWorker', grid: 'G1', post: 'a', shift: 'rotating' };
