/**
 * A cache that may be lost without losing anything: kills of browser and host, deleted and foreign databases, a full
 * disk, two windows. `LINLI_LONG=1` kills many times instead of a few.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Page, test as plain } from '@playwright/test';
import { drag, goTo } from '../support/e2e/desk.ts';
import { brushOn, households, openGrids, STROKE, stroke, takeBrush } from '../support/e2e/grids.ts';
import { deskReady, expect, type Linli, shareLinli, test } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';
import { random as seeded } from '../support/seeded-random.ts';

const LONG = process.env['LINLI_LONG'] === '1';
/** Two: one load of each community is cut. */
const KILLS = LONG ? 40 : 2;
/** Each is killed twice: with a stroke under way, and after a confirmed one. */
const STROKES = LONG ? 40 : 1;
test.setTimeout(LONG ? 60 * 60_000 : 300_000);

/** What the window says it holds; the same name must always come with the same numbers. */
async function facts(page: Page): Promise<{ name: string; rows: string }> {
  await goTo(page, 'data');
  const name = await page.locator('.data-facts dd').first().innerText();
  const rows = (await page.locator('.data-element li').allInnerTexts()).join(' ').replace(/\s+/g, ' ');
  return { name, rows };
}

async function reopened(linli: Linli): Promise<Page> {
  await linli.startBrowser();
  return linli.openDesk();
}

const load = (page: Page, sample: string) =>
  page.getByRole('button', { name: say('data.sample.loadNamed', { name: say(`data.sample.${sample}`) }) });

test('a browser killed during a load shows the old community or the new one, whole', async ({ linli }) => {
  const random = seeded(7);
  let page = await linli.openDesk();
  const known = new Map<string, string>();
  const first = await facts(page);
  known.set(first.name, first.rows);
  for (let kill = 0; kill < KILLS; kill++) {
    await load(page, kill % 2 === 0 ? 'zjl' : 'y').click();
    await delay(random() * 2500);
    await linli.killBrowser();
    page = await reopened(linli);
    const now = await facts(page);
    expect(known.get(now.name) ?? now.rows).toBe(now.rows);
    known.set(now.name, now.rows);
  }
  expect(known.size).toBeLessThanOrEqual(2);
});

test('strokes that were confirmed are back after a kill; one under way is there whole or not at all', async ({
  linli,
}) => {
  const random = seeded(11);
  let page = await linli.openDesk();
  await openGrids(page);
  let confirmed = await stroke(page, 0);
  for (let kill = 0; kill < STROKES; kill++) {
    // A stroke that may or may not reach the journal before the end.
    const preview = await brushOn(page, (kill % 3) + 1);
    await page.mouse.up();
    await delay(random() * 60);
    await linli.killBrowser();
    page = await reopened(linli);
    await openGrids(page);
    const now = await households(page);
    expect(now.reduce((sum, each) => sum + each, 0)).toBe(confirmed.reduce((sum, each) => sum + each, 0));
    if (JSON.stringify(now) !== JSON.stringify(confirmed)) expect(now).toEqual(preview);
    confirmed = await stroke(page, (kill + 4) % 7, [
      { x: 0.4, y: 0.42 },
      { x: 0.5, y: 0.48 },
    ]);
    await linli.killBrowser();
    page = await reopened(linli);
    await openGrids(page);
    expect(await households(page)).toEqual(confirmed);
  }
});

