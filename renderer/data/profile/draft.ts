/** The local profile as it is typed: texts, a list one entry per line. Owns the way there and back; what is right is the schema's. */
import { AREA_LEVELS, type AreaLevel, type LocalProfile } from '../../../shared/model/local-profile.ts';

export interface ProfileDraft {
  levels: Record<AreaLevel, { zh: string; en: string }>;
  min: string;
  max: string;
  departments: string;
  teams: string;
  categories: string;
}

export function draftOf({ levels, gridTarget, departments, teams, categories }: LocalProfile): ProfileDraft {
  const names = AREA_LEVELS.map((level) => [level, levels[level] ?? { zh: '', en: '' }]);
  return {
    levels: Object.fromEntries(names),
    min: String(gridTarget.min),
    max: String(gridTarget.max),
    departments: departments.join('\n'),
    teams: teams.join('\n'),
    categories: categories.join('\n'),
  };
}

/** Not checked yet. A level without any name keeps the usual one. */
export function profileOf(draft: ProfileDraft): unknown {
  const named = AREA_LEVELS.filter((level) => draft.levels[level].zh.trim() || draft.levels[level].en.trim());
  return {
    version: 1,
    levels: Object.fromEntries(named.map((level) => [level, draft.levels[level]])),
    gridTarget: { min: wholeNumber(draft.min), max: wholeNumber(draft.max) },
    departments: lines(draft.departments),
    teams: lines(draft.teams),
    categories: lines(draft.categories),
  };
}

function wholeNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
