import { test } from '../support/e2e/linli.ts';
test('probe', async ({ linli }) => {
  const page = await linli.openDesk();
  await page.locator('.map-room canvas').first().waitFor();
  console.log(await page.locator('.map-bar').evaluateAll((els) => els.map((e) => JSON.stringify(e.getBoundingClientRect()) )), await page.locator('.twin-map').evaluate((e)=>JSON.stringify(e.getBoundingClientRect())));
});
