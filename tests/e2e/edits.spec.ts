/** Records changed by hand: a resident's phone and home, a new device on the map, undo, and what a reload and a kill leave of it. */
import { type Locator, type Page, test } from '@playwright/test';
import { goTo, mapRests, onMap, openTable, search } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { importMarked } from '../support/e2e/marked-residents.ts';
import { ADMINISTRATOR, lock, signIn } from '../support/e2e/vault.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;

test.beforeAll(async () => {
  page = await linli().openDesk();
  await mapRests(page);
});

const panelOf = (target: Page) => target.locator('.twin-right');
const formOf = (target: Page) => panelOf(target).locator('form.edit-form');
const notedOn = (target: Page) => target.locator('.edit-note');
const press = (where: Locator, id: string) => where.getByRole('button', { name: say(id), exact: true });
const fact = (target: Page, column: string): Locator =>
  panelOf(target)
    .locator('dl > div')
    .filter({ has: target.locator('dt', { hasText: say(column) }) })
    .locator('dd')
    .first();
const saved = (table: string, op = 'change') => say(`edit.note.${op}`, { table: say(`table.${table}`) });

/** Opens the first resident of the table; returns the name. */
async function openFirst(target: Page): Promise<string> {
  const drawer = await openTable(target, 'residents');
  await drawer.getByRole('grid').locator('[data-row="0"]').dblclick();
  const title = panelOf(target).locator('.twin-dossier h2');
  await expect(title).toBeVisible();
  return title.innerText();
}

/** By the keyboard: a list that is still filling moves under a pointer. */
async function openAgain(target: Page, name: string): Promise<void> {
  await expect(async () => {
    const options = await search(target, name);
    await expect(options.first()).toContainText(name, { timeout: 5_000 });
    await target.keyboard.press('Enter');
    await expect(panelOf(target).locator('h2')).toHaveText(name, { timeout: 5_000 });
  }).toPass({ timeout: 40_000 });
}

async function setPhone(target: Page, phone: string): Promise<void> {
  await press(panelOf(target), 'edit.open').click();
  await formOf(target).getByLabel(say('column.residents.phone'), { exact: false }).fill(phone);
  await press(formOf(target), 'edit.save').click();
}

test('a phone is refused where it cannot be one, kept over a reload and taken back from the history', async () => {
  const name = await openFirst(page);
  const before = await fact(page, 'column.residents.phone').innerText();
  await setPhone(page, '123');
  await expect(formOf(page).locator('.edit-problems')).toHaveText(say('edit.problem.phone-form'));
  const phone = formOf(page).getByLabel(say('column.residents.phone'), { exact: false });
  await expect(phone).toBeFocused();
  await phone.fill('10612345678');
  // Hurried: two clicks are one change.
  await press(formOf(page), 'edit.save').dblclick();
  await expect(notedOn(page)).toContainText(saved('residents'));
  await expect(fact(page, 'column.residents.phone')).toHaveText('10612345678');
  await page.reload();
  await deskReady(page);
  await openAgain(page, name);
  await expect(fact(page, 'column.residents.phone')).toHaveText('10612345678');
  await panelOf(page).locator('.edit-history summary').click();
  await expect(panelOf(page).locator('.edit-history ol > li')).toHaveCount(1);
  await press(panelOf(page), 'edit.undoThis').click();
  await expect(fact(page, 'column.residents.phone')).toHaveText(before);
  await expect(panelOf(page).locator('.edit-history ol > li')).toHaveCount(2);
});

