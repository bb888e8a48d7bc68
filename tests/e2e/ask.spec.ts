/** Asking the community: selections by real pointer, filters, search, stacking plan, table, exports, picture. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { test } from '@playwright/test';
import { pinyin } from 'pinyin-pro';
import {
  chooseTool,
  coloursOf,
  columnTexts,
  drag,
  mapDrawn,
  markShares,
  numberIn,
  onMap,
  openTable,
  residentsShown,
  search,
} from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';
import { zipEntries } from '../support/e2e/zip.ts';

// The one file where the camera flies as it does for most people.
const linli = shareLinli({ motion: true });
let page: Page;
let whole = 0;

test.beforeAll(async () => {
  page = await linli().openDesk();
  await mapDrawn(page);
  whole = await residentsShown(page);
});

/** Nothing chosen, nothing filtered, nothing open. */
async function startAgain(): Promise<void> {
  await page.reload();
  await deskReady(page);
}

async function chooseNothing(): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveText(say('twin.whole'));
  expect(await residentsShown(page)).toBe(whole);
}

const heading = (target: Page) => target.locator('.twin-inspector h2');

async function selected(target: Page): Promise<number> {
  await expect(heading(target)).toHaveText(say('twin.selection'));
  return residentsShown(target);
}

test('a box, more with Shift, less with Alt, nothing after Escape', async () => {
  await chooseTool(page, 'box');
  await drag(page, [
    { x: 0.3, y: 0.35 },
    { x: 0.6, y: 0.65 },
  ]);
  const first = await selected(page);
  expect(first).toBeGreaterThan(100);
  expect(first).toBeLessThan(whole);
  await drag(
    page,
    [
      { x: 0.55, y: 0.5 },
      { x: 0.75, y: 0.72 },
    ],
    ['Shift'],
  );
  await expect.poll(() => residentsShown(page)).toBeGreaterThan(first);
  const more = await residentsShown(page);
  await drag(
    page,
    [
      { x: 0.3, y: 0.35 },
      { x: 0.45, y: 0.65 },
    ],
    ['Alt'],
  );
  await expect.poll(() => residentsShown(page)).toBeLessThan(more);
  await chooseNothing();
});

test('a lasso, a circle and a polygon each select their own', async () => {
  await chooseTool(page, 'lasso');
  const ring = Array.from({ length: 13 }, (_, i) => ({
    x: 0.5 + 0.15 * Math.cos((i / 12) * 2 * Math.PI),
    y: 0.5 + 0.15 * Math.sin((i / 12) * 2 * Math.PI),
  }));
  await drag(page, ring);
  const lasso = await selected(page);
  expect(lasso).toBeGreaterThan(0);
  expect(lasso).toBeLessThan(whole);

  await chooseTool(page, 'circle');
  await drag(page, [
    { x: 0.5, y: 0.5 },
    { x: 0.53, y: 0.5 },
    { x: 0.58, y: 0.5 },
  ]);
  await expect.poll(() => residentsShown(page)).not.toBe(lasso);
  const circle = await residentsShown(page);
  expect(circle).toBeGreaterThan(0);

  await chooseTool(page, 'polygon');
  const corners = [
    { x: 0.3, y: 0.4 },
    { x: 0.7, y: 0.4 },
    { x: 0.7, y: 0.7 },
  ];
  for (const corner of corners) {
    const { x, y } = await onMap(page, corner);
    await page.mouse.click(x, y);
  }
  const end = await onMap(page, { x: 0.35, y: 0.65 });
  await page.mouse.dblclick(end.x, end.y);
  await expect.poll(() => residentsShown(page)).not.toBe(circle);
  expect(await residentsShown(page)).toBeGreaterThan(circle);
  await chooseNothing();
});

