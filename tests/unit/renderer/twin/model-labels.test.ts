/** Every table, column, word, tag and base has a label in both languages, and no label is left over. */
import { describe, expect, test } from 'vitest';
import en from '../../../../assets/locales/model.en.json';
import zh from '../../../../assets/locales/model.zh.json';
import { TABLES } from '../../../../shared/model/tables.ts';
import { HOME_TAGS, RESIDENT_TAGS, WORDS } from '../../../../shared/model/words.ts';

const expected: string[] = [];
for (const [table, spec] of Object.entries(TABLES)) {
  expected.push(`table.${table}`);
  for (const column of Object.keys(spec.columns)) expected.push(`column.${table}.${column}`);
}
for (const [vocabulary, words] of Object.entries(WORDS)) {
  for (const word of words) expected.push(`word.${vocabulary}.${word}`);
}
for (const tag of [...RESIDENT_TAGS, ...HOME_TAGS]) expected.push(`tag.${tag}`);
for (const base of ['registered', 'floating', 'permanent', 'all']) expected.push(`base.${base}`);
expected.sort();

describe.each([
  ['zh', zh as Record<string, string>],
  ['en', en as Record<string, string>],
])('labels of the model, %s', (_language, messages) => {
  test('cover the model exactly', () => {
    expect(Object.keys(messages).sort()).toEqual(expected);
  });
  test('are not empty and do not shout', () => {
    for (const text of Object.values(messages)) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/[!！]/);
    }
  });
});
