/** A case by hand, by pointer, through all seven steps: reported, returned, reworked, handled with a party, checked by another, evaluated. */
import type { Page } from '@playwright/test';
import { goTo } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli, test } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
const file = (page: Page) => page.locator('.cases-file');
const state = (page: Page, word: string) =>
  expect(file(page).locator('.cases-now > b')).toHaveText(say(`cases.state.${word}`));

/** Sits down in another part. */
async function sitAs(page: Page, seat: string): Promise<void> {
  await page.locator('.cases-seat select').selectOption(seat);
}

const told = (page: Page) => file(page).locator('.cases-timeline > li');

/** Does something and waits until the case tells of it. */
async function happens(page: Page, what: () => Promise<void>): Promise<void> {
  const before = await told(page).count();
  await what();
  await expect.poll(() => told(page).count()).toBeGreaterThan(before);
}

/** A command that asks for nothing. */
const press = (page: Page, command: string) => happens(page, () => point(page, command));

/** Presses a command where it stands: among the buttons, else in the list of all. */
async function point(page: Page, command: string): Promise<void> {
  const name = say(`cases.command.${command}`);
  const button = file(page).locator('.cases-commands').getByRole('button', { name, exact: true });
  await expect(file(page).locator('.cases-commands .bp6-button').first()).toBeEnabled();
  if (await button.count()) return button.first().click();
  await file(page)
    .getByRole('button', { name: say('cases.moreCommands') })
    .click();
  await page.locator('.cases-menu').getByText(name, { exact: true }).click();
}

/** Fills in what the command asks for and gives it. */
async function fill(page: Page, command: string, choices: Record<string, string> = {}): Promise<void> {
  await point(page, command);
  const form = file(page).locator('.cases-form');
  for (const [field, value] of Object.entries(choices)) {
    await form.getByLabel(say(`cases.field.${field}`), { exact: true }).selectOption(value);
  }
  await happens(page, () =>
    form.getByRole('button', { name: say(`cases.command.${command}`), exact: true }).click(),
  );
  await expect(form).toHaveCount(0);
}

async function proven(page: Page): Promise<void> {
  await point(page, 'feedback');
  const form = file(page).locator('.cases-form');
  await form
    .locator('input[type="file"]')
    .setInputFiles({ name: 'after.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('clean') });
  await expect(form).toContainText('after.jpg');
  await happens(page, () =>
    form.getByRole('button', { name: say('cases.command.feedback'), exact: true }).click(),
  );
  await expect(form).toHaveCount(0);
}

test('a report goes all seven steps by hand; who handled it does not check it, and all of it is there after a start', async () => {
  const page = await linli().openDesk();
  await goTo(page, 'cases');
  await page.getByRole('button', { name: say('cases.report'), exact: true }).click();
  await page.locator('#report-matter').selectOption('streetLight');
  await page.locator('#report-level').selectOption('3');
  await page.locator('#report-place').fill('1号楼');
  await page.locator('.cases-hits button').first().click();
  await page.getByRole('button', { name: say('cases.openCase'), exact: true }).click();
  const code = await page.locator('.cases-big').innerText();
  expect(code).toMatch(/^[A-Z0-9]{8}$/);
  await page.getByRole('button', { name: say('cases.show'), exact: true }).click();
  await state(page, 'received');
  await expect(file(page).locator('.cases-code')).toHaveText(code);

  await press(page, 'verify');
  await state(page, 'verifying');
  await press(page, 'register');
  await state(page, 'registered');
  await fill(page, 'dispatch');
  await state(page, 'dispatched');
  await sitAs(page, 'worker');
  await fill(page, 'return', { reason: 'wrongGrid' });
  await state(page, 'registered');
  await sitAs(page, 'operator');
  await fill(page, 'dispatch');
  await fill(page, 'addParty');
  await sitAs(page, 'worker');
  await press(page, 'accept');
  await state(page, 'accepted');
  await fill(page, 'arrive', { reason: 'indoors' });
  await state(page, 'onSite');
  await proven(page);
  await state(page, 'feedback');

  // The co-handling party is not back: the check has to wait, and says why.
  await sitAs(page, 'verifier');
  await file(page)
    .getByRole('button', { name: say('cases.moreCommands') })
    .click();
  await expect(page.locator('.cases-menu')).toContainText('还有 1 ');
  await page.keyboard.press('Escape');
  await sitAs(page, 'party');
  await press(page, 'accept');
  await fill(page, 'arrive', { reason: 'byTelephone' });
  await proven(page);

  await sitAs(page, 'verifier');
  await press(page, 'check');
  await fill(page, 'fail', { reason: 'poorWork' });
  await state(page, 'dispatched');
  await sitAs(page, 'worker');
  await press(page, 'accept');
  await fill(page, 'arrive', { reason: 'indoors' });
  await proven(page);
  await sitAs(page, 'verifier');
  await press(page, 'check');
  await fill(page, 'pass', { closeCode: 'handled' });
  await state(page, 'closed');
  await sitAs(page, 'evaluator');
  await fill(page, 'evaluate', { satisfaction: '5' });
  await state(page, 'evaluated');

  const many = await told(page).count();
  expect(many).toBeGreaterThanOrEqual(18);
  linli().watch.expect(/WebSocket connection to .* failed/, /ERR_CONNECTION_(REFUSED|RESET)/);
  await linli().host.end();
  await linli().host.start();
  await page.reload();
  await deskReady(page);
  await goTo(page, 'cases');
  await page
    .locator('.cases-tabs')
    .getByText(new RegExp(`^${say('cases.cases')}`))
    .click();
  await page.locator('.cases-filter select').selectOption('all');
  await page
    .locator('.cases-row')
    .filter({ hasText: say('cases.state.evaluated') })
    .click();
  await state(page, 'evaluated');
  await expect(told(page)).toHaveCount(many);
});
