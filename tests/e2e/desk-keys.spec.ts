/** The desk by keys alone, a report that tells of the same thing as another, and the arrow to an alert out of sight. */
import type { Page } from '@playwright/test';
import { axeFaults } from '../support/e2e/axe.ts';
import { goTo } from '../support/e2e/desk.ts';
import { expect, shareLinli, test } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
const rows = (page: Page) => page.locator('.cases-rows .cases-row');

async function report(page: Page): Promise<string> {
  await page.keyboard.press('n');
  await page.locator('#report-matter').selectOption('streetLight');
  await page.locator('#report-level').selectOption('3');
  await page.locator('#report-place').fill('1号楼');
  await page.locator('.cases-hits button').first().click();
  const list = page.locator('.cases-list');
  await list.getByRole('button', { name: say('cases.openCase'), exact: true }).click();
  const code = await page.locator('.cases-big').innerText();
  await list.getByRole('button', { name: say('cases.show'), exact: true }).click();
  await expect(page.locator('.cases-file .cases-code')).toHaveText(code);
  return code;
}

test('keys move, acknowledge, report and find; a second report of one thing is merged', async () => {
  const page = await linli().openDesk();
  await goTo(page, 'cases');
  await expect(rows(page).first()).toBeVisible({ timeout: 20_000 });

  // Rows by keys; Enter takes one in hand, A acknowledges it.
  await page.keyboard.press('j');
  await expect(page.locator('.cases-row:focus')).toHaveCount(1);
  await page.keyboard.press('Enter');
  const card = page.locator('.cases-card');
  await expect(card).toBeVisible();
  await page.keyboard.press('a');
  await expect(card.getByRole('button', { name: say('alert.acknowledged'), exact: true })).toBeDisabled();

  // Two reports of one matter in one building.
  const first = await report(page);
  await report(page);
  const offer = page.locator('.merge-offer');
  await expect(offer).toContainText(say('cases.merge.same'));
  await expect(offer).toContainText(say('cases.merge.building'));
  expect(await axeFaults(page)).toEqual([]);

  // Whom it could be given to, near by.
  const commands = page.locator('.cases-commands');
  for (const command of ['verify', 'register', 'dispatch'])
    await commands
      .getByRole('button', { name: say(`cases.command.${command}`), exact: true })
      .first()
      .click();
  const near = page.locator('.duty-near li button').first();
  await near.click();
  await expect(near).toHaveClass(/bp6-active/);
  await page
    .locator('.cases-form')
    .getByRole('button', { name: say('cases.stop') })
    .click();

  await offer.getByRole('button').first().click();
  await expect(page.locator('.cases-file .cases-code')).toHaveText(first);

  // A code finds its case, also while what is typed holds keys of the desk.
  await page.locator('.cases-file .cases-code').click();
  await page.keyboard.press('/');
  await page.keyboard.type(first.toLowerCase());
  await expect(rows(page)).toHaveCount(1);
});

test('an arrow at the edge of the map flies to a grave alert out of sight', async () => {
  const page = await linli().openDesk();
  await goTo(page, 'cases');
  await expect(rows(page).first()).toBeVisible({ timeout: 20_000 });
  // The one in hand is in sight; the map is moved away from it.
  await rows(page).first().click();
  await page.locator('.map-canvas .maplibregl-canvas').focus();
  const arrow = page.locator('.edge-arrow').first();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('ArrowRight');
    if (await arrow.isVisible()) break;
  }
  await expect(arrow).toBeVisible({ timeout: 5_000 });
  await expect(arrow).toHaveAccessibleName(/^画面外.*级告警.*(米|公里)/);
  expect(await axeFaults(page)).toEqual([]);
  const before = await page.locator('.edge-arrow').count();
  await arrow.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.edge-arrow').count()).toBeLessThan(before);
});
