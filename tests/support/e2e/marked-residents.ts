/** Residents with values that occur nowhere else, and their import through the page, which makes the vault. */
import { expect, type Page } from '@playwright/test';
import { goTo } from './desk.ts';
import { createVault } from './vault.ts';
import { say } from './words.ts';

/** Not personal, and in the journal: must be found. */
export const OPEN_MARK = '金丝雀社区';
export const NAMES = ['鸑鷟甲', '鸑鷟乙', '鸑鷟丙'];
export const IDS = ['32050819510203987X', '320508196004059876', '320508197106079871'];
export const PHONES = ['19912349876', '19923459876', '19934569876'];

function houses(): string {
  const features = Array.from({ length: 12 }, (_, i) => {
    const [lng, lat] = [120.7 + (i % 4) * 0.0008, 31.32 + Math.floor(i / 4) * 0.0006];
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

function people(): string {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const mark = i % 20 === 0 ? i / 20 : -1;
    const name = mark < 0 ? `张三${i}` : NAMES[mark];
    const id = mark < 0 ? '' : IDS[mark];
    const phone = mark < 0 ? '' : PHONES[mark];
    return [
      `R${i}`,
      name,
      i % 2 ? '男' : '女',
      20 + i,
      `B${i % 12}`,
      `湖滨路${(i % 12) + 1}号`,
      id,
      phone,
    ].join(',');
  });
  return ['编号,姓名,性别,年龄,楼栋编号,地址,身份证号,电话', ...rows].join('\r\n');
}

/** Replaces the open community; the person who makes the vault is signed in after. */
export async function importMarked(page: Page): Promise<void> {
  await goTo(page, 'data');
  const file = (name: string, text: string) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(text, 'utf8'),
  });
  const drop = page.locator('.data-drop input');
  await drop.setInputFiles([file('houses.geojson', houses()), file('people.csv', people())]);
  await expect(page.locator('.data-file')).toHaveCount(2);
  await page.locator('#data-name').fill(OPEN_MARK);
  await page.getByRole('button', { name: say('data.preview'), exact: true }).click();
  const keep = page.getByRole('button', { name: say('data.importGood', { good: '72' }), exact: true });
  await expect(keep).toBeDisabled();
  await page.getByRole('button', { name: say('seat.import.create'), exact: true }).click();
  await createVault(page);
  await keep.click();
  await expect(page.locator('.data-done')).toBeVisible({ timeout: 30_000 });
}
