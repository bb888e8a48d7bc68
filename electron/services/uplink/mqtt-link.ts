/**
 * A broker by MQTT 3.1.1 or 5, QoS 1: an event has arrived when the broker has acknowledged it. Orders come by a lasting subscription and are
 * acknowledged when they are on the disk. The address is checked before each connection.
 */
import { connect as connectPlain, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type IClientOptions, MqttClient } from 'mqtt';
import type { SourceSecrets } from '../../../shared/feeds/source.ts';
import { waitMs } from '../../../shared/uplink/backoff.ts';
import type { DestinationOf } from '../../../shared/uplink/destination.ts';
import type { UplinkWhy } from '../../../shared/uplink/uplink-status.ts';
import type { AddressPolicy } from '../basemap/address-policy.ts';
import { checkedLookup, isAllowedName, PrivateAddressError } from '../checked-fetch.ts';
import { whyOfCode } from './http-link.ts';
import { type Link, type LinkContext, type SendOutcome, shortly } from './link.ts';

const SESSION_SECONDS = 7 * 86_400;
const ACKNOWLEDGED_MS = 20_000;
const PROBE_MS = 5_000;
/** CONNACK: bad user name or password, not authorised, banned, bad method; in 3.1.1 and in 5. */
const DENIED = [4, 5, 134, 135, 138, 140];
/** CONNACK: unacceptable protocol version. */
const WRONG_VERSION = [1, 132];

export class MqttLink implements Link {
  readonly width = 32;
  private readonly destination: DestinationOf<'mqtt'>;
  private readonly secrets: SourceSecrets;
  private readonly policy: AddressPolicy;
  private readonly context: LinkContext;
  private readonly jitter: () => number;
  private client: MqttClient;
  private version: 4 | 5 = 5;
  private failures = 0;
  private why: UplinkWhy = 'unreachable';
  private stopped = false;

  constructor(
    destination: DestinationOf<'mqtt'>,
    secrets: SourceSecrets,
    policy: AddressPolicy,
    context: LinkContext,
    jitter: () => number = Math.random,
  ) {
    this.destination = destination;
    this.secrets = secrets;
    this.policy = policy;
    this.context = context;
    this.jitter = jitter;
    this.client = this.connect();
  }

