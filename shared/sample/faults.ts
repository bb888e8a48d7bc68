/**
 * What is wrong with a sample on purpose, so that the quality tools have work: which records carry which fault, and how many
 * of each there are. Owns the shares and the marks; the writers of the tables carry them out.
 */
import { type Homes, RENTED, VACANT } from './homes.ts';
import { ageOf, type People } from './people.ts';
import type { Random } from './random.ts';

/** Faults of a resident's record; at most one each. */
export const RESIDENT_FAULTS = [
  'none',
  'idLength',
  'idChecksum',
  'idBirth',
  'idSex',
  'ageRange',
  'duplicateId',
  'sharedPhone',
  'address',
  'pointOutside',
] as const;
export type ResidentFault = (typeof RESIDENT_FAULTS)[number];

/** How many records carry each fault. Homes, buildings and devices are counted in their own tables. */
export interface SampleTruth {
  residents: number;
  linkedResidents: number;
  /** Residents whose own record carries a fault. */
  faultyResidents: number;
  residentFaults: Record<Exclude<ResidentFault, 'none'>, number>;
  /** Households without a head; homes with more people than beds allow; vacant homes with residents. */
  householdWithoutHead: number;
  crowdedHome: number;
  vacantWithResidents: number;
  buildingWithoutFloors: number;
  deviceSilent: number;
  deviceWithoutPlace: number;
}

const LINKED_SHARE = 0.9;
/** Shares of all residents. The last two are among those without a home link. Together 30 %. */
const SHARES: [ResidentFault, number][] = [
  ['idLength', 0.034],
  ['idChecksum', 0.058],
  ['idBirth', 0.048],
  ['idSex', 0.03],
  ['ageRange', 0.006],
  ['duplicateId', 0.026],
  ['sharedPhone', 0.034],
  ['address', 0.056],
  ['pointOutside', 0.008],
];

export interface Faults {
  /** Place in RESIDENT_FAULTS per resident (in the order of `People`). */
  resident: Uint8Array;
  linked: Uint8Array;
  truth: SampleTruth;
}

/** Marks exactly round(10 %) of the residents as unlinked, and faults by the shares. */
export function markFaults(people: People, homes: Homes, random: Random): Faults {
  const n = people.count;
  const resident = new Uint8Array(n);
  const linked = new Uint8Array(n).fill(1);
  const counts = Object.fromEntries(
    RESIDENT_FAULTS.slice(1).map((f) => [f, 0]),
  ) as SampleTruth['residentFaults'];
  const unlinked = n - Math.round(n * LINKED_SHARE);
  unlink(linked, unlinked, random);
  let faultyResidents = 0;
  for (const isLinked of [0, 1]) {
    const pool: number[] = [];
    for (let row = 0; row < n; row++) if (linked[row] === isLinked) pool.push(row);
    const rows = random.shuffle(Uint32Array.from(pool));
    let at = 0;
    for (const [fault, share] of SHARES) {
      const own = fault === 'address' || fault === 'pointOutside';
      if (own !== (isLinked === 0)) continue;
      let count = Math.round(n * share);
      if (fault === 'duplicateId') count -= count % 2;
      const code = RESIDENT_FAULTS.indexOf(fault);
      for (let i = 0; i < count && at < rows.length; at++) {
        if (fault === 'sharedPhone' && ageOf(people.birthYear[rows[at]], people.birthMonth[rows[at]]) < 12)
          continue;
        resident[rows[at]] = code;
        if (fault === 'ageRange') people.birthYear[rows[at]] = impossibleYear(rows[at]);
        i++;
        counts[fault as Exclude<ResidentFault, 'none'>]++;
        faultyResidents++;
      }
    }
  }
  const truth: SampleTruth = {
    residents: n,
    linkedResidents: n - unlinked,
    faultyResidents,
    residentFaults: counts,
    householdWithoutHead: 0,
    crowdedHome: 0,
    vacantWithResidents: 0,
    buildingWithoutFloors: 0,
    deviceSilent: 0,
    deviceWithoutPlace: 0,
  };
  spoilHouseholds(people, homes, linked, truth, random);
  return { resident, linked, truth };
}

/** A century off, or still to come. */
function impossibleYear(row: number): number {
  return row % 3 === 0 ? 2027 + (row % 5) : 1876 + (row % 26);
}

/** Exactly `unlinked` residents lose their link. */
function unlink(linked: Uint8Array, unlinked: number, random: Random): void {
  let left = unlinked;
  for (let row = 0; row < linked.length; row++) {
    if (random.unit() * (linked.length - row) >= left) continue;
    linked[row] = 0;
    left--;
  }
}

/** Some households lose their head, some lived-in homes are entered as vacant; crowded ones are found and counted. */
function spoilHouseholds(
  people: People,
  homes: Homes,
  linked: Uint8Array,
  truth: SampleTruth,
  random: Random,
): void {
  const households = people.firstOfHousehold.length - 1;
  for (let household = 0; household < households; household++) {
    const first = people.firstOfHousehold[household];
    const size = people.firstOfHousehold[household + 1] - first;
    let living = 0;
    for (let row = first; row < first + size; row++)
      living += linked[row] & (people.presence[row] === 1 ? 1 : 0);
    const home = people.home[first];
    if (size > 1 && random.chance(0.012)) {
      people.relation[first] = 8;
      truth.householdWithoutHead++;
    } else if (living > 0 && homes.tenure[home] === RENTED && random.chance(0.02)) {
      homes.tenure[home] = VACANT;
      truth.vacantWithResidents++;
    }
    if (living > 8) truth.crowdedHome++;
  }
}
