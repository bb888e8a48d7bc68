/** The Grids workspace by hand: the figures of every grid as they are read, strokes of the brush by the real pointer. */
import { expect, type Page } from '@playwright/test';
import { drag, goTo, numberIn, onMap, type Point } from './desk.ts';
import { say } from './words.ts';

/** Households of every grid, top to bottom, without the change in brackets. */
export async function households(page: Page): Promise<number[]> {
  const cells = await page.locator('.grids-table tbody tr td:nth-child(2)').allInnerTexts();
  return cells.map((text) => numberIn(text.split('(')[0]));
}

export async function openGrids(page: Page): Promise<void> {
  await goTo(page, 'grids');
  await expect(page.locator('.grids-table tbody tr').first()).toBeVisible();
  await expect(page.locator('.map-room canvas').first()).toBeVisible();
}

/** Takes the brush for this grid (0 is the first). */
export async function takeBrush(page: Page, grid: number): Promise<void> {
  const name = page.locator('.grids-name').nth(grid);
  if ((await name.getAttribute('aria-pressed')) !== 'true') await name.click();
  await expect(name).toHaveAttribute('aria-pressed', 'true');
}

/** Across the built-up middle of the map, free of the panel on the right. */
export const STROKE: Point[] = [
  { x: 0.36, y: 0.45 },
  { x: 0.45, y: 0.5 },
  { x: 0.52, y: 0.56 },
];

const note = (page: Page) => page.locator('.grids-note');

/** Strokes of this window that the host has confirmed. */
const confirmed = async (page: Page) => Number(await note(page).getAttribute('data-strokes'));

/** Brushes until a stroke met some building (the map may still be drawing at first) and is confirmed. */
export async function stroke(page: Page, grid: number, points: Point[] = STROKE): Promise<number[]> {
  await takeBrush(page, grid);
  const before = await confirmed(page);
  await expect(async () => {
    await drag(page, points);
    await expect.poll(() => confirmed(page), { timeout: 3_000 }).toBeGreaterThan(before);
  }).toPass({ timeout: 30_000 });
  await expect(note(page)).toHaveText(say('grids.kept'));
  return households(page);
}

/** Presses and brushes until the preview shows a change; the button stays down. */
export async function brushOn(page: Page, grid: number, points: Point[] = STROKE): Promise<number[]> {
  await takeBrush(page, grid);
  const before = await households(page);
  const [first, ...rest] = await Promise.all(points.map((point) => onMap(page, point)));
  await expect(async () => {
    await page.mouse.up();
    await page.mouse.move(first.x, first.y);
    await page.mouse.down();
    for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 6 });
    await expect.poll(() => households(page), { timeout: 3_000 }).not.toEqual(before);
  }).toPass({ timeout: 30_000 });
  return households(page);
}
