/** Builds the contract's handlers from the services. A few lines per method: whatever is longer belongs to a service. */
import { auditEvent } from '../../shared/access/audit.ts';
import type { Handlers } from '../../shared/host/contract.ts';
import { HostError } from '../../shared/host/host-error.ts';
import { createAccessHandlers } from './access-handlers.ts';
import type { OnlineBasemapService } from './basemap/online-basemap.ts';
import type { CameraHandlers } from './cameras/camera-desk.ts';
import type { CaseDesk } from './cases/case-desk.ts';
import type { ShiftDesk } from './cases/shift-desk.ts';
import type { Desk } from './desk.ts';
import type { DisclosureMemory } from './disclosure-memory.ts';
import type { DutyHandlers } from './duty/duty-desk.ts';
import type { HostEvents } from './events.ts';
import type { FeedHandlers } from './feeds/feed-desk.ts';
import type { Journal } from './journal.ts';
import type { LiveAlerts } from './live-alerts.ts';
import type { LocalProfileService } from './local-profile.ts';
import type { PageRecords } from './page-records.ts';
import type { PlanPost } from './plan-post.ts';
import { createPlanPostHandlers } from './plan-post-handlers.ts';
import type { Profile } from './profile.ts';
import type { ReadingStore } from './readings/reading-store.ts';
import type { RecordDesk } from './record-desk.ts';
import type { HostPorts } from './services.ts';
import type { SnapshotService } from './snapshots.ts';
import type { UplinkHandlers } from './uplink/uplink-desk.ts';
import type { WallViews } from './wall-views.ts';
import type { WitnessService } from './witness.ts';

export interface HandlerParts {
  version: string;
  profile: Pick<Profile, 'id'>;
  ports: HostPorts;
  journal: Journal;
  snapshots: SnapshotService;
  scans: SnapshotService;
  plans: SnapshotService;
  live: LiveAlerts;
  cases: CaseDesk;
  readings: ReadingStore;
  shifts: ShiftDesk;
  witness: WitnessService;
  local: LocalProfileService;
  events: HostEvents;
  walls: WallViews;
  basemap: OnlineBasemapService;
  desk: Desk;
  disclosure: DisclosureMemory;
  records: RecordDesk;
  pageRecords: PageRecords;
  duty: DutyHandlers;
  feeds: FeedHandlers;
  uplink: UplinkHandlers;
  cameras: CameraHandlers;
  post: PlanPost;
}

/** 10,000 buildings take a few of them, packed. */
const MOST_PLAN_BYTES = 64 * 1024 * 1024;

/** A picture as large as the page takes (shared/geo/scan-image.ts), and what wrapping adds. */
const MOST_SCAN_BYTES = 49 * 1024 * 1024;

