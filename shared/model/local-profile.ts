/**
 * What differs from place to place: names of levels, the size a grid aims at, departments, teams and categories. Owns the shape, its limits and
 * what holds where nobody said otherwise. Stored by the host; effects are the readers'.
 */
import * as v from 'valibot';
import { WORDS } from './words.ts';

const NAME = 40;
const LIST = 200;

const shortText = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(NAME));
const distinct = v.check((list: string[]) => new Set(list).size === list.length, 'each once');
const nameList = v.pipe(v.array(shortText), v.maxLength(LIST), distinct);
const levelName = v.strictObject({ zh: shortText, en: shortText });

export const LocalProfileSchema = v.strictObject({
  version: v.literal(1),
  /** Shown names of the levels that are called otherwise here. */
  levels: v.partial(
    v.strictObject({
      district: levelName,
      street: levelName,
      community: levelName,
      village: levelName,
    } satisfies Record<(typeof WORDS)['areaLevel'][number], typeof levelName>),
  ),
  /** Households of one grid. */
  gridTarget: v.pipe(
    v.strictObject({
      min: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
      max: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
    }),
    v.check(({ min, max }) => min <= max, 'min above max'),
  ),
  departments: nameList,
  teams: nameList,
  categories: nameList,
});
export type LocalProfile = v.InferOutput<typeof LocalProfileSchema>;
export type AreaLevel = keyof LocalProfile['levels'];

export const AREA_LEVELS: readonly AreaLevel[] = WORDS.areaLevel;

/** Round three hundred households, scattered as houses are in the countryside. */
const RURAL_TARGET = { min: 250, max: 350 };

/** What is aimed at here: a site that says nothing of its own has the size of its kind. */
export function gridTargetOf({ gridTarget }: LocalProfile, rural: boolean): LocalProfile['gridTarget'] {
  const { min, max } = DEFAULT_LOCAL_PROFILE.gridTarget;
  return rural && gridTarget.min === min && gridTarget.max === max ? RURAL_TARGET : gridTarget;
}

/** A city community: 300 to 500 households in a grid. */
export const DEFAULT_LOCAL_PROFILE: LocalProfile = {
  version: 1,
  levels: {},
  gridTarget: { min: 300, max: 500 },
  departments: [],
  teams: [],
  categories: [],
};