test('a filter narrows every count, and its neighbours say what they would leave', async () => {
  const filter = page.locator('.twin-filter');
  const tag = filter.getByRole('checkbox', { name: say('tag.widowed60') }).first();
  await tag.check();
  await expect.poll(() => residentsShown(page)).toBeLessThan(whole);
  const widowed = await residentsShown(page);
  await expect(filter.locator('h2 small')).toContainText(String(widowed));
  await filter
    .getByRole('checkbox', { name: say('word.sex.female') })
    .first()
    .check();
  await expect.poll(() => residentsShown(page)).toBeLessThan(widowed);
  const both = await residentsShown(page);
  expect(both).toBeGreaterThan(0);
  await tag.uncheck();
  await expect.poll(() => residentsShown(page)).toBeGreaterThan(both);
  await filter
    .getByRole('checkbox', { name: say('word.sex.female') })
    .first()
    .uncheck();
  await expect.poll(() => residentsShown(page)).toBe(whole);
});

test('the picture of the map is a drawn one', async () => {
  await mapDrawn(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: say('map.control.picture') }).click();
  const picture = readFileSync(await (await download).path());
  await expect(page.locator('.map-said')).not.toBeEmpty();
  expect(await coloursOf(page, picture, 500)).toBe(500);
  // The marks lie where the screen has them, in twice as many pixels: a quarter of the picture each holds its share.
  const shown = await markShares(page, await page.locator('.map-room canvas').first().screenshot());
  const taken = await markShares(page, picture);
  expect(Math.max(...shown)).toBeLessThan(0.9);
  for (const [quarter, share] of taken.entries()) expect(Math.abs(share - shown[quarter])).toBeLessThan(0.15);
});

