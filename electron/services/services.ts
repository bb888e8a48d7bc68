/**
 * Opens everything that lives as long as the host and closes it in order. Both hosts call this and nothing below it;
 * what only Electron has comes in as ports. Plain Node: must not import `electron`.
 */
import { join } from 'node:path';
import type { Args, Capabilities, Handlers } from '../../shared/host/contract.ts';
import { HostError } from '../../shared/host/host-error.ts';
import { type AppHandler, createAppHandler } from '../app-handler.ts';
import { AlertBook } from './alert-book.ts';
import { createBulkTokens } from './bulk.ts';
import { createHostEvents, type HostEvents } from './events.ts';
import { createHandlers } from './handlers.ts';
import { brokenJournal, type Journal, openJournal } from './journal.ts';
import { LiveAlerts, type LiveClock, systemClock } from './live-alerts.ts';
import type { Profile } from './profile.ts';
import { openSnapshots } from './snapshots.ts';
import { openStaticFiles } from './static-files.ts';
import { openWitness } from './witness.ts';

/** What differs between the hosts. */
export interface HostPorts {
  host: 'browser' | 'electron';
  capabilities: Capabilities;
  /** Rejects with HostError 'not-allowed' where there are no windows to open. */
  openWindow(page: 'wall' | 'main'): Promise<void>;
  /** A page's language and theme, where there is a native menu to follow them. */
  preferences?(chosen: Args<'window.preferences'>): void;
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
  const journal = await openOrBroken(profile, clock, book);
  const stopEvents = journal.onAppended((records) => events.emit('journal.appended', { records }));
  try {
    const snapshots = await openSnapshots({
      folder: join(profile.folder, 'snapshots'),
      tokens: bulk,
      now: clock.now,
    });
    const live = await LiveAlerts.open({
      folder: profile.folder,
      journal,
      book,
      events,
      clock,
      onTrouble: (error) => console.error('[live]', error),
    });
    const witness = openWitness(profile.folder);
    return {
      version: files.version,
      handlers: createHandlers({ version: files.version, profile, ports, journal, snapshots, live, witness }),
      events,
      handleRequest: createAppHandler({ files, bulk }),
      close: async () => {
        await live.close();
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
async function openOrBroken(profile: Profile, clock: LiveClock, book: AlertBook): Promise<Journal> {
  try {
    return await openJournal({
      folder: join(profile.folder, 'journal'),
      now: clock.now,
      onReplay: (record) => book.replay(record),
    });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    console.error('[journal]', error.message);
    return brokenJournal(error);
  }
}
