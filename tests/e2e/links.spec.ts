/** Lists of people compared through the page with known counts; an unlinked resident tied to a home by a suggestion, and the rate that rises. */
import { type Page, test } from '@playwright/test';
import { checkDigitOf } from '../../shared/registers/citizen-number.ts';
import { openDataPage } from '../support/e2e/by-hand.ts';
import { numberIn } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;

test.beforeAll(async () => {
  page = await linli().openDesk();
});

const idNumber = (i: number) => {
  const digits = `99260819700${String(100 + i)}01${i % 10}`.slice(0, 17).padEnd(17, '1');
  return digits + checkDigitOf(digits);
};
const file = (name: string, rows: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`姓名,身份证号,电话,地址\n${rows.join('\n')}\n`, 'utf8'),
});
const person = (i: number, { phone = `1380000${1000 + i}`, address = `幸福小区${i + 1}幢101` } = {}) =>
  `张${i},${idNumber(i)},${phone},${address}`;

/** Ten and ten: five the same, two with another phone, one moved, two in the first only, two in the second only. */
const HOUSEHOLD = file(
  '户籍.csv',
  Array.from({ length: 10 }, (_, i) => person(i)),
);
const FLOATING = file('流动人口.csv', [
  ...[0, 1, 2].map((i) => person(i)),
  ...[3, 4].map((i) => person(i, { address: `幸福小区${i + 1}号楼一〇一室` })),
  ...[5, 6].map((i) => person(i, { phone: `1390000${2000 + i}` })),
  person(7, { address: '朝晖路5号201' }),
  person(20),
  person(21),
]);

const openPage = (id: string) => openDataPage(page, id);

test('two lists with known overlaps give the right counts, and a conflict shows both values', async () => {
  await openPage('registers');
  await page.locator('.registers-choose input').setInputFiles([HOUSEHOLD, FLOATING]);
  await expect(page.locator('.registers-list')).toHaveCount(2);
  await expect(page.getByRole('combobox', { name: say('registers.kind') }).nth(1)).toHaveValue('floating');
  await page.getByRole('button', { name: say('registers.compare'), exact: true }).click();
  const figure = (verdict: string) => page.locator(`.registers-verdict[data-verdict="${verdict}"] b`);
  for (const [verdict, count] of Object.entries({
    same: 5,
    conflict: 2,
    moved: 1,
    deceased: 0,
    'only-0': 2,
    'only-1': 2,
  }))
    await expect(figure(verdict)).toHaveText(String(count));
  const people = page.locator('.registers-person');
  await expect(people).toHaveCount(2);
  const phones = people.first().locator('tr[data-differs]');
  await expect(phones).toHaveCount(1);
  await expect(phones).toContainText('13800001005');
  await expect(phones).toContainText('13900002005');
  await page.locator('.registers-verdict[data-verdict="only-1"]').click();
  await expect(people).toHaveCount(2);
  await expect(people.first()).toContainText('张20');
});

test('the result goes over the import desk as a merge', async () => {
  await page.getByRole('button', { name: say('registers.take'), exact: true }).click();
  await expect(page.getByRole('article', { name: say('registers.file') })).toBeVisible();
  await expect(page.locator('#data-mode')).toHaveValue('merge');
});

test('an unlinked resident is tied to a home by a suggestion, and the rate rises', async () => {
  await page.reload();
  await deskReady(page);
  await openPage('links');
  const total = page.locator('.links-total span');
  const rate = page.locator('.links-total b');
  await expect(total).toBeVisible();
  const before = await total.innerText();
  const shown = await rate.innerText();
  await page.getByRole('combobox', { name: say('links.reason'), exact: true }).selectOption('readable');
  const item = page.locator('.links-item').first();
  await expect(item.locator('.links-why')).toContainText(say('links.reason.readable'));
  await item.locator('.links-place').first().click();
  await expect(page.locator('.links-done')).toBeVisible({ timeout: 30_000 });
  await expect(total).not.toHaveText(before);
  const linkedIn = (text: string) => Math.min(...(text.match(/[\d,]+/g) ?? []).map(numberIn));
  expect(linkedIn(await total.innerText())).toBe(linkedIn(before) + 1);

  // All that can be read at once: the number is told first, and the rate moves.
  const many = page.locator('.links-all .data-primary');
  const count = numberIn(await many.innerText());
  expect(count).toBeGreaterThan(10);
  await many.click();
  await expect(page.locator('.links-done')).toHaveText(say('links.done', { count: String(count) }), {
    timeout: 30_000,
  });
  await expect(rate).not.toHaveText(shown);
  expect(linkedIn(await total.innerText())).toBe(linkedIn(before) + 1 + count);
});
