/** Puts the ways to the upper level together and opens and closes them in order. What a part does is its own file's. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceSecrets } from '../../../shared/feeds/source.ts';
import type { Directory } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import { sourceOf } from '../../../shared/uplink/cloud-event.ts';
import { type Destination, DestinationSchema } from '../../../shared/uplink/destination.ts';
import type { UpRef } from '../../../shared/uplink/up-refs.ts';
import type { UplinkWhy } from '../../../shared/uplink/uplink-status.ts';
import type { AlertBook } from '../alert-book.ts';
import { type AddressPolicy, innerToo, publicOnly } from '../basemap/address-policy.ts';
import type { CaseBook } from '../cases/case-book.ts';
import { type DurableDisk, realDisk } from '../durable-file.ts';
import type { HostEvents } from '../events.ts';
import type { Journal } from '../journal.ts';
import type { LiveClock } from '../live-alerts.ts';
import type { Profile } from '../profile.ts';
import { SealedList } from '../sealed-list.ts';
import type { Vault } from '../vault.ts';
import { Delivery } from './delivery.ts';
import { DeliveryState } from './delivery-state.ts';
import { Downlink, type DownlinkParts } from './downlink.ts';
import { HttpLink } from './http-link.ts';
import type { Link, LinkContext } from './link.ts';
import { Measuring } from './measuring.ts';
import { MqttLink, probeMqtt } from './mqtt-link.ts';
import type { Outbox } from './outbox.ts';

/** `uplink.changed` goes out at most this often. */
const TELL_MS = 1000;

export interface UplinkServiceParts {
  profile: Pick<Profile, 'id' | 'folder'>;
  clock: LiveClock;
  vault: Pick<Vault, 'state' | 'coreRoot' | 'file'>;
  journal: Journal;
  /** Already replayed, and told of what is appended. */
  outbox: Outbox;
  engine: DownlinkParts['engine'];
  cases: CaseBook;
  alerts: AlertBook;
  directory(): Directory | null;
  events: HostEvents;
  /** Absent: addresses of the internet. */
  policy?: AddressPolicy;
  random?: () => number;
  disk?: DurableDisk;
  /** The journal could not be opened: nothing can be concluded from its end. */
  journalBroken?: boolean;
}

export class UplinkService {
  readonly list: SealedList<Destination>;
  readonly downlink: Downlink;
  readonly measuring: Measuring;
  private readonly parts: UplinkServiceParts;
  private readonly folder: string;
  private readonly deliveries = new Map<string, Delivery>();
  private readonly stopTimer: () => void;
  private changed = false;
  private closed = false;
  /** One change of settings after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(parts: UplinkServiceParts, list: SealedList<Destination>, folder: string) {
    const { clock, journal, outbox, engine, cases, alerts, directory } = parts;
    this.parts = parts;
    this.list = list;
    this.folder = folder;
    this.downlink = new Downlink({ journal, outbox, engine, cases });
    this.measuring = new Measuring({
      ...{ folder, clock, journal, outbox, alerts, directory, onTrouble: trouble },
      cases: () => cases.all(),
      isWanted: () =>
        this.list.list().some(({ sends }) => sends.includes('health') || sends.includes('grids')),
      disk: parts.disk ?? realDisk,
    });
    this.stopTimer = clock.every(TELL_MS, () => this.tell());
  }

  static async open(parts: UplinkServiceParts): Promise<UplinkService> {
    const folder = join(parts.profile.folder, 'uplink');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const list = await SealedList.open({
      ...{ path: join(parts.profile.folder, 'uplink.json'), schema: DestinationSchema },
      ...{
        format: 'linli-uplink',
        listName: 'destinations',
        vault: parts.vault,
        disk: parts.disk ?? realDisk,
      },
    });
    const service = new UplinkService(parts, list, folder);
    const states = new Map<string, DeliveryState>();
    for (const { id } of list.list()) states.set(id, await service.stateOf(id));
    // From here to the end nothing is waited for: an event that comes meanwhile would be nobody's.
    const refs = parts.outbox.begin((ref) => {
      for (const delivery of service.deliveries.values()) delivery.offer(ref);
    });
    for (const destination of list.list()) {
      const state = states.get(destination.id);
      if (state) service.put(destination, state, refs);
    }
    service.startEnabled();
    return service;
  }

  /** Throws HostError 'not-found'. */
  delivery(id: string): Delivery {
    const delivery = this.deliveries.get(id);
    if (!delivery) throw new HostError('not-found', 'destination');
    return delivery;
  }

  all(): IterableIterator<Delivery> {
    return this.deliveries.values();
  }

  /** A new one is told what happens from now on; a changed one goes on with what waits. */
  save(destination: Destination, secrets: Partial<SourceSecrets>): Promise<void> {
    return this.inTurn(async () => {
      await this.list.save(destination, secrets);
      const before = this.deliveries.get(destination.id);
      await before?.stop();
      if (before) this.put(destination, before.state, before.handOver());
      else {
        const state = await this.stateOf(destination.id);
        state.facts.head = this.parts.journal.last;
        this.put(destination, state, []);
        // From where it is told on must not depend on when the first event arrives.
        await state.keep();
      }
      if (destination.enabled) this.start(destination.id);
      this.say();
    });
  }

