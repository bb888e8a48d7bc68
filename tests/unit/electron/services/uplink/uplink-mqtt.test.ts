import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { HandClock } from '../../../../support/host-fixtures.ts';
import { type MadeBroker, madeBroker } from '../../../../support/made-broker.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { makeUplink, mqttDestination } from '../../../../support/uplink-fixtures.ts';

interface Heard {
  id: string;
  type: string;
  data: { n?: number; event?: string; outcome?: string };
}

async function setup() {
  const folder = temporaryFolder();
  const clock = new HandClock();
  const all = { broker: await madeBroker(), made: await makeUplink(folder, { clock }) };
  const heard: Heard[] = [];
  const listen = (broker: MadeBroker) =>
    broker.aedes.subscribe(
      'linli/yunhe/up',
      (packet, done) => {
        heard.push(JSON.parse(String(packet.payload)) as Heard);
        done();
      },
      () => {},
    );
  listen(all.broker);
  onTestFinished(async () => {
    await all.made.close();
    await all.broker.close();
  });
  return {
    all,
    heard,
    listen,
    status: () => all.made.uplink.delivery('district').status(),
    until: (check: () => void) =>
      vi.waitFor(
        () => {
          clock.advance(500);
          check();
        },
        { timeout: 8000, interval: 10 },
      ),
    restart: async () => {
      await all.made.close();
      all.made = await makeUplink(folder, { clock });
    },
  };
}

describe('events by MQTT', () => {
  it('publishes in order and goes on when the broker comes back', async () => {
    const { all, heard, listen, status, until } = await setup();
    const { port } = all.broker;
    await all.made.uplink.save(mqttDestination(all.broker.url), {});
    const one = await all.made.report('r1');
    await until(() => expect(status()).toMatchObject({ state: 'running', sent: 1, waiting: 0 }));
    await all.broker.close();
    await all.made.give(one, 'operator', { kind: 'verify' });
    await all.made.give(one, 'operator', { kind: 'register' });
    await until(() => expect(status()).toMatchObject({ state: 'interrupted', why: 'unreachable' }));
    all.broker = await madeBroker(port);
    listen(all.broker);
    await until(() => expect(status()).toMatchObject({ state: 'running', waiting: 0, interruptedSince: 0 }));
    const first = new Map(heard.map((event) => [event.id, event]));
    const numbers = [...first.values()].map(({ data }) => data.n);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect(numbers.length).toBeGreaterThanOrEqual(3);
  });

  it('takes orders that came while nothing ran, once', async () => {
    const { all, heard, status, until, restart } = await setup();
    await all.made.uplink.save(mqttDestination(all.broker.url), {});
    await until(() => expect(status().state).toBe('running'));
    const order = JSON.stringify({
      ...{ specversion: '1.0', id: 'o1', source: 'urn:district', type: 'cn.linli.order.created' },
      data: { matter: 'streetLight', level: 3 },
    });
    await all.broker.publish('linli/yunhe/down', order);
    await until(() => expect([...all.made.book.all()].length).toBe(1));
    await all.made.close();
    await all.broker.publish('linli/yunhe/down', order);
    await all.broker.publish('linli/yunhe/down', order.replace('o1', 'o2'));
    await restart();
    await until(() => expect([...all.made.book.all()].length).toBe(2));
    await until(() => {
      const results = heard.filter(({ type }) => type === 'cn.linli.inbox.result');
      expect(new Set(results.map(({ data }) => `${data.event} ${data.outcome}`))).toEqual(
        new Set(['o1 applied', 'o2 applied']),
      );
    });
  });

  it('a trial connects and says what is wrong', async () => {
    const { all } = await setup();
    all.broker.aedes.authenticate = (_client, user, _password, done) => done(null, user === 'linli');
    const { uplink } = all.made;
    const destination = mqttDestination(all.broker.url);
    expect(await uplink.test(destination, { user: 'nobody' })).toMatchObject({ why: 'denied' });
    expect(await uplink.test(destination, { user: 'linli' })).toMatchObject({ why: '' });
    expect(await uplink.test(mqttDestination('mqtts://127.0.0.1:1', { inner: false }), {})).toMatchObject({
      why: 'private',
    });
  });
});
