/** Puts the feeds together and opens and closes them in order. What a part does is its own file's. */

import { join } from 'node:path';
import { DEFAULT_SIGNAL_RULES } from '../../../shared/cases/default-signals.ts';
import type { AlertBook } from '../alert-book.ts';
import { type AddressPolicy, publicOnly } from '../basemap/address-policy.ts';
import type { Desk } from '../desk.ts';
import { realDisk } from '../durable-file.ts';
import type { Journal } from '../journal.ts';
import type { LiveAlerts, LiveClock } from '../live-alerts.ts';
import type { Profile } from '../profile.ts';
import type { Vault } from '../vault.ts';
import { createFeedHandlers, type FeedHandlers } from './feed-desk.ts';
import { FeedRunner } from './feed-runner.ts';
import { type FeedSources, openFeedSources } from './feed-sources.ts';
import { Inboxes, type InboxesParts } from './inboxes.ts';
import type { MarkReplay } from './mark-replay.ts';
import { RawKeeper } from './raw-message.ts';

export interface FeedsServiceParts {
  profile: Pick<Profile, 'id' | 'folder'>;
  clock: LiveClock;
  vault: Vault;
  live: LiveAlerts;
  book: AlertBook;
  journal: Journal;
  /** What the journal says of the inboxes. */
  journalled: MarkReplay;
  /** By which rule a kind's values are judged; absent: the product's own. */
  ruleOf?: InboxesParts['ruleOf'];
  /** Keeps what devices said. */
  heard?: InboxesParts['heard'];
  /** Which addresses may be polled; absent: those of the internet. */
  policy?: AddressPolicy;
  /** Absent: the real ones. */
  disks?: Pick<InboxesParts, 'disk' | 'journalDisk' | 'roomDisk'>;
}

export class FeedsService {
  readonly sources: FeedSources;
  readonly inboxes: Inboxes;
  readonly runner: FeedRunner;
  private readonly keeper: RawKeeper;
  private readonly policy: AddressPolicy;
  private closed = false;

  private constructor(
    parts: Pick<FeedsService, 'sources' | 'inboxes' | 'runner'>,
    keeper: RawKeeper,
    policy: AddressPolicy,
  ) {
    this.policy = policy;
    this.sources = parts.sources;
    this.inboxes = parts.inboxes;
    this.runner = parts.runner;
    this.keeper = keeper;
  }

  /** What stood in the inboxes is dealt with, then the feeds begin. */
  static async open(parts: FeedsServiceParts): Promise<FeedsService> {
    const { profile, clock, vault, live, book, journal, journalled, disks } = parts;
    const { folder } = profile;
    const keeper = new RawKeeper(vault);
    const deviceOf = (id: string) => live.deviceOf(id);
    const sources = await openFeedSources({ folder, vault, disk: disks?.disk ?? realDisk });
    let changed = () => {};
    const inboxes = await Inboxes.open({
      ...{ folder, clock, keeper, journalled, deviceOf, heard: parts.heard, ...disks },
      ruleOf: parts.ruleOf ?? ((kind) => DEFAULT_SIGNAL_RULES[kind]),
      liveOf: (device, kind) => book.get(device, kind),
      apply: async (readings, mark) => {
        await book.apply(journal, readings, [mark]);
      },
      onChanged: () => changed(),
      onTrouble: trouble,
    });
    const runner = new FeedRunner({
      ...{ profileId: profile.id, clock, sources, inboxes, deviceOf },
      isDemo: () => live.isDemo,
      policy: parts.policy ?? publicOnly,
      folder: join(folder, 'inbox'),
      onChanged: () => live.othersChanged(),
    });
    changed = () => runner.changed();
    live.join({
      feeds: () => runner.feeds(),
      isActive: (device, kind) => inboxes.intake.isActive(device, kind),
    });
    runner.startEnabled();
    return new FeedsService({ sources, inboxes, runner }, keeper, parts.policy ?? publicOnly);
  }

  handlers(desk: Desk): FeedHandlers {
    const { sources, inboxes, runner, keeper, policy } = this;
    return createFeedHandlers({ desk, sources, inboxes, runner, keeper, policy });
  }

  /** Values are judged by other rules from here on. */
  rulesChanged(): void {
    this.inboxes.intake.rulesChanged();
  }

  /** Credentials and raw messages do not stay in plain. */
  vaultMade(): void {
    this.sources.seal().catch(trouble);
    this.inboxes.seal().catch(trouble);
  }

  /** The core class may be open now: what waited for its credentials begins. */
  vaultChanged(): void {
    this.sources
      .unseal()
      .then((open) => {
        if (open && !this.closed) this.runner.startEnabled();
      })
      .catch(trouble);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.runner.close();
    await this.inboxes.close();
  }
}

/** Codes and messages of the disk: no content of a message. */
function trouble(error: unknown): void {
  console.error('[feeds]', error instanceof Error ? error.message : 'failed');
}
