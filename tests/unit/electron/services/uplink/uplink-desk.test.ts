/** Who may do what with the ways to the upper level where there is a vault; what is decided is audited, and credentials are sealed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { UplinkReceiver } from '../../../../../electron/cli/uplink-receiver.ts';
import { createUplinkHandlers } from '../../../../../electron/services/uplink/uplink-desk.ts';
import { fastPassphrases } from '../../../../support/fast-passphrases.ts';
import { HandClock } from '../../../../support/host-fixtures.ts';
import { ADMIN, makeDesk, PASSPHRASE } from '../../../../support/made-desk.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { httpDestination, makeUplink, PROFILE } from '../../../../support/uplink-fixtures.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

it('an administrator sets, looks and decides, and nobody else; the token waits for the vault', async () => {
  const folder = temporaryFolder();
  const desk = await makeDesk(temporaryFolder());
  const { session: admin } = await desk.desk.create(PASSPHRASE, false, ADMIN);
  const person = {
    id: null,
    name: '值守',
    role: 'dutyOperator' as const,
    grids: [],
    pin: '7913',
    expiresAt: null,
  };
  const { token: operator } = await desk.desk.switchTo(
    await desk.desk.savePerson(admin.token, person),
    '7913',
  );
  const receiver = await UplinkReceiver.open({
    token: 'geheim-7',
    answer: ({ type }) => (type.endsWith('.verify') ? { status: 409, said: 'no' } : null),
  });
  const clock = new HandClock();
  let made = await makeUplink(folder, { clock, vault: desk.vault });
  const handlersOf = ({ uplink, outbox, journal }: typeof made) =>
    createUplinkHandlers({ desk: desk.desk, uplink, outbox, journal, profileId: PROFILE });
  let handlers = handlersOf(made);
  onTestFinished(async () => {
    await made.close();
    await receiver.close();
    await desk.close();
  });
  const until = (check: () => void) =>
    vi.waitFor(() => {
      clock.advance(500);
      check();
    }, 4000);

  const destination = httpDestination(receiver.url);
  const save = (session: string | null) =>
    handlers['uplink.save']({ session, destination, secrets: { token: 'geheim-7' } });
  await expect(save(null)).rejects.toMatchObject({ code: 'session-over' });
  await expect(save(operator)).rejects.toMatchObject({ code: 'not-allowed' });
  await save(admin.token);
  expect(await readFile(join(folder, 'uplink.json'), 'utf8')).not.toContain('geheim');
  for (const ask of ['uplink.list', 'uplink.conflicts'] as const)
    await expect(handlers[ask]({ session: operator })).rejects.toMatchObject({ code: 'not-allowed' });
  const { destinations } = await handlers['uplink.list']({ session: admin.token });
  expect(destinations).toMatchObject([{ destination, secrets: ['token'] }]);

  const caseId = await made.report('r1');
  await made.give(caseId, 'operator', { kind: 'verify' });
  await until(() => expect(made.uplink.delivery('street').status().conflicts).toBe(1));
  const { up } = await handlers['uplink.conflicts']({ session: admin.token });
  expect(up).toMatchObject([{ destination: 'street', type: 'cn.linli.case.verify', held: { said: 'no' } }]);
  expect(JSON.parse(up[0].event)).toMatchObject({ data: { caseId, n: 2 } });
  const item = { destination: 'street', seq: up[0].held.seq };
  const decide = (session: string, reason: 'receiverHasIt' | null) =>
    handlers['uplink.decide']({ session, item, decision: 'skip', reason });
  await expect(decide(operator, 'receiverHasIt')).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(decide(admin.token, null)).rejects.toMatchObject({ code: 'bad-arguments' });
  const before = desk.audit.status().n;
  await decide(admin.token, 'receiverHasIt');
  const [entry] = await desk.audit.read(before, 5);
  expect(entry).toMatchObject({
    ...{ kind: 'desk.configured', by: expect.stringMatching(/^p-/) },
    detail: { what: 'uplink', act: 'skip', destination: 'street', reason: 'receiverHasIt', seq: item.seq },
  });
  expect(await handlers['uplink.conflicts']({ session: admin.token })).toMatchObject({ up: [] });

  // With the core class closed nothing can be sent; what happens waits, and goes when it is open again.
  await made.close();
  const core = vi.spyOn(desk.vault, 'coreRoot', 'get').mockReturnValue(null);
  made = await makeUplink(folder, { clock, vault: desk.vault });
  handlers = handlersOf(made);
  await made.report('r2');
  await until(() =>
    expect(made.uplink.delivery('street').status()).toMatchObject({
      state: 'interrupted',
      why: 'locked',
      waiting: 1,
    }),
  );
  core.mockRestore();
  made.uplink.vaultChanged();
  await until(() =>
    expect(made.uplink.delivery('street').status()).toMatchObject({ state: 'running', waiting: 0 }),
  );
});
