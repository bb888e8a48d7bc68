/**
 * Nothing personal lies in clear on the disk: residents with marked values are imported and used in every way, then the profile of the
 * program and of the browser is searched for the marks. A mark that may be found shows that the search itself works.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { columnTexts, goTo, openTable, search } from '../support/e2e/desk.ts';
import { deskReady, expect, test } from '../support/e2e/linli.ts';
import { IDS, importMarked, NAMES, OPEN_MARK, PHONES } from '../support/e2e/marked-residents.ts';
import { ADMINISTRATOR, lock, signIn } from '../support/e2e/vault.ts';
import { say } from '../support/e2e/words.ts';

/** Typed into a form, not imported. */
const TYPED = '19945679876';
const MARKS = ['鸑鷟', ...IDS, ...PHONES, TYPED];

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
  const waiting = page.waitForEvent('download');
  await save.click();
  const download = await waiting;
  const csv = readFileSync(await download.path(), 'utf8');
  await download.delete();
  return csv;
}

/** Kinds of the audit entries on its page. */
async function auditKinds(page: Page): Promise<Set<string>> {
  await goTo(page, 'data');
  await page
    .locator('.data-menu')
    .getByRole('button', { name: say('data.page.audit'), exact: true })
    .click();
  await expect(page.locator('.access-chain')).toHaveAttribute('data-broken', 'false');
  const rows = page.locator('.access-table tbody tr');
  await expect(rows.first()).toBeVisible();
  return new Set(
    await rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['kind'] ?? '')),
  );
}

/** Files under a folder that hold a text in clear. */
function filesWith(folder: string, mark: string): string[] {
  const patterns = [Buffer.from(mark, 'utf8'), Buffer.from(mark, 'utf16le')];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return patterns.some((pattern) => bytes.includes(pattern));
    });
}

test('marked residents are imported, used, locked and unlocked; no mark lies in clear on the disk', async ({
  linli,
}) => {
  const page = await linli.openDesk();
  await importMarked(page);
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

  // A new window of the same desk: the PIN is enough while the vault is open.
  await page.reload();
  await deskReady(page);
  await signIn(page);
  await useMarked(page);
  const csv = await exportPeople(page);
  expect(csv).toContain(NAMES[0]);
  expect(csv).toContain(ADMINISTRATOR.name);
  expect(csv).toContain(TYPED);
  const kinds = await auditKinds(page);
  for (const kind of [
    'vault.created',
    'data.imported',
    'person.revealed',
    'vault.locked',
    'vault.unlocked',
    'export',
    'record.edited',
  ])
    expect(kinds).toContain(kind);

  await linli.closeBrowser();
  await linli.host.end();
  expect(filesWith(linli.folder, OPEN_MARK).length).toBeGreaterThan(0);
  for (const mark of MARKS)
    expect({ mark, files: filesWith(linli.folder, mark) }).toEqual({ mark, files: [] });
});
