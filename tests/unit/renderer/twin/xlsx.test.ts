/** The sheet writer: a ZIP that another reader accepts, with the text kept as it was. */
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { columnLetters, crc32, writeXlsx } from '../../../../renderer/twin/xlsx.ts';

/** Reads a ZIP through its central directory, checking sizes and CRC. */
function unzip(bytes: Uint8Array): Map<string, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const files = new Map<string, string>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < view.getUint16(end + 10, true); i++) {
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    const [crc, packed, size] = [16, 20, 24].map((field) => view.getUint32(at + field, true));
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const local = view.getUint32(at + 42, true);
    expect(view.getUint32(local, true)).toBe(0x04034b50);
    const start = local + 30 + view.getUint16(local + 26, true);
    const content = inflateRawSync(bytes.subarray(start, start + packed));
    expect(content.length).toBe(size);
    expect(crc32(content)).toBe(crc);
    files.set(name, new TextDecoder().decode(content));
    at += 46 + nameLength;
  }
  return files;
}

describe('writeXlsx', () => {
  test('keeps text, numbers and order', async () => {
    const blob = await writeXlsx({
      name: '人员/表',
      headings: ['姓名', '年龄'],
      rows: [
        ['王 <秀> & "英"', 82],
        ['=1+1', 0],
        ['', Number.NaN],
      ],
    });
    const files = unzip(new Uint8Array(await blob.arrayBuffer()));
    const sheet = files.get('xl/worksheets/sheet1.xml')!;
    expect(sheet).toContain('王 &lt;秀&gt; &amp; &quot;英&quot;');
    expect(sheet).toContain('<c r="B2"><v>82</v></c>');
    expect(sheet).toContain('<c r="A3" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<row r="4"></row>');
    expect(files.get('xl/workbook.xml')).toContain('name="人员 表"');
    expect([...files.keys()]).toContain('[Content_Types].xml');
  });

  test('leaves out what XML cannot hold', async () => {
    const blob = await writeXlsx({ name: 'a', headings: ['a'], rows: [['x\u0000\u000by']] });
    const files = unzip(new Uint8Array(await blob.arrayBuffer()));
    expect(files.get('xl/worksheets/sheet1.xml')).toContain('>xy<');
  });
});

test('crc32 gives the published check value', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('column %i is %s', (index, letters) => {
  expect(columnLetters(index)).toBe(letters);
});
