/**
 * Who is who across lists: rows of several lists joined to persons, one row of each list at most. By citizen number, else by name, birth
 * and address; the result does not depend on the order of the lists. Owns the joining and how sure it is.
 */
import { isSound } from './citizen-number.ts';
import { comparable, type RegisterList } from './register-list.ts';

/** id: same sound number and name; id-name: same number, another name; id-unsound: same number with a wrong check digit; person: name, birth and address; alone: in one list only. */
export type MatchWay = 'id' | 'id-name' | 'id-unsound' | 'person' | 'alone';

export const MATCH_CONFIDENCE: Record<MatchWay, number> = {
  id: 100,
  'id-unsound': 90,
  person: 85,
  'id-name': 70,
  alone: 100,
};

/** No row of the list. */
export const NO_ROW = -1;

export interface Matched {
  persons: number;
  /** Row of person p in list l: rows[l][p]; NO_ROW: the person is not in it. */
  rows: Int32Array[];
  ways: MatchWay[];
  /** Rows that repeat a person of their own list, by list: they are persons of their own here and a work list. */
  repeated: number[][];
}

/** Rows of one list that may be the same person. */
type Slots = number[];

export function matchRegisters(lists: readonly RegisterList[]): Matched {
  const persons: Slots[] = [];
  const byId = new Map<string, number>();
  const repeated: number[][] = lists.map(() => []);
  const rest: number[][] = lists.map(() => []);
  const blank = () => lists.map(() => NO_ROW);
  lists.forEach((list, l) => {
    for (let row = 0; row < list.rows; row++) {
      const key = idKey(list, row);
      if (key === '') {
        rest[l].push(row);
        continue;
      }
      const known = byId.get(key);
      if (known === undefined) {
        const slots = blank();
        slots[l] = row;
        byId.set(key, persons.push(slots) - 1);
      } else if (persons[known][l] === NO_ROW) persons[known][l] = row;
      else repeated[l].push(row);
    }
  });
  const withoutId = new Set<number>();
  joinByPerson(lists, persons, rest, repeated, withoutId);
  lists.forEach((_, l) => {
    for (const row of repeated[l]) {
      const slots = blank();
      slots[l] = row;
      persons.push(slots);
    }
  });
  const rows = lists.map((_, l) => Int32Array.from(persons, (slots) => slots[l]));
  const ways = persons.map((slots, person) => wayOf(lists, slots, withoutId.has(person)));
  return { persons: persons.length, rows, ways, repeated };
}

/** A sound number stands for itself; an unsound one only together with the name, as two people may share a slip of the pen. */
function idKey(list: RegisterList, row: number): string {
  const id = list.ids[row];
  if (id === '' || id.length < 8) return '';
  return isSound(id) ? id : `${id}|${comparable('name', list.fields.name[row])}`;
}

/** Name, birth and address; '' where one of them is missing. */
function personKey(list: RegisterList, row: number): string {
  const name = comparable('name', list.fields.name[row]);
  const birth = list.fields.birth[row];
  const address = list.addressKeys[row];
  return name === '' || birth.length < 10 || address === '' ? '' : `${name}|${birth}|${address}`;
}

/** Rows without a number join whoever is the only one of that name, birth and address. */
function joinByPerson(
  lists: readonly RegisterList[],
  persons: Slots[],
  rest: readonly number[][],
  repeated: number[][],
  withoutId: Set<number>,
): void {
  const groups = new Map<string, { rows: number[][]; owners: Set<number> }>();
  lists.forEach((list, l) => {
    for (const row of rest[l]) {
      const key = personKey(list, row);
      if (key === '') {
        const slots = lists.map(() => NO_ROW);
        slots[l] = row;
        persons.push(slots);
        continue;
      }
      let group = groups.get(key);
      if (!group) {
        group = { rows: lists.map(() => []), owners: new Set() };
        groups.set(key, group);
      }
      group.rows[l].push(row);
    }
  });
  if (groups.size === 0) return;
  const owned = persons.length;
  for (let person = 0; person < owned; person++)
    persons[person].forEach((row, l) => {
      if (row !== NO_ROW) groups.get(personKey(lists[l], row))?.owners.add(person);
    });
  for (const { rows, owners } of groups.values()) {
    const [owner] = owners;
    const clear = owners.size <= 1 && rows.every((found) => found.length <= 1);
    const free =
      owners.size === 0 || rows.every((found, l) => found.length === 0 || persons[owner][l] === NO_ROW);
    if (clear && free) {
      const slots = owners.size === 1 ? persons[owner] : lists.map(() => NO_ROW);
      rows.forEach(([row], l) => {
        if (row !== undefined) slots[l] = row;
      });
      withoutId.add(owners.size === 1 ? owner : persons.push(slots) - 1);
    } else {
      // Two of one name, birth and address: nobody is joined.
      rows.forEach((found, l) => {
        if (found.length > 1) repeated[l].push(...found);
        else if (found.length === 1) {
          const slots = lists.map(() => NO_ROW);
          slots[l] = found[0];
          persons.push(slots);
        }
      });
    }
  }
}

function wayOf(lists: readonly RegisterList[], slots: Slots, withoutId: boolean): MatchWay {
  let present = 0;
  let name = '';
  let sameName = true;
  let sound = true;
  slots.forEach((row, l) => {
    if (row === NO_ROW) return;
    present++;
    const own = comparable('name', lists[l].fields.name[row]);
    if (name === '') name = own;
    else if (own !== '' && own !== name) sameName = false;
    if (lists[l].ids[row] !== '' && !isSound(lists[l].ids[row])) sound = false;
  });
  if (present < 2) return 'alone';
  if (withoutId) return 'person';
  if (!sameName) return 'id-name';
  return sound ? 'id' : 'id-unsound';
}
