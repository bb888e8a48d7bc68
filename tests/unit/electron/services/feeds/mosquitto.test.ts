import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeFeeds, mqttSource, plain } from '../../../../support/feed-fixtures.ts';
import { smallDirectory } from '../../../../support/host-fixtures.ts';
import { hasMosquitto, madeMosquitto } from '../../../../support/mosquitto.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const patience = { timeout: 15_000, interval: 20 };
const KILLS = process.env['LINLI_LONG'] ? 20 : 3;
const PER_KILL = 100;
/** Acknowledged at least before the next kill. */
const LEAST = 20;

describe.skipIf(!hasMosquitto)('a broker of MQTT 5 (mosquitto)', { timeout: KILLS * 10_000 + 30_000 }, () => {
  it(`is killed and started again ${KILLS} times: what we acknowledged is there once, what it lost comes with the next sending`, async () => {
    const broker = await madeMosquitto(temporaryFolder());
    await broker.start();
    onTestFinished(() => broker.kill());
    const devices = KILLS * PER_KILL;
    const feeds = await makeFeeds(temporaryFolder(), { directory: smallDirectory(false, devices) });
    onTestFinished(() => feeds.close());
    const { sources, runner, inboxes } = feeds.service;
    const acknowledged: string[] = [];
    const receive = inboxes.receive.bind(inboxes);
    inboxes.receive = async (lane, message) => {
      await receive(lane, message);
      if (typeof message.said !== 'string') acknowledged.push(message.said.device);
    };
    await sources.save(mqttSource(broker.url), {});
    runner.start('broker');
    const feed = () => runner.feeds()[0];
    const publisher = mqtt.connect(broker.url, { reconnectPeriod: 50, protocolVersion: 5 });
    onTestFinished(() => publisher.endAsync(true));
    const texts = Array.from({ length: devices }, (_, n) => plain(n, 1, true));
    const send = (n: number) =>
      publisher.publishAsync(`linli/${n % 3 === 0 ? 'life' : 'bulk'}/smoke/D${n}`, texts[n], { qos: 1 });
    for (let round = 0; round < KILLS; round++) {
      await vi.waitFor(() => expect(feed().state).toBe('running'), patience);
      const sent = Array.from({ length: PER_KILL }, (_, i) => send(round * PER_KILL + i));
      const enough = acknowledged.length + LEAST;
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThanOrEqual(enough), patience);
      await broker.kill();
      await vi.waitFor(() => expect(feed().state).toBe('connecting'), patience);
      await broker.start();
      await Promise.all(sent);
    }
    await vi.waitFor(() => expect(feed()).toMatchObject({ state: 'running', waiting: 0 }), patience);
    const ours = [...acknowledged];
    await inboxes.intake.settle();
    const before = (await feeds.records()).alerts;
    for (const device of ours) expect(feeds.book.get(device, 'smoke')).toMatchObject({ active: true });
    expect([...before.values()].filter((count) => count !== 1)).toEqual([]);
    // A broker that is killed may lose what it had taken: a source that sends its state again closes the gap.
    await Promise.all(texts.map((_, n) => send(n)));
    await vi.waitFor(() => expect(feed()).toMatchObject({ applied: devices, waiting: 0 }), patience);
    const { received, applied, duplicate, stale, quarantined } = feed();
    expect(received).toBe(applied + duplicate + stale + quarantined);
    const { alerts } = await feeds.records();
    expect(alerts.size).toBe(devices);
    expect([...alerts.values()].filter((count) => count !== 1)).toEqual([]);
  });

  it('keeps what comes while we are away', async () => {
    const broker = await madeMosquitto(temporaryFolder());
    await broker.start();
    onTestFinished(() => broker.kill());
    const feeds = await makeFeeds(temporaryFolder());
    onTestFinished(() => feeds.close());
    const { sources, runner } = feeds.service;
    await sources.save(mqttSource(broker.url), {});
    runner.start('broker');
    await vi.waitFor(() => expect(runner.feeds()[0].state).toBe('running'), patience);
    await runner.stop('broker');
    const publisher = await mqtt.connectAsync(broker.url);
    await publisher.publishAsync('linli/life/smoke/D1', plain(1, 1, true), { qos: 1 });
    await publisher.endAsync();
    runner.start('broker');
    await vi.waitFor(() => expect(feeds.book.get('D1', 'smoke')?.active).toBe(true), patience);
  });

  it('is trusted by the certificate of its authority, and not when that has expired', async () => {
    const folder = temporaryFolder();
    certified(folder, 'good', new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000));
    certified(folder, 'old', new Date('2020-01-01'), new Date('2020-01-02'));
    const tryWith = async (name: string, ca: string) => {
      const at = (end: string) => join(folder, `${name}.${end}`);
      const broker = await madeMosquitto(folder, [`certfile ${at('crt')}`, `keyfile ${at('key')}`]);
      await broker.start();
      onTestFinished(() => broker.kill());
      const feeds = await makeFeeds(temporaryFolder());
      onTestFinished(() => feeds.close());
      const { sources, runner } = feeds.service;
      await sources.save(mqttSource(broker.url.replace('mqtt:', 'mqtts:')), { ca });
      runner.start('broker');
      return () => runner.feeds()[0];
    };
    const pem = (name: string) => readFileSync(join(folder, `${name}.crt`), 'utf8');
    const good = await tryWith('good', pem('good'));
    await vi.waitFor(() => expect(good().state).toBe('running'), patience);
    const expired = await tryWith('old', pem('old'));
    const refused = { state: 'interrupted', why: 'certificate' };
    await vi.waitFor(() => expect(expired()).toMatchObject(refused), patience);
    const unknown = await tryWith('good', pem('old'));
    await vi.waitFor(() => expect(unknown()).toMatchObject(refused), patience);
  });
});

/** A certificate for 127.0.0.1, signed by itself: <name>.crt and <name>.key. */
function certified(folder: string, name: string, from: Date, to: Date): void {
  const at = (end: string) => join(folder, `${name}.${end}`);
  const day = (date: Date) => date.toISOString().replace(/[-:T]|\.\d+/g, '');
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore', cwd: folder });
  writeFileSync(at('index'), '');
  writeFileSync(at('serial'), '01');
  const ca = `database=${name}.index\nserial=${name}.serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\nx509_extensions=e`;
  const rest = `[p]\ncommonName=supplied\n[e]\nsubjectAltName=IP:127.0.0.1\nbasicConstraints=CA:TRUE`;
  writeFileSync(at('cnf'), `[ca]\ndefault_ca=d\n[d]\n${ca}\n${rest}\n[req]\ndistinguished_name=n\n[n]\n`);
  const made = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    at('key'),
    '-out',
    at('csr'),
  ];
  openssl('req', '-new', '-config', at('cnf'), '-subj', '/CN=127.0.0.1', ...made);
  const signed = ['-batch', '-notext', '-selfsign', '-config', at('cnf'), '-keyfile', at('key')];
  openssl('ca', ...signed, '-in', at('csr'), '-out', at('crt'), '-startdate', day(from), '-enddate', day(to));
}
