import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aesGcmCipher } from '../../../../renderer/store/chunk-cipher.ts';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import {
  activeManifest,
  hashManifest,
  packActiveGeneration,
  readGeneration,
  readPersonal,
  storeSnapshot,
  sweep,
  writeGeneration,
} from '../../../../renderer/store/generation.ts';
import { hasPersonal, withoutPersonal } from '../../../../shared/columns/bundle-codec.ts';
import { closeChunk, newChunk, openPayload, readChunk, sealChunk } from '../../../../shared/columns/chunk.ts';
import { ChunkError } from '../../../../shared/columns/chunk-error.ts';
import { ChunkKeys } from '../../../../shared/columns/chunk-keys.ts';
import { packSnapshot, unpackSnapshot } from '../../../../shared/columns/snapshot.ts';
import { sampleBundle } from '../../shared/columns/sample-bundle.ts';
import { dieAtWrite, freshDatabases, reopened } from './fresh-databases.ts';

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

const caught = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => error,
  );

describe('a generation', () => {
  test('is written, activated and read back whole', async () => {
    const stages: string[] = [];
    const written = await writeGeneration(databases, 'g1', sampleBundle(300), {
      onProgress: ({ stage, done, total }) => {
        expect(done).toBeLessThanOrEqual(total);
        stages.push(stage);
      },
    });
    expect(new Set(stages)).toEqual(new Set(['store.write', 'store.verify']));
    databases = await reopened(databases);
    const read = await readGeneration(databases);
    expect(read).toEqual({ ...written, bundle: sampleBundle(300) });
    expect(written.manifestHash).toMatch(/^[0-9a-f]{64}$/);
    const active = await activeManifest(databases);
    expect(active && (await hashManifest(active.manifest))).toBe(written.manifestHash);
    expect(active?.row.rows).toEqual({ buildings: 3, residents: 300 });
    expect(await databases.ledger.plans.toArray()).toEqual([
      { key: 'g1/p0', generation: 'g1', plan: 'p0', base: true },
    ]);
  });

  test('the same id is not written twice, unless to restore it', async () => {
    const first = await writeGeneration(databases, 'g1', sampleBundle());
    expect((await caught(writeGeneration(databases, 'g1', sampleBundle(9))))?.code).toBe('storage-failed');
    expect((await readGeneration(databases)).bundle).toEqual(sampleBundle());
    await databases.cache.chunks.clear();
    expect((await caught(readGeneration(databases)))?.code).toBe('chunk-missing');
    const again = await storeSnapshot(databases, await packSnapshot(sampleBundle(), 'g1'));
    expect(again).toEqual(first);
    expect((await readGeneration(databases)).bundle).toEqual(sampleBundle());
  });

  test('a killed write at any point leaves the old generation whole, and the next one succeeds', async () => {
    await writeGeneration(databases, 'old', sampleBundle(4, 'Old'));
    let survived = 0;
    for (let fatal = 1; survived === 0; fatal++) {
      expect(fatal).toBeLessThan(40);
      databases = await reopened(databases);
      const seen = await dieAtWrite(databases, fatal);
      const error = await caught(writeGeneration(databases, `new${fatal}`, sampleBundle(70, 'New')));
      const finished = seen.writes < fatal;
      expect(error === null).toBe(finished);
      databases = await reopened(databases);
      const { bundle, generation } = await readGeneration(databases);
      expect(bundle).toEqual(finished ? sampleBundle(70, 'New') : sampleBundle(4, 'Old'));
      expect(generation).toBe(finished ? `new${fatal}` : 'old');
      if (finished) survived = fatal;
    }
    // One put for the row, chunks, retire, ready, plan, meta at least.
    expect(survived).toBeGreaterThan(5);
    await sweep(databases, `new${survived}`);
    const keys = await databases.cache.chunks.toCollection().primaryKeys();
    expect(keys.every((key) => key.startsWith(`new${survived}/`))).toBe(true);
    expect(await databases.ledger.generations.count()).toBe(1);
    expect((await readGeneration(databases)).bundle).toEqual(sampleBundle(70, 'New'));
  });

  test('a fault between any two steps of progress leaves the old generation whole', async () => {
    await writeGeneration(databases, 'old', sampleBundle(4, 'Old'));
    for (let fatal = 1; ; fatal++) {
      let steps = 0;
      const onProgress = () => {
        if (++steps === fatal) throw new Error('killed');
      };
      const error = await caught(
        writeGeneration(databases, `n${fatal}`, sampleBundle(70, 'New'), { onProgress }),
      );
      if (!error) break;
      expect((await readGeneration(databases)).bundle).toEqual(sampleBundle(4, 'Old'));
    }
    expect((await readGeneration(databases)).bundle).toEqual(sampleBundle(70, 'New'));
  });

  test('a cancelled write leaves the old generation, and its leftovers are swept', async () => {
    await writeGeneration(databases, 'old', sampleBundle());
    const stop = new AbortController();
    const work = writeGeneration(databases, 'new', sampleBundle(50), {
      signal: stop.signal,
      onProgress: ({ stage }) => {
        if (stage === 'store.verify') stop.abort();
      },
    });
    expect((await caught(work))?.code).toBe('storage-cancelled');
    expect((await readGeneration(databases)).generation).toBe('old');
    expect(await sweep(databases, 'old')).toEqual(['new']);
    expect((await readGeneration(databases)).bundle).toEqual(sampleBundle());
  });

  test('damaged and missing chunks are found, by place', async () => {
    await writeGeneration(databases, 'g1', sampleBundle(40));
    const keys = await databases.cache.chunks.toCollection().primaryKeys();
    for (const key of keys) {
      const bytes = (await databases.cache.chunks.get(key)) as Uint8Array;
      const changed = bytes.slice();
      changed[changed.length - 1] ^= 1;
      await databases.cache.chunks.put(changed, key);
      const damaged = await caught(readGeneration(databases));
      expect(damaged).toBeInstanceOf(ChunkError);
      expect(damaged.code).toBe('chunk-damaged');
      const [, table, column, part] = key.split('/').map(decodeURIComponent);
      expect([damaged.table, damaged.column, damaged.part]).toEqual([table, column, part]);
      await databases.cache.chunks.delete(key);
      expect((await caught(readGeneration(databases)))?.code).toBe('chunk-missing');
      await databases.cache.chunks.put(bytes, key);
    }
    expect((await readGeneration(databases)).bundle).toEqual(sampleBundle(40));
  });

  test('a changed manifest is found', async () => {
    await writeGeneration(databases, 'g1', sampleBundle());
    const row = await databases.ledger.generations.get('g1');
    await databases.ledger.generations.update('g1', { manifest: row?.manifest.replace('20000', '20001') });
    expect((await caught(readGeneration(databases)))?.code).toBe('chunk-damaged');
  });

  test('sweep keeps the active generation with its edits and deletes the rest', async () => {
    await writeGeneration(databases, 'g1', sampleBundle());
    await writeGeneration(databases, 'g2', sampleBundle(9));
    for (const [seq, generation] of ['g1', 'g2'].entries()) {
      const patch = { seq, generation, plan: 'p0', buildings: [0], before: [0], after: 1 };
      await databases.ledger.planPatches.put(patch);
    }
    expect((await databases.ledger.generations.get('g1'))?.state).toBe('retired');
    // Another window's word of what it had open goes for nothing.
    expect(await sweep(databases, 'g1')).toEqual([]);
    expect(await sweep(databases, 'g2')).toEqual(['g1']);
    expect((await databases.ledger.planPatches.toArray()).map((row) => row.generation)).toEqual(['g2']);
    expect(await sweep(databases, 'g2')).toEqual([]);
    expect((await readGeneration(databases)).bundle).toEqual(sampleBundle(9));
  });

  test('with a key personal columns are sealed; without it core columns open alone', async () => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    const keys = new ChunkKeys([{ class: 'pii', cipher: aesGcmCipher('pii-1', key), active: true }]);
    await writeGeneration(databases, 'g1', sampleBundle(30), { keys });
    expect((await readGeneration(databases, { keys })).bundle).toEqual(sampleBundle(30));
    expect((await caught(readGeneration(databases)))?.code).toBe('chunk-locked');
    const { bundle } = await readGeneration(databases, { classes: ['core'] });
    expect(Object.keys(bundle.tables.residents?.columns ?? {})).not.toContain('name');
    expect(bundle.tables.residents?.columns.sex).toEqual(sampleBundle(30).tables.residents?.columns.sex);
    expect(await readPersonal(databases, 'g1', bundle, keys)).toEqual(sampleBundle(30));
    expect(hasPersonal(bundle)).toBe(false);
    expect(withoutPersonal(sampleBundle(30))).toEqual(bundle);
    const { bytes } = await packActiveGeneration(databases);
    expect(Buffer.from(bytes).includes('王7')).toBe(false);
    expect((await unpackSnapshot(bytes, keys)).bundle).toEqual(sampleBundle(30));
  });

  test('a sealed chunk opens in its own place only, and never twice with the same bytes', async () => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    const cipher = aesGcmCipher('pii-1', key);
    const place = { generation: 'g1', table: 'residents', column: 'name', part: '0' };
    const plain = newChunk('text', 3, 0, 16);
    closeChunk(plain);
    const sealed = await sealChunk(plain, cipher, place);
    const head = readChunk(sealed, place);
    expect(await openPayload(head, cipher, place)).toEqual(new Uint8Array(16));
    expect(await sealChunk(plain, cipher, place)).not.toEqual(sealed);
    for (const other of [{ generation: 'g2' }, { table: 'homes' }, { column: 'phone' }, { part: '1' }]) {
      const error = await caught(openPayload(head, cipher, { ...place, ...other }));
      expect(error?.code).toBe('chunk-key');
    }
    expect((await caught(openPayload({ ...head, rows: 4 }, cipher, place)))?.code).toBe('chunk-key');
  });

  test('without room nothing is written', async () => {
    const freeSpace = [async () => 100];
    const error = await caught(writeGeneration(databases, 'g1', sampleBundle(), { freeSpace }));
    expect(error?.code).toBe('storage-no-space');
    expect(error?.values.need).toBeGreaterThan(1_000);
    expect(await databases.cache.chunks.count()).toBe(0);
    expect(await databases.ledger.generations.count()).toBe(0);
  });

  test('packs the stored chunks as a snapshot', async () => {
    await writeGeneration(databases, 'g1', sampleBundle(30));
    const packed = await packActiveGeneration(databases);
    expect(packed.generation).toBe('g1');
    expect(await unpackSnapshot(packed.bytes)).toEqual({ generation: 'g1', bundle: sampleBundle(30) });
  });
});
