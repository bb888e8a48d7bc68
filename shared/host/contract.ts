/**
 * The one contract between page and host, spoken over IPC (Electron) and over a WebSocket (browser host).
 * Per method: its argument and result schemas and the largest message it may send; per event: its payload.
 * Bulk bytes never travel here: `bulk.*` methods hand out one-time tokens for PUT / GET on /bulk/<token>.
 */
import * as v from 'valibot';
import { RecordEditedSchema } from '../edits/record-edit.ts';
import { FeedSchema } from '../feeds/feed-status.ts';
import { LocalProfileSchema } from '../model/local-profile.ts';
import { PlanIdSchema } from '../partition/plan-records.ts';
import { UplinkStatusSchema } from '../uplink/uplink-status.ts';
import { ACCESS_METHODS } from './access-methods.ts';
import { AuditRequestSchema, SessionToken, VaultStatusSchema } from './access-schemas.ts';
import { CAMERA_METHODS } from './camera-methods.ts';
import { CASE_METHODS } from './case-methods.ts';
import { AlertSignalsSchema, CaseSettingsSchema } from './case-schemas.ts';
import { DUTY_METHODS, DutyStatusSchema } from './duty-methods.ts';
import { FEED_METHODS } from './feed-methods.ts';
import { JournalBodySchema, JournalRecordSchema } from './journal-record.ts';
import { BasemapStatusSchema, OnlineBasemapSchema } from './online-basemap.ts';
import { PLAN_FILE_METHODS } from './plan-file-methods.ts';
import { UPLINK_METHODS } from './uplink-methods.ts';
import { WallStateSchema, WallViewSchema } from './wall-view.ts';

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
  /** Id of the building in the register, and code of the grid that holds it today; absent or '': none. */
  buildingId: v.optional(v.string()),
  grid: v.optional(v.string()),
  /** Building, entrance, floor: never a person. */
  place: v.string(),
});
/** Somebody who can be given a case. Workers serve in public: their names stand on duty lists. */
export const DirectoryWorkerSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: v.string(),
  /** Code of the grid; ''. */
  grid: v.string(),
  /** a, b or ''; day, night, rotating or ''. */
  post: v.string(),
  shift: v.string(),
});
/** What the host needs to run alerts with no page open: core class only. */
export const DirectorySchema = v.object({
  generation: v.string(),
  demo: v.boolean(),
  devices: v.array(DirectoryDeviceSchema),
  /** Whom cases are given to: absent from a directory of an earlier version. */
  community: v.optional(v.string()),
  workers: v.optional(v.array(DirectoryWorkerSchema)),
  parties: v.optional(v.array(v.object({ id: v.string(), name: v.string() }))),
});
export type Directory = v.InferOutput<typeof DirectorySchema>;

