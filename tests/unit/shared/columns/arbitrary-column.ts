/**
 * Arbitrary columns of every kind with a given number of rows, for property tests.
 */
import fc from 'fast-check';
import type { Column, NumberType, TextColumn } from '../../../../shared/columns/column.ts';
import {
  DictBuilder,
  NumberBuilder,
  TagsBuilder,
  TextBuilder,
} from '../../../../shared/columns/column-builder.ts';
import { GeometryBuilder } from '../../../../shared/columns/geometry-builder.ts';
import { packText } from '../../../../shared/columns/packed-text.ts';

const RANGE: Record<NumberType, fc.Arbitrary<number>> = {
  u8: fc.integer({ min: 0, max: 0xff }),
  u16: fc.integer({ min: 0, max: 0xffff }),
  u32: fc.nat(0xffffffff),
  i16: fc.integer({ min: -0x8000, max: 0x7fff }),
  i32: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  f32: fc.float(),
  f64: fc.double(),
};

export const NUMBER_TYPES = Object.keys(RANGE) as NumberType[];

/** Text of the basic plane and beyond, with the empty string often. */
export const anyText = fc.oneof(
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 2, arbitrary: fc.stringMatching(/^[0-9X王李张\u{20000}]{0,9}$/u) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 30, maxLength: 90 }) },
);

function pushed<T>(builder: { push(value: T): void; finish(): Column }, values: T[]): Column {
  for (const value of values) builder.push(value);
  return builder.finish();
}

const list = <T>(value: fc.Arbitrary<T>, rows: number) =>
  fc.array(value, { minLength: rows, maxLength: rows, size: 'max' });

export function numbers(type: NumberType, rows: number): fc.Arbitrary<Column> {
  return fc
    .tuple(list(fc.option(RANGE[type], { freq: 8 }), rows), fc.option(RANGE[type], { nil: undefined }))
    .map(([values, missing]) => {
      const known = missing !== undefined && Number.isFinite(missing) ? missing + 0 : undefined;
      return pushed(new NumberBuilder('t', 'c', type, known), values);
    });
}

export function words(rows: number): fc.Arbitrary<Column> {
  return list(fc.oneof(anyText, fc.constantFrom('owner', 'rented')), rows).map((values) =>
    pushed(new DictBuilder(), values),
  );
}

export function texts(rows: number): fc.Arbitrary<Column> {
  return list(anyText, rows).map((values) => pushed(new TextBuilder('t', 'c'), values));
}

/** Ids, neighbours that differ in little, and anything else, by blocks. */
export function packed(rows: number): fc.Arbitrary<Column> {
  const near = fc.tuple(fc.constantFrom('', '平江街道', '姑苏区平江街道'), fc.integer({ min: 1, max: 40 }));
  const alike = near.map(([start, number]) => `${start}人民路3号${number}幢${number}单元302室`);
  const digits = fc.stringMatching(/^[0-9X* +-]{0,20}$/);
  const cells = fc.oneof(
    list(fc.oneof(alike, anyText), rows),
    list(alike, rows),
    list(digits, rows),
    list(fc.oneof({ weight: 40, arbitrary: digits }, { weight: 1, arbitrary: anyText }), rows),
  );
  return cells.map((values) => packText(pushed(new TextBuilder('t', 'c'), values) as TextColumn));
}

export function tags(rows: number): fc.Arbitrary<Column> {
  const names = Array.from({ length: 70 }, (_, i) => `tag${i}`);
  return fc
    .tuple(fc.integer({ min: 0, max: 70 }), list(fc.subarray(names, { maxLength: 6 }), rows))
    .map(([most, values]) =>
      pushed(
        new TagsBuilder(),
        values.map((labels) => labels.filter((label) => Number(label.slice(3)) < most)),
      ),
    );
}

export function geometries(shape: 'line' | 'polygon', rows: number): fc.Arbitrary<Column> {
  const ring = fc.record({
    coords: fc
      .array(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), { minLength: 6, maxLength: 12 })
      .map((flat) => flat.slice(0, flat.length & ~1)),
    role: fc.constantFrom<0 | 1>(0, 1),
  });
  return list(fc.array(ring, { maxLength: 3 }), rows).map((values) =>
    pushed(new GeometryBuilder(shape), values),
  );
}

export function anyColumn(rows: number): fc.Arbitrary<Column> {
  return fc.oneof(
    ...NUMBER_TYPES.map((type) => numbers(type, rows)),
    words(rows),
    texts(rows),
    packed(rows),
    tags(rows),
    geometries('line', rows),
    geometries('polygon', rows),
  );
}
