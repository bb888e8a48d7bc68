import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeFeeds, mqttSource, plain } from '../../../../support/feed-fixtures.ts';
import { smallDirectory } from '../../../../support/host-fixtures.ts';
import { builtChild, killed } from '../../../../support/killed-child.ts';
import { type MadeBroker, madeBroker } from '../../../../support/made-broker.ts';

const ROUNDS = process.env['LINLI_LONG'] ? 100 : 10;
const PER_ROUND = 60;
const DEVICES = ROUNDS * PER_ROUND;
let work: string;
let child: string;
let broker: MadeBroker;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'linli-feeds-kill-'));
  child = await builtChild('feeds-child.ts', work);
  broker = await madeBroker();
});
afterAll(async () => {
  await broker.close();
  rmSync(work, { recursive: true, force: true });
});

it(`kill -9 under load: what was acknowledged is there exactly once (${ROUNDS} rounds)`, {
  timeout: ROUNDS * 3000 + 20_000,
}, async () => {
  const folder = join(work, 'profile');
  const acknowledged = new Set<string>();
  broker.onAcknowledged((payload) => acknowledged.add((JSON.parse(payload) as { id: string }).id));
  // So that the sessions are there before the first message.
  const first = await makeFeeds(folder);
  await first.service.sources.save(mqttSource(broker.url, { canary: false }), {});
  first.service.runner.start('broker');
  await vi.waitFor(() => expect(first.service.runner.feeds()[0].state).toBe('running'), 8000);
  await first.close();

  for (let round = 0; round < ROUNDS; round++) {
    const dying = killed(
      child,
      [folder, broker.url, String(DEVICES)],
      1 + ((round * 7) % 12),
      (round * 3) % 7,
    );
    for (let i = 0; i < PER_ROUND; i++) {
      const device = round * PER_ROUND + i;
      // One device, one alarm; every third for the lane that is flushed.
      await broker.publish(`linli/${i % 3 === 0 ? 'life' : 'bulk'}/smoke/D${device}`, plain(device, 1, true));
    }
    await dying;
  }

  const last = await makeFeeds(folder, { directory: smallDirectory(false, DEVICES) });
  last.service.runner.start('broker');
  const feed = () => last.service.runner.feeds()[0];
  await vi.waitFor(
    () => {
      expect(acknowledged.size).toBe(DEVICES);
      expect(feed()).toMatchObject({ applied: DEVICES, waiting: 0 });
    },
    { timeout: 15_000, interval: 20 },
  );
  const { received, applied, duplicate, stale, quarantined } = feed();
  expect({ stale, quarantined }).toEqual({ stale: 0, quarantined: 0 });
  expect(received).toBe(applied + duplicate);
  const { alerts } = await last.records();
  expect(alerts.size).toBe(DEVICES);
  // A second record of an alert would be a repeat: the same message applied twice.
  expect([...alerts.values()].filter((count) => count !== 1)).toEqual([]);
  await last.close();
});
