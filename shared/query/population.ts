/**
 * What every count of people needs, one small number a resident: age, pyramid cell, population bases, labels as
 * row sets, household sizes. Core columns only. Ages are by year and month: a person is a year older from the
 * first day of the birth month on; with the month unknown, from January on.
 */
import { BitSlices } from '../columns/bit-slices.ts';
import { Bitset } from '../columns/bitset.ts';
import { NONE, type Table, type TagsColumn } from '../columns/column.ts';
import { columnOf, linkValues, sameColumns } from './column-access.ts';
import { scanCodes } from './scan.ts';
import { type PopulationBase, PYRAMID_BANDS } from './selection.ts';

export const UNKNOWN_AGE = 255;
/** Ages above are shown as this. */
const OLDEST = 120;
/** Pyramid cells: band * 2 + (0 male, 1 female); the last one: sex or age not known. */
export const UNKNOWN_CELL = PYRAMID_BANDS * 2;

export interface Population {
  age: Uint8Array;
  cell: Uint8Array;
  /**
   * present (not known counts as present); registration here; registration elsewhere and present. 'all' is every
   * record.
   */
  bases: Record<PopulationBase, Bitset>;
  tags: Map<string, Bitset>;
  /** Household number of each resident, below `households`; NONE: in none. */
  household: Uint32Array;
  households: number;
  /** Records of each household number, present or away, at most 255. */
  householdSize: Uint8Array;
}

/** The ages on their side, made when a range is first asked for. */
const slicesOfAges = new WeakMap<Uint8Array, BitSlices>();

/** Residents of known age with min <= age <= max. */
export function ageRange({ age }: Population, min: number, max: number): Bitset {
  let slices = slicesOfAges.get(age);
  if (!slices) {
    slices = new BitSlices(age);
    slicesOfAges.set(age, slices);
  }
  return slices.range(min, Math.min(max, UNKNOWN_AGE - 1));
}

/** `before`: the same of an earlier state of the table, for the same day; what its columns still say is taken over. */
export function readPopulation(
  residents: Table | undefined,
  today: number,
  before?: { residents: Table | undefined; population: Population },
): Population {
  const kept = (names: readonly string[]) =>
    before && sameColumns(residents, before.residents, names) ? before.population : null;
  const age = kept(AGE_COLUMNS)?.age ?? agesOf(residents, today);
  const bases = kept(['presence', 'registration'])?.bases ?? basesOf(residents);
  return {
    age,
    cell: kept([...AGE_COLUMNS, 'sex'])?.cell ?? cellsOf(residents, age),
    bases,
    tags: tagSets(columnOf(residents, 'tags', 'tags'), residents?.rows ?? 0),
    ...householdsOf(residents, bases.all, kept(['household'])),
  };
}

const AGE_COLUMNS = ['birthYear', 'birthMonth'];

function householdsOf(
  residents: Table | undefined,
  all: Bitset,
  kept: Population | null,
): Pick<Population, 'household' | 'households' | 'householdSize'> {
  const { household, households } = kept ?? denseHouseholds(linkValues(residents, 'household'));
  const householdSize = kept?.householdSize ?? countMembers(household, households, all);
  return { household, households, householdSize };
}

/** Whole years on the day; UNKNOWN_AGE when the birth year is not known or still to come. */
function agesOf(residents: Table | undefined, today: number): Uint8Array {
  const rows = residents?.rows ?? 0;
  const years = columnOf(residents, 'birthYear', 'number')?.values;
  const months = columnOf(residents, 'birthMonth', 'number')?.values;
  const ages = new Uint8Array(rows).fill(UNKNOWN_AGE);
  if (!years) return ages;
  const date = new Date(today * 86_400_000);
  const thisYear = date.getUTCFullYear();
  const thisMonth = date.getUTCMonth() + 1;
  for (let row = 0; row < rows; row++) {
    if (years[row] === 0) continue;
    const age = thisYear - years[row] - (months && months[row] > thisMonth ? 1 : 0);
    if (age >= 0) ages[row] = Math.min(OLDEST, age);
  }
  return ages;
}

function cellsOf(residents: Table | undefined, age: Uint8Array): Uint8Array {
  const cells = new Uint8Array(age.length).fill(UNKNOWN_CELL);
  const sex = columnOf(residents, 'sex', 'dict');
  if (!sex) return cells;
  const side = sex.words.map((word) => (word === 'male' ? 0 : word === 'female' ? 1 : -1));
  for (let row = 0; row < age.length; row++) {
    const s = side[sex.codes[row]];
    if (s < 0 || age[row] === UNKNOWN_AGE) continue;
    cells[row] = Math.min(PYRAMID_BANDS - 1, Math.floor(age[row] / 5)) * 2 + s;
  }
  return cells;
}

function basesOf(residents: Table | undefined): Record<PopulationBase, Bitset> {
  const rows = residents?.rows ?? 0;
  const presence = columnOf(residents, 'presence', 'dict');
  const registration = columnOf(residents, 'registration', 'dict');
  const all = Bitset.full(rows);
  const permanent = presence ? scanCodes(presence, (word) => word !== 'away') : all.clone();
  const registered = registration ? scanCodes(registration, (word) => word === 'here') : new Bitset(rows);
  const elsewhere = registration ? scanCodes(registration, (word) => word === 'elsewhere') : new Bitset(rows);
  return { permanent, registered, floating: elsewhere.and(permanent), all };
}

/** The sets of a column live as long as it does: every change of another column asks for them again. */
const setsOfTags = new WeakMap<TagsColumn, Map<string, Bitset>>();

/** One row set per label; shared, not to be changed. */
export function tagSets(column: TagsColumn | undefined, rows: number): Map<string, Bitset> {
  if (!column) return new Map();
  const known = setsOfTags.get(column) ?? readTagSets(column, rows);
  setsOfTags.set(column, known);
  return new Map(known);
}

function readTagSets(column: TagsColumn, rows: number): Map<string, Bitset> {
  const sets = new Map<string, Bitset>();
  for (const name of column.names) sets.set(name, new Bitset(rows));
  const words = column.names.map((name) => sets.get(name)!.words);
  const { masks } = column;
  for (let base = 0, first = 0; first < words.length; base += rows, first += 32)
    for (let row = 0; row < rows; row++) {
      // Most rows have few labels or none.
      let mask = masks[base + row];
      while (mask !== 0) {
        words[first + 31 - Math.clz32(mask & -mask)][row >>> 5] |= 1 << (row & 31);
        mask &= mask - 1;
      }
    }
  return sets;
}

/** Members in the set of each household number, at most 255. */
export function countMembers(household: Uint32Array, households: number, set: Bitset): Uint8Array {
  const sizes = new Uint8Array(households);
  for (let row = 0; row < household.length; row++) {
    const number = household[row];
    if (number !== NONE && sizes[number] < 255 && set.has(row)) sizes[number]++;
  }
  return sizes;
}

/** Household numbers as they are if they are small enough to index an array, else renumbered from 0. */
function denseHouseholds(numbers: Uint32Array): { household: Uint32Array; households: number } {
  let highest = -1;
  for (const number of numbers) if (number !== NONE && number > highest) highest = number;
  if (highest < numbers.length * 4) return { household: numbers, households: highest + 1 };
  const seen = new Map<number, number>();
  const household = numbers.map((number) => {
    if (number === NONE) return NONE;
    const known = seen.get(number);
    if (known !== undefined) return known;
    seen.set(number, seen.size);
    return seen.size - 1;
  });
  return { household, households: seen.size };
}
