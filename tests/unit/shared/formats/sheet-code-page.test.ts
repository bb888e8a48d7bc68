/** Text of workbooks before Unicode: Chinese in GBK, declared or not. */
import { describe, expect, test } from 'vitest';
import { openBytes, recordsOf, workbook } from './sheet-fixtures.ts';

/** ASCII that the writer puts down as it is, and the GBK bytes of 姓名, 地址, 张三, 李四, 和平路 of the same length. */
const STAND_INS: [string, number[]][] = [
  ['NAME', [0xd0, 0xd5, 0xc3, 0xfb]],
  ['ADDR', [0xb5, 0xd8, 0xd6, 0xb7]],
  ['ZHSA', [0xd5, 0xc5, 0xc8, 0xfd]],
  ['LISI', [0xc0, 0xee, 0xcb, 0xc4]],
  ['HEPING', [0xba, 0xcd, 0xc6, 0xbd, 0xc2, 0xb7]],
];

function gbkBook(codePage: number): Uint8Array {
  const rows = Array.from({ length: 12 }, (_, i) => [i % 2 ? 'ZHSA' : 'LISI', `HEPING${i}`]);
  const bytes = workbook('biff5', { S: [['NAME', 'ADDR'], ...rows] });
  const text = new TextDecoder('latin1').decode(bytes);
  for (const [ascii, gbk] of STAND_INS) {
    for (let at = text.indexOf(ascii); at >= 0; at = text.indexOf(ascii, at + 1)) bytes.set(gbk, at);
  }
  const record = text.indexOf('\u0042\0\u0002\0');
  expect(record).toBeGreaterThan(0);
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(record + 4, codePage, true);
  return bytes;
}

describe('BIFF5', () => {
  test.each([
    [936, 0.9],
    [1252, 0.5],
    [0, 0.4],
  ])('code page %i', async (codePage, atLeast) => {
    const opened = await openBytes(gbkBook(codePage));
    expect(opened.encoding?.encoding).toBe('gb18030');
    expect(opened.encoding?.confidence).toBeGreaterThan(atLeast);
    expect(opened.encoding?.sample).toContain('张三');
    expect(opened.layers[0].fields.map(({ name }) => name)).toEqual(['姓名', '地址']);
    const records = await recordsOf(opened);
    expect(records[1].fields).toMatchObject({ 姓名: '张三', 地址: '和平路1' });
  });

  test('a person chooses another encoding', async () => {
    const opened = await openBytes(gbkBook(936), { encoding: 'windows-1252', headerRow: 1 });
    expect(opened.encoding).toMatchObject({ encoding: 'windows-1252', confidence: 1 });
    expect(opened.layers[0].fields[0].name).toBe('ÐÕÃû');
  });
});