export function createHandlers(parts: HandlerParts): Handlers {
  const { version, profile, ports, journal, snapshots, live, witness, local, events, walls, basemap } = parts;
  return {
    ...createAccessHandlers(parts.desk, parts.disclosure),
    ...parts.feeds,
    ...parts.duty,
    ...parts.uplink,
    ...parts.cameras,
    ...createPlanPostHandlers(parts.post),
    'app.info': async () => ({
      version,
      host: ports.host,
      profileId: profile.id,
      capabilities: ports.capabilities,
    }),
    'witness.read': () => witness.read(),
    'witness.write': async (note) => {
      await witness.write(note);
      return null;
    },
    'journal.append': async ({ session, bodies }) => {
      parts.pageRecords.check(session, bodies);
      const records = await journal.append(bodies);
      const first = records[0]?.seq ?? journal.last + 1;
      return { first, last: records.at(-1)?.seq ?? journal.last };
    },
    'record.edit': (change) => parts.records.edit(change),
    'journal.read': async ({ after, limit }) => {
      if (limit < 1) throw new HostError('bad-arguments', 'limit');
      return { records: await journal.read(after, Math.floor(limit)), last: journal.last };
    },
    'snapshot.list': () => snapshots.list(),
    'snapshot.put': (request) => snapshots.put(request),
    'snapshot.commit': ({ token, sha256 }) => snapshots.commit(token, sha256),
    'snapshot.get': ({ generation }) => snapshots.get(generation),
    'scan.list': async () =>
      (await parts.scans.list()).map(({ generation, bytes }) => ({ part: generation, bytes })),
    'scan.put': async ({ session, part, bytes }) => {
      parts.desk.demandKeeper(session);
      if (bytes > MOST_SCAN_BYTES) throw new HostError('too-large', `${bytes} bytes`);
      return parts.scans.put({ generation: part, name: '', bytes });
    },
    'scan.commit': async ({ token, sha256 }) => {
      await parts.scans.commit(token, sha256);
      return null;
    },
    'scan.get': async ({ part }) => {
      const found = await parts.scans.get(part);
      return found && { token: found.token };
    },
    'scan.remove': async ({ session, part }) => {
      parts.desk.demandKeeper(session);
      await parts.scans.remove(part);
      return null;
    },
    'plan.put': async ({ plan, bytes }) => {
      if (bytes > MOST_PLAN_BYTES) throw new HostError('too-large', `${bytes} bytes`);
      // Every later step of the plan rests on it.
      if (await parts.plans.get(plan)) throw new HostError('conflict', 'plan');
      return parts.plans.put({ generation: plan, name: '', bytes });
    },
    'plan.commit': async ({ token, sha256 }) => {
      await parts.plans.commit(token, sha256);
      return null;
    },
    'plan.get': async ({ plan }) => {
      const found = await parts.plans.get(plan);
      return found && { token: found.token };
    },
    'snapshot.retain': async ({ session, generation }) => {
      parts.desk.demandAdministrator(session);
      await snapshots.retain(generation);
      return null;
    },
    'local.read': () => local.read(),
    'local.write': async ({ session, profile: place }) => {
      parts.desk.demandAdministrator(session);
      await local.write(place);
      events.emit('local.changed', place);
      return null;
    },
    'live.directory': async (directory) => {
      await live.setDirectory(directory);
      return null;
    },
    'live.feeds': async () => live.feeds(),
    'live.acknowledge': (asked) => parts.cases.acknowledge(asked),
    'live.signals': async () => parts.cases.signals(),
    'live.shelve': (asked) => parts.cases.shelve(asked),
    'live.unshelve': (asked) => parts.cases.unshelve(asked),
    'live.readings': async ({ session, ...asked }) => {
      parts.desk.nameOf(session);
      return parts.readings.read(asked);
    },
    'case.command': (asked) => parts.cases.command(asked),
    'case.report': (asked) => parts.cases.report(asked),
    'case.openOn': (asked) => parts.cases.openOn(asked),
    'shift.handOver': (asked) => parts.shifts.handOver(asked),
    'shift.takeOver': (asked) => parts.shifts.takeOver(asked),
    'case.settings': async () => parts.cases.settings(),
    'case.configure': (asked) => parts.cases.configure(asked),
    'simulator.set': async ({ running, scenario }) => {
      await live.setSimulator(running, scenario);
      return null;
    },
    'files.space': async () => ({ free: await snapshots.space() }),
    'window.preferences': async (chosen) => {
      ports.preferences?.(chosen);
      return null;
    },
    'basemap.read': async () => basemap.status(),
    'basemap.settings': async ({ session }) => {
      parts.desk.demandAdministrator(session);
      return basemap.read();
    },
    'basemap.write': async ({ session, basemap: settings }) => {
      parts.desk.demandAdministrator(session);
      const detail = { what: 'basemap', on: settings !== null };
      if (session) await parts.desk.appendAudit(session, [auditEvent('desk.configured', { detail })]);
      await basemap.write(settings);
      return null;
    },
    'wall.read': async () => walls.state(),
    'wall.send': async ({ session, view }) => walls.send(view, view ? parts.desk.nameOf(session) : ''),
    'wall.attend': async ({ id, showing, leaving }) => walls.attend(id, showing, leaving),
    'window.open': async ({ page }) => {
      await ports.openWindow(page);
      return null;
    },
  };
}
