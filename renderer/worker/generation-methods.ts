/**
 * The worker's part in the life of generations: start, load, pack, restore, follow the journal. Every writing method
 * holds the writer lease; nothing here flips a generation by itself (store/generation.ts does).
 */
import { withoutPersonal } from '../../shared/columns/bundle-codec.ts';
import { ChunkError } from '../../shared/columns/chunk-error.ts';
import { SCHEMA_EPOCH } from '../../shared/columns/manifest.ts';
import { packBundle } from '../../shared/columns/pack-bundle.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import type { CommunityBundle, OnProgress, SampleId } from '../../shared/model/bundle.ts';
import { boundsNow } from '../../shared/model/import-bounds.ts';
import { TABLES, type TableName } from '../../shared/model/tables.ts';
import { madeByPatch } from '../../shared/partition/plan-outcome.ts';
import { directoryOf } from '../../shared/query/directory.ts';
import { isRural } from '../../shared/query/partition-ground.ts';
import { rulesInForce } from '../../shared/query/tag-rules.ts';
import { generateSteps } from '../../shared/sample/sample.ts';
import { communityKey } from '../../shared/work/hand-tags.ts';
import { getBulk, putBulk } from '../host.ts';
import {
  applyRecords,
  journalPosition,
  readAlerts,
  readOverlay,
  readPlanPatches,
} from '../store/apply-records.ts';
import { areOpen, closeDatabases, openDatabases } from '../store/databases.ts';
import {
  type ActiveGeneration,
  activeManifest,
  packActiveGeneration,
  readGeneration,
  storeSnapshot,
  sweep,
  writeGeneration,
} from '../store/generation.ts';
import { isOfPlan } from '../store/plan-ledger.ts';
import { readTagRules } from '../store/quality-ledger.ts';
import { compareStart, readLocalState } from '../store/start.ts';
import { StorageError } from '../store/storage-error.ts';
import { readHandTags } from '../store/work-ledger.ts';
import { withWriter } from '../store/writer-lease.ts';
import { keysOf, personalState, writingKeys } from './access-state.ts';
import { followCases } from './case-methods.ts';
import { NO_PLANS, readEdits } from './edit-state.ts';
import type { CommunityStatus, DataEngine, LoadReport, PackedSnapshot, StartOutcome } from './engine-api.ts';
import { databasesOf, type EngineState, NotOpenError, Opened, openedOf } from './engine-state.ts';
import { madeGridsOf } from './plan-histories.ts';

const LEASE = 'generation';

type Methods = Pick<
  DataEngine,
  | 'start'
  | 'loadSample'
  | 'packSnapshot'
  | 'sendSnapshot'
  | 'restoreSnapshot'
  | 'cancel'
  | 'status'
  | 'directory'
  | 'witness'
  | 'witnessed'
  | 'applyJournal'
  | 'live'
>;

export function generationMethods(state: EngineState): Methods {
  return {
    start: (args) => start(state, args),
    loadSample: ({ sample, seed }, onProgress) =>
      loading(state, onProgress, (signal, stages) => generate(sample, seed, onProgress, signal, stages)),
    packSnapshot: () => pack(state),
    async sendSnapshot(token) {
      const bytes = state.packed;
      state.packed = null;
      if (!bytes) throw new NotOpenError();
      await putBulk(token, bytes);
    },
    restoreSnapshot: (token, onProgress) => restore(state, token, onProgress),
    async cancel() {
      state.abort?.abort();
    },
    async status() {
      return state.opened ? statusOf(state.opened) : null;
    },
    async directory() {
      return state.opened ? directoryOf(state.opened.community, state.opened.info.generation) : null;
    },
    async witness() {
      if (!state.opened) return null;
      const { generation, manifestHash } = state.opened.info;
      // What another window has replaced since is not for this one to name: its witness would point at what is swept.
      const local = await readLocalState(databasesOf(state));
      if (local.generation !== generation) return null;
      return { epoch: SCHEMA_EPOCH, generation, manifestHash, journalSeq: local.journalSeq };
    },
    async witnessed(generation, copies) {
      await withWriter(LEASE, () => sweep(databasesOf(state), generation, copies));
    },
    applyJournal: (records) => followJournal(state, records),
    live: async () => ({
      alerts: (await readAlerts(databasesOf(state))).filter((alert) => alert.active || !alert.acknowledged),
      seq: state.seq,
    }),
  };
}

