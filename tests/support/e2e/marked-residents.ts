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

/** Two homes a house, on the ground floor and above. */
function homes(): string {
  const rows = Array.from(
    { length: 24 },
    (_, i) => `H${i},B${i % 12},${1 + Math.floor(i / 12)},${i < 12 ? 101 : 201}`,
  );
  return ['房屋编号,楼栋编号,楼层,房号', ...rows].join('\r\n');
}

/** `housed`: all but the last of the marked ones live in a home that is named. */
function people(housed: boolean): string {
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
      `湖滨路${(i % 12) + 1}号${housed && mark === NAMES.length - 1 ? '301室' : ''}`,
      id,
      phone,
      ...(housed ? [mark === NAMES.length - 1 ? '' : `H${i % 24}`] : []),
    ].join(',');
  });
  return [`编号,姓名,性别,年龄,楼栋编号,地址,身份证号,电话${housed ? ',房屋编号' : ''}`, ...rows].join(
    '\r\n',
  );
}

/** Replaces the open community; the person who makes the vault is signed in after. `housed`: with homes, in which nearly all of them live. */
export async function importMarked(page: Page, { housed = false } = {}): Promise<void> {
  await goTo(page, 'data');
  const file = (name: string, text: string) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(text, 'utf8'),
  });
  const drop = page.locator('.data-drop input');
  const files = [file('houses.geojson', houses()), file('people.csv', people(housed))];
  if (housed) files.push(file('房屋.csv', homes()));
  await drop.setInputFiles(files);
  await expect(page.locator('.data-file')).toHaveCount(files.length);
  await page.locator('#data-name').fill(OPEN_MARK);
  await page.getByRole('button', { name: say('data.preview'), exact: true }).click();
  const keep = page.getByRole('button', {
    name: say('data.importGood', { good: housed ? '96' : '72' }),
    exact: true,
  });
  await expect(keep).toBeDisabled();
  await page.getByRole('button', { name: say('seat.import.create'), exact: true }).click();
  await createVault(page);
  await keep.click();
  await expect(page.locator('.data-done')).toBeVisible({ timeout: 30_000 });
}
