/**
 * The people of a sample as plain numbers, one array per fact, in the order of their homes. Households are drawn type by type
 * under a running balance, so that households, registered, floating and permanent residents come out exactly.
 * Owns who lives with whom; words about them are facts.ts, names and numbers identity.ts.
 */
import { type Homes, PUBLIC, RENTED, VACANT } from './homes.ts';
import { drawMembers, ELSEWHERE, HERE, type HouseholdType, type Member } from './household.ts';
import type { Random } from './random.ts';

export interface PopulationFigures {
  households: number;
  /** Registered here (present or away), and registered elsewhere and present. */
  registered: number;
  floating: number;
  /** Of the registered: those who live elsewhere. */
  away: number;
  /** Of the permanent residents: 60 and older. */
  over60: number;
}

export interface People {
  count: number;
  home: Uint32Array;
  household: Uint32Array;
  sex: Uint8Array;
  birthYear: Uint16Array;
  birthMonth: Uint8Array;
  birthDay: Uint8Array;
  /** 1 here, 2 elsewhere. */
  registration: Uint8Array;
  /** 1 present, 2 away. */
  presence: Uint8Array;
  /** Place in WORDS.relation + 1. */
  relation: Uint8Array;
  marital: Uint8Array;
  surname: Uint8Array;
  /** First row of each household, and the end. */
  firstOfHousehold: Uint32Array;
}

const AS_OF_YEAR = 2026;
const AS_OF_MONTH = 11;

export function ageOf(birthYear: number, birthMonth: number): number {
  return AS_OF_YEAR - birthYear - (birthMonth > AS_OF_MONTH ? 1 : 0);
}

function emptyPeople(count: number, households: number): People {
  return {
    count,
    home: new Uint32Array(count),
    household: new Uint32Array(count),
    sex: new Uint8Array(count),
    birthYear: new Uint16Array(count),
    birthMonth: new Uint8Array(count),
    birthDay: new Uint8Array(count),
    registration: new Uint8Array(count),
    presence: new Uint8Array(count),
    relation: new Uint8Array(count),
    marital: new Uint8Array(count),
    surname: new Uint8Array(count),
    firstOfHousehold: new Uint32Array(households + 1),
  };
}

