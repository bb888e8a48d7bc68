import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberAt, rowsOf, tagLane, tagsAt, textAt, wordAt } from '../../../../shared/columns/cell.ts';
import {
  type DictColumn,
  type GeometryColumn,
  NONE,
  type NumberColumn,
  type TagsColumn,
  type TextColumn,
} from '../../../../shared/columns/column.ts';
import { DictBuilder } from '../../../../shared/columns/column-builder.ts';
import { ringsAt, twiceArea } from '../../../../shared/columns/ring.ts';
import { TableBuilder } from '../../../../shared/columns/table-builder.ts';
import { anyText } from './arbitrary-column.ts';

describe('TableBuilder', () => {
  test('reads back what was added; what was left out is not known', () => {
    const builder = new TableBuilder('residents');
    expect(
      builder.add({
        id: 'r1',
        home: 7,
        sex: 'female',
        birthYear: 1950,
        name: '王秀英',
        tags: ['disabled', 'veteran'],
      }),
    ).toBe(0);
    expect(builder.add({ id: 'r2' })).toBe(1);
    const { rows, columns } = builder.finish();
    expect(rows).toBe(2);
    expect(textAt(columns.name as TextColumn, 0)).toBe('王秀英');
    expect(textAt(columns.name as TextColumn, 1)).toBe('');
    expect(wordAt(columns.sex as DictColumn, 0)).toBe('female');
    expect((columns.sex as DictColumn).words).toEqual(['', 'male', 'female']);
    expect(wordAt(columns.sex as DictColumn, 1)).toBe('');
    expect(numberAt(columns.birthYear as NumberColumn, 0)).toBe(1950);
    expect(numberAt(columns.birthYear as NumberColumn, 1)).toBeNull();
    expect((columns.home as NumberColumn).values[1]).toBe(NONE);
    expect(tagsAt(columns.tags as TagsColumn, 0, rows)).toEqual(['disabled', 'veteran']);
    expect(tagsAt(columns.tags as TagsColumn, 1, rows)).toEqual([]);
    const lane = tagLane(columns.tags as TagsColumn, 'veteran', rows);
    expect(lane && (columns.tags as TagsColumn).masks[lane.base] & lane.mask).not.toBe(0);
    expect(tagLane(columns.tags as TagsColumn, 'nobody', rows)).toBeNull();
    for (const column of Object.values(columns)) expect(rowsOf(column)).toBe(2);
  });

  test('refuses numbers that the type cannot hold, and columns of unequal length', () => {
    const builder = new TableBuilder('buildings');
    expect(() => builder.add({ floors: 300 })).toThrowError(/out-of-range: buildings.floors/);
    const uneven = new TableBuilder('workers');
    uneven.column('name', 'text').push('李');
    expect(() => uneven.finish()).toThrowError(/unequal-length/);
    expect(() => uneven.column('name', 'dict')).toThrowError(/wrong-kind/);
    expect(() => uneven.column('nothing', 'dict')).toThrowError(/unknown-column/);
  });

  test('any text comes back as UTF-8 has it', () => {
    const builder = new TableBuilder('places', { note: { kind: 'text', class: 'core' } });
    const texts = fc.sample(fc.oneof(anyText, fc.string({ unit: 'binary' }), fc.constant('\ufeffbom')), {
      numRuns: 100,
      seed: 7,
    });
    for (const note of texts) builder.add({ note });
    const column = builder.finish().columns.note as TextColumn;
    expect(texts.map((_, row) => textAt(column, row))).toEqual(
      texts.map((text) => Buffer.from(text).toString()),
    );
  });

  test('a dictionary grows past one and two bytes', () => {
    const builder = new DictBuilder();
    for (let i = 0; i < 70_000; i++) builder.push(`w${i}`);
    const column = builder.finish();
    expect(column.codes).toBeInstanceOf(Uint32Array);
    for (const row of [0, 254, 255, 256, 65_534, 65_535, 69_999]) expect(wordAt(column, row)).toBe(`w${row}`);
  });

  test('polygon rings are stored open, outer rings counter-clockwise and holes clockwise', () => {
    const builder = new TableBuilder('buildings');
    const clockwise = [0, 0, 0, 10, 10, 10, 10, 0, 0, 0];
    builder.add({
      footprint: [
        { coords: clockwise, role: 0 },
        { coords: [2, 2, 4, 2, 4, 4], role: 1 },
      ],
    });
    builder.add({});
    const footprint = builder.finish().columns.footprint as GeometryColumn;
    const [outer, hole] = ringsAt(footprint, 0);
    expect(outer.coords.length).toBe(8);
    expect(twiceArea(outer.coords)).toBe(200);
    expect(twiceArea(hole.coords)).toBe(-4);
    expect([outer.role, hole.role]).toEqual([0, 1]);
    expect(ringsAt(footprint, 1)).toEqual([]);
  });
});
