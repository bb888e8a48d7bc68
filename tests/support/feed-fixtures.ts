/** Feeds for tests: sources and messages in the plain layout, and a whole host's feeds over a folder. */
import { join } from 'node:path';
import { AlertBook } from '../../electron/services/alert-book.ts';
import { createHostEvents } from '../../electron/services/events.ts';
import { type RoomDisk, realRoomDisk } from '../../electron/services/feeds/disk-room.ts';
import { FeedsService, type FeedsServiceParts } from '../../electron/services/feeds/feeds-service.ts';
import { MarkReplay } from '../../electron/services/feeds/mark-replay.ts';
import { openJournal } from '../../electron/services/journal.ts';
import { LiveAlerts, type LiveClock, systemClock } from '../../electron/services/live-alerts.ts';
import { Vault } from '../../electron/services/vault.ts';
import type { InboxApplied } from '../../shared/feeds/inbox-mark.ts';
import { PLAIN_MAPPING } from '../../shared/feeds/mapping.ts';
import { PLAIN_TOPICS } from '../../shared/feeds/plain-message.ts';
import type { SourceOf } from '../../shared/feeds/source.ts';
import type { Directory } from '../../shared/host/contract.ts';
import { smallDirectory } from './host-fixtures.ts';

export function mqttSource(url: string, more: Partial<SourceOf<'mqtt'>> = {}): SourceOf<'mqtt'> {
  return {
    ...{ type: 'mqtt', id: 'broker', name: '网关', enabled: true, drill: false, mapping: PLAIN_MAPPING },
    ...{ url, life: [...PLAIN_TOPICS.life], bulk: [...PLAIN_TOPICS.bulk], canary: true },
    ...more,
  };
}

/** The plain layout of a message of device D<n>. */
export function plain(
  device: number,
  seq: number,
  alarm: boolean,
  more: Record<string, unknown> = {},
): string {
  const said = { device: `D${device}`, kind: 'smoke', value: alarm ? 0.4 : 0.01, alarm, seq };
  return JSON.stringify({ id: `m-${device}-${seq}`, at: Date.now(), ...said, ...more });
}

/** Room for everything, but not for the reserve: most tests need not write it. */
const modestRoom: RoomDisk = { ...realRoomDisk, free: async () => 150 * 1024 * 1024 };

export interface MadeFeeds {
  service: FeedsService;
  live: LiveAlerts;
  book: AlertBook;
  vault: Vault;
  /** Alerts raised, by key, over all that is in the journal. */
  records(): Promise<{ alerts: Map<string, number>; marks: InboxApplied[] }>;
  close(): Promise<void>;
}

/** As services.ts puts them together. */
export async function makeFeeds(
  folder: string,
  {
    clock = systemClock,
    directory = smallDirectory(false, 10),
    disks = { roomDisk: modestRoom },
    policy,
    ruleOf,
    heard,
  }: { clock?: LiveClock; directory?: Directory } & Pick<
    FeedsServiceParts,
    'disks' | 'policy' | 'ruleOf' | 'heard'
  > = {},
): Promise<MadeFeeds> {
  const book = new AlertBook();
  const journalled = new MarkReplay();
  const journal = await openJournal({
    folder: join(folder, 'journal'),
    now: clock.now,
    onReplay: (record) => {
      book.replay(record);
      journalled.replay(record);
    },
  });
  const live = await LiveAlerts.open({ folder, journal, book, events: createHostEvents(), clock });
  await live.setDirectory(directory);
  const vault = await Vault.open({ folder, now: clock.now, keyring: null });
  const profile = { id: '0123456789abcdef', folder };
  const service = await FeedsService.open({
    profile,
    clock,
    vault,
    live,
    book,
    journal,
    journalled,
    disks,
    policy,
    ruleOf,
    heard,
  });
  return {
    ...{ service, live, book, vault },
    records: async () => {
      const alerts = new Map<string, number>();
      const marks: InboxApplied[] = [];
      for (let after = 0; after < journal.last; ) {
        const page = await journal.read(after, 10_000);
        for (const { body } of page) {
          if (body.kind === 'inbox.applied') marks.push(body);
          if (body.kind === 'alert.changed') alerts.set(body.alert.id, (alerts.get(body.alert.id) ?? 0) + 1);
        }
        after = page[page.length - 1].seq;
      }
      return { alerts, marks };
    },
    close: async () => {
      await service.close();
      await live.close();
      await journal.close();
    },
  };
}
