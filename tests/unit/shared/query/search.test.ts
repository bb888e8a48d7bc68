import { describe, expect, it } from 'vitest';
import { TextBuilder } from '../../../../shared/columns/column-builder.ts';
import { initialsOf, packLetters, packNames } from '../../../../shared/query/initials.ts';
import { searchCommunity } from '../../../../shared/query/search.ts';
import { findInColumn, findTails } from '../../../../shared/query/text-search.ts';
import { cell } from './row-by-row.ts';
import { tinyCommunity } from './tiny-community.ts';

const town = tinyCommunity(4);

function textColumn(texts: string[]) {
  const builder = new TextBuilder('test', 'text');
  for (const text of texts) builder.push(text);
  return builder.finish();
}

describe('initials', () => {
  it.each([
    ['王秀英', 'wxy'],
    ['曾小明', 'zxm'],
    ['单芳', 'sf'],
    ['欧阳娜', 'oyn'],
    ['尉迟恭', 'ycg'],
    ['Li Wei', 'liwei'],
  ])('%s is found by %s', (name, letters) => {
    const [packed] = packNames(textColumn([name]));
    expect(packed >>> (5 * (6 - letters.length))).toBe(packLetters(letters));
  });

  it('of places keep digits', () => {
    expect(initialsOf('人民路12号')).toBe('rml12h');
  });
});

describe('text in a column', () => {
  const column = textColumn(['苏E12345', '', '人民路3号', '民路', '路人民', 'e123', 'E12', '人民路']);
  it('ranks whole before start before inside, never across cells', () => {
    expect(findInColumn(column, '人民路', 9)).toEqual([
      [7, 0],
      [2, 1],
    ]);
    expect(findInColumn(column, 'e12', 9)).toEqual([
      [6, 0],
      [5, 1],
      [0, 2],
    ]);
    expect(findInColumn(column, '民', 9)).toEqual([
      [3, 1],
      [2, 2],
      [4, 2],
      [7, 2],
    ]);
    expect(findInColumn(column, '无', 9)).toEqual([]);
  });
  it('finds ends', () => {
    expect(findTails(column, '2345', 9)).toEqual([0]);
  });
});

describe('search', () => {
  it('finds a person by initials and by name', () => {
    for (const [query, name] of [
      ['wxy', '王秀英'],
      ['王秀英', '王秀英'],
      ['ZJG', '曾建国'],
    ]) {
      const people = searchCommunity(town, query, 50).filter((hit) => hit.table === 'residents');
      const expected: number[] = [];
      for (let row = 0; row < town.population.age.length; row++)
        if (cell(town, 'residents', 'name', row) === name) expected.push(row);
      expect(expected.length).toBeGreaterThan(0);
      const found = people.map((hit) => hit.row);
      for (const row of expected) expect(found).toContain(row);
      expect(people[0].title).toBe(name);
    }
  });

  it('finds plates, devices, grids, phone tails, and homes by address', () => {
    const plate = String(cell(town, 'vehicles', 'plate', 0));
    expect(searchCommunity(town, plate.toLowerCase(), 5)[0]).toMatchObject({
      table: 'vehicles',
      row: 0,
      title: plate,
    });
    expect(searchCommunity(town, 'd0003', 5)[0]).toMatchObject({ table: 'devices', row: 3 });
    expect(searchCommunity(town, 'wg002', 5)[0]).toMatchObject({ table: 'grids', row: 2 });
    const phone = String(cell(town, 'residents', 'phone', 2));
    expect(searchCommunity(town, phone.slice(-5), 5)).toContainEqual(
      expect.objectContaining({ table: 'residents', row: 2 }),
    );
    expect(searchCommunity(town, 'rml', 5)[0].table).toBe('buildings');
    const homes = searchCommunity(town, '人民路 101', 5).filter((hit) => hit.table === 'homes');
    expect(homes.length).toBeGreaterThan(0);
    for (const hit of homes) expect(hit.title).toMatch(/人民路.*101$/);
  });

  it('gives no more than asked and nothing for nothing', () => {
    expect(searchCommunity(town, '人', 3).length).toBe(3);
    expect(searchCommunity(town, '  ', 3)).toEqual([]);
    expect(searchCommunity(town, '王', 0)).toEqual([]);
  });
});
