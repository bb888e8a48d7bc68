import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { PLAIN_MAPPING } from '../../../../../shared/feeds/mapping.ts';
import { NO_SECRETS, type Source } from '../../../../../shared/feeds/source.ts';
import { makeFeeds, plain } from '../../../../support/feed-fixtures.ts';
import { HandClock } from '../../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const patience = { timeout: 8000, interval: 10 };
const common = { id: 's', name: 's', enabled: true, drill: false, mapping: PLAIN_MAPPING };
const TOKEN = 'a-long-token-of-letters';

async function begin(source: Source, clock?: HandClock) {
  const feeds = await makeFeeds(temporaryFolder(), { clock, policy: () => true });
  onTestFinished(() => feeds.close());
  await feeds.service.sources.save(source, { ...NO_SECRETS, token: TOKEN });
  feeds.service.runner.start('s');
  return { ...feeds, feed: () => feeds.service.runner.feeds()[0] };
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return address && typeof address === 'object' ? address.port : 0;
}

describe('a webhook', { timeout: 20_000 }, () => {
  it('takes one message or a list from whoever has the token, and nothing from anybody else', async () => {
    const port = await freePort();
    const { book, feed, service } = await begin({ ...common, type: 'webhook', port });
    await vi.waitFor(() => expect(feed().state).toBe('running'), patience);
    const post = async (body: string, authorization = `Bearer ${TOKEN}`, method = 'POST') => {
      const url = `http://127.0.0.1:${port}/in`;
      const init =
        method === 'POST' ? { method, body, headers: { authorization } } : { headers: { authorization } };
      return (await fetch(url, init)).status;
    };
    expect(await post(plain(1, 1, true), 'Bearer wrong')).toBe(401);
    expect(await post('', undefined, 'GET')).toBe(405);
    expect(await post(plain(1, 1, true))).toBe(202);
    expect(await post(`[${plain(2, 1, true)},${plain(3, 1, true)},${plain(3, 1, true)}]`)).toBe(202);
    expect(await post('no json')).toBe(202);
    expect(await post('x'.repeat(5 * 1024 * 1024)).catch(() => 413)).toBe(413);
    await service.inboxes.intake.settle();
    expect(book.alerts()).toHaveLength(3);
    expect(feed()).toMatchObject({ received: 5, applied: 3, duplicate: 1, quarantined: 1 });
  });
});

describe('a polled list', { timeout: 20_000 }, () => {
  it('is asked on from where it was, and not read again while nothing changed', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers['if-none-match'] ?? ''} ${request.headers.authorization}`);
      const after = Number(new URL(request.url ?? '', 'http://a').searchParams.get('after') ?? 0);
      if (request.headers['if-none-match'] === `"${after}"`) return void response.writeHead(304).end();
      const items = [0, 1, 2]
        .filter((i) => i + 1 > after)
        .map((i) => JSON.parse(plain(i, 1, true, { at: 0 })));
      const body = { data: { list: items.map((item) => ({ ...item, at: Date.now() })), next: 3 } };
      response.writeHead(200, { etag: '"3"' }).end(JSON.stringify(body));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const clock = new HandClock(Date.now());
    const source = {
      url: `http://127.0.0.1:${port}/orders`,
      every: 30,
      items: 'data.list',
      cursor: 'data.next',
    };
    const { book, feed } = await begin({ ...common, type: 'poll', ...source, parameter: 'after' }, clock);
    await vi.waitFor(() => expect(book.alerts()).toHaveLength(3), patience);
    await vi.waitFor(() => expect(asked).toHaveLength(2), patience);
    await vi.waitFor(() => {
      clock.advance(30_000);
      expect(asked.length).toBeGreaterThan(2);
    }, patience);
    expect(asked.slice(0, 3)).toEqual([
      `/orders  Bearer ${TOKEN}`,
      `/orders?after=3 "3" Bearer ${TOKEN}`,
      `/orders?after=3 "3" Bearer ${TOKEN}`,
    ]);
    expect(feed()).toMatchObject({ state: 'running', applied: 3, duplicate: 0 });
  });

  it('is never asked for at an address of the inner network', async () => {
    const source = { url: 'http://10.0.0.1/', every: 30, items: '', cursor: '', parameter: '' };
    const feeds = await makeFeeds(temporaryFolder());
    onTestFinished(() => feeds.close());
    await feeds.service.sources.save({ ...common, type: 'poll', ...source }, {});
    feeds.service.runner.start('s');
    await vi.waitFor(
      () => expect(feeds.service.runner.feeds()[0]).toMatchObject({ state: 'interrupted', why: 'private' }),
      patience,
    );
  });
});

