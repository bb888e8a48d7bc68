/** Addresses read in two halves are what they are read as a whole, whatever stands before and behind the cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NONE } from '../../../../shared/columns/column.ts';
import { TableBuilder } from '../../../../shared/columns/table-builder.ts';
import { houseOf } from '../../../../shared/model/address-form.ts';
import { AddressTails, headOf, houseEnd, plainTail } from '../../../../shared/model/address-halves.ts';
import { parseAddress } from '../../../../shared/model/address-parse.ts';
import { plainAddress } from '../../../../shared/model/address-text.ts';
import { AddressFinder } from '../../../../shared/model/link-address.ts';

const numeral = fc.constantFrom(
  '1',
  '2',
  '3',
  '12',
  '03',
  '101',
  '302',
  '1203',
  '三',
  '十二',
  '二百零三',
  'b',
  '３',
  '１２',
  '五零一',
  '两',
  'a1',
  '一',
);
const unit = fc.constantFrom(
  ...[
    '号楼',
    '幢',
    '栋',
    '座',
    '号',
    '号院',
    '#',
    '单元',
    '门',
    '楼',
    '层',
    '室',
    '房',
    '户',
    '弄',
    '组',
    'F',
    '',
    '之',
    '-',
  ],
);
const word = fc.constantFrom(
  ...[
    '姑苏区',
    '平江街道',
    '桂花社区',
    '朝晖路',
    '三元里',
    '幸福小区',
    '科技大楼',
    '东',
    '西户',
    '负',
    '地下',
    '第',
    '后门',
    '楼上',
  ],
  ...['大厦', '号楼', '某幢', '（3幢）', ' ', ',', '３', '甲'],
);
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(numeral, unit).map(([a, b]) => a + b) },
  { weight: 2, arbitrary: word },
);
/** As lists have them, and all that might be mixed up. */
const address = fc.oneof(
  fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join('')),
  fc
    .tuple(
      fc.constantFrom('', '平江街道', '姑苏区桂花社区'),
      fc.constantFrom('朝晖路', '幸福小区', '朝晖路12号幸福小区'),
      numeral,
      unit,
      numeral,
      unit,
      numeral,
    )
    .map((parts) => parts.join('')),
);

test('both halves together are the whole', () => {
  const tails = new AddressTails();
  let halved = 0;
  fc.assert(
    fc.property(address, (text) => {
      const end = houseEnd(text);
      if (end < 0) return;
      const head = headOf(text.slice(0, end));
      expect(head.plain + plainTail(text.slice(end))).toBe(plainAddress(text));
      const tail = tails.find(head, text.slice(end));
      if (!tail) return;
      halved++;
      const { entrance, door, note } = tail;
      const whole = parseAddress(text);
      expect({ ...head.state.out, floor: whole.floor, entrance, door, note }).toEqual(whole);
    }),
    { numRuns: 10_000, seed: 4 },
  );
  expect(halved).toBeGreaterThan(500);
});

function finder(): AddressFinder {
  const buildings = new TableBuilder('buildings');
  for (const address of [
    '朝晖路12号',
    '幸福小区3幢',
    '幸福小区12幢',
    '平江街道朝晖路101号',
    '幸福小区B座',
    '朝晖路3弄12号',
    '朝晖路3号',
  ])
    buildings.add({ id: address, address, lng: 0, lat: 0, height: 3 });
  const entrances = new TableBuilder('entrances');
  const homes = new TableBuilder('homes');
  for (let building = 0; building < 7; building++)
    for (const label of ['1单元', '02单元'])
      for (const door of ['101', '302室', building % 2 ? '1203' : ''])
        homes.add({
          id: `${building}${label}${door}`,
          building,
          entrance: entrances.add({ building, label, lng: 0, lat: 0 }),
          door,
        });
  return new AddressFinder({
    buildings: buildings.finish(),
    entrances: entrances.finish(),
    homes: homes.finish(),
  });
}

test('a finder gives what reading every address as a whole gives', () => {
  const remembering = finder();
  const plain = finder();
  let found = 0;
  fc.assert(
    fc.property(address, (text) => {
      const whole = parseAddress(text);
      const { row, percent, several } = plain.building(whole);
      const reason = several
        ? 'ambiguous'
        : houseOf(whole) === '' && whole.door === ''
          ? 'unreadable'
          : 'unknown-building';
      const expected =
        text === ''
          ? { home: NONE, building: NONE, percent: 0, reason: 'no-address' }
          : row === NONE
            ? { home: NONE, building: NONE, percent: 0, reason }
            : plain.homeOf(row, whole, percent);
      expect(remembering.home(text)).toEqual(expected);
      if (expected.home !== NONE) found++;
    }),
    { numRuns: 10_000, seed: 6 },
  );
  expect(found).toBeGreaterThan(20);
});
