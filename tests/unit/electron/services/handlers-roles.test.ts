/** What the handlers ask of who is at the desk, where there is a vault: the online basemap, a view for the wall. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OnlineBasemapService } from '../../../../electron/services/basemap/online-basemap.ts';
import { createHostEvents } from '../../../../electron/services/events.ts';
import { createHandlers, type HandlerParts } from '../../../../electron/services/handlers.ts';
import { WallViews } from '../../../../electron/services/wall-views.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { onlineBasemap, smallWallView } from '../../../support/host-fixtures.ts';
import { ADMIN, makeDesk, PASSPHRASE } from '../../../support/made-desk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

const PIN = '7913';

async function roles() {
  const folder = temporaryFolder();
  const made = await makeDesk(folder);
  const events = createHostEvents();
  const kept: string[] = [];
  const parts = {
    ...made,
    events,
    scans: {
      put: async ({ generation }: { generation: string }) => kept.push(`put ${generation}`),
      remove: async (part: string) => kept.push(`remove ${part}`),
    },
    walls: new WallViews({ now: Date.now, events }),
    basemap: await OnlineBasemapService.open({ folder, now: Date.now, events }),
  };
  const handlers = createHandlers(parts as unknown as HandlerParts);
  const { session: admin } = await made.desk.create(PASSPHRASE, false, ADMIN);
  const person = {
    id: null,
    name: '某网格员',
    role: 'gridWorker' as const,
    grids: ['G1'],
    pin: PIN,
    expiresAt: null,
  };
  const worker = await made.desk.switchTo(await made.desk.savePerson(admin.token, person), PIN);
  return { ...made, handlers, kept, admin: admin.token, worker: worker.token };
}

it('only an administrator sets or sees the address of an online basemap, and that is audited', async () => {
  const { handlers, admin, worker, audit, close } = await roles();
  const basemap = onlineBasemap();
  for (const session of [null, 'x'.repeat(32)]) {
    await expect(handlers['basemap.write']({ session, basemap })).rejects.toMatchObject({
      code: 'session-over',
    });
    await expect(handlers['basemap.settings']({ session })).rejects.toMatchObject({ code: 'session-over' });
  }
  await expect(handlers['basemap.write']({ session: worker, basemap })).rejects.toMatchObject({
    code: 'not-allowed',
  });
  await expect(handlers['basemap.settings']({ session: worker })).rejects.toMatchObject({
    code: 'not-allowed',
  });
  expect(await handlers['basemap.read']({})).toMatchObject({ basemap: null });
  const before = audit.status().n;
  await handlers['basemap.write']({ session: admin, basemap });
  await handlers['basemap.write']({ session: admin, basemap: null });
  const entries = await audit.read(before, 10);
  expect(entries.map(({ kind, role, detail }) => [kind, role, detail])).toEqual([
    ['desk.configured', 'administrator', { what: 'basemap', on: true }],
    ['desk.configured', 'administrator', { what: 'basemap', on: false }],
  ]);
  expect(JSON.stringify(entries)).not.toContain('example.org');
  await close();
});

it('a scan is laid and taken away by those who may draw, and by nobody at a locked desk', async () => {
  const { handlers, admin, worker, desk, kept, close } = await roles();
  const part = '0123456789abcdef.picture';
  await handlers['scan.put']({ session: worker, part, bytes: 10 });
  await handlers['scan.remove']({ session: worker, part });
  expect(kept).toEqual([`put ${part}`, `remove ${part}`]);
  const other = { id: null, name: '某规划', role: 'planner' as const, grids: [], pin: PIN, expiresAt: null };
  const planner = await desk.switchTo(await desk.savePerson(admin, other), PIN);
  for (const [session, code] of [
    [null, 'session-over'],
    [planner.token, 'not-allowed'],
  ] as const) {
    await expect(handlers['scan.put']({ session, part, bytes: 10 })).rejects.toMatchObject({ code });
    await expect(handlers['scan.remove']({ session, part })).rejects.toMatchObject({ code });
  }
  expect(kept).toHaveLength(2);
  await close();
});

it('a view for the wall carries the name of who is at the desk, and a locked desk sends none', async () => {
  const { handlers, worker, desk, close } = await roles();
  const view = smallWallView();
  expect(await handlers['wall.send']({ session: worker, view })).toMatchObject({ sent: { by: '某网格员' } });
  await expect(handlers['wall.send']({ session: null, view })).rejects.toMatchObject({
    code: 'session-over',
  });
  await desk.lock();
  await expect(handlers['wall.send']({ session: worker, view })).rejects.toMatchObject({
    code: 'session-over',
  });
  // Whoever stands before the wall may take a view off it.
  expect(await handlers['wall.send']({ session: null, view: null })).toMatchObject({ sent: null });
  await close();
});
