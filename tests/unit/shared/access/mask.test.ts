import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskedName, maskedValue } from '../../../../shared/access/mask.ts';

test('names keep the family name, numbers their ends, everything else nothing', () => {
  expect(maskedValue('name', '王秀英')).toBe('王＊＊');
  expect(maskedValue('phone', '19912345678')).toBe('199****78');
  expect(maskedValue('idNumber', '32050819510203987X')).toBe('3205************7X');
  expect(maskedValue('rawAddress', '湖滨路1号')).toBe('＊＊＊');
  expect(maskedValue('birthDay', 3)).toBe('＊＊＊');
  expect(maskedValue('name', '')).toBe('');
  expect(maskedName('𠮷田')).toBe('𠮷＊＊');
});

test('what is short is hidden whole, and no value of use comes through', () => {
  const columns = fc.constantFrom('name', 'phone', 'idNumber', 'plate', 'health', 'owner', 'ownerPhone');
  fc.assert(
    fc.property(columns, fc.string({ minLength: 4, maxLength: 20 }), (column, value) => {
      expect(maskedValue(column, value)).not.toContain(value);
    }),
  );
});
