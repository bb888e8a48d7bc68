import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../../renderer/store/generation.ts';
import { createEngine } from '../../../../renderer/worker/engine.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { freshState } from '../../../support/sealed-window.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

test('a window that has not followed yet neither names nor sweeps what another has made active', async () => {
  await writeGeneration(databases, 'g1', generateSample('cun', 1));
  const engine = createEngine(freshState(databases));
  await engine.start({ profileId: 'p', witness: null, core: false });
  const word = await engine.witness();
  expect(word).toMatchObject({ generation: 'g1' });
  await writeGeneration(databases, 'g2', generateSample('cun', 2));
  expect(await engine.witness()).toBeNull();
  // Its word of before comes late: what it names is still there.
  await engine.witnessed('g1', []);
  expect(
    await engine.start({ profileId: 'p', witness: { ...word!, at: 0, realData: false }, core: false }),
  ).toMatchObject({
    outcome: 'fine',
    status: { generation: 'g2' },
  });
  expect(await engine.witness()).toMatchObject({ generation: 'g2' });
  await engine.witnessed('g2', []);
  expect(await databases.ledger.generations.toCollection().primaryKeys()).toEqual(['g2']);
});
