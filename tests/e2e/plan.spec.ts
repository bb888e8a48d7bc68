/** A grid plan by hand: begun, brushed, a corner dragged, split round buildings, taken back, kept over a reload, and who moves. */
import { type Page, test } from '@playwright/test';
import { goTo, numberIn, onMap } from '../support/e2e/desk.ts';
import { households, openGrids } from '../support/e2e/grids.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;

const panel = () => page.locator('.plan-panel');
const steps = async () => Number(await panel().locator('[data-steps]').getAttribute('data-steps'));
const tool = (id: string) =>
  page
    .getByRole('toolbar', { name: say('plan.tools') })
    .getByRole('button', { name: say(`plan.tool.${id}`), exact: true });
const foot = (id: string) =>
  panel()
    .locator('.plan-foot')
    .getByRole('button', { name: say(id), exact: true });
const total = async () => numberIn(await panel().locator('tfoot td').first().innerText());

/** Waits until the journal has as many steps. */
async function kept(count: number): Promise<void> {
  await expect.poll(steps).toBe(count);
  await expect(panel().locator('[data-steps]')).toHaveText(say('plan.kept'));
}

/** As a date field takes it. */
const localToday = () =>
  page.evaluate(() => {
    const now = new Date();
    return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())).toISOString().slice(0, 10);
  });

async function across(from: [number, number], to: [number, number]): Promise<void> {
  const [a, b] = [await onMap(page, { x: from[0], y: from[1] }), await onMap(page, { x: to[0], y: to[1] })];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x, b.y, { steps: 8 });
}

async function loadSample(sample: 'cun' | 'y'): Promise<void> {
  await goTo(page, 'data');
  const facts = () => page.locator('.data-facts').first().innerText();
  const before = await facts();
  const name = say(`data.sample.${sample}`);
  await page.getByRole('button', { name: say('data.sample.loadNamed', { name }) }).click();
  await expect.poll(facts, { timeout: 60_000 }).not.toBe(before);
}

test.beforeAll(async () => {
  page = await linli().openDesk();
  await openGrids(page);
  await page.getByRole('button', { name: say('plan.new'), exact: true }).click();
  await expect(panel()).toBeVisible({ timeout: 60_000 });
});

test('a stroke shows its counts before it is kept, is undone and done again by keyboard', async () => {
  const before = await households(page);
  const whole = await total();
  await panel().locator('.grids-name').first().click();
  await tool('brush').click();
  await across([0.35, 0.45], [0.5, 0.6]);
  await expect.poll(() => households(page)).not.toEqual(before);
  const during = await households(page);
  expect(await steps()).toBe(0);
  await page.mouse.up();
  await kept(1);
  expect(await households(page)).toEqual(during);
  expect(await total()).toBe(whole);
  await page.keyboard.press('Control+z');
  await expect.poll(() => households(page)).toEqual(before);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => households(page)).toEqual(during);
  await expect(panel().locator('.grids-change').first()).toBeVisible();
});

test('Esc gives a stroke up', async () => {
  const before = await households(page);
  await panel().locator('.grids-name').nth(2).click();
  await across([0.4, 0.4], [0.55, 0.5]);
  await expect.poll(() => households(page)).not.toEqual(before);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(() => households(page)).toEqual(before);
  expect(await steps()).toBe(1);
});

