import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code128, code128Values, QUIET } from '../../../../shared/print/code128.ts';

/** Bars and spaces in turn, as a scanner sees them between the quiet zones. */
function widthsOf(text: string): number[] {
  const { bars, width } = code128(text);
  const widths: number[] = [];
  let at = QUIET;
  for (const bar of bars) {
    if (bar.at > at) widths.push(bar.at - at);
    widths.push(bar.width);
    at = bar.at + bar.width;
  }
  expect(width - at).toBe(QUIET);
  return widths;
}

const plain = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)) });

describe('code 128', () => {
  it('has the check of the standard', () => {
    // By hand: 104 + 48 + 2*42 + 3*42 + 4*17 + 5*18 + 6*19 + 7*35 = 879, and 879 mod 103 = 55.
    expect(code128Values('PJJ123C')).toEqual([104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
    expect(widthsOf('A').slice(0, 12).join('')).toBe('211214111323');
    expect(() => code128('演')).toThrow(RangeError);
  });

  it('gives every sign eleven modules of which an even number is dark, and none the same as another', () => {
    const seen = new Set<string>();
    for (let code = 32; code < 127; code++) {
      const [, sign] = inSixes(widthsOf(String.fromCharCode(code)));
      seen.add(sign.join(''));
      expect(sign.reduce((sum, each) => sum + each)).toBe(11);
      expect((sign[0] + sign[2] + sign[4]) % 2).toBe(0);
    }
    expect(seen.size).toBe(95);
  });

  it('is read back as it was written', () => {
    const signs = new Map<string, number>();
    for (let code = 32; code < 127; code++)
      signs.set(inSixes(widthsOf(String.fromCharCode(code)))[1].join(''), code);
    fc.assert(
      fc.property(plain, (text) => {
        const read = inSixes(widthsOf(text)).slice(1, -2);
        expect(String.fromCharCode(...read.map((sign) => signs.get(sign.join('')) ?? 0))).toBe(text);
      }),
    );
  });
});

/** The stop sign's last bar stands alone at the end. */
function inSixes(widths: number[]): number[][] {
  expect(widths.length % 6).toBe(1);
  return Array.from({ length: (widths.length - 1) / 6 }, (_, i) => widths.slice(i * 6, i * 6 + 6));
}
