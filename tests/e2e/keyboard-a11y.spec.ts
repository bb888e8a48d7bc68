/** Everyone can use it: axe finds nothing, every control has a name, the keyboard leads everywhere, small and large screens. */
import { type Page, test } from '@playwright/test';
import { axeFaults } from '../support/e2e/axe.ts';
import { goTo, mapDrawn } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { type Language, say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;
const WORKSPACES = ['map', 'grids', 'cases', 'data'] as const;

test.beforeAll(async () => {
  page = await linli().openDesk();
  await expect(page.locator('.rail-badge')).toBeVisible({ timeout: 20_000 });
});

/** Sets language and theme as a person would. */
async function wear(language: Language, theme: 'dark' | 'light'): Promise<void> {
  const html = page.locator('html');
  if ((await html.getAttribute('lang')) !== (language === 'zh' ? 'zh-CN' : 'en'))
    await page.locator('.rail-item', { hasText: /^(EN|中文)$/ }).click();
  if ((await html.getAttribute('data-theme')) !== theme) {
    const id = theme === 'light' ? 'app.lightTheme' : 'app.darkTheme';
    await page.getByRole('button', { name: say(id, {}, language) }).click();
  }
  await expect(html).toHaveAttribute('data-theme', theme);
}

test.setTimeout(180_000);

// Each language and each theme once; all pairs in the long run.
const WORN = process.env['LINLI_LONG']
  ? ([
      ['zh', 'dark'],
      ['zh', 'light'],
      ['en', 'dark'],
      ['en', 'light'],
    ] as const)
  : ([
      ['zh', 'dark'],
      ['en', 'light'],
    ] as const);
for (const [language, theme] of WORN)
  test(`axe finds nothing (${language}, ${theme})`, async () => {
    await wear(language, theme);
    const found: string[] = [];
    const look = async (name: string) => {
      found.push(...(await axeFaults(page)).map((fault) => `${name}: ${fault}`));
    };
    for (const workspace of WORKSPACES) {
      await goTo(page, workspace);
      if (workspace === 'map')
        await expect(page.locator('.twin-inspector')).toHaveAttribute('aria-busy', 'false');
      if (workspace === 'cases') await page.locator('.cases-row').first().click();
      await look(workspace);
    }
    await goTo(page, 'map');
    await page.keyboard.press('\\');
    await expect(page.locator('.twin-drawer .twin-grid-row').first()).toBeVisible();
    await look('table');
    await page.keyboard.press('\\');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('keys');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(found).toEqual([]);
  });

/** A table that the import desk can read, with a row that it cannot. */
const TABLE = ['id,name,lng,lat', 'P1,岗亭,120.7,31.32', 'P2,岗亭,120.7,31.33', 'P3,岗亭,x,31.34'].join('\n');

for (const [language, theme] of WORN)
  test(`axe finds nothing in forms and pages that are seldom open (${language}, ${theme})`, async () => {
    const words = (id: string) => say(id, {}, language);
    const press = (id: string) => page.getByRole('button', { name: words(id), exact: true }).click();
    const found: string[] = [];
    const look = async (name: string) => {
      found.push(...(await axeFaults(page)).map((fault) => `${name}: ${fault}`));
    };
    await wear(language, theme);
    await goTo(page, 'map');
    await page.keyboard.press('\\');
    await page.locator('.twin-drawer [data-row="0"]').dblclick();
    await page
      .locator('.twin-right')
      .getByRole('button', { name: words('edit.open'), exact: true })
      .click();
    await expect(page.locator('form.edit-form')).toBeVisible();
    await look('record form');
    await page
      .locator('form.edit-form')
      .getByRole('button', { name: words('edit.cancel'), exact: true })
      .click();
    await page.locator('.twin-drawer [data-row="0"]').focus();
    await page.keyboard.press('\\');
    await expect(page.locator('.twin-drawer')).toHaveCount(0);

    await page
      .getByRole('toolbar')
      .getByRole('button', { name: words('map.tool.draw'), exact: true })
      .click();
    const drawing = page.getByRole('region', { name: words('draw.title'), exact: true });
    await expect(drawing).toBeVisible();
    await look('drawing');
    await drawing.getByRole('button', { name: words('draw.leave'), exact: true }).click();

    await goTo(page, 'data');
    for (const id of ['rounds', 'notices', 'keys']) {
      await page
        .locator('.data-menu')
        .getByRole('button', { name: words(`data.page.${id}`), exact: true })
        .click();
      await look(id);
    }
    await page
      .locator('.data-menu')
      .getByRole('button', { name: words('data.page.import'), exact: true })
      .click();
    await page
      .locator('.data-drop input')
      .setInputFiles({ name: 'points.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) });
    await press('data.preview');
    await expect(page.locator('.data-layer')).toBeVisible();
    await look('import preview');
    await press('data.stop');
    expect(found).toEqual([]);
  });

test('the wall is clean as well', async () => {
  const wall = await linli().context().newPage();
  await wall.goto(`${linli().host.origin}/wall`);
  await expect(wall.locator('.wall-row').first()).toBeVisible({ timeout: 30_000 });
  expect(await axeFaults(wall)).toEqual([]);
  await wall.close();
});

test('the keyboard leads from the rail to the omnibox, a record and the table', async () => {
  await wear('zh', 'dark');
  // Records of other tests are open beside the map.
  await page.reload();
  await deskReady(page);
  await page.keyboard.press('g');
  await expect(page.locator('.grids-table')).toBeVisible();
  await page.keyboard.press('m');
  await expect(page.locator('.twin-inspector')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('1号');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('.twin-right .twin-dossier-head')).toBeVisible();
  await page.keyboard.press('\\');
  const grid = page.locator('.twin-drawer').getByRole('grid');
  await expect(grid.locator('.twin-grid-row').first()).toBeVisible();
  for (let step = 0; step < 120; step++) {
    await page.keyboard.press('Tab');
    if (await grid.evaluate((element) => element.contains(document.activeElement))) break;
  }
  await page.keyboard.press('ArrowDown');
  await expect(grid.locator('[data-row="0"] [tabindex="0"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.twin-right .twin-dossier-kind')).toHaveText(say('table.residents'));
  await page.keyboard.press('\\');
});

/** Controls whose middle cannot be reached by a pointer, though they are inside a visible, unscrolled part. */
async function unreachable(selectors: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const selector of selectors) {
    const element = page.locator(selector).first();
    const reached = await element
      .click({ trial: true, timeout: 20_000 })
      .then(() => true)
      .catch(() => false);
    if (!reached) found.push(selector);
  }
  return found;
}

/** How far the page reaches beyond its window, to the right and below, px. */
const overhang = () =>
  page.evaluate(() => [
    document.documentElement.scrollWidth - window.innerWidth,
    document.documentElement.scrollHeight - window.innerHeight,
  ]);

/** In CSS pixels; `deviceScaleFactor` spares a software renderer three quarters of the screen's own pixels, the layout has all of it. */
const SIZES = [
  { name: '1280x720', width: 1280, height: 720, deviceScaleFactor: 1 },
  { name: '200-percent', width: 720, height: 450, deviceScaleFactor: 1 },
  { name: '4k', width: 3840, height: 2160, deviceScaleFactor: 0.5 },
];
for (const { name, ...size } of SIZES)
  test(`nothing needed is cut off at ${name}`, async () => {
    await wear('zh', 'dark');
    // Not one frame of the old map is painted at the new size.
    await page.goto('about:blank');
    await page.setViewportSize(size);
    const session = await linli().context().newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', { ...size, mobile: false });
    await page.goto(linli().host.origin);
    await expect(page.locator('.app')).toBeVisible({ timeout: 60_000 });
    // A map at rest answers a pointer at once, however large it is; on a small screen the panels may be folded.
    await mapDrawn(page);
    const essential = [
      '.twin-omnibox input',
      '.map-bar button',
      '.map-bar button:last-child',
      '.map-controls button',
    ];
    const missed = await unreachable(essential);
    const overflow = [await overhang()];
    for (const workspace of ['grids', 'cases', 'data'] as const) {
      await goTo(page, workspace);
      await expect(page.locator('.grids-table, .cases-list, .data-page').first()).toBeVisible();
      overflow.push(await overhang());
    }
    // The rail is the same everywhere: here nothing is painted beside it.
    missed.push(...(await unreachable(Array.from({ length: 8 }, (_, i) => `.rail .rail-item >> nth=${i}`))));
    expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([size.width, size.height]);
    expect({ missed, overflow }).toEqual({ missed: [], overflow: overflow.map(() => [0, 0]) });
  });