test('a host killed during edits keeps what it confirmed, and the page says so and recovers', async ({
  linli,
}) => {
  linli.watch.expect(/WebSocket connection to .* failed/);
  const random = seeded(13);
  const page = await linli.openDesk();
  await openGrids(page);
  let confirmed = await stroke(page, 0);
  for (let kill = 0; kill < KILLS; kill++) {
    await takeBrush(page, kill + 1);
    await drag(page, STROKE);
    await delay(random() * 20);
    await linli.host.kill();
    await expect(page.locator('.status-bar [data-connected]')).toHaveText(say('app.hostGone'));
    await linli.host.start();
    await expect(page.locator('.status-bar [data-connected]')).toHaveText(say('app.offlineReady'));
    await page.reload();
    await deskReady(page);
    await openGrids(page);
    const now = await households(page);
    expect(now.reduce((sum, each) => sum + each, 0)).toBe(confirmed.reduce((sum, each) => sum + each, 0));
    confirmed = await stroke(page, kill + 4, [
      { x: 0.4, y: 0.42 },
      { x: 0.5, y: 0.48 },
    ]);
  }
  // A browser that has never seen the profile fetches it all from the host.
  await linli.closeBrowser();
  await linli.startBrowser({ fresh: true });
  await linli.context().addInitScript(rememberHeadings);
  const elsewhere = await linli.openDesk();
  expect(await elsewhere.evaluate(() => Reflect.get(window, 'seenHeadings'))).toContain(
    say('start.loading.snapshot'),
  );
  await openGrids(elsewhere);
  expect(await households(elsewhere)).toEqual(confirmed);
});

