/**
 * The one contract between page and host, spoken over IPC (Electron) and over a WebSocket (browser host).
 * Per method: its argument and result schemas and the largest message it may send; per event: its payload.
 * Bulk bytes never travel here: `bulk.*` methods hand out one-time tokens for PUT / GET on /bulk/<token>.
 */
import * as v from 'valibot';
import { JournalBodySchema, JournalRecordSchema } from './journal-record.ts';

const KB = 1024;
const MB = 1024 * KB;

export const CapabilitiesSchema = v.object({
  secureKeyStore: v.picklist(['os-keyring', 'passphrase', 'none']),
  kiosk: v.boolean(),
  printToPdf: v.boolean(),
  openWindow: v.boolean(),
});
export type Capabilities = v.InferOutput<typeof CapabilitiesSchema>;

export const WitnessSchema = v.object({
  /** Schema epoch of the cache that was last confirmed whole. */
  epoch: v.number(),
  generation: v.string(),
  /** SHA-256 hex of the generation's manifest. */
  manifestHash: v.string(),
  /** Highest journal record the page is known to have applied. */
  journalSeq: v.number(),
  /** Real data was loaded at some time: the demo banner never comes back. */
  realData: v.boolean(),
  at: v.number(),
});
export type Witness = v.InferOutput<typeof WitnessSchema>;

export const DirectoryDeviceSchema = v.object({
  id: v.string(),
  kind: v.string(),
  lng: v.number(),
  lat: v.number(),
  building: v.number(),
  /** Building, entrance, floor: never a person. */
  place: v.string(),
});
/** What the host needs to run alerts with no page open: core class only. */
export const DirectorySchema = v.object({
  generation: v.string(),
  demo: v.boolean(),
  devices: v.array(DirectoryDeviceSchema),
});
export type Directory = v.InferOutput<typeof DirectorySchema>;

export const FeedSchema = v.object({
  id: v.string(),
  name: v.string(),
  running: v.boolean(),
  demo: v.boolean(),
  /** Milliseconds since the epoch of the last message or canary; 0: never. */
  lastHeard: v.number(),
  applied: v.number(),
});
export type Feed = v.InferOutput<typeof FeedSchema>;

export const ScenarioSchema = v.picklist(['quiet-day', 'fire', 'gas', 'power-cut', 'chatter', 'dead-feed']);
export type Scenario = v.InferOutput<typeof ScenarioSchema>;

export const SnapshotInfoSchema = v.object({
  generation: v.string(),
  name: v.string(),
  bytes: v.number(),
  sha256: v.string(),
  createdAt: v.number(),
});
export type SnapshotInfo = v.InferOutput<typeof SnapshotInfoSchema>;

const nothing = v.null();
const JournalSpan = v.object({ first: v.number(), last: v.number() });

export const METHODS = {
  'app.info': {
    args: v.object({}),
    result: v.object({
      version: v.string(),
      host: v.picklist(['browser', 'electron']),
      /** Names the databases: `linli-cache-<profileId>`. */
      profileId: v.string(),
      capabilities: CapabilitiesSchema,
    }),
    limit: KB,
  },
  'witness.read': { args: v.object({}), result: v.nullable(WitnessSchema), limit: KB },
  'witness.write': { args: WitnessSchema, result: nothing, limit: KB },
  /** Appends and flushes before it answers. */
  'journal.append': {
    args: v.object({ bodies: v.pipe(v.array(JournalBodySchema), v.maxLength(10_000)) }),
    result: JournalSpan,
    limit: 8 * MB,
  },
  /** Records with seq > after, at most `limit` (and at most 4 MiB); `last` is the journal's end. */
  'journal.read': {
    args: v.object({ after: v.number(), limit: v.number() }),
    result: v.object({ records: v.array(JournalRecordSchema), last: v.number() }),
    limit: KB,
  },
  'snapshot.list': { args: v.object({}), result: v.array(SnapshotInfoSchema), limit: KB },
  /** A token for PUT /bulk/<token>; the bytes are kept only once `snapshot.commit` has named their hash. */
  'snapshot.put': {
    args: v.object({ generation: v.string(), name: v.string(), bytes: v.number() }),
    result: v.object({ token: v.string() }),
    limit: 4 * KB,
  },
  'snapshot.commit': {
    args: v.object({ token: v.string(), sha256: v.string() }),
    result: SnapshotInfoSchema,
    limit: KB,
  },
  /** A token for GET /bulk/<token>; null when there is no such snapshot. */
  'snapshot.get': {
    args: v.object({ generation: v.string() }),
    result: v.nullable(v.object({ token: v.string(), info: SnapshotInfoSchema })),
    limit: KB,
  },
  'live.directory': { args: DirectorySchema, result: nothing, limit: 16 * MB },
  'live.feeds': { args: v.object({}), result: v.array(FeedSchema), limit: KB },
  'live.acknowledge': {
    args: v.object({ alerts: v.pipe(v.array(v.string()), v.maxLength(5_000)), by: v.string() }),
    result: v.object({ acknowledged: v.number() }),
    limit: 256 * KB,
  },
  'simulator.set': {
    args: v.object({ running: v.boolean(), scenario: ScenarioSchema }),
    result: nothing,
    limit: KB,
  },
  /** Free bytes on the profile's disk. */
  'files.space': { args: v.object({}), result: v.object({ free: v.number() }), limit: KB },
  /** What was chosen in the page, for the native side: menu, title bar, the colour of a window before its page is there. */
  'window.preferences': {
    args: v.object({ language: v.picklist(['zh', 'en']), theme: v.picklist(['dark', 'light']) }),
    result: nothing,
    limit: KB,
  },
  'window.open': { args: v.object({ page: v.picklist(['wall', 'main']) }), result: nothing, limit: KB },
} as const;

export const EVENTS = {
  /** New journal records, in order; a page that sees a hole reads from the journal. */
  'journal.appended': v.object({ records: v.array(JournalRecordSchema) }),
  'feeds.changed': v.object({ feeds: v.array(FeedSchema) }),
  /** A command of the native menu. */
  'menu.command': v.object({ command: v.string() }),
  /** The machine goes to sleep or wakes: after a wake the page reads the journal from where it stood. */
  'power.changed': v.object({ state: v.picklist(['suspend', 'resume']) }),
} as const;

export type MethodName = keyof typeof METHODS;
export type EventName = keyof typeof EVENTS;
export type Args<M extends MethodName> = v.InferInput<(typeof METHODS)[M]['args']>;
export type Result<M extends MethodName> = v.InferOutput<(typeof METHODS)[M]['result']>;
export type EventPayload<E extends EventName> = v.InferOutput<(typeof EVENTS)[E]>;

/** What a page holds. `call` rejects with a HostError; `on` returns its own undo. */
export interface Host {
  call<M extends MethodName>(method: M, args: Args<M>): Promise<Result<M>>;
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
  /** Called with false when the host cannot be reached and with true when it can again. */
  onConnection(listener: (connected: boolean) => void): () => void;
}

/** What a host implements; `register.ts` and `socket.ts` wrap it with the checks. */
export type Handlers = {
  [M in MethodName]: (args: v.InferOutput<(typeof METHODS)[M]['args']>) => Promise<Result<M>>;
};
