/** Work by hand: a label given to a lasso, a notice list of it with its delivery, a round of its homes; all of it there after a reload. */
import { readFileSync } from 'node:fs';
import { type Page, test } from '@playwright/test';
import { lassoPeople, openDataPage } from '../support/e2e/by-hand.ts';
import { goTo, mapRests, numberIn, residentsShown } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;
let given = 0;
const LABEL = '重点走访';

test.beforeAll(async () => {
  page = await linli().openDesk();
  await mapRests(page);
});

const openPage = (id: 'tags' | 'notices' | 'rounds') => openDataPage(page, id);

const press = (id: string) => page.getByRole('button', { name: say(id), exact: true }).click();
const tagRow = () => page.locator('.tags tr', { hasText: LABEL });
const tagCount = async () => numberIn(await tagRow().locator('td').last().innerText());

async function openTag(): Promise<void> {
  await openPage('tags');
  const name = tagRow().getByRole('button');
  if ((await name.getAttribute('aria-pressed')) === 'false') await name.click();
}

test('nobody in particular can be given a label', async () => {
  const inspector = page.locator('.twin-inspector');
  await expect(inspector).toHaveAttribute('aria-busy', 'false');
  await expect(inspector.getByRole('button', { name: say('label.button'), exact: true })).toHaveCount(0);
});

test('a new label is given to a lasso once, however often it is pressed', async () => {
  given = await lassoPeople(page, 0.05);
  expect(given).toBeGreaterThan(1);
  // Below a thousand, numbers are not grouped.
  expect(given).toBeLessThan(1_000);
  const inspector = page.locator('.twin-inspector');
  await inspector.getByRole('button', { name: say('label.button'), exact: true }).click();
  await inspector
    .getByRole('combobox', { name: say('label.which'), exact: true })
    .selectOption({ label: say('label.new') });
  await inspector.getByLabel(say('label.newName')).fill(say('tag.veteran'));
  await expect(inspector.getByText(say('tags.nameTaken'))).toBeVisible();
  await inspector.getByLabel(say('label.newName')).fill(LABEL);
  await inspector.getByRole('button', { name: say('label.give'), exact: true }).dblclick();
  await expect(inspector.getByRole('button', { name: say('label.undo'), exact: true })).toBeVisible();
  await openTag();
  await expect.poll(tagCount).toBe(given);
});

test('it is taken back, given again, and asks the map', async () => {
  await press('tags.undo');
  await expect.poll(tagCount).toBe(0);
  await goTo(page, 'map');
  const inspector = page.locator('.twin-inspector');
  await inspector.getByRole('button', { name: say('label.button'), exact: true }).click();
  await inspector
    .getByRole('combobox', { name: say('label.which'), exact: true })
    .selectOption({ label: LABEL });
  await inspector.getByRole('button', { name: say('label.give'), exact: true }).click();
  await expect(inspector.getByRole('button', { name: say('label.undo'), exact: true })).toBeVisible();
  await openTag();
  await expect.poll(tagCount).toBe(given);
  await press('tags.where');
  await expect.poll(() => residentsShown(page)).toBe(given);
});

test('a notice list says its purpose on every line, and its delivery is kept', async () => {
  await openTag();
  await press('tags.notice');
  const make = page.getByRole('button', { name: say('tags.notice.make'), exact: true });
  await expect(make).toBeDisabled();
  await page.getByLabel(say('tags.notice.purpose')).selectOption('visit');
  await page.getByLabel(say('notices.words')).fill('13800138000');
  await expect(make).toBeDisabled();
  await page.getByLabel(say('notices.words')).fill('冬季用气安全');
  await page.getByLabel(say('notices.format')).selectOption('csv');
  const download = page.waitForEvent('download');
  await make.click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${LABEL}.csv`);
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(given + 1);
  const purpose = say('access.purpose.visit');
  for (const line of lines.slice(1)) expect(line).toContain(`用途：${purpose} 冬季用气安全`);
  const lists = page.locator('tr[data-notice]');
  await expect(lists).toHaveCount(1);
  const first = page.locator('tr[data-recipient]').first();
  await first.getByRole('button', { name: say('notices.failed') }).click();
  await expect(first).toHaveAttribute('data-state', 'failed');
  await page.getByRole('button', { name: say('notices.allDelivered', { count: String(given - 1) }) }).click();
  await expect(lists.locator('td').nth(3)).toHaveText(String(given - 1));
  await page.reload();
  await deskReady(page);
  await openPage('notices');
  await expect(lists.locator('td').nth(2)).toHaveText(String(given));
  await expect(lists.locator('td').nth(3)).toHaveText(String(given - 1));
  await expect(lists.locator('td').nth(4)).toHaveText('1');
  await expect(lists.locator('td').nth(5)).toHaveText('0');
});

test('a round of the label is made, a home is entered, and the progress is kept', async () => {
  await openTag();
  await press('tags.round');
  await press('rounds.create');
  const homes = page.locator('tr[data-home]');
  await expect(homes.first()).toBeVisible();
  await homes
    .first()
    .getByRole('button', { name: say('rounds.write') })
    .click();
  const visit = page.locator('.work-visit');
  await visit.getByRole('button', { name: say('rounds.state.problem'), exact: true }).click();
  await visit.getByLabel(say('rounds.note'), { exact: true }).fill('软管老化');
  await visit.getByRole('button', { name: say('rounds.save'), exact: true }).click();
  await expect(homes.first()).toHaveAttribute('data-state', 'problem');
  await page.reload();
  await deskReady(page);
  await openPage('rounds');
  const round = page.locator('tr[data-round]');
  await expect(round.locator('td').last()).toHaveText(/^1 \/ \d/);
  await round.getByRole('button').click();
  await expect(homes.first()).toContainText('软管老化');
  const problem = page.locator('.work-states [data-state="problem"] b');
  await expect(problem).toHaveText('1');
  await press('rounds.mapDone');
  await expect(page.locator('.twin-inspector')).toBeVisible();
});

test('a label that is removed leaves its notice lists', async () => {
  await openTag();
  await press('tags.remove');
  await page
    .locator('.tags-asked')
    .getByRole('button', { name: say('tags.remove'), exact: true })
    .click();
  await expect(tagRow()).toHaveCount(0);
  await openPage('notices');
  await expect(page.locator('tr[data-notice]')).toContainText(LABEL);
});
