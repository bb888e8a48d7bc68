/** Who may do what with the sources of messages where there is a vault, and what an administrator sees of them. */
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { realDisk } from '../../../../../electron/services/durable-file.ts';
import { createFeedHandlers } from '../../../../../electron/services/feeds/feed-desk.ts';
import { FeedRunner } from '../../../../../electron/services/feeds/feed-runner.ts';
import { openFeedSources } from '../../../../../electron/services/feeds/feed-sources.ts';
import { Inboxes } from '../../../../../electron/services/feeds/inboxes.ts';
import { MarkReplay } from '../../../../../electron/services/feeds/mark-replay.ts';
import { RawKeeper } from '../../../../../electron/services/feeds/raw-message.ts';
import { systemClock } from '../../../../../electron/services/live-alerts.ts';
import { DEFAULT_SIGNAL_RULES } from '../../../../../shared/cases/default-signals.ts';
import { PLAIN_MAPPING } from '../../../../../shared/feeds/mapping.ts';
import type { DeviceKind } from '../../../../../shared/model/words.ts';
import { fastPassphrases } from '../../../../support/fast-passphrases.ts';
import { mqttSource, plain } from '../../../../support/feed-fixtures.ts';
import { smallDirectory } from '../../../../support/host-fixtures.ts';
import { ADMIN, makeDesk, PASSPHRASE } from '../../../../support/made-desk.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

const source = mqttSource('mqtt://127.0.0.1:9', { enabled: false });

it('an administrator sets, tries and reads; whoever is signed in looks; all of it is audited', async () => {
  const folder = temporaryFolder();
  const made = await makeDesk(folder);
  const { desk, vault, audit } = made;
  const { session: admin } = await desk.create(PASSPHRASE, false, ADMIN);
  const person = {
    id: null,
    name: '值守',
    role: 'dutyOperator' as const,
    grids: [],
    pin: '7913',
    expiresAt: null,
  };
  const { token: operator } = await desk.switchTo(await desk.savePerson(admin.token, person), '7913');
  const devices = new Map(smallDirectory(false, 5).devices.map((device) => [device.id, device]));
  const parts = { clock: systemClock, deviceOf: (id: string) => devices.get(id), onChanged: () => {} };
  const keeper = new RawKeeper(vault);
  const applied: string[] = [];
  const inboxes = await Inboxes.open({
    ...{
      ...parts,
      folder,
      keeper,
      journalled: new MarkReplay(),
      liveOf: () => undefined,
      ruleOf: (kind: DeviceKind) => DEFAULT_SIGNAL_RULES[kind],
      onTrouble: (error: unknown) => expect(error).toBeNull(),
    },
    apply: async (readings) => void applied.push(...readings.map(({ device }) => device.id)),
    roomDisk: { free: async () => 2 ** 27, reserve: async () => {}, release: async () => false },
  });
  const sources = await openFeedSources({ folder, vault, disk: realDisk });
  const policy = () => false;
  const runner = new FeedRunner({
    ...parts,
    profileId: 'p',
    sources,
    inboxes,
    isDemo: () => false,
    policy,
    folder,
  });
  const handlers = createFeedHandlers({ desk, sources, runner, inboxes, keeper, policy });
  onTestFinished(async () => {
    await runner.close();
    await inboxes.close();
    await made.close();
  });

  const entriesBefore = audit.status().n;
  const save = (session: string | null) =>
    handlers['feeds.save']({ session, source, secrets: { password: 'geheim' } });
  await expect(save(null)).rejects.toMatchObject({ code: 'session-over' });
  await expect(save(operator)).rejects.toMatchObject({ code: 'not-allowed' });
  await save(admin.token);
  const { sources: listed } = await handlers['feeds.list']({ session: operator });
  expect(listed).toEqual([{ source, secrets: ['password'] }]);
  expect(JSON.stringify(listed)).not.toContain('geheim');
  await expect(handlers['feeds.list']({ session: null })).rejects.toMatchObject({ code: 'session-over' });

  // A device that is named otherwise by its maker: set aside, and taken again once the mapping knows.
  const payload = Buffer.from(
    JSON.stringify({ ...JSON.parse(plain(1, 1, true)), device: undefined, sn: 'D1' }),
  );
  await runner.receive(source, 'life', { topic: 'linli/life/x', payload });
  await inboxes.intake.settle();
  const { entries } = await handlers['feeds.quarantine']({ session: operator, source: null });
  expect(entries).toMatchObject([{ source: 'broker', reason: 'no-device', sealed: true }]);
  const [{ id }] = entries;
  await expect(handlers['feeds.raw']({ session: operator, id })).rejects.toMatchObject({
    code: 'not-allowed',
  });
  expect(await handlers['feeds.raw']({ session: admin.token, id })).toEqual({
    ...{ topic: 'linli/life/x', payload: payload.toString() },
  });
  expect(await handlers['feeds.retry']({ session: admin.token, ids: [id] })).toEqual({ retried: 0, kept: 1 });
  const knows = { ...source, mapping: { ...PLAIN_MAPPING, device: 'sn' } };
  const sample = { topic: 't', payload: payload.toString() };
  expect(
    await handlers['feeds.test']({ session: admin.token, source: knows, secrets: {}, sample }),
  ).toMatchObject({ why: 'unreachable', tried: { reason: null, said: { device: 'D1', active: true } } });
  await handlers['feeds.save']({ session: admin.token, source: knows, secrets: {} });
  expect(sources.secretsOf('broker').password).toBe('geheim');
  expect(await handlers['feeds.retry']({ session: admin.token, ids: [id, 'none'] })).toEqual({
    retried: 1,
    kept: 1,
  });
  expect(applied).toEqual(['D1']);
  expect((await handlers['feeds.quarantine']({ session: operator, source: 'broker' })).entries).toEqual([]);
  const acts = (await audit.read(entriesBefore, 100)).map(({ kind, detail }) => `${kind} ${detail['act']}`);
  expect(acts).toEqual(
    ['save', 'open', 'retry', 'test', 'save', 'retry'].map((act) => `desk.configured ${act}`),
  );
  await handlers['feeds.remove']({ session: admin.token, id: 'broker' });
  expect(sources.list()).toEqual([]);
});
