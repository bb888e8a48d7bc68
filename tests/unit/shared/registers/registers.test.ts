/** Lists with known overlaps; joining that depends on no order, names nobody twice, and says what it found. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigitOf, citizenNumber, isSound } from '../../../../shared/registers/citizen-number.ts';
import {
  accuracyOf,
  comparedPerson,
  compareRegisters,
  personsOf,
} from '../../../../shared/registers/register-compare.ts';
import {
  type RegisterKind,
  RegisterListBuilder,
  type RegisterPerson,
} from '../../../../shared/registers/register-list.ts';
import { matchRegisters, NO_ROW } from '../../../../shared/registers/register-match.ts';
import {
  checkPrecedence,
  newestFirst,
  PrecedenceError,
} from '../../../../shared/registers/register-precedence.ts';
import { registerTable } from '../../../../shared/registers/register-table.ts';

function list(id: string, people: RegisterPerson[], kind: RegisterKind = 'household', day = 20_000) {
  const builder = new RegisterListBuilder(id, id, kind, day);
  for (const person of people) builder.add(person);
  return builder.finish();
}

const sound = (digits: string) => digits + checkDigitOf(digits);
const ID = [0, 1, 2, 3, 4, 5].map((i) =>
  sound(`9926081990${String(i + 1).padStart(2, '0')}1000${i * 2 + 1}`.slice(0, 17)),
);
const person = (i: number, more: RegisterPerson = {}): RegisterPerson => ({
  name: `张${i}`,
  idNumber: ID[i],
  address: `幸福小区${i + 1}幢101`,
  ...more,
});

describe('citizen numbers', () => {
  test('15 digits are the 18 they became; case and blanks do not matter', () => {
    const long = sound('99260819900110001');
    expect(citizenNumber(`${long.slice(0, 6)}${long.slice(8, 17)}`)).toBe(long);
    expect(citizenNumber(` ${long.slice(0, 6)} ${long.slice(6)} `.toLowerCase())).toBe(long);
    expect(isSound(long)).toBe(true);
    expect(isSound(`${long.slice(0, 17)}${long[17] === '1' ? '2' : '1'}`)).toBe(false);
  });
});

describe('examples', () => {
  const a = list(
    'a',
    [person(0), person(1, { phone: '13800000001' }), person(2), person(3)],
    'household',
    20_000,
  );
  const b = list(
    'b',
    [
      person(0, { address: '幸福小区一号楼一〇一室' }),
      person(1, { phone: '13900000002' }),
      person(2, { address: '朝晖路5号201' }),
      person(4),
    ],
    'floating',
    20_100,
  );
  const c = list('c', [person(3)], 'deceased', 20_200);
  const found = compareRegisters([a, b, c]);

  test('same, conflict, moved, only, deceased', () => {
    expect(found.counts).toEqual({ same: 1, conflict: 1, moved: 1, deceased: 1, only: 1, repeated: 0 });
    expect(found.onlyIn).toEqual([0, 1, 0]);
    expect(found.conflictsByField.phone).toBe(1);
    expect(found.ways.id).toBe(4);
  });

  test('both values stand side by side, and the chosen one has its source', () => {
    const [conflict] = personsOf(found, 'conflict');
    const phone = (rule: ReturnType<typeof newestFirst>) =>
      comparedPerson(found, conflict, rule).fields.find(({ field }) => field === 'phone');
    expect(phone(newestFirst())).toMatchObject({
      values: ['13800000001', '13900000002', ''],
      differs: true,
      chosen: '13900000002',
      from: 1,
    });
    expect(phone({ ...newestFirst(), phone: ['a'] })).toMatchObject({ chosen: '13800000001', from: 0 });
  });

  test('the result leaves the deceased out and reads as a table', () => {
    const rows = [...registerTable(found, newestFirst())].join('').trim().split('\n');
    expect(rows).toHaveLength(1 + 4);
    expect(rows[0]).toContain('身份证号');
  });

  test('the result tells for each person which list a field was taken from', () => {
    const text = [...registerTable(found, { ...newestFirst(), phone: ['a'] })].join('');
    const [first, second] = ['a 2024-10-04', 'b 2025-01-12'];
    const told = text
      .trim()
      .split('\n')
      .map((row) => row.split(',').at(-1));
    expect(told).toEqual(['字段来源', second, `${second}; phone: ${first}`, second, second]);
  });

  test('a precedence with an unknown list, a repeated one or a missing field is refused', () => {
    expect(checkPrecedence(newestFirst(), [a, b])).toEqual(newestFirst());
    for (const wrong of [
      { ...newestFirst(), phone: ['z'] },
      { ...newestFirst(), phone: ['a', 'a'] },
      { phone: 'newest' },
      null,
    ])
      expect(() => checkPrecedence(wrong, [a, b])).toThrow(PrecedenceError);
  });

  test('without a number, name, birth and address join; two alike join nobody', () => {
    const bare = (name: string, birth = '1950-02-03'): RegisterPerson => ({
      name,
      birth,
      address: '幸福小区3幢101',
    });
    const one = compareRegisters([
      list('a', [bare('李一'), bare('李二')]),
      list('b', [bare('李一'), bare('李二', '1950-02-04')]),
    ]);
    expect(one.ways.person).toBe(1);
    expect(one.counts.only).toBe(2);
    const two = compareRegisters([list('a', [bare('李一'), bare('李一')]), list('b', [bare('李一')])]);
    expect(two.ways.person).toBe(0);
    expect(two.counts.repeated).toBe(2);
  });

  test('one number under two names is told, with less confidence', () => {
    const both = compareRegisters([list('a', [person(0)]), list('b', [person(0, { name: '王五' })])]);
    expect(both.ways['id-name']).toBe(1);
    expect(both.conflictsByField.name).toBe(1);
  });

  test('accuracy grows where the other list knows the number', () => {
    const bare = { name: '李一', birth: '1990-01-10', address: '幸福小区3幢101' };
    const known = { ...bare, idNumber: ID[0] };
    const accuracy = accuracyOf(compareRegisters([list('a', [bare]), list('b', [known])]));
    expect(accuracy.before).toEqual({ records: 2, passed: 1 });
    expect(accuracy.after).toEqual({ records: 1, passed: 1 });
  });
});

describe('any lists', () => {
  const anyone = fc.record({
    name: fc.constantFrom('甲', '乙', '丙'),
    idNumber: fc.constantFrom('', '', ID[0], ID[1], ID[2], '123456789012345678'),
    birth: fc.constantFrom('', '1950-02-03', '1960-01-01'),
    address: fc.constantFrom('', '幸福小区3幢101', '幸福小区3幢102'),
  });
  const lists = fc.array(fc.array(anyone, { maxLength: 8 }), { minLength: 2, maxLength: 4 });
  const pairsOf = (people: RegisterPerson[][]) => {
    const matched = matchRegisters(people.map((each, i) => list(`l${i}`, each)));
    const pairs: string[] = [];
    for (let p = 0; p < matched.persons; p++) {
      const at = people.flatMap((_, l) =>
        matched.rows[l][p] === NO_ROW ? [] : [`${l}:${matched.rows[l][p]}`],
      );
      pairs.push(at.join(' '));
    }
    return { matched, pairs };
  };

  test('every row is in exactly one person, no person holds two rows of a list', () => {
    fc.assert(
      fc.property(lists, (people) => {
        const { matched } = pairsOf(people);
        people.forEach((each, l) => {
          const rows = Array.from(matched.rows[l]).filter((row) => row !== NO_ROW);
          expect(rows.slice().sort((a, b) => a - b)).toEqual(each.map((_, row) => row));
        });
      }),
      { numRuns: 400 },
    );
  });

  test('the order of the lists does not matter', () => {
    fc.assert(
      fc.property(lists, (people) => {
        const turned = people.slice().reverse();
        const there = pairsOf(people).pairs.slice().sort();
        const back = pairsOf(turned).pairs.map((pair) =>
          pair
            .split(' ')
            .map((at) => at.replace(/^\d+/, (l) => String(people.length - 1 - Number(l))))
            .sort()
            .join(' '),
        );
        expect(back.sort()).toEqual(there);
      }),
      { numRuns: 400 },
    );
  });
});