/** Peoples every home that is not vacant. `tick` is called with the households done, now and then. */
export function* peopleHomes(
  homes: Homes,
  figures: PopulationFigures,
  random: Random,
): Generator<number, People> {
  const total = figures.registered + figures.floating;
  const people = emptyPeople(total, figures.households);
  let household = 0;
  let row = 0;
  let floatingLeft = figures.floating;
  let lodgingsLeft = 0;
  for (let h = 0; h < homes.count; h++) if (homes.tenure[h] === RENTED) lodgingsLeft++;
  let elders = 0;
  const elderShare = figures.over60 / total;
  for (let home = 0; home < homes.count; home++) {
    const tenure = homes.tenure[home];
    if (tenure === VACANT) continue;
    const left = figures.households - household;
    const mean = (total - row) / left;
    const migrant =
      tenure === RENTED ? 0.9 : clamp((floatingLeft - lodgingsLeft * 2.2) / (left * mean), 0, 0.6);
    if (tenure === RENTED) lodgingsLeft--;
    const elsewhere = floatingLeft > 0 && random.chance(migrant);
    const type = chooseType(
      elsewhere,
      mean,
      elderShare * (row + 40) - elders - 40 * elderShare,
      tenure,
      random,
    );
    const members = drawMembers(type, random);
    fitSize(members, total - row, left, random);
    people.firstOfHousehold[household] = row;
    for (const member of members) {
      if (member.age >= 60) elders++;
      put(people, row++, home, household, member, elsewhere, random);
    }
    if (elsewhere) floatingLeft -= members.length;
    household++;
    if (household % 4096 === 0) yield household;
  }
  people.firstOfHousehold[household] = row;
  balanceRegistration(people, figures.floating);
  sendAway(people, figures.away, random);
  return people;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** `lack`: how many more elders there should be by now. */
function chooseType(
  elsewhere: boolean,
  mean: number,
  lack: number,
  tenure: number,
  random: Random,
): HouseholdType {
  const big = clamp((mean - 1.55) / 2.3, 0.04, 0.96);
  if (elsewhere) {
    if (random.chance(big)) return random.pick(['youngFamily', 'youngFamily', 'sharers', 'migrantFamily']);
    return random.pick(['single', 'couple', 'single', 'couple', 'youngFamily']);
  }
  const elderly = clamp(0.42 + lack / 60, 0.02, 0.95) * (tenure === PUBLIC ? 1.1 : 1);
  if (random.chance(big)) {
    if (random.chance(elderly))
      return random.pick(['threeGenerations', 'threeGenerations', 'withParents', 'skipped']);
    return random.pick(['family', 'family', 'bigFamily', 'family']);
  }
  if (random.chance(elderly)) return random.pick(['elderCouple', 'elderAlone', 'elderAlone']);
  return random.pick(['single', 'couple', 'couple', 'singleParent']);
}

/** Adds relatives or takes the last members off, so that those still to come find room: every household has a member. */
function fitSize(members: Member[], people: number, households: number, random: Random): void {
  const most = people - (households - 1);
  while (members.length > most) members.pop();
  const least = people - (households - 1) * 9;
  const want = households === 1 ? people : Math.max(1, least);
  while (members.length < want) {
    members.push({ relation: 8, sex: random.int(1, 2), age: random.int(20, 45), marital: 1, kin: false });
  }
}

function put(
  people: People,
  row: number,
  home: number,
  household: number,
  member: Member,
  elsewhere: boolean,
  random: Random,
): void {
  people.home[row] = home;
  people.household[row] = household;
  people.sex[row] = member.sex;
  const month = random.int(1, 12);
  people.birthMonth[row] = month;
  people.birthYear[row] = AS_OF_YEAR - member.age - (month > AS_OF_MONTH ? 1 : 0);
  people.birthDay[row] = member.age === 0 && month === AS_OF_MONTH ? 1 : random.int(1, 28);
  people.registration[row] = elsewhere ? ELSEWHERE : HERE;
  people.presence[row] = 1;
  people.relation[row] = member.relation;
  people.marital[row] = member.marital;
  // Children, parents and siblings of the head share the head's surname; spouses have their own.
  const first = people.firstOfHousehold[household];
  people.surname[row] = row > first && member.kin ? people.surname[first] : random.int(0, 255);
}

/** Turns single persons' registration until the floating are as many as they should be; spread over the whole town. */
function balanceRegistration(people: People, floating: number): void {
  let have = 0;
  for (let row = 0; row < people.count; row++) if (people.registration[row] === ELSEWHERE) have++;
  let surplus = have - floating;
  const from = surplus > 0 ? ELSEWHERE : HERE;
  const to = surplus > 0 ? HERE : ELSEWHERE;
  surplus = Math.abs(surplus);
  const stride = Math.max(1, Math.floor(people.count / (surplus * 6 + 1)));
  for (let start = 0; start < stride && surplus > 0; start++) {
    for (let row = start; row < people.count && surplus > 0; row += stride) {
      if (people.registration[row] !== from) continue;
      people.registration[row] = to;
      surplus--;
    }
  }
}

/** Exactly `away` registered people of working age, and children of such, live elsewhere. Selection sampling. */
function sendAway(people: People, away: number, random: Random): void {
  const may = (row: number): boolean => {
    const age = ageOf(people.birthYear[row], people.birthMonth[row]);
    return people.registration[row] === HERE && age < 58 && age > 0;
  };
  let candidates = 0;
  for (let row = 0; row < people.count; row++) if (may(row)) candidates++;
  let left = Math.min(away, candidates);
  for (let row = 0; row < people.count && left > 0; row++) {
    if (!may(row)) continue;
    if (random.unit() * candidates < left) {
      people.presence[row] = 2;
      left--;
    }
    candidates--;
  }
}

/** Moves birth years across the line of sixty, those next to it first, until the number of present elders is exact. */
export function tuneElders(people: People, over60: number): void {
  let have = 0;
  for (let row = 0; row < people.count; row++) {
    if (people.presence[row] === 1 && ageOf(people.birthYear[row], people.birthMonth[row]) >= 60) have++;
  }
  for (let reach = 0; reach < 25 && have !== over60; reach++) {
    for (let row = 0; row < people.count && have !== over60; row++) {
      if (people.presence[row] !== 1) continue;
      const age = ageOf(people.birthYear[row], people.birthMonth[row]);
      if (have > over60 && age === 60 + reach) {
        people.birthYear[row] += reach + 1;
        have--;
      } else if (have < over60 && age === 59 - reach) {
        people.birthYear[row] -= reach + 1;
        have++;
      }
    }
  }
}
