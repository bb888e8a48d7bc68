/**
 * Counts of the grids of a plan that is being drawn, in numbers that a planner may see: every grid is a set of people of its own, told by the
 * discloser, which gives sets that differ by few the same answer. Fingerprints are summed per building and per entrance once a community. Owns
 * the summing; what is told is shared/access/disclose.ts.
 */

import type { AtomRow } from './atom-measures.ts';
import { linkValues } from './column-access.ts';
import { residentsOfBuilding, rowCount } from './community.ts';
import { type CountedPeople, Prints } from './counted-people.ts';
import { type PeoplePrints, presentAdder, printsPerBuilding, ROUNDED_MEASURES } from './rounded-plan.ts';

/** In the order of ROUNDED_MEASURES; `atoms` are numbers of `rows`. */
export function roundedTallies(
  people: CountedPeople,
  rows: readonly AtomRow[],
  atoms: Iterable<number>,
): number[] {
  const buildings = printsPerBuilding(people);
  const sums = ROUNDED_MEASURES.map(() => new Prints(1));
  for (const atom of atoms) {
    const { table, row } = rows[atom];
    const per = table === 'buildings' ? buildings : printsPerEntrance(people);
    ROUNDED_MEASURES.forEach((measure, m) => {
      if (row < per[measure].counts.length) sums[m].addSet(0, per[measure], row);
    });
  }
  return sums.map((sum) => people.disclose(sum.at(0)));
}

const memory = new WeakMap<CountedPeople, PeoplePrints>();

/** By row of `entrances`; who lives by none counts with the first of the building. */
function printsPerEntrance(people: CountedPeople): PeoplePrints {
  const known = memory.get(people);
  if (known) return known;
  const { community } = people;
  const entrances = rowCount(community, 'entrances');
  const made: PeoplePrints = {
    households: new Prints(entrances),
    residents: new Prints(entrances),
    aged60: new Prints(entrances),
    keyPopulation: new Prints(entrances),
  };
  const add = presentAdder(people, made);
  const homeOf = linkValues(community.tables.residents, 'home');
  const entranceOfHome = linkValues(community.tables.homes, 'entrance');
  const buildingOf = linkValues(community.tables.entrances, 'building');
  const first = new Map<number, number>();
  buildingOf.forEach((building, entrance) => {
    if (!first.has(building)) first.set(building, entrance);
  });
  for (let building = 0; building < rowCount(community, 'buildings'); building++) {
    const [from, to] = residentsOfBuilding(community, building);
    for (let row = from; row < to; row++) {
      const own = entranceOfHome[homeOf[row]];
      const entrance = buildingOf[own] === building ? own : first.get(building);
      if (entrance !== undefined) add(entrance, row, row + 1);
    }
  }
  memory.set(people, made);
  return made;
}
