/**
 * What a comparison of lists found: who is the same, who conflicts field by field, who is in one list only, who has moved, who has died; how
 * accurate the records were and become. Owns the verdicts and their lists; who is who is register-match.ts.
 */
import { recordFault } from './register-accuracy.ts';
import {
  agree,
  comparable,
  REGISTER_FIELDS,
  type RegisterField,
  type RegisterList,
  type RegisterPerson,
} from './register-list.ts';
import { MATCH_CONFIDENCE, type Matched, type MatchWay, matchRegisters, NO_ROW } from './register-match.ts';
import { chosenValue, newestFirst, orderOfLists, type Precedence } from './register-precedence.ts';

/** A person may be in several of them: moved and conflicting. `only`: in a single list. */
export type Verdict = 'same' | 'conflict' | 'moved' | 'deceased' | 'only' | 'repeated';
export const VERDICTS: readonly Verdict[] = ['same', 'conflict', 'moved', 'deceased', 'only', 'repeated'];

const BIT: Record<Verdict, number> = { same: 1, conflict: 2, moved: 4, deceased: 8, only: 16, repeated: 32 };

export interface Comparison {
  lists: readonly RegisterList[];
  matched: Matched;
  /** Verdicts of each person as bits. */
  verdicts: Uint8Array;
  /** Bit f of a person: field f of REGISTER_FIELDS differs between lists. */
  conflicts: Uint16Array;
  counts: Record<Verdict, number>;
  /** Persons in one list only, by list. */
  onlyIn: number[];
  /** Persons whose value differs, by field. */
  conflictsByField: Record<RegisterField, number>;
  ways: Record<MatchWay, number>;
}

export function compareRegisters(lists: readonly RegisterList[]): Comparison {
  const matched = matchRegisters(lists);
  const verdicts = new Uint8Array(matched.persons);
  const conflicts = new Uint16Array(matched.persons);
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  const byField = Object.fromEntries(REGISTER_FIELDS.map((field) => [field, 0])) as Record<
    RegisterField,
    number
  >;
  const ways: Record<MatchWay, number> = { id: 0, 'id-name': 0, 'id-unsound': 0, person: 0, alone: 0 };
  const onlyIn = lists.map(() => 0);
  const repeats = lists.map((_, l) => new Set(matched.repeated[l]));
  for (let person = 0; person < matched.persons; person++) {
    const rows = rowsOfPerson(matched, person);
    const present = rows.flatMap((row, l) => (row === NO_ROW ? [] : [l]));
    let bits = 0;
    if (present.length === 1) {
      const [l] = present;
      bits |= repeats[l].has(rows[l]) ? BIT.repeated : BIT.only;
      if (bits === BIT.only) onlyIn[l]++;
    } else {
      conflicts[person] = conflictsOf(lists, rows, present);
      if (moved(lists, rows, present)) bits |= BIT.moved;
      if (conflicts[person] !== 0) bits |= BIT.conflict;
    }
    if (present.some((l) => lists[l].deceased[rows[l]] === 1)) bits |= BIT.deceased;
    if (bits === 0) bits = BIT.same;
    verdicts[person] = bits;
    ways[matched.ways[person]]++;
    for (const verdict of VERDICTS) if (bits & BIT[verdict]) counts[verdict]++;
    REGISTER_FIELDS.forEach((field, f) => {
      if ((conflicts[person] >>> f) & 1) byField[field]++;
    });
  }
  return { lists, matched, verdicts, conflicts, counts, onlyIn, conflictsByField: byField, ways };
}

export function rowsOfPerson({ rows }: Matched, person: number): number[] {
  return rows.map((column) => column[person]);
}

export function hasVerdict({ verdicts }: Comparison, person: number, verdict: Verdict): boolean {
  return (verdicts[person] & BIT[verdict]) !== 0;
}

/** Fields in which two lists say different things; another address is a move, not a conflict. */
function conflictsOf(
  lists: readonly RegisterList[],
  rows: readonly number[],
  present: readonly number[],
): number {
  let bits = 0;
  REGISTER_FIELDS.forEach((field, f) => {
    if (field === 'address') return;
    let first = '';
    for (const l of present) {
      const value = comparable(field, lists[l].fields[field][rows[l]]);
      if (value === '') continue;
      if (first === '') first = value;
      else if (!agree(field, first, value)) {
        bits |= 1 << f;
        return;
      }
    }
  });
  return bits;
}

/** The same person at different addresses, each of which can be read. */
function moved(lists: readonly RegisterList[], rows: readonly number[], present: readonly number[]): boolean {
  let first = '';
  for (const l of present) {
    const key = lists[l].addressKeys[rows[l]];
    if (key === '') continue;
    if (first === '') first = key;
    else if (key !== first) return true;
  }
  return false;
}

