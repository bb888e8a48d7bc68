/**
 * Files of a plan through the page: its grids and buildings leave and come back, a list is laid on it as one step, pages are printed; blocks of
 * a real county become a plan, are put together into 12 grids, brushed, taken back, exported and read again.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import { PlanKeys } from '../../electron/services/plan-keys.ts';
import { readPlanFile, writePlanFile } from '../../shared/partition/signed/plan-file.ts';
import { type Answer, signedText } from '../../shared/partition/signed/signed-plan.ts';
import { goTo, onMap } from '../support/e2e/desk.ts';
import { openGrids } from '../support/e2e/grids.ts';
import { expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';
import { NO_VAULT } from '../support/signed-plan.ts';

const linli = shareLinli();
let page: Page;

const panel = () => page.locator('.plan-panel');
const files = () => page.locator('.planfile');
const tab = (id: string) => files().getByRole('tab', { name: say(`planfile.tab.${id}`) });
const apply = () => files().getByRole('button', { name: say('planfile.apply') });
const line = () => files().locator('.planfile-line').first();
const steps = () => panel().locator('[data-steps]').getAttribute('data-steps');

async function put(name: string, bytes: Buffer): Promise<void> {
  await files()
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
}

async function saved(format: string): Promise<Buffer> {
  await tab('out').click();
  await files()
    .getByText(say(`planfile.format.${format}`), { exact: true })
    .click();
  const download = page.waitForEvent('download');
  await files()
    .getByRole('button', { name: say('planfile.out.save') })
    .click();
  return readFileSync(await (await download).path());
}

async function openFiles(): Promise<void> {
  await panel()
    .getByRole('button', { name: say('planfile.open') })
    .click();
  await expect(files()).toBeVisible();
}

test.beforeAll(async () => {
  page = await linli().openDesk();
  await openGrids(page);
});

test('grids and buildings of a plan leave and come back; a list is one step, its faults are told row by row', async () => {
  await page.getByRole('button', { name: say('plan.new'), exact: true }).click();
  await expect(panel()).toBeVisible({ timeout: 60_000 });
  await openFiles();
  const grids = await saved('gpkg');
  const list = (await saved('csv')).toString('utf8').trim().split('\r\n');
  await tab('areas').click();
  await put('grids.gpkg', grids);
  await expect(line()).toHaveAttribute('data-moved', '0');
  await expect(files().getByRole('button', { name: say('planfile.areas.same') })).toBeDisabled();

  const rows = list.slice(1).map((row) => row.split(','));
  const codes = [...new Set(rows.map(([, , code]) => code))];
  rows[0][2] = codes.find((code) => code !== rows[0][2]) ?? '';
  rows[1][2] = '3.20508E+11';
  rows[2][0] = 'NOBODY';
  await tab('list').click();
  await put('list.csv', Buffer.from([list[0], ...rows.map((row) => row.join(','))].join('\r\n')));
  await expect(line()).toHaveAttribute('data-moves', '1');
  await expect(line()).toHaveAttribute('data-problems', '2');
  for (const fault of ['code-damaged', 'unknown-building'])
    await expect(files().locator('tbody')).toContainText(say(`planfile.fault.${fault}`));
  const rejects = page.waitForEvent('download');
  await files()
    .getByRole('button', { name: say('planfile.rejects') })
    .click();
  expect(
    readFileSync(await (await rejects).path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  await apply().click();
  await expect.poll(steps).toBe('1');

  // What was read out before brings back what was there, by the same page.
  await tab('areas').click();
  await put('grids.gpkg', grids);
  await expect(line()).toHaveAttribute('data-moved', '1');
  await apply().click();
  await expect.poll(steps).toBe('2');
  await expect(panel().locator('.grids-change')).toHaveCount(0);
});

test('pages for print say where a grid ends, and the public notice counts nobody', async () => {
  await tab('print').click();
  const pages = page.locator('.planprint-page');
  await expect(pages.first()).toBeAttached();
  await page.emulateMedia({ media: 'print' });
  await expect(pages.first()).toBeVisible();
  await expect(pages.nth(1).locator('.planprint-sides tr')).toHaveCount(4);
  await expect(pages.nth(1).locator('svg .planprint-scale text')).toHaveText(/\d+ k?m/);
  await page.emulateMedia({ media: 'screen' });
  for (const id of ['overview', 'sheet', 'notice'])
    await files()
      .getByText(say(`planprint.${id}`), { exact: true })
      .click();
  await expect(pages).toHaveCount(1);
  await expect(pages.locator('.planprint-text').first()).toContainText(
    say('planprint.notice.text').slice(0, 12),
  );
  await expect(pages).not.toContainText(say('planfile.measure.residents'));
  await panel()
    .getByRole('button', { name: say('plan.close') })
    .click();
});

test('a plan that is handed in leaves signed, and is decided by an answer once its key is trusted; one from elsewhere comes in', async () => {
  const elsewhere = new PlanKeys({ folder: linli().folder, vault: NO_VAULT, now: Date.now });
  const signed = () => page.locator('.signed');
  const papers = () => page.locator('.signed-papers');
  const button = (id: string) => page.getByRole('button', { name: say(id), exact: true });
  const give = (text: string) =>
    signed()
      .locator('input[type=file]')
      .setInputFiles({ name: 'plan.linliplan', mimeType: '', buffer: Buffer.from(text) });
  const state = () => panel().locator('.plan-title .chip');
  await page.getByRole('button', { name: new RegExp(`^${say('plan.open')} `) }).click();
  await button('plan.markChecked').click();
  await button('plan.submit').click();
  await expect(state()).toHaveText(say('plan.state.submitted'));
  const leaving = page.waitForEvent('download');
  await button('signed.save').click();
  const text = readFileSync(await (await leaving).path(), 'utf8');
  await expect(papers().locator('[data-of=submission][data-own=true]')).toHaveCount(1);
  const sent = readPlanFile(text);
  if (!('base' in sent)) throw new Error('no plan in the file');
  const { body } = sent.signed;

  await button('signed.openAnswer').click();
  await give(text.replace('"holds":true', '"holds":null'));
  await expect(signed().getByRole('alert')).toHaveText(say('error.plan-file-damaged'));
  await give(text.replace('"kind":"submission","name":"', '"kind":"submission","name":"x'));
  await expect(signed().getByRole('alert')).toHaveText(say('error.plan-signature'));
  const said = { at: Date.now(), by: { id: 'p-0', name: '街道办', role: 'administrator' as const } };
  const answer: Answer = {
    ...{ kind: 'answer', plan: body.plan, name: body.name, community: body.community },
    submission: createHash('sha256').update(signedText(body)).digest('hex'),
    ...{ state: 'draft', effectiveFrom: null, note: '学校要在一个网格', said },
  };
  await give(writePlanFile({ body: answer, ...(await elsewhere.sign(signedText(answer))) }));
  await expect(signed().locator('.signed-facts')).toContainText('学校要在一个网格');
  await expect(signed().locator('.signed-key')).toHaveAttribute('data-signature', 'unknown');
  await expect(button('signed.take.draft')).toBeDisabled();
  await signed().getByText(say('signed.trust.compared')).click();
  await button('signed.trust').click();
  await expect(signed().locator('.signed-key')).toHaveAttribute('data-signature', 'trusted');
  await button('signed.take.draft').click();
  await expect(state()).toHaveText(say('plan.state.draft'));
  await expect(papers().locator('[data-of=answer][data-own=false]')).toContainText('街道办');
  await panel()
    .getByRole('button', { name: say('plan.close') })
    .click();

  // The same plan as another machine would hand it in.
  const other = { ...body, plan: 'p-other1', name: '另一台电脑的方案', submitted: said };
  const came = writePlanFile({ body: other, ...(await elsewhere.sign(signedText(other))) }, sent.base);
  await button('signed.openFile').click();
  await give(came);
  await expect(signed().locator('.signed-facts')).toHaveAttribute('data-ground', 'same');
  await expect(signed().locator('.signed-facts')).toHaveAttribute('data-holds', 'true');
  await button('signed.take').click();
  await expect(state()).toHaveText(say('plan.state.submitted'));
  await page.getByLabel(say('plan.return.why')).fill('边界要沿河');
  await button('plan.return').click();
  await expect(state()).toHaveText(say('plan.state.draft'));
  const back = page.waitForEvent('download');
  await button('signed.saveAnswer').click();
  const reply = readPlanFile(readFileSync(await (await back).path(), 'utf8')).signed;
  expect(reply.body).toMatchObject({ kind: 'answer', plan: 'p-other1', state: 'draft', note: '边界要沿河' });
  await panel()
    .getByRole('button', { name: say('plan.close') })
    .click();
});

const root = process.env['LINLI_REALDATA'] ?? '';
test.describe('areas of a file that nobody here drew', () => {
  test.skip(!existsSync(join(root, 'boundaries')), 'LINLI_REALDATA names no folder with boundaries');

  test('2,296 blocks become a plan, 12 grids of like population, are brushed, undone, exported and read back', async () => {
    test.setTimeout(240_000);
    await page.getByRole('button', { name: say('planfile.units.open') }).click();
    await files()
      .locator('input[type=file]')
      .setInputFiles(join(root, 'boundaries/ks_ellis_county_block.gpkg'));
    await expect(line()).toHaveAttribute('data-units', '2296', { timeout: 60_000 });
    await expect(line()).toContainText('28,934');
    await expect(files()).toContainText(say('planfile.problems.none'));
    await files()
      .getByRole('button', { name: say('planfile.units.begin') })
      .click();
    await expect(panel()).toBeVisible({ timeout: 60_000 });
    await openFiles();
    await tab('new').click();
    await files()
      .getByRole('button', { name: say('planfile.new.find') })
      .click();
    await expect(line()).toHaveAttribute('data-counts', /\d/, { timeout: 120_000 });
    const counts = ((await line().getAttribute('data-counts')) ?? '').split(' ').map(Number);
    expect(counts).toHaveLength(12);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(28_934);
    const mean = 28_934 / 12;
    for (const count of counts) expect(Math.abs(count - mean) / mean).toBeLessThan(0.05);
    await apply().click();
    await expect.poll(steps, { timeout: 60_000 }).toBe('1');
    await expect(panel().locator('.plan-parts')).toHaveCount(0);

    const before = await saved('csv');
    await panel().locator('.grids-name').first().click();
    await page
      .getByRole('toolbar', { name: say('plan.tools') })
      .getByRole('button', { name: say('plan.tool.brush'), exact: true })
      .click();
    const [a, b] = [await onMap(page, { x: 0.45, y: 0.35 }), await onMap(page, { x: 0.6, y: 0.42 })];
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(b.x, b.y, { steps: 8 });
    await page.mouse.up();
    await expect.poll(steps).toBe('2');
    expect(await saved('csv')).not.toEqual(before);
    await page.keyboard.press('Control+z');
    await expect.poll(steps).toBe('1');
    await tab('list').click();
    await put('list.csv', before);
    await expect(line()).toHaveAttribute('data-moves', '0', { timeout: 60_000 });
    await expect(line()).toHaveAttribute('data-problems', '0');
    await panel()
      .getByRole('button', { name: say('plan.close') })
      .click();
  });

  test('4,627 drawn blocks: every gap and overlap is listed, and given to whom one wants', async () => {
    test.setTimeout(240_000);
    await goTo(page, 'grids');
    await page.getByRole('button', { name: say('planfile.units.open') }).click();
    await files().locator('input[type=file]').setInputFiles(join(root, 'boundaries/vancouver-blocks.json'));
    const found = files().locator('[data-problems]');
    await expect(found).toHaveAttribute('data-problems', '32', { timeout: 90_000 });
    const first = files().locator('.planfile-problems tbody tr').first();
    const to = first.locator('select');
    const other = (
      await to.locator('option').evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value))
    ).find((value) => value !== '-1');
    await to.selectOption(other ?? '');
    await expect(to).toHaveValue(other ?? '');
    await files()
      .getByRole('button', { name: say('planfile.units.begin') })
      .click();
    await expect(panel()).toBeVisible({ timeout: 90_000 });
  });
});
