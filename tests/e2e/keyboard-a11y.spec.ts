/** Everyone can use it: axe finds nothing, every control has a name, the keyboard leads everywhere, small and large screens. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, test } from '@playwright/test';
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

/** What axe holds against the page, as short lines. */
async function faults(target: Page): Promise<string[]> {
  await settled(target);
  const { violations } = await new AxeBuilder({ page: target }).exclude('canvas').analyze();
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} ${node.target.join(' ')} ${node.html.slice(0, 120)}`),
    );
}

/** Waits until nothing fades in or out: half-faded text has no contrast worth measuring. Endless pulses do not count. */
async function settled(target: Page): Promise<void> {
  await target.waitForFunction(
    () =>
      !document.querySelector('.bp6-overlay-enter, .bp6-overlay-enter-active, .bp6-overlay-appear-active') &&
      document
        .getAnimations()
        .every(
          (animation) =>
            animation.playState !== 'running' ||
            animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
        ),
  );
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
    for (const workspace of WORKSPACES) {
      await goTo(page, workspace);
      if (workspace === 'map')
        await expect(page.locator('.twin-inspector')).toHaveAttribute('aria-busy', 'false');
      if (workspace === 'cases') await page.locator('.cases-row').first().click();
      found.push(...(await faults(page)).map((fault) => `${workspace}: ${fault}`));
    }
    await goTo(page, 'map');
    await page.keyboard.press('\\');
    await expect(page.locator('.twin-drawer .twin-grid-row').first()).toBeVisible();
    found.push(...(await faults(page)).map((fault) => `table: ${fault}`));
    await page.keyboard.press('\\');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    found.push(...(await faults(page)).map((fault) => `keys: ${fault}`));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(found).toEqual([]);
  });

test('the wall is clean as well', async () => {
  const wall = await linli().context().newPage();
  await wall.goto(`${linli().host.origin}/wall`);
  await expect(wall.locator('.wall-row').first()).toBeVisible({ timeout: 30_000 });
  expect(await faults(wall)).toEqual([]);
  await wall.close();
});

test('the keyboard leads from the rail to the omnibox, a record and the table', async () => {
  await wear('zh', 'dark');
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

const SIZES = [
  { name: '1280x720', width: 1280, height: 720 },
  { name: '200-percent', width: 720, height: 450 },
  { name: '4k', width: 3840, height: 2160 },
];
for (const { name, width, height } of SIZES)
  test(`nothing needed is cut off at ${name}`, async () => {
    test.setTimeout(180_000);
    await wear('zh', 'dark');
    await page.setViewportSize({ width, height });
    await page.reload();
    await deskReadyOrFolded();
    await goTo(page, 'map');
    const essential = [
      '.twin-omnibox input',
      '.map-bar button',
      '.map-bar button:last-child',
      '.map-controls button',
    ];
    const rail = Array.from({ length: 8 }, (_, i) => `.rail .rail-item >> nth=${i}`);
    const missed = await unreachable([...rail, ...essential]);
    await mapDrawn(page);
    await page.screenshot({ path: `tests/.out/look/${name}-map.png` });
    for (const workspace of ['grids', 'cases', 'data'] as const) {
      await goTo(page, workspace);
      await expect(page.locator('.grids-table, .cases-list, .data-page').first()).toBeVisible();
      await page.screenshot({ path: `tests/.out/look/${name}-${workspace}.png` });
    }
    await goTo(page, 'map');
    const overflow = await page.evaluate(() => [
      document.documentElement.scrollWidth - window.innerWidth,
      document.documentElement.scrollHeight - window.innerHeight,
    ]);
    expect({ missed, overflow }).toEqual({ missed: [], overflow: [0, 0] });
  });

/** On a small screen the panels may be folded: the shell is what must be there. */
async function deskReadyOrFolded(): Promise<void> {
  await expect(page.locator('.app')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.map-room canvas').first()).toBeVisible({ timeout: 60_000 });
}
