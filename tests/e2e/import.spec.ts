/** Real files through the page: bad rows by line and reason, nothing kept unasked, designed messages for broken files. */
import { readFileSync } from 'node:fs';
import { type Page, test } from '@playwright/test';
import { columnTexts, goTo, openTable } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli } from '../support/e2e/linli.ts';
import { ADMINISTRATOR, createVault, signInIfAsked } from '../support/e2e/vault.ts';
import { type Language, say } from '../support/e2e/words.ts';

const linli = shareLinli();
let page: Page;

test.beforeAll(async () => {
  page = await linli().openDesk();
});
test.beforeEach(() => goTo(page, 'data'));

const file = (name: string, text: string | Buffer) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: typeof text === 'string' ? Buffer.from(text, 'utf8') : text,
});
const put = (...files: ReturnType<typeof file>[]) => page.locator('.data-drop input').setInputFiles(files);
const button = (id: string, values = {}) => page.getByRole('button', { name: say(id, values), exact: true });
const generation = () =>
  page
    .locator('.data-facts dt', { hasText: say('data.fact.generation') })
    .locator('+ dd')
    .innerText();

/** Thirty houses in rows of six near the lake, each with an address. */
function buildings(): string {
  const features = Array.from({ length: 30 }, (_, i) => {
    const lng = 120.7 + (i % 6) * 0.0008;
    const lat = 31.32 + Math.floor(i / 6) * 0.0006;
    const ring = [
      [lng, lat],
      [lng + 0.0004, lat],
      [lng + 0.0004, lat + 0.0002],
      [lng, lat + 0.0002],
      [lng, lat],
    ];
    return {
      type: 'Feature',
      properties: { id: `B${i}`, name: `${i + 1}号楼`, address: `湖滨路${i + 1}号`, floors: 6 },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** Two hundred people; ten rows are bad, each kind at a known line. */
function people(): string {
  const lines = ['编号,姓名,性别,年龄,楼栋编号,地址,电话'];
  for (let i = 0; i < 200; i++) {
    const building = i % 30;
    const row = [
      `R${i}`,
      `张三${i}`,
      i % 2 ? '男' : '女',
      String(i % 90),
      `B${building}`,
      `湖滨路${building + 1}号`,
      `1380000${1000 + i}`,
    ];
    if (i === 150) row[1] = '=HYPERLINK("x")'.replaceAll('"', '');
    if ([10, 20, 30, 40].includes(i)) row.push('多', '余');
    if ([50, 60, 70].includes(i)) row[0] = 'R0';
    if ([80, 90, 100].includes(i)) row.splice(3);
    lines.push(row.join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

test('ten bad rows are listed by line and reason; stopping changes nothing, going on keeps the good ones', async () => {
  const before = await generation();
  await put(file('houses.geojson', buildings()), file('people.csv', people()));
  await expect(page.locator('.data-file')).toHaveCount(2);
  await expect(page.locator('.data-consent')).toContainText(say('seat.import.vault-needed'));
  await button('data.preview').click();
  const bad = page.getByRole('region', { name: say('data.badRowsOf', { name: 'people.csv' }) });
  await expect(bad.locator('tbody tr')).toHaveCount(10);
  const listed = await bad.locator('tbody tr').allInnerTexts();
  const lines = listed.map((row) => Number(row.split('\t')[0].replace(/\D/g, '')));
  expect(lines).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((i) => i + 2));
  for (const reason of ['too-many-fields', 'duplicate-id', 'too-few-fields'])
    expect(listed.filter((row) => row.includes(say(`data.reason.${reason}`))).length).toBeGreaterThan(2);

  await button('data.stop').click();
  await expect(page.locator('.data-file')).toHaveCount(0);
  expect(await generation()).toBe(before);

  await put(file('houses.geojson', buildings()), file('people.csv', people()));
  await button('data.preview').click();
  const keep = button('data.importGood', { good: '220' });
  await expect(keep).toBeDisabled();
  await button('seat.import.create').click();
  await createVault(page);
  await keep.click();
  await expect(page.locator('.data-done')).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.data-done')).toContainText('220');
  expect(await generation()).not.toBe(before);
  await expect(page.locator('.banner')).toHaveCount(0);
  await page.reload();
  await deskReady(page);
  await signInIfAsked(page);

  // What begins with a formula sign leaves as text.
  const drawer = await openTable(page, 'residents');
  expect((await columnTexts(drawer, say('column.residents.name'))).length).toBeGreaterThan(0);
  await drawer.getByRole('button', { name: say('twin.export'), exact: true }).click();
  await drawer.getByRole('radio', { name: say('twin.export.csv') }).check({ force: true });
  await drawer.locator('.twin-form').getByRole('checkbox').check();
  await drawer.locator('.twin-form select').selectOption('report');
  const download = page.waitForEvent('download');
  await drawer.getByRole('button', { name: say('twin.export.save') }).click();
  const csv = readFileSync(await (await download).path(), 'utf8');
  expect(csv).toContain('HYPERLINK');
  expect(csv).toContain(ADMINISTRATOR.name);
  expect(csv).not.toMatch(/(^|[,\n"])=HYPERLINK/);
});

/** What is said of each, and where: at the first look, or when the file is read whole. */
const BROKEN: { name: string; message: string; content: string | Buffer }[] = [
  { name: 'broken.json', message: 'error.not-json', content: '{"type": FeatureCollection}' },
  {
    name: 'cut.json',
    message: 'data.reason.unexpected-end',
    content: '{"type": "FeatureCollection", "features": [{"type":',
  },
  { name: 'empty.csv', message: 'error.empty-file', content: '' },
  { name: 'house.dwg', message: 'error.unsupported', content: Buffer.from('AC1032\0\0\0\0\0', 'latin1') },
];

for (const language of ['zh', 'en'] as Language[]) {
  test(`broken files are refused in words (${language}), and nothing changes`, async () => {
    const before = await generation();
    if (language === 'en') await page.getByRole('button', { name: say('app.switchLanguage') }).click();
    const preview = page.getByRole('button', { name: say('data.preview', {}, language), exact: true });
    for (const { name, message, content } of BROKEN) {
      await put(file(name, content));
      const card = page.getByRole('article', { name });
      await expect(card.getByRole('alert').or(card.locator('select').first())).toBeVisible();
      if (await preview.isEnabled()) await preview.click();
      // The part of the message that holds no value.
      const words = say(message, {}, language)
        .split(/\{\w+\}/)
        .sort((one, other) => other.length - one.length)[0]
        .trim();
      await expect(page.locator('.data-main')).toContainText(words);
      await expect(page.locator('.data-decision .data-primary')).toBeDisabled();
      await card.getByRole('button').first().click();
      await expect(card).toHaveCount(0);
    }
    if (language === 'en') {
      await page.getByRole('button', { name: say('app.switchLanguage', {}, 'en') }).click();
    } else {
      await page.reload();
      await deskReady(page);
      await signInIfAsked(page);
      await goTo(page, 'data');
    }
    expect(await generation()).toBe(before);
  });
}

test('swapped coordinates and a GBK file are seen for what they are', async () => {
  const swapped = [
    'id,name,lng,lat',
    ...Array.from({ length: 20 }, (_, i) => `P${i},点${i},31.3${i},120.6${i}`),
  ];
  await put(file('points.csv', swapped.join('\n')));
  await expect(page.getByRole('article', { name: 'points.csv' })).toContainText(say('data.swap.likely'));
  await button('data.stop').click();
  // 姓名,性别 / 张三,男 in GBK.
  const gbk = Buffer.from('d0d5c3fb2cd0d4b1f00ad5c5c8fd2cc4d00ac0eecbc42cc5ae0a', 'hex');
  await put(file('gbk.csv', gbk));
  const card = page.getByRole('article', { name: 'gbk.csv' });
  await expect(card.getByLabel(say('data.encoding'))).toHaveValue('gb18030');
  await expect(card).toContainText('姓名');
  await button('data.stop').click();
});

test('a load that is cancelled keeps what was open', async () => {
  const before = await generation();
  await page
    .getByRole('button', { name: say('data.sample.loadNamed', { name: say('data.sample.gusu') }) })
    .click();
  await button('data.cancel').click();
  await expect(page.getByRole('alert')).toContainText(say('error.storage-cancelled'), { timeout: 30_000 });
  expect(await generation()).toBe(before);
  await page.reload();
  await deskReady(page);
  await signInIfAsked(page);
  await goTo(page, 'data');
  expect(await generation()).toBe(before);
});
