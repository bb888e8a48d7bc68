import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { realRoomDisk } from '../../../../../electron/services/feeds/disk-room.ts';
import type { FeedsServiceParts } from '../../../../../electron/services/feeds/feeds-service.ts';
import { makeFeeds, mqttSource, plain } from '../../../../support/feed-fixtures.ts';
import { fullDisk } from '../../../../support/full-disk.ts';
import { type MadeBroker, madeBroker } from '../../../../support/made-broker.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const patience = { timeout: 8000, interval: 10 };

async function begin(broker: MadeBroker, disks?: FeedsServiceParts['disks'], more = {}) {
  const feeds = await makeFeeds(temporaryFolder(), { disks });
  const { sources, runner } = feeds.service;
  await sources.save(mqttSource(broker.url, more), {});
  runner.start('broker');
  await vi.waitFor(() => expect(runner.feeds()[0].state).toBe('running'), patience);
  await vi.waitFor(() => expect(broker.aedes.connectedClients).toBe(2), patience);
  onTestFinished(() => feeds.close());
  return { ...feeds, feed: () => runner.feeds()[0] };
}

async function broker(): Promise<MadeBroker> {
  const made = await madeBroker();
  onTestFinished(() => made.close());
  return made;
}

describe('a broker of MQTT 3.1.1', { timeout: 20_000 }, () => {
  it('raises an alert on its lane, counts what comes, and shows as heard', async () => {
    const made = await broker();
    const { book, feed } = await begin(made);
    await made.publish('linli/life/smoke/D1', plain(1, 1, true));
    await made.publish('linli/bulk/smoke/D2', plain(2, 1, false));
    await made.publish('linli/bulk/smoke/D99', plain(99, 1, false));
    await vi.waitFor(
      () => expect(feed()).toMatchObject({ received: 3, applied: 2, quarantined: 1 }),
      patience,
    );
    await vi.waitFor(
      () => expect(book.get('D1', 'smoke')).toMatchObject({ active: true, demo: false }),
      patience,
    );
    expect(feed()).toMatchObject({ state: 'running', why: '', waiting: 0 });
    expect(Date.now() - feed().lastHeard).toBeLessThan(5000);
    await vi.waitFor(
      () => expect([...made.acknowledged].map(([, count]) => count).sort()).toEqual([1, 2]),
      patience,
    );
  });

  it('is not told that we have what could not be written, and sends it again', async () => {
    const made = await broker();
    const { disk, state } = fullDisk();
    // No reserve either.
    const roomDisk = { ...realRoomDisk, free: async () => 150 * 1024 * 1024 };
    const { book, feed } = await begin(made, { journalDisk: disk, roomDisk });
    state.failing = state.calls;
    await made.publish('linli/life/smoke/D1', plain(1, 1, true));
    await vi.waitFor(() => expect(feed().state).not.toBe('running'), patience);
    expect(made.acknowledged.size).toBe(0);
    expect(book.alerts()).toEqual([]);
    state.until = state.calls;
    await vi.waitFor(() => expect(book.get('D1', 'smoke')?.active).toBe(true), patience);
    await vi.waitFor(() => expect([...made.acknowledged.values()]).toEqual([1]), patience);
    expect(feed()).toMatchObject({ received: 1, applied: 1 });
  });

  it('counts a message once, however often and in whatever order it comes', async () => {
    const made = await broker();
    const { feed, records } = await begin(made);
    const messages = Array.from({ length: 60 }, (_, i) => plain(i % 10, 1 + Math.floor(i / 10), i % 20 < 10));
    const thrice = [...messages, ...messages, ...messages].map((text, i) => ({
      text,
      order: (i * 7919) % 180,
    }));
    thrice.sort((a, b) => a.order - b.order);
    for (const { text } of thrice) await made.publish('linli/bulk/smoke/x', text);
    await vi.waitFor(() => expect(feed()).toMatchObject({ received: 180, waiting: 0 }), patience);
    const { applied, duplicate, stale } = feed();
    expect(duplicate).toBe(120);
    expect(applied + stale).toBe(60);
    const { alerts } = await records();
    expect(alerts.size).toBeGreaterThanOrEqual(10);
  });

  it('is said to refuse us when it does, and to be away when it is', async () => {
    const made = await broker();
    made.aedes.authenticate = (_client, user, _password, done) =>
      done(user === 'right' ? null : Object.assign(new Error('no'), { returnCode: 4 }), user === 'right');
    const feeds = await makeFeeds(temporaryFolder());
    onTestFinished(() => feeds.close());
    const { sources, runner } = feeds.service;
    await sources.save(mqttSource(made.url), { user: 'wrong', password: 'x' });
    runner.start('broker');
    await vi.waitFor(
      () => expect(runner.feeds()[0]).toMatchObject({ state: 'interrupted', why: 'denied' }),
      patience,
    );
    await runner.stop('broker');
    await sources.save(mqttSource(made.url), { user: 'right' });
    runner.start('broker');
    await vi.waitFor(() => expect(runner.feeds()[0].state).toBe('running'), patience);
    await runner.stop('broker');
    await sources.save(mqttSource('mqtt://127.0.0.1:9'), {});
    runner.start('broker');
    await vi.waitFor(
      () => expect(runner.feeds()[0]).toMatchObject({ state: 'connecting', why: 'unreachable' }),
      patience,
    );
  });
});
