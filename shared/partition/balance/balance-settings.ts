/**
 * What a balancing is asked for: the target, how much each aim counts, how many plans, the seed. Owns the shape, its limits and the
 * exchange rates between the aims; nothing is hidden in the search.
 */
import * as v from 'valibot';

/** 0: does not count at all. */
const weight = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100));
const households = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));

export const BalanceWeightsSchema = v.strictObject({
  /** Households outside the target band. */
  households: weight,
  /** Residents who come into another grid. */
  moved: weight,
  /** Grids that a compound is in, more than one. */
  compounds: weight,
  /** Length of the borders between the grids. */
  compactness: weight,
  /** How far homes are from the middle of their grid. */
  walking: weight,
  /** Special-care residents above or below the mean of the grids. */
  care: weight,
});
export type BalanceWeights = v.InferOutput<typeof BalanceWeightsSchema>;
export type BalanceAim = keyof BalanceWeights;

export const BALANCE_AIMS: readonly BalanceAim[] = [
  'households',
  'moved',
  'compounds',
  'compactness',
  'walking',
  'care',
];

export const BalanceSettingsSchema = v.strictObject({
  target: v.pipe(
    v.strictObject({ min: households, max: households }),
    v.check(({ min, max }) => min <= max, 'min above max'),
  ),
  weights: BalanceWeightsSchema,
  /** How many different plans; there may be fewer where fewer exist. */
  plans: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  /** Work for each plan; twice as much takes twice as long. */
  effort: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
});
export type BalanceSettings = v.InferOutput<typeof BalanceSettingsSchema>;

export const DEFAULT_BALANCE_WEIGHTS: BalanceWeights = {
  households: 100,
  moved: 10,
  compounds: 30,
  compactness: 20,
  walking: 10,
  care: 10,
};

/**
 * Points for one unit of an aim at weight 1, whole so that sums are exact. At equal weights one household outside the band is worth
 * four residents moved, a 25th of a compound cut, 10 m of border, 100 household-metres of way, two care residents off the mean.
 */
export const POINTS: Readonly<Record<BalanceAim, number>> = {
  households: 100,
  moved: 25,
  compounds: 2500,
  /** A decimetre. */
  compactness: 1,
  /** A household times a metre. */
  walking: 1,
  care: 50,
};
