/**
 * Who makes up a household: members with relation, sex, age and marital state that fit each other. Ages follow the cohorts of a
 * Chinese town: many born 1962-71 and 1985-91, few in 1959-61 and after 2018.
 */
import type { Random } from './random.ts';

export const HERE = 1;
export const ELSEWHERE = 2;
const MALE = 1;
const FEMALE = 2;
/** Places in WORDS.relation + 1. */
const HEAD = 1;
const SPOUSE = 2;
const CHILD = 3;
const PARENT = 4;
const GRANDCHILD = 5;
const SIBLING = 7;
const OTHER = 8;
/** Places in WORDS.marital + 1. */
const SINGLE = 1;
const MARRIED = 2;
const DIVORCED = 3;
const WIDOWED = 4;

export interface Member {
  relation: number;
  sex: number;
  age: number;
  marital: number;
  /** Bears the head's surname. */
  kin: boolean;
}

export type HouseholdType =
  | 'single'
  | 'couple'
  | 'family'
  | 'bigFamily'
  | 'singleParent'
  | 'elderAlone'
  | 'elderCouple'
  | 'threeGenerations'
  | 'withParents'
  | 'skipped'
  | 'youngFamily'
  | 'migrantFamily'
  | 'sharers';

/** Odds of an age, by birth year of 2026; steps as [youngest age, odds]. */
const COHORTS: [number, number][] = [
  [0, 0.36],
  [4, 0.5],
  [8, 0.82],
  [14, 0.72],
  [20, 0.66],
  [27, 0.8],
  [34, 1.12],
  [42, 0.86],
  [49, 1.02],
  [54, 1.28],
  [65, 0.62],
  [68, 0.92],
  [73, 0.66],
  [79, 0.42],
  [85, 0.24],
  [91, 0.1],
  [97, 0.03],
];

/** An age between low and high with the cohorts' odds. */
function drawAge(low: number, high: number, random: Random): number {
  for (let tries = 0; tries < 12; tries++) {
    const age = random.int(low, high);
    let odds = 1;
    for (const [from, value] of COHORTS) {
      if (age < from) break;
      odds = value;
    }
    if (random.unit() * 1.28 < odds) return age;
  }
  return random.int(low, Math.min(high, low + 12));
}

function clampAge(age: number): number {
  return Math.max(0, Math.min(101, age));
}

function person(relation: number, sex: number, age: number, marital: number, kin: boolean): Member {
  return { relation, sex, age: clampAge(age), marital, kin };
}

/** A couple: head and spouse, two or three years apart. */
function couple(low: number, high: number, random: Random): Member[] {
  const age = drawAge(low, high, random);
  const headSex = random.chance(0.72) ? MALE : FEMALE;
  const younger = Math.round(random.bell() * 1.8 + 2) * (headSex === MALE ? 1 : -1);
  return [
    person(HEAD, headSex, age, MARRIED, true),
    person(SPOUSE, 3 - headSex, Math.max(20, age - younger), MARRIED, false),
  ];
}

function motherAge(members: Member[]): number {
  let age = 200;
  for (const member of members) if (member.relation <= SPOUSE) age = Math.min(age, member.age);
  return age;
}

/** A child born when the mother was between 21 and 39. */
function child(members: Member[], random: Random, oldest: number): Member {
  const mother = motherAge(members);
  const natural = mother - Math.round(clamp(28 + random.bell() * 3.6, 21, 39));
  const age = Math.min(oldest, natural < 1 ? random.int(0, Math.min(6, mother - 19)) : natural);
  const sex = random.chance(0.525) ? MALE : FEMALE;
  return person(CHILD, sex, age, age > 27 && random.chance(0.5) ? MARRIED : SINGLE, true);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

function elderSex(age: number, random: Random): number {
  return random.chance(clamp(0.5 - (age - 60) * 0.008, 0.26, 0.5)) ? MALE : FEMALE;
}

function single(low: number, high: number, random: Random): Member {
  const age = drawAge(low, high, random);
  const marital = age > 40 && random.chance(0.5) ? DIVORCED : SINGLE;
  return person(HEAD, random.chance(0.53) ? MALE : FEMALE, age, marital, true);
}

/** A parent of the head, or two of them. */
function parents(head: Member, both: boolean, random: Random): Member[] {
  const age = head.age + random.int(23, 30);
  const first = both ? MALE : elderSex(age, random);
  const out = [person(PARENT, first, age, both ? MARRIED : WIDOWED, first === MALE)];
  if (both) out.push(person(PARENT, FEMALE, age - random.int(0, 4), MARRIED, false));
  return out;
}

export function drawMembers(type: HouseholdType, random: Random): Member[] {
  switch (type) {
    case 'single':
      return [single(22, 59, random)];
    case 'couple':
      return couple(26, 63, random);
    case 'elderAlone': {
      const age = drawAge(60, 96, random);
      const marital = random.chance(0.72) ? WIDOWED : random.pick([SINGLE, DIVORCED, MARRIED]);
      return [person(HEAD, elderSex(age, random), age, marital, true)];
    }
    case 'elderCouple':
      return couple(60, 90, random);
    case 'singleParent': {
      const head = single(30, 54, random);
      head.marital = random.chance(0.8) ? DIVORCED : WIDOWED;
      return [head, child([head], random, 24)];
    }
    case 'withParents': {
      const pair = random.chance(0.6) ? couple(44, 64, random) : [single(40, 60, random)];
      return [...pair, ...parents(pair[0], random.chance(0.45), random)];
    }
    case 'skipped': {
      const pair = couple(56, 74, random);
      const age = Math.max(0, Math.round((motherAge(pair) - 52) * random.between(0.2, 0.8)));
      pair.push(person(GRANDCHILD, random.int(1, 2), Math.min(15, age), SINGLE, true));
      return pair;
    }
    case 'threeGenerations': {
      const pair = couple(30, 52, random);
      const out = [...pair, child(pair, random, 26), ...parents(pair[0], random.chance(0.6), random)];
      if (random.chance(0.22)) out.push(child(pair, random, 24));
      return out;
    }
    case 'family': {
      const pair = couple(28, 61, random);
      return [...pair, child(pair, random, 33)];
    }
    case 'bigFamily': {
      const pair = couple(31, 54, random);
      return [...pair, child(pair, random, 28), child(pair, random, 24)];
    }
    case 'youngFamily': {
      const pair = couple(25, 44, random);
      return [...pair, child(pair, random, 17)];
    }
    case 'migrantFamily': {
      const pair = couple(27, 47, random);
      const out = [...pair, child(pair, random, 18), child(pair, random, 18)];
      if (random.chance(0.2)) out.push(...parents(pair[0], false, random));
      return out;
    }
    case 'sharers': {
      const out = [single(20, 40, random)];
      const others = random.chance(0.12) ? random.int(6, 10) : random.int(2, 4);
      for (let i = 0; i < others; i++) {
        const mate = single(19, 45, random);
        mate.relation = random.chance(0.1) ? SIBLING : OTHER;
        mate.kin = mate.relation === SIBLING;
        out.push(mate);
      }
      return out;
    }
  }
}
