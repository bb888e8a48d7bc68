import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecoveryText, recoveryText } from '../../../../shared/access/recovery-key.ts';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('the recovery key on paper', () => {
  it('comes back however it is typed', () => {
    fc.assert(
      fc.property(key, (bytes) => {
        const text = recoveryText(bytes);
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){12}[0-9A-HJKMNP-TV-Z]{5}$/);
        const sloppy = text.toLowerCase().replaceAll('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l');
        expect(parseRecoveryText(text)).toEqual(new Uint8Array(bytes));
        expect(parseRecoveryText(sloppy)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('names the group of any one wrong letter', () => {
    const text = recoveryText(Uint8Array.from({ length: 32 }, (_, i) => i * 7));
    for (let at = 0; at < text.length; at++) {
      if (text[at] === '-') continue;
      for (const letter of LETTERS) {
        if (letter === text[at]) continue;
        const wrong = text.slice(0, at) + letter + text.slice(at + 1);
        const group = Math.floor(at / 6) + 1;
        expect(() => parseRecoveryText(wrong)).toThrow(
          expect.objectContaining({ code: 'recovery-group', values: { group } }),
        );
      }
    }
  });

  it('notices two letters swapped and groups in another order', () => {
    fc.assert(
      fc.property(key, fc.nat(12), fc.nat(11), fc.nat(2), (bytes, a, b, at) => {
        const groups = recoveryText(bytes).split('-');
        const swapped = [...groups];
        const other = b >= a ? b + 1 : b;
        [swapped[a], swapped[other]] = [groups[other], groups[a]];
        expect(() => parseRecoveryText(swapped.join('-'))).toThrow('recovery-group');
        const letters = [...groups[a]];
        if (letters[at] === letters[at + 1]) return;
        [letters[at], letters[at + 1]] = [letters[at + 1], letters[at]];
        const turned = groups.with(a, letters.join(''));
        expect(() => parseRecoveryText(turned.join('-'))).toThrow('recovery-group');
      }),
    );
  });

  it('refuses what is too short, too long or no key at all', () => {
    const text = recoveryText(new Uint8Array(32).fill(9));
    for (const wrong of ['', text.slice(0, -1), `${text}-00000`, 'U'.repeat(65), '邻里']) {
      expect(() => parseRecoveryText(wrong)).toThrow('recovery-group');
    }
  });
});
