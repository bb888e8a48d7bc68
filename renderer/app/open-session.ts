/**
 * The steps of opening and changing a community in this window: connect, compare cache and witness, load or
 * restore, catch up with the journal, keep a copy in the host. Writes only through the session store.
 * Order matters: a generation is active in the cache before its snapshot and witness are written, so that a kill
 * between any two steps leaves something whole to start from.
 */
import * as Comlink from 'comlink';
import type { Host } from '../../shared/host/contract.ts';
import type { JournalBody, JournalRecord } from '../../shared/host/journal-record.ts';
import type { OnProgress, Progress, SampleId } from '../../shared/model/bundle.ts';
import type { ImportPlan } from '../../shared/model/import-plan.ts';
import { connectHost } from '../host.ts';
import type {
  CommunityStatus,
  DataEngine,
  ImportOutcome,
  LoadReport,
  StartOutcome,
} from '../worker/engine-api.ts';
import { noteImport } from './access/audit-notes.ts';
import { keepRecords, seatSettled, setSeat, useSeat } from './access/seat.ts';
import { codeOf } from './error-code.ts';
import { ensureCopy, keepCopy, writeWitness } from './generation-copy.ts';
import { applied } from './journal-position.ts';
import { followLocalProfile } from './local-profile.ts';
import { followMovedRows } from './moved-rows.ts';
import { servePlans, watchDay } from './plan-in-force.ts';
import { failedPhase, type Session, useSession } from './session.ts';

const USED_KEY = 'linli.used.';
const JOURNAL_PAGE = 5_000;
/** Cases that are over are shown this long. */
const CASES_SHOWN_MS = 30 * 86_400_000;
/** Sent in well under a second. */
const SMALL_BYTES = 32 * 1024 * 1024;

let host: Host | null = null;
let engine: DataEngine | null = null;
let profileId = '';

/** The connected host. Throws before `openSession` has connected. */
export function currentHost(): Host {
  if (!host) throw new Error('the session is not open');
  return host;
}

/** The worker of this window. Throws before `openSession`. */
export function currentEngine(): DataEngine {
  if (!engine) throw new Error('the session is not open');
  return engine;
}

const set = useSession.setState;

const fail = (error: unknown): void => set({ phase: failedPhase(error) });

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
    watchDay((today) => {
      set({ today });
      void lookAgain();
    });
    const info = await host.call('app.info', {});
    profileId = info.profileId;
    set({
      connected: true,
      version: info.version,
      capabilities: info.capabilities,
      phase: { name: 'opening' },
    });
    await followLocalProfile(host);
    const witness = await host.call('witness.read', {});
    set({ realData: witness?.realData ?? false });
    if (!(await setSeat(host, dataEngine))) return set({ phase: { name: 'locked' } });
    await act(await dataEngine.start({ profileId, witness, core: false }));
  } catch (error) {
    fail(error);
  }
}

/** Goes on where `openSession` stopped for a passphrase: the core class is open now. */
export async function openUnlocked(): Promise<void> {
  set({ phase: { name: 'opening' } });
  try {
    const witness = await currentHost().call('witness.read', {});
    await act(await engine!.start({ profileId, witness, core: false }));
  } catch (error) {
    fail(error);
  }
}

