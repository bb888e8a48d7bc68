/** Drawing on the map over a scan, by real pointer: fitted, drawn, corrected, kept, taken back, there after a reload; and what must not happen. */
import { expect, type Page, test } from '@playwright/test';
import { search as ask, chooseTool, drag, mapRests } from '../support/e2e/desk.ts';
import {
  clickMap,
  drawPanel,
  drawWith,
  keepDrawing,
  openScan,
  setControl,
  startDrawing,
  zoomMap,
} from '../support/e2e/drawing.ts';
import { deskReady, shareLinli } from '../support/e2e/linli.ts';
import { scannedSheet } from '../support/e2e/picture.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
// One afternoon of work: each step goes on from the one before.
test.describe.configure({ mode: 'serial' });
let page: Page;

test.beforeAll(async () => {
  page = await linli().openDesk();
  await mapRests(page);
});

/** What the omnibox finds; the form has options of its own. */
async function search(text: string) {
  await ask(page, text);
  return page.getByRole('listbox', { name: say('twin.omnibox') }).getByRole('option', { name: text });
}

const panel = () => drawPanel(page);
const area = () => panel().locator('.draw-form > .twin-hint');

async function drawRectangle(): Promise<void> {
  await drawWith(page, 'rectangle');
  await clickMap(page, { x: 0.3, y: 0.35 });
  await clickMap(page, { x: 0.6, y: 0.35 });
  await clickMap(page, { x: 0.6, y: 0.55 });
  await expect(area()).toBeVisible();
}

test('a scan is fitted by three control points and says how far each is off', async () => {
  await startDrawing(page);
  await openScan(page, '老村图.png', scannedSheet(600, 500));
  await expect(page.locator('.draw-viewer')).toBeVisible();
  await setControl(page, { x: 0.2, y: 0.2 }, { x: 0.62, y: 0.3 });
  await setControl(page, { x: 0.8, y: 0.2 }, { x: 0.92, y: 0.3 });
  const notes = panel().getByRole('list', { name: say('scan.fit.notes') });
  await expect(notes).toContainText(say('scan.fit.no-check'));
  await setControl(page, { x: 0.2, y: 0.8 }, { x: 0.62, y: 0.9 });
  await setControl(page, { x: 0.8, y: 0.8 }, { x: 0.92, y: 0.88 });
  await panel().getByLabel(say('scan.method')).selectOption('affine');
  await expect(notes).not.toContainText(say('scan.fit.no-check'));
  const rows = panel().locator('.draw-controls tbody tr');
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText(/\d+\.\d 米/);
  await page
    .locator('.draw-viewer')
    .getByRole('button', { name: say('scan.done') })
    .click();
  await expect(page.locator('.draw-viewer')).toHaveCount(0);
});

test('a building is drawn, corrected, given a door, kept, taken back', async () => {
  await zoomMap(page, { x: 0.5, y: 0.5 }, 8);
  await drawRectangle();
  await panel().getByLabel(say('column.buildings.address')).fill('绘制巷1号');
  await panel()
    .getByRole('button', { name: say('draw.more', { what: say('column.buildings.floors') }) })
    .click();
  const before = await area().innerText();
  await drag(page, [
    { x: 0.6, y: 0.55 },
    { x: 0.64, y: 0.58 },
    { x: 0.66, y: 0.6 },
  ]);
  await expect(area()).not.toHaveText(before);
  await drawWith(page, 'entrance');
  await clickMap(page, { x: 0.45, y: 0.35 });
  await expect(panel().getByLabel(say('draw.entrance.label', { number: '1' }))).toHaveValue('1');
  await keepDrawing(page);
  await expect(await search('绘制巷1号')).toHaveCount(1);
  await page.getByRole('combobox', { name: say('twin.omnibox') }).fill('');
  await page.keyboard.press('Escape');
  await page.locator('.map-room canvas').first().focus();
  await page.keyboard.press('Control+z');
  // The last record that was made is the first to go.
  const undone = say('edit.note.undone', { table: say('table.entrances') });
  await expect(page.locator('.edit-note')).toContainText(undone);
  await expect(await search('绘制巷1号')).toHaveCount(0);
  await page.keyboard.press('Escape');
});

test('what is kept is there after a reload, and so is the scan', async () => {
  await drawRectangle();
  await panel().getByLabel(say('column.buildings.address')).fill('绘制巷2号');
  await keepDrawing(page);
  await page.reload();
  await deskReady(page);
  await expect(await search('绘制巷2号')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await startDrawing(page);
  await expect(panel().locator('.draw-look')).toContainText('老村图.png');
  await expect(panel().getByRole('button', { name: say('scan.goTo'), exact: true })).toBeEnabled();
});

test('pictures that are none, or far too large, are refused by name', async () => {
  const alert = panel().getByRole('alert');
  await openScan(page, 'list.png', Buffer.from('id,name\n1,张三\n'));
  await expect(alert).toHaveText(say('error.scan-not-picture'));
  await openScan(page, 'huge.png', scannedSheet(20, 20, { width: 20_000, height: 10_000 }));
  await expect(alert).toHaveText(say('error.scan-too-many-pixels'));
  await openScan(page, 'lying.png', scannedSheet(40, 40, { width: 4000, height: 4000 }).subarray(0, 90));
  await expect(alert).toHaveText(say('error.scan-damaged'));
});

test('an outline that crosses itself cannot be kept; leaving asks before anything is lost', async () => {
  await drawWith(page, 'corners');
  for (const at of [
    { x: 0.3, y: 0.3 },
    { x: 0.6, y: 0.6 },
    { x: 0.6, y: 0.3 },
    { x: 0.3, y: 0.6 },
  ])
    await clickMap(page, at);
  await page.keyboard.press('Enter');
  await expect(panel().locator('.draw-problems')).toContainText(say('draw.problem.self-crossing'));
  await expect(panel().locator('button[type="submit"]')).toBeDisabled();
  await panel()
    .getByRole('button', { name: say('draw.leave'), exact: true })
    .click();
  await expect(panel().getByRole('alertdialog')).toContainText(say('draw.discard.ask'));
  await panel()
    .getByRole('alertdialog')
    .getByRole('button', { name: say('draw.discard') })
    .click();
  await expect(panel()).toHaveCount(0);
  await chooseTool(page, 'pick');
});
