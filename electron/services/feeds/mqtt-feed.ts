/**
 * An MQTT broker as a feed: MQTT 5, or 3.1.1 where the broker knows no better; one connection and one lasting session a lane. QoS 1 is acknowledged
 * when `receive` resolves, never before, and only on the connection it came by; what is not kept is asked for again by a new connection.
 * Our own sign of life goes to the broker and back.
 */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { FeedState, FeedWhy } from '../../../shared/feeds/feed-status.ts';
import type { Lane } from '../../../shared/feeds/outcome.ts';
import type { SourceOf, SourceSecrets } from '../../../shared/feeds/source.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { FeedContext, RunningFeed } from './feed-port.ts';

const SESSION_SECONDS = 7 * 86_400;
const RECEIVE_MAXIMUM: Record<Lane, number> = { life: 32, bulk: 256 };
const PROBE_MS = 5000;
const CANARY_MS = 10_000;
const SILENT_MS = 30_000;
const KEEPALIVE_SECONDS = 20;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** CONNACK: unacceptable protocol version, in MQTT 3.1.1 and in 5. */
const WRONG_VERSION = [1, 132];
/** CONNACK: bad user name or password, not authorised, banned, bad method; in 3.1.1 and in 5. */
const DENIED = [4, 5, 134, 135, 138, 140];

export function startMqttFeed(
  source: SourceOf<'mqtt'>,
  secrets: SourceSecrets,
  context: FeedContext,
  jitter: () => number = Math.random,
): RunningFeed {
  const feed = new MqttFeed(source, secrets, context, jitter);
  return { stop: () => feed.stop() };
}

/** Connects once, without a session and without subscribing. '' : the broker took us. */
export async function probeMqtt(source: SourceOf<'mqtt'>, secrets: SourceSecrets): Promise<FeedWhy> {
  for (const version of [5, 4] as const) {
    const client = mqtt.connect(source.url, {
      ...credentials(secrets),
      protocolVersion: version,
      clean: true,
      connectTimeout: PROBE_MS,
      reconnectPeriod: 0,
    });
    const why = await new Promise<FeedWhy | null>((done) => {
      client.on('connect', () => done(''));
      client.on('close', () => done('unreachable'));
      client.on('error', (error) => done(isWrongVersion(error, version) ? null : whyOf(error)));
    });
    await client.endAsync(true).catch(() => {});
    if (why !== null) return why;
  }
  return 'protocol';
}

/** One connection: its client, replaced when the protocol is, and how it goes. */
interface Line {
  lane: Lane;
  topics: readonly string[];
  client: MqttClient;
  version: 4 | 5;
  connected: boolean;
  why: FeedWhy;
  failures: number;
}

class MqttFeed {
  private readonly source: SourceOf<'mqtt'>;
  private readonly secrets: SourceSecrets;
  private readonly context: FeedContext;
  private readonly jitter: () => number;
  private readonly lines: Line[];
  private readonly canary: string;
  private readonly stopTimer: () => void;
  private heardAt: number;
  private stopped = false;

  constructor(source: SourceOf<'mqtt'>, secrets: SourceSecrets, context: FeedContext, jitter: () => number) {
    this.source = source;
    this.secrets = secrets;
    this.context = context;
    this.jitter = jitter;
    this.canary = `linli/canary/${context.clientId}`;
    this.heardAt = context.clock.now();
    const lanes: Lane[] = ['life', 'bulk'];
    this.lines = lanes
      .filter((lane) => source[lane].length > 0)
      .map((lane) => this.open(lane, source[lane], 5));
    context.state('connecting', '');
    this.stopTimer = context.clock.every(CANARY_MS, () => this.beat());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopTimer();
    await Promise.all(this.lines.map(({ client }) => client.endAsync(true).catch(() => {})));
  }

  private open(lane: Lane, topics: readonly string[], version: 4 | 5): Line {
    const line = { lane, topics, version, connected: false, why: '' as FeedWhy, failures: 0 };
    return Object.assign(line, { client: this.connect(line as Line) });
  }

