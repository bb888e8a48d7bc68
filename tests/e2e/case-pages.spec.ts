/** Pages of the desk of cases, by pointer: the numbers of real cases, a shift handed over, a day replayed on the map, what goes on paper. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { axeFaults } from '../support/e2e/axe.ts';
import { goTo } from '../support/e2e/desk.ts';
import { expect, shareLinli, test } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
const room = (page: Page) => page.locator('.cases-page');
const file = (page: Page) => page.locator('.cases-file');

async function openPage(page: Page, id: string): Promise<void> {
  await page.getByRole('button', { name: say('cases.pages'), exact: true }).click();
  await page
    .locator('.bp6-menu')
    .getByText(say(`cases.page.${id}`), { exact: true })
    .click();
  await expect(room(page)).toHaveAttribute('aria-label', say(`cases.page.${id}`));
}

async function closePage(page: Page): Promise<void> {
  await room(page)
    .getByRole('button', { name: say('cases.close') })
    .click();
  await expect(room(page)).toHaveCount(0);
}

/** A case by hand; gives its number. */
async function report(page: Page, matter: string, place: string): Promise<string> {
  await page.getByRole('button', { name: say('cases.report'), exact: true }).click();
  await page.locator('#report-matter').selectOption(matter);
  await page.locator('#report-place').fill(place);
  await page.locator('.cases-hits button').first().click();
  await page.locator('.cases-report button[type="submit"]').click();
  await page
    .locator('.cases-report')
    .getByRole('button', { name: say('cases.show'), exact: true })
    .click();
  return file(page).locator('h2 small').innerText();
}

async function command(page: Page, name: string): Promise<void> {
  const label = say(`cases.command.${name}`);
  const told = file(page).locator('.cases-timeline > li');
  const before = await told.count();
  await file(page)
    .locator('.cases-commands')
    .getByRole('button', { name: label, exact: true })
    .first()
    .click();
  const form = file(page).locator('.cases-form');
  if (name === 'dispatch') await form.getByRole('button', { name: label, exact: true }).click();
  await expect.poll(() => told.count()).toBeGreaterThan(before);
}

test('pages of the desk tell of the cases that there are', async () => {
  const page = await linli().openDesk();
  await goTo(page, 'cases');
  const first = await report(page, 'quarrel', '1号楼');
  const second = await report(page, 'lift', '2号楼');
  await command(page, 'register');
  await command(page, 'dispatch');
  const faults: string[] = [];
  const look = async (name: string) => {
    faults.push(...(await axeFaults(page)).map((fault) => `${name}: ${fault}`));
  };

  await openPage(page, 'indicators');
  // Alarms of the made-up devices open cases beside these: one kind of matter is looked at alone.
  await room(page).getByLabel(say('cases.by.matter'), { exact: true }).selectOption('lift');
  await expect(room(page).locator('[data-indicator="received"]')).toHaveText('1');
  await expect(room(page).locator('.indicators-behind button')).toHaveCount(1);
  await expect(room(page).locator('.indicators-behind')).toContainText(second);
  const saving = page.waitForEvent('download');
  await room(page)
    .getByRole('button', { name: say('cases.indicators.save') })
    .click();
  const [head, all] = (await readFile(await (await saving).path(), 'utf8')).split('\r\n');
  const cell = (heading: string) => all.split(',')[head.split(',').indexOf(heading)];
  expect([cell(say('cases.indicator.received')), cell(say('cases.indicator.registered'))]).toEqual([
    '1',
    '1',
  ]);
  await look('indicators');
  await closePage(page);

  await openPage(page, 'handover');
  await expect(room(page)).toContainText(first);
  await room(page)
    .getByRole('button', { name: say('cases.handover.sign') })
    .click();
  const take = room(page).getByRole('button', { name: say('cases.handover.take'), exact: true });
  // Who handed over does not take over.
  await expect(take).toBeDisabled();
  await page.locator('.cases-seat select').selectOption('supervisor');
  await take.click();
  const past = room(page).locator('.handover-past button');
  await expect(past).toContainText(`${say('cases.role.operator')} → ${say('cases.role.supervisor')}`);
  await past.click();
  await expect(room(page).locator('.caseprint-page')).toContainText(first);
  await look('handover');
  await closePage(page);

  const pins = () => page.locator('.alert-pin').count();
  await openPage(page, 'replay');
  await expect(page.locator('.replay-mark')).toContainText(say('cases.replay.mark'));
  await expect(room(page).locator('.replay-events')).toContainText(second);
  await expect.poll(pins).toBeGreaterThan(0);
  await look('replay');
  // Before any of it had happened.
  await room(page).getByLabel(say('cases.replay.time'), { exact: true }).press('Home');
  await expect(room(page).locator('.replay-events li')).toHaveCount(0);
  await expect.poll(pins).toBe(0);
  await closePage(page);
  await expect(page.locator('.replay-mark')).toHaveCount(0);

  await file(page)
    .getByRole('button', { name: say('cases.tool.slip'), exact: true })
    .click();
  await expect(room(page).locator('.slip-code figcaption')).toHaveText(second);
  await expect(room(page).locator('.slip-map .slip-own')).toHaveCount(1);
  await look('slip');
  await closePage(page);

  await openPage(page, 'bulletin');
  // Fewer than ten are not told.
  await expect(room(page).locator('[data-bulletin="received"]')).toHaveText(say('cases.bulletin.few'));
  await look('bulletin');
  await closePage(page);
  await openPage(page, 'agenda');
  await expect(room(page)).toContainText(say('cases.agenda.none'));
  await look('agenda');
  await closePage(page);

  await page.locator('.cases-seat select').selectOption('operator');
  await openPage(page, 'drill');
  await page.locator('#drill-place').fill('3号楼');
  await page.locator('.cases-page .cases-hits button').first().click();
  await room(page)
    .getByRole('button', { name: say('cases.drill.start'), exact: true })
    .click();
  await expect(room(page).locator('.drill-list > li')).toHaveCount(1);
  await expect(page.locator('.cases-list .cases-row').filter({ hasText: say('cases.drill') })).toHaveCount(1);
  await look('drill');
  await room(page).locator('.drill-list .drill-head > button').first().click();
  await expect(file(page).locator('.cases-head')).toContainText(say('cases.drill'));
  // It is in no number.
  await openPage(page, 'indicators');
  await expect(room(page).locator('[data-indicator="received"]')).not.toHaveText('—');
  const listed = room(page).locator('.indicators-behind');
  await expect(listed).toContainText(second);
  await expect(listed).not.toContainText(await file(page).locator('h2 small').innerText());
  expect(faults).toEqual([]);
});
