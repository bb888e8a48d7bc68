/** Names of the labels that the desk made itself, as messages: screens name every label by `tag.<id>`. */
import { create } from 'zustand';
import type { TagRule } from '../../shared/query/tag-rule.ts';
import { BUILT_IN_TAGS } from '../../shared/query/tag-rules.ts';
import type { Language } from './preferences.ts';

type Names = Record<Language, Record<string, string>>;

export const useTagNames = create<Names>(() => ({ zh: {}, en: {} }));

const BUILT_IN = new Set(BUILT_IN_TAGS.map(({ id }) => id));

export function nameTags(rules: readonly TagRule[]): void {
  const names: Names = { zh: {}, en: {} };
  for (const { id, name } of rules) {
    if (BUILT_IN.has(id)) continue;
    names.zh[`tag.${id}`] = name.zh;
    names.en[`tag.${id}`] = name.en;
  }
  const before = useTagNames.getState();
  // A new object makes every screen write its texts anew.
  if (JSON.stringify(before) !== JSON.stringify(names)) useTagNames.setState(names, true);
}
