/**
 * Nothing personal lies in clear on the disk: residents with marked values are imported and used in every way, then the profile of the
 * program, that of the browser, the folder for temporary files and what the program said are searched for the marks, each way with a mark
 * of its own. A mark that may be found shows that the search itself works; every spelling of the search has its test beside
 * clear-marks.ts. Files that a person asked for are taken away first.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';
import { EXCHANGE_FORMATS } from '../../shared/model/exchange-files.ts';
import { marksIn } from '../support/clear-marks.ts';
import { giveNewLabel, lassoPeople, openDataPage } from '../support/e2e/by-hand.ts';
import { chooseTool, columnTexts, goTo, mapRests, openTable, search } from '../support/e2e/desk.ts';
import { drawPanel, openScan, startDrawing } from '../support/e2e/drawing.ts';
import { deskReady, expect, test } from '../support/e2e/linli.ts';
import { IDS, importMarked, NAMES, OPEN_MARK, PHONES } from '../support/e2e/marked-residents.ts';
import { scannedSheet } from '../support/e2e/picture.ts';
import { ADMINISTRATOR, lock, signIn } from '../support/e2e/vault.ts';
import { say } from '../support/e2e/words.ts';

/** Typed into a form, not imported. */
const TYPED = '19945679876';
/** Of a note at a door, a scan and its name, the words of a notice list, a list that is only compared. */
const NOTED = '鹔鹴走失过两次';
const DRAWN = '鶢鶋坊各户图';
const SCANNED = 'GARUDA-IN-THE-PICTURE';
const COMPARED = '鶄鸆某';
const COMPARED_ID = '320508194912310014';
const MARKS = ['鸑鷟', ...IDS, ...PHONES, TYPED, NOTED, DRAWN, SCANNED, COMPARED, COMPARED_ID];
const SAVED_UNDER = '湖滨路社区备份二〇二六年';
test.setTimeout(240_000);

async function useMarked(page: Page): Promise<void> {
  await goTo(page, 'map');
  const drawer = await openTable(page, 'residents');
  const shown = await columnTexts(drawer, say('column.residents.name'));
  expect(shown.some((name) => NAMES.includes(name))).toBe(true);
  const found = await search(page, NAMES[0]);
  await expect(found.filter({ hasText: NAMES[0] })).toHaveCount(1);
  await found.filter({ hasText: NAMES[0] }).click();
  const title = page.locator('.twin-dossier h2');
  await expect(title).toHaveText(`${NAMES[0][0]}＊＊`);
  await page
    .locator('.twin-masked')
    .getByRole('button', { name: say('seat.reveal'), exact: true })
    .click();
  const show = page
    .locator('.twin-masked form')
    .getByRole('button', { name: say('seat.reveal.go'), exact: true });
  await expect(show).toBeDisabled();
  await page.getByRole('radio', { name: say('access.reason.visit') }).check();
  await show.click();
  await expect(title).toHaveText(NAMES[0]);
  await expect(page.locator('.twin-dossier')).toContainText(IDS[0]);
}

/** Changes the phone of the person whose dossier is open and revealed. */
async function editMarked(page: Page): Promise<void> {
  const panel = page.locator('.twin-right');
  await panel.getByRole('button', { name: say('edit.open'), exact: true }).click();
  const form = panel.locator('form.edit-form');
  await form.getByLabel(say('column.residents.phone'), { exact: false }).fill(TYPED);
  await form.getByRole('button', { name: say('edit.save'), exact: true }).click();
  await expect(page.locator('.edit-note')).toContainText(
    say('edit.note.change', { table: say('table.residents') }),
  );
}

/** The file as its bytes; the copy that the browser kept is gone after. */
async function exportPeople(page: Page): Promise<string> {
  const drawer = await openTable(page, 'residents');
  await drawer.getByRole('button', { name: say('twin.export'), exact: true }).click();
  await drawer.getByRole('radio', { name: say('twin.export.csv') }).check({ force: true });
  const form = drawer.locator('.twin-form');
  await form.getByRole('checkbox').check();
  const save = drawer.getByRole('button', { name: say('twin.export.save') });
  await expect(save).toBeDisabled();
  await form.locator('select').selectOption('visit');
  const file = await taken(page, () => save.click());
  return file.toString('utf8');
}

/** Bytes of what a person asked for; the copy that the browser kept is gone after. */
async function taken(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), press()]);
  return wholeOf(download);
}

