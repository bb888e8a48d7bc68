/**
 * Where events go, as an administrator fills it in: a platform by HTTP or a broker by MQTT, and what it is told. Credentials are apart and are those
 * of sources (`SourceSecretsSchema`).
 */
import * as v from 'valibot';

/** What a destination may be told; each can be left out. What became of orders always goes back to who sent them. */
export const FAMILIES = ['cases', 'alerts', 'health', 'grids', 'records'] as const;
export type Family = (typeof FAMILIES)[number];

const Id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));

const common = {
  id: Id,
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  /** Begins with the program. Stopped, it goes on collecting what is to be sent. */
  enabled: v.boolean(),
  sends: v.pipe(v.array(v.picklist(FAMILIES)), v.maxLength(FAMILIES.length)),
  /** Also drills, simulators and made-up communities, marked as such. */
  drills: v.boolean(),
  /** Orders and returned cases are taken. */
  takes: v.boolean(),
  /** It stands on the inner network or on this machine: such an address is refused otherwise, and so is a connection without TLS. */
  inner: v.boolean(),
};

const address = (schemes: readonly string[]) =>
  v.pipe(
    v.string(),
    v.maxLength(2000),
    v.check((text) => {
      if (!URL.canParse(text)) return false;
      const { protocol, username, password, search, hash } = new URL(text);
      return schemes.includes(protocol) && `${username}${password}${search}${hash}` === '';
    }, 'address'),
  );

const HttpSchema = v.strictObject({
  type: v.literal('http'),
  ...common,
  /** Events are posted to `<url>/events`, orders asked for at `<url>/inbox`. */
  url: address(['http:', 'https:']),
  /** How often it is asked for orders, in seconds. */
  every: v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(86_400)),
});
const MqttSchema = v.strictObject({
  type: v.literal('mqtt'),
  ...common,
  url: address(['mqtt:', 'mqtts:']),
  /** Events are published under `<topic>/up`, orders come under `<topic>/down`. */
  topic: v.pipe(v.string(), v.regex(/^(?!\$)[^+#/\0\s]+(\/[^+#/\0\s]+)*$/), v.maxLength(300)),
});

export const DestinationSchema = v.pipe(
  v.variant('type', [HttpSchema, MqttSchema]),
  // Passwords and reports of a community do not go over the internet in the clear.
  v.check(({ url, inner }) => inner || /^(https|mqtts):/i.test(url), 'plain'),
);
export type Destination = v.InferOutput<typeof DestinationSchema>;
export type DestinationOf<T extends Destination['type']> = Extract<Destination, { type: T }>;
