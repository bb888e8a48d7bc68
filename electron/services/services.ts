/**
 * Opens everything that lives as long as the host and closes it in order. Both hosts call this and nothing below it;
 * what only Electron has comes in as ports. Plain Node: must not import `electron`.
 */
import { join } from 'node:path';
import type { Args, Capabilities, Handlers } from '../../shared/host/contract.ts';
import { HostError } from '../../shared/host/host-error.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import { type AppHandler, createAppHandler } from '../app-handler.ts';
import { AlertBook } from './alert-book.ts';
import { AlertSignals } from './alert-signals.ts';
import { openAttempts } from './attempts.ts';
import { AuditLog, AuditReplay, readAuditAnchor } from './audit-log.ts';
import type { AddressPolicy } from './basemap/address-policy.ts';
import { OnlineBasemapService } from './basemap/online-basemap.ts';
import { createBulkTokens } from './bulk.ts';
import { CameraDesk } from './cameras/camera-desk.ts';
import { CameraSources } from './cameras/camera-sources.ts';
import { CaseBook } from './cases/case-book.ts';
import { CaseDesk } from './cases/case-desk.ts';
import { CaseEngine } from './cases/case-engine.ts';
import { CaseSettings } from './cases/case-settings.ts';
import { ShiftBook, ShiftDesk } from './cases/shift-desk.ts';
import { Desk } from './desk.ts';
import { DisclosureMemory } from './disclosure-memory.ts';
import { createDutyHandlers } from './duty/duty-desk.ts';
import { DutyService } from './duty/duty-service.ts';
import { createHostEvents, type HostEvents } from './events.ts';
import { FeedsService } from './feeds/feeds-service.ts';
import { MarkReplay } from './feeds/mark-replay.ts';
import { createHandlers } from './handlers.ts';
import { brokenJournal, type Journal, openJournal } from './journal.ts';
import { LiveAlerts, type LiveClock, systemClock } from './live-alerts.ts';
import { openLocalProfile } from './local-profile.ts';
import { PageRecords } from './page-records.ts';
import { People } from './people.ts';
import { PlanBook } from './plan-book.ts';
import { PlanKeys } from './plan-keys.ts';
import { PlanPost } from './plan-post.ts';
import type { Profile } from './profile.ts';
import { ReadingStore } from './readings/reading-store.ts';
import { RecordBook } from './record-book.ts';
import { RecordDesk } from './record-desk.ts';
import { SignalBook } from './signal-book.ts';
import { openSnapshots } from './snapshots.ts';
import { openStaticFiles } from './static-files.ts';
import { Outbox } from './uplink/outbox.ts';
import { createUplinkHandlers } from './uplink/uplink-desk.ts';
import { UplinkService } from './uplink/uplink-service.ts';
import { type Keyring, Vault } from './vault.ts';
import { WallViews } from './wall-views.ts';
import { openWitness } from './witness.ts';

/** The page takes eight scans of two parts each; what is more would have come from several windows at once. */
const MOST_SCAN_PARTS = 64;

/** What differs between the hosts. */
export interface HostPorts {
  host: 'browser' | 'electron';
  capabilities: Capabilities;
  /** Rejects with HostError 'not-allowed' where there are no windows to open. */
  openWindow(page: 'wall' | 'main'): Promise<void>;
  /** The system's keyring; absent: there is none that is worth the name. */
  keyring?: Keyring;
  /** A page's language and theme, where there is a native menu to follow them. */
  preferences?(chosen: Args<'window.preferences'>): void;
  /** Which machines an online basemap may be fetched from; absent: those of the internet. */
  basemapPolicy?: AddressPolicy;
  /** Absent: the system's clock. */
  clock?: LiveClock;
}

export interface Services {
  version: string;
  handlers: Handlers;
  events: HostEvents;
  handleRequest: AppHandler;
  /** Ends feeds, flushes and closes the journal. The profile's lock stays with the caller. */
  close(): Promise<void>;
}

