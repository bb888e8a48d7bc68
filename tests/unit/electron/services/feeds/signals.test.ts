/** Values of devices through the whole intake: rules, silence, and a host that is killed in between. */
import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KeptReading } from '../../../../../electron/services/readings/reading-store.ts';
import { DEFAULT_SIGNAL_RULES } from '../../../../../shared/cases/default-signals.ts';
import type { SignalRules } from '../../../../../shared/cases/signal-rules.ts';
import { type MadeFeeds, makeFeeds, mqttSource, plain } from '../../../../support/feed-fixtures.ts';
import { HandClock } from '../../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const broker = mqttSource('mqtt://127.0.0.1:9', { enabled: false });
const SECOND = 1_000;

/** A host that can be killed: what is on its disk goes on in another folder. */
class Host {
  private folder = temporaryFolder();
  private clock = new HandClock();
  private feeds: MadeFeeds | null = null;
  private seq = 0;

  async open(): Promise<MadeFeeds> {
    this.feeds ??= await makeFeeds(this.folder, { clock: this.clock });
    return this.feeds;
  }

  async say(device: number, more: Record<string, unknown>): Promise<void> {
    const { service } = await this.open();
    const payload = plain(device, ++this.seq, false, { at: undefined, kind: 'gasLeak', ...more });
    await service.runner.receive(broker, 'bulk', { topic: 't', payload: Buffer.from(payload) });
    await service.inboxes.intake.settle();
  }

  async pass(seconds: number): Promise<void> {
    const { service } = await this.open();
    // As the clock of a host goes: what is due is written before the next second.
    for (let i = 0; i < seconds; i++) {
      this.clock.advance(SECOND);
      await service.inboxes.intake.settle();
    }
  }

  async skip(seconds: number): Promise<void> {
    const { service } = await this.open();
    this.clock.advance(seconds * SECOND);
    await service.inboxes.intake.settle();
    // The turn that was under way began with the first tick.
    await service.inboxes.intake.settle();
  }

  async checkpoint(): Promise<void> {
    await (await this.open()).service.inboxes.intake.checkpoint();
  }

  async kill(): Promise<void> {
    const dying = await this.open();
    const next = join(temporaryFolder(), 'profile');
    // A lock names its process, which is the same one here.
    cpSync(this.folder, next, { recursive: true, filter: (path) => !basename(path).includes('lock') });
    this.clock = new HandClock(this.clock.now());
    await dying.close();
    this.folder = next;
    this.feeds = null;
  }
}

it('a value over its limit is an alert after its delay, and a silent device is one of its own', async () => {
  const host = new Host();
  const { book, close } = await host.open();
  await host.say(1, { alarm: undefined, value: 12 });
  expect(book.alerts()).toEqual([]);
  await host.pass(6);
  expect(book.get('D1', 'gasLeak')).toMatchObject({ active: true, level: 1, value: 12, repeats: 0 });
  // With its own bit in the message the device is believed.
  await host.say(2, { alarm: false, value: 40 });
  await host.pass(6);
  expect(book.get('D2', 'gasLeak')).toBeUndefined();
  await host.skip(7200);
  const silent = book.alerts().filter(({ condition }) => condition === 'silent');
  expect(silent.map(({ device, level, active }) => ({ device, level, active }))).toEqual([
    { device: 'D1', level: 3, active: true },
    { device: 'D2', level: 3, active: true },
  ]);
  await host.say(2, { alarm: false });
  expect(book.alerts().find(({ id }) => id === silent[1].id)?.active).toBe(false);
  expect(book.get('D1', 'gasLeak')?.active).toBe(true);
  await close();
});

it('goes by the rules and levels of the site from the moment they are other, and hands on what was said', async () => {
  const clock = new HandClock();
  const rules: SignalRules = structuredClone(DEFAULT_SIGNAL_RULES);
  const heard: KeptReading[] = [];
  const { service, book, close } = await makeFeeds(temporaryFolder(), {
    ...{ clock, ruleOf: (kind) => rules[kind], heard: (reading) => heard.push(reading) },
  });
  let seq = 0;
  const say = async (more: Record<string, unknown>) => {
    const payload = plain(1, ++seq, false, { at: undefined, kind: 'gasLeak', ...more });
    await service.runner.receive(broker, 'bulk', { topic: 't', payload: Buffer.from(payload) });
    await service.inboxes.intake.settle();
  };
  await say({ alarm: undefined, value: 6 });
  clock.advance(30 * SECOND);
  await service.inboxes.intake.settle();
  expect(book.alerts()).toEqual([]);
  rules.gasLeak = { ...rules.gasLeak, high: 5, onDelay: 0, heartbeat: 60 };
  service.rulesChanged();
  book.goBy(() => 2);
  await say({ alarm: undefined, value: 6 });
  expect(book.alerts()).toMatchObject([{ device: 'D1', kind: 'gasLeak', level: 2, value: 6 }]);
  // The silence that was due in two hours is due in two minutes.
  clock.advance(121 * SECOND);
  await service.inboxes.intake.settle();
  await service.inboxes.intake.settle();
  expect(book.alerts().map(({ level, condition }) => [level, condition])).toEqual([
    [2, undefined],
    [4, 'silent'],
  ]);
  expect(heard.map(({ device, value, measured }) => [device, value, measured])).toEqual([
    ['D1', 6, true],
    ['D1', 6, true],
  ]);
  await close();
});

type Act = { value: number } | { bit: boolean } | { pass: number } | 'kill' | 'checkpoint';
const acts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ value: fc.constantFrom(1, 9.5, 12) }) },
    { weight: 1, arbitrary: fc.record({ bit: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ pass: fc.constantFrom(1, 4, 6, 62) }) },
    { weight: 3, arbitrary: fc.constant<Act>('kill') },
    { weight: 1, arbitrary: fc.constant<Act>('checkpoint') },
  ),
  { minLength: 4, maxLength: 14 },
);

async function alertsAfter(done: readonly Act[], killed: boolean) {
  const host = new Host();
  for (const act of done) {
    if (act === 'kill') await (killed ? host.kill() : undefined);
    else if (act === 'checkpoint') await host.checkpoint();
    else if ('pass' in act) await host.pass(act.pass);
    else await host.say(1, 'value' in act ? { ...act, alarm: undefined } : { alarm: act.bit });
  }
  await host.pass(70);
  const feeds = await host.open();
  const result = { alerts: feeds.book.alerts(), records: [...(await feeds.records()).alerts] };
  await feeds.close();
  return result;
}

it('a kill neither loses nor doubles an alert, wherever in a delay it falls', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (done) => {
      expect(await alertsAfter(done, true)).toEqual(await alertsAfter(done, false));
    }),
    { numRuns: process.env['LINLI_LONG'] ? 200 : 12 },
  );
});
