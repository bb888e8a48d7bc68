/** The quality desk and labels by hand: figures against the generator's truth, a repair, a rule that is typed, kept and asked. */
import { type Page, test } from '@playwright/test';
import { generateWithTruth } from '../../shared/sample/sample.ts';
import { goTo, mapRests, numberIn, residentsShown } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;
const { truth } = generateWithTruth('y', 1);

test.beforeAll(async () => {
  page = await linli().openDesk();
  await mapRests(page);
});

async function openPage(id: 'quality' | 'tags'): Promise<void> {
  await goTo(page, 'data');
  await page
    .locator('.data-menu')
    .getByRole('button', { name: say(`data.page.${id}`), exact: true })
    .click();
}

const checkCount = async (id: string) =>
  numberIn(await page.locator(`[data-check="${id}"] td`).last().innerText());

test('the figures are the truth of the generator', async () => {
  await openPage('quality');
  await expect(page.locator('.quality')).toHaveAttribute('aria-busy', 'false');
  const rate = (part: number, whole: number) => `${Number(((100 * part) / whole).toFixed(2))}%`;
  const figure = (id: string) => page.locator(`[data-figure="${id}"] dd`);
  const { residents, faultyResidents, linkedResidents, residentFaults } = truth;
  await expect(figure('accuracy')).toHaveText(rate(residents - faultyResidents, residents));
  await expect(figure('correlation')).toHaveText(rate(linkedResidents, residents));
  for (const [id, count] of Object.entries(residentFaults)) expect(await checkCount(id), id).toBe(count);
  for (const id of ['householdWithoutHead', 'vacantWithResidents', 'buildingWithoutFloors'] as const)
    expect(await checkCount(id), id).toBe(truth[id]);
});

test('a repair is shown first, and lowers the number once it is applied', async () => {
  await page
    .locator('[data-check="vacantWithResidents"]')
    .getByRole('button', { name: say('quality.check.vacantWithResidents') })
    .click();
  await page.getByRole('button', { name: say('quality.fix.rentedFromResidents') }).click();
  const repair = page.locator('.quality-repair');
  await expect(repair).toContainText(
    say('quality.repair.count', { count: String(truth.vacantWithResidents) }),
  );
  await expect(repair.locator('tbody tr').first()).toContainText(say('word.tenure.vacant'));
  await expect(repair.locator('tbody tr').first()).toContainText(say('word.tenure.rented'));
  await repair.getByRole('button', { name: say('quality.repair.apply'), exact: true }).click();
  await expect(repair).toHaveCount(0);
  await expect.poll(() => checkCount('vacantWithResidents')).toBe(0);
  await expect(
    page.locator('.quality-trend tbody tr', { hasText: say('quality.trend.generation') }),
  ).toHaveCount(2);
});

test('a record of a list opens beside the map', async () => {
  await page
    .locator('[data-check="idChecksum"]')
    .getByRole('button', { name: say('quality.check.idChecksum') })
    .click();
  const first = page.locator('.quality-records li button').first();
  const name = await first.innerText();
  await first.click();
  await expect(page.locator('.twin-right .twin-dossier-head h2')).toContainText(name);
});

test('a sheet is drawn, judged and kept with its interval', async () => {
  await openPage('quality');
  await page.getByRole('button', { name: say('quality.spot.draw'), exact: true }).click();
  const rows = page.locator('.quality-columns .quality-sheet tbody tr');
  await expect(rows).toHaveCount(30);
  for (let i = 0; i < 9; i++)
    await rows
      .nth(i)
      .getByRole('button', { name: say('quality.right') })
      .click();
  await rows
    .nth(9)
    .getByRole('button', { name: say('quality.wrong') })
    .click();
  // Wilson's interval of 9 in 10.
  await expect(page.locator('.quality-result')).toContainText('59.6%–98.2%');
  await page.getByRole('button', { name: say('quality.spot.keep') }).click();
  await expect(page.locator('.quality-trend')).toContainText(say('quality.trend.spot', { checked: '10' }));
});

test('a rule counts while it is typed, is kept, and asks the map', async () => {
  await openPage('tags');
  await page.getByRole('button', { name: say('tags.new') }).click();
  await page.getByLabel(say('tags.name.zh')).fill('八十以上');
  await page.getByLabel(say('tags.name.en')).fill('Over 80');
  const field = page.getByRole('combobox', { name: say('twin.expression') });
  await field.pressSequentially('年龄 >= 80 且 ');
  await expect(page.locator('.tags-live')).toHaveText(say('tags.live.wrong'));
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.pressSequentially('性别 = 女');
  await expect(page.locator('.tags-live')).toHaveAttribute('data-count', /^[1-9]/);
  const live = Number(await page.locator('.tags-live').getAttribute('data-count'));
  await page.getByRole('button', { name: say('tags.save'), exact: true }).click();
  const row = page.locator('.tags tr', { hasText: '八十以上' }).first();
  await expect(row.locator('td').last()).toHaveText(String(live));
  await page.getByRole('button', { name: say('tags.where'), exact: true }).click();
  await expect.poll(() => residentsShown(page)).toBe(live);
  await page.reload();
  await deskReady(page);
  await openPage('tags');
  await expect(row.locator('td').last()).toHaveText(String(live));
});

test('a notice list asks for its purpose and is written down', async () => {
  await page
    .locator('[data-tag="livingAlone60"]')
    .getByRole('button', { name: say('tag.livingAlone60') })
    .click();
  await page.getByRole('button', { name: say('tags.notice'), exact: true }).click();
  const make = page.getByRole('button', { name: say('tags.notice.make') });
  await expect(make).toBeDisabled();
  await page.getByLabel(say('tags.notice.purpose')).selectOption('visit');
  const download = page.waitForEvent('download');
  await make.click();
  expect((await download).suggestedFilename()).toContain(say('tag.livingAlone60'));
});
