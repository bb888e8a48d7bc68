import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ReceiverOptions, UplinkReceiver } from '../../../../../electron/cli/uplink-receiver.ts';
import { HttpLink } from '../../../../../electron/services/uplink/http-link.ts';
import { NO_SECRETS } from '../../../../../shared/feeds/source.ts';
import { HOUR_MS } from '../../../../../shared/uplink/measures.ts';
import { HandClock } from '../../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { httpDestination, makeUplink } from '../../../../support/uplink-fixtures.ts';

async function setup(options: ReceiverOptions = {}, demo = false) {
  const folder = temporaryFolder();
  const clock = new HandClock();
  const receiver = await UplinkReceiver.open(options);
  const all = { folder, clock, receiver, made: await makeUplink(folder, { clock, demo, random: () => 0.5 }) };
  onTestFinished(async () => {
    await all.made.close();
    await receiver.close();
  });
  return {
    all,
    receiver,
    clock,
    connect: (more = {}, token = '') => all.made.uplink.save(httpDestination(receiver.url, more), { token }),
    status: () => all.made.uplink.delivery('street').status(),
    until: (check: () => void) =>
      vi.waitFor(
        () => {
          clock.advance(500);
          check();
        },
        { timeout: 5000, interval: 5 },
      ),
    types: () => receiver.taken.map(({ type }) => type.replace('cn.linli.', '')),
    restart: async () => {
      await all.made.close();
      all.made = await makeUplink(folder, { clock, demo, random: () => 0.5 });
    },
  };
}

