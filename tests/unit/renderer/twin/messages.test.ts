/** Every message id the workspace names exists in both languages, with the same values asked for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from '../../../../assets/locales/twin.en.json';
import zh from '../../../../assets/locales/twin.zh.json';

const folder = join(import.meta.dirname, '../../../../renderer/twin');
const source = readdirSync(folder)
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');
const languages: Record<string, Record<string, string>> = { zh, en };

/** Ids in quotes, and the fixed beginnings of ids put together in template texts. */
const whole = [...source.matchAll(/'((?:twin|error\.twin)[\w.]*)'/g)]
  .map((found) => found[1])
  .filter((id) => /^twin\.|^error\./.test(id));
const beginnings = [...source.matchAll(/`(twin\.[\w.]*\.)\$\{/g)].map((found) => found[1]);

function argumentsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)/g)].map((found) => found[1]))]
    .filter((name) => !/^(one|other|column|columns)$/.test(name))
    .sort();
}

describe.each(Object.keys(languages))('%s', (language) => {
  const messages = languages[language];
  test('has every id that is named', () => {
    expect(whole.length).toBeGreaterThan(100);
    expect(whole.filter((id) => !(id in messages))).toEqual([]);
  });
  test('has no id that is never named', () => {
    const used = (id: string) =>
      whole.includes(id) || beginnings.some((beginning) => id.startsWith(beginning));
    expect(Object.keys(messages).filter((id) => !used(id))).toEqual([]);
  });
});

test('both languages have the same ids and take the same values', () => {
  expect(Object.keys(en)).toEqual(Object.keys(zh));
  for (const [id, message] of Object.entries(zh)) {
    expect([id, argumentsOf((en as Record<string, string>)[id])]).toEqual([id, argumentsOf(message)]);
  }
});
