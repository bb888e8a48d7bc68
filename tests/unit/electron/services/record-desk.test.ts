import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../../shared/access/roles.ts';
import type { Args } from '../../../../shared/host/contract.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { fullDisk } from '../../../support/full-disk.ts';
import { ADMIN, type MadeDesk, makeDesk, PASSPHRASE } from '../../../support/made-desk.ts';
import { oneChange } from '../../../support/record-change.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

type Change = Args<'record.edit'>;

/** Of resident b7. */
function change(
  edit: string,
  more: Partial<Omit<Change, 'body'>> & { body?: Partial<Change['body']> } = {},
): Change {
  const base = oneChange(7);
  return { ...base, ...more, body: { ...base.body, edit: edit.padStart(16, '0'), ...more.body } };
}

const SEALED = { key: 'pii-0123456789abcdef', bytes: 'A'.repeat(123) };
const activated = (generation: string, demo: boolean) =>
  ({ kind: 'generation.activated', generation, name: 'x', demo }) as const;

async function kinds({ journal }: MadeDesk): Promise<string[]> {
  return (await journal.read(0, 100)).map(({ body }) => body.kind);
}

describe('changes of records in the host', { timeout: 60_000 }, () => {
  it('a change and its audit entry are one append, known again after a start', async () => {
    const folder = temporaryFolder();
    const made = await makeDesk(folder);
    const span = await made.records.edit(change('1'));
    expect(span.last - span.first).toBe(1);
    expect(await kinds(made)).toEqual(['record.edited', 'audit']);
    // Sent again because the answer was lost: kept once.
    expect((await made.records.edit(change('1'))).first).toBe(span.first);
    await made.close();
    const next = await makeDesk(folder);
    expect((await next.records.edit(change('1'))).first).toBe(span.first);
    expect(await kinds(next)).toEqual(['record.edited', 'audit']);
    expect(next.audit.status()).toMatchObject({ n: 1, breaks: [] });
    await next.close();
  });

  it('who was slower is told, and nothing of his is kept', async () => {
    const made = await makeDesk(temporaryFolder());
    const { last } = await made.records.edit(change('1'));
    await expect(made.records.edit(change('2', { after: last - 2 }))).rejects.toMatchObject({
      code: 'conflict',
    });
    await made.records.edit(change('3', { after: last }));
    expect((await kinds(made)).filter((kind) => kind === 'record.edited')).toHaveLength(2);
    await made.close();
  });

  it('a full disk keeps neither the change nor its audit entry, and takes both when there is room again', async () => {
    for (let failing = 0; failing < 6; failing++) {
      const folder = temporaryFolder();
      const { disk, state } = fullDisk();
      const made = await makeDesk(folder, { journalDisk: disk });
      await made.records.edit(oneChange(1));
      state.calls = 0;
      state.failing = failing;
      state.until = failing + 2;
      const refused = await made.records.edit(oneChange(2)).then(
        () => null,
        (error: { code: string }) => error.code,
      );
      // The write and its flush are two calls: later ones are never reached.
      expect(refused).toBe(failing < 2 ? 'disk-full' : null);
      expect(made.audit.status().n).toBe(refused ? 1 : 2);
      expect(await kinds(made)).toEqual(
        refused ? ['record.edited', 'audit'] : ['record.edited', 'audit', 'record.edited', 'audit'],
      );
      state.failing = Number.POSITIVE_INFINITY;
      await made.records.edit(oneChange(2));
      await made.close();
      const next = await makeDesk(folder);
      expect(await kinds(next)).toEqual(['record.edited', 'audit', 'record.edited', 'audit']);
      expect(next.audit.status()).toMatchObject({ n: 2, breaks: [] });
      await next.close();
    }
  });

  it('two at the same moment: one is kept', async () => {
    const made = await makeDesk(temporaryFolder());
    const results = await Promise.allSettled(['1', '2', '3'].map((edit) => made.records.edit(change(edit))));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await made.close();
  });

  it('a change is taken back once', async () => {
    const made = await makeDesk(temporaryFolder());
    const { last } = await made.records.edit(change('1'));
    const undoOf = '1'.padStart(16, '0');
    const back = await made.records.edit(change('2', { after: last, body: { undoOf } }));
    const again = change('3', { after: back.last, body: { undoOf } });
    await expect(made.records.edit(again)).rejects.toMatchObject({ code: 'conflict' });
    await made.close();
  });

  it('personal values travel in clear only of made-up people without a vault', async () => {
    const made = await makeDesk(temporaryFolder());
    const open = { '0/set/phone': '10612345678' };
    await expect(made.records.edit(change('1', { body: { open } }))).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(made.records.edit(change('1', { body: { sealed: SEALED } }))).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await made.journal.append([activated('g1', true)]);
    await made.records.edit(change('1', { body: { open } }));
    await made.desk.create(PASSPHRASE, false, ADMIN);
    const { last } = made.journal;
    await expect(made.records.edit(change('2', { after: last, body: { open } }))).rejects.toMatchObject({
      code: 'not-allowed',
    });
    // A sample is fiction: anybody changes it still.
    await made.records.edit(change('3', { after: last }));
    await made.close();
  });

  it('beside a vault only whoever has signed in and may', async () => {
    const made = await makeDesk(temporaryFolder());
    const { session } = await made.desk.create(PASSPHRASE, false, ADMIN);
    await expect(made.records.edit(change('1'))).rejects.toMatchObject({ code: 'session-over' });
    const person = async (role: Role) => {
      const input = { id: null, name: role, role, grids: ['G1'], pin: '7913', expiresAt: null };
      const id = await made.desk.savePerson(session.token, input);
      return (await made.desk.switchTo(id, '7913')).token;
    };
    for (const role of ['dutyOperator', 'planner', 'streetOfficer'] as const)
      await expect(made.records.edit(change('1', { session: await person(role) }))).rejects.toMatchObject({
        code: 'not-allowed',
      });
    await made.records.edit(change('2', { session: await person('gridWorker') }));
    const { last } = await made.records.edit(
      change('3', { session: session.token, after: made.journal.last }),
    );
    const [record] = await made.journal.read(last - 2, 1);
    expect(record.body).toMatchObject({ kind: 'record.edited', by: session.person.id });
    await made.desk.lock();
    await expect(
      made.records.edit(change('4', { session: session.token, after: last })),
    ).rejects.toMatchObject({
      code: 'session-over',
    });
    await made.close();
  });

  it('a journal that refuses leaves nothing behind, not even the memory of it', async () => {
    const made = await makeDesk(temporaryFolder());
    await made.journal.close();
    await expect(made.records.edit(change('1'))).rejects.toMatchObject({ code: 'disconnected' });
    expect(made.audit.status().n).toBe(0);
    await expect(made.records.edit(change('1'))).rejects.toMatchObject({ code: 'disconnected' });
    await made.close();
  });
});