async function act(outcome: StartOutcome): Promise<void> {
  switch (outcome.outcome) {
    case 'fine':
      set({ openMs: outcome.ms });
      await becomeReady();
      return ensureCopy(currentHost(), engine!);
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

export async function becomeReady(): Promise<void> {
  await inForce();
  const status = await engine!.status();
  localStorage.setItem(USED_KEY + profileId, '1');
  set({ community: status, phase: { name: 'ready' }, revision: useSession.getState().revision + 1 });
  if (status?.personal === 'withheld' && !useSeat.getState().person) useSeat.getState().show('signIn');
  await catchUp();
  await tellDirectory();
  set({ feeds: await currentHost().call('live.feeds', {}) });
}

/** The grids of the day under everything that is asked from here on. A community without them is open all the same, and says so. */
async function inForce(): Promise<boolean> {
  try {
    const changed = await servePlans(currentHost(), engine!, useSession.getState().asOf);
    set({ gridsError: '' });
    return changed;
  } catch (error) {
    set({ gridsError: codeOf(error) });
    return false;
  }
}

/** Shows the grids of another day; null: today's. */
export function showDay(asOf: number | null): Promise<void> {
  set({ asOf });
  return lookAgain();
}

/** Another day is today, or is asked about. */
function lookAgain(): Promise<void> {
  return inTurn(async () => {
    if (useSession.getState().phase.name !== 'ready' || !(await inForce())) return;
    await followMovedRows(engine!);
    const { revision, records } = useSession.getState();
    set({ community: await engine!.status(), revision: revision + 1, records: records + 1 });
  });
}

/** The host runs alerts by what this window knows of devices and places. */
export async function tellDirectory(): Promise<void> {
  const directory = await engine!.directory();
  if (directory) await currentHost().call('live.directory', directory);
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
    if (!report) {
      fail(error);
      return null;
    }
    mendCache(error);
    throw error;
  }
}

/** Keeps an import as a new generation, then its copy in the host and the witness. Errors go to the caller. */
export async function runImport(plan: ImportPlan, report: OnProgress): Promise<ImportOutcome> {
  try {
    const outcome = await engine!.runImport(plan, Comlink.proxy(report));
    await noteImport(outcome.report.good);
    await keepGeneration();
    await becomeReady();
    return outcome;
  } catch (error) {
    mendCache(error);
    throw error;
  }
}

/** Keeps what the worker made of the open community (a repair) as a new generation. Errors go to the caller. */
export async function keepRepair(make: (engine: DataEngine) => Promise<LoadReport>): Promise<LoadReport> {
  const loaded = await make(engine!);
  await keepGeneration();
  await becomeReady();
  return loaded;
}

/** Fetches the host's copy of a generation into the cache, then catches up with the journal. */
export async function restoreFromHost(generation: string): Promise<void> {
  set({ phase: { name: 'loading', what: 'snapshot', progress: null } });
  try {
    const found = await currentHost().call('snapshot.get', { generation });
    if (!found) throw Object.assign(new Error('no such snapshot'), { code: 'not-found' });
    await engine!.restoreSnapshot(found.token, onProgress('snapshot'));
    await writeWitness(currentHost(), engine!);
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
  await noteActive(status);
  const copy = keepCopy(currentHost(), engine!);
  // A large sample can be generated again: nobody waits for its copy, and the next start makes up for a missing one.
  if (!demo || status.bytes < SMALL_BYTES) await copy;
  await writeWitness(currentHost(), engine!);
}

/** Resolves once it is flushed in the host's journal. The page confirms only after this. */
export async function noteActive({ generation, name, source }: CommunityStatus): Promise<void> {
  const demo = source.kind === 'sample';
  await keepRecords([{ kind: 'generation.activated', generation, name: name.zh, demo }]);
}

/** Appends to the host's journal, and this window has applied what it appended: what is shown next is already the new state. */
export async function appendAndApply(bodies: JournalBody[]): Promise<void> {
  const { last } = await keepRecords(bodies);
  await applied(last);
}

// What changes this window's copy happens strictly in order, one thing after the other.
let applying: Promise<unknown> = Promise.resolve();

function inTurn(work: () => Promise<void>): Promise<void> {
  const next = applying.then(work);
  applying = next.catch(rebuildOrFail);
  return next;
}

// What comes while records are applied goes in at one time after them: a burst of alarms is many small batches, and each costs a write and a
// picture of its own.
let waiting: JournalRecord[] = [];

function applyRecords(appended: JournalRecord[]): Promise<void> {
  waiting.push(...appended);
  return inTurn(async () => {
    const records = waiting;
    waiting = [];
    const { phase, journalSeq } = useSession.getState();
    if (phase.name !== 'ready' || records.length === 0) return;
    if (records[0].seq > journalSeq + 1) return readOn();
    await applyNow(records);
  });
}

async function applyNow(records: JournalRecord[]): Promise<void> {
  const changed = await engine!.applyJournal(records);
  const session = useSession.getState();
  const update: Partial<typeof session> = { journalSeq: changed.seq };
  if (changed.generationChanged) Object.assign(update, await followGeneration());
  if (changed.alertsChanged) update.alerts = (await engine!.live()).alerts;
  if (changed.cases.length > 0)
    update.cases = new Map([...session.cases, ...changed.cases.map((file) => [file.caseId, file] as const)]);
  if (changed.plansChanged) update.plans = session.plans + 1;
  if (changed.bookmarksChanged) update.bookmarks = await engine!.bookmarks();
  if (changed.recordsChanged) {
    await followMovedRows(engine!);
    update.records = session.records + 1;
  }
  const otherGrids = (changed.plansStated || changed.generationChanged) && (await inForce());
  if (otherGrids) {
    await followMovedRows(engine!);
    update.records = session.records + 1;
  }
  if (changed.gridsChanged || changed.recordsChanged || otherGrids) {
    update.community = await engine!.status();
    update.revision = session.revision + 1;
  }
  set(update);
}

/** Another window made a new generation active: this one opens it too, or its edits would go to the old one. */
async function followGeneration(): Promise<Partial<Session>> {
  // Its keys may have come with a vault that was made there.
  await seatSettled();
  let witness = await currentHost().call('witness.read', {});
  let outcome = await engine!.start({ profileId, witness, core: false });
  // The other window writes the witness and sweeps what it replaced: who read it just before compares with what is gone by now.
  while (outcome.outcome === 'lost') {
    const now = await currentHost().call('witness.read', {});
    if (now?.generation === witness?.generation) break;
    witness = now;
    outcome = await engine!.start({ profileId, witness, core: false });
  }
  if (outcome.outcome !== 'fine') {
    await act(outcome);
    return {};
  }
  const { realData, revision } = useSession.getState();
  return {
    community: outcome.status,
    realData: realData || outcome.status.source.kind !== 'sample',
    revision: revision + 1,
  };
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

/** What the ledger holds now of all that the journal tells. */
async function readLive(): Promise<void> {
  const live = await engine!.live();
  const cases = await engine!.cases(Date.now() - CASES_SHOWN_MS);
  set({
    alerts: live.alerts,
    cases: new Map(cases.map((file) => [file.caseId, file])),
    journalSeq: live.seq,
    bookmarks: await engine!.bookmarks(),
  });
}

function catchUp(): Promise<void> {
  return inTurn(async () => {
    if (useSession.getState().phase.name !== 'ready') return;
    await readLive();
    await readOn();
  });
}

/** Work outside the journal found the cache gone: it is rebuilt in its turn, while the person reads what was thrown. */
function mendCache(error: unknown): void {
  if (codeOf(error) === 'storage-removed') applying = applying.then(() => rebuildOrFail(error));
}

/**
 * The cache was deleted under an open window: the window stays as it is (the worker holds the community in memory) while
 * the host's copy and journal fill a new cache. Any other error ends the session with its screen.
 */
async function rebuildOrFail(error: unknown): Promise<void> {
  if (codeOf(error) !== 'storage-removed') return fail(error);
  set({ cache: 'rebuilding' });
  try {
    const witness = await currentHost().call('witness.read', {});
    const outcome = await engine!.start({ profileId, witness, core: false });
    if (outcome.outcome === 'lost') {
      const found = await currentHost().call('snapshot.get', { generation: outcome.expected });
      if (!found) return set({ phase: { name: 'lost', outcome } });
      await engine!.restoreSnapshot(
        found.token,
        Comlink.proxy(() => undefined),
      );
      await writeWitness(currentHost(), engine!);
    } else if (outcome.outcome !== 'fine') return act(outcome);
    await inForce();
    const { revision } = useSession.getState();
    set({ community: await engine!.status(), revision: revision + 1 });
    await readLive();
    await readOn();
    set({ cache: 'rebuilt' });
  } catch (again) {
    fail(again);
  }
}