describe('events by HTTP', () => {
  it('tells what happens to a case, in order, without anything personal', async () => {
    const { all, connect, until, types, receiver, status } = await setup({ token: 'secret-1' });
    await connect({}, 'secret-1');
    const caseId = await all.made.report('r1');
    await all.made.give(caseId, 'operator', { kind: 'verify' });
    await until(() => expect(types()).toEqual(['case.open', 'case.verify']));
    expect(receiver.taken[0]).toMatchObject({
      specversion: '1.0',
      source: 'urn:linli:0123456789abcdef',
      partitionkey: `case:${caseId}`,
      linlidrill: false,
      data: { caseId, n: 1, to: 'received', does: { kind: 'open', place: { building: 'B1' } } },
    });
    const text = JSON.stringify(receiver.taken);
    expect(text).not.toContain('3幢');
    expect(text).not.toContain(all.made.book.get(caseId)?.progressCode);
    expect(text).not.toContain('seat-');
    await until(() => expect(status()).toMatchObject({ state: 'running', why: '', sent: 2, waiting: 0 }));
    expect(status().last).toContain('case.verify');
  });

  it('tells a new destination what happens from now on; stopped, it collects, over a start', async () => {
    const { all, connect, until, types, status, restart } = await setup();
    await all.made.report('r0');
    await connect();
    const first = await all.made.report('r1');
    await until(() => expect(status()).toMatchObject({ sent: 1, waiting: 0 }));
    await all.made.uplink.setEnabled('street', false);
    await all.made.give(first, 'operator', { kind: 'verify' });
    expect(status()).toMatchObject({ state: 'stopped', waiting: 1 });
    await restart();
    expect(status()).toMatchObject({ state: 'stopped', waiting: 1, sent: 1 });
    await all.made.uplink.setEnabled('street', true);
    await until(() => expect(types()).toEqual(['case.open', 'case.verify']));
  });

  it('keeps a conflict with what was said; its case stands still over a start, others go on, until somebody decides', async () => {
    const { all, connect, until, types, status, receiver, restart } = await setup();
    receiver.answer = ({ type }) =>
      type.endsWith('verify') ? { status: 409, said: '已\n由街道办结' } : null;
    await connect();
    const one = await all.made.report('r1');
    await all.made.give(one, 'operator', { kind: 'verify' });
    await all.made.give(one, 'operator', { kind: 'register' });
    await all.made.report('r2');
    const stands = { conflicts: 1, sent: 2, interruptedSince: 0 };
    await until(() => expect(status()).toMatchObject(stands));
    const behind = status().waiting;
    expect(behind).toBeGreaterThan(0);
    await restart();
    await until(() => expect(status()).toMatchObject({ ...stands, waiting: behind }));
    const [standing] = all.made.uplink.delivery('street').held();
    expect(standing).toMatchObject({
      behind,
      held: { state: 'conflict', status: 409, said: '已 由街道办结' },
    });
    // Asked again, and refused again.
    await all.made.uplink.delivery('street').decide(standing.held.seq, 'retry');
    await until(() => expect(status()).toMatchObject(stands));
    receiver.answer = () => null;
    await all.made.uplink.delivery('street').decide(standing.held.seq, 'retry');
    await until(() => expect(status()).toMatchObject({ waiting: 0, conflicts: 0 }));
    const own = receiver.taken.filter(({ partitionkey }) => partitionkey === `case:${one}`);
    expect(own.map(({ data }) => (data as { n: number }).n)).toEqual(own.map((_, i) => i + 1));
    expect(types()).toContain('case.register');
    await expect(all.made.uplink.delivery('street').decide(standing.held.seq, 'skip')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('skips what somebody decided to skip, and goes on with the case', async () => {
    const { all, connect, until, status, receiver } = await setup();
    receiver.answer = ({ type }) => (type.endsWith('verify') ? { status: 409 } : null);
    await connect();
    const one = await all.made.report('r1');
    await all.made.give(one, 'operator', { kind: 'verify' });
    await all.made.give(one, 'operator', { kind: 'register' });
    await until(() => expect(status().conflicts).toBe(1));
    const [{ held }] = all.made.uplink.delivery('street').held();
    await all.made.uplink.delivery('street').decide(held.seq, 'skip');
    await until(() => expect(status()).toMatchObject({ waiting: 0, conflicts: 0, skipped: 1 }));
  });

  it('sets a refused event aside and goes on; what says that we are wrong keeps everything', async () => {
    const { all, connect, until, status, receiver } = await setup();
    receiver.answer = ({ type }) => (type.endsWith('open') ? { status: 422, said: 'matter' } : null);
    await connect();
    const one = await all.made.report('r1');
    await all.made.give(one, 'operator', { kind: 'verify' });
    await until(() => expect(status()).toMatchObject({ refused: 1, sent: 1, waiting: 0 }));
    for (const [answer, why] of [
      [{ status: 401 }, 'denied'],
      [{ status: 404 }, 'not-found'],
      [{ status: 302, location: 'http://127.0.0.1:1/' }, 'redirect'],
      [{ status: 503, afterSeconds: 5 }, 'busy'],
      [{ status: 500 }, 'failing'],
    ] as const) {
      receiver.answer = () => answer;
      await all.made.report(`r-${why}`);
      await until(() => expect(status()).toMatchObject({ state: 'interrupted', why, refused: 1 }));
      expect(status().interruptedSince).toBeGreaterThan(0);
      expect(status().oldest).toBeGreaterThan(0);
      receiver.answer = () => null;
      await until(() =>
        expect(status()).toMatchObject({ state: 'running', waiting: 0, interruptedSince: 0 }),
      );
    }
  });

  it('sends again what was kept and not heard of, under the same id', async () => {
    const { all, connect, until, status, receiver } = await setup();
    let unheard = 3;
    receiver.answer = () => (unheard-- > 0 ? 'taken-unheard' : null);
    await connect();
    await all.made.report('r1');
    await until(() => expect(status()).toMatchObject({ sent: 1, waiting: 0 }));
    expect([...receiver.arrivals.values()]).toEqual([4]);
    expect(receiver.taken.length).toBe(1);
  });

  it('one event on which the receiver fails does not keep other cases back', async () => {
    const { all, connect, until, status, receiver } = await setup();
    await connect();
    const bad = await all.made.report('r1');
    await until(() => expect(status().waiting).toBe(0));
    receiver.answer = ({ partitionkey }) => (partitionkey === `case:${bad}` ? { status: 500 } : null);
    await all.made.give(bad, 'operator', { kind: 'verify' });
    for (let i = 0; i < 20; i++) await all.made.report(`o${i}`);
    await until(() => expect(status()).toMatchObject({ waiting: 1, sent: 21 }));
  });

  it('tells no drill and no made-up community, unless it is asked to; then marked', async () => {
    const { all, connect, until, receiver } = await setup();
    await connect();
    await all.made.report('d1', { drill: true });
    await all.made.report('r1');
    await until(() => expect(receiver.taken.length).toBe(1));
    expect(receiver.taken[0]).toMatchObject({ linlidrill: false });
    await connect({ drills: true });
    await all.made.report('d2', { drill: true });
    await until(() => expect(receiver.taken.length).toBe(2));
    expect(receiver.taken[1]).toMatchObject({ linlidrill: true });
  });

  it('tells an alert once each turn, and nothing of repeats', async () => {
    const { all, connect, until, types, clock } = await setup();
    await connect({ sends: ['alerts'] });
    const say = (active: boolean) => {
      clock.advance(1000);
      const reading = { kind: 'smoke' as const, value: 1, active, at: clock.now(), demo: false };
      const { alerts, journal, directory } = all.made;
      return alerts.apply(journal, [{ device: directory.devices[0], reading }]);
    };
    await say(true);
    await say(true);
    await say(true);
    await say(false);
    await until(() => expect(types()).toEqual(['alert.raised', 'alert.cleared']));
  });

  it('measures the hour that ended, with small numbers left out', async () => {
    const { all, connect, until, types, clock, receiver } = await setup();
    await connect({ sends: ['health', 'grids'] });
    for (let i = 0; i < 30; i++) await all.made.report(`r${i}`);
    await all.made.report('other', { grid: 'G2' });
    clock.advance(HOUR_MS);
    await until(() => expect(types()).toEqual(['device.health', 'grid.aggregate']));
    const [health, grids] = receiver.taken.map(({ data }) => data as Record<string, unknown>);
    expect(health['kinds']).toEqual([{ kind: 'smoke', devices: 40, alarming: 0, silent: 0 }]);
    const [one, other] = grids['grids'] as Record<string, unknown>[];
    expect([25, 30, 35]).toContain(one['open']);
    expect(other).toMatchObject({ grid: 'G2', open: null, closed: null });
  });

  it('refuses addresses of the inner network, and plain ones, unless they are said to be inside', async () => {
    const { all, until, status, receiver } = await setup();
    const { inner: _inner, ...outside } = httpDestination(receiver.url.replace('http:', 'https:'));
    await all.made.uplink.save({ ...outside, inner: false }, {});
    await all.made.report('r1');
    await until(() => expect(status()).toMatchObject({ state: 'interrupted', why: 'private', waiting: 1 }));
  });

  it('does not wait for ever for an answer', async () => {
    const { receiver } = await setup();
    receiver.answer = () => 'hang';
    const link = new HttpLink(httpDestination(receiver.url), NO_SECRETS, () => true, null, 40);
    expect(await link.send({ id: 'e', text: '{"id":"e","type":"t"}' })).toMatchObject({
      kind: 'later',
      why: 'slow',
    });
    await link.stop();
  });

  it('a trial says what is wrong and keeps nothing', async () => {
    const { all, receiver } = await setup({ token: 'right' });
    const { uplink } = all.made;
    expect(await uplink.test(httpDestination(receiver.url), { token: 'wrong' })).toMatchObject({
      why: 'denied',
    });
    expect(await uplink.test(httpDestination(receiver.url), { token: 'right' })).toMatchObject({ why: '' });
    expect(await uplink.test(httpDestination('http://127.0.0.1:1'), {})).toMatchObject({
      why: 'unreachable',
    });
    expect(receiver.taken.map(({ type }) => type)).toEqual(['cn.linli.ping']);
    expect([...uplink.all()]).toEqual([]);
  });

  it('a state that was lost or damaged sends again and leaves nothing out', async () => {
    const { all, connect, until, status, receiver, clock } = await setup();
    await connect();
    for (let i = 0; i < 5; i++) await all.made.report(`r${i}`);
    await until(() => expect(status()).toMatchObject({ sent: 5, waiting: 0 }));
    await all.made.close();
    await writeFile(join(all.folder, 'uplink', 'street.json'), '{"format":');
    all.made = await makeUplink(all.folder, { clock, random: () => 0.5 });
    await until(() => expect(status()).toMatchObject({ sent: 5, waiting: 0 }));
    expect(receiver.taken.length).toBe(5);
    expect([...receiver.arrivals.values()]).toEqual([2, 2, 2, 2, 2]);
  });

  it('keeps its token apart from its settings', async () => {
    const { all, connect } = await setup();
    await connect({}, 'topsecret');
    const { destinations, secrets } = JSON.parse(await readFile(join(all.folder, 'uplink.json'), 'utf8'));
    expect(JSON.stringify(destinations)).not.toContain('topsecret');
    expect(secrets.plain.street.token).toBe('topsecret');
    expect(all.made.uplink.list.secretNames('street')).toEqual(['token']);
  });
});

describe('what comes down by HTTP', () => {
  const event = (id: string, type: string, data: unknown) => ({
    ...{ specversion: '1.0', id, source: 'https://street.example', type: `cn.linli.${type}`, data },
  });
  const order = (id: string) =>
    event(id, 'order.created', {
      ...{ matter: 'streetLight', level: 3, grid: 'G1', note: '张三 13800138000' },
      place: { lng: 120.6, lat: 31.3 },
    });

  it('an order opens one case, however often it comes, and what became of it goes up', async () => {
    const { all, connect, until, receiver, restart, types } = await setup();
    receiver.inbox.push(order('o1'), order('o1'), event('x', 'weather', {}), 7);
    await connect({ takes: true });
    const results = () => receiver.taken.filter(({ type }) => type === 'cn.linli.inbox.result');
    await until(() => expect(results().length).toBe(3));
    const [file, ...others] = [...all.made.book.all()];
    expect(others).toEqual([]);
    expect(file).toMatchObject({ source: 'upperLevel', matter: 'streetLight', grid: 'G1' });
    expect(results().map(({ data }) => data)).toMatchObject([
      { event: 'o1', outcome: 'applied', caseId: file.caseId },
      { event: 'x', outcome: 'unknown' },
      { outcome: 'conflict', reason: 'layout' },
    ]);
    receiver.inbox.push(order('o1'), order('o2'));
    await restart();
    await until(() => expect(results().length).toBe(4));
    expect([...all.made.book.all()].length).toBe(2);
    expect(types()).toContain('case.open');
    expect(JSON.stringify(await all.made.journal.read(0, 1000))).not.toContain('13800138000');
  });

  it('says that it is cut off though nothing is to be sent', async () => {
    const { all, connect, until, status, receiver } = await setup();
    await connect({ takes: true });
    await until(() => expect(status().state).toBe('running'));
    const port = Number(new URL(receiver.url).port);
    await receiver.close();
    await until(() =>
      expect(status()).toMatchObject({ state: 'interrupted', why: 'unreachable', waiting: 0 }),
    );
    const again = await UplinkReceiver.open({ port });
    onTestFinished(() => again.close());
    await until(() => expect(status()).toMatchObject({ state: 'running', interruptedSince: 0 }));
    await all.made.report('r1');
    await until(() => expect(again.taken.length).toBe(1));
  });

  it('a returned case goes back to work; one that cannot is listed, reported and decided', async () => {
    const { all, connect, until, receiver } = await setup();
    await connect({ takes: true });
    const one = await all.made.report('r1');
    const { engine: _e, give, book, outbox } = all.made;
    receiver.inbox.push(event('b1', 'case.returned', { caseId: one, reason: 'wrongGrid' }));
    const ended = (id: string) =>
      outbox.allReceived().find(({ received }) => received.event === id)?.received;
    await until(() => expect(ended('b1')).toMatchObject({ outcome: 'conflict', reason: 'state' }));
    await give(one, 'operator', { kind: 'verify' });
    await give(one, 'operator', { kind: 'register' });
    if (book.get(one)?.state === 'registered')
      await give(one, 'operator', { kind: 'dispatch', assignee: { kind: 'worker', id: 'w1' } });
    expect(book.get(one)?.state).toBe('dispatched');
    await all.made.uplink.downlink.decide('https://street.example\nb1', 'retry');
    expect(ended('b1')).toMatchObject({ outcome: 'applied', decided: true });
    expect(book.eventsOf(one).filter(({ does }) => does.kind === 'return').length).toBe(1);
    receiver.inbox.push(event('b2', 'case.returned', { caseId: one, n: 1, reason: 'wrongGrid' }));
    await until(() => expect(ended('b2')).toMatchObject({ outcome: 'conflict', reason: 'stale' }));
    await all.made.uplink.downlink.decide('https://street.example\nb2', 'skip');
    expect(ended('b2')).toMatchObject({ outcome: 'dismissed', reason: 'stale' });
    await expect(
      all.made.uplink.downlink.decide('https://street.example\nb2', 'retry'),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
