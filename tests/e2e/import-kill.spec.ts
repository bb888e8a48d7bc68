/**
 * A merge of a file killed at random moments: the community before it or the one after it, never a mix, and the way back still there.
 * `LINLI_LONG=1` kills many times instead of a few.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { columnTexts, goTo, openTable } from '../support/e2e/desk.ts';
import { expect, type Linli, test } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';
import { random as seeded } from '../support/seeded-random.ts';

const LONG = process.env['LINLI_LONG'] === '1';
const KILLS = LONG ? 40 : 2;
test.setTimeout(LONG ? 60 * 60_000 : 180_000);

const HOUSES = 400;
const button = (page: Page, id: string, values = {}) =>
  page.getByRole('button', { name: say(id, values), exact: true });

/** The same houses in every batch, each named after its batch, so that a mix of two would show. */
function batch(number: number): string {
  const features = Array.from({ length: HOUSES }, (_, i) => {
    const [west, south] = [120.6 + (i % 20) * 0.0008, 31.3 + Math.floor(i / 20) * 0.0005];
    const [east, north] = [west + 0.0004, south + 0.0002];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    return {
      type: 'Feature',
      properties: { id: `B${i}`, name: `第${number}批`, floors: 6 },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** Everything but the last press. */
async function prepare(page: Page, number: number, mode?: 'merge'): Promise<void> {
  await goTo(page, 'data');
  await page.locator('.data-drop input').setInputFiles({
    name: `houses-${number}.geojson`,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(batch(number)),
  });
  if (mode) await page.getByLabel(say('data.mode')).selectOption(mode);
  await button(page, 'data.preview').click();
  await expect(button(page, 'data.importGood', { good: String(HOUSES) })).toBeEnabled({ timeout: 30_000 });
}

/** Names in the first rows of the buildings in the order of names, from both ends: one batch, or the test has found a mix. */
async function batchShown(page: Page): Promise<string> {
  await goTo(page, 'map');
  const drawer = await openTable(page, 'buildings');
  const head = drawer.getByRole('columnheader').filter({ hasText: say('column.buildings.name') });
  const seen = new Set<string>();
  for (const sorting of ['ascending', 'descending']) {
    await head.click();
    await expect(head).toHaveAttribute('aria-sort', sorting);
    await expect(drawer.locator('.twin-grid-wait')).toHaveCount(0);
    for (const name of await columnTexts(drawer, say('column.buildings.name'))) seen.add(name);
  }
  expect([...seen]).toHaveLength(1);
  return [...seen][0];
}

async function reopened(linli: Linli): Promise<Page> {
  await linli.startBrowser();
  return linli.openDesk();
}

test('a merge killed in the middle leaves the community before it or the one after it, whole', async ({
  linli,
}) => {
  const random = seeded(23);
  let page = await linli.openDesk();
  await prepare(page, 0);
  await button(page, 'data.importGood', { good: String(HOUSES) }).click();
  await expect(page.locator('.data-done')).toBeVisible({ timeout: 30_000 });
  let before = await batchShown(page);
  expect(before).toBe('第0批');
  for (let kill = 1; kill <= KILLS; kill++) {
    await prepare(page, kill, 'merge');
    await button(page, 'data.importGood', { good: String(HOUSES) }).click();
    await delay(random() * 900);
    await linli.killBrowser();
    page = await reopened(linli);
    const now = await batchShown(page);
    expect([before, `第${kill}批`]).toContain(now);
    before = now;
  }
});
