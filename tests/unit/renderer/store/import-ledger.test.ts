import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyRecords, readPlanPatches } from '../../../../renderer/store/apply-records.ts';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { sweep, writeGeneration } from '../../../../renderer/store/generation.ts';
import {
  newestMapping,
  readBefore,
  writeBefore,
  writeMapping,
} from '../../../../renderer/store/import-ledger.ts';
import type { RememberedMapping } from '../../../../shared/model/import-plan.ts';
import { sampleBundle } from '../../shared/columns/sample-bundle.ts';
import { freshDatabases, reopened } from './fresh-databases.ts';

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

const name = { zh: '甲', en: 'A' };

describe('what an import replaced', () => {
  test('is known after the program was closed; a note that cannot be read is none', async () => {
    expect(await readBefore(databases)).toBeNull();
    await writeBefore(databases, { generation: 'g2', before: 'g1', name });
    databases = await reopened(databases);
    expect(await readBefore(databases)).toEqual({ generation: 'g2', before: 'g1', name });
    for (const broken of ['{', 'null', '{"generation":"g2"}']) {
      await databases.ledger.meta.put({ key: 'before', value: broken });
      expect(await readBefore(databases)).toBeNull();
    }
  });

  test('the changes of its plan outlive the sweep, and those of what the host has copies of; others do not', async () => {
    for (const id of ['g0', 'g1', 'g2']) await writeGeneration(databases, id, sampleBundle(5));
    const moved = (seq: number, generation: string) => ({
      seq,
      at: seq,
      body: {
        kind: 'plan.assigned' as const,
        generation,
        plan: 'p0',
        buildings: [1],
        before: [0],
        after: 1,
      },
    });
    await applyRecords(databases, [moved(1, 'g0'), moved(2, 'g1'), moved(3, 'g2'), moved(4, 'g-copy')]);
    await writeBefore(databases, { generation: 'g2', before: 'g1', name });
    expect((await sweep(databases, 'g2', ['g-copy'])).sort()).toEqual(['g0', 'g1']);
    const left = async () =>
      (await Promise.all(['g0', 'g1', 'g2', 'g-copy'].map((id) => readPlanPatches(databases, id)))).map(
        (patches) => patches.length,
      );
    expect(await left()).toEqual([0, 1, 1, 1]);
    // The host has let its copy go.
    await sweep(databases, 'g2', []);
    expect(await left()).toEqual([0, 1, 1, 0]);
  });
});

describe('mappings', () => {
  const mapping = (at: number): RememberedMapping => ({
    role: 'places',
    choices: [{ name: 'a', target: { to: 'extra' }, type: 'text' }],
    crs: null,
    swap: false,
    factor: 1,
    at,
  });

  test('the newest of several signatures is found', async () => {
    expect(await newestMapping(databases, ['x', 'y'])).toBeNull();
    await writeMapping(databases, 'x', mapping(1));
    await writeMapping(databases, 'y', mapping(2));
    expect((await newestMapping(databases, ['x', 'y', 'z']))?.at).toBe(2);
    expect((await newestMapping(databases, ['x', 'z']))?.at).toBe(1);
    await writeMapping(databases, 'x', mapping(3));
    expect((await newestMapping(databases, ['x']))?.at).toBe(3);
  });

  test('sweeping keeps them', async () => {
    await writeGeneration(databases, 'g1', sampleBundle(5));
    await writeMapping(databases, 'x', mapping(1));
    await sweep(databases, 'g1');
    expect((await newestMapping(databases, ['x']))?.at).toBe(1);
  });
});
