import { describe, expect, test } from 'vitest';
import { completeDrafts, freeHousehold } from '../../../../shared/edits/complete.ts';
import { formOf } from '../../../../shared/edits/field-rules.ts';
import type { DraftEdit } from '../../../../shared/edits/make-edits.ts';
import { isUnifiedCode } from '../../../../shared/edits/unified-code.ts';
import { validateEdits } from '../../../../shared/edits/validate.ts';
import { TABLE_NAMES, TABLES } from '../../../../shared/model/tables.ts';
import { labelAt, linkAt, valueAt } from '../../../../shared/query/column-access.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

const base = generateSample('cun', 1);
const TODAY = 20_500;
const problemsOf = (...drafts: DraftEdit[]) =>
  validateEdits(base, drafts, TODAY).problems.map(
    ({ field, code, severity }) => `${field} ${code} ${severity}`,
  );
const resident = (set: DraftEdit['set']): DraftEdit => ({ table: 'residents', op: 'change', row: 3, set });

describe('checks of what is entered', () => {
  test('every field of a form is a column of its table', () => {
    for (const table of TABLE_NAMES)
      for (const { fields } of formOf(table))
        for (const { column } of fields)
          expect(TABLES[table].columns[column], `${table}.${column}`).toBeDefined();
  });

  test.each<[DraftEdit['set'], string[]]>([
    [{ phone: '10612345678' }, []],
    [{ phone: '0512-65226522' }, []],
    [{ phone: '123' }, ['phone phone-form error']],
    [{ phone: null }, []],
    [{ name: null }, ['name required error']],
    [{ idNumber: '12345' }, ['idNumber id-form error']],
    [{ idNumber: '110101199003071230' }, ['idNumber id-checksum error']],
    [{ sex: 'other' }, ['sex word error']],
    [{ birthYear: 2090 }, ['birthYear birth-future error']],
    [{ birthYear: 1990.5 }, ['birthYear number error']],
    [{ birthYear: 'abc' }, ['birthYear number error']],
    [{ birthMonth: 13 }, ['birthMonth range error']],
    [{ birthYear: 1990, birthMonth: 2, birthDay: 30 }, ['birthDay birth-day error']],
    [{ home: { row: 99_999_999 } }, ['home link-missing error']],
    [{ rawAddress: 'x'.repeat(201) }, ['rawAddress too-long error']],
  ])('%j', (set, expected) => {
    const found = problemsOf(resident(set)).filter((each) => !/ id-(birth|sex) /.test(each));
    expect(found).toEqual(expected);
  });

  test('an id number is compared with birth date and sex, and with everybody else', () => {
    const taken = labelAt(base.tables.residents, 'idNumber', 9);
    const found = problemsOf(
      resident({ idNumber: taken, birthYear: 1911, birthMonth: 1, birthDay: 1, sex: 'male' }),
    );
    expect(found).toContain('idNumber duplicate-number error');
    expect(found).toContain('birthYear id-birth warning');
    // A record may keep its own.
    expect(problemsOf({ ...resident({ idNumber: taken }), row: 9 })).not.toContain(
      'idNumber duplicate-number error',
    );
  });

  test('a floor must be one of the building, a new thing must stand somewhere', () => {
    const building = linkAt(base.tables.homes, 'building', 4);
    const floors = valueAt(base.tables.buildings, 'floors', building);
    expect(problemsOf({ table: 'homes', op: 'change', row: 4, set: { floor: floors + 1 } })).toEqual([
      'floor floor-range warning',
    ]);
    const device = { id: 'new-1', kind: 'smoke', health: 'ok' };
    expect(problemsOf({ table: 'devices', op: 'create', set: device })).toEqual(['lng no-place error']);
    expect(problemsOf({ table: 'devices', op: 'create', set: { ...device, building: { row: 0 } } })).toEqual(
      [],
    );
    expect(problemsOf({ table: 'devices', op: 'create', set: { ...device, lng: 1, lat: 1 } })).toEqual([]);
  });

  test('a home with people is not removed; a person goes with the contacts', () => {
    const home = linkAt(base.tables.residents, 'home', 0);
    expect(problemsOf({ table: 'homes', op: 'remove', row: home })).toContain(' has-children error');
    const of = linkAt(base.tables.contacts, 'resident', 0);
    const drafts = completeDrafts(
      base,
      [{ table: 'residents', op: 'remove', row: of }],
      () => 'n0000000000000001',
    );
    expect(drafts[0]).toEqual({ table: 'contacts', op: 'remove', row: 0 });
    expect(drafts.at(-1)).toMatchObject({ table: 'residents', row: of });
    expect(problemsOf(...drafts)).toEqual([]);
  });

  test('a new record gets an id, a household of its own, and the building of its home', () => {
    const key = () => 'n00000000000000ab';
    const [person] = completeDrafts(
      base,
      [{ table: 'residents', op: 'create', set: { household: 'new' } }],
      key,
    );
    expect(person.set).toEqual({ household: freeHousehold(base), id: 'n00000000' });
    const [device] = completeDrafts(
      base,
      [{ table: 'devices', op: 'create', set: { home: { row: 4 } } }],
      key,
    );
    expect(device.set).toMatchObject({ building: { row: linkAt(base.tables.homes, 'building', 4) } });
  });

  test('unified codes by their check character (GB 32100, annex)', () => {
    expect(isUnifiedCode('91350100M000100Y43')).toBe(true);
    expect(isUnifiedCode('91350100M000100Y44')).toBe(false);
    expect(isUnifiedCode('91350100m000100y43')).toBe(false);
  });
});
