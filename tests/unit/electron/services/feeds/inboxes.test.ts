import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realRoomDisk } from '../../../../../electron/services/feeds/disk-room.ts';
import { fastPassphrases } from '../../../../support/fast-passphrases.ts';
import { type MadeFeeds, makeFeeds, mqttSource, plain } from '../../../../support/feed-fixtures.ts';
import { fullDisk } from '../../../../support/full-disk.ts';
import { HandClock, smallDirectory } from '../../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

const broker = mqttSource('mqtt://127.0.0.1:9', { enabled: false });
const MB = 1024 * 1024;

/** Hands messages in as a feed does. */
function hand({ service }: MadeFeeds, lane: 'life' | 'bulk', payload: string | Uint8Array, source = broker) {
  return service.runner.receive(source, lane, { topic: 't', payload: Buffer.from(payload) });
}

async function begin(folder: string, options: Parameters<typeof makeFeeds>[1] = {}) {
  const feeds = await makeFeeds(folder, options);
  if (feeds.service.sources.list().length === 0) await feeds.service.sources.save(broker, {});
  const tally = () => feeds.service.inboxes.intake.tally('broker');
  const settle = () => feeds.service.inboxes.intake.settle();
  return { ...feeds, tally, settle };
}

describe('messages of devices', { timeout: 30_000 }, () => {
  it('raise one alert each, however close together two of the same alarm come', async () => {
    const pairs = process.env['LINLI_LONG'] ? 20_000 : 4000;
    const feeds = await begin(temporaryFolder(), { directory: smallDirectory(false, pairs) });
    const other = { ...broker, id: 'other' };
    const both = Array.from({ length: pairs }, (_, i) => [
      hand(feeds, 'bulk', plain(i, 1, true)),
      hand(feeds, 'bulk', plain(i, 1, true), other),
    ]);
    await Promise.all(both.flat());
    await feeds.settle();
    const alerts = feeds.book.alerts();
    expect(alerts).toHaveLength(pairs);
    expect(alerts.filter(({ active, repeats }) => !active || repeats !== 1)).toEqual([]);
    expect((await feeds.records()).alerts.size).toBe(pairs);
    await feeds.close();
  });

  it('stay where they cannot be used, each with its reason, and the lane goes on', async () => {
    const feeds = await begin(temporaryFolder());
    const poison: [string | Uint8Array, string][] = [
      [Uint8Array.of(0xff, 0xfe), 'not-utf8'],
      ['x'.repeat(10 * MB), 'too-large'],
      ['['.repeat(50_000), 'too-deep'],
      ['{"device":"D1","value":NaN}', 'not-json'],
      ['{"device":"D1","__proto__":{}}', 'unsafe-name'],
      [plain(99, 1, true), 'unknown-device'],
      [plain(1, 1, true, { kind: 'toaster' }), 'bad-kind'],
    ];
    for (const [payload] of poison) await hand(feeds, 'bulk', payload);
    await hand(feeds, 'bulk', plain(2, 1, true));
    await feeds.settle();
    expect(feeds.tally()).toEqual({ applied: 1, duplicate: 0, stale: 0, quarantined: poison.length });
    expect(feeds.book.get('D2', 'smoke')?.active).toBe(true);
    const kept = feeds.service.inboxes.quarantine.list('broker');
    expect(kept.map(({ reason }) => reason).reverse()).toEqual(poison.map(([, reason]) => reason));
    expect(kept.map(({ bytes }) => bytes).reverse()[1]).toBe(10 * MB);
    await feeds.close();
  });

  it('are in the quarantine and in the numbers again after a restart, once', async () => {
    const folder = temporaryFolder();
    const first = await begin(folder);
    await hand(first, 'life', plain(1, 1, true));
    await hand(first, 'bulk', plain(99, 1, false));
    await hand(first, 'bulk', plain(2, 1, false));
    await first.settle();
    const before = first.tally();
    await first.close();
    const second = await begin(folder);
    await hand(second, 'life', plain(1, 1, true));
    await second.settle();
    expect(second.tally()).toEqual({ ...before, duplicate: 1 });
    expect(second.service.inboxes.quarantine.list(null)).toHaveLength(1);
    expect((await second.records()).alerts.size).toBe(1);
    await second.close();
  });

  it('are not lost while the journal refuses them, and not applied twice after', async () => {
    const clock = new HandClock();
    const folder = temporaryFolder();
    const feeds = await begin(folder, { clock });
    const apply = feeds.book.apply.bind(feeds.book);
    let refused = 0;
    feeds.book.apply = async (...args) => {
      if (refused++ < 2) throw new Error('refused');
      return apply(...args);
    };
    await hand(feeds, 'life', plain(1, 1, true, { at: clock.now() }));
    await feeds.settle();
    expect(feeds.book.alerts()).toEqual([]);
    for (let i = 0; i < 4; i++) {
      clock.advance(250);
      await feeds.settle();
    }
    expect(feeds.book.alerts()).toMatchObject([{ active: true, repeats: 0 }]);
    expect(feeds.tally().applied).toBe(1);
    await feeds.close();
  });

  it('of LIFE are written to a full disk by giving up the reserve; those of BULK wait', async () => {
    const { disk, state } = fullDisk();
    let free = 1000 * MB;
    const folder = temporaryFolder();
    const roomDisk = {
      ...realRoomDisk,
      free: async () => free,
      reserve: async (path: string) => realRoomDisk.reserve(path, MB),
      release: async (path: string) => {
        state.failing = Number.POSITIVE_INFINITY;
        return realRoomDisk.release(path);
      },
    };
    const clock = new HandClock();
    const feeds = await begin(folder, { clock, disks: { journalDisk: disk, roomDisk } });
    const said = (n: number) => plain(n, 1, true, { at: clock.now() });
    await hand(feeds, 'life', said(1));
    state.failing = state.calls;
    free = 0;
    await hand(feeds, 'life', said(2));
    expect(feeds.service.inboxes.room).toMatchObject({ spent: true, low: true });
    await expect(hand(feeds, 'bulk', said(3))).rejects.toMatchObject({ code: 'disk-full', detail: 'low' });
    feeds.service.runner.start('broker');
    expect(feeds.service.runner.feeds()[0].why).toBe('disk-full');
    await feeds.settle();
    expect(feeds.book.alerts()).toHaveLength(2);
    free = 1000 * MB;
    await feeds.service.inboxes.room.look();
    await hand(feeds, 'bulk', said(3));
    await feeds.settle();
    expect(feeds.book.alerts()).toHaveLength(3);
    expect(readdirSync(join(folder, 'inbox'))).toContain('reserve');
    await feeds.close();
  });

  it('go by our clock when it steps', async () => {
    const clock = new HandClock();
    const feeds = await begin(temporaryFolder(), { clock });
    await hand(feeds, 'life', plain(1, 1, true, { at: clock.now() }));
    clock.advance(3_600_000);
    await hand(feeds, 'life', plain(2, 1, true, { at: clock.now() - 3_600_000 }));
    await hand(feeds, 'life', plain(3, 1, true, { at: clock.now() + 10 * 365 * 86_400_000 }));
    await hand(feeds, 'bulk', plain(4, 1, true, { at: clock.now() - 25 * 3_600_000 }));
    await feeds.settle();
    const raised = (n: number) => feeds.book.get(`D${n}`, 'smoke')?.raisedAt;
    expect([raised(2), raised(3), raised(4)]).toEqual([clock.now(), clock.now(), undefined]);
    expect(feeds.tally()).toMatchObject({ applied: 3, stale: 1 });
    await feeds.close();
  });

  it('begin anew behind a damaged lane, which is kept as it is', async () => {
    const folder = temporaryFolder();
    const first = await begin(folder);
    for (let i = 0; i < 5; i++) await hand(first, 'life', plain(i, 1, true));
    await first.close();
    const life = join(folder, 'inbox', 'life');
    const [name] = readdirSync(life);
    const bytes = readFileSync(join(life, name));
    bytes[20] ^= 0xff;
    writeFileSync(join(life, name), bytes);
    const second = await begin(folder);
    await hand(second, 'life', plain(9, 1, true));
    await second.settle();
    expect(second.book.alerts()).toHaveLength(6);
    expect(second.tally().applied).toBe(6);
    expect(
      readdirSync(join(folder, 'inbox')).filter((each) => each.startsWith('life.damaged-')),
    ).toHaveLength(1);
    await second.close();
  });

  it('stand in plain only while there is no vault', async () => {
    const folder = temporaryFolder();
    const feeds = await begin(folder);
    const secret = 'DIANHUA-13900001111';
    const everything = () => {
      const found: string[] = [];
      const walk = (at: string) => {
        for (const entry of readdirSync(at, { withFileTypes: true })) {
          if (entry.isDirectory()) walk(join(at, entry.name));
          else found.push(readFileSync(join(at, entry.name), 'latin1'));
        }
      };
      walk(join(folder, 'inbox'));
      const text = found.join('\n');
      // Raw messages are written as base64: look at what it says.
      return (
        text +
        [...text.matchAll(/[A-Za-z0-9_-]{40,}/g)]
          .map(([word]) => Buffer.from(word, 'base64url').toString('latin1'))
          .join('')
      );
    };
    await feeds.service.sources.save({ ...broker, name: '有口令' }, { password: 'WORD-OF-THE-BROKER' });
    await hand(feeds, 'bulk', plain(99, 1, true, { note: secret }));
    await feeds.settle();
    expect(everything()).toContain(secret);
    await feeds.vault.create('five hundred green bicycles', false, async () => {});
    await feeds.service.sources.seal();
    await feeds.service.inboxes.seal();
    expect(everything()).not.toContain(secret);
    await hand(feeds, 'bulk', plain(98, 1, true, { note: secret }));
    await hand(feeds, 'life', plain(1, 1, true, { note: secret }));
    await feeds.settle();
    await feeds.service.inboxes.intake.checkpoint();
    expect(everything()).not.toContain(secret);
    expect(readFileSync(join(folder, 'feeds.json'), 'utf8')).not.toContain('WORD-OF-THE-BROKER');
    feeds.vault.lock();
    await hand(feeds, 'life', plain(2, 1, true, { note: secret }));
    await feeds.settle();
    expect(feeds.book.alerts()).toHaveLength(2);
    await feeds.close();
    const again = await begin(folder);
    expect(again.service.sources.secretsOf('broker').password).toBe('WORD-OF-THE-BROKER');
    expect(again.service.inboxes.quarantine.list(null)).toHaveLength(2);
    await again.close();
  });
});