test('one finger paints, two do not, one that rests opens the menu of the place', async () => {
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints });
  const before = await households(page);
  const known = await steps();
  const [a, b] = [await onMap(page, { x: 0.4, y: 0.4 }), await onMap(page, { x: 0.55, y: 0.5 })];
  const between = (share: number) => ({ x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) });
  await touch('touchStart', a);
  for (const share of [0.2, 0.4, 0.6, 0.8, 1]) await touch('touchMove', between(share));
  await expect.poll(() => households(page)).not.toEqual(before);
  await touch('touchEnd');
  await kept(known + 1);
  const painted = await households(page);
  await touch('touchStart', a, b);
  await touch('touchMove', between(0.1), between(0.9));
  await touch('touchMove', a, b);
  await touch('touchEnd');
  await touch('touchStart', a);
  const lock = page.getByRole('menuitem', { name: say('plan.cell.lock') });
  await expect(lock).toBeVisible();
  await touch('touchEnd');
  await expect(lock).toBeVisible();
  await page.keyboard.press('Escape');
  await client.send('Emulation.setTouchEmulationEnabled', { enabled: false });
  await client.detach();
  expect(await steps()).toBe(known + 1);
  expect(await households(page)).toEqual(painted);
  await page.keyboard.press('Control+z');
  await kept(known);
});

test('a grid is split along a line; where it meets buildings the reason is told, and it goes round them', async () => {
  const rows = (await households(page)).length;
  const whole = await total();
  await panel().locator('.grids-name').nth(3).click();
  await tool('split').click();
  const box = await panel().locator('.grids-name').nth(3).getAttribute('aria-pressed');
  expect(box).toBe('true');
  for (const at of [
    { x: 0.52, y: 0.98 },
    { x: 0.78, y: 0.6 },
  ]) {
    const { x, y } = await onMap(page, at);
    await page.mouse.click(x, y);
  }
  await page.keyboard.press('Enter');
  const word = panel().locator('.plan-word');
  await expect(word).toHaveAttribute('data-refused', 'true');
  await expect(word).toContainText(say('grids.refused.through-building'));
  await word.getByRole('button', { name: say('plan.throughBuildings.around') }).click();
  await kept(2);
  expect((await households(page)).length).toBe(rows + 1);
  expect(await total()).toBe(whole);
});

test('plans are looked for, and a move that is accepted is one step that is taken back', async () => {
  const before = await households(page);
  await foot('plan.balance').click();
  const balance = panel().locator('.balance');
  await balance.getByLabel(say('plan.balance.target.min'), { exact: true }).fill('310');
  await balance.getByLabel(say('plan.balance.target.max'), { exact: true }).fill('325');
  await balance.getByRole('button', { name: say('plan.balance.seek') }).click();
  const moves = balance.locator('.balance-moves li');
  await expect(moves.first()).toBeVisible({ timeout: 60_000 });
  await expect(balance.locator('.balance-plan').first()).toHaveAttribute('aria-pressed', 'true');
  expect(await steps()).toBe(2);
  await moves
    .first()
    .getByRole('button', { name: say('plan.balance.acceptOne'), exact: true })
    .click();
  await kept(3);
  await expect(moves.first()).toHaveAttribute('data-standing', 'done');
  await page.keyboard.press('Control+z');
  await kept(2);
  await expect(moves.first()).toHaveAttribute('data-standing', 'open');
  await foot('plan.face.back').click();
  expect(await households(page)).toEqual(before);
});

test('a plan is compared with the borders it began with, the map divided by hand and by keys', async () => {
  await foot('plan.compare').click();
  await expect(panel().locator('.compare-table .grids-change').first()).toBeVisible();
  const line = page.getByRole('slider', { name: say('plan.compare.line') });
  const share = async () => Number(await line.getAttribute('aria-valuenow'));
  await expect(line).toBeVisible();
  expect(await share()).toBe(50);
  await line.press('ArrowLeft');
  await expect.poll(share).toBe(48);
  const [from, to] = [await onMap(page, { x: 0.48, y: 0.5 }), await onMap(page, { x: 0.3, y: 0.5 })];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(share).toBe(30);
  await panel()
    .getByRole('tab', { name: say('plan.moves') })
    .click();
  await expect(panel().locator('.grids-scroll tbody tr').first()).toBeVisible();
  await foot('plan.face.back').click();
  await expect(line).toHaveCount(0);
});

