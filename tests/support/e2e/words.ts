/** The words on the screen, read from the message files: specs name a message id and stay right when its text changes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Language = 'zh' | 'en';

const FOLDER = join(import.meta.dirname, '../../../assets/locales');

function read(language: Language): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of readdirSync(FOLDER).filter((each) => each.endsWith(`.${language}.json`)))
    Object.assign(all, JSON.parse(readFileSync(join(FOLDER, name), 'utf8')));
  return all;
}

const MESSAGES: Record<Language, Record<string, string>> = { zh: read('zh'), en: read('en') };

/** The text of a message with plain `{name}` values; formats such as `{count, number}` take the value as it is given. */
export function say(id: string, values: Record<string, string> = {}, language: Language = 'zh'): string {
  const text = MESSAGES[language][id];
  if (text === undefined) throw new Error(`no message ${id}`);
  return text
    .replace(/\{(\w+)(?:, number[^}]*)?\}/g, (whole, name) => values[name] ?? whole)
    .replace(/''/g, "'");
}