async function wholeOf(download: Download): Promise<Buffer> {
  const bytes = readFileSync(await download.path());
  await download.delete();
  return bytes;
}

const press = (page: Page, id: string) => page.getByRole('button', { name: say(id), exact: true }).click();

/** A sheet with a mark behind its picture, under a name that is one. */
async function layScan(page: Page): Promise<void> {
  await goTo(page, 'map');
  await startDrawing(page);
  await openScan(page, `${DRAWN}.png`, Buffer.concat([scannedSheet(240, 160), Buffer.from(SCANNED)]));
  await expect(page.locator('.draw-viewer')).toBeVisible();
  await page
    .locator('.draw-viewer')
    .getByRole('button', { name: say('scan.done') })
    .click();
}

async function leaveDrawing(page: Page): Promise<void> {
  await drawPanel(page)
    .getByRole('button', { name: say('draw.leave'), exact: true })
    .click();
  await expect(drawPanel(page)).toHaveCount(0);
  await chooseTool(page, 'pick');
}

/** A label by hand; a notice list of it with a delivery; a round of its homes with a note at a door. */
async function workByHand(page: Page): Promise<void> {
  await mapRests(page);
  expect(await lassoPeople(page, 0.3)).toBeGreaterThan(20);
  await giveNewLabel(page, '重点走访');
  const openTag = async () => {
    await openDataPage(page, 'tags');
    const name = page.locator('.tags tr', { hasText: '重点走访' }).getByRole('button');
    if ((await name.getAttribute('aria-pressed')) === 'false') await name.click();
  };
  await openTag();
  await press(page, 'tags.notice');
  await page.getByLabel(say('tags.notice.purpose')).selectOption('visit');
  await page.getByLabel(say('notices.format')).selectOption('csv');
  const list = await taken(page, () => press(page, 'tags.notice.make'));
  expect(NAMES.some((name) => list.includes(name))).toBe(true);
  const first = page.locator('tr[data-recipient]').first();
  await first.getByRole('button', { name: say('notices.failed') }).click();
  await expect(first).toHaveAttribute('data-state', 'failed');
  await openTag();
  await press(page, 'tags.round');
  await press(page, 'rounds.create');
  const door = page.locator('tr[data-home]').first();
  await door.getByRole('button', { name: say('rounds.write') }).click();
  const visit = page.locator('.work-visit');
  await visit.getByRole('button', { name: say('rounds.state.problem'), exact: true }).click();
  await visit.getByLabel(say('rounds.note'), { exact: true }).fill(NOTED);
  await visit.getByRole('button', { name: say('rounds.save'), exact: true }).click();
  await expect(door).toContainText(NOTED);
}

/** Somebody without a home gets one; two lists are compared and nothing of them is kept. */
async function linkAndCompare(page: Page): Promise<void> {
  await openDataPage(page, 'links');
  const item = page.locator('.links-item', { hasText: NAMES[2] });
  await item.locator('.links-place').first().click();
  await expect(page.locator('.links-done')).toBeVisible({ timeout: 30_000 });
  await openDataPage(page, 'registers');
  const file = (name: string, people: string[]) => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(`姓名,身份证号,电话\n${people.join('\n')}\n`, 'utf8'),
  });
  const one = file('户籍.csv', [`${NAMES[0]},${IDS[0]},${PHONES[0]}`, `${COMPARED},${COMPARED_ID},`]);
  const other = file('流动.csv', [`${NAMES[0]},${IDS[0]},${PHONES[1]}`]);
  await page.locator('.registers-choose input').setInputFiles([one, other]);
  await press(page, 'registers.compare');
  await expect(page.locator('.registers-person').first()).toContainText(NAMES[0]);
}

/** Everybody in every format of the exchange. */
async function exportAll(page: Page): Promise<void> {
  await openDataPage(page, 'exchange');
  const form = page.getByRole('region', { name: say('exchange.export'), exact: true });
  await form.getByRole('checkbox', { name: say('exchange.personal'), exact: true }).check({ force: true });
  for (const format of EXCHANGE_FORMATS) {
    await form
      .getByRole('radio', { name: say(`exchange.format.${format}`), exact: true })
      .check({ force: true });
    const go = form.getByRole('button', { name: say('exchange.export.go'), exact: true });
    expect((await taken(page, () => go.click())).length).toBeGreaterThan(1000);
    await expect(form.locator('.exchange-done')).toBeVisible();
  }
}