test('a place is locked by its menu, and what is in no grid goes back to its neighbour', async () => {
  const whole = await total();
  await tool('choose').click();
  const { x, y } = await onMap(page, { x: 0.5, y: 0.45 });
  await page.mouse.click(x, y, { button: 'right' });
  await page.getByRole('menuitem', { name: say('plan.cell.lock') }).click();
  await kept(3);
  await page.keyboard.press('Control+z');
  await kept(2);
  await panel().locator('.grids-rest .grids-name').click();
  await tool('box').click();
  await across([0.4, 0.4], [0.5, 0.5]);
  await page.mouse.up();
  await kept(3);
  await foot('plan.check').click();
  const findings = page.locator('.plan-findings');
  const give = findings
    .locator('.plan-finding')
    .getByRole('button', { name: new RegExp(say('plan.fix.give').split('{')[0].trim()) });
  await expect(give.first()).toBeVisible();
  expect(await total()).toBe(whole);
  const waiting = await give.count();
  await give.first().click();
  await kept(4);
  await expect(give).toHaveCount(waiting - 1);
  await page.keyboard.press('Control+z');
  await kept(3);
  await page.keyboard.press('Control+z');
  await kept(2);
  await page
    .locator('.plan-report')
    .getByRole('button', { name: say('plan.report.close') })
    .click();
});

test('a reload comes back to the plan as it was, with its steps and who moves', async () => {
  const shown = await households(page);
  await page.reload();
  await deskReady(page);
  await openGrids(page);
  await expect(panel()).toBeVisible({ timeout: 60_000 });
  expect(await households(page)).toEqual(shown);
  expect(await steps()).toBe(2);
  await panel()
    .getByRole('button', { name: say('plan.moves'), exact: true })
    .click();
  const report = page.locator('.plan-report');
  await expect(report.locator('tbody tr').first()).toBeVisible();
  await report.getByRole('tab', { name: say('plan.check') }).click();
  await expect(report.locator('.plan-findings')).toContainText(say('plan.check.clean'));
  await panel()
    .getByRole('button', { name: say('plan.close') })
    .click();
  await expect(page.locator('.plan-list')).toContainText(say('plan.steps', { count: '2' }));
});

test('the plan of one community does not stay open in another, and comes back with its own', async () => {
  await page
    .locator('.plan-list')
    .getByRole('button', { name: new RegExp(`^${say('plan.open')} `) })
    .first()
    .click();
  await expect(panel()).toBeVisible({ timeout: 60_000 });
  const shown = await households(page);
  await loadSample('cun');
  await openGrids(page);
  await expect(page.locator('.plan-list')).toContainText(say('plan.list'));
  await expect(panel()).toHaveCount(0);
  await loadSample('y');
  await openGrids(page);
  await expect(panel()).toBeVisible({ timeout: 60_000 });
  expect(await households(page)).toEqual(shown);
});

test('killed in the middle of an edit, browser and host, the plan loses the stroke in hand at most', async () => {
  await panel().locator('.grids-name').first().click();
  await tool('brush').click();
  const before = await households(page);
  const known = await steps();
  await across([0.3, 0.4], [0.42, 0.5]);
  await expect.poll(() => households(page)).not.toEqual(before);
  await page.mouse.up();
  await kept(known + 1);
  const confirmed = await households(page);
  await across([0.5, 0.3], [0.6, 0.4]);
  await expect.poll(() => households(page)).not.toEqual(confirmed);
  // The button is still down.
  await Promise.all([linli().killBrowser(), linli().host.kill()]);
  await linli().host.start();
  await linli().startBrowser();
  page = await linli().openDesk();
  await openGrids(page);
  await expect(panel()).toBeVisible({ timeout: 60_000 });
  expect(await steps()).toBe(known + 1);
  expect(await households(page)).toEqual(confirmed);
});