  remove(id: string): Promise<void> {
    return this.inTurn(async () => {
      const delivery = this.delivery(id);
      await this.list.remove(id);
      await delivery.stop();
      this.deliveries.delete(id);
      await delivery.state.remove();
      this.say();
    });
  }

  setEnabled(id: string, enabled: boolean): Promise<void> {
    const destination = this.list.get(id);
    return this.save({ ...destination, enabled }, {});
  }

  /** Tries settings without keeping them: an event that says nothing goes over the same way. */
  async test(
    destination: Destination,
    secrets: Partial<SourceSecrets>,
  ): Promise<{ why: UplinkWhy; status: number; said: string }> {
    const all = { ...this.list.secretsOf(destination.id), ...secrets };
    const policy = this.policyOf(destination);
    if (destination.type === 'mqtt')
      return { why: await probeMqtt(destination, all, policy), status: 0, said: '' };
    const link = new HttpLink(destination, all, policy, null);
    const now = this.parts.clock.now();
    const id = `0.${now.toString(16).padStart(24, '0')}`;
    const ping = {
      ...{ specversion: '1.0', id, source: sourceOf(this.parts.profile.id), type: 'cn.linli.ping' },
      ...{ time: new Date(now).toISOString(), datacontenttype: 'application/json', subject: '' },
      ...{ partitionkey: 'ping', linlidrill: true, data: {} },
    };
    const outcome = await link.send({ id, text: JSON.stringify(ping) });
    await link.stop();
    if (outcome.kind === 'taken') return { why: '', status: 200, said: '' };
    if (outcome.kind === 'later') return { why: outcome.why, status: 0, said: '' };
    return { why: 'protocol', status: outcome.status, said: outcome.said };
  }

  /** Credentials do not stay in plain. */
  vaultMade(): void {
    this.list.seal().catch(trouble);
  }

  /** The core class may be open now: what waited for its credentials begins. */
  vaultChanged(): void {
    this.list
      .unseal()
      .then((open) => {
        if (open && !this.closed) this.startEnabled();
      })
      .catch(trouble);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stopTimer();
    await this.turn;
    await this.measuring.close();
    await Promise.all([...this.deliveries.values()].map((delivery) => delivery.stop()));
  }

  private stateOf(id: string): Promise<DeliveryState> {
    const path = join(this.folder, `${id}.json`);
    const last = this.parts.journalBroken ? Number.MAX_SAFE_INTEGER : this.parts.journal.last;
    return DeliveryState.open(path, last, this.parts.disk ?? realDisk);
  }

  private put(destination: Destination, state: DeliveryState, refs: readonly UpRef[]): void {
    const { outbox, journal, clock, profile, random = Math.random } = this.parts;
    const delivery = new Delivery(
      {
        ...{ destination, state, outbox, journal, clock, random, onTrouble: trouble },
        source: sourceOf(profile.id),
        onChanged: () => this.say(),
      },
      refs,
    );
    this.deliveries.set(destination.id, delivery);
  }

  private startEnabled(): void {
    for (const { id, enabled } of this.list.list()) if (enabled) this.start(id);
  }

  private start(id: string): void {
    const delivery = this.delivery(id);
    if (this.closed || delivery.isStarted) return;
    try {
      delivery.start((context) => this.linkTo(delivery.destination, context));
    } catch (error) {
      delivery.cannot(error instanceof HostError && error.code === 'vault-locked' ? 'locked' : 'failed');
    }
  }

  private linkTo(destination: Destination, told: (why: UplinkWhy) => void): Link {
    const { clock, profile, random = Math.random } = this.parts;
    const { id } = destination;
    const state = () => this.delivery(id).state;
    const context: LinkContext = {
      clock,
      clientId: `linli-${profile.id.slice(0, 16)}-${id}`,
      receive: (bytes) => this.downlink.receiveBytes(id, bytes),
      receiveAll: async (events) => {
        for (const event of events) await this.downlink.receive(id, event);
      },
      cursor: () => state().facts.cursor,
      keepCursor: async (cursor) => {
        state().facts.cursor = cursor;
        await state().keep();
      },
      state: told,
    };
    const secrets = this.list.secretsOf(id);
    const policy = this.policyOf(destination);
    return destination.type === 'http'
      ? new HttpLink(destination, secrets, policy, context)
      : new MqttLink(destination, secrets, policy, context, random);
  }

  private policyOf({ inner }: Destination): AddressPolicy {
    return inner ? innerToo : (this.parts.policy ?? publicOnly);
  }

  private say(): void {
    this.changed = true;
  }

  private tell(): void {
    if (!this.changed) return;
    this.changed = false;
    const statuses = [...this.deliveries.values()].map((delivery) => ({ ...delivery.status(), last: '' }));
    this.parts.events.emit('uplink.changed', { statuses });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }
}

/** Codes and messages of the disk: no content of an event. */
function trouble(error: unknown): void {
  console.error('[uplink]', error instanceof Error ? error.message : 'failed');
}
