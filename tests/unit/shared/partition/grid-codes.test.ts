/** Codes of 14, 15 and 20 digits: read, written, the next one; and the order of numbering. */
import { describe, expect, it } from 'vitest';
import {
  CODE_TEMPLATES,
  gridCode,
  nextGridCode,
  numberingOrder,
  offeredCode,
  parseGridCode,
} from '../../../../shared/partition/grid-codes.ts';

const AREA = '320583001001';

describe('codes', () => {
  it('are read as they are written, by every template', () => {
    for (const digits of [14, 15, 20] as const) {
      const template = CODE_TEMPLATES[digits];
      const code = gridCode(template, { area: AREA, sequence: 7 })!;
      expect(code).toHaveLength(digits);
      expect(parseGridCode(template, code)).toEqual({ area: AREA, sequence: 7 });
    }
  });

  it('that are offered go on by the pattern of the community, and never one that was given', () => {
    const own = [`${AREA}001`, `${AREA}002`];
    expect(offeredCode(own, AREA, new Set([...own, `${AREA}003`]))).toBe(`${AREA}004`);
    const short = [`${AREA}07`];
    expect(offeredCode(short, AREA, new Set(short))).toBe(`${AREA}08`);
    expect(offeredCode([], AREA, new Set())).toBe(`${AREA}001`);
    expect(offeredCode(['WG-08', 'WG-09'], '', new Set(['WG-08', 'WG-09', 'WG-10']))).toBe('WG-11');
    expect(offeredCode(['东片'], '', new Set(['东片']))).toBe('');
  });

  it('say what is wrong with them', () => {
    const fault = (code: string, area?: string) => parseGridCode(CODE_TEMPLATES[15], code, area);
    expect(fault('3.20583E+14')).toEqual({ fault: 'not-digits' });
    expect(fault(`${AREA}07`)).toEqual({ fault: 'wrong-length' });
    expect(fault(`${AREA}000`)).toEqual({ fault: 'no-sequence' });
    expect(fault(`${AREA}001`, '320583001002')).toEqual({ fault: 'wrong-area' });
    expect(fault('320583001000001')).toEqual({ fault: 'wrong-area' });
    expect(parseGridCode({ prefix: '123456', sequenceDigits: 2 }, `654321${AREA}01`)).toEqual({
      fault: 'wrong-prefix',
    });
  });

  it('come after the highest ever given, then fill what was never given, then are at an end', () => {
    const template = CODE_TEMPLATES[14];
    const code = (sequence: number) => gridCode(template, { area: AREA, sequence })!;
    expect(nextGridCode(template, AREA, [])).toBe(code(1));
    expect(nextGridCode(template, AREA, [code(1), code(5), 'else', '32058300100299'])).toBe(code(6));
    expect(nextGridCode(template, AREA, [code(1), code(99)])).toBe(code(2));
    const all = Array.from({ length: 99 }, (_, i) => code(i + 1));
    expect(nextGridCode(template, AREA, all)).toBeNull();
    expect(gridCode(template, { area: AREA, sequence: 100 })).toBeNull();
  });

  /*  0 1      numbered row by row
   *  2 3  */
  it('go from west to east, row by row from the north', () => {
    const box = (x: number, y: number) => [x, y, x + 10, y + 10] as const;
    expect(numberingOrder([box(10, 0), box(0, 1), box(11, 11), box(0, 9)])).toEqual([3, 2, 1, 0]);
  });
});