/** `dist`: the folder of the build, with manifest.json. Rejects with HostError 'not-found' when nothing was built. */
export async function openServices(profile: Profile, dist: string, ports: HostPorts): Promise<Services> {
  const clock = ports.clock ?? systemClock;
  const files = await openStaticFiles(dist);
  const bulk = createBulkTokens(clock.now);
  const events = createHostEvents();
  const book = new AlertBook();
  const recordBook = new RecordBook();
  const planBook = new PlanBook(clock.now);
  const caseBook = new CaseBook();
  const signalBook = new SignalBook();
  const outbox = new Outbox();
  const shiftBook = new ShiftBook();
  const anchor = await readAuditAnchor(profile.folder);
  const replay = new AuditReplay(anchor?.n);
  const journalled = new MarkReplay();
  const { journal, broken } = await openOrBroken(profile, clock, (record) => {
    book.replay(record);
    journalled.replay(record);
    replay.replay(record);
    recordBook.replay(record);
    planBook.replay(record);
    caseBook.replay(record);
    signalBook.replay(record);
    outbox.replay(record);
    shiftBook.replay(record);
  });
  let signals: AlertSignals | null = null;
  let duty: DutyService | null = null;
  const stopEvents = journal.onAppended((records) => {
    for (const record of records) {
      recordBook.replay(record);
      planBook.replay(record);
      caseBook.replay(record);
      signalBook.replay(record);
      outbox.replay(record);
      shiftBook.replay(record);
    }
    signals?.follow();
    duty?.follow(records);
    events.emit('journal.appended', { records });
  });
  try {
    const snapshots = await openSnapshots({
      folder: join(profile.folder, 'snapshots'),
      tokens: bulk,
      now: clock.now,
    });
    const scans = await openSnapshots({
      folder: join(profile.folder, 'scans'),
      kept: MOST_SCAN_PARTS,
      tokens: bulk,
      now: clock.now,
    });
    const plans = await openSnapshots({
      folder: join(profile.folder, 'plans'),
      // None is ever dropped for another: the journal rests on them.
      kept: Number.MAX_SAFE_INTEGER,
      tokens: bulk,
      now: clock.now,
    });
    const readings = await ReadingStore.open({
      ...{ folder: join(profile.folder, 'readings'), clock },
      onTrouble: (error) => console.error('[readings]', error instanceof Error ? error.message : 'failed'),
    });
    const live = await LiveAlerts.open({
      folder: profile.folder,
      journal,
      book,
      events,
      clock,
      heard: (reading) => readings.add(reading),
      onTrouble: (error) => console.error('[live]', error),
    });
    const witness = openWitness(profile.folder);
    const { folder } = profile;
    const { now } = clock;
    const audit = await AuditLog.open({ folder, journal, now, replay, anchor, journalBroken: broken });
    const settings = await CaseSettings.open(folder);
    book.goBy((kind) => settings.rules.devices[kind].level);
    const lease = await DutyService.open({
      ...{ folder, profileId: profile.id, clock, events, book: caseBook },
      onTrouble: (error) => console.error('[duty]', error instanceof Error ? error.message : 'failed'),
    });
    duty = lease;
    const engine = new CaseEngine({
      journal,
      alerts: book,
      book: caseBook,
      audit,
      settings,
      clock,
      directory: () => live.known,
      deviceOf: (id) => live.deviceOf(id),
      observing: () => lease.observing,
      onTrouble: (error) => console.error('[cases]', error),
    });
    const watched = new AlertSignals({
      ...{ journal, alerts: book, book: signalBook, audit, events, clock },
      onTrouble: (error) => console.error('[signals]', error),
    });
    signals = watched;
    const vault = await Vault.open({ folder, now, keyring: ports.keyring ?? null });
    const feeds = await FeedsService.open({
      ...{ profile, clock, vault, live, book, journal, journalled, policy: ports.basemapPolicy },
      ruleOf: (kind) => settings.signals[kind],
      heard: (reading) => readings.add(reading),
    });
    const uplink = await UplinkService.open({
      ...{ profile, clock, vault, journal, outbox, engine, events, policy: ports.basemapPolicy },
      journalBroken: broken,
      cases: caseBook,
      alerts: book,
      directory: () => live.known,
    });
    const cameraSources = await CameraSources.open({ folder, vault });
    const desk = new Desk({
      vault,
      people: new People({ folder, now }),
      attempts: await openAttempts(folder, now),
      audit,
      now,
      onChanged: (status) => {
        events.emit('vault.changed', status);
        feeds.vaultChanged();
        uplink.vaultChanged();
      },
      onCreated: () => {
        journal.beginSegment();
        feeds.vaultMade();
        uplink.vaultMade();
        cameraSources.seal().catch((error) => console.error('[cameras]', error));
      },
    });
    const cases = new CaseDesk({
      desk,
      engine,
      book: caseBook,
      settings,
      signals: watched,
      signalsChanged: () => feeds.rulesChanged(),
      events,
      directory: () => live.known,
    });
    const shifts = new ShiftDesk({
      ...{ cases, book: shiftBook, files: caseBook, audit, now },
      alerts: () => book.alerts(),
      feeds: () => live.feeds(),
      roster: () => settings.roster(live.known),
    });
    const cameras = new CameraDesk({ desk, sources: cameraSources, directory: () => live.known, now });
    engine.start();
    lease.start({ sources: feeds.sources, engine });
    watched.start();
    const records = new RecordDesk({ desk, vault, audit, book: recordBook });
    const pageRecords = new PageRecords({ desk, book: recordBook, plans: planBook });
    const keys = new PlanKeys({ folder, vault, now });
    const post = new PlanPost({ desk, audit, keys, book: planBook, bases: plans, now });
    const disclosure = new DisclosureMemory({ folder, vault });
    const basemap = await OnlineBasemapService.open({ folder, now, events, policy: ports.basemapPolicy });
    const { version } = files;
    return {
      version,
      handlers: createHandlers({
        ...{
          version,
          profile,
          ports,
          journal,
          snapshots,
          scans,
          plans,
          live,
          cases,
          readings,
          shifts,
          witness,
          desk,
          disclosure,
          events,
          records,
          pageRecords,
          post,
        },
        basemap,
        walls: new WallViews({ now, events }),
        local: openLocalProfile(profile.folder),
        feeds: feeds.handlers(desk),
        duty: createDutyHandlers({ duty: lease, cases, audit }),
        uplink: createUplinkHandlers({ desk, uplink, outbox, journal, profileId: profile.id }),
        cameras: cameras.handlers(),
      }),
      events,
      handleRequest: createAppHandler({ files, bulk, basemap, cameras }),
      close: async () => {
        await uplink.close();
        cameras.close();
        await feeds.close();
        await live.close();
        await engine.close();
        await lease.close();
        await watched.close();
        await readings.close();
        desk.close();
        await journal.close();
        stopEvents();
      },
    };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** A broken journal does not keep the program from starting: the page shows what happened and what can be done. */
async function openOrBroken(
  profile: Profile,
  clock: LiveClock,
  onReplay: (record: JournalRecord) => void,
): Promise<{ journal: Journal; broken: boolean }> {
  try {
    const folder = join(profile.folder, 'journal');
    return { journal: await openJournal({ folder, now: clock.now, onReplay }), broken: false };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    console.error('[journal]', error.message);
    return { journal: brokenJournal(error), broken: true };
  }
}