/** Keeps the heading of every start screen that was shown, however short. */
function rememberHeadings(): void {
  const seen: string[] = [];
  Reflect.set(window, 'seenHeadings', seen);
  new MutationObserver(() => {
    const text = document.querySelector('.start-card h1')?.textContent;
    if (text && seen.at(-1) !== text) seen.push(text);
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

const heading = (page: Page) => page.locator('.start-card h1');

/** A stroke and an acknowledgement to look for afterwards. */
async function leaveTraces(page: Page): Promise<{ grids: number[]; place: string }> {
  await goTo(page, 'cases');
  const row = page.locator('.cases-row').first();
  await expect(row).toBeVisible();
  const place = await row.locator('.cases-what > span').innerText();
  await row.click();
  // Another test of this desk may have done so before.
  if ((await row.getAttribute('data-acknowledged')) === 'false')
    await page
      .locator('.cases-card')
      .getByRole('button', { name: say('cases.acknowledge'), exact: true })
      .click();
  await expect(page.locator('.cases-row').filter({ hasText: place }).first()).toHaveAttribute(
    'data-acknowledged',
    'true',
  );
  await openGrids(page);
  return { grids: await stroke(page, 0), place };
}

async function expectTraces(page: Page, traces: { grids: number[]; place: string }): Promise<void> {
  await openGrids(page);
  await expect.poll(() => households(page)).toEqual(traces.grids);
  await goTo(page, 'cases');
  await expect(page.locator('.cases-row').filter({ hasText: traces.place }).first()).toHaveAttribute(
    'data-acknowledged',
    'true',
  );
}

test('databases deleted between two starts are said to be lost, and everything is back from the host', async ({
  linli,
}) => {
  const traces = await leaveTraces(await linli.openDesk());
  await linli.closeBrowser();
  rmSync(join(linli.folder, 'browser-0', 'Default', 'IndexedDB'), { recursive: true });
  await linli.startBrowser();
  const page = await linli.open();
  await expect(heading(page)).toHaveText(say('start.lost'));
  await page.getByRole('button', { name: say('start.restore') }).click();
  await deskReady(page);
  await expectTraces(page, traces);
});

/** From another page of the same origin, as a cleaner of the browser does. */
async function deleteDatabases(linli: Linli): Promise<void> {
  const other = await linli.context().newPage();
  await other.goto(`${linli.host.origin}/hello`);
  await other.evaluate(async () => {
    for (const { name } of await indexedDB.databases())
      await new Promise((done) => {
        if (!name) return done(null);
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = done;
        request.onerror = done;
      });
  });
  await other.close();
}

const shared = shareLinli();
let desk: Page | undefined;

/** The page that most tests from here on share, with the map in front. */
async function sharedDesk(): Promise<Page> {
  desk ??= await shared().openDesk();
  await desk.bringToFront();
  await goTo(desk, 'map');
  return desk;
}

plain('databases deleted while the program runs are rebuilt under the open window', async () => {
  const page = await sharedDesk();
  const traces = await leaveTraces(page);
  await deleteDatabases(shared());
  await page.bringToFront();
  await openGrids(page);
  // The next write of this window (or an alert of the simulator) finds the cache gone.
  const after = await stroke(page, 1);
  await expect(page.getByText(say('app.cacheRebuilt'))).toBeVisible({ timeout: 30_000 });
  expect(await households(page)).toEqual(after);
  await page.reload();
  await deskReady(page);
  await expectTraces(page, { ...traces, grids: after });
});

plain('databases deleted while the program runs lose nothing', async () => {
  const page = await sharedDesk();
  const traces = await leaveTraces(page);
  await deleteDatabases(shared());
  await page.bringToFront();
  await page.reload();
  await expect(heading(page)).toHaveText(say('start.lost'));
  await page.getByRole('button', { name: say('start.restore') }).click();
  await deskReady(page);
  await expectTraces(page, traces);
});

plain('a cache from a newer version is refused and left as it is', async () => {
  const page = await sharedDesk();
  const { origin } = shared().host;
  await page.goto(`${origin}/hello`);
  await page.evaluate(setEpoch, 99);
  await page.goto(origin);
  await expect(heading(page)).toHaveText(say('start.future'));
  await expect(page.locator('.start-card')).toContainText('99');
  await expect(page.getByRole('button')).toHaveCount(0);
  await page.goto(`${origin}/hello`);
  expect(await page.evaluate(setEpoch, 1)).toBe(99);
  await page.goto(origin);
  await deskReady(page);
});

/** Writes the ledger's epoch and tells the one before. */
async function setEpoch(epoch: number): Promise<unknown> {
  const name =
    (await indexedDB.databases()).find((each) => each.name?.startsWith('linli-ledger'))?.name ?? '';
  const database = await new Promise<IDBDatabase>((done, failed) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const transaction = database.transaction('meta', 'readwrite');
  const store = transaction.objectStore('meta');
  const before = await new Promise<unknown>((done) => {
    const request = store.get('epoch');
    request.onsuccess = () => done((request.result as { value: unknown }).value);
  });
  store.put({ key: 'epoch', value: epoch });
  await new Promise((done) => {
    transaction.oncomplete = done;
  });
  database.close();
  return before;
}

plain('a full disk is said with numbers before anything is written', async () => {
  const page = await sharedDesk();
  const before = await facts(page);
  const session = await shared().context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: shared().host.origin,
    quotaSize: 2_500_000,
  });
  await load(page, 'zjl').click();
  await expect(page.getByRole('alert')).toContainText(/\d+\.\d MB.*\d+\.\d MB/);
  expect(await facts(page)).toEqual(before);
  await page.reload();
  await deskReady(page);
  expect(await facts(page)).toEqual(before);
  await session.send('Storage.overrideQuotaForOrigin', { origin: shared().host.origin });
});

test('denied storage and a disk too small for the first start have their screens', async ({ linli }) => {
  await linli.context().route('**/assets/data-worker*.js', async (route) => {
    const response = await route.fetch();
    const deny =
      "Object.defineProperty(self.indexedDB,'open',{value(){throw new DOMException('denied','SecurityError')}});";
    await route.fulfill({ response, body: deny + (await response.text()) });
  });
  const page = await linli.open();
  await expect(heading(page)).toHaveText(say('start.failed'));
  await expect(page.locator('.start-card')).toContainText(say('error.storage-denied'));
  await linli.context().unroute('**/assets/data-worker*.js');
  const session = await linli.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: linli.host.origin, quotaSize: 1_000_000 });
  await page.getByRole('button', { name: say('start.retry') }).click();
  await expect(page.locator('.start-card')).toContainText(/\d+\.\d MB.*\d+\.\d MB/);
  await session.send('Storage.overrideQuotaForOrigin', { origin: linli.host.origin });
  await page.getByRole('button', { name: say('start.retry') }).click();
  await deskReady(page);
});

plain('two windows: a community loaded in one is the community of the other', async () => {
  const page = await sharedDesk();
  const other = await shared().context().newPage();
  await other.goto(shared().host.origin);
  await deskReady(other);
  await goTo(page, 'data');
  await page.bringToFront();
  await load(page, 'zjl').click();
  await expect(page.locator('.data-facts dd').first()).toContainText('ZJL', { timeout: 30_000 });
  const now = await facts(page);
  await other.bringToFront();
  await expect.poll(async () => facts(other), { timeout: 30_000 }).toEqual(now);
});