async function exported(target: Page, format: string): Promise<Buffer> {
  const drawer = target.locator('.twin-drawer');
  await drawer.getByRole('button', { name: say('twin.export'), exact: true }).click();
  await drawer.getByRole('radio', { name: say(`twin.export.${format}`) }).check({ force: true });
  const download = target.waitForEvent('download');
  await drawer.getByRole('button', { name: say('twin.export.save') }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format}$`));
  return readFileSync(await file.path());
}

test('a selection is exported as CSV, workbook and GeoJSON, row for row', async () => {
  await chooseTool(page, 'box');
  await drag(page, [
    { x: 0.4, y: 0.45 },
    { x: 0.6, y: 0.65 },
  ]);
  await selected(page);
  const drawer = await openTable(page, 'buildings');
  const total = Number(await drawer.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  expect(total).toBeGreaterThan(2);

  const csv = await exported(page, 'csv');
  expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = csv.toString('utf8').trimEnd().split(/\r?\n/);
  expect(lines.length).toBe(total + 1);
  expect(lines[0]).toContain(say('column.buildings.address'));

  const sheet = [...zipEntries(await exported(page, 'xlsx'))].find(([name]) => /sheet1\.xml$/.test(name));
  expect(sheet?.[1].toString('utf8').match(/<row\b/g)?.length).toBe(total + 1);

  const geojson = JSON.parse((await exported(page, 'geojson')).toString('utf8'));
  expect(geojson.type).toBe('FeatureCollection');
  expect(geojson.features.length).toBe(total);
  for (const feature of geojson.features) expect(feature.geometry.type).toMatch(/Polygon$/);
});

const dossier = (target: Page) => target.locator('.twin-right .twin-dossier-head h2');

test('the omnibox finds a person by pinyin initials, an address, a device, and opens each', async () => {
  await startAgain();
  const people = await openTable(page, 'residents');
  const [name] = (await columnTexts(people, say('column.residents.name'))).filter(
    (each) => each.length === 3,
  );
  const initials =
    pinyin(name[0], { mode: 'surname', pattern: 'first', toneType: 'none' }) +
    pinyin(name.slice(1), { pattern: 'first', toneType: 'none', separator: '' });
  const buildings = await openTable(page, 'buildings');
  const [address] = await columnTexts(buildings, say('column.buildings.address'));
  const devices = await openTable(page, 'devices');
  const [device] = await columnTexts(devices, say('column.devices.id'));

  const options = await search(page, initials);
  await expect(options.filter({ hasText: name }).first()).toBeVisible();
  await options.filter({ hasText: name }).first().click();
  await expect(dossier(page)).toContainText(name);

  await expect((await search(page, address)).first()).toContainText(address);
  await page.keyboard.press('Enter');
  await expect(page.locator('.twin-right')).toContainText(address);

  await expect((await search(page, device)).first()).toContainText(device);
  await page.keyboard.press('Enter');
  await expect(page.locator('.twin-right')).toContainText(device);
});

test('a record lists what is near it: the nearest first, or all within a distance', async () => {
  const devices = await openTable(page, 'devices');
  await devices.locator('.twin-grid-row').first().click();
  const near = page.getByRole('region', { name: say('twin.near') });
  const metres = async () =>
    (await near.locator('.twin-links .twin-relation').allInnerTexts()).map((text) => numberIn(text));
  await expect.poll(async () => (await metres()).length).toBeGreaterThan(3);
  const few = await metres();
  expect(few).toEqual([...few].sort((a, b) => a - b));

  await near.getByRole('radio', { name: say('table.workers') }).check({ force: true });
  await near.getByRole('combobox', { name: say('twin.near.reach') }).selectOption('m300');
  await expect(near.getByRole('heading', { level: 3 }).last()).toContainText(say('table.workers'));
  const within = await metres();
  expect(Math.max(...within)).toBeLessThanOrEqual(300);
});

/** A building with homes, opened from the table. */
async function openBuilding(target: Page): Promise<void> {
  const homes = await openTable(target, 'homes');
  await homes.locator('.twin-grid-row').first().click();
  await target
    .locator('.twin-right .twin-links button')
    .filter({ hasText: say('twin.relation.building') })
    .first()
    .click();
  await expect(target.getByRole('grid', { name: say('twin.stacking') })).toBeVisible();
}

test('the stacking plan is walked by keyboard, from building to home to resident', async () => {
  await openBuilding(page);
  const plan = page.getByRole('grid', { name: say('twin.stacking') });
  await plan.locator('[tabindex="0"]').focus();
  const here = () =>
    page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['place'] ?? '');
  const start = await here();
  await page.keyboard.press('ArrowUp');
  await expect.poll(here).not.toBe(start);
  await page.keyboard.press('Home');
  await expect.poll(here).toMatch(/,0$/);
  const lived = plan.locator('[role="gridcell"][data-vacant="false"]').first();
  const place = await lived.getAttribute('data-place');
  const [row, column] = (place ?? '0,0').split(',').map(Number);
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < row; step++) await page.keyboard.press('ArrowDown');
  for (let step = 0; step < column; step++) await page.keyboard.press('ArrowRight');
  await expect.poll(here).toBe(place);
  await page.keyboard.press('Enter');
  await expect(page.locator('.twin-right .twin-dossier-kind')).toHaveText(say('table.homes'));
  const lives = page
    .locator('.twin-right .twin-block')
    .filter({ has: page.getByRole('heading', { name: say('twin.home.residents') }) });
  await lives.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.twin-right .twin-dossier-kind')).toHaveText(say('table.residents'));
});

test('the table sorts, and the keyboard reaches its last row', async () => {
  await startAgain();
  const drawer = await openTable(page, 'residents');
  const grid = drawer.getByRole('grid');
  const total = Number(await grid.getAttribute('aria-rowcount')) - 1;
  expect(total).toBe(whole);
  const age = say('twin.age');
  await grid.getByRole('columnheader').filter({ hasText: age }).click();
  await expect(grid.getByRole('columnheader').filter({ hasText: age })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  // Rows without an age stand together; the others are in order.
  await expect(grid.locator('.twin-grid-wait')).toHaveCount(0);
  const ages = (await columnTexts(drawer, age)).map(numberIn).filter(Number.isFinite);
  expect(ages.length).toBeGreaterThan(3);
  expect(ages).toEqual([...ages].sort((a, b) => a - b));
  await grid.getByRole('columnheader').filter({ hasText: age }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => numberIn((await columnTexts(drawer, age))[0] ?? '')).toBeGreaterThan(90);

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Control+ArrowDown');
  const last = grid.locator(`[data-row="${total - 1}"]`);
  await expect(last).toBeVisible();
  await expect(last).toHaveAttribute('aria-rowindex', String(total + 1));
  await expect(last.locator('.twin-grid-wait')).toHaveCount(0);
  await expect(last.locator('[tabindex="0"]')).toBeFocused();
});
