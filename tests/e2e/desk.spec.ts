/** The map desk: measuring, coordinates, kept views, the view on the wall, a basemap from a server, a source of messages. */
import type { Page } from '@playwright/test';
import { test } from '@playwright/test';
import { axeFaults } from '../support/e2e/axe.ts';
import { openDataPage } from '../support/e2e/by-hand.ts';
import { chooseTool, goTo, mapRests, onMap, residentsShown, search } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';
import { type MadeBroker, madeBroker } from '../support/made-broker.ts';
import { startTileServer, type TileServer } from '../support/tile-server.ts';

const linli = shareLinli({ localTiles: true });
let page: Page;
let tiles: TileServer;
let broker: MadeBroker;

test.beforeAll(async () => {
  tiles = await startTileServer();
  broker = await madeBroker();
  await linli()
    .context()
    .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: linli().host.origin });
  page = await linli().openDesk();
  await mapRests(page);
});
test.afterAll(() => Promise.all([tiles.close(), broker.close()]));

/** Nothing chosen, nothing filtered, nothing open. */
async function startAgain(): Promise<void> {
  await page.reload();
  await deskReady(page);
}

const faults = (part: string) => axeFaults(page, part);
const copied = () => page.evaluate(() => navigator.clipboard.readText());
const panel = (tool: string) => page.getByRole('region', { name: say(`map.tool.${tool}`), exact: true });

async function clickAt(x: number, y: number): Promise<void> {
  const at = await onMap(page, { x, y });
  await page.mouse.click(at.x, at.y);
}

test('a distance is measured by the pointer and copied', async () => {
  await chooseTool(page, 'distance');
  await clickAt(0.4, 0.4);
  await clickAt(0.5, 0.4);
  const end = await onMap(page, { x: 0.5, y: 0.55 });
  await page.mouse.dblclick(end.x, end.y);
  const total = panel('distance').locator('.measure-total');
  await expect(total).toHaveText(/^[\d.]+ k?m$/);
  await expect(panel('distance').locator('.measure-segments li')).toHaveCount(2);
  expect(await faults('.measure-panel')).toEqual([]);
  await panel('distance')
    .getByRole('button', { name: say('map.measure.copy') })
    .click();
  await expect(panel('distance').getByRole('button', { name: say('map.menu.copied') })).toBeVisible();
  expect((await copied()).split('\n')[0]).toBe(`${say('map.measure.total')}\t${await total.innerText()}`);
  // Ended: the pointer draws no more, and nothing was selected.
  await page.mouse.move(end.x + 80, end.y - 40);
  await expect(panel('distance').locator('.measure-segments li')).toHaveCount(2);
  await expect(page.locator('.twin-inspector h2').first()).toHaveText(say('twin.whole'));
  await page.locator('.map-canvas canvas').first().focus();
  await page.keyboard.press('Escape');
  await expect(panel('distance').getByText(say('map.measure.hint.distance'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel('distance')).toHaveCount(0);
});

test('an area is measured by keys alone', async () => {
  await page.mouse.move(2, 2);
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: say('map.tool.area'), exact: true })
    .press('Enter');
  const canvas = page.locator('.map-canvas canvas').first();
  await canvas.focus();
  // The readout follows the camera once it rests.
  const moved = async (key: string) => {
    const before = await page.locator('.map-readout span').last().innerText();
    await page.keyboard.press(key);
    await expect(page.locator('.map-readout span').last()).not.toHaveText(before);
  };
  await page.keyboard.press('Enter');
  await expect(page.locator('.map-crosshair')).toBeVisible();
  await moved('ArrowRight');
  await page.keyboard.press('Enter');
  await moved('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(panel('area').locator('.measure-total')).toHaveText(/亩/);
  await page.keyboard.press('Enter');
  await expect(panel('area').getByText(say('map.measure.open'))).toHaveCount(0);
  await expect(panel('area').locator('.measure-segments li')).toHaveCount(3);
  await canvas.focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(panel('area')).toHaveCount(0);
});

test('coordinates are copied in the system that was used last', async () => {
  const { x, y } = await onMap(page, { x: 0.5, y: 0.5 });
  await page.mouse.click(x, y, { button: 'right' });
  const menu = page.getByRole('menu', { name: say('map.menu') });
  await menu.getByRole('menuitem', { name: new RegExp(`^${say('map.menu.copy')}: WGS84 `) }).click();
  await expect(menu.getByText(say('map.menu.copied')).first()).toBeVisible();
  const degrees = await copied();
  expect(degrees).toMatch(/^39\.\d{6}, 116\.\d{6}$/);
  await menu.getByRole('menuitem', { name: say('map.menu.notations') }).click();
  await menu.getByRole('menuitemradio', { name: /GCJ-02/ }).click();
  await expect.poll(copied).not.toBe(degrees);
  const [lat, lng] = degrees.split(', ').map(Number);
  const [shiftedLat, shiftedLng] = (await copied()).split(', ').map(Number);
  expect(shiftedLng - lng).toBeGreaterThan(0.003);
  expect(Math.abs(shiftedLat - lat)).toBeLessThan(0.01);
  await menu.getByRole('menuitemradio', { name: /度带/ }).click();
  await expect.poll(copied).toMatch(/^44\d{5}\.\d{3}, 394\d{5}\.\d{3}$/);
  await page.keyboard.press('Escape');
  await page.mouse.click(x, y, { button: 'right' });
  await expect(menu.getByRole('menuitem').first()).toContainText('394');
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
});

test('a kept view comes back after a reload and after the cache is deleted', async () => {
  const whole = await residentsShown(page);
  await page
    .locator('.twin-filter')
    .getByRole('checkbox', { name: say('tag.widowed60') })
    .first()
    .check();
  await expect.poll(() => residentsShown(page)).toBeLessThan(whole);
  const some = await residentsShown(page);
  const star = page.getByRole('button', { name: say('bookmark.title'), exact: true });
  const list = page.getByRole('list', { name: say('bookmark.list') });
  await star.click();
  const name = page.getByRole('textbox', { name: say('bookmark.name') });
  for (const each of ['一号', '二号']) {
    await name.fill(each);
    await name.press('Enter');
    await expect(list.getByText(each)).toBeVisible();
  }
  expect(await faults('.bookmark-panel')).toEqual([]);
  await list.getByRole('button', { name: say('bookmark.up', { name: '二号' }) }).click();
  await expect(list.getByRole('listitem').first()).toContainText('二号');
  await list.getByRole('button', { name: say('bookmark.rename', { name: '二号' }) }).click();
  await list.getByRole('textbox').fill('独居老人');
  await list.getByRole('textbox').press('Enter');
  await expect(list.getByRole('listitem').first()).toContainText('独居老人');
  await list.getByRole('button', { name: say('bookmark.remove', { name: '一号' }) }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);

  await page.reload();
  await deskReady(page);
  expect(await residentsShown(page)).toBe(whole);
  await star.click();
  await list.getByRole('button', { name: /^独居老人/ }).click();
  await expect.poll(() => residentsShown(page)).toBe(some);

  // A browser that has never seen the profile has no database at all.
  await linli().closeBrowser();
  await linli().startBrowser({ fresh: true });
  await linli()
    .context()
    .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: linli().host.origin });
  page = await linli().openDesk();
  const found = await search(page, '独居老人');
  await found.filter({ hasText: '独居老人' }).first().click();
  await expect.poll(() => residentsShown(page)).toBe(some);
});

