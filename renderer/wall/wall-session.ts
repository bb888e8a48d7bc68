/**
 * What the wall knows: community counts, alerts, feeds, the age of the last data. Its worker opens core columns only,
 * so no personal value can reach this page. The wall writes nothing: it follows the journal.
 */
import { create } from 'zustand';
import type { Alert } from '../../shared/cases/alert.ts';
import type { Shelves } from '../../shared/cases/alert-signals.ts';
import type { Feed } from '../../shared/feeds/feed-status.ts';
import type { AlertSignals } from '../../shared/host/case-schemas.ts';
import type { Host } from '../../shared/host/contract.ts';
import { bringDisclosure } from '../app/access/answer-memory.ts';
import { servePlans, watchDay } from '../app/plan-in-force.ts';
import { connectHost } from '../host.ts';
import type { CommunityStatus, DataEngine } from '../worker/engine-api.ts';
import { followSentView, wallHolds } from './sent-view.ts';

interface WallState {
  community: CommunityStatus | null;
  alerts: Alert[];
  /** Alerts flood, and what is put aside of them, as the host tells. */
  flood: boolean;
  shelves: Shelves;
  feeds: Feed[];
  connected: boolean;
  deviceHealth: { word: string; count: number }[];
  permanent: number;
  households: number;
  revision: number;
}

export const useWall = create<WallState>(() => ({
  community: null,
  alerts: [],
  flood: false,
  shelves: new Map(),
  feeds: [],
  connected: false,
  deviceHealth: [],
  permanent: 0,
  households: 0,
  revision: 0,
}));

const PAGE = 5_000;
const set = useWall.setState;
let following: Promise<unknown> = Promise.resolve();
let seq = 0;

/** Opens what the cache holds; when there is nothing yet, waits for the desk to load it. */
export async function openWall(engine: DataEngine): Promise<void> {
  const host = await connectHost();
  const { profileId } = await host.call('app.info', {});
  const follow = () => {
    following = following.then(() => catchUp(engine, host, profileId)).catch(() => set({ connected: false }));
  };
  host.onConnection((connected) => {
    set({ connected });
    if (connected) follow();
    if (connected) void askSignals(host);
  });
  host.on('live.signals', takeSignals);
  host.on('journal.appended', follow);
  host.on('vault.changed', () => {
    following = following.then(() => holdCore(engine, host)).catch(() => {});
    follow();
  });
  host.on('feeds.changed', ({ feeds }) => set({ feeds }));
  watchDay(() => {
    following = following.then(() => showInForce(engine, host)).catch(() => {});
  });
  followSentView(host);
  set({ connected: true, feeds: await host.call('live.feeds', {}) });
  await askSignals(host);
  await holdCore(engine, host);
  await open(engine, host, profileId);
  follow();
}

const takeSignals = ({ flood, shelves }: AlertSignals) =>
  set({ flood: flood.since > 0, shelves: new Map(shelves.map((shelf) => [shelf.alert, shelf])) });

function askSignals(host: Host): Promise<void> {
  return host.call('live.signals', {}).then(takeSignals, () => undefined);
}

/** The wall opens the core class alone: it has no session, so the host gives it no other key. */
async function holdCore(engine: DataEngine, host: Host): Promise<void> {
  const status = await host.call('vault.status', {});
  if (status.state === 'none' || !status.coreOpen) return;
  const { keys, disclosure } = await host.call('vault.core', {});
  await engine.holdCoreKeys(keys);
  await bringDisclosure(engine, host, disclosure, () => null);
}

async function open(engine: DataEngine, host: Host, profileId: string): Promise<boolean> {
  const witness = await host.call('witness.read', {});
  const outcome = await engine.start({ profileId, witness, core: true });
  if (outcome.outcome !== 'fine') return false;
  // A wall without the grids of the day is better than none.
  await servePlans(host, engine, null).catch(() => false);
  const { whole } = await engine.select([]);
  seq = (await engine.live()).seq;
  wallHolds(outcome.status);
  set({
    community: await engine.status(),
    deviceHealth: whole.words['deviceHealth'] ?? [],
    permanent: whole.counts.residents ?? 0,
    households: whole.households,
    alerts: (await engine.live()).alerts,
    revision: useWall.getState().revision + 1,
  });
  return true;
}

/** Grids that came into force. */
async function showInForce(engine: DataEngine, host: Host): Promise<void> {
  if (useWall.getState().community && (await servePlans(host, engine, null)))
    set({ community: await engine.status(), revision: useWall.getState().revision + 1 });
}

async function catchUp(engine: DataEngine, host: Host, profileId: string): Promise<void> {
  if (!useWall.getState().community && !(await open(engine, host, profileId))) return;
  for (;;) {
    const { records, last } = await host.call('journal.read', { after: seq, limit: PAGE });
    if (records.length > 0) {
      const changed = await engine.applyJournal(records);
      seq = changed.seq;
      if (changed.generationChanged) await open(engine, host, profileId);
      if (changed.plansStated) await showInForce(engine, host).catch(() => undefined);
      if (changed.alertsChanged) set({ alerts: (await engine.live()).alerts });
      if (changed.gridsChanged || changed.recordsChanged)
        set({ community: await engine.status(), revision: useWall.getState().revision + 1 });
    }
    if (records.length === 0 || records[records.length - 1].seq >= last) return;
  }
}
