/** Several people at one desk: added by the administrator, switched by PIN with the screen kept, each seeing what the role allows. */
import type { Page } from '@playwright/test';
import { columnTexts, goTo, openTable, search } from '../support/e2e/desk.ts';
import { expect, test } from '../support/e2e/linli.ts';
import { importMarked, NAMES } from '../support/e2e/marked-residents.ts';
import { ADMINISTRATOR, signIn } from '../support/e2e/vault.ts';
import { say } from '../support/e2e/words.ts';

const PLANNER = { name: '赵规划', pin: '4826' };
const OPERATOR = { name: '钱值班', pin: '7193' };

async function addPerson(page: Page, role: string, { name, pin }: typeof PLANNER): Promise<void> {
  await page.getByRole('button', { name: say('seat.people.add'), exact: true }).click();
  await page.locator('#person-name').fill(name);
  await page.locator('#person-role').selectOption(role);
  await page.locator('#person-pin').fill(pin);
  await page.getByRole('button', { name: say('seat.people.save'), exact: true }).click();
  await expect(page.locator('.access-table tbody tr', { hasText: name })).toHaveCount(1);
}

/** From the button to the desk of the other person. */
async function switchTo(page: Page, from: { name: string }, to: typeof PLANNER): Promise<void> {
  await page
    .locator('.rail')
    .getByRole('button', { name: new RegExp(from.name) })
    .click();
  await signIn(page, to);
  await expect(page.locator('.rail').getByRole('button', { name: new RegExp(to.name) })).toBeVisible();
}

test('a planner and a duty operator take the desk in turn', async ({ linli }) => {
  const page = await linli.openDesk();
  await importMarked(page);
  await page
    .locator('.data-menu')
    .getByRole('button', { name: say('data.page.people'), exact: true })
    .click();
  await addPerson(page, 'planner', PLANNER);
  await addPerson(page, 'dutyOperator', OPERATOR);

  // A wrong PIN names no reason and keeps who is there.
  await page
    .locator('.rail')
    .getByRole('button', { name: new RegExp(ADMINISTRATOR.name) })
    .click();
  const box = page.getByRole('dialog');
  await box
    .locator('#seat-person')
    .selectOption({ label: `${PLANNER.name} · ${say('access.role.planner')}` });
  await box.locator('#seat-pin').fill('9999');
  await box.locator('button[type="submit"]').click();
  await expect(box.getByRole('alert')).toHaveText(say('error.wrong-secret'));
  await expect(box.locator('#seat-pin')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(box).toHaveCount(0);

  await goTo(page, 'map');
  const drawer = await openTable(page, 'residents');
  expect((await columnTexts(drawer, say('column.residents.name'))).some((name) => NAMES.includes(name))).toBe(
    true,
  );
  await switchTo(page, ADMINISTRATOR, PLANNER);
  // The same screen, without a single person.
  await expect(drawer).toBeVisible();
  await expect(page.locator('.twin-grid-row', { hasText: NAMES[0] })).toHaveCount(0);
  expect(await (await search(page, NAMES[0])).filter({ hasText: NAMES[0] }).count()).toBe(0);
  await page.keyboard.press('Escape');

  await switchTo(page, PLANNER, OPERATOR);
  await expect(drawer.getByRole('grid').locator('[data-row="0"]')).not.toBeEmpty();
  await drawer.getByRole('grid').locator('[data-row="0"]').click();
  const title = page.locator('.twin-dossier h2');
  await expect(title).toContainText('＊＊');
  await page
    .locator('.twin-masked')
    .getByRole('button', { name: say('seat.glass'), exact: true })
    .click();
  await page.getByRole('radio', { name: say('access.reason.emergency') }).check();
  await page
    .locator('.twin-masked form')
    .getByRole('button', { name: say('seat.reveal.go'), exact: true })
    .click();
  await expect(title).not.toContainText('＊＊');

  // What the role may not do says so.
  await goTo(page, 'data');
  await expect(page.getByText(say('seat.people.role'))).toBeVisible();
});