export const ScenarioSchema = v.picklist([
  'quiet-day',
  'fire',
  'gas',
  'power-cut',
  'chatter',
  'dead-feed',
  'storm',
]);
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
/** `<16 hex digits>.picture` or `.placement`. */
const ScanPartName = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}\.(picture|placement)$/));
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
  /**
   * Appends and flushes before it answers. Where there is a vault, labels, notice lists and rounds of real people need a session whose role
   * allows them.
   */
  'journal.append': {
    args: v.object({
      session: v.nullable(SessionToken),
      bodies: v.pipe(v.array(JournalBodySchema), v.maxLength(10_000)),
    }),
    result: JournalSpan,
    limit: 8 * MB,
  },
  /**
   * Changes records and writes the audit entry in the same append; flushed before it answers. `after`: the journal position that the change
   * was prepared on; a record changed since then is a 'conflict'. A change that is kept already (by its id) is not kept again.
   */
  'record.edit': {
    args: v.object({
      session: v.nullable(SessionToken),
      after: v.number(),
      body: v.omit(RecordEditedSchema, ['kind', 'by']),
      audit: AuditRequestSchema,
    }),
    result: JournalSpan,
    limit: 4 * MB,
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
  /** Scans laid under the map: parts of them by name, wrapped by the page; sealed where there is a vault. Then as with snapshots. */
  'scan.list': {
    args: v.object({}),
    result: v.array(v.object({ part: v.string(), bytes: v.number() })),
    limit: KB,
  },
  'scan.put': {
    args: v.object({ session: v.nullable(SessionToken), part: ScanPartName, bytes: v.number() }),
    result: v.object({ token: v.string() }),
    limit: KB,
  },
  'scan.commit': { args: v.object({ token: v.string(), sha256: v.string() }), result: nothing, limit: KB },
  'scan.get': {
    args: v.object({ part: ScanPartName }),
    result: v.nullable(v.object({ token: v.string() })),
    limit: KB,
  },
  'scan.remove': {
    args: v.object({ session: v.nullable(SessionToken), part: ScanPartName }),
    result: nothing,
    limit: KB,
  },
  /** The partition that a grid plan begins with, by the plan's id; packed by the page, and never replaced. Then as with snapshots. */
  'plan.put': {
    args: v.object({ plan: PlanIdSchema, bytes: v.number() }),
    result: v.object({ token: v.string() }),
    limit: KB,
  },
  'plan.commit': { args: v.object({ token: v.string(), sha256: v.string() }), result: nothing, limit: KB },
  'plan.get': {
    args: v.object({ plan: PlanIdSchema }),
    result: v.nullable(v.object({ token: v.string() })),
    limit: KB,
  },
  ...PLAN_FILE_METHODS,
  /** Removes the copies of all other generations; by an administrator, once what is open was written anew under other keys. */
  'snapshot.retain': {
    args: v.object({ session: SessionToken, generation: v.string() }),
    result: nothing,
    limit: KB,
  },
  /** Names and targets of the place; null: nobody has said anything. */
  'local.read': { args: v.object({}), result: v.nullable(LocalProfileSchema), limit: KB },
  /** Where there is a vault, by an administrator. */
  'local.write': {
    args: v.object({ session: v.nullable(SessionToken), profile: LocalProfileSchema }),
    result: nothing,
    limit: 256 * KB,
  },
  'live.directory': { args: DirectorySchema, result: nothing, limit: 16 * MB },
  'live.feeds': { args: v.object({}), result: v.array(FeedSchema), limit: KB },
  ...FEED_METHODS,
  ...CAMERA_METHODS,
  ...CASE_METHODS,
  ...DUTY_METHODS,
  ...UPLINK_METHODS,
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
  /** The online basemap and how it goes, without its address. */
  'basemap.read': { args: v.object({}), result: BasemapStatusSchema, limit: KB },
  /** With its address, which may carry a key: where there is a vault, for an administrator. */
  'basemap.settings': {
    args: v.object({ session: v.nullable(SessionToken) }),
    result: v.nullable(OnlineBasemapSchema),
    limit: KB,
  },
  /** Null takes it off and its tiles from the disk. Where there is a vault, by an administrator, and audited. */
  'basemap.write': {
    args: v.object({ session: v.nullable(SessionToken), basemap: v.nullable(OnlineBasemapSchema) }),
    result: nothing,
    limit: 8 * KB,
  },
  /** The view sent to the walls, and how many there are. */
  'wall.read': { args: v.object({}), result: WallStateSchema, limit: KB },
  /** Where there is a vault, by somebody who is signed in; null takes it back, from anywhere. */
  'wall.send': {
    args: v.object({ session: v.nullable(SessionToken), view: v.nullable(WallViewSchema) }),
    result: WallStateSchema,
    limit: 512 * KB,
  },
  /** A wall says that it is there, and which view it shows (0: its own scene). */
  'wall.attend': {
    args: v.object({
      id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
      showing: v.number(),
      leaving: v.boolean(),
    }),
    result: WallStateSchema,
    limit: KB,
  },
  'window.open': { args: v.object({ page: v.picklist(['wall', 'main']) }), result: nothing, limit: KB },
  ...ACCESS_METHODS,
} as const;

export const EVENTS = {
  /** New journal records, in order; a page that sees a hole reads from the journal. */
  'journal.appended': v.object({ records: v.array(JournalRecordSchema) }),
  'local.changed': LocalProfileSchema,
  /** Set, taken off, or reached otherwise than before. */
  'basemap.changed': BasemapStatusSchema,
  'cases.settings': CaseSettingsSchema,
  /** Other alerts come and go than before, a flood began or ended, something was put aside or is shown again. */
  'live.signals': AlertSignalsSchema,
  /** Another machine has the duty, the broker is heard or not, or cases of others changed. */
  'duty.changed': DutyStatusSchema,
  /** Another view for the walls, or another number of them. */
  'wall.changed': WallStateSchema,
  'feeds.changed': v.object({ feeds: v.array(FeedSchema) }),
  /** How the ways to the upper level go; without addresses and events. */
  'uplink.changed': v.object({ statuses: v.array(UplinkStatusSchema) }),
  /** A command of the native menu. */
  'menu.command': v.object({ command: v.string() }),
  /** The machine goes to sleep or wakes: after a wake the page reads the journal from where it stood. */
  'power.changed': v.object({ state: v.picklist(['suspend', 'resume']) }),
  /** Made, opened, locked or rotated: after 'locked' a page drops its personal key and asks for a PIN or the passphrase. */
  'vault.changed': VaultStatusSchema,
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
