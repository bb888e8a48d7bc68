/**
 * The words that the native side shows (menu, error page, start errors), from the same locale files as the page's.
 * They take no parameters, so no message formatter is needed before a page runs.
 */
import en from '../assets/locales/electron.en.json' with { type: 'json' };
import zh from '../assets/locales/electron.zh.json' with { type: 'json' };

export type NativeLanguage = 'zh' | 'en';
export type NativeTextId = keyof typeof zh & keyof typeof en;

/** The text in the language, both being complete by type. */
export function nativeText(language: NativeLanguage, id: NativeTextId): string {
  return language === 'zh' ? zh[id] : en[id];
}
