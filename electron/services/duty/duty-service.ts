/**
 * Whether this machine has the duty of its site, and what it tells the others: the lease (rules: shared/duty/lease.ts) and the states of its open cases.
 * Owns `duty.json` (read only: which broker, which site) and `duty-held.json` (the duty it has, for the next start). Without the first it is alone.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Alert } from '../../../shared/cases/alert.ts';
import { MATTER_OF_DEVICE } from '../../../shared/cases/case-codes.ts';
import {
  type DutyInput,
  type DutyMachine,
  dutyStep,
  GoneSchema,
  type Lease,
  LeaseSchema,
  MachineIdSchema,
  newDutyMachine,
  RENEW_MS,
  VALID_MS,
} from '../../../shared/duty/lease.ts';
import type { DutyStatus } from '../../../shared/host/duty-methods.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { JournalRecord } from '../../../shared/host/journal-record.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { CaseEngine } from '../cases/case-engine.ts';
import { readJson, replaceFile } from '../durable-file.ts';
import type { HostEvents } from '../events.ts';
import type { FeedSources } from '../feeds/feed-sources.ts';
import type { LiveClock } from '../live-alerts.ts';
import { type DutyLink, type OpenDutyLink, openDutyLink } from './duty-link.ts';
import { parsed, SharedCases } from './shared-cases.ts';

const SETTINGS = 'duty.json';
const HELD = 'duty-held.json';
const LOOK_MS = 1_000;

/** Written by the administrator. */
const DutySettingsSchema = v.strictObject({
  /** Id of a source by MQTT. */
  source: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  site: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,40}$/)),
  /** As the other machines call this one. */
  name: v.optional(LeaseSchema.entries.name),
});
type DutySettings = v.InferOutput<typeof DutySettingsSchema>;

const HeldSchema = v.nullable(v.strictObject({ machine: MachineIdSchema, term: LeaseSchema.entries.term }));

export interface DutyServiceParts {
  /** The profile's. */
  folder: string;
  profileId: string;
  clock: LiveClock;
  events: Pick<HostEvents, 'emit'>;
  book: CaseBook;
  /** Milliseconds that never jump; absent: the system's. */
  monotonic?: () => number;
  /** Absent: by MQTT. */
  open?: OpenDutyLink;
  onTrouble(error: unknown): void;
}

/** What there is only once feeds and cases run. */
interface Joined {
  sources: Pick<FeedSources, 'get' | 'secretsOf'>;
  engine: Pick<CaseEngine, 'adopt'>;
}

export class DutyService {
  private readonly parts: DutyServiceParts;
  private readonly settings: DutySettings | null;
  private readonly shared: SharedCases;
  private readonly monotonic: () => number;
  private machine: DutyMachine;
  private link: DutyLink | null = null;
  private joined: Joined | null = null;
  private stop = () => {};
  private said = '';
  private saidWho = '';
  private since: number;
  /** When another machine was last known to have the duty. */
  private guardedAt: number;
  /** Alerts raised since then may have been seen by nobody; null: all were. */
  private adopting: number | null = null;
  private busy = false;
  private writing: Promise<void> = Promise.resolve();
  private closed = false;

  private constructor(
    parts: DutyServiceParts,
    settings: DutySettings | null,
    held: v.InferOutput<typeof HeldSchema>,
  ) {
    this.parts = parts;
    this.settings = settings;
    this.shared = new SharedCases(parts.book);
    this.monotonic = parts.monotonic ?? (() => performance.now());
    // Another one at each start: a copied profile is another machine.
    this.machine = newDutyMachine(`m-${randomBytes(8).toString('hex')}`, held);
    this.since = parts.clock.now();
    this.guardedAt = this.since;
  }

  static async open(parts: DutyServiceParts): Promise<DutyService> {
    const settings = await readJson(join(parts.folder, SETTINGS), DutySettingsSchema);
    const held = settings && (await readJson(join(parts.folder, HELD), HeldSchema));
    return new DutyService(parts, settings, held);
  }

  /** Name of the machine on duty where that is not this one, '' where it is not known; null: this one acts. */
  get observing(): string | null {
    return this.settings && this.machine.mode !== 'duty' ? this.holderName() : null;
  }

  status(): DutyStatus {
    const role = !this.settings ? 'alone' : this.machine.mode === 'duty' ? 'duty' : 'observer';
    return {
      role,
      linked: this.machine.linkedAt !== null,
      holder: role === 'observer' ? this.holderName() : this.name,
      since: this.since,
      cases: this.shared.others(),
    };
  }

  start(joined: Joined): void {
    if (!this.settings) return;
    this.joined = joined;
    this.stop = this.parts.clock.every(LOOK_MS, () => this.look());
    this.look();
  }

  /** Of each append: cases of ours that changed are told to the others. */
  follow(records: readonly JournalRecord[]): void {
    if (!this.settings) return;
    for (const { body } of records) if (body.kind === 'case.event') this.shared.changed(body.event.caseId);
  }

  /** Throws HostError 'conflict', 'disconnected' where there is nothing to take over or no way to. */
  demandTakable(): void {
    if (!this.settings || this.machine.mode !== 'observer') throw new HostError('conflict', 'duty');
    if (this.machine.linkedAt === null) throw new HostError('disconnected', 'duty');
  }