test('a device shows its readings, a camera what it looks at, a facility who lives near', async () => {
  await startAgain();
  const open = async (text: string) => {
    const found = await search(page, text);
    await found.filter({ hasText: text }).first().click();
    await expect(page.locator('.twin-dossier-head h2')).toHaveText(text);
  };
  const right = page.locator('.twin-right');
  await open('D00004');
  const readings = right.getByRole('region', { name: say('twin.readings') });
  await expect(readings.getByRole('img')).toHaveAttribute('aria-label', /m³\/h/);
  await readings.getByRole('radio', { name: say('twin.readings.month') }).check({ force: true });
  await readings.getByRole('button', { name: say('twin.readings.asTable') }).click();
  expect(await readings.getByRole('row').count()).toBeGreaterThan(20);
  await expect(right.getByRole('heading', { name: say('twin.device.past') })).toBeVisible();
  expect(await faults('.twin-right')).toEqual([]);
  await open('S00004');
  await expect(right.getByText(say('twin.camera.noPicture'))).toBeVisible();
  await expect(right.locator('.twin-compass path')).toHaveAttribute('d', /^M40 40L/);
  await expect(right.locator('.twin-around dd')).toHaveCount(3);
  expect(await faults('.twin-right')).toEqual([]);
  const found = await search(page, '卫生服务站');
  await found.filter({ hasText: '卫生服务站' }).first().click();
  await expect(right.locator('.twin-around dd').first()).not.toHaveText('0');
  await right.getByRole('button', { name: say('twin.around.select') }).click();
  await right.getByRole('button', { name: say('twin.summary') }).click();
  expect(await residentsShown(page)).toBeGreaterThan(100);
});

