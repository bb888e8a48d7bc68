/** Rejected rows written as a workbook come back as they were, with their reasons, and run nothing. */
import { expect, test } from 'vitest';
import { writeRejectWorkbook } from '../../../../shared/formats/reject-workbook.ts';
import { rowsOf } from './sheet-fixtures.ts';

async function bytesOf(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const all: number[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return Uint8Array.from(all);
}

test('columns as they were and the reason last', async () => {
  const book = { sheet: '未导入', columns: ['姓名', '身份证号', '原因'], reasonColumn: '原因' };
  const rows = [
    { cells: ['张三', '440106199001011234', 'x'], reason: '身份证号校验位不对' },
    { cells: ['=HYPERLINK("http://example.com")', '007'], reason: '缺少地址' },
  ];
  expect(await rowsOf(await bytesOf(writeRejectWorkbook(book, rows)))).toEqual([
    { 姓名: '张三', 身份证号: '440106199001011234', 原因: 'x', 原因_2: '身份证号校验位不对' },
    { 姓名: `'=HYPERLINK("http://example.com")`, 身份证号: '007', 原因: null, 原因_2: '缺少地址' },
  ]);
});