  takeOver(): void {
    this.demandTakable();
    this.take({ kind: 'take' });
  }

  /** Gives the duty up where there is somebody to tell. */
  async close(): Promise<void> {
    this.stop();
    if (this.link && this.machine.linkedAt !== null && this.machine.mode !== 'observer') {
      this.publishLease(0);
      this.keepHeld(null);
    }
    this.closed = true;
    await this.link?.close();
    await this.writing;
  }

  private get name(): string {
    return this.settings?.name || this.parts.profileId.slice(0, 8);
  }

  private holderName(): string {
    const { holder } = this.machine;
    return holder && this.monotonic() < holder.goodUntil ? holder.lease.name : '';
  }

  private topic(rest: string): string {
    return `linli/site/${this.settings?.site ?? ''}/${rest}`;
  }

  private look(): void {
    if (!this.link) this.connect();
    this.take({ kind: 'tick' });
    if (this.machine.mode === 'duty') {
      void this.adopt();
      if (this.machine.linkedAt !== null)
        for (const { caseId, payload } of this.shared.takeChanged())
          this.link?.publish(this.topic(`case/${caseId}`), payload, true);
    }
    this.tell();
  }

  /** Tried again at every look: the credentials may be locked, the source may come later. */
  private connect(): void {
    const { settings, joined } = this;
    if (!settings || !joined || this.closed) return;
    try {
      const source = joined.sources.get(settings.source);
      if (source.type !== 'mqtt') return;
      this.link = (this.parts.open ?? openDutyLink)(source, joined.sources.secretsOf(source.id), {
        clientId: `linli-${this.machine.machine}-duty`,
        topics: [this.topic('duty'), this.topic('duty/gone'), this.topic('case/+')],
        will: {
          topic: this.topic('duty/gone'),
          payload: JSON.stringify({ machine: this.machine.machine }),
        },
        linked: () => {
          this.shared.allChanged();
          this.take({ kind: 'linked' });
        },
        lost: () => {
          this.shared.forget();
          this.take({ kind: 'lost' });
        },
        heard: (topic, payload) => this.heard(topic, payload),
      });
    } catch {
      // It stands as not linked until it is there.
    }
  }

  private heard(topic: string, payload: Uint8Array): void {
    if (topic === this.topic('duty')) {
      const lease = parsed(LeaseSchema, payload);
      if (lease) this.take({ kind: 'heard', lease });
    } else if (topic === this.topic('duty/gone')) {
      const gone = parsed(GoneSchema, payload);
      if (gone) this.take({ kind: 'gone', machine: gone.machine });
    } else {
      this.shared.heard(topic.slice(this.topic('case/').length), payload);
    }
  }

  private take(input: DutyInput): void {
    if (this.closed) return;
    const before = this.machine;
    const { state, publish } = dutyStep(before, input, this.monotonic());
    this.machine = state;
    const now = this.parts.clock.now();
    if (state.holder && state.holder !== before.holder) this.guardedAt = now;
    if (publish) this.publishLease(now + VALID_MS);
    if (before.mode !== 'duty' && state.mode === 'duty') {
      // What the last holder heard just before it fell silent may be lost with it.
      this.adopting = this.guardedAt - RENEW_MS;
      this.shared.allChanged();
      this.keepHeld({ machine: state.machine, term: state.term });
    }
    if (before.mode === 'duty' && state.mode !== 'duty') {
      this.guardedAt = now;
      this.adopting = null;
      this.keepHeld(null);
    }
    if (state.mode !== before.mode || (state.linkedAt === null) !== (before.linkedAt === null)) this.tell();
  }

  private publishLease(until: number): void {
    const { machine, term } = this.machine;
    const lease: Lease = { machine, name: this.name, term, until };
    this.link?.publish(this.topic('duty'), JSON.stringify(lease), false);
  }

  /** Alerts that came while nobody had the duty become cases; tried again until it is on the disk. */
  private async adopt(): Promise<void> {
    const since = this.adopting;
    if (since === null || this.busy || !this.joined) return;
    this.busy = true;
    try {
      const others = this.shared.others();
      await this.joined.engine.adopt(since, (alert) => others.some((each) => isOf(each, alert)));
      if (this.adopting === since) this.adopting = null;
    } catch (error) {
      this.parts.onTrouble(error);
    } finally {
      this.busy = false;
    }
  }

  private keepHeld(held: v.InferOutput<typeof HeldSchema>): void {
    const bytes = new TextEncoder().encode(JSON.stringify(held));
    this.writing = this.writing
      .then(() => replaceFile(join(this.parts.folder, HELD), bytes))
      .catch((error) => this.parts.onTrouble(error));
  }

  private tell(): void {
    const status = this.status();
    const who = `${status.role} ${status.holder}`;
    if (who !== this.saidWho) this.since = this.parts.clock.now();
    this.saidWho = who;
    const text = JSON.stringify({ ...status, since: this.since });
    if (text === this.said) return;
    this.said = text;
    this.parts.events.emit('duty.changed', this.status());
  }
}

/** Another machine has opened a case on this very thing. */
function isOf(each: { matter: string; lng: number | null; lat: number | null }, alert: Alert): boolean {
  return each.matter === MATTER_OF_DEVICE[alert.kind] && each.lng === alert.lng && each.lat === alert.lat;
}
