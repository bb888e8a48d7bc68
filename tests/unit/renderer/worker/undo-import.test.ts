/** The way back from an import whose records were changed by hand: how many changes go with it is told before, and none is lost. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { createEngine } from '../../../../renderer/worker/engine.ts';
import type { DataEngine } from '../../../../renderer/worker/engine-api.ts';
import { type EngineState, openedOf } from '../../../../renderer/worker/engine-state.ts';
import type { JournalRecord } from '../../../../shared/host/journal-record.ts';
import { plansOf } from '../../../../shared/model/import-look.ts';
import { AS_GUESSED } from '../../../../shared/model/import-plan.ts';
import { labelAt } from '../../../../shared/query/column-access.ts';
import { freshState } from '../../../support/sealed-window.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

let databases: Databases;
let state: EngineState;
let desk: DataEngine;
/** The host's copies by token, and its journal. */
let copies: Map<string, Uint8Array>;
let journal: JournalRecord[];

beforeEach(async () => {
  databases = await freshDatabases();
  state = freshState(databases);
  desk = createEngine(state);
  copies = new Map();
  journal = [];
  vi.stubGlobal('fetch', async (path: string, { method, body }: { method: string; body?: Uint8Array }) => {
    const [token, at] = path.replace('/bulk/', '').split('?at=');
    if (method === 'GET') return new Response(Uint8Array.from(copies.get(token)!));
    const before = Number(at) === 0 ? new Uint8Array() : copies.get(token)!;
    copies.set(token, Uint8Array.from([...before, ...body!]));
    return new Response(null, { status: 204 });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  closeDatabases(databases);
});

const quiet = () => {};
const generation = () => openedOf(state).info.generation;

/** As the page does after a new generation is active. */
async function keepCopy(): Promise<string> {
  await desk.packSnapshot();
  await desk.sendSnapshot(generation());
  await desk.witnessed(generation(), [...copies.keys()]);
  return generation();
}

/** Changes the name of the first building, as host and journal would keep it; returns the change. */
async function rename(name: string): Promise<string> {
  const { body } = await desk.prepareEdit({
    edits: [{ table: 'buildings', op: 'change', row: 0, set: { name } }],
    confirmed: true,
  });
  return kept(body);
}

async function kept(body: Awaited<ReturnType<DataEngine['prepareEdit']>>['body']): Promise<string> {
  const seq = journal.length + 1;
  const record: JournalRecord = { seq, at: seq, body: { kind: 'record.edited', ...body, by: '' } };
  journal.push(record);
  await desk.applyJournal([record]);
  return body.edit;
}

const nameOfFirst = () => labelAt(openedOf(state).community.tables.buildings, 'name', 0);

async function importPlaces(): Promise<void> {
  const csv = '名称,类别,经度,纬度\n点位甲,学校,120.61,31.31\n';
  const file = new File([csv], '重点场所.csv');
  const inspection = await desk.inspectFile('k', [file], AS_GUESSED);
  const name = { zh: '试', en: 'Try' };
  const layers = plansOf(inspection, AS_GUESSED);
  await desk.runImport({ layers, mode: 'merge', name, asOfDay: 20_000 }, quiet);
}

test('changes made before an import come back with what it replaced; those made after it are counted, go, and are kept', async () => {
  await desk.loadSample({ sample: 'cun', seed: 1 }, quiet);
  await rename('改前');
  const before = await keepCopy();
  expect(await desk.replaced()).toBeNull();
  await importPlaces();
  const after = await keepCopy();
  expect(after).not.toBe(before);
  expect(nameOfFirst()).toBe('改前');
  expect(await desk.replaced()).toMatchObject({ before, changes: 0 });

  const one = await rename('改后');
  expect((await desk.replaced())?.changes).toBe(1);
  // One that is taken back is none; taking that back makes it one again.
  const back = await kept((await desk.prepareUndo(one)).body);
  expect((await desk.replaced())?.changes).toBe(0);
  await kept((await desk.prepareUndo(back)).body);
  expect((await desk.replaced())?.changes).toBe(1);

  await desk.restoreSnapshot(before, quiet);
  await desk.witnessed(before, [...copies.keys()]);
  expect(generation()).toBe(before);
  expect(nameOfFirst()).toBe('改前');
  expect(await desk.replaced()).toBeNull();
  await expect(desk.prepareUndo(one)).rejects.toMatchObject({ code: 'edit-other-generation' });

  // As long as there is a copy of the import, what was changed in it comes back with it.
  await desk.restoreSnapshot(after, quiet);
  await desk.witnessed(after, [...copies.keys()]);
  expect(nameOfFirst()).toBe('改后');
  expect(await databases.ledger.overlay.orderBy('generation').uniqueKeys()).toEqual([after, before].sort());
});