test('a view sent arrives on the open wall, and the wall goes back to its own', async () => {
  await startAgain();
  await mapRests(page);
  const button = page.getByRole('button', { name: say('toWall.title'), exact: true });
  await button.click();
  const box = page.locator('.to-wall');
  await expect(box.getByText(say('toWall.none'))).toBeVisible();
  await page.keyboard.press('Escape');
  const wall = await linli().open('/wall');
  await mapRests(wall);
  await expect(wall.locator('.wall-sent')).toHaveCount(0);
  await page.bringToFront();
  // From far enough the grids carry numbers of people.
  const note = page.locator('.legend-note', { hasText: say('table.residents') });
  await expect(async () => {
    await page.getByRole('button', { name: say('map.control.zoomOut') }).click();
    await expect(note).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await button.click();
  await expect(box.getByText(say('toWall.walls', { count: '1' }))).toBeVisible();
  expect(await faults('.to-wall')).toEqual([]);
  await box.getByRole('button', { name: say('toWall.send') }).click();
  await expect(box.getByRole('status')).toHaveText(say('toWall.sentTo', { count: '1' }));
  const banner = wall.locator('.wall-sent');
  await expect(banner).toBeVisible();
  await expect(banner).toContainText(say('wall.sent.rounded', { name: say('table.residents') }));
  await expect(box.getByText(/1 块大屏正在显示/)).toBeVisible();
  // One that opens later shows it too.
  const later = await linli().open('/wall');
  await expect(later.locator('.wall-sent')).toBeVisible({ timeout: 60_000 });
  await later.close();
  await wall.bringToFront();
  await banner.getByRole('button').click();
  await expect(banner).toHaveCount(0);
  await wall.close();
});

test('an online basemap comes from the server through the host, and is refused where the policy says so', async () => {
  await goTo(page, 'data');
  await page.getByRole('button', { name: say('data.page.exchange') }).click();
  const form = page.locator('.online-basemap');
  const field = (id: string) => form.getByRole('textbox', { name: say(id) });
  await field('basemap.address').fill('http://10.0.0.7/{z}/{x}/{y}.png');
  await expect(form.getByText(say('error.basemap-address-plain'))).toBeVisible();
  await form.getByRole('checkbox').check({ force: true });
  expect(await faults('.online-basemap')).toEqual([]);
  await field('basemap.name').fill('测试底图');
  await field('basemap.attribution').fill('© 测试');
  const turnOn = form.getByRole('button', { name: say('basemap.turnOn') });
  await turnOn.click();
  await expect(form.getByText(say('error.basemap-private'))).toBeVisible();
  await field('basemap.address').fill(`${tiles.origin}/tiles/{z}/{x}/{y}.png`);
  await turnOn.click();
  await expect(form.getByText(/测试底图（127\.0\.0\.1:\d+）/)).toBeVisible();
  await goTo(page, 'map');
  await expect(page.locator('.map-attribution')).toHaveText('© 测试');
  await expect.poll(() => tiles.asked.length).toBeGreaterThan(0);
  expect(tiles.asked.every((path) => /^\/tiles\/\d+\/\d+\/\d+\.png$/.test(path))).toBe(true);
  await goTo(page, 'data');
  await expect(form.getByText(say('basemap.state.fine'))).toBeVisible();
  await form.getByRole('button', { name: say('basemap.turnOff') }).click();
  await goTo(page, 'map');
  await expect(page.locator('.map-attribution')).toHaveCount(0);
});

test('a source is added by hand; a message that it could not read is read after its mapping was put right', async () => {
  await openDataPage(page, 'sources');
  const sources = page.locator('.sources-page');
  const press = (id: string, values: Record<string, string> = {}) =>
    sources.getByRole('button', { name: say(id, values), exact: true }).click();
  const figure = (name: string) => sources.locator(`[data-figure="${name}"]`);
  await sources.getByRole('button', { name: new RegExp(say('sources.type.mqtt')) }).click();
  await press('sources.save.start');
  await expect(sources.getByText(say('sources.fault.name'))).toBeVisible();
  await expect(page.locator('#sources-name')).toBeFocused();
  await page.keyboard.type('消防网关');
  await page.locator('#sources-url').fill(broker.url);
  await page.locator('#sources-secret-password').fill('not to be seen again');
  await press('sources.save.start');
  await expect(sources.getByRole('row', { name: /消防网关/ })).toContainText(say('feeds.state.running'));

  await broker.publish('linli/bulk/door/D00004', '{"device":"D00004","kind":"door","alarm":true,"id":"a"}');
  await expect(figure('applied')).toHaveText('1');
  await broker.publish('linli/bulk/door/D00004', '{"dev":"D00004","kind":"door","alarm":false,"id":"b"}');
  await expect(figure('quarantined')).toHaveText('1');
  await expect(sources.getByText(say('feeds.reason.no-device'))).toBeVisible();
  await press('sources.raw');
  await expect(sources.locator('pre')).toContainText('"dev":"D00004"');
  await press('sources.raw.use');
  const password = page.locator('#sources-secret-password');
  await expect(password).toHaveAttribute('placeholder', say('sources.secret.is.kept'));
  await expect(password).toHaveValue('');
  await page.locator('#sources-place-device').fill('dev');
  await expect(sources.locator('.sources-found').first()).toHaveText('D00004');
  await press('sources.test');
  await expect(sources.getByText(say('sources.test.reached'))).toBeVisible();
  await expect(sources.locator('.sources-outcome')).toContainText('D00004');
  expect(await faults('.sources-page')).toEqual([]);
  await press('sources.save.start');
  await press('sources.retry.all', { count: '1' });
  await expect(sources.getByText(say('sources.quarantine.none'))).toBeVisible();
  await expect(figure('applied')).toHaveText('2');
  await expect(figure('received')).toHaveText('3');

  await press('sources.remove', { name: '消防网关' });
  await press('sources.remove.go');
  await expect(sources.getByText(say('sources.none'))).toBeVisible();
});
