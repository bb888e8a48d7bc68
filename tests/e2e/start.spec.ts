/** The first minutes: a fresh profile shows community y, living; a second start shows the same; alerts are acknowledged. */
import { type Page, test } from '@playwright/test';
import { columnTexts, goTo, mapDrawn, numberIn, openTable, residentsShown } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;

test.beforeAll(async () => {
  page = await linli().openDesk();
});

const banner = (page: Page) => page.locator('.banner');

async function generationOf(page: Page): Promise<string> {
  await goTo(page, 'data');
  const generation = await page
    .locator('.data-facts dt', { hasText: say('data.fact.generation') })
    .locator('+ dd')
    .innerText();
  await goTo(page, 'map');
  return generation;
}

test('a fresh profile shows community y without a question, and says once that it is a sample; an alert comes within 20 s', async () => {
  const shown = await residentsShown(page);
  expect(shown).toBeGreaterThan(7000);
  expect(shown).toBeLessThan(8000);
  await expect(page.locator('.rail-badge')).toBeVisible({ timeout: 20_000 });
  await mapDrawn(page);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(banner(page)).toBeVisible();
  const generation = await generationOf(page);
  await banner(page)
    .getByRole('button', { name: say('app.dismiss') })
    .click();
  await expect(banner(page)).toHaveCount(0);

  await page.reload();
  await deskReady(page);
  await expect(banner(page)).toHaveCount(0);
  expect(await generationOf(page)).toBe(generation);

  // The second start of everything: program and browser.
  await linli().closeBrowser();
  await linli().host.end();
  await linli().host.start();
  await linli().startBrowser();
  page = await linli().openDesk();
  await expect(banner(page)).toHaveCount(0);
  expect(await residentsShown(page)).toBe(shown);
  expect(await generationOf(page)).toBe(generation);
});

const row = (page: Page) => page.locator('.cases-row');
const waiting = (page: Page) => page.locator('.cases-row[data-acknowledged="false"]');
const acknowledge = (page: Page) =>
  page.locator('.cases-card').getByRole('button', { name: say('cases.acknowledge'), exact: true });

/** The place of the first alert that nobody has acknowledged, in the Alerts workspace. */
async function firstAlert(page: Page): Promise<string> {
  await expect(page.locator('.rail-badge')).toBeVisible({ timeout: 20_000 });
  await expect(
    page
      .locator('.map-room')
      .getByRole('button', { name: say('alert.new') })
      .first(),
  ).toBeAttached();
  await goTo(page, 'cases');
  return waiting(page).first().locator('.cases-what > span').innerText();
}

test('an alert is acknowledged by pointer, and stays so when the program is started again', async () => {
  const place = await firstAlert(page);
  const mine = row(page).filter({ hasText: place }).first();
  await mine.click();
  await acknowledge(page).click();
  await expect(mine).toHaveAttribute('data-acknowledged', 'true');

  linli().watch.expect(/WebSocket connection to .* failed/, /ERR_CONNECTION_(REFUSED|RESET)/);
  await linli().host.end();
  await expect(page.locator('.status-bar [data-connected]')).toHaveText(say('app.hostGone'));
  await linli().host.start();
  await expect(page.locator('.status-bar [data-connected]')).toHaveText(say('app.offlineReady'));
  await page.reload();
  await deskReady(page);
  await goTo(page, 'cases');
  await expect(row(page).filter({ hasText: place }).first()).toHaveAttribute('data-acknowledged', 'true');
});

test('an alert is acknowledged by keyboard alone', async () => {
  await goTo(page, 'map');
  // The tests before have acknowledged what there was, and the next comes when it comes.
  await expect(page.locator('.rail-badge')).toBeVisible({ timeout: 75_000 });
  await page.keyboard.press('c');
  await expect(waiting(page).first()).toBeVisible();
  const place = await waiting(page).first().locator('.cases-what > span').innerText();
  await tabTo(page, '.cases-row[data-acknowledged="false"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('.cases-card')).toContainText(place);
  await tabTo(page, '.cases-card .bp6-intent-primary');
  await page.keyboard.press('Enter');
  await expect(row(page).filter({ hasText: place }).first()).toHaveAttribute('data-acknowledged', 'true');
});

/** Presses Tab until what matches has the focus; fails when the way round the page does not lead there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((match) => document.activeElement?.matches(match) ?? false, selector)) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

test('language and theme change at once, and nothing that was chosen is lost', async () => {
  await goTo(page, 'map');
  await page
    .locator('.twin-filter')
    .getByRole('checkbox', { name: say('tag.widowed60') })
    .first()
    .check();
  const filtered = await residentsShown(page);
  expect(filtered).toBeLessThan(1000);
  await page.evaluate(() => Reflect.set(window, 'sameWindow', true));

  await page.getByRole('button', { name: say('app.switchLanguage') }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('.twin-inspector h2')).toHaveText(say('twin.whole', {}, 'en'));
  await page.getByRole('button', { name: say('app.lightTheme', {}, 'en') }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(await residentsShown(page)).toBe(filtered);
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(ground).toBe('rgb(243, 245, 248)');
  expect(await page.evaluate(() => Reflect.get(window, 'sameWindow'))).toBe(true);

  await page.reload();
  await deskReady(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: say('app.darkTheme', {}, 'en') }).click();
  await page.getByRole('button', { name: say('app.switchLanguage', {}, 'en') }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('the wall shows alerts and numbers, and not one person', async () => {
  const drawer = await openTable(page, 'residents');
  await drawer.getByRole('button', { name: say('twin.columns'), exact: true }).click();
  const idNumber = drawer.getByRole('checkbox', { name: say('column.residents.idNumber') });
  if (!(await idNumber.isChecked())) await idNumber.check();
  await page.keyboard.press('Escape');
  const personal = new Set<string>();
  const grid = drawer.getByRole('grid');
  await grid.locator('[data-row="0"] [data-column="0"]').click();
  await grid.locator('[data-row="0"] [data-column="0"]').focus();
  for (let screen = 0; screen < 40 && personal.size < 150; screen++) {
    for (const column of ['name', 'idNumber', 'phone'])
      for (const text of await columnTexts(drawer, say(`column.residents.${column}`)))
        if (text.length > 1) personal.add(text);
    await page.keyboard.press('PageDown');
  }
  expect(personal.size).toBeGreaterThanOrEqual(150);
  await expect(page.locator('.rail-badge')).toBeVisible({ timeout: 20_000 });

  const wall = await linli().context().newPage();
  await wall.goto(`${linli().host.origin}/wall`);
  await expect(wall.locator('.wall-row').first()).toBeVisible({ timeout: 30_000 });
  await expect(wall.locator('.wall-figures b').first()).toHaveText(/^7,?\s?\d{3}$/);
  expect(numberIn(await wall.locator('.wall-figures b').first().innerText())).toBeGreaterThan(7000);
  await mapDrawn(wall);
  const html = await wall.content();
  expect([...personal].filter((each) => html.includes(each))).toEqual([]);
});