async function start(state: EngineState, args: Parameters<DataEngine['start']>[0]): Promise<StartOutcome> {
  const began = performance.now();
  state.core = args.core;
  if (state.databases && !areOpen(state.databases)) {
    closeDatabases(state.databases);
    state.databases = null;
    state.cases = undefined;
  }
  state.databases ??= await openDatabases(args.profileId);
  const verdict = compareStart(args.witness, await readLocalState(state.databases));
  if (verdict.outcome === 'lost') return { ...verdict, snapshot: false };
  if (verdict.outcome !== 'fine') return verdict;
  try {
    await openActive(state);
  } catch (error) {
    // A chunk that is gone or damaged: the ledger knows more than the cache holds.
    if (!(error instanceof ChunkError || error instanceof StorageError)) throw error;
    // A key that is not here loses nothing.
    if (error.code === 'chunk-locked' || error.code === 'chunk-key') throw error;
    const { generation } = verdict;
    return {
      outcome: 'lost',
      empty: false,
      expected: generation,
      found: '',
      snapshot: false,
      reason: error.message,
    };
  }
  return { outcome: 'fine', status: statusOf(openedOf(state)), ms: performance.now() - began };
}

async function openActive(state: EngineState, onProgress?: OnProgress): Promise<void> {
  const databases = databasesOf(state);
  const active = await activeManifest(databases);
  const withheld = active !== null && personalState(state.access, active.manifest.source) === 'withheld';
  const { bundle, ...info } = await readGeneration(databases, {
    keys: keysOf(state.access),
    classes: state.core || withheld ? ['core'] : undefined,
    onProgress,
  });
  await open(state, info, bundle);
}

async function open(state: EngineState, info: ActiveGeneration, bundle: CommunityBundle): Promise<void> {
  const personal = personalState(state.access, bundle.source);
  // It may have been locked while this was written.
  const databases = databasesOf(state);
  const opened = new Opened(info, personal === 'withheld' ? withoutPersonal(bundle) : bundle, {
    personal,
    ...(await readLabels(state, bundle)),
    edits: await readEdits(state, await readOverlay(databases, info.generation), personal),
    patches: await readPlanPatches(databases, info.generation),
    plans: { ...NO_PLANS, madeGrids: await madeGridsOf(state, communityKey(bundle)) },
  });
  state.opened = opened;
  state.seq = await journalPosition(databasesOf(state));
}

/** What gives labels beyond the register, as the ledger has it. */
async function readLabels(state: EngineState, community: Pick<CommunityBundle, 'name' | 'source'>) {
  const databases = databasesOf(state);
  return {
    rules: rulesInForce(await readTagRules(databases)),
    hand: await readHandTags(databases, communityKey(community)),
  };
}

/**
 * Runs one load: makes a bundle, writes it as a new generation, opens it. The old generation stays until the flip. `joins`: what is made
 * brings no personal values beside those of the open community.
 */
export async function loading(
  state: EngineState,
  onProgress: OnProgress,
  make: (signal: AbortSignal, stages: Record<string, number>) => Promise<CommunityBundle>,
  { joins = false }: { joins?: boolean } = {},
): Promise<LoadReport> {
  const abort = new AbortController();
  state.abort = abort;
  const began = performance.now();
  const stages: Record<string, number> = {};
  state.opened?.backToToday();
  try {
    const made = await make(abort.signal, stages);
    const packed = performance.now();
    const bundle = packBundle(made);
    const written = performance.now();
    stages['pack'] = written - packed;
    const madeUp = joins && state.opened?.personal === 'plain';
    const keys = writingKeys(state.access, bundle, { madeUp });
    const options = { onProgress, signal: abort.signal, keys };
    const info = await withWriter(LEASE, () =>
      writeGeneration(databasesOf(state), newGenerationId(), bundle, options),
    );
    stages['write'] = performance.now() - written;
    const opening = performance.now();
    await open(state, info, bundle);
    stages['index'] = performance.now() - opening;
    return { status: statusOf(openedOf(state)), ms: performance.now() - began, stages };
  } finally {
    state.abort = null;
  }
}

/** Sortable by time, unique enough for one machine: time in base 36 and 40 random bits. */
function newGenerationId(): string {
  const random = crypto.getRandomValues(new Uint8Array(5));
  const tail = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `g${Date.now().toString(36)}-${tail}`;
}

async function generate(
  sample: SampleId,
  seed: number,
  onProgress: OnProgress,
  signal: AbortSignal,
  stages: Record<string, number>,
): Promise<CommunityBundle> {
  const began = performance.now();
  const steps = generateSteps(sample, seed);
  for (let told = 0; ; ) {
    const { done, value } = steps.next();
    if (done) {
      stages['generate'] = performance.now() - began;
      return value;
    }
    const now = performance.now();
    if (now - told < 50) continue;
    told = now;
    onProgress(value);
    // Lets the message that cancels come in.
    await new Promise((resume) => setTimeout(resume));
    if (signal.aborted) throw new StorageError('storage-cancelled');
  }
}

/** The bytes wait in the worker until a token asks for them: they never pass through the page. */
async function pack(state: EngineState): Promise<PackedSnapshot> {
  const { generation, name, bytes } = await packActiveGeneration(databasesOf(state));
  state.packed = bytes as Uint8Array<ArrayBuffer>;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', state.packed));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { generation, name: name.zh, bytes: bytes.length, sha256 };
}