/** A protected file takes the scan along; taken away meanwhile, it is back with the file. */
async function saveAndRestore(page: Page, folder: string): Promise<void> {
  const section = (task: string) => page.getByRole('region', { name: say(`exchange.${task}`), exact: true });
  await openDataPage(page, 'exchange');
  const form = section('save');
  await expect(form).toContainText(/1 张扫描图/);
  await form.getByLabel(say('exchange.passphrase'), { exact: true }).fill(SAVED_UNDER);
  await form.getByLabel(say('exchange.passphrase.again')).fill(SAVED_UNDER);
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    form.getByRole('button', { name: say('exchange.save.go'), exact: true }).click(),
  ]);
  // Sealed, it may stay among what is searched.
  const path = join(folder, 'saved.linlisave');
  await download.saveAs(path);
  await download.delete();

  await goTo(page, 'map');
  await startDrawing(page);
  const panel = drawPanel(page);
  await panel.getByRole('button', { name: say('scan.remove'), exact: true }).click();
  await panel.getByRole('button', { name: say('scan.remove.sure'), exact: true }).click();
  await expect(panel).not.toContainText(DRAWN);
  await leaveDrawing(page);

  await openDataPage(page, 'exchange');
  const restore = section('restore');
  await restore.locator('input[type="file"]').setInputFiles(path);
  await restore.getByLabel(say('exchange.passphrase.of')).fill(SAVED_UNDER);
  await restore.getByRole('button', { name: say('exchange.restore.go'), exact: true }).click();
  await expect(restore.locator('.exchange-done')).toContainText(/扫描图 1 张/, { timeout: 60_000 });
  await goTo(page, 'map');
  await startDrawing(page);
  await expect(panel.locator('.draw-look')).toContainText(DRAWN);
  await leaveDrawing(page);
}

/** Kinds of the audit entries on its page. */
async function auditKinds(page: Page): Promise<Set<string>> {
  await openDataPage(page, 'audit');
  await expect(page.locator('.access-chain')).toHaveAttribute('data-broken', 'false');
  const rows = page.locator('.access-table tbody tr');
  await expect(rows.first()).toBeVisible();
  return new Set(
    await rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['kind'] ?? '')),
  );
}

test('marked residents are imported, used in every way, locked and unlocked; no mark lies in clear on the disk', async ({
  linli,
}) => {
  const said: string[] = [];
  linli.context().on('console', (message) => said.push(message.text()));
  const page = await linli.openDesk();
  await importMarked(page, { housed: true });
  await useMarked(page);

  await lock(page);
  await expect(page.locator('body')).not.toContainText(NAMES[0]);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('seat.without'), exact: true })
    .click();
  // Nobody is here: no list of persons, not even without names, and the screen stays.
  const locked = page.getByRole('region', { name: say('twin.table'), exact: true });
  await expect(locked).toContainText(say('seat.list.nobody'));
  await expect(locked).not.toContainText('鸑鷟');
  await page
    .locator('.rail')
    .getByRole('button', { name: say('seat.nobody') })
    .click();
  await signIn(page);
  await useMarked(page);
  await editMarked(page);
  await layScan(page);
  await leaveDrawing(page);

  // A new window of the same desk: the PIN is enough while the vault is open.
  await page.reload();
  await deskReady(page);
  await signIn(page);
  await workByHand(page);
  await linkAndCompare(page);
  await exportAll(page);
  await useMarked(page);
  const csv = await exportPeople(page);
  expect(csv).toContain(NAMES[0]);
  expect(csv).toContain(ADMINISTRATOR.name);
  expect(csv).toContain(TYPED);
  await saveAndRestore(page, linli.folder);
  const kinds = await auditKinds(page);
  for (const kind of [
    'vault.created',
    'data.imported',
    'person.revealed',
    'vault.locked',
    'vault.unlocked',
    'export',
    'record.edited',
    'notice.list',
    'file.saved',
    'file.restored',
  ])
    expect(kinds).toContain(kind);

  await linli.closeBrowser();
  await linli.host.end();
  // A picture and its placement, each with a note beside it.
  const scans = readdirSync(join(linli.host.profile, 'scans'));
  expect(scans.filter((name) => name.endsWith('.json')).length).toBe(2);
  expect(readdirSync(join(linli.host.profile, 'snapshots')).length).toBeGreaterThan(1);
  expect(marksIn(linli.folder, [OPEN_MARK]).length).toBeGreaterThan(0);
  expect(marksIn(linli.folder, MARKS)).toEqual([]);
  for (const mark of MARKS) expect(said.join('\n')).not.toContain(mark);
});
