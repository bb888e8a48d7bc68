/**
 * The steps of opening and changing a community in this window: connect, compare cache and witness, load or
 * restore, catch up with the journal, keep a copy in the host. Writes only through the session store.
 * Order matters: a generation is active in the cache before its snapshot and witness are written, so that a kill
 * between any two steps leaves something whole to start from.
 */
import * as Comlink from 'comlink';
import type { Host, Witness } from '../../shared/host/contract.ts';
import type { JournalBody, JournalRecord } from '../../shared/host/journal-record.ts';
import type { OnProgress, Progress, SampleId } from '../../shared/model/bundle.ts';
import type { ImportPlan } from '../../shared/model/import-plan.ts';
import { connectHost, getBulk, putBulk } from '../host.ts';
import type { DataEngine, ImportOutcome, LoadReport, StartOutcome } from '../worker/engine-api.ts';
import { useSession } from './session.ts';

const USED_KEY = 'linli.used.';
const JOURNAL_PAGE = 5_000;

let host: Host | null = null;
let engine: DataEngine | null = null;
let profileId = '';

/** The connected host. Throws before `openSession` has connected. */
export function currentHost(): Host {
  if (!host) throw new Error('the session is not open');
  return host;
}

const set = useSession.setState;

function fail(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal';
  set({ phase: { name: 'failed', code, detail: error instanceof Error ? error.message : String(error) } });
}

/** Connects and opens what is there; on a profile without any data loads the sample community `y`. */
export async function openSession(dataEngine: DataEngine): Promise<void> {
  engine = dataEngine;
  try {
    host = await connectHost();
    host.onConnection((connected) => {
      set({ connected });
      if (connected) void catchUp();
    });
    host.on('journal.appended', ({ records }) => void applyRecords(records));
    host.on('feeds.changed', ({ feeds }) => set({ feeds }));
    const info = await host.call('app.info', {});
    profileId = info.profileId;
    set({
      connected: true,
      version: info.version,
      capabilities: info.capabilities,
      phase: { name: 'opening' },
    });
    const witness = await host.call('witness.read', {});
    set({ realData: witness?.realData ?? false });
    await act(await dataEngine.start({ profileId, witness, core: false }));
  } catch (error) {
    fail(error);
  }
}

async function act(outcome: StartOutcome): Promise<void> {
  switch (outcome.outcome) {
    case 'fine':
      set({ openMs: outcome.ms });
      return becomeReady();
    case 'future':
      return set({ phase: { name: 'future', epoch: outcome.epoch } });
    case 'fresh':
      return void (await loadSample('y', 1));
    case 'lost': {
      // A browser that never held this profile's cache has lost nothing: it fetches the host's copy.
      const usedHere = localStorage.getItem(USED_KEY + profileId) !== null;
      const copies = await currentHost().call('snapshot.list', {});
      const copy = copies.find((each) => each.generation === outcome.expected);
      if (outcome.empty && !usedHere && copy) return restoreFromHost(copy.generation);
      return set({ phase: { name: 'lost', outcome: { ...outcome, snapshot: copy !== undefined } } });
    }
  }
}

async function becomeReady(): Promise<void> {
  const status = await engine!.status();
  localStorage.setItem(USED_KEY + profileId, '1');
  set({ community: status, phase: { name: 'ready' }, revision: useSession.getState().revision + 1 });
  await catchUp();
  const directory = await engine!.directory();
  if (directory) await currentHost().call('live.directory', directory);
  set({ feeds: await currentHost().call('live.feeds', {}) });
}

const onProgress = (what: 'sample' | 'snapshot') =>
  Comlink.proxy((progress: Progress) => {
    if (useSession.getState().phase.name === 'loading') set({ phase: { name: 'loading', what, progress } });
  });

/** Loads a sample as a new generation; with `inPlace` the window stays usable (the Data workspace shows progress). */
export async function loadSample(
  sample: SampleId,
  seed: number,
  report?: (p: Progress) => void,
): Promise<LoadReport | null> {
  if (!report) set({ phase: { name: 'loading', what: 'sample', progress: null } });
  try {
    const loaded = await engine!.loadSample(
      { sample, seed },
      report ? Comlink.proxy(report) : onProgress('sample'),
    );
    await keepGeneration();
    await becomeReady();
    return loaded;
  } catch (error) {
    if (report) throw error;
    fail(error);
    return null;
  }
}

