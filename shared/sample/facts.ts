/**
 * What the register knows of a person beyond birth and family: schooling, work, assistance, disability, mobility, health,
 * and the tags that follow from these facts. Everything is a place in a vocabulary of words.ts + 1.
 */
import { HOME_TAGS, RESIDENT_TAGS } from '../model/words.ts';
import { codeOf } from './column-writers.ts';
import type { BuildingDraft } from './draft.ts';
import { type Homes, RENTED, VACANT } from './homes.ts';
import { ELSEWHERE } from './household.ts';
import { ageOf, type People } from './people.ts';
import type { Random } from './random.ts';

export interface Facts {
  kind: Uint8Array;
  education: Uint8Array;
  employment: Uint8Array;
  assistance: Uint8Array;
  disability: Uint8Array;
  mobility: Uint8Array;
  health: Uint8Array;
  tags: Uint32Array;
}

const bit = (tag: (typeof RESIDENT_TAGS)[number]): number => 1 << RESIDENT_TAGS.indexOf(tag);
const homeBit = (tag: (typeof HOME_TAGS)[number]): number => 1 << HOME_TAGS.indexOf(tag);
const TAG = {
  livingAlone60: bit('livingAlone60'),
  widowed60: bit('widowed60'),
  noIncome: bit('noIncome'),
  minimumAllowance: bit('minimumAllowance'),
  nearLowIncome: bit('nearLowIncome'),
  extremePoverty: bit('extremePoverty'),
  disabled: bit('disabled'),
  chronicallyIll: bit('chronicallyIll'),
  limitedMobility: bit('limitedMobility'),
  leftBehindChild: bit('leftBehindChild'),
  emptyNest: bit('emptyNest'),
  partyMember: bit('partyMember'),
  volunteer: bit('volunteer'),
  newborn: bit('newborn'),
  veteran: bit('veteran'),
};
const GRANDCHILD = codeOf('relation', 'grandchild');
const WIDOWED = codeOf('marital', 'widowed');

export function* drawFacts(people: People, random: Random): Generator<number, Facts> {
  const n = people.count;
  const facts: Facts = {
    kind: new Uint8Array(n),
    education: new Uint8Array(n),
    employment: new Uint8Array(n),
    assistance: new Uint8Array(n),
    disability: new Uint8Array(n),
    mobility: new Uint8Array(n),
    health: new Uint8Array(n),
    tags: new Uint32Array(n),
  };
  for (let row = 0; row < n; row++) {
    const age = ageOf(people.birthYear[row], people.birthMonth[row]);
    const elsewhere = people.registration[row] === ELSEWHERE;
    facts.kind[row] = elsewhere ? (random.chance(0.06) ? 3 : 2) : 1;
    facts.education[row] = education(age, random);
    facts.employment[row] = employment(age, people.sex[row], random);
    facts.assistance[row] = elsewhere ? 1 : assistance(age, random);
    facts.disability[row] = random.chance(age >= 60 ? 0.085 : 0.018)
      ? random.weighted([0, 2, 2, 5, 1, 1, 1]) + 1
      : 1;
    facts.mobility[row] = mobility(age, facts.disability[row] === 4, random);
    facts.health[row] = health(age, random);
    facts.tags[row] = tags(people, facts, row, age, random);
    if ((row & 0xffff) === 0xffff) yield row;
  }
  return facts;
}

/** none, primary, middle, high, college, graduate by age: who went to school when. */
function education(age: number, random: Random): number {
  if (age < 6) return 1;
  if (age < 12) return 2;
  if (age < 15) return 3;
  if (age < 18) return 4;
  if (age < 45) return random.weighted([0, 1, 17, 24, 47, 11]) + 1;
  if (age < 60) return random.weighted([1, 9, 38, 30, 20, 2]) + 1;
  if (age < 75) return random.weighted([5, 27, 38, 21, 9, 0]) + 1;
  return random.weighted([24, 40, 22, 9, 5, 0]) + 1;
}

/** child, student, employed, selfEmployed, jobless, retired, home. */
function employment(age: number, sex: number, random: Random): number {
  if (age < 6) return 1;
  if (age < 18) return 2;
  if (age < 23) return random.weighted([0, 58, 36, 3, 3, 0, 0]) + 1;
  const retired = sex === 1 ? 60 : 55;
  if (age >= retired) return random.weighted([0, 0, 4, 2, 0, 88, 6]) + 1;
  return random.weighted([0, 1, 73, 12, 5, 1, 8]) + 1;
}

function assistance(age: number, random: Random): number {
  const scale = age >= 60 ? 1.5 : age >= 18 ? 0.8 : 0.6;
  const share = random.unit();
  if (share < 0.011 * scale) return 2;
  if (share < 0.018 * scale) return 3;
  if (share < 0.0205 * scale && age >= 60) return 4;
  return 1;
}