  async send({ text }: { id: string; text: string }): Promise<SendOutcome> {
    const { client } = this;
    if (!client.connected) return { kind: 'later', why: this.why || 'unreachable', afterMs: 0 };
    const properties = { contentType: 'application/cloudevents+json; charset=utf-8' };
    return new Promise((done) => {
      const later = (why: UplinkWhy) => done({ kind: 'later', why, afterMs: 0 });
      // What the broker never acknowledges is sent again under its id.
      const slow = setTimeout(() => later('slow'), ACKNOWLEDGED_MS);
      const lost = () => later('unreachable');
      client.once('close', lost);
      const options = { qos: 1 as const, ...(this.version === 5 && { properties }) };
      client.publish(`${this.destination.topic}/up`, text, options, (error) => {
        clearTimeout(slow);
        client.off('close', lost);
        if (!error) return done({ kind: 'taken' });
        const code = Number((error as { code?: unknown }).code);
        // 0x87: not authorised; 0x90 and 0x99: topic or format not accepted; 0x97: quota.
        if (code === 0x87) later('denied');
        else if (code === 0x90 || code === 0x99)
          done({ kind: 'refused', status: code, said: shortly(error.message) });
        else later(code === 0x97 ? 'busy' : 'unreachable');
      });
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.client.endAsync(true).catch(() => {});
  }

  private connect(): MqttClient {
    const { context, version } = this;
    const client = openClient(this.destination, this.secrets, this.policy, {
      clientId: context.clientId,
      clean: false,
      protocolVersion: version,
      keepalive: 20,
      connectTimeout: 10_000,
      reconnectPeriod: this.wait(),
      reconnectOnConnackError: true,
      resubscribe: false,
      queueQoSZero: false,
      ...(version === 5 && { properties: { sessionExpiryInterval: SESSION_SECONDS, receiveMaximum: 32 } }),
    });
    client.setMaxListeners(2 * this.width);
    client.handleMessage = (packet, done) => {
      const { stream } = client;
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      context.receive(payload).then(
        // The number may mean another message on another connection.
        () => done(client.stream === stream ? undefined : new Error('connection')),
        (error) => {
          done(error instanceof Error ? error : new Error('refused'));
          if (client.stream === stream) stream.destroy();
        },
      );
    };
    client.on('connect', () => {
      this.failures = 0;
      client.options.reconnectPeriod = this.wait();
      if (this.destination.takes) client.subscribe(`${this.destination.topic}/down`, { qos: 1 }, () => {});
      this.tell('');
    });
    client.on('close', () => {
      this.failures++;
      client.options.reconnectPeriod = this.wait();
      this.tell(this.why || 'unreachable');
    });
    client.on('error', (error) => this.failed(client, error));
    return client;
  }

  /** 3.1.1 is tried once the broker has said that it does not speak 5. */
  private failed(client: MqttClient, error: Error & { code?: unknown }): void {
    if (this.stopped || client !== this.client) return;
    if (this.version === 5 && typeof error.code === 'number' && WRONG_VERSION.includes(error.code)) {
      this.version = 4;
      client.end(true);
      this.client = this.connect();
      return;
    }
    this.tell(whyOf(error));
  }

  private tell(why: UplinkWhy): void {
    this.why = why;
    if (!this.stopped) this.context.state(why);
  }

  private wait(): number {
    // Zero would switch reconnecting off.
    return 100 + waitMs(this.failures + 1, this.jitter()) / 2;
  }
}

/** Connects once, without a session. '' : the broker took us. */
export async function probeMqtt(
  destination: DestinationOf<'mqtt'>,
  secrets: SourceSecrets,
  policy: AddressPolicy,
): Promise<UplinkWhy> {
  for (const protocolVersion of [5, 4] as const) {
    const client = openClient(destination, secrets, policy, {
      ...{ protocolVersion, clean: true, connectTimeout: PROBE_MS, reconnectPeriod: 0 },
    });
    const why = await new Promise<UplinkWhy | null>((done) => {
      client.on('connect', () => done(''));
      client.on('close', () => done('unreachable'));
      client.on('error', (error: Error & { code?: unknown }) => {
        const isWrong = typeof error.code === 'number' && WRONG_VERSION.includes(error.code);
        done(isWrong && protocolVersion === 5 ? null : whyOf(error));
      });
    });
    await client.endAsync(true).catch(() => {});
    if (why !== null) return why;
  }
  return 'protocol';
}

function openClient(
  destination: DestinationOf<'mqtt'>,
  { user, password, ca, certificate, key }: SourceSecrets,
  policy: AddressPolicy,
  options: IClientOptions,
): MqttClient {
  const { protocol, hostname, port } = new URL(destination.url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isTls = protocol === 'mqtts:';
  const lookup = checkedLookup(policy);
  const at = { host, port: Number(port) || (isTls ? 8883 : 1883), lookup };
  const open = () => {
    if (!isTls) return connectPlain(at);
    const own = { ...(ca !== '' && { ca }), ...(certificate !== '' && { cert: certificate, key }) };
    return connectTls({ ...at, ...own, ...(isIP(host) === 0 && { servername: host }) });
  };
  return new MqttClient(
    (client) => {
      const stream = open();
      // An address in figures is connected to as it is: no name is looked up.
      if (!isAllowedName(host, policy)) stream.destroy(new PrivateAddressError());
      // The client tells of those that have a code.
      stream.on('error', (error) => {
        if (error instanceof PrivateAddressError) client.emit('error', error);
      });
      return stream;
    },
    { ...options, ...(user !== '' && { username: user, password }) },
  );
}

function whyOf(error: Error & { code?: unknown }): UplinkWhy {
  if (error instanceof PrivateAddressError) return 'private';
  if (typeof error.code === 'number') return DENIED.includes(error.code) ? 'denied' : 'protocol';
  return whyOfCode(String(error.code ?? ''));
}