/** Keeps an import as a new generation, then its copy in the host and the witness. Errors go to the caller. */
export async function runImport(plan: ImportPlan, report: OnProgress): Promise<ImportOutcome> {
  const outcome = await engine!.runImport(plan, Comlink.proxy(report));
  await keepGeneration();
  await becomeReady();
  return outcome;
}

/** Fetches the host's copy of a generation into the cache, then catches up with the journal. */
export async function restoreFromHost(generation: string): Promise<void> {
  set({ phase: { name: 'loading', what: 'snapshot', progress: null } });
  try {
    const found = await currentHost().call('snapshot.get', { generation });
    if (!found) throw Object.assign(new Error('no such snapshot'), { code: 'not-found' });
    const bytes = new Uint8Array(await new Response(await getBulk(found.token)).arrayBuffer());
    await engine!.restoreSnapshot(Comlink.transfer(bytes, [bytes.buffer]), onProgress('snapshot'));
    await writeWitness();
    await becomeReady();
  } catch (error) {
    fail(error);
  }
}

/** After a new generation is active: journal note, the host's copy, the witness. */
export async function keepGeneration(): Promise<void> {
  const status = (await engine!.status())!;
  const demo = status.source.kind === 'sample';
  if (!demo) set({ realData: true });
  await append([{ kind: 'generation.activated', generation: status.generation, name: status.name.zh, demo }]);
  const { bytes, generation, name } = await engine!.packSnapshot();
  const { token } = await currentHost().call('snapshot.put', { generation, name, bytes: bytes.byteLength });
  await putBulk(token, bytes);
  const sha256 = await sha256Hex(bytes);
  await currentHost().call('snapshot.commit', { token, sha256 });
  await writeWitness();
}

async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function writeWitness(): Promise<void> {
  const state = await engine!.witness();
  if (!state) return;
  const witness: Witness = { ...state, realData: useSession.getState().realData, at: Date.now() };
  await currentHost().call('witness.write', witness);
  await engine!.witnessed();
}

/** Appends to the host's journal; resolves once it is flushed there. The page confirms only after this. */
export async function append(bodies: JournalBody[]): Promise<void> {
  await currentHost().call('journal.append', { bodies });
}

// Records are applied strictly in order, one batch after the other.
let applying: Promise<unknown> = Promise.resolve();

function applyRecords(records: JournalRecord[]): Promise<void> {
  const next = applying.then(async () => {
    const { phase, journalSeq } = useSession.getState();
    if (phase.name !== 'ready' || records.length === 0) return;
    if (records[0].seq > journalSeq + 1) return readOn();
    await applyNow(records);
  });
  applying = next.catch(fail);
  return next;
}

async function applyNow(records: JournalRecord[]): Promise<void> {
  const changed = await engine!.applyJournal(records);
  const session = useSession.getState();
  const update: Partial<typeof session> = { journalSeq: changed.seq };
  if (changed.alertsChanged) update.alerts = (await engine!.live()).alerts;
  if (changed.gridsChanged) {
    update.community = await engine!.status();
    update.revision = session.revision + 1;
  }
  set(update);
}

/** Reads the host's journal from where this window is to its end. */
async function readOn(): Promise<void> {
  for (;;) {
    const { journalSeq } = useSession.getState();
    const { records, last } = await currentHost().call('journal.read', {
      after: journalSeq,
      limit: JOURNAL_PAGE,
    });
    if (records.length > 0) await applyNow(records);
    if (records.length === 0 || records[records.length - 1].seq >= last) return;
  }
}

function catchUp(): Promise<void> {
  const next = applying.then(async () => {
    if (useSession.getState().phase.name !== 'ready') return;
    const live = await engine!.live();
    set({ alerts: live.alerts, journalSeq: live.seq });
    await readOn();
  });
  applying = next.catch(fail);
  return next;
}
