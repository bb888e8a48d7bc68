/**
 * All messages of both languages, merged from the locale files (one pair per area). An id that occurs twice is a
 * mistake that a test finds (tests/unit/assets/locales.test.ts).
 */
import type { Language } from './preferences.ts';

type Messages = Record<string, string>;
const files = import.meta.glob<Messages>('../../assets/locales/*.json', { eager: true, import: 'default' });

function merged(language: Language): Messages {
  const all: Messages = {};
  for (const [path, messages] of Object.entries(files)) {
    if (path.endsWith(`.${language}.json`)) Object.assign(all, messages);
  }
  return all;
}

export const MESSAGES: Record<Language, Messages> = { zh: merged('zh'), en: merged('en') };
