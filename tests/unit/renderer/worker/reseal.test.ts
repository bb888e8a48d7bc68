import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { createEngine } from '../../../../renderer/worker/engine.ts';
import { openedOf } from '../../../../renderer/worker/engine-state.ts';
import { labelAt } from '../../../../shared/query/column-access.ts';
import {
  actor,
  type CORE,
  freshState,
  key,
  madeMemory,
  type PII,
  sealedWindow,
} from '../../../support/sealed-window.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

const NEW = {
  core: [key('core-2', 3), key('core-1', 1, 'retired')],
  pii: [key('pii-2', 4), key('pii-1', 2, 'retired')],
};

describe('changing keys', () => {
  test('writes what is open anew; the old keys are needed no more, and the old generation goes', async () => {
    const { engine, state } = await sealedWindow(databases, madeMemory(), 'administrator');
    expect(await engine.sealing()).toBe('current');
    const name = labelAt(openedOf(state).community.tables.residents, 'name', 5);
    await engine.holdCoreKeys(NEW.core);
    await engine.takeDesk(actor('administrator'), NEW.pii);
    expect(await engine.sealing()).toBe('stale');
    const { status } = await engine.reseal(() => {});
    expect(status.generation).not.toBe('g1');
    expect(await engine.sealing()).toBe('current');
    await engine.witnessed(status.generation, []);
    expect(await databases.ledger.generations.toCollection().primaryKeys()).toEqual([status.generation]);

    const next = await sealedWindow(databases, madeMemory(), null).catch((error) => error);
    expect(next).toMatchObject({ code: 'chunk-locked' });
    const { engine: after, state: opened } = await sealedWindowWith(
      NEW.core.slice(0, 1),
      NEW.pii.slice(0, 1),
    );
    expect((await after.status())?.generation).toBe(status.generation);
    expect(labelAt(openedOf(opened).community.tables.residents, 'name', 5)).toBe(name);
  });

  test('stopped half-way it leaves the old generation, with the key that reads it', async () => {
    const { engine, state } = await sealedWindow(databases, madeMemory(), 'administrator');
    await engine.holdCoreKeys(NEW.core);
    await engine.takeDesk(actor('administrator'), NEW.pii);
    const stopped = engine.reseal(() => void engine.cancel());
    await expect(stopped).rejects.toMatchObject({ code: 'storage-cancelled' });
    expect(openedOf(state).info.generation).toBe('g1');
    const after = await sealedWindowWith(NEW.core, NEW.pii);
    expect((await after.engine.status())?.personal).toBe('open');
    expect(await after.engine.sealing()).toBe('stale');
  });

  test('is for an administrator, with the personal columns open', async () => {
    const { engine } = await sealedWindow(databases, madeMemory(), 'streetOfficer');
    await expect(engine.reseal(() => {})).rejects.toMatchObject({ code: 'not-allowed' });
    await engine.takeDesk(actor('administrator'), null);
    await expect(engine.reseal(() => {})).rejects.toMatchObject({ code: 'vault-locked' });
  });
});

async function sealedWindowWith(core: typeof CORE, pii: typeof PII) {
  const state = freshState(databases);
  const engine = createEngine(state);
  await engine.holdCoreKeys(core);
  await engine.takeDesk(actor('administrator'), pii);
  await engine.start({ profileId: 'test', witness: null, core: false });
  return { engine, state };
}
