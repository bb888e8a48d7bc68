/** Work by hand at the desk: a page of the Data workspace, a lasso, a label. Knows roles and message ids. */
import { expect, type Page } from '@playwright/test';
import { chooseTool, drag, goTo, residentsShown } from './desk.ts';
import { say } from './words.ts';

export async function openDataPage(page: Page, id: string): Promise<void> {
  await goTo(page, 'data');
  await page
    .locator('.data-menu')
    .getByRole('button', { name: say(`data.page.${id}`), exact: true })
    .click();
}

/** A ring about the middle of the map, as a part of its width and height. Resolves to how many people it selects. */
export async function lassoPeople(page: Page, radius: number): Promise<number> {
  await chooseTool(page, 'lasso');
  const ring = Array.from({ length: 13 }, (_, i) => ({
    x: 0.5 + radius * Math.cos((i / 12) * 2 * Math.PI),
    y: 0.5 + radius * Math.sin((i / 12) * 2 * Math.PI),
  }));
  await drag(page, ring);
  await expect(
    page.locator('.twin-inspector').getByRole('button', { name: say('label.button'), exact: true }),
  ).toBeVisible();
  return residentsShown(page);
}

/** Gives a new label to the people of the selection. */
export async function giveNewLabel(page: Page, name: string): Promise<void> {
  const inspector = page.locator('.twin-inspector');
  await inspector.getByRole('button', { name: say('label.button'), exact: true }).click();
  await inspector
    .getByRole('combobox', { name: say('label.which'), exact: true })
    .selectOption({ label: say('label.new') });
  await inspector.getByLabel(say('label.newName')).fill(name);
  await inspector.getByRole('button', { name: say('label.give'), exact: true }).click();
  await expect(inspector.getByRole('button', { name: say('label.undo'), exact: true })).toBeVisible();
}