/** One person with both values side by side. */
export interface ComparedPerson {
  person: number;
  way: MatchWay;
  /** Per cent. */
  confidence: number;
  verdicts: Verdict[];
  fields: { field: RegisterField; values: string[]; differs: boolean; chosen: string; from: number }[];
}

/** @param precedence which list is believed for the value that is chosen. */
export function comparedPerson(
  comparison: Comparison,
  person: number,
  precedence: Precedence,
): ComparedPerson {
  const { lists, matched, conflicts } = comparison;
  const rows = rowsOfPerson(matched, person);
  const order = orderOfLists(precedence, lists);
  const fields = REGISTER_FIELDS.flatMap((field, f) => {
    const values = rows.map((row, l) => (row === NO_ROW ? '' : lists[l].fields[field][row]));
    if (values.every((value) => value === '')) return [];
    const { value, list } = chosenValue(lists, rows, field, order[field]);
    const differs =
      field === 'address' ? hasVerdict(comparison, person, 'moved') : ((conflicts[person] >>> f) & 1) === 1;
    return [{ field, values, differs, chosen: value, from: list }];
  });
  const way = matched.ways[person];
  const verdicts = VERDICTS.filter((verdict) => hasVerdict(comparison, person, verdict));
  return { person, way, confidence: MATCH_CONFIDENCE[way], verdicts, fields };
}

/** Persons of a work list, in order; `list` narrows those in one list only. */
export function personsOf(comparison: Comparison, verdict: Verdict, list: number | null = null): number[] {
  const persons: number[] = [];
  for (let person = 0; person < comparison.matched.persons; person++) {
    if (!hasVerdict(comparison, person, verdict)) continue;
    if (list === null || comparison.matched.rows[list][person] !== NO_ROW) persons.push(person);
  }
  return persons;
}

/** The person as the precedence makes it. */
export function mergedPerson(
  { lists, matched }: Comparison,
  person: number,
  order: Record<RegisterField, number[]>,
): RegisterPerson {
  const rows = rowsOfPerson(matched, person);
  const merged: RegisterPerson = {};
  for (const field of REGISTER_FIELDS) {
    const { value } = chosenValue(lists, rows, field, order[field]);
    if (value !== '') merged[field] = value;
  }
  merged.deceased = rows.some((row, l) => row !== NO_ROW && lists[l].deceased[row] === 1);
  return merged;
}

/** Place of the list that each field of the merged person is taken from; fields that no list knows are left out. */
export function chosenLists(
  { lists, matched }: Comparison,
  person: number,
  order: Record<RegisterField, number[]>,
): Map<RegisterField, number> {
  const rows = rowsOfPerson(matched, person);
  const chosen = new Map<RegisterField, number>();
  for (const field of REGISTER_FIELDS) {
    const { list } = chosenValue(lists, rows, field, order[field]);
    if (list >= 0) chosen.set(field, list);
  }
  return chosen;
}

export interface Accuracy {
  /** Records of each list, and how many pass. */
  lists: { records: number; passed: number }[];
  before: { records: number; passed: number };
  after: { records: number; passed: number };
}

/** Records that pass every error-level check, in the lists as they are and after the comparison. */
export function accuracyOf(comparison: Comparison, precedence: Precedence = newestFirst()): Accuracy {
  const { lists, matched } = comparison;
  const each = lists.map((list) => {
    let passed = 0;
    for (let row = 0; row < list.rows; row++) {
      const { name, idNumber, birth, sex } = list.fields;
      const person = { name: name[row], idNumber: idNumber[row], birth: birth[row], sex: sex[row] };
      if (recordFault(person) === null) passed++;
    }
    return { records: list.rows, passed };
  });
  const order = orderOfLists(precedence, lists);
  const after = { records: matched.persons, passed: 0 };
  const rows = lists.map(() => NO_ROW);
  for (let person = 0; person < matched.persons; person++) {
    for (let l = 0; l < rows.length; l++) rows[l] = matched.rows[l][person];
    const chosen = (field: RegisterField) => chosenValue(lists, rows, field, order[field]).value;
    const merged = {
      name: chosen('name'),
      idNumber: chosen('idNumber'),
      birth: chosen('birth'),
      sex: chosen('sex'),
    };
    if (recordFault(merged) === null) after.passed++;
  }
  const before = each.reduce(
    (sum, { records, passed }) => ({ records: sum.records + records, passed: sum.passed + passed }),
    { records: 0, passed: 0 },
  );
  return { lists: each, before, after };
}
