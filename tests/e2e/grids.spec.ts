/** Painting a building into another grid: live counts, journal, undo, reload, a second window. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onMap } from '../support/e2e/desk.ts';
import { households, openGrids, STROKE, stroke, takeBrush } from '../support/e2e/grids.ts';
import { deskReady, expect, test } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

/** Whether the host's journal names a stroke of the plan, read from its files. */
function strokesIn(profile: string): number {
  const folder = join(profile, 'journal');
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  return text.join('').split('plan.assigned').length - 1;
}

test('counts follow the brush; the stroke is kept, seen by a second window, undone and reloaded', async ({
  linli,
}) => {
  const page = await linli.openDesk();
  await openGrids(page);
  const start = await households(page);
  const second = await linli.context().newPage();
  await second.goto(linli.host.origin);
  await deskReady(second);
  await openGrids(second);
  await page.bringToFront();

  await takeBrush(page, 0);
  const points = await Promise.all(STROKE.map((point) => onMap(page, point)));
  await expect(async () => {
    await page.mouse.move(points[0].x, points[0].y);
    await page.mouse.down();
    for (const { x, y } of points.slice(1)) await page.mouse.move(x, y, { steps: 6 });
    await expect(page.locator('.grids-change').first()).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  // The button is still down: a preview, in this window alone.
  const preview = await households(page);
  expect(preview).not.toEqual(start);
  expect(preview.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(
    start.reduce((sum, each) => sum + each, 0),
  );
  expect(await households(second)).toEqual(start);
  expect(strokesIn(linli.host.profile)).toBe(0);

  await page.mouse.up();
  await expect(page.getByRole('button', { name: say('grids.undo') })).toBeEnabled();
  await expect(page.locator('.grids-note')).toHaveText(say('grids.kept'));
  expect(strokesIn(linli.host.profile)).toBe(1);
  await expect.poll(() => households(page)).toEqual(preview);
  await expect.poll(() => households(second)).toEqual(preview);

  await page.getByRole('button', { name: say('grids.undo') }).click();
  await expect.poll(() => households(page)).toEqual(start);
  await expect.poll(() => households(second)).toEqual(start);

  const kept = await stroke(page, 1);
  await page.reload();
  await deskReady(page);
  await openGrids(page);
  expect(await households(page)).toEqual(kept);
});