test('an approved plan is in force on its day, by itself; another day shows the grids of that day', async () => {
  const undo = panel().getByRole('button', { name: say('plan.undo'), exact: true });
  for (let left = await steps(); left > 0; left--) {
    await undo.click();
    await kept(left - 1);
  }
  const before = (await households(page)).slice(0, -1);
  await panel().locator('.grids-name').first().click();
  await panel()
    .getByRole('button', { name: say('plan.merge'), exact: true })
    .click();
  await page.getByRole('menuitem').first().click();
  await kept(1);
  // The last line is of no grid.
  const merged = (await households(page)).slice(0, -1);
  expect(merged.length).toBe(before.length - 1);
  for (const way of ['plan.markChecked', 'plan.submit'])
    await panel()
      .getByRole('button', { name: say(way), exact: true })
      .click();
  await panel()
    .getByLabel(say('plan.day'))
    .fill(await localToday());
  await panel()
    .getByRole('button', { name: say('plan.approve'), exact: true })
    .click();
  await expect(panel().locator('.chip')).toHaveText(say('plan.state.effective'));
  await panel()
    .getByRole('button', { name: say('plan.close') })
    .click();
  const list = page.locator('.grids-table tbody tr:not(.grids-rest)');
  await expect(list).toHaveCount(merged.length);
  expect((await households(page)).slice(0, merged.length)).toEqual(merged);
  await expect(page.locator('.grids-day')).not.toHaveAttribute('data-plan', '');
  // A day before it.
  const day = page.getByLabel(say('grids.day'), { exact: true });
  await day.fill('2020-01-01');
  await expect(list).toHaveCount(before.length);
  expect((await households(page)).slice(0, before.length)).toEqual(before);
  await page.getByRole('button', { name: say('grids.day.today') }).click();
  await expect(list).toHaveCount(merged.length);
  // It holds after a new start.
  await page.reload();
  await deskReady(page);
  await openGrids(page);
  await expect(list).toHaveCount(merged.length);
});

test('a plan that was begun before says what has changed, and is carried over onto the borders of today', async () => {
  await page.getByLabel(say('plan.new.name')).fill('乙方案');
  await page.getByRole('button', { name: say('plan.new'), exact: true }).click();
  await expect(panel()).toBeVisible({ timeout: 60_000 });
  await expect(panel().locator('.plan-carry')).toHaveCount(0);
  await panel().locator('.grids-name').nth(1).click();
  await tool('brush').click();
  await across([0.35, 0.45], [0.5, 0.6]);
  await page.mouse.up();
  await kept(1);
  const wanted = await households(page);
  await panel()
    .getByRole('button', { name: say('plan.close') })
    .click();
  // Another one is in force by now.
  await page.getByLabel(say('plan.new.name')).fill('丙方案');
  await page.getByRole('button', { name: say('plan.new'), exact: true }).click();
  await expect(panel()).toBeVisible({ timeout: 60_000 });
  for (const way of ['plan.markChecked', 'plan.submit'])
    await panel()
      .getByRole('button', { name: say(way), exact: true })
      .click();
  await panel()
    .getByLabel(say('plan.day'))
    .fill(await localToday());
  await panel()
    .getByRole('button', { name: say('plan.approve'), exact: true })
    .click();
  await expect(panel().locator('.chip')).toHaveText(say('plan.state.effective'));
  await panel()
    .getByRole('button', { name: say('plan.close') })
    .click();
  await page.getByRole('button', { name: `${say('plan.open')} 乙方案` }).click();
  const carry = panel().locator('.plan-carry');
  await expect(carry).toContainText(say('plan.drift.borders'), { timeout: 60_000 });
  await carry.getByRole('button', { name: say('plan.carry'), exact: true }).click();
  const make = carry.getByRole('button', { name: say('plan.carry.make') });
  await expect(make).toBeVisible({ timeout: 60_000 });
  await expect(carry).toContainText(say('plan.carry.none'));
  await make.click();
  await expect(panel().locator('h1')).toHaveText(say('plan.carry.name', { name: '乙方案' }), {
    timeout: 60_000,
  });
  await expect.poll(() => households(page)).toEqual(wanted);
});