function mobility(age: number, lame: boolean, random: Random): number {
  const odds = lame ? 0.7 : age >= 80 ? 0.24 : age >= 70 ? 0.09 : age >= 60 ? 0.03 : 0.003;
  return random.chance(odds) ? random.weighted([0, 66, 24, 10]) + 1 : 1;
}

function health(age: number, random: Random): number {
  const odds = age >= 75 ? 0.52 : age >= 60 ? 0.36 : age >= 45 ? 0.13 : 0.015;
  return random.chance(odds) ? random.weighted([0, 40, 22, 14, 6, age >= 70 ? 5 : 0, 7, 6]) + 1 : 1;
}

function tags(people: People, facts: Facts, row: number, age: number, random: Random): number {
  const household = people.household[row];
  const first = people.firstOfHousehold[household];
  const size = people.firstOfHousehold[household + 1] - first;
  const present = people.presence[row] === 1;
  let mask = 0;
  if (age >= 60 && size === 1 && present) mask |= TAG.livingAlone60;
  if (age >= 60 && people.marital[row] === WIDOWED) mask |= TAG.widowed60;
  if (age >= 60 && facts.employment[row] === codeOf('employment', 'home') && random.chance(0.4))
    mask |= TAG.noIncome;
  if (facts.assistance[row] === 2) mask |= TAG.minimumAllowance;
  if (facts.assistance[row] === 3) mask |= TAG.nearLowIncome;
  if (facts.assistance[row] === 4) mask |= TAG.extremePoverty;
  if (facts.disability[row] > 1) mask |= TAG.disabled;
  if (facts.health[row] > 1) mask |= TAG.chronicallyIll;
  if (facts.mobility[row] > 1) mask |= TAG.limitedMobility;
  if (age < 16 && present && people.relation[row] === GRANDCHILD) mask |= TAG.leftBehindChild;
  if (age >= 60 && size === 2 && bothElders(people, first)) mask |= TAG.emptyNest;
  if (age >= 20 && random.chance(age >= 50 ? 0.12 : 0.07)) mask |= TAG.partyMember;
  if (age >= 18 && age < 76 && random.chance(0.05)) mask |= TAG.volunteer;
  if (age < 1) mask |= TAG.newborn;
  if (age >= 22 && people.sex[row] === 1 && random.chance(0.035)) mask |= TAG.veteran;
  return mask;
}

function bothElders(people: People, first: number): boolean {
  return (
    ageOf(people.birthYear[first], people.birthMonth[first]) >= 60 &&
    ageOf(people.birthYear[first + 1], people.birthMonth[first + 1]) >= 60
  );
}

/** Tags of homes from who lives there and how old the house is. */
export function tagHomes(homes: Homes, people: People, buildings: BuildingDraft[], random: Random): void {
  const living = new Uint16Array(homes.count);
  for (let row = 0; row < people.count; row++) if (people.presence[row] === 1) living[people.home[row]]++;
  for (let home = 0; home < homes.count; home++) {
    const building = buildings[homes.building[home]];
    let mask = 0;
    if (homes.tenure[home] === RENTED && living[home] > 8) mask |= homeBit('crowdedRental');
    if (homes.tenure[home] === RENTED && living[home] >= 4 && random.chance(0.5))
      mask |= homeBit('groupRental');
    if (building.builtYear < 1990 && random.chance(0.22)) mask |= homeBit('oldWiring');
    if (building.form !== 'slab' && building.form !== 'tower' && random.chance(0.28))
      mask |= homeBit('gasCylinder');
    if (homes.tenure[home] === VACANT && random.chance(0.6)) mask |= homeBit('vacantLong');
    homes.tags[home] = mask;
  }
}

/** Where a person's money comes from, as the other facts say it: place in WORDS.incomeKind + 1. */
export function incomeOf(facts: Facts, person: number): number {
  if (facts.tags[person] & TAG.noIncome) return codeOf('incomeKind', 'none');
  if (facts.assistance[person] > 1) return codeOf('incomeKind', 'allowance');
  return INCOME_BY_WORK[facts.employment[person]];
}

/** child, student, employed, selfEmployed, jobless, retired, home; 0: not known. */
const INCOME_BY_WORK = [
  0,
  codeOf('incomeKind', 'family'),
  codeOf('incomeKind', 'family'),
  codeOf('incomeKind', 'wage'),
  codeOf('incomeKind', 'business'),
  codeOf('incomeKind', 'family'),
  codeOf('incomeKind', 'pension'),
  codeOf('incomeKind', 'family'),
];