describe('a drop folder', { timeout: 20_000 }, () => {
  it('takes rows of CSV and NDJSON once, and moves the file away', async () => {
    const folder = join(temporaryFolder(), 'drop');
    mkdirSync(folder);
    const clock = new HandClock(Date.now());
    const { book, feed } = await begin({ ...common, type: 'file', folder }, clock);
    const csv = 'device,kind,value,alarm\nD1,smoke,0.5,1\nD2,smoke,0.1,0\nD99,smoke,1,1\n';
    const done = () => (existsSync(join(folder, 'done')) ? readdirSync(join(folder, 'done')) : []);
    const look = (files: number) =>
      vi.waitFor(() => {
        clock.advance(2000);
        expect(done()).toHaveLength(files);
      }, patience);
    writeFileSync(join(folder, 'a.csv'), csv);
    writeFileSync(join(folder, 'b.ndjson'), `${plain(3, 1, true)}\n\nnot json\n`);
    await look(2);
    writeFileSync(join(folder, 'again.csv'), csv);
    await look(3);
    await vi.waitFor(() => expect(feed()).toMatchObject({ received: 8, waiting: 0 }), patience);
    // A reading without a number is known by its content; a device that is unknown stays so.
    expect(feed()).toMatchObject({ applied: 3, duplicate: 2, quarantined: 3 });
    expect(
      book
        .alerts()
        .map(({ device }) => device)
        .sort(),
    ).toEqual(['D1', 'D3']);
    expect(readdirSync(folder)).toEqual(['done']);
  });

  it('that is not there is said to be missing', async () => {
    const { feed } = await begin({ ...common, type: 'file', folder: join(temporaryFolder(), 'none') });
    await vi.waitFor(
      () => expect(feed()).toMatchObject({ state: 'interrupted', why: 'not-found' }),
      patience,
    );
  });
});

describe('a replay', { timeout: 20_000 }, () => {
  it('plays what happened at the pace asked for, as a drill of today', async () => {
    const file = join(temporaryFolder(), 'evening.ndjson');
    const past = 1_600_000_000_000;
    const rows = [0, 60_000, 120_000].map((after, i) => plain(i, 1, true, { at: past + after }));
    writeFileSync(file, rows.join('\n'));
    const clock = new HandClock(Date.now());
    const { book, feed, service } = await begin(
      { ...common, type: 'replay', file, speed: 60, drill: true },
      clock,
    );
    const began = clock.now();
    await vi.waitFor(() => {
      clock.advance(100);
      expect(feed().state).toBe('ended');
    }, patience);
    await service.inboxes.intake.settle();
    const alerts = book.alerts().sort((a, b) => a.raisedAt - b.raisedAt);
    expect(alerts.map(({ device }) => device)).toEqual(['D0', 'D1', 'D2']);
    // A minute apart then, a second apart now.
    for (const [i, { raisedAt }] of alerts.entries())
      expect(raisedAt - began).toBeGreaterThanOrEqual(i * 1000);
    expect(alerts.every(({ demo }) => demo)).toBe(true);
    expect(feed()).toMatchObject({ demo: true, applied: 3 });
  });
});
