import { describe, expect, it, test } from 'vitest';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';

const RUNS = process.env['LINLI_LONG'] ? 5_000 : 200;
const utf8 = (text: string) => new TextEncoder().encode(text);
const noWasm = () => Promise.reject(new Error('no database'));

async function read(name: string, content: string | Uint8Array, chunk = 13) {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  const source = await openFile(memoryFile(name, bytes, chunk), {}, noWasm);
  const layers: Record<string, Record<string, unknown>[]> = {};
  for (const { name: layer } of source.layers) {
    layers[layer] = [];
    for await (const batch of source.read(layer))
      layers[layer].push(...batch.records.map(({ fields }) => ({ ...fields })));
  }
  return { format: source.format, layers };
}

async function code(name: string, content: string): Promise<string> {
  try {
    await read(name, content, 65_536);
    return '';
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}

const PAGE = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<style>td { mso-number-format:"\\@"; }</style><!--[if gte mso 9]><xml><x:Name>Sheet1</x:Name></xml><![endif]--></head><body>
<table border=1><tr><th>编号<th>姓名<th>地址</tr>
<tr><td>001</td><td>张&nbsp;三</td><td rowspan=2>和平路<br>1号</td></tr>
<TR><TD x:str>002<TD>李四 &lt;户主&gt;</TR>
<tr><td>003</td><td><table><tr><td>王五</td></tr></table></td><td></td></tr>
</table></body></html>`;

const BOOK = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="人员"><Table>
<Row><Cell><Data ss:Type="String">编号</Data></Cell><Cell><Data ss:Type="String">姓名</Data></Cell><Cell><Data ss:Type="String">身份证号</Data></Cell><Cell><Data ss:Type="String">登记</Data></Cell></Row>
<Row><Cell><Data ss:Type="Number">1</Data></Cell><Cell><Data ss:Type="String">张三</Data></Cell><Cell><Data ss:Type="String">010101199001011234</Data></Cell><Cell><Data ss:Type="DateTime">2024-05-06T00:00:00.000</Data></Cell></Row>
<Row ss:Index="5"><Cell><Data ss:Type="Number">2.5</Data></Cell><Cell ss:Index="4"><Data ss:Type="Error">#N/A</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="房屋"><Table><Row><Cell><Data ss:Type="String">房号</Data></Cell><Cell><Data ss:Type="String">面积</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">101</Data></Cell><Cell><Data ss:Type="Number">88</Data></Cell></Row></Table></Worksheet>
</Workbook>`;

describe('a web page under the name of a spreadsheet', () => {
  it('is read as the sheet it shows', async () => {
    const { format, layers } = await read('居民.xls', PAGE);
    expect(format).toBe('xls');
    expect(layers['居民']).toEqual([
      { 编号: '001', 姓名: '张 三', 地址: '和平路\n1号' },
      { 编号: '002', 姓名: '李四 <户主>', 地址: '和平路\n1号' },
      { 编号: '003', 姓名: '王五', 地址: null },
    ]);
  });
  it('in GB 18030 too, in chunks of any size', async () => {
    const gb = Uint8Array.from([
      ...utf8('<table><tr><td>'),
      0xd0,
      0xd5,
      0xc3,
      0xfb,
      ...utf8('</td><td>'),
      0xb5,
      0xd8,
      0xd6,
      0xb7,
      ...utf8('</td></tr><tr><td>'),
      0xd5,
      0xc5,
      0xc8,
      0xfd,
      ...utf8('</td><td>'),
      0xba,
      0xcd,
      0xc6,
      0xbd,
      0xc2,
      0xb7,
      ...utf8('</td></tr></table>'),
    ]);
    for (const chunk of [1, 7, 1000])
      expect((await read('a.xls', gb, chunk)).layers['a']).toEqual([{ 姓名: '张三', 地址: '和平路' }]);
  });
  it('stays a page under its own name', async () => {
    expect(await code('a.html', PAGE)).toBe('unsupported');
  });
});

test('SpreadsheetML 2003: sheets, places, types', async () => {
  for (const name of ['a.xls', 'a.xml']) {
    const { format, layers } = await read(name, BOOK);
    expect(format).toBe('xls');
    expect(layers).toEqual({
      人员: [
        { 编号: 1, 姓名: '张三', 身份证号: '010101199001011234', 登记: '2024-05-06' },
        { 编号: 2.5, 姓名: null, 身份证号: null, 登记: null },
      ],
      房屋: [{ 房号: '101', 面积: 88 }],
    });
  }
});

describe('broken and hostile', () => {
  it.each([
    ['entities of its own', `<!DOCTYPE x [<!ENTITY a "b">]>${PAGE}`, 'damaged'],
    ['no row', '<table></table>', 'no-records'],
    ['more columns than are read', `<table><tr>${'<td>x</td>'.repeat(2_500)}</tr></table>`, 'too-large'],
    ['a row beyond the end', BOOK.replace('ss:Index="5"', 'ss:Index="999999999"'), 'too-large'],
    ['a tag without end', `<table><tr><td ${'a'.repeat(2_000_000)}`, 'part-too-large'],
  ])('%s', async (_, text, wanted) => {
    expect(await code('a.xls', text)).toBe(wanted);
  });
  it('spans and indexes beyond all bounds cost nothing', async () => {
    const page =
      '<table><tr><td colspan=999999999 rowspan=999999999>a</td><td>b</td></tr><tr><td>1</td></tr></table>';
    await read('a.xls', page).catch((error) => expect(error).toBeInstanceOf(FormatError));
    const proto = '<table><tr><td>__proto__</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>';
    expect((await read('a.xls', proto)).layers['a']).toEqual([{ proto: '1', b: '2' }]);
  });
  it.each([
    ['a.xls', PAGE],
    ['b.xls', BOOK],
  ])('%s with bytes changed at random', async (name, text) => {
    let state = 17;
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 0x100000000;
    };
    for (let run = 0; run < RUNS; run++) {
      let bytes = utf8(text);
      for (let i = 0; i < 1 + next() * 5; i++) {
        const at = Math.floor(next() * bytes.length);
        if (next() < 0.7)
          bytes[at] = next() < 0.5 ? '<>"&/= 9'.charCodeAt(Math.floor(next() * 8)) : Math.floor(next() * 256);
        else bytes = bytes.slice(0, at + 1);
      }
      await read(name, bytes, 1 + Math.floor(next() * 200)).catch((error) => {
        if (!(error instanceof FormatError)) throw error;
      });
    }
  });
});
