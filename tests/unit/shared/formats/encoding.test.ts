import { describe, expect, test } from 'vitest';
import { detectEncoding } from '../../../../shared/formats/encoding.ts';
import { readAll } from './reading.ts';

/** 姓名,住址\n王秀英,和平路三号\n in GB 18030. */
const GBK = Uint8Array.from(
  'd0d5c3fb2cd7a1d6b70acdf5d0e3d3a22cbacdc6bdc2b7c8fdbac50a'.match(/../g) ?? [],
  (hex) => Number.parseInt(hex, 16),
);
const TEXT = '姓名,住址\n王秀英,和平路三号\n';
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean) => {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++)
    new DataView(bytes.buffer).setUint16(i * 2, text.charCodeAt(i), little);
  return bytes;
};

describe('the guess', () => {
  test.each([
    ['UTF-8', utf8(TEXT), 'utf-8'],
    ['UTF-8 with mark', utf8(`\ufeff${TEXT}`), 'utf-8'],
    ['UTF-8 cut in a character', utf8(TEXT).subarray(0, 10), 'utf-8'],
    ['GB 18030', GBK, 'gb18030'],
    ['UTF-16 LE with mark', utf16(`\ufeff${TEXT}`, true), 'utf-16le'],
    ['UTF-16 BE with mark', utf16(`\ufeff${TEXT}`, false), 'utf-16be'],
    ['UTF-16 LE without', utf16(TEXT, true), 'utf-16le'],
    ['UTF-16 BE without', utf16(TEXT, false), 'utf-16be'],
  ])('%s', (_, bytes, encoding) => {
    expect(detectEncoding(bytes).encoding).toBe(encoding);
  });

  test('is sure of marks and of ASCII, not of a few GB bytes', () => {
    expect(detectEncoding(utf8('a,b')).confidence).toBe(1);
    expect(detectEncoding(GBK).confidence).toBeLessThan(1);
  });
});

describe('reading', () => {
  test.each([
    ['GB 18030', GBK],
    ['UTF-16', utf16(`\ufeff${TEXT}`, true)],
    ['UTF-8 with mark', utf8(`\ufeff${TEXT}`)],
  ])('%s, any chunk', async (_, bytes) => {
    for (const chunk of [1, 3, 100]) {
      const { records, unread } = await readAll('a.csv', bytes, chunk);
      expect(unread).toEqual([]);
      expect(records[0].fields).toEqual({ 姓名: '王秀英', 住址: '和平路三号' });
    }
  });

  test('GB bytes after a long ASCII start are still read', async () => {
    const ascii = utf8(`id,name\n${'1,a\n'.repeat(100_000)}`);
    const bytes = new Uint8Array([...ascii, 0x32, 0x2c, ...GBK.subarray(10, 16), 0x0a]);
    const { records, unread } = await readAll('a.csv', bytes, 65_536);
    expect(unread).toEqual([]);
    expect(records.at(-1)?.fields).toEqual({ id: '2', name: '王秀英' });
  });

  test('rows whose bytes do not fit are named', async () => {
    const bytes = new Uint8Array([
      ...utf8(`id,name\n${'1,王秀英\n'.repeat(30)}2,`),
      0xff,
      0xfe,
      ...utf8('\n3,李\n'),
    ]);
    const { records, unread } = await readAll('a.csv', bytes, 1000);
    expect(unread).toMatchObject([{ line: 32, reason: 'wrong-encoding' }]);
    expect(records.at(-1)?.fields).toEqual({ id: '3', name: '李' });
  });

  test('replacement characters that the file itself holds are text', async () => {
    const { records, unread } = await readAll('a.csv', 'a,b\n1,37\ufffd36\n', 5);
    expect(unread).toEqual([]);
    expect(records[0].fields['b']).toBe('37\ufffd36');
  });
});
