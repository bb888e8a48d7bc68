/** Alerts that are too many: a flood of the simulator as a person sees it, and one of them put aside, over a start of the host. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { axeFaults } from '../support/e2e/axe.ts';
import { goTo, numberIn } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli, test } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
const rows = (page: Page) => page.locator('.cases-rows .cases-row');
const card = (page: Page) => page.locator('.cases-card');

/** The host starts anew, with the simulator set as its settings file says. */
async function restart(page: Page, running: boolean, scenario: string): Promise<void> {
  const { host, watch } = linli();
  // The map may ask for a tile while nobody answers.
  watch.expect(/WebSocket connection to .* failed/, /ERR_CONNECTION_(REFUSED|RESET)/);
  await host.end();
  writeFileSync(join(host.profile, 'simulator.json'), JSON.stringify({ running, scenario }));
  await host.start();
  await page.reload();
  await deskReady(page);
  await goTo(page, 'cases');
}

test('a flood keeps ten rows, counts the rest and ends in a list; one alert is put aside, over a start, and shown again', async () => {
  const page = await linli().openDesk();
  await restart(page, true, 'power-cut');
  const flood = page.locator('.signals-flood');
  await expect(flood).toContainText('告警洪泛 自', { timeout: 20_000 });
  await expect(flood).toContainText('未列出');
  await expect.poll(() => rows(page).count()).toBeLessThanOrEqual(10);
  await expect(page.locator('.signals-gravest')).toHaveAttribute('aria-label', /^I 级告警 [1-9]/);
  expect(await axeFaults(page)).toEqual([]);

  // Level I says why it cannot be put aside.
  await rows(page).first().click();
  await expect(card(page).getByRole('button', { name: say('cases.shelve'), exact: true })).toBeDisabled();
  await expect(card(page)).toContainText(say('cases.shelve.refused.never'));

  await flood.getByRole('button', { name: say('cases.flood.all') }).click();
  await expect.poll(() => rows(page).count()).toBeGreaterThan(10);
  await page.locator('.signals-which').getByText('IV', { exact: true }).click();
  // More may come above it meanwhile: any of them will do.
  await rows(page).first().click();
  await card(page)
    .getByRole('button', { name: say('cases.shelve'), exact: true })
    .click();
  const form = page.locator('.signals-form');
  await form.getByLabel(say('cases.shelve.reason')).selectOption('works');
  await form.getByRole('button', { name: say('cases.shelve'), exact: true }).click();
  await expect(card(page)).toContainText(say('cases.shelve.works'));
  const shelved = page.locator('.signals-which').getByText(/^已搁置/);
  await expect(shelved).toHaveText(say('cases.shelvedCount', { count: '1' }));

  await restart(page, false, 'quiet-day');
  await shelved.click();
  const shelf = page.locator('.signals-shelf');
  await expect(shelf).toContainText(say('cases.shelve.works'));
  await expect(shelf).toContainText(say('cases.role.operator'));
  expect(await axeFaults(page)).toEqual([]);
  await shelf.getByRole('button', { name: say('cases.unshelve') }).click();
  await expect(shelf).toHaveCount(0);
  const waiting = numberIn((await page.locator('.cases-count').innerText()).split('/')[1]);
  expect(waiting).toBeGreaterThan(0);
});

async function openPage(page: Page, id: string): Promise<void> {
  await goTo(page, 'cases');
  await page.getByRole('button', { name: say('cases.pages') }).click();
  await page.getByRole('menuitem', { name: say(`cases.page.${id}`) }).click();
  await expect(page.locator('.cases-page').getByRole('heading', { level: 2 })).toHaveText(
    say(`cases.page.${id}`),
  );
}

test('the rules of the site are tried, checked and kept; so is the roster, which tells where nobody is', async () => {
  const page = await linli().openDesk();
  // Devices that speak often: their readings are tried.
  await restart(page, true, 'power-cut');
  const rules = page.locator('.rules');
  // The page tells what was said when it was opened.
  await expect(async () => {
    await openPage(page, 'rules');
    await expect(rules.locator('.rules-chart svg')).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await expect(rules.locator('.rules-preview')).toContainText('过去 24 小时');
  const high = rules.getByLabel(new RegExp(`^${say('cases.signalRule.high')}`));
  const save = rules.getByRole('button', { name: say('cases.rules.save') });
  await rules.getByLabel(new RegExp(`^${say('cases.signalRule.low')}`)).fill('5');
  await expect(rules).toContainText(say('cases.rules.fault.lowAboveHigh'));
  await expect(save).toBeDisabled();
  await rules
    .getByRole('button', { name: say('cases.rules.reset', { name: say('cases.signalRule.low') }) })
    .click();
  await high.fill('0.1');
  await expect(rules.locator('.rules-kinds [aria-current="true"]')).toContainText(say('cases.rules.changed'));
  expect(await axeFaults(page)).toEqual([]);
  await save.click();
  await expect(rules.locator('.rules-foot')).toContainText(say('cases.rules.own'));

  await openPage(page, 'roster');
  const roster = page.locator('.cases-page');
  const duty = roster
    .locator('tbody tr')
    .filter({ hasText: say('cases.post.communityDuty') })
    .first();
  await expect(roster.locator('.roster-now')).toContainText(say('cases.roster.now'));
  await duty.locator('td button').first().click();
  await page.keyboard.press('Escape');
  await duty.locator('td button').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const form = roster.locator('.roster-form');
  await form.getByText(/^仅 /).click();
  await form.getByRole('button', { name: say('cases.roster.nobodyComes') }).click();
  await expect(roster.locator('.roster-gaps')).toContainText('周三');
  await expect(duty.locator('td').nth(2)).toContainText(say('cases.roster.nobody'));
  expect(await axeFaults(page)).toEqual([]);
  await roster.getByRole('button', { name: say('cases.roster.save') }).click();
  await expect(roster.locator('.rules-foot')).toContainText(say('cases.roster.own'));

  await page.reload();
  await deskReady(page);
  await openPage(page, 'roster');
  await expect(duty.locator('td').nth(2)).toContainText(say('cases.roster.nobody'));
  await openPage(page, 'rules');
  await expect(high).toHaveValue('0.1');
});
