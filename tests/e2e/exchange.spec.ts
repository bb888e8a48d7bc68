/** Out and back through the page: a protected file brings back what was changed since, a GeoPackage comes in again as it went out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import { goTo, numberIn } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { createVault } from '../support/e2e/vault.ts';
import { say } from '../support/e2e/words.ts';

const PASSPHRASE = '云和社区二〇二六备份';
const linli = shareLinli();
let page: Page;

test.beforeAll(async () => {
  page = await linli().openDesk();
});
test.beforeEach(() => goTo(page, 'data'));

const show = (id: string) => page.getByRole('button', { name: say(`data.page.${id}`), exact: true }).click();
const section = (task: string) => page.getByRole('region', { name: say(`exchange.${task}`), exact: true });
const generation = () =>
  page
    .locator('.data-facts dt', { hasText: say('data.fact.generation') })
    .locator('+ dd')
    .innerText();
const rows = async (table: string) =>
  numberIn(
    await page
      .locator('.data-elements li', { hasText: say(`table.${table}`) })
      .first()
      .locator('.data-number')
      .innerText(),
  );

async function download(press: () => Promise<void>, name: RegExp): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), press()]);
  expect(file.suggestedFilename()).toMatch(name);
  const path = join(linli().folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

async function restore(path: string, passphrase: string): Promise<void> {
  const form = section('restore');
  await form.locator('input[type="file"]').setInputFiles(path);
  await form.getByLabel(say('exchange.passphrase.of')).fill(passphrase);
  await form.getByRole('button', { name: say('exchange.restore.go'), exact: true }).click();
}

test('a protected file brings the community back; a wrong passphrase and a damaged file change nothing', async () => {
  const people = await rows('residents');
  await show('exchange');
  const form = section('save');
  const save = form.getByRole('button', { name: say('exchange.save.go'), exact: true });
  await expect(save).toBeDisabled();
  await form.getByLabel(say('exchange.passphrase'), { exact: true }).fill(PASSPHRASE);
  await form.getByLabel(say('exchange.passphrase.again')).fill(PASSPHRASE);
  const path = await download(() => save.click(), /^linli-.*\.linlisave$/);
  await expect(form.getByRole('status')).toBeVisible();
  expect(readFileSync(path).includes('LINLISNP')).toBe(false);

  await show('import');
  await page
    .getByRole('button', { name: say('data.sample.loadNamed', { name: say('data.sample.cun') }) })
    .click();
  await expect.poll(() => rows('residents'), { timeout: 30_000 }).not.toBe(people);
  const other = await generation();

  await show('exchange');
  await restore(path, `${PASSPHRASE}.`);
  await expect(section('restore').getByRole('alert')).toContainText(say('error.sealed-file-passphrase'));
  const damaged = readFileSync(path);
  damaged[damaged.length >> 1] ^= 1;
  const broken = join(linli().folder, 'broken.linlisave');
  writeFileSync(broken, damaged);
  await restore(broken, PASSPHRASE);
  await expect(section('restore').getByRole('alert')).toContainText(say('error.sealed-file-damaged'));
  await show('import');
  expect(await generation()).toBe(other);

  await show('exchange');
  await restore(path, PASSPHRASE);
  await expect(section('restore').locator('.exchange-done')).toBeVisible({ timeout: 30_000 });
  await show('import');
  expect(await rows('residents')).toBe(people);

  await show('exchange');
  const copies = section('copy');
  await copies
    .locator(`tr[data-generation="${other}"]`)
    .getByRole('button', { name: say('exchange.copy.go') })
    .click();
  await expect(copies.locator('.exchange-done')).toBeVisible({ timeout: 30_000 });
  await show('import');
  expect(await generation()).toBe(other);
});

test('what the place calls things and aims at is kept by the host and takes effect', async () => {
  await show('profile');
  const save = page.getByRole('button', { name: say('profile.save'), exact: true });
  await page.getByLabel(say('profile.min')).fill('900');
  await expect(save).toBeDisabled();
  await page.getByLabel(say('profile.min')).fill('120');
  await page.getByLabel(`${say('profile.level.village')} (zh)`).fill('村民小组');
  await expect(save).toBeDisabled();
  await page.getByLabel(`${say('profile.level.village')} (en)`).fill('Group');
  await save.click();
  await expect(page.locator('.profile-foot').getByRole('status')).toBeVisible();
  await page.reload();
  await deskReady(page);
  await goTo(page, 'grids');
  await expect(page.locator('.grids-target')).toContainText('120');
});

/** What the community holds and how good it is: every element's number of records, and both rates. */
async function whole(): Promise<Record<string, string>> {
  await show('quality');
  await expect(page.locator('.quality')).toHaveAttribute('aria-busy', 'false');
  const figures: Record<string, string> = {};
  for (const id of ['accuracy', 'correlation'])
    figures[id] = await page.locator(`[data-figure="${id}"] dd`).innerText();
  await show('import');
  for (const line of await page.locator('.data-elements li').allInnerTexts()) {
    const [name, ...number] = line.split('\n');
    figures[name as string] = number.join(' ');
  }
  return figures;
}

/** Cell by cell all of them are compared in exchange.test.ts; through the page every day the one that is whole and the one with short names. */
const FORMATS = process.env.LINLI_LONG
  ? (['gpkg', 'xlsx', 'csv', 'shp'] as const)
  : (['gpkg', 'shp'] as const);

for (const format of FORMATS)
  test(`out as ${format} with its people and in again: the same community, links and rates`, async () => {
    const before = await whole();
    expect(Object.keys(before).length).toBeGreaterThan(10);
    await show('exchange');
    const form = section('export');
    await form.getByText(say(`exchange.format.${format}`), { exact: true }).click();
    const personal = form.getByLabel(say('exchange.personal'));
    if (!(await personal.isChecked())) await form.getByText(say('exchange.personal')).click();
    const path = await download(
      () => form.getByRole('button', { name: say('exchange.export.go'), exact: true }).click(),
      /^linli-/,
    );
    await show('import');
    await page.locator('.data-drop input').setInputFiles(path);
    await expect(page.locator('.data-file')).not.toHaveCount(0);
    await page.getByRole('button', { name: say('data.preview'), exact: true }).click();
    const go = page.locator('.data-decision .data-primary');
    await expect(go).toBeVisible({ timeout: 60_000 });
    const makeVault = page.getByRole('button', { name: say('seat.import.create'), exact: true });
    // Only the first has to: people may go in when there is a key to seal them with.
    if (await makeVault.isVisible()) {
      await makeVault.click();
      await createVault(page);
    }
    const was = await generation();
    await go.click();
    await expect.poll(generation, { timeout: 60_000 }).not.toBe(was);
    expect(await whole()).toEqual(before);
  });
