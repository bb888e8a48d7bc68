import { describe, expect, test } from 'vitest';
import {
  dayNumber,
  readDate,
  readIdNumber,
  readNumber,
  readWord,
} from '../../../../shared/model/import-values.ts';
import { WORD_SPELLINGS } from '../../../../shared/model/import-words.ts';
import { type Vocabulary, WORDS } from '../../../../shared/model/words.ts';

describe('words', () => {
  test.each([
    ['sex', '男', 'male'],
    ['sex', '2', 'female'],
    ['sex', 'Female', 'female'],
    ['sex', '', ''],
    ['sex', '？？', ''],
    ['sex', '未知', null],
    ['tenure', '租赁', 'rented'],
    ['tenure', '业主', 'owner'],
    ['deviceKind', '烟感报警器', 'smoke'],
    ['deviceKind', '倾斜传感器', 'tilt'],
    ['deviceKind', 'gasLeak', 'gasLeak'],
    ['education', '大学本科', 'college'],
    ['relation', '户主', 'head'],
  ] as [Vocabulary, string, string | null][])('%s %s', (vocabulary, text, word) => {
    expect(readWord(text, vocabulary)).toBe(word);
  });

  test('every spelling leads to a word of its vocabulary', () => {
    for (const [vocabulary, words] of Object.entries(WORD_SPELLINGS)) {
      const known: readonly string[] = WORDS[vocabulary as Vocabulary];
      for (const word of Object.keys(words)) expect(known, vocabulary).toContain(word);
    }
  });
});

test.each([
  ['1990-01-31', { year: 1990, month: 1, day: 31 }],
  ['1990/1/3', { year: 1990, month: 1, day: 3 }],
  ['19900131', { year: 1990, month: 1, day: 31 }],
  ['1990年1月31日', { year: 1990, month: 1, day: 31 }],
  ['1990年1月', { year: 1990, month: 1, day: 0 }],
  ['1990', { year: 1990, month: 0, day: 0 }],
  ['2024-05-06T10:00:00', { year: 2024, month: 5, day: 6 }],
  ['32904', { year: 1990, month: 1, day: 31 }],
  ['1990-02-30', null],
  ['soon', null],
])('date %s', (text, date) => {
  expect(readDate(text)).toEqual(date);
});

test('day numbers', () => {
  expect(dayNumber({ year: 1970, month: 1, day: 2 })).toBe(1);
  expect(dayNumber({ year: 1969, month: 1, day: 2 })).toBe(0);
  expect(dayNumber(null)).toBe(0);
});

test.each([
  ['18.5', 18.5],
  ['18.5米', 18.5],
  ['６层', 6],
  ['1,234', 1234],
  ['', null],
  ['about 3', null],
  [7, 7],
  [Number.NaN, null],
])('number %s', (value, number) => {
  expect(readNumber(value)).toBe(number);
});

test('what an id number states', () => {
  expect(readIdNumber('990101195503072410')).toEqual({
    birth: { year: 1955, month: 3, day: 7 },
    sex: 'male',
  });
  expect(readIdNumber('9901011955030724')).toBeNull();
  expect(readIdNumber('990101195513072410')).toBeNull();
});
