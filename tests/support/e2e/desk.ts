/**
 * The desk as a person handles it: numbers read from the screen, gestures by the real pointer. Knows roles and message ids,
 * no state of the program.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { say } from './words.ts';

export interface Point {
  x: number;
  y: number;
}

export type Workspace = 'map' | 'grids' | 'cases' | 'data';

/** Digits of a text as a number; grouping of any kind is left out. */
export function numberIn(text: string): number {
  const digits = text.replace(/[^\d-]/g, '');
  return digits === '' ? Number.NaN : Number(digits);
}

export async function goTo(page: Page, workspace: Workspace): Promise<void> {
  const name = new RegExp(`^(${say(`workspace.${workspace}`)}|${say(`workspace.${workspace}`, {}, 'en')})`);
  await page.locator('.rail').getByRole('button', { name }).click();
}

/** The right panel's numbers: residents of the selection, or of the whole community. */
export function residents(page: Page): Locator {
  return page.locator('.twin-figure b').first();
}

/** Residents shown once the question under way is answered. */
export async function residentsShown(page: Page): Promise<number> {
  await expect(page.locator('.twin-inspector')).toHaveAttribute('aria-busy', 'false');
  return numberIn(await residents(page).innerText());
}

export async function chooseTool(page: Page, tool: string): Promise<void> {
  const button = page
    .getByRole('toolbar')
    .getByRole('button', { name: say(`map.tool.${tool}`), exact: true });
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
}

/** A place on the map in fractions of its box: {x: 0, y: 0} is the upper left corner. */
export async function onMap(page: Page, at: Point): Promise<Point> {
  const box = await page.locator('.map-room').boundingBox();
  if (!box) throw new Error('no map');
  return { x: box.x + box.width * at.x, y: box.y + box.height * at.y };
}

/** Presses, moves through all points and lets go. */
export async function drag(page: Page, points: Point[], keys: ('Shift' | 'Alt')[] = []): Promise<void> {
  const [first, ...rest] = await Promise.all(points.map((point) => onMap(page, point)));
  for (const key of keys) await page.keyboard.down(key);
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
  for (const key of keys) await page.keyboard.up(key);
}

/** Opens the table drawer on a kind of record and waits for its first row. */
export async function openTable(page: Page, table: string): Promise<Locator> {
  const drawer = page.getByRole('region', { name: say('twin.table'), exact: true });
  if (!(await drawer.isVisible())) {
    await page
      .locator('.twin-inspector')
      .getByRole('button', { name: say('twin.table'), exact: true })
      .click();
  }
  await drawer
    .getByRole('tab', { name: say(`table.${table}`) })
    .first()
    .click();
  const grid = drawer.getByRole('grid');
  await expect(grid).toHaveAttribute('aria-busy', 'false');
  await expect(grid.locator('[data-row="0"]')).not.toBeEmpty();
  return drawer;
}

/** Shown cells of one column, top to bottom. */
export async function columnTexts(drawer: Locator, heading: string): Promise<string[]> {
  const at = await headingIndex(drawer, heading);
  const rows = drawer.locator('.twin-grid-row');
  await expect(rows.locator('.twin-grid-wait')).toHaveCount(0);
  const found = await rows.evaluateAll(
    (elements, column) =>
      elements.map((row) => ({
        index: Number((row as HTMLElement).dataset['row']),
        text: row.querySelector(`[data-column="${column}"]`)?.textContent ?? '',
      })),
    at,
  );
  return found.sort((a, b) => a.index - b.index).map(({ text }) => text);
}

export async function headingIndex(drawer: Locator, heading: string): Promise<number> {
  const names = await drawer.getByRole('columnheader').locator('.twin-grid-name').allInnerTexts();
  const at = names.indexOf(heading);
  if (at < 0) throw new Error(`no column ${heading} among ${names.join(', ')}`);
  return at;
}

/** Types into the omnibox, waits for its answer and takes the first option. */
export async function search(page: Page, text: string): Promise<Locator> {
  const field = page.getByRole('combobox', { name: say('twin.omnibox') });
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await field.fill(text);
  return page.getByRole('option');
}

/** Distinct colours of a PNG, at most `most`: decoded by the page itself. */
export function coloursOf(page: Page, png: Buffer, most = 64): Promise<number> {
  return page.evaluate(
    async ([base64, limit]) => {
      const binary = atob(base64 as string);
      const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext('2d');
      context?.drawImage(picture, 0, 0);
      const data = context?.getImageData(0, 0, picture.width, picture.height).data ?? new Uint8ClampedArray();
      const seen = new Set<number>();
      for (let i = 0; i < data.length && seen.size < (limit as number); i += 4)
        seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return seen.size;
    },
    [png.toString('base64'), most] as const,
  );
}

/** How the violet pixels, the colour of people, fall on the four quarters of a PNG: upper left, upper right, lower left, lower right; sum 1. */
export function markShares(page: Page, png: Buffer): Promise<number[]> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const { width, height } = picture;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < data.length; i += 4) {
      const [red, green, blue] = [data[i], data[i + 1], data[i + 2]];
      if (blue < 120 || blue < green + 40 || red < green + 4) continue;
      const [x, y] = [(i / 4) % width, Math.floor(i / 4 / width)];
      counts[(y * 2 < height ? 0 : 2) + (x * 2 < width ? 0 : 1)]++;
    }
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / all);
  }, png.toString('base64'));
}

/** Waits until the map rests with its marks, as it says itself. */
export async function mapRests(page: Page): Promise<void> {
  await expect(page.locator('.map-canvas[data-drawn]')).toBeVisible({ timeout: 60_000 });
}

/** The part of the map that is looked at: a picture of all of it takes a software renderer a second. */
const MIDDLE = { width: 480, height: 320 };

/** Waits until the map is drawn: many colours in its middle where there was an empty ground. */
export async function mapDrawn(page: Page): Promise<void> {
  await mapRests(page);
  const { x, y } = await onMap(page, { x: 0.5, y: 0.5 });
  const clip = { x: x - MIDDLE.width / 2, y: y - MIDDLE.height / 2, ...MIDDLE };
  await expect(async () => {
    expect(await coloursOf(page, await page.screenshot({ clip }), 200)).toBe(200);
  }).toPass({ timeout: 90_000 });
}
