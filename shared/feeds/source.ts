/**
 * The settings of one source of messages, as a person fills them in: where it is, which of its messages matter, how they are read. Credentials are
 * apart (`SourceSecretsSchema`), so that settings can be shown to whoever may look.
 */
import * as v from 'valibot';
import { MappingSchema } from './mapping.ts';

const Id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));
/** An MQTT topic filter: `+` and `#` stand for whole levels, `#` last (MQTT 5, 4.7.1). */
const TopicFilter = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(500),
  v.regex(/^(?!\$)(?:(?:[^+#/\0]*|\+)\/)*(?:[^+#/\0]*|\+|#)$/),
);
const Topics = v.pipe(v.array(TopicFilter), v.maxLength(20));
const Seconds = v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(86_400));

const common = {
  id: Id,
  name: Name,
  /** Begins with the program. */
  enabled: v.boolean(),
  /** Its alerts are marked, and reach no indicator. */
  drill: v.boolean(),
  mapping: MappingSchema,
};

const address = (schemes: readonly string[]) =>
  v.pipe(
    v.string(),
    v.maxLength(2000),
    v.check((text) => {
      if (!URL.canParse(text)) return false;
      const url = new URL(text);
      return schemes.includes(url.protocol) && url.username === '' && url.password === '';
    }, 'address'),
  );

const MqttSourceSchema = v.strictObject({
  type: v.literal('mqtt'),
  ...common,
  url: address(['mqtt:', 'mqtts:', 'ws:', 'wss:']),
  /** Messages of `life` are acknowledged when they are on the disk, and never wait behind the others. */
  life: Topics,
  bulk: Topics,
  /** Own messages every ten seconds tell whether the way to the broker and back is open; off where the broker lets us publish nothing. */
  canary: v.boolean(),
});
const WebhookSourceSchema = v.strictObject({
  type: v.literal('webhook'),
  ...common,
  /** On the loopback of this machine. */
  port: v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65_535)),
});
const PollSourceSchema = v.strictObject({
  type: v.literal('poll'),
  ...common,
  url: address(['http:', 'https:']),
  every: Seconds,
  /** Path to the list in the answer; '': the answer is the list. */
  items: v.pipe(v.string(), v.maxLength(200)),
  /** Path to the cursor in the answer, and the parameter that carries it; '' both: none. */
  cursor: v.pipe(v.string(), v.maxLength(200)),
  parameter: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{0,40}$/)),
});
const FileSourceSchema = v.strictObject({
  type: v.literal('file'),
  ...common,
  /** Absolute path of the drop folder: *.csv and *.ndjson. */
  folder: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
});
const ReplaySourceSchema = v.strictObject({
  type: v.literal('replay'),
  ...common,
  /** Absolute path of an NDJSON file. */
  file: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  /** How many times faster than it happened. */
  speed: v.pipe(v.number(), v.minValue(0.1), v.maxValue(10_000)),
});

export const SourceSchema = v.variant('type', [
  MqttSourceSchema,
  WebhookSourceSchema,
  PollSourceSchema,
  FileSourceSchema,
  ReplaySourceSchema,
]);
export type Source = v.InferOutput<typeof SourceSchema>;
export type SourceType = Source['type'];
export type SourceOf<T extends SourceType> = Extract<Source, { type: T }>;

const Pem = v.pipe(v.string(), v.maxLength(64 * 1024));
/** '' : none. */
export const SourceSecretsSchema = v.strictObject({
  user: v.pipe(v.string(), v.maxLength(200)),
  password: v.pipe(v.string(), v.maxLength(1000)),
  /** Certificate of the authority that signed the broker's, own certificate and its key, as PEM. */
  ca: Pem,
  certificate: Pem,
  key: Pem,
  /** Of the webhook, and sent along when polling. */
  token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{0,500}$/)),
});
export type SourceSecrets = v.InferOutput<typeof SourceSecretsSchema>;
export type SecretName = keyof SourceSecrets;

export const NO_SECRETS: SourceSecrets = {
  user: '',
  password: '',
  ca: '',
  certificate: '',
  key: '',
  token: '',
};