async function restore(state: EngineState, token: string, onProgress: OnProgress): Promise<LoadReport> {
  const abort = new AbortController();
  state.abort = abort;
  const began = performance.now();
  const stages: Record<string, number> = {};
  try {
    const bytes = await getBulk(token);
    const options = { onProgress, signal: abort.signal };
    await withWriter(LEASE, () => storeSnapshot(databasesOf(state), bytes, options));
    stages['write'] = performance.now() - began;
    const opening = performance.now();
    await openActive(state, onProgress);
    stages['index'] = performance.now() - opening;
    return { status: statusOf(openedOf(state)), ms: performance.now() - began, stages };
  } finally {
    state.abort = null;
  }
}

async function followJournal(state: EngineState, records: JournalRecord[]) {
  // Windows share the ledger, so another one may have kept these records already; what is in memory here is behind all the same.
  await applyRecords(databasesOf(state), records, { fromAnywhere: true });
  const fresh = records.filter((record) => record.seq > state.seq);
  const { opened } = state;
  const kinds = new Set(fresh.map((record) => record.body.kind));
  let generationChanged = false;
  for (const { seq, at, body } of fresh) {
    state.seq = seq;
    if (isOfPlan(body)) state.plan?.follow({ seq, at, body });
    if (!opened) continue;
    if (body.kind === 'plan.edited') opened.edited.reserve(madeByPatch(body.plan, body.patch));
    if (body.kind === 'plan.received')
      opened.edited.reserve(body.file.body.steps.flatMap(({ patch }) => madeByPatch(body.plan, patch)));
    if (body.kind === 'plan.assigned' && body.generation === opened.info.generation) opened.assign(body);
    if (body.kind === 'generation.activated') generationChanged = body.generation !== opened.info.generation;
  }
  const recordsChanged = await applyEdits(state, fresh);
  const tagsChanged = kinds.has('tag.saved') || kinds.has('tag.removed') || kinds.has('tag.assigned');
  if (tagsChanged && opened) {
    const { rules, hand } = await readLabels(state, opened.bundle);
    opened.setTags(rules, hand);
  }
  // Labels are counted by grid too: the page asks for the same again.
  const gridsChanged = kinds.has('plan.assigned') || tagsChanged;
  if (gridsChanged) opened?.planChanged();
  return {
    seq: state.seq,
    cases: await followCases(state, fresh),
    gridsChanged,
    recordsChanged,
    alertsChanged: kinds.has('alert.changed'),
    generationChanged,
    bookmarksChanged: kinds.has('bookmark.saved') || kinds.has('bookmark.removed'),
    plansChanged: fresh.some(({ body }) => isOfPlan(body)),
    plansStated: kinds.has('plan.stated') || kinds.has('plan.answered'),
  };
}

/** Changes of records among what the journal told, put into what is open. */
async function applyEdits(state: EngineState, records: readonly JournalRecord[]): Promise<boolean> {
  for (;;) {
    const { opened } = state;
    if (!opened) return false;
    const last = opened.edited.edits.at(-1)?.row.seq ?? 0;
    const rows = records.flatMap(({ seq, at, body }) => {
      if (body.kind !== 'record.edited' || body.generation !== opened.info.generation || seq <= last)
        return [];
      const { kind: _kind, ...row } = body;
      return [{ seq, at, ...row }];
    });
    if (rows.length === 0) return false;
    const edits = await readEdits(state, rows, opened.personal);
    // Keys may have come or gone while they were read: then they are read again for what is open now.
    if (state.opened !== opened) continue;
    opened.applyEdits(edits);
    return true;
  }
}

function inForceOf({ edited }: Opened): CommunityStatus['inForce'] {
  const outcome = edited.plans.layers.at(-1)?.outcome;
  return outcome ? { plan: outcome.plan, name: outcome.name, from: outcome.from } : null;
}

function statusOf(opened: Opened): CommunityStatus {
  const { info, bundle } = opened;
  const rows: CommunityStatus['rows'] = {};
  const extraColumns: CommunityStatus['extraColumns'] = {};
  for (const name of Object.keys(bundle.tables) as TableName[]) {
    const table = bundle.tables[name];
    if (!table) continue;
    rows[name] = table.rows;
    const known = TABLES[name]?.columns ?? {};
    const extra = Object.keys(table.columns).filter((column) => !(column in known));
    if (extra.length > 0) extraColumns[name] = extra;
  }
  return {
    generation: info.generation,
    name: bundle.name,
    source: bundle.source,
    bounds: boundsNow(bundle),
    asOfDay: bundle.asOfDay,
    rows,
    extraColumns,
    bytes: info.bytes,
    personal: opened.personal,
    numbers: 'exact',
    inForce: inForceOf(opened),
    asOf: opened.asOf,
    rural: isRural(bundle),
    ...opened.gridState().counts,
  };
}