  private connect(line: Line): MqttClient {
    const options: IClientOptions = {
      clientId: `${this.context.clientId}-${line.lane}`,
      clean: false,
      protocolVersion: line.version,
      keepalive: KEEPALIVE_SECONDS,
      connectTimeout: 10_000,
      reconnectPeriod: this.waitMs(line),
      reconnectOnConnackError: true,
      // Subscriptions are made here, where it is known whether the broker remembers them.
      resubscribe: false,
      queueQoSZero: false,
      ...credentials(this.secrets),
      ...(line.version === 5 && {
        properties: { sessionExpiryInterval: SESSION_SECONDS, receiveMaximum: RECEIVE_MAXIMUM[line.lane] },
      }),
    };
    const client = mqtt.connect(this.source.url, options);
    let begun = false;
    client.handleMessage = (packet, done) => {
      const { stream } = client;
      const topic = packet.topic.toString();
      if (topic === this.canary) {
        this.heard();
        done();
        return;
      }
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      this.context.receive(line.lane, { topic, payload }).then(
        () => {
          this.heard();
          // The number may mean another message on another connection.
          done(client.stream === stream ? undefined : new Error('connection'));
        },
        (error) => {
          done(error instanceof Error ? error : new Error('refused'));
          this.refused(line, error);
          if (client.stream === stream) stream.destroy();
        },
      );
    };
    client.on('connect', ({ sessionPresent }) => {
      line.failures = 0;
      client.options.reconnectPeriod = this.waitMs(line);
      if (sessionPresent && begun) this.ready(line);
      else this.subscribe(line, client);
      begun = true;
    });
    client.on('close', () => {
      line.connected = false;
      line.failures++;
      if (line.why === '') line.why = 'unreachable';
      client.options.reconnectPeriod = this.waitMs(line);
      this.tell();
    });
    client.on('error', (error) => this.failed(line, error));
    return client;
  }

  private subscribe(line: Line, client: MqttClient): void {
    const wanted = line.topics.map((topic) => [topic, { qos: 1 as const, rh: 1 as const }]);
    client.subscribe(Object.fromEntries(wanted), (error) => {
      if (this.stopped || client !== line.client) return;
      if (!error) {
        this.ready(line);
        return;
      }
      // A broken connection has been told already, and the next one subscribes again.
      if (client.connected) line.why = 'denied';
      this.tell();
    });
    // Apart, because a broker that keeps this one from us must not keep the rest.
    if (this.source.canary && line === this.lines.at(-1)) client.subscribe(this.canary, { qos: 0 }, () => {});
  }

  /** Messages come from here on. */
  private ready(line: Line): void {
    line.connected = true;
    line.why = '';
    this.heard();
    this.beat();
  }

  /** 3.1.1 is tried once the broker has said that it does not speak 5. */
  private failed(line: Line, error: Error & { code?: unknown }): void {
    if (this.stopped) return;
    if (isWrongVersion(error, line.version)) {
      const old = line.client;
      line.version = 4;
      old.end(true);
      line.client = this.connect(line);
      return;
    }
    line.why = whyOf(error);
    this.tell();
  }

  private refused(line: Line, error: unknown): void {
    line.why = 'failed';
    if (!(error instanceof HostError)) return;
    if (error.code === 'disk-full') line.why = error.detail === 'low' ? 'disk-low' : 'disk-full';
    if (error.code === 'try-later') line.why = 'behind';
  }

  /** Twice as long after every failure, and no two machines at the same moment. */
  private waitMs({ failures }: { failures: number }): number {
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
    return Math.round(most * (0.5 + this.jitter() / 2));
  }

  private beat(): void {
    const line = this.lines.at(-1);
    if (line && this.source.canary && line.connected)
      line.client.publish(this.canary, String(this.context.clock.now()), { qos: 0 });
    this.tell();
  }

  private heard(): void {
    this.heardAt = this.context.clock.now();
    this.context.heard();
    this.tell();
  }

  private tell(): void {
    if (this.stopped) return;
    const [state, why] = this.stateNow();
    this.context.state(state, why);
  }

  private stateNow(): [FeedState, FeedWhy] {
    const down = this.lines.find((line) => !line.connected || line.why !== '');
    const silent = this.context.clock.now() - this.heardAt >= SILENT_MS;
    if (down)
      return [
        silent || down.why === 'denied' || down.why === 'certificate' ? 'interrupted' : 'connecting',
        down.why,
      ];
    return silent && this.source.canary ? ['interrupted', 'silent'] : ['running', ''];
  }
}

/** The reason in our words. Node's codes of TLS are many and all mean that we cannot trust who answers. */
function whyOf(error: Error & { code?: unknown }): FeedWhy {
  const { code } = error;
  if (typeof code === 'number') return DENIED.includes(code) ? 'denied' : 'protocol';
  const text = String(code ?? '');
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS|ERR_SSL/.test(text)) return 'certificate';
  return 'unreachable';
}

export function isWrongVersion(error: Error & { code?: unknown }, version: 4 | 5): boolean {
  return version === 5 && typeof error.code === 'number' && WRONG_VERSION.includes(error.code);
}

export function credentials({ user, password, ca, certificate, key }: SourceSecrets): IClientOptions {
  return {
    ...(user !== '' && { username: user, password }),
    ...(ca !== '' && { ca }),
    ...(certificate !== '' && { cert: certificate, key }),
  };
}
