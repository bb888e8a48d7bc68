/** Painting a building into another grid: live counts, journal, undo, reload, a second window. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import { drag, numberIn, onMap } from '../support/e2e/desk.ts';
import { brushOn, households, openGrids, STROKE, stroke } from '../support/e2e/grids.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;

test.beforeAll(async () => {
  page = await linli().openDesk();
  await openGrids(page);
});

/** Whether the host's journal names a stroke of the plan, read from its files. */
function strokesIn(profile: string): number {
  const folder = join(profile, 'journal');
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  return text.join('').split('plan.assigned').length - 1;
}

test('counts follow the brush; the stroke is kept, seen by a second window, undone and reloaded', async () => {
  const start = await households(page);
  const second = await linli().context().newPage();
  await second.goto(linli().host.origin);
  await deskReady(second);
  await openGrids(second);
  await page.bringToFront();

  // The button is still down: a preview, in this window alone.
  await brushOn(page, 0);
  expect(await households(second)).toEqual(start);
  expect(strokesIn(linli().host.profile)).toBe(0);

  const last = await onMap(page, { x: 0.54, y: 0.58 });
  await page.mouse.move(last.x, last.y, { steps: 6 });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: say('grids.undo') })).toBeEnabled();
  await expect(page.locator('.grids-note')).toHaveText(say('grids.kept'));
  expect(strokesIn(linli().host.profile)).toBe(1);
  const painted = await households(page);
  expect(painted).not.toEqual(start);
  await expect.poll(() => households(second)).toEqual(painted);

  await page.getByRole('button', { name: say('grids.undo') }).click();
  await expect.poll(() => households(page)).toEqual(start);
  await expect.poll(() => households(second)).toEqual(start);
  await second.close();

  const kept = await stroke(page, 1);
  await page.reload();
  await deskReady(page);
  await openGrids(page);
  expect(await households(page)).toEqual(kept);
});

test('Alt takes buildings out of their grid, Esc drops the stroke; the rows add up to the community', async () => {
  const start = await households(page);
  const whole = numberIn(await page.locator('.grids-table tfoot td').first().innerText());
  expect(start.reduce((sum, each) => sum + each, 0)).toBe(whole);

  await brushOn(page, 0);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(() => households(page)).toEqual(start);

  // The last two rows: unassigned, and people with no home on record.
  const unassigned = start.length - 2;
  await expect(async () => {
    await drag(page, STROKE, ['Alt']);
    await expect
      .poll(async () => (await households(page))[unassigned], { timeout: 3_000 })
      .toBeGreaterThan(0);
  }).toPass({ timeout: 30_000 });
  const out = await households(page);
  expect(out.reduce((sum, each) => sum + each, 0)).toBe(whole);
  await page.getByRole('button', { name: say('grids.undo') }).click();
  await expect.poll(async () => (await households(page)).at(-2)).toBeLessThan(out[unassigned]);
});
