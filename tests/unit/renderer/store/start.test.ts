import { describe, expect, test } from 'vitest';
import { closeDatabases, openDatabases } from '../../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../../renderer/store/generation.ts';
import { LEDGER_VERSION } from '../../../../renderer/store/ledger.ts';
import { compareStart, type LocalState, readLocalState } from '../../../../renderer/store/start.ts';
import { SCHEMA_EPOCH } from '../../../../shared/columns/manifest.ts';
import type { Witness } from '../../../../shared/host/contract.ts';
import { sampleBundle } from '../../shared/columns/sample-bundle.ts';
import { emptyIndexedDb, freshDatabases } from './fresh-databases.ts';

const NEVER: LocalState = {
  epoch: 0,
  generation: '',
  manifestHash: '',
  journalSeq: 0,
  retired: [],
  broken: false,
};
const HERE: LocalState = {
  ...NEVER,
  epoch: SCHEMA_EPOCH,
  generation: 'g2',
  manifestHash: 'h2',
  journalSeq: 5,
};
const SEEN: Witness = {
  epoch: SCHEMA_EPOCH,
  generation: 'g2',
  manifestHash: 'h2',
  journalSeq: 5,
  realData: false,
  at: 1,
};

describe('compareStart', () => {
  test('neither knows anything: fresh', () => {
    expect(compareStart(null, NEVER)).toEqual({ outcome: 'fresh' });
    // A ledger that was opened or whose first load was killed is still fresh.
    expect(compareStart(null, { ...NEVER, epoch: SCHEMA_EPOCH })).toEqual({ outcome: 'fresh' });
  });

  test('both agree, or the databases are ahead by the step that a kill left out: fine', () => {
    expect(compareStart(SEEN, HERE)).toEqual({ outcome: 'fine', generation: 'g2', witnessBehind: false });
    expect(compareStart(SEEN, { ...HERE, journalSeq: 9 })).toMatchObject({
      outcome: 'fine',
      witnessBehind: true,
    });
    expect(compareStart(SEEN, { ...HERE, journalSeq: 1 })).toMatchObject({
      outcome: 'fine',
      witnessBehind: false,
    });
    const before = { ...SEEN, generation: 'g1', manifestHash: 'h1' };
    expect(compareStart(before, { ...HERE, retired: ['g1'] })).toMatchObject({
      outcome: 'fine',
      witnessBehind: true,
    });
    expect(compareStart(null, HERE)).toMatchObject({ outcome: 'fine', witnessBehind: true });
  });

  test('the witness knows more: lost or rolled back, never fresh', () => {
    expect(compareStart(SEEN, NEVER)).toEqual({
      outcome: 'lost',
      empty: true,
      expected: 'g2',
      found: '',
      reason: 'empty',
    });
    expect(compareStart({ ...SEEN, generation: 'g3' }, HERE)).toEqual({
      outcome: 'lost',
      empty: false,
      expected: 'g3',
      found: 'g2',
      reason: 'other-generation',
    });
    expect(compareStart({ ...SEEN, manifestHash: 'x' }, HERE)).toMatchObject({
      reason: 'other-content',
      empty: false,
    });
    expect(compareStart(SEEN, { ...HERE, broken: true })).toMatchObject({
      outcome: 'lost',
      reason: 'broken-ledger',
    });
    expect(compareStart(null, { ...HERE, broken: true })).toMatchObject({ outcome: 'lost', expected: 'g2' });
  });

  test('a newer epoch on either side: future, whatever else is wrong', () => {
    const epoch = SCHEMA_EPOCH + 1;
    for (const local of [NEVER, HERE, { ...HERE, broken: true }, { ...HERE, generation: 'other' }]) {
      expect(compareStart({ ...SEEN, epoch }, local)).toEqual({ outcome: 'future', epoch });
      expect(compareStart(SEEN, { ...local, epoch })).toEqual({ outcome: 'future', epoch });
      expect(compareStart(null, { ...local, epoch })).toEqual({ outcome: 'future', epoch });
    }
  });
});

describe('the databases at start', () => {
  test('say what they hold', async () => {
    const databases = await freshDatabases();
    expect(await readLocalState(databases)).toEqual(NEVER);
    await writeGeneration(databases, 'g1', sampleBundle());
    const { manifestHash } = await writeGeneration(databases, 'g2', sampleBundle(7));
    expect(await readLocalState(databases)).toEqual({
      ...HERE,
      manifestHash,
      journalSeq: 0,
      retired: ['g1'],
    });
    await databases.ledger.generations.delete('g2');
    expect((await readLocalState(databases)).broken).toBe(true);
    closeDatabases(databases);
  });

  test('made by a newer version they are refused, and nothing in them is changed', async () => {
    const factory = emptyIndexedDb();
    const make = (upgrade: (database: IDBDatabase) => void) =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = factory.open('linli-ledger-test', 10 * (LEDGER_VERSION + 1));
        request.onupgradeneeded = () => upgrade(request.result);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const made = await make((database) => database.createObjectStore('cases').add('kept', 1));
    made.close();
    const error = await openDatabases('test').then(
      () => null,
      (thrown) => thrown,
    );
    expect(error?.code).toBe('storage-future');
    const again = await make(() => expect.unreachable());
    expect([...again.objectStoreNames]).toContain('cases');
    again.close();
  });
});
