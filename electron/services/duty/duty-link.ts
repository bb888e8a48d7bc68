/**
 * The connection to the broker of a site for its duty: a short session that listens to the lease and the shared cases, with a will by which the broker
 * tells that this machine is gone. Leases go out once and are never sent again late. What they mean is lease.ts.
 */
import mqtt, { type MqttClient } from 'mqtt';
import type { SourceOf, SourceSecrets } from '../../../shared/feeds/source.ts';
import { credentials, isWrongVersion } from '../feeds/mqtt-feed.ts';

const AGAIN_MS = 2_000;
const KEEPALIVE_SECONDS = 20;
/** SUBACK: refused. */
const REFUSED = 128;

export interface DutyLinkContext {
  clientId: string;
  topics: readonly string[];
  will: { topic: string; payload: string };
  /** Everything asked for comes from here on, what the broker keeps first. */
  linked(): void;
  lost(): void;
  heard(topic: string, payload: Uint8Array): void;
}

export interface DutyLink {
  /** Kept by the broker; '' takes away what it keeps. `sure`: tried again until it is there. */
  publish(topic: string, payload: string, sure: boolean): void;
  /** Without the will. */
  close(): Promise<void>;
}

export type OpenDutyLink = (
  source: SourceOf<'mqtt'>,
  secrets: SourceSecrets,
  context: DutyLinkContext,
) => DutyLink;

export const openDutyLink: OpenDutyLink = (source, secrets, context) => {
  let client: MqttClient;
  let closed = false;
  const connect = (version: 4 | 5): MqttClient => {
    const made = mqtt.connect(source.url, {
      ...credentials(secrets),
      clientId: context.clientId,
      protocolVersion: version,
      clean: true,
      keepalive: KEEPALIVE_SECONDS,
      connectTimeout: 10_000,
      reconnectPeriod: AGAIN_MS,
      reconnectOnConnackError: true,
      resubscribe: false,
      queueQoSZero: false,
      will: { topic: context.will.topic, payload: Buffer.from(context.will.payload), qos: 1, retain: false },
    });
    const isCurrent = () => !closed && made === client;
    made.on('connect', () => {
      made.subscribe([...context.topics], { qos: 1 }, (error, granted) => {
        const isRefused = error || granted?.some(({ qos }) => qos >= REFUSED);
        if (isCurrent() && made.connected && !isRefused) context.linked();
      });
    });
    made.on('message', (topic, payload) => {
      if (isCurrent()) context.heard(topic, payload);
    });
    made.on('close', () => {
      if (isCurrent()) context.lost();
    });
    made.on('error', (error: Error & { code?: unknown }) => {
      if (!isCurrent() || !isWrongVersion(error, version)) return;
      made.end(true);
      client = connect(4);
    });
    return made;
  };
  client = connect(5);
  return {
    publish: (topic, payload, sure) => {
      if (client.connected) client.publish(topic, payload, { qos: sure ? 1 : 0, retain: true }, () => {});
    },
    close: async () => {
      closed = true;
      await client.endAsync(!client.connected).catch(() => {});
    },
  };
};