test('somebody moves to another home by its address, by keyboard; Ctrl+Z brings the person back', async () => {
  const name = await openFirst(page);
  const homeOf = () =>
    panelOf(page)
      .locator('.twin-links button', { has: page.locator('.twin-symbol-homes') })
      .first();
  const before = await homeOf().locator('span').first().innerText();
  await press(panelOf(page), 'edit.move').click();
  await expect(formOf(page).locator('h2')).toHaveText(say('edit.form.move'));
  await page.keyboard.press('Enter');
  const field = formOf(page).getByRole('combobox', { name: say('column.residents.home') });
  await expect(field).toBeFocused();
  // A building first, then one of its homes.
  await field.fill('园');
  const options = formOf(page).getByRole('option');
  await expect(options.first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAttribute('placeholder', say('edit.link.door'));
  await expect(options.first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field).toHaveCount(0);
  await formOf(page).getByLabel(say('column.residents.household'), { exact: false }).selectOption('new');
  await press(formOf(page), 'edit.save').click();
  await expect(notedOn(page)).toContainText(saved('residents'));
  await expect(panelOf(page).locator('h2')).toHaveText(name);
  await expect(homeOf().locator('span').first()).not.toHaveText(before);
  await page.keyboard.press('Control+z');
  await expect(notedOn(page)).toContainText(say('edit.note.undone', { table: say('table.residents') }));
  await expect(homeOf().locator('span').first()).toHaveText(before);
});

test('a device is put where the pointer is, found by its number and taken away again; what is typed is not lost', async () => {
  await page.reload();
  await deskReady(page);
  const at = await onMap(page, { x: 0.55, y: 0.5 });
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await page.getByRole('menuitem', { name: say('map.menu.new', { table: say('table.devices') }) }).click();
  const id = formOf(page).getByLabel(say('column.devices.id'), { exact: false });
  await expect(id).toBeFocused();
  await id.fill('NEW-0001');
  await page.keyboard.press('Escape');
  await expect(formOf(page)).toContainText(say('edit.leave'));
  await press(formOf(page), 'edit.leave.stay').click();
  await formOf(page).getByLabel(say('column.devices.kind'), { exact: false }).selectOption('smoke');
  await press(formOf(page), 'edit.save').click();
  await expect(notedOn(page)).toContainText(saved('devices', 'create'));
  await expect(panelOf(page).locator('h2')).toHaveText('NEW-0001');
  await expect((await search(page, 'NEW-0001')).filter({ hasText: 'NEW-0001' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await press(panelOf(page), 'edit.remove').click();
  await page.getByRole('radio', { name: say('edit.reason.mistake') }).check();
  await press(panelOf(page), 'edit.remove.go').click();
  await expect(notedOn(page)).toContainText(saved('devices', 'remove'));
  expect(await (await search(page, 'NEW-0001')).filter({ hasText: 'NEW-0001' }).count()).toBe(0);
});

test('two windows: the slower one is told, and both show the same', async () => {
  const other = await linli().context().newPage();
  try {
    await other.goto(linli().host.origin);
    await deskReady(other);
    const name = await openFirst(page);
    await openAgain(other, name);
    await press(panelOf(other), 'edit.open').click();
    await expect(formOf(other)).toBeVisible();
    await setPhone(page, '10655556666');
    await expect(notedOn(page)).toContainText(saved('residents'));
    await formOf(other).getByLabel(say('column.residents.phone'), { exact: false }).fill('10677778888');
    await press(formOf(other), 'edit.save').click();
    await expect(formOf(other).getByRole('status')).toHaveText(say('error.edit-conflict'));
    await press(formOf(other), 'edit.cancel').click();
    await press(formOf(other), 'edit.leave.drop').click();
    await expect(fact(other, 'column.residents.phone')).toHaveText('10655556666');
  } finally {
    await other.close();
  }
});

test('what was confirmed is there after the browser was killed, in a browser that never saw it', async () => {
  let desk = page;
  const name = await openFirst(desk);
  await setPhone(desk, '10611110001');
  await expect(notedOn(desk)).toContainText(saved('residents'));
  // One under way is kept whole or not at all.
  await press(panelOf(desk), 'edit.open').click();
  await formOf(desk).getByLabel(say('column.residents.phone'), { exact: false }).fill('10611110002');
  await press(formOf(desk), 'edit.save').click({ noWaitAfter: true });
  await linli().killBrowser();
  await linli().startBrowser({ fresh: true });
  desk = await linli().openDesk();
  page = desk;
  await openAgain(desk, name);
  await expect(fact(desk, 'column.residents.phone')).toHaveText(/^1061111000[12]$/);
});

test('a masked form leaves personal values out, and a lock in the middle keeps nothing of it', async () => {
  const desk = page;
  await importMarked(desk);
  await goTo(desk, 'map');
  const drawer = await openTable(desk, 'residents');
  await drawer.getByRole('grid').locator('[data-row="0"]').dblclick();
  await expect(panelOf(desk).locator('.twin-dossier h2')).toBeVisible();
  // The administrator's dossiers are masked: the form leaves personal values out until a reason is given.
  await press(panelOf(desk), 'edit.open').click();
  await expect(formOf(desk)).toContainText(say('edit.masked'));
  await expect(formOf(desk).getByLabel(say('column.residents.phone'), { exact: false })).toHaveCount(0);
  await formOf(desk).getByLabel(say('column.residents.education'), { exact: false }).selectOption('college');
  await lock(desk);
  // Locked in the middle: the form is gone with the person, nothing was saved.
  await expect(formOf(desk)).toHaveCount(0);
  await expect(notedOn(desk)).toHaveText('');
  await signIn(desk, ADMINISTRATOR);
});
