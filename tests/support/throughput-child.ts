/**
 * How many messages a second: `measure COUNT` starts a broker, then a bare subscriber and the feeds of a host one after the other on it, each in a
 * process of its own with the same publisher, and prints one line of JSON. 98 of 100 messages are readings, two are alarms of a device each.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import mqtt from 'mqtt';
import { makeFeeds, mqttSource, plain } from './feed-fixtures.ts';
import { smallDirectory } from './host-fixtures.ts';
import { madeBroker } from './made-broker.ts';
import { hasMosquitto, madeMosquitto } from './mosquitto.ts';

const DEVICES = 2000;
const ALARM_EVERY = 50;
const UNDER_WAY = 1000;

const [mode, first, second] = process.argv.slice(2);
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

switch (mode) {
  case 'measure':
    await measure(Number(first));
    break;
  case 'publish':
    await publish(first, Number(second));
    break;
  case 'bare':
    await subscribeBare(first, Number(second));
    break;
  case 'feeds':
    await runFeeds(first, Number(second));
    break;
}
process.exit(0);

async function measure(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-throughput-'));
  const broker = hasMosquitto
    ? await madeMosquitto(folder, [], false)
    : { ...(await madeBroker()), start: async () => {} };
  await broker.start();
  try {
    const bare = await against('bare', broker.url, count);
    const feeds = await against('feeds', broker.url, count);
    say({ broker: hasMosquitto ? 'mosquitto' : 'aedes', bare, feeds });
  } finally {
    if ('kill' in broker) await broker.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the taker says when it has it all. */
async function against(taker: string, url: string, count: number): Promise<unknown> {
  const start = (...args: string[]) =>
    spawn(process.execPath, [process.argv[1], ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const taking = start(taker, url, String(count));
  const lines = createInterface({ input: taking.stdout });
  await once(lines, 'line');
  const publishing = start('publish', url, String(count));
  const [said] = await once(lines, 'line');
  publishing.kill();
  return JSON.parse(said);
}

async function publish(url: string, count: number): Promise<void> {
  const client = await mqtt.connectAsync(url);
  const texts = Array.from({ length: count }, (_, i) => {
    const alarm = i % ALARM_EVERY === 0;
    return { alarm, text: plain(i % DEVICES, 1 + Math.floor(i / DEVICES), alarm) };
  });
  let next = 0;
  await new Promise<void>((done) => {
    let under = 0;
    const more = () => {
      while (under < UNDER_WAY && next < count) {
        const { alarm, text } = texts[next++];
        under++;
        client.publish(`linli/${alarm ? 'life' : 'bulk'}/smoke/x`, text, { qos: 1 }, () => {
          under--;
          if (next >= count && under === 0) done();
          else more();
        });
      }
    };
    more();
  });
  await client.endAsync();
}

async function subscribeBare(url: string, count: number): Promise<void> {
  const client = await mqtt.connectAsync(url, { protocolVersion: 4 });
  await client.subscribeAsync('linli/#', { qos: 1 });
  say('ready');
  await new Promise<void>((done) => {
    let taken = 0;
    let began = 0;
    client.on('message', () => {
      if (taken++ === 0) began = performance.now();
      if (taken < count) return;
      say({ perSecond: count / ((performance.now() - began) / 1000) });
      done();
    });
  });
  await client.endAsync(true);
}

async function runFeeds(url: string, count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-throughput-'));
  const feeds = await makeFeeds(folder, { directory: smallDirectory(false, DEVICES) });
  const { sources, runner, inboxes } = feeds.service;
  await sources.save(mqttSource(url), {});
  let began = 0;
  const receive = inboxes.receive.bind(inboxes);
  inboxes.receive = (lane, message) => {
    began ||= performance.now();
    return receive(lane, message);
  };
  runner.start('broker');
  await new Promise<void>((done) => {
    let ready = false;
    const timer = setInterval(() => {
      const feed = runner.feeds()[0];
      if (!ready && feed.state === 'running') {
        ready = true;
        say('ready');
      }
      if (feed.received - feed.waiting < count) return;
      const perSecond = count / ((performance.now() - began) / 1000);
      clearInterval(timer);
      const { applied, duplicate, stale, quarantined } = feed;
      say({ perSecond, applied, duplicate, stale, quarantined, alerts: feeds.book.alerts().length });
      done();
    }, 10);
  });
  await feeds.close();
  rmSync(folder, { recursive: true, force: true });
}
