import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AlertBook } from '../../../../electron/services/alert-book.ts';
import { createHostEvents } from '../../../../electron/services/events.ts';
import { type Journal, openJournal } from '../../../../electron/services/journal.ts';
import { LiveAlerts } from '../../../../electron/services/live-alerts.ts';
import type { Alert } from '../../../../shared/cases/alert.ts';
import { HostError } from '../../../../shared/host/host-error.ts';
import { HandClock, smallDirectory } from '../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function start(folder: string, clock: HandClock, wrap: (journal: Journal) => Journal = (each) => each) {
  const events = createHostEvents();
  const book = new AlertBook();
  const journal = await openJournal({
    folder: join(folder, 'journal'),
    now: clock.now,
    onReplay: (record) => book.replay(record),
  });
  const trouble: unknown[] = [];
  const feedsSent: number[] = [];
  events.subscribe((event) => {
    if (event === 'feeds.changed') feedsSent.push(clock.now());
  });
  const live = await LiveAlerts.open({
    folder,
    journal: wrap(journal),
    book,
    events,
    clock,
    onTrouble: (error) => trouble.push(error),
  });
  const run = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      clock.advance(1000);
      await live.step();
    }
  };
  const stop = async () => {
    await live.close();
    await journal.close();
  };
  return { live, book, journal, run, stop, trouble, feedsSent };
}

const byId = (alerts: Alert[]) => alerts.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('live alerts', { timeout: 30_000 }, () => {
  it('run with no page open once the directory is known, and survive a restart', async () => {
    const folder = temporaryFolder();
    const clock = new HandClock();
    const first = await start(folder, clock);
    await first.run(30);
    expect(first.journal.last).toBe(0);
    await first.live.setDirectory(smallDirectory(true, 40));
    await first.run(120);
    const before = first.book.alerts();
    expect(before.length).toBeGreaterThan(0);
    expect(before.every((alert) => alert.demo)).toBe(true);
    await first.stop();
    expect(clock.running).toBe(0);

    const second = await start(folder, clock);
    expect(byId(second.book.alerts())).toEqual(byId(before));
    await second.run(200);
    const left = second.book.alerts().filter((alert) => before.some((old) => old.id === alert.id));
    expect(left.filter((alert) => alert.active && alert.repeats === 0)).toEqual([]);
    await second.stop();
  });

  it('say nothing for a directory of real devices', async () => {
    const clock = new HandClock();
    const { live, run, journal, stop } = await start(temporaryFolder(), clock);
    await live.setDirectory(smallDirectory(false, 40));
    await run(300);
    expect(journal.last).toBe(0);
    expect(live.feeds()).toEqual([]);
    await stop();
  });

  it('have at most one live alert per device and kind, and every record in order', async () => {
    const clock = new HandClock();
    const { live, run, journal, book, stop } = await start(temporaryFolder(), clock);
    await live.setDirectory(smallDirectory(true, 6));
    await live.setSimulator(true, 'chatter');
    await run(120);
    const keys = book.alerts().map((alert) => `${alert.device} ${alert.kind}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(Math.max(...book.alerts().map((alert) => alert.repeats))).toBeGreaterThan(5);
    const replay = new AlertBook();
    for (const record of await journal.read(0, 100_000)) replay.replay(record);
    expect(byId(replay.alerts())).toEqual(byId(book.alerts()));
    await stop();
  });

  it('wait while the disk is full and lose none of the alarms', async () => {
    const clock = new HandClock();
    const state = { full: false };
    const wrap = (journal: Journal): Journal => ({
      ...journal,
      get last() {
        return journal.last;
      },
      append: (bodies) => (state.full ? Promise.reject(new HostError('disk-full')) : journal.append(bodies)),
    });
    const full = await start(temporaryFolder(), clock, wrap);
    await full.live.setDirectory(smallDirectory(true, 40));
    await full.live.setSimulator(true, 'power-cut');
    state.full = true;
    await full.run(20);
    expect(full.book.alerts()).toEqual([]);
    expect(full.trouble.length).toBeGreaterThan(0);
    state.full = false;
    await full.run(1);
    expect(full.book.alerts().length).toBeGreaterThan(5);
    expect(full.journal.last).toBe(full.book.alerts().length);
    await full.stop();
  });

  it('end with the made-up devices that raised them', async () => {
    const clock = new HandClock();
    const { live, run, book, stop } = await start(temporaryFolder(), clock);
    await live.setDirectory(smallDirectory(true, 40, 'g1'));
    await live.setSimulator(true, 'power-cut');
    await run(20);
    await live.setDirectory(smallDirectory(true, 3, 'g2'));
    expect(book.alerts().every((alert) => ['D0', 'D1', 'D2'].includes(alert.device))).toBe(true);
    await live.setDirectory(smallDirectory(false, 3, 'g3'));
    expect(book.alerts()).toEqual([]);
    expect(clock.running).toBe(0);
    await stop();
  });

  it('end when another made-up community uses the same ids elsewhere', async () => {
    const { live, run, book, stop } = await start(temporaryFolder(), new HandClock());
    await live.setDirectory(smallDirectory(true, 40, 'g1'));
    await live.setSimulator(true, 'power-cut');
    await run(20);
    const before = book.alerts().length;
    expect(before).toBeGreaterThan(0);
    await live.setDirectory(smallDirectory(true, 40, 'g2'));
    expect(book.alerts()).toHaveLength(before);
    const elsewhere = smallDirectory(true, 40, 'g3');
    const moved = elsewhere.devices.map((device) => ({ ...device, lat: device.lat + 1 }));
    await live.setDirectory({ ...elsewhere, devices: moved });
    expect(book.alerts()).toEqual([]);
    await stop();
  });

  it('show the feed as heard, at most once a second, and silent when it is dead', async () => {
    const clock = new HandClock();
    const { live, run, feedsSent, stop } = await start(temporaryFolder(), clock);
    await live.setDirectory(smallDirectory(true, 40));
    await run(30);
    expect(clock.now() - live.feeds()[0].lastHeard).toBeLessThan(10_000);
    expect(live.feeds()[0]).toMatchObject({ id: 'simulator', running: true, demo: true });
    for (let i = 2; i < feedsSent.length; i++)
      expect(feedsSent[i] - feedsSent[i - 1]).toBeGreaterThanOrEqual(1000);
    expect(feedsSent.length).toBeGreaterThan(5);
    await live.setSimulator(true, 'dead-feed');
    await run(90);
    expect(clock.now() - live.feeds()[0].lastHeard).toBeGreaterThan(30_000);
    await live.setSimulator(false, 'quiet-day');
    expect(live.feeds()[0].running).toBe(false);
    expect(clock.running).toBe(0);
    await stop();
  });
});
