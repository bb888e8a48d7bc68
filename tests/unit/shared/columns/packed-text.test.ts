import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnBytes, textAt } from '../../../../shared/columns/cell.ts';
import type { PackedColumn, Table, TextColumn } from '../../../../shared/columns/column.ts';
import { TextBuilder } from '../../../../shared/columns/column-builder.ts';
import { Lz4Writer, lz4Room, lz4Size, readLz4 } from '../../../../shared/columns/lz4.ts';
import { packBundle } from '../../../../shared/columns/pack-bundle.ts';
import { isPackedBlock, packText, plainText } from '../../../../shared/columns/packed-text.ts';
import { takeRows } from '../../../../shared/columns/take-rows.ts';
import { concatTables } from '../../../../shared/model/import-concat.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { fieldColumn } from '../../../../shared/query/expression-eval.ts';
import { findField } from '../../../../shared/query/expression-fields.ts';
import { anyText } from './arbitrary-column.ts';
import { sampleBundle } from './sample-bundle.ts';

function columnOf(values: readonly string[]): TextColumn {
  const builder = new TextBuilder('t', 'c');
  for (const value of values) builder.push(value);
  return builder.finish();
}
function packedOf(values: readonly string[]): PackedColumn {
  const column = packText(columnOf(values));
  if (column.kind !== 'packed') throw new Error('not packed');
  return column;
}

const idNumber = fc.stringMatching(/^[0-9]{17}[0-9X]$/);
const cells = fc.oneof(
  fc.array(anyText, { maxLength: 90 }),
  fc.array(idNumber, { maxLength: 90 }),
  fc.array(fc.oneof({ weight: 50, arbitrary: idNumber }, { weight: 1, arbitrary: anyText }), {
    maxLength: 90,
  }),
  fc.array(fc.stringMatching(/^[ab]{0,40}$/), { maxLength: 90 }),
);

describe('packed text', () => {
  test('every cell reads as it was, in any order, and so does the plain column', () => {
    fc.assert(
      fc.property(cells, fc.array(fc.nat(89)), (values, order) => {
        const plain = columnOf(values);
        const packed = packedOf(values);
        expect(plainText(packed)).toEqual(plain);
        for (const row of order.filter((each) => each < values.length))
          expect(textAt(packed, row)).toBe(textAt(plain, row));
      }),
      { numRuns: 300 },
    );
  });

  test('two columns read by turns do not mix', () => {
    const a = packedOf(['110101199003071234', '甲', '']);
    const b = packedOf(['乙', '', '110101199003071235']);
    const read = [0, 1, 2].flatMap((row) => [textAt(a, row), textAt(b, row)]);
    expect(read).toEqual(['110101199003071234', '乙', '甲', '', '', '110101199003071235']);
  });

  test('ids take half a byte a character, neighbours little more than where they differ', () => {
    const ids = Array.from({ length: 3200 }, (_, i) => `11010119900307${1000 + (i % 9000)}`);
    expect(columnBytes(packedOf(ids)) / ids.length).toBeLessThan(9.3);
    const homes = ids.map((_, i) => `姑苏区平江街道历史街区社区人民路${i >> 6}号${i & 63}幢1单元${i % 30}室`);
    expect(columnBytes(packedOf(homes)) / homes.length).toBeLessThan(12);
  });

  test('bytes that are not text stay as they are', () => {
    const column: TextColumn = { kind: 'text', bytes: Uint8Array.of(65, 255), offsets: Uint32Array.of(0, 2) };
    expect(packText(column)).toBe(column);
  });

  test('whatever passes as a block is read without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 32 }), (bytes, rows) => {
        if (!isPackedBlock(bytes, 0, bytes.length, rows)) return;
        const column: PackedColumn = { kind: 'packed', rows, starts: Uint32Array.of(0, bytes.length), bytes };
        expect(plainText(column).offsets.length).toBe(rows + 1);
      }),
      { numRuns: 2000 },
    );
  });

  test('taking rows and joining tables keep the cells', () => {
    const values = Array.from({ length: 70 }, (_, i) => `人民路${i}号`);
    const packed = { name: 't', rows: 70, columns: { c: packedOf(values) } };
    const taken = takeRows(packed, Uint32Array.of(69, 0, 33)).columns['c'];
    expect([0, 1, 2].map((row) => textAt(taken as PackedColumn, row))).toEqual([
      values[69],
      values[0],
      values[33],
    ]);
    const other = { name: 't', rows: 1, columns: { c: columnOf(['新']) } };
    const joined = concatTables(packed, other).columns['c'] as TextColumn;
    expect([textAt(joined, 69), textAt(joined, 70)]).toEqual([values[69], '新']);
  });

  test('a bundle packs what its specs mark, once, and answers about it as before', () => {
    const bundle = sampleBundle(40);
    const residents = bundle.tables.residents as Table;
    // Its homes are not among its tables.
    delete residents.columns['home'];
    const ids = Array.from({ length: 40 }, (_, i) => `11010119900307${1000 + i}`);
    residents.columns['idNumber'] = columnOf(ids);
    residents.columns['rawAddress'] = columnOf(ids.map((_, i) => `人民路${i % 7}号`));
    const packed = packBundle(bundle);
    const kinds = Object.entries(packed.tables.residents?.columns ?? {}).filter(
      ([, c]) => c.kind === 'packed',
    );
    expect(kinds.map(([name]) => name).sort()).toEqual(['idNumber', 'rawAddress']);
    expect(packBundle(packed)).toEqual(packed);
    const field = findField('rawAddress');
    if (!field) throw new Error('no field');
    const ask = (of: typeof bundle) => fieldColumn(openCommunity(of, { today: 20_000 }), field);
    expect(ask(packed)).toEqual(ask(bundle));
  });
});

describe('LZ4', () => {
  const roundTrip = (source: Uint8Array) => {
    const target = new Uint8Array(lz4Room(source.length) + 3);
    const end = new Lz4Writer().write(source, source.length, target, 3);
    expect(lz4Size(target, 3, end)).toBe(source.length);
    const back = new Uint8Array(source.length);
    expect(readLz4(target, 3, end, back)).toBe(source.length);
    expect(Buffer.compare(back, source)).toBe(0);
    return end - 3;
  };

  test('what is written is read back', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .array(fc.constantFrom(1, 2, 3), { maxLength: 2000, size: 'max' })
        .map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(bytes, (source) => {
        roundTrip(source);
      }),
      { numRuns: 300 },
    );
  });

  test('long literals, long runs and matches out of reach', () => {
    const noise = Uint8Array.from({ length: 70_000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24);
    expect(roundTrip(noise)).toBeLessThanOrEqual(lz4Room(noise.length));
    expect(roundTrip(new Uint8Array(5000))).toBeLessThan(40);
    const far = new Uint8Array(140_000);
    far.set(noise.subarray(0, 60), 0);
    far.set(noise, 100);
    far.set(noise.subarray(0, 60), 139_000);
    roundTrip(far);
  });

  test('a block as the format describes it', () => {
    // By hand after the format: three literals, a match of 15 at distance 3, six literals.
    const block = Uint8Array.of(0x3b, 97, 98, 99, 3, 0, 0x60, 49, 50, 51, 52, 53, 54);
    const back = new Uint8Array(lz4Size(block, 0, block.length));
    readLz4(block, 0, block.length, back);
    expect(new TextDecoder().decode(back)).toBe('abcabcabcabcabcabc123456');
  });
});
