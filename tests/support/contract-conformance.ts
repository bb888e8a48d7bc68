/**
 * What every transport of the contract must do, whichever host speaks it: run with the socket of the browser host and with
 * Electron's IPC. The host behind it must be real, on an empty profile, with the browser's or Electron's own ports.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METHODS, type MethodName } from '../../shared/host/contract.ts';
import { NO_GRID } from '../../shared/model/bundle.ts';
import { BAD, EVENT, GOOD, WITNESS } from './contract-cases.ts';
import { handWork } from './hand-work.ts';
import { auditBody, onlineBasemap, smallWallView } from './host-fixtures.ts';

export interface ConformanceHost {
  /** Sends any method and arguments as they are. Rejects with an error whose `code` is the HostError's. */
  call(method: string, args: unknown): Promise<unknown>;
  /** Returns its own undo. */
  onEvent(listener: (event: string, payload: unknown) => void): () => void;
  /** Status of PUT /bulk/<token>. */
  putBulk(token: string, bytes: Uint8Array): Promise<number>;
  getBulk(token: string): Promise<{ status: number; bytes: Uint8Array }>;
  close(): Promise<void>;
}

/** `openWindow`: whether this host opens windows itself. */
export function describeContract(
  name: string,
  openWindow: boolean,
  start: () => Promise<ConformanceHost>,
): void {
  describe(`the contract over ${name}`, () => {
    let host: ConformanceHost;
    // The first one to start may have to build.
    beforeAll(async () => {
      host = await start();
    }, 180_000);
    afterAll(() => host?.close());

    it.each(Object.keys(METHODS) as MethodName[])(
      '%s takes good arguments and refuses bad ones',
      async (method) => {
        const { args, code } = GOOD[method];
        const expected = method === 'window.open' && !openWindow ? 'not-allowed' : code;
        if (expected) await expect(host.call(method, args)).rejects.toMatchObject({ code: expected });
        else expect(await host.call(method, args)).toBeDefined();
        for (const bad of BAD[method]) {
          await expect(host.call(method, bad)).rejects.toMatchObject({ code: 'bad-arguments' });
        }
      },
    );

    it('refuses methods that are not in the contract', async () => {
      for (const method of ['', 'files.delete', 'constructor', '__proto__', 'toString']) {
        await expect(host.call(method, {})).rejects.toMatchObject({ code: 'unknown-method' });
      }
    });

    it.each(['app.info', 'witness.write', 'live.acknowledge'] as MethodName[])(
      '%s has a size limit',
      async (method) => {
        const args = { ...(GOOD[method].args as object), padding: 'x'.repeat(METHODS[method].limit + 512) };
        await expect(host.call(method, args)).rejects.toMatchObject({ code: 'too-large' });
      },
    );

    it('carries values as they are, Chinese included', async () => {
      const body = auditBody(2, '平江路 12 号 "1单元"');
      const span = (await host.call('journal.append', { session: null, bodies: [body] })) as {
        first: number;
        last: number;
      };
      expect(span.last).toBe(span.first);
      const read = await host.call('journal.read', { after: span.first - 1, limit: 1 });
      expect(read).toMatchObject({ records: [{ seq: span.first, body }], last: span.last });
      await host.call('witness.write', WITNESS);
      expect(await host.call('witness.read', {})).toEqual(WITNESS);
    });

    it('answers many calls at once, each its own caller', async () => {
      const spans = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          host.call('journal.append', { session: null, bodies: [auditBody(i)] }),
        ),
      );
      const firsts = spans.map((span) => (span as { first: number }).first);
      expect(new Set(firsts).size).toBe(50);
    });

    it('does not let a page write what devices said', async () => {
      const alert = {
        ...{ id: 'a', device: 'D0', kind: 'smoke', level: 1, lng: 0, lat: 0, place: '', building: 0 },
        ...{ active: true, acknowledged: false, acknowledgedBy: '', raisedAt: 1, lastAt: 1, clearedAt: 0 },
        ...{ acknowledgedAt: 0, repeats: 0, value: 1, demo: false },
      };
      const unshelved = { kind: 'alert.unshelved', alert: 'a', by: '' };
      for (const body of [{ kind: 'alert.changed', alert }, unshelved]) {
        const call = host.call('journal.append', { session: null, bodies: [body] });
        await expect(call).rejects.toMatchObject({ code: 'not-allowed' });
      }
    });

    it('does not let a page write into the audit chain', async () => {
      const status = (await host.call('audit.append', { session: null, events: [EVENT] })) as { n: number };
      const read = (await host.call('journal.read', { after: 0, limit: 1000 })) as {
        records: { body: { entry?: { n: number } } }[];
      };
      const entry = read.records.findLast(({ body }) => body.entry)?.body.entry;
      expect(entry).toMatchObject({ n: status.n, kind: 'export', by: '' });
      const body = { ...auditBody(1), entry };
      await expect(host.call('journal.append', { session: null, bodies: [body] })).rejects.toMatchObject({
        code: 'not-allowed',
      });
    });

    it('sends events after what they tell of is on the disk', async () => {
      const heard: { event: string; payload: unknown }[] = [];
      const told = new Promise<void>((done) => {
        const undo = host.onEvent((event, payload) => {
          heard.push({ event, payload });
          if (event === 'journal.appended') {
            undo();
            done();
          }
        });
      });
      const span = (await host.call('journal.append', { session: null, bodies: [auditBody(77)] })) as {
        first: number;
      };
      await told;
      const appended = heard.find(({ event }) => event === 'journal.appended');
      expect(appended?.payload).toMatchObject({ records: [{ seq: span.first, body: auditBody(77) }] });
    });

    it('passes a view on to the walls, and back to those that open later', async () => {
      const view = smallWallView();
      const told = new Promise<unknown>((done) => {
        const undo = host.onEvent((event, payload) => {
          if (event !== 'wall.changed') return;
          undo();
          done(payload);
        });
      });
      const state = await host.call('wall.send', { session: null, view });
      expect(state).toMatchObject({ sent: { view, by: '' } });
      expect(await told).toEqual(state);
      const { sent } = state as { sent: { id: number } };
      const later = await host.call('wall.attend', { id: 'w-9', showing: sent.id, leaving: false });
      expect(later).toMatchObject({ sent: { id: sent.id, view }, showing: 1 });
      await host.call('wall.attend', { id: 'w-9', showing: 0, leaving: true });
      expect(await host.call('wall.send', { session: null, view: null })).toMatchObject({ sent: null });
      expect(await host.call('wall.read', {})).toMatchObject({ sent: null, showing: 0 });
    });

    it('keeps an online basemap, tells pages of it without its address, and takes it off', async () => {
      const basemap = { ...onlineBasemap(), address: 'https://tiles.example.org/{z}/{x}/{y}.png?key=secret' };
      await host.call('basemap.write', { session: null, basemap });
      const status = await host.call('basemap.read', {});
      expect(status).toMatchObject({
        basemap: { name: 'Example', host: 'tiles.example.org' },
        state: 'waiting',
      });
      expect(JSON.stringify(status)).not.toContain('secret');
      expect(await host.call('basemap.settings', { session: null })).toEqual(basemap);
      const local = { ...basemap, address: 'https://[::1]/{z}/{x}/{y}.png' };
      await expect(host.call('basemap.write', { session: null, basemap: local })).rejects.toMatchObject({
        code: 'not-allowed',
      });
      expect(await host.call('basemap.settings', { session: null })).toEqual(basemap);
      await host.call('basemap.write', { session: null, basemap: null });
      expect(await host.call('basemap.read', {})).toMatchObject({ basemap: null });
    });

    it('moves bulk bytes by tokens that work once', async () => {
      const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) & 255);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const put = { generation: 'g1', name: 'y', bytes: bytes.length };
      const { token } = (await host.call('snapshot.put', put)) as { token: string };
      await expect(host.call('snapshot.commit', { token, sha256 })).rejects.toMatchObject({
        code: 'not-found',
      });
      expect(await host.putBulk(token, bytes)).toBe(204);
      expect(await host.putBulk(token, bytes)).toBe(404);
      const info = await host.call('snapshot.commit', { token, sha256 });
      expect(info).toMatchObject({ generation: 'g1', name: 'y', bytes: bytes.length, sha256 });
      expect(await host.call('snapshot.list', {})).toEqual([info]);
      const got = (await host.call('snapshot.get', { generation: 'g1' })) as { token: string };
      const back = await host.getBulk(got.token);
      expect(back.status).toBe(200);
      expect(Buffer.compare(back.bytes, bytes)).toBe(0);
      expect((await host.getBulk(got.token)).status).toBe(404);
    });

    it('takes no more bulk bytes than were announced, and no less', async () => {
      for (const [announced, status] of [
        [100, 413],
        [5000, 400],
      ]) {
        const put = { generation: 'g2', name: 'y', bytes: announced };
        const { token } = (await host.call('snapshot.put', put)) as { token: string };
        expect(await host.putBulk(token, new Uint8Array(1000))).toBe(status);
        const commit = host.call('snapshot.commit', { token, sha256: '00' });
        await expect(commit).rejects.toMatchObject({ code: 'not-found' });
      }
    });
  });
}

