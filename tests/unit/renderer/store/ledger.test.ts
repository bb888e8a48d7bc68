import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { applyRecords, readOverlay, readPlanPatches } from '../../../../renderer/store/apply-records.ts';
import { closeDatabases, openDatabases } from '../../../../renderer/store/databases.ts';
import { sweep } from '../../../../renderer/store/generation.ts';
import type { JournalBody } from '../../../../shared/host/journal-record.ts';
import { emptyIndexedDb, freshDatabases } from './fresh-databases.ts';

const EDITED: JournalBody = {
  kind: 'record.edited',
  generation: 'g1',
  edit: '00000000000000a1',
  edits: [
    {
      ...{ table: 'residents', key: 'b3', op: 'change', set: { education: 'high' }, geometry: {} },
      before: { set: { education: 'middle' }, geometry: {} },
    },
  ],
  sealed: { key: 'pii-0123456789abcdef', bytes: 'A'.repeat(123) },
  open: null,
  by: 'p-0123456789abcdef',
  undoOf: null,
};

test('a ledger of before keeps what it has and gets the store of changed records', async () => {
  emptyIndexedDb();
  const old = new Dexie('linli-ledger-test');
  old.version(1).stores({
    meta: 'key',
    generations: 'id',
    plans: 'key, generation',
    planPatches: 'seq, generation',
    alerts: 'id',
    audit: 'seq',
  });
  await old.open();
  const patch = { seq: 4, generation: 'g1', plan: 'plan-0', buildings: [1, 2], before: [0, 0], after: 3 };
  await old.table('planPatches').add(patch);
  await old.table('meta').add({ key: 'journalSeq', value: 4 });
  old.close();
  const databases = await openDatabases('test');
  expect(await readPlanPatches(databases, 'g1')).toEqual([patch]);
  await applyRecords(databases, [{ seq: 5, at: 9, body: EDITED }]);
  const { kind: _kind, ...row } = EDITED as Extract<JournalBody, { kind: 'record.edited' }>;
  expect(await readOverlay(databases, 'g1')).toEqual([{ seq: 5, at: 9, ...row }]);
  expect(await readOverlay(databases, 'g2')).toEqual([]);
  closeDatabases(databases);
});

test('changes go with their generation', async () => {
  const databases = await freshDatabases();
  await applyRecords(databases, [{ seq: 1, at: 9, body: EDITED }]);
  await databases.ledger.generations.add({
    ...{ id: 'g1', state: 'retired', epoch: 1, manifest: '', manifestHash: '', rows: {}, bytes: 0 },
    ...{ name: { zh: '', en: '' }, source: '{}', createdAt: 0, activatedAt: 0 },
  });
  await databases.ledger.meta.put({ key: 'active', value: 'g2' });
  await sweep(databases, 'g2');
  expect(await readOverlay(databases, 'g1')).toEqual([]);
  closeDatabases(databases);
});
