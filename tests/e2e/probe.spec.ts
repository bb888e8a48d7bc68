import { expect, test } from '../support/e2e/linli.ts';
test('probe', async ({ linli }) => {
  const t = Date.now();
  const page = await linli.openDesk();
  console.log('ready', Date.now() - t);
  await page.waitForTimeout(8000);
  await page.screenshot({ path: 'tests/.out/probe-desk.png' });
  console.log('complaints', linli.watch.complaints);
  await page.keyboard.press('\\');
  await page.waitForTimeout(2000);
  await page.screenshot({ path: 'tests/.out/probe-table.png' });
  for (const k of ['g', 'c', 'd']) { await page.locator('body').press(k); await page.waitForTimeout(2500); await page.screenshot({ path: `tests/.out/probe-${k}.png` }); }
  const t2 = Date.now();
  await page.reload();
  await expect(page.locator('.app')).toBeVisible();
  console.log('second', Date.now() - t2);
  console.log(await page.locator('button').evaluateAll((els) => els.map((e) => e.getAttribute('aria-label') || e.textContent)));
});
