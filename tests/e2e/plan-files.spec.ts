/**
 * Files of a plan through the page: its grids and buildings leave and come back, a list is laid on it as one step, pages are printed; blocks of
 * a real county become a plan, are put together into 12 grids, brushed, taken back, exported and read again.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import { goTo, onMap } from '../support/e2e/desk.ts';
import { openGrids } from '../support/e2e/grids.ts';
import { expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;

const panel = () => page.locator('.plan-panel');
const files = () => page.locator('.planfile');
const tab = (id: string) => files().getByRole('tab', { name: say(`planfile.tab.${id}`) });
const apply = () => files().getByRole('button', { name: say('planfile.apply') });
const line = () => files().locator('.planfile-line').first();
const steps = () => panel().locator('[data-steps]').getAttribute('data-steps');

async function put(name: string, bytes: Buffer): Promise<void> {
  await files()
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
}

async function saved(format: string): Promise<Buffer> {
  await tab('out').click();
  await files()
    .getByText(say(`planfile.format.${format}`), { exact: true })
    .click();
  const download = page.waitForEvent('download');
  await files()
    .getByRole('button', { name: say('planfile.out.save') })
    .click();
  return readFileSync(await (await download).path());
}

async function openFiles(): Promise<void> {
  await panel()
    .getByRole('button', { name: say('planfile.open') })
    .click();
  await expect(files()).toBeVisible();
}

test.beforeAll(async () => {
  page = await linli().openDesk();
  await openGrids(page);
});

test('grids and buildings of a plan leave and come back; a list is one step, its faults are told row by row', async () => {
  await page.getByRole('button', { name: say('plan.new'), exact: true }).click();
  await expect(panel()).toBeVisible({ timeout: 60_000 });
  await openFiles();
  const grids = await saved('gpkg');
  const list = (await saved('csv')).toString('utf8').trim().split('\r\n');
  await tab('areas').click();
  await put('grids.gpkg', grids);
  await expect(line()).toHaveAttribute('data-moved', '0');
  await expect(files().getByRole('button', { name: say('planfile.areas.same') })).toBeDisabled();

  const rows = list.slice(1).map((row) => row.split(','));
  const codes = [...new Set(rows.map(([, , code]) => code))];
  rows[0][2] = codes.find((code) => code !== rows[0][2]) ?? '';
  rows[1][2] = '3.20508E+11';
  rows[2][0] = 'NOBODY';
  await tab('list').click();
  await put('list.csv', Buffer.from([list[0], ...rows.map((row) => row.join(','))].join('\r\n')));
  await expect(line()).toHaveAttribute('data-moves', '1');
  await expect(line()).toHaveAttribute('data-problems', '2');
  for (const fault of ['code-damaged', 'unknown-building'])
    await expect(files().locator('tbody')).toContainText(say(`planfile.fault.${fault}`));
  const rejects = page.waitForEvent('download');
  await files()
    .getByRole('button', { name: say('planfile.rejects') })
    .click();
  expect(
    readFileSync(await (await rejects).path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  await apply().click();
  await expect.poll(steps).toBe('1');

  // What was read out before brings back what was there, by the same page.
  await tab('areas').click();
  await put('grids.gpkg', grids);
  await expect(line()).toHaveAttribute('data-moved', '1');
  await apply().click();
  await expect.poll(steps).toBe('2');
  await expect(panel().locator('.grids-change')).toHaveCount(0);
});

test('pages for print say where a grid ends, and the public notice counts nobody', async () => {
  await tab('print').click();
  const pages = page.locator('.planprint-page');
  await expect(pages.first()).toBeAttached();
  await page.emulateMedia({ media: 'print' });
  await expect(pages.first()).toBeVisible();
  await expect(pages.nth(1).locator('.planprint-sides tr')).toHaveCount(4);
  await expect(pages.nth(1).locator('svg .planprint-scale text')).toHaveText(/\d+ k?m/);
  await page.emulateMedia({ media: 'screen' });
  for (const id of ['overview', 'sheet', 'notice'])
    await files()
      .getByText(say(`planprint.${id}`), { exact: true })
      .click();
  await expect(pages).toHaveCount(1);
  await expect(pages.locator('.planprint-text').first()).toContainText(
    say('planprint.notice.text').slice(0, 12),
  );
  await expect(pages).not.toContainText(say('planfile.measure.residents'));
  await panel()
    .getByRole('button', { name: say('plan.close') })
    .click();
});

const root = process.env['LINLI_REALDATA'] ?? '';
test.describe('areas of a file that nobody here drew', () => {
  test.skip(!existsSync(join(root, 'boundaries')), 'LINLI_REALDATA names no folder with boundaries');

  test('2,296 blocks become a plan, 12 grids of like population, are brushed, undone, exported and read back', async () => {
    test.setTimeout(240_000);
    await page.getByRole('button', { name: say('planfile.units.open') }).click();
    await files()
      .locator('input[type=file]')
      .setInputFiles(join(root, 'boundaries/ks_ellis_county_block.gpkg'));
    await expect(line()).toHaveAttribute('data-units', '2296', { timeout: 60_000 });
    await expect(line()).toContainText('28,934');
    await expect(files()).toContainText(say('planfile.problems.none'));
    await files()
      .getByRole('button', { name: say('planfile.units.begin') })
      .click();
    await expect(panel()).toBeVisible({ timeout: 60_000 });
    await openFiles();
    await tab('new').click();
    await files()
      .getByRole('button', { name: say('planfile.new.find') })
      .click();
    await expect(line()).toHaveAttribute('data-counts', /\d/, { timeout: 120_000 });
    const counts = ((await line().getAttribute('data-counts')) ?? '').split(' ').map(Number);
    expect(counts).toHaveLength(12);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(28_934);
    const mean = 28_934 / 12;
    for (const count of counts) expect(Math.abs(count - mean) / mean).toBeLessThan(0.05);
    await apply().click();
    await expect.poll(steps, { timeout: 60_000 }).toBe('1');
    await expect(panel().locator('.plan-parts')).toHaveCount(0);

    const before = await saved('csv');
    await panel().locator('.grids-name').first().click();
    await page
      .getByRole('toolbar', { name: say('plan.tools') })
      .getByRole('button', { name: say('plan.tool.brush'), exact: true })
      .click();
    const [a, b] = [await onMap(page, { x: 0.45, y: 0.35 }), await onMap(page, { x: 0.6, y: 0.42 })];
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(b.x, b.y, { steps: 8 });
    await page.mouse.up();
    await expect.poll(steps).toBe('2');
    expect(await saved('csv')).not.toEqual(before);
    await page.keyboard.press('Control+z');
    await expect.poll(steps).toBe('1');
    await tab('list').click();
    await put('list.csv', before);
    await expect(line()).toHaveAttribute('data-moves', '0', { timeout: 60_000 });
    await expect(line()).toHaveAttribute('data-problems', '0');
    await panel()
      .getByRole('button', { name: say('plan.close') })
      .click();
  });

  test('4,627 drawn blocks: every gap and overlap is listed, and given to whom one wants', async () => {
    test.setTimeout(240_000);
    await goTo(page, 'grids');
    await page.getByRole('button', { name: say('planfile.units.open') }).click();
    await files().locator('input[type=file]').setInputFiles(join(root, 'boundaries/vancouver-blocks.json'));
    const found = files().locator('[data-problems]');
    await expect(found).toHaveAttribute('data-problems', '32', { timeout: 90_000 });
    const first = files().locator('.planfile-problems tbody tr').first();
    const to = first.locator('select');
    const other = (
      await to.locator('option').evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value))
    ).find((value) => value !== '-1');
    await to.selectOption(other ?? '');
    await expect(to).toHaveValue(other ?? '');
    await files()
      .getByRole('button', { name: say('planfile.units.begin') })
      .click();
    await expect(panel()).toBeVisible({ timeout: 90_000 });
  });
});
