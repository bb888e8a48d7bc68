/**
 * Both lanes and what deals with them, opened and closed in order: whatever stood in the inboxes at start is judged before anything new. Says no to BULK
 * while the disk is low or too much waits. Owns no feed.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlertMonitorParts } from '../../../shared/cases/alert-monitor.ts';
import type { AlertDevice } from '../../../shared/cases/transitions.ts';
import type { InboxApplied } from '../../../shared/feeds/inbox-mark.ts';
import type { Lane } from '../../../shared/feeds/outcome.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { DeviceReading } from '../alert-book.ts';
import { type DurableDisk, realDisk } from '../durable-file.ts';
import { type JournalDisk, realJournalDisk } from '../journal-disk.ts';
import type { LiveClock } from '../live-alerts.ts';
import { DiskRoom, type RoomDisk, realRoomDisk } from './disk-room.ts';
import { Inbox, laneFolder, placeOfRaw } from './inbox.ts';
import type { Incoming } from './inbox-record.ts';
import { Intake, type IntakeParts } from './intake.ts';
import type { MarkReplay } from './mark-replay.ts';
import { Quarantine } from './quarantine.ts';
import type { RawKeeper } from './raw-message.ts';

/** More than this waiting, and BULK is told to come back later. */
const MOST_WAITING = 50_000;
const LOOK_MS = 5000;

export interface InboxesParts {
  /** The profile's. */
  folder: string;
  clock: LiveClock;
  keeper: RawKeeper;
  /** What the journal says. */
  journalled: MarkReplay;
  apply(readings: readonly DeviceReading[], mark: InboxApplied): Promise<void>;
  deviceOf(id: string): AlertDevice | undefined;
  liveOf: AlertMonitorParts['liveOf'];
  ruleOf: AlertMonitorParts['ruleOf'];
  heard?: IntakeParts['heard'];
  onChanged(): void;
  onTrouble(error: unknown): void;
  disk?: DurableDisk;
  journalDisk?: JournalDisk;
  roomDisk?: RoomDisk;
  segmentBytes?: number;
}

export class Inboxes {
  readonly intake: Intake;
  readonly quarantine: Quarantine;
  readonly room: DiskRoom;
  private readonly parts: InboxesParts;
  private readonly lanes: Record<Lane, Inbox>;
  private readonly stopTimer: () => void;

  private constructor(
    parts: InboxesParts,
    { intake, quarantine, room }: Pick<Inboxes, 'intake' | 'quarantine' | 'room'>,
    lanes: Record<Lane, Inbox>,
  ) {
    this.parts = parts;
    this.intake = intake;
    this.quarantine = quarantine;
    this.room = room;
    this.lanes = lanes;
    this.stopTimer = parts.clock.every(LOOK_MS, () => this.look());
  }

  static async open(parts: InboxesParts): Promise<Inboxes> {
    const { clock, keeper, onTrouble, segmentBytes, disk = realDisk, journalDisk = realJournalDisk } = parts;
    const folder = join(parts.folder, 'inbox');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const quarantine = await Quarantine.open(folder, disk);
    const room = new DiskRoom(folder, parts.roomDisk ?? realRoomDisk);
    await room.look().catch(onTrouble);
    const { journalled, apply, deviceOf, liveOf, ruleOf, heard, onChanged } = parts;
    const lanes: Partial<Record<Lane, Inbox>> = {};
    const intake = await Intake.open({
      ...{ folder, clock, disk, quarantine, journalled, apply, deviceOf, liveOf, ruleOf, heard },
      ...{ onChanged, onTrouble },
      drop: async (lane, through) => lanes[lane]?.dropThrough(through),
    });
    const open = (lane: Lane, makeRoom?: () => Promise<boolean>) =>
      Inbox.open({
        ...{ folder: laneFolder(parts.folder, lane), lane, keeper, clock, onTrouble, segmentBytes, makeRoom },
        disk: journalDisk,
        known: intake.known(lane),
        onReplay: (record) => intake.replay(lane, record),
        onWritten: (records) => intake.take(lane, records),
      });
    const life = await open('life', () => room.spend());
    const bulk = await open('bulk');
    Object.assign(lanes, { life, bulk });
    const inboxes = new Inboxes(parts, { intake, quarantine, room }, { life, bulk });
    await intake.settle();
    intake.begin();
    return inboxes;
  }

  /** Resolves when it may be acknowledged. Rejects with HostError: disk-full (detail 'low': BULK only), try-later, or what the disk says. */
  async receive(lane: Lane, message: Incoming): Promise<void> {
    if (lane === 'bulk') {
      if (this.room.low) throw new HostError('disk-full', 'low');
      if (this.intake.backlog > MOST_WAITING) throw new HostError('try-later', '1000');
    }
    await this.lanes[lane].receive(message);
  }

  /** A vault was made: what is in plain is dealt with, sealed or deleted. */
  async seal(): Promise<void> {
    await this.quarantine.seal(this.parts.keeper, placeOfRaw);
    await this.lanes.life.roll();
    await this.lanes.bulk.roll();
    await this.intake.checkpoint();
  }

  async close(): Promise<void> {
    this.stopTimer();
    await this.lanes.life.close();
    await this.lanes.bulk.close();
    await this.intake.close();
  }

  private look(): void {
    const before = this.room.low;
    this.room.look().then(() => {
      if (before !== this.room.low) this.parts.onChanged();
    }, this.parts.onTrouble);
  }
}
