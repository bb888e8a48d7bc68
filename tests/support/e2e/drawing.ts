/** Drawing by hand: the tool, the scan, clicks on the map, keeping. Knows roles, message ids and the panel's own classes. */
import { expect, type Locator, type Page } from '@playwright/test';
import { chooseTool, onMap, type Point } from './desk.ts';
import { say } from './words.ts';

export const drawPanel = (page: Page): Locator =>
  page.getByRole('region', { name: say('draw.title'), exact: true });
const press = (page: Page, id: string) =>
  drawPanel(page)
    .getByRole('button', { name: say(id), exact: true })
    .click();

/** Takes the drawing tool; the map lies flat then. */
export async function startDrawing(page: Page): Promise<void> {
  await chooseTool(page, 'draw');
  await expect(drawPanel(page)).toBeVisible();
}

export async function drawWith(page: Page, tool: string): Promise<void> {
  await press(page, `draw.tool.${tool}`);
  const button = drawPanel(page).getByRole('button', { name: say(`draw.tool.${tool}`), exact: true });
  await expect(button).toHaveAttribute('aria-pressed', 'true');
}

export async function clickMap(page: Page, at: Point): Promise<void> {
  const { x, y } = await onMap(page, at);
  await page.mouse.move(x, y);
  await page.mouse.click(x, y);
}

export async function openScan(page: Page, name: string, buffer: Buffer): Promise<void> {
  await drawPanel(page)
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

/** Clicks a place of the scan (fractions of its viewer), then its place on the map. */
export async function setControl(page: Page, onScan: Point, at: Point): Promise<void> {
  const viewer = page.locator('.draw-viewer canvas');
  const box = await viewer.boundingBox();
  if (!box) throw new Error('no viewer');
  await page.mouse.click(box.x + box.width * onScan.x, box.y + box.height * onScan.y);
  await expect(page.locator('.draw-viewer')).toContainText(say('scan.viewer.onMap'));
  await clickMap(page, at);
  await expect(page.locator('.draw-viewer')).toContainText(say('scan.viewer.onScan'));
}

/** Zooms the map by the wheel about a place until buildings are large enough for the hand. */
export async function zoomMap(page: Page, at: Point, turns: number): Promise<void> {
  const { x, y } = await onMap(page, at);
  await page.mouse.move(x, y);
  for (let i = 0; i < turns; i++) await page.mouse.wheel(0, -300);
}

/** Keeps what is drawn, warnings and all, and waits until the sheet is empty again. */
export async function keepDrawing(page: Page): Promise<void> {
  const keep = drawPanel(page).locator('button[type="submit"]');
  await keep.click();
  const anyway = drawPanel(page).getByRole('button', { name: say('draw.keepAnyway'), exact: true });
  await expect(anyway.or(page.locator('.draw-form[data-fresh="true"]'))).toBeVisible();
  if (await anyway.isVisible()) await anyway.click();
  await expect(page.locator('.draw-form[data-fresh="true"]')).toBeVisible();
}
