/** Which row heads a sheet, the names made of merged headers, and the rows that are no records. */
import { describe, expect, test } from 'vitest';
import { type Kind, openBytes, problemsOf, recordsOf, rowsOf, workbook } from './sheet-fixtures.ts';

const KINDS: Kind[] = ['xlsx', 'biff8'];
const N = null;

describe.each(KINDS)('%s', (kind) => {
  const names = async (rows: (string | number | null)[][], merges: string[] = []) => {
    const opened = await openBytes(workbook(kind, { 台账: rows }, { merges }));
    return { opened, names: opened.layers[0].fields.map(({ name }) => name) };
  };

  test('a title and the line of the form come before the header', async () => {
    const { opened, names: found } = await names(
      [
        ['某社区人口台账', N, N, N, N],
        ['填表单位：和平街道', N, N, '填表日期：2024年5月', N],
        ['序号', '姓名', '身份证号', '住址', '联系电话'],
        [1, '张三', '440106199001011234', '和平路1号', '13800000000'],
        [2, '李四', '440106199001011235', '和平路2号', '13800000001'],
      ],
      ['A1:E1', 'A2:C2', 'D2:E2'],
    );
    expect(found).toEqual(['序号', '姓名', '身份证号', '住址', '联系电话']);
    expect(opened.previews[0].header).toMatchObject({ headerRow: 3, headerRows: 1 });
    expect(opened.previews[0].header.confidence).toBeGreaterThan(0.6);
    expect(opened.previews[0].rows[0]).toEqual({ number: 1, cells: ['某社区人口台账'] });
    expect(opened.layers[0].features).toBe(2);
  });

  test('two header rows with merged cells', async () => {
    const { names: found, opened } = await names(
      [
        ['居民登记表', N, N, N, N, N],
        ['序号', '基本信息', N, '住址', N, '备注'],
        [N, '姓名', '性别', '楼栋', '房号', N],
        [1, '张三', '男', '3栋', '101', '无'],
        [2, '李四', '女', '3栋', '102', '无'],
      ],
      ['A1:F1', 'A2:A3', 'B2:C2', 'D2:E2', 'F2:F3'],
    );
    expect(found).toEqual([
      '序号',
      '基本信息 / 姓名',
      '基本信息 / 性别',
      '住址 / 楼栋',
      '住址 / 房号',
      '备注',
    ]);
    expect(opened.layers[0].features).toBe(2);
  });

  test('three header rows', async () => {
    const { names: found } = await names(
      [
        ['编号', '人口', N, N, '面积'],
        [N, '户籍', N, '流动', N],
        [N, '男', '女', '合数', N],
        [1, 20, 30, 5, 88.5],
        [2, 21, 31, 6, 90],
      ],
      ['A1:A3', 'B1:D1', 'B2:C2', 'D2:D2', 'E1:E3'],
    );
    expect(found).toEqual(['编号', '人口 / 户籍 / 男', '人口 / 户籍 / 女', '人口 / 流动 / 合数', '面积']);
  });

  test('an address merged over a household is filled down; sums, captions and notes are left out', async () => {
    const { opened } = await names(
      [
        ['户号', '姓名', '年龄', '住址'],
        ['第一网格', N, N, N],
        ['H1', '张三', 40, '和平路1号'],
        [N, '李四', 38, N],
        [N, '张小', 9, N],
        ['小计', 3, N, N],
        ['H2', '王五', 70, '和平路2号'],
        ['合  计', 4, N, N],
        ['制表人：赵六', N, N, '日期：2024-01-01'],
        ['注：本表一式两份', N, N, N],
      ],
      ['A2:D2', 'A3:A5', 'D3:D5'],
    );
    expect(problemsOf(opened)).toMatchObject({
      'merged-filled': 4,
      'total-rows': 2,
      'footer-rows': 2,
      'caption-rows': 1,
    });
    const rows = await recordsOf(opened);
    expect(rows.map(({ fields }) => Object.values(fields).join('|'))).toEqual([
      'H1|张三|40|和平路1号',
      'H1|李四|38|和平路1号',
      'H1|张小|9|和平路1号',
      'H2|王五|70|和平路2号',
    ]);
    expect(opened.layers[0].features).toBe(4);
    // A second reading gives the same.
    expect((await recordsOf(opened)).map(({ line }) => line)).toEqual([3, 4, 5, 7]);
  });

  test('tables of text alone, blank first columns and wrapped names', async () => {
    const { names: found } = await names([
      [N, N, N, N],
      [N, '姓名', '出生\n日期', 'full\nname'],
      [N, '张三', '甲', 'Ann'],
      [N, '李四', '乙', 'Bob'],
    ]);
    expect(found).toEqual(['姓名', '出生日期', 'full name']);
  });

  test('a sheet without a header keeps its first row', async () => {
    const { opened, names: found } = await names([
      ['440106199001011234', 1, 20.5],
      ['440106199001011235', 2, 30.5],
    ]);
    expect(found).toEqual(['column_1', 'column_2', 'column_3']);
    expect(problemsOf(opened)['header-unsure']).toBe(1);
    expect(opened.layers[0].features).toBe(2);
  });

  test('a person chooses other rows', async () => {
    const bytes = workbook(kind, {
      S: [
        ['a', 'b'],
        ['x', 'y'],
        ['p', 'q'],
      ],
    });
    expect(await rowsOf(bytes, { headerRow: 2 })).toEqual([{ x: 'p', y: 'q' }]);
    expect(await rowsOf(bytes, { headerRow: 1, headerRows: 2 })).toEqual([{ 'a / x': 'p', 'b / y': 'q' }]);
    expect(await rowsOf(bytes, { headerRow: 0 })).toHaveLength(3);
    expect(await rowsOf(bytes, { headers: { S: { headerRow: 2, headerRows: 1 } } })).toHaveLength(1);
  });

  test('names that recur or would be harmful', async () => {
    const [row] = await rowsOf(
      workbook(kind, {
        S: [
          ['__proto__', 'a', 'a', 'constructor'],
          ['1x', 'p', 'q', 'r'],
        ],
      }),
    );
    expect(row).toEqual({ proto: '1x', a: 'p', a_2: 'q', constructor: 'r' });
  });
});
