/** The vault by hand: making it, locking it, signing in. Knows the dialogs; the secrets of a test are here. */
import { expect, type Page } from '@playwright/test';
import { say } from './words.ts';

export const PASSPHRASE = '湖滨路 correct horse 7';
export const ADMINISTRATOR = { name: '陈管理', pin: '2580' };

const dialog = (page: Page) => page.getByRole('dialog');
const press = (page: Page, id: string) =>
  dialog(page)
    .getByRole('button', { name: say(id), exact: true })
    .click();

/** Fills in the open dialog and copies the asked group of the recovery key; returns that key. */
export async function createVault(page: Page): Promise<string> {
  const box = dialog(page);
  await box.locator('#seat-passphrase').fill(PASSPHRASE);
  await box.locator('#seat-again').fill(PASSPHRASE);
  await box.locator('#seat-name').fill(ADMINISTRATOR.name);
  await box.locator('#seat-pin').fill(ADMINISTRATOR.pin);
  await press(page, 'seat.create.go');
  const groups = box.locator('.seat-recovery code');
  await expect(groups).toHaveCount(13, { timeout: 30_000 });
  const texts = await groups.allInnerTexts();
  const label = await box.locator('label[for="seat-group"]').innerText();
  await box.locator('#seat-group').fill(texts[Number(label.replace(/\D/g, '')) - 1]);
  await press(page, 'seat.recovery.done');
  await expect(box).toHaveCount(0);
  return texts.join('-');
}

/** Signs in at the open dialog: with the passphrase when the vault is locked, by PIN when it is open. Returns when it was sent, in ms. */
export async function signIn(
  page: Page,
  person: { name: string; pin: string } = ADMINISTRATOR,
  passphrase: string = PASSPHRASE,
): Promise<number> {
  const box = dialog(page);
  const options = box.locator('#seat-person option');
  await expect(options.filter({ hasText: person.name })).toHaveCount(1);
  const id = await options.filter({ hasText: person.name }).getAttribute('value');
  await box.locator('#seat-person').selectOption(id ?? '');
  const secret = box.locator('#seat-secret');
  if (await secret.isVisible()) await secret.fill(passphrase);
  await box.locator('#seat-pin').fill(person.pin);
  const sent = Date.now();
  await box.locator('button[type="submit"]').click();
  await expect(box).toHaveCount(0, { timeout: 30_000 });
  return sent;
}

/** By the hotkey. */
export async function lock(page: Page): Promise<void> {
  await page.keyboard.press('Control+l');
  await expect(dialog(page)).toContainText(say('seat.unlock.text'));
}

/** After a start: whoever is asked for a person signs in; a desk with nothing sealed in front asks nobody. */
export async function signInIfAsked(page: Page): Promise<void> {
  if (await dialog(page).isVisible()) await signIn(page);
}
