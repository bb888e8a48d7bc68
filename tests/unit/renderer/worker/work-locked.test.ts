import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import type { WorkEngine, WorkSource } from '../../../../renderer/worker/work-api.ts';
import type { Role } from '../../../../shared/access/roles.ts';
import { actor, madeMemory, PII, sealedWindow } from '../../../support/sealed-window.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

const SOURCE: WorkSource = { from: 'rows', rows: [0, 1, 2] };
const FILE: Parameters<WorkEngine['noticeFile']>[0] = {
  subject: 'residents',
  source: SOURCE,
  format: 'csv',
  mark: '',
  sheet: 'x',
  headings: ['1', '2', '3', '4', '5'],
};
const NOTE = { round: 'r-abcdef', home: 'H1', note: '听见她在哭' };

async function desk(role: Role) {
  const { engine } = await sealedWindow(databases, madeMemory(), role);
  return {
    engine,
    asked: {
      labels: () => engine.workTargets({ subject: 'residents', source: SOURCE }),
      notice: () => engine.noticeFile(FILE),
      round: () => engine.roundTargets({ subject: 'residents', source: SOURCE }),
    },
  };
}

describe('work by hand beside a vault', () => {
  test('ends when it locks: no label, no list, no round, no note; and goes on when it opens', async () => {
    const { engine, asked } = await desk('administrator');
    for (const [name, ask] of Object.entries(asked)) expect(await ask(), name).toBeDefined();
    await engine.takeDesk(actor('administrator'), null);
    for (const [name, ask] of Object.entries(asked))
      await expect(ask(), name).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(engine.sealNote(NOTE)).rejects.toMatchObject({ code: 'vault-locked' });
    await engine.takeDesk(null, null);
    for (const [name, ask] of Object.entries(asked))
      await expect(ask(), name).rejects.toMatchObject({ code: 'not-allowed' });
    await engine.takeDesk(actor('administrator'), PII);
    for (const [name, ask] of Object.entries(asked)) expect(await ask(), name).toBeDefined();
    expect(JSON.stringify(await engine.sealNote(NOTE))).not.toContain(NOTE.note);
  });

  test.each([
    ['dutyOperator', []],
    ['verifier', []],
    ['streetOfficer', ['notice']],
    ['planner', []],
  ] as const)('%s may do only %j of it', async (role, may: readonly string[]) => {
    const { asked } = await desk(role);
    for (const [name, ask] of Object.entries(asked)) {
      if (may.includes(name)) expect(await ask(), name).toBeDefined();
      else await expect(ask(), name).rejects.toMatchObject({ code: 'not-allowed' });
    }
  });
});
