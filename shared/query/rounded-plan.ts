/**
 * The counts of plan-statistics.ts in numbers that a planner may see. Fingerprints are summed per building once a community; a grid's is
 * the sum over its buildings, so that a stroke costs a few additions. Devices are those that tell of no person.
 */
import { Bitset } from '../columns/bitset.ts';
import { NONE } from '../columns/column.ts';
import { RESIDENT_TAGS } from '../model/words.ts';
import type { PlanCounts, Tally } from './answers.ts';
import { linkValues } from './column-access.ts';
import { type Community, residentsOfBuilding, rowCount } from './community.ts';
import { type CountedPeople, isOfPerson, Prints } from './counted-people.ts';
import { planCounts } from './plan-statistics.ts';
import { eachRowOfRun } from './row-set.ts';

/** The first eleven resident tags are the key populations (model/words.ts). */
const KEY_TAGS = RESIDENT_TAGS.slice(0, 11);
export const ROUNDED_MEASURES = ['households', 'residents', 'aged60', 'keyPopulation'] as const;
type RoundedMeasure = (typeof ROUNDED_MEASURES)[number];

/** One set per building, and a last one: residents of no building. */
type PerBuilding = PeoplePrints & { devices: Uint32Array };
export type PeoplePrints = Record<RoundedMeasure, Prints>;

const memory = new WeakMap<CountedPeople, PerBuilding>();

const plans = new WeakMap<CountedPeople, { version: number; counts: PlanCounts }>();

/** As `planCounts`; made once a plan version. */
export function roundedPlan(people: CountedPeople): PlanCounts {
  const { version, gridOfBuilding } = people.community.plan;
  const known = plans.get(people);
  if (known?.version === version) return known.counts;
  const counts = roundedOf(people, gridOfBuilding);
  plans.set(people, { version, counts });
  return counts;
}

/** As `previewAssign`. */
export function roundedPreview(
  people: CountedPeople,
  buildings: readonly number[],
  grid: number,
): PlanCounts {
  const gridOfBuilding = people.community.plan.gridOfBuilding.slice();
  for (const building of buildings) if (building < gridOfBuilding.length) gridOfBuilding[building] = grid;
  return roundedOf(people, gridOfBuilding);
}

/** Those present in one building, on the permanent base. */
export function roundedBuilding(
  people: CountedPeople,
  building: number,
): { residents: number; households: number } {
  const { residents, households } = printsPerBuilding(people);
  return {
    residents: people.disclose(residents.at(building)),
    households: people.disclose(households.at(building)),
  };
}

function roundedOf(people: CountedPeople, gridOfBuilding: Uint16Array): PlanCounts {
  const { community } = people;
  const grids = rowCount(community, 'grids');
  const buildings = gridOfBuilding.length;
  const counts = printsPerBuilding(people);
  // Names, codes and workers as they are; every number is replaced below.
  const plan = planCounts(community);
  const parts: Tally[] = [...plan.grids, plan.unassigned, plan.unlinked];
  for (const part of parts) part.devices = part.buildings = 0;
  const placeOf = (building: number): number => {
    if (building === buildings) return grids + 1;
    return Math.min(grids, gridOfBuilding[building]);
  };
  for (let building = 0; building < buildings; building++) {
    parts[placeOf(building)].buildings++;
    parts[placeOf(building)].devices += counts.devices[building];
  }
  for (const measure of ROUNDED_MEASURES) {
    const sums = new Prints(grids + 2);
    for (let building = 0; building <= buildings; building++)
      sums.addSet(placeOf(building), counts[measure], building);
    parts.forEach((part, i) => {
      part[measure] = people.disclose(sums.at(i));
    });
  }
  return plan;
}

export function printsPerBuilding(people: CountedPeople): PerBuilding {
  const known = memory.get(people);
  if (known) return known;
  const { community } = people;
  const buildings = rowCount(community, 'buildings');
  const counts: PerBuilding = {
    households: new Prints(buildings + 1),
    residents: new Prints(buildings + 1),
    aged60: new Prints(buildings + 1),
    keyPopulation: new Prints(buildings + 1),
    devices: devicesPerBuilding(community),
  };
  const add = presentAdder(people, counts);
  let end = 0;
  for (let building = 0; building < buildings; building++) {
    const [from, to] = residentsOfBuilding(community, building);
    add(building, from, to);
    end = to;
  }
  // Those of no building come last in the order of rows.
  add(buildings, end, rowCount(community, 'residents'));
  memory.set(people, counts);
  return counts;
}

/** Adds those present in a run of rows to a set. A household counts once, where its first present member in row order lives. */
export function presentAdder(people: CountedPeople, counts: PeoplePrints) {
  const { age, bases, tags, household, households } = people.community.population;
  const words = people.words('residents');
  const firsts = people.firstMembers();
  const key = new Bitset(age.length);
  for (const tag of KEY_TAGS) {
    const set = tags.get(tag);
    if (set) key.or(set);
  }
  const seen = new Bitset(households);
  return (place: number, from: number, to: number) =>
    eachRowOfRun(bases.permanent, from, to, (row) => {
      counts.residents.add(place, words, row);
      if (age[row] >= 60 && age[row] <= 120) counts.aged60.add(place, words, row);
      if (key.has(row)) counts.keyPopulation.add(place, words, row);
      if (household[row] === NONE || seen.has(household[row])) return;
      seen.add(household[row]);
      counts.households.add(place, words, firsts[household[row]]);
    });
}

function devicesPerBuilding(community: Community): Uint32Array {
  const counts = new Uint32Array(rowCount(community, 'buildings') + 1);
  linkValues(community.tables.devices, 'building').forEach((building, device) => {
    if (building < counts.length && !isOfPerson(community, device)) counts[building]++;
  });
  return counts;
}