/** The same host once it has a vault: what each role may write by hand. A host of its own, for a vault never goes away again. */
export function describeContractWithVault(name: string, start: () => Promise<ConformanceHost>): void {
  describe(`the contract over ${name}, beside a vault`, { timeout: 60_000 }, () => {
    let host: ConformanceHost;
    let admin: { token: string; person: { id: string } };
    beforeAll(async () => {
      host = await start();
      const person = { name: '沈管理', pin: '2580' };
      const made = await host.call('vault.create', {
        ...{ passphrase: 'canal bridge lantern 平江', keyringOpensAll: false, person },
      });
      admin = (made as { session: typeof admin }).session;
    }, 180_000);
    afterAll(() => host?.close());

    const sit = async (role: string, grids: string[] = []) => {
      const expiresAt = role === 'contractor' ? Date.now() + 86_400_000 : null;
      const person = { id: null, name: role, role, grids, pin: '7913', expiresAt };
      const { id } = (await host.call('people.save', { session: admin.token, person })) as { id: string };
      const { session } = (await host.call('people.switch', { person: id, pin: '7913' })) as {
        session: typeof admin;
      };
      return session;
    };
    const append = (session: string | null, ...bodies: unknown[]) =>
      host.call('journal.append', { session, bodies });
    const end = async () =>
      ((await host.call('journal.read', { after: 0, limit: 1 })) as { last: number }).last;

    it('refuses labels, notice lists and rounds to nobody and to roles that may not, and keeps nothing of them', async () => {
      for (const body of handWork('', false))
        await expect(append(null, body), body.kind).rejects.toMatchObject({ code: 'session-over' });
      for (const role of ['planner', 'contractor', 'dutyOperator', 'verifier']) {
        const { token, person } = await sit(role);
        const before = await end();
        for (const body of handWork(person.id, false))
          await expect(append(token, auditBody(1), body), `${role} ${body.kind}`).rejects.toMatchObject({
            code: 'not-allowed',
          });
        expect(await end()).toBe(before);
      }
    });

    it('takes from a role what it may write, in its own name only, and notes only sealed', async () => {
      const { token, person } = await sit('gridWorker', ['G1']);
      const mine = handWork(person.id, false);
      const refused = ['tag.removed'];
      for (const body of mine) {
        const done = append(token, body);
        if (refused.includes(body.kind)) await expect(done).rejects.toMatchObject({ code: 'not-allowed' });
        else await expect(done, body.kind).resolves.toBeDefined();
        if ('by' in body)
          await expect(append(token, { ...body, by: admin.person.id }), body.kind).rejects.toMatchObject({
            code: 'not-allowed',
          });
      }
      const visit = mine.find(({ kind }) => kind === 'round.visited');
      const plain = { ...visit, note: { plain: '张三说' } };
      await expect(append(token, plain)).rejects.toMatchObject({ code: 'not-allowed' });
      for (const body of handWork(admin.person.id, false))
        await expect(append(admin.token, body), body.kind).resolves.toBeDefined();
    });

    it('opens a real community, moves buildings between grids, keeps measures, spot checks and views for those roles only that may', async () => {
      const real = { ...{ kind: 'generation.activated', generation: 'g-real', name: 'y', demo: false } };
      const plan = {
        ...{ kind: 'plan.assigned', generation: 'g-real', plan: 'plan-0', buildings: [0], after: 2 },
      };
      const moved = { ...plan, before: [1] };
      const drawn = { ...plan, before: [NO_GRID] };
      const spot = { ...{ kind: 'spotcheck.recorded', generation: 'g-real', seed: 1, right: 9, wrong: 1 } };
      const measured = {
        ...{
          kind: 'quality.measured',
          generation: 'g-real',
          records: 9,
          passing: 8,
          residents: 9,
          linked: 7,
        },
      };
      const place = { id: 'b-1', name: 'x', order: 1, camera: null, layers: null, question: null };
      const view = { kind: 'bookmark.saved', bookmark: place };
      const unseen = { kind: 'bookmark.removed', id: place.id };
      const bodies = { real, moved, drawn, spot, measured, view, unseen };
      const may: Record<string, (keyof typeof bodies)[]> = {
        administrator: ['real', 'moved', 'drawn', 'spot', 'measured', 'view', 'unseen'],
        streetOfficer: ['moved', 'drawn', 'spot', 'measured', 'view', 'unseen'],
        gridManager: ['moved', 'drawn', 'spot', 'measured', 'view', 'unseen'],
        gridWorker: ['drawn', 'spot', 'measured', 'view', 'unseen'],
        planner: ['moved', 'drawn', 'view', 'unseen'],
        dutyOperator: ['spot', 'measured', 'view', 'unseen'],
        verifier: ['spot', 'measured', 'view', 'unseen'],
        contractor: ['view', 'unseen'],
      };
      await append(admin.token, real);
      for (const [name, body] of Object.entries(bodies))
        await expect(append(null, body), name).rejects.toMatchObject({ code: 'session-over' });
      for (const [role, allowed] of Object.entries(may)) {
        const { token } = await sit(role, ['G1']);
        for (const name of Object.keys(bodies) as (keyof typeof bodies)[]) {
          const before = await end();
          const done = append(token, bodies[name]);
          if (allowed.includes(name)) await expect(done, `${role} ${name}`).resolves.toBeDefined();
          else await expect(done, `${role} ${name}`).rejects.toMatchObject({ code: 'not-allowed' });
          expect(await end(), `${role} ${name}`).toBe(before + Number(allowed.includes(name)));
        }
      }
    });

    it('lets anybody work on made-up people, and does not take real ones for such', async () => {
      const activated = (generation: string, demo: boolean) => ({
        ...{ kind: 'generation.activated', generation, name: 'y', demo },
      });
      await append(admin.token, activated('g-real', false));
      await append(null, activated('g-demo', true));
      for (const body of handWork('', true))
        await expect(append(null, body), body.kind).resolves.toBeDefined();
      await expect(append(null, activated('g-real', true))).rejects.toMatchObject({ code: 'session-over' });
      await append(admin.token, activated('g-real', true));
      for (const body of handWork('', false))
        await expect(append(null, body), body.kind).rejects.toMatchObject({ code: 'session-over' });
    });
  });
}
