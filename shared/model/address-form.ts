/**
 * The normal form of an address and the keys by which two spellings of one place are equal. Owns both forms; they come from the parts
 * that address-parse.ts finds.
 */
import { type Address, parseAddress } from './address-parse.ts';
import { ADDRESS_LIMIT } from './address-text.ts';

/** Doing it again changes nothing: a few rounds settle every text, one that does not settle has no normal form. */
const ROUNDS = 4;

/** 姑苏区平江街道3幢2单元501 -> 姑苏区平江街道3号楼2单元501室. '' where nothing can be read. */
export function normalAddress(text: string): string {
  let form = written(parseAddress(text));
  for (let round = 0; round < ROUNDS; round++) {
    const again = written(parseAddress(form));
    if (again === form) return form;
    form = again;
  }
  return '';
}

function written(address: Address): string {
  const { district, street, community, road, lane, number, compound, building, entrance, floor, door } =
    address;
  const part = (value: string, unit: string) => (value === '' ? '' : value + unit);
  const text =
    district +
    street +
    community +
    road +
    part(lane, '弄') +
    part(number, '号') +
    compound +
    part(building, '号楼') +
    part(entrance, '单元') +
    (door === '' || /^-/.test(floor) ? part(floor.replace('-', '负'), '层') : '') +
    part(door, '室');
  return text.length > ADDRESS_LIMIT ? '' : text;
}

/** Number and building as one: 幸福小区5号 and 幸福小区5号楼 are the same house. '' when neither is known. */
export function houseOf({ number, building }: Readonly<Address>): string {
  return number === '' || building === '' ? number + building : `${number}-${building}`;
}

/** What a place is known by besides its house: the names nearest to it. */
function nameOf(address: Address): string {
  const { road, lane, compound, community } = address;
  return road + (lane === '' ? '' : `${lane}弄`) + compound || community;
}

/**
 * The comparison key of a whole address: names, house, entrance, door. District, street and community are left out where a road or compound
 * is named, as most lists do. '' where no house is named.
 */
export function addressKey(text: string): string {
  const address = parseAddress(text);
  const house = houseOf(address);
  if (house === '' && address.door === '') return '';
  return `${nameOf(address)}|${house}|${address.entrance}|${address.door}`;
}

/** Keys of the building an address names, the surest first, each with per cent of confidence; empty: it names none. */
export function buildingKeys(address: Address): [string, number][] {
  const house = houseOf(address);
  if (house === '') {
    // A building known by its name alone: 科技大厦.
    return address.compound === '' ? [] : [[`${address.compound}|`, 85]];
  }
  const { road, lane, compound, number, building } = address;
  const keys: [string, number][] = [[`${nameOf(address)}|${house}`, 95]];
  if (compound !== '' && building !== '' && (road !== '' || number !== ''))
    keys.push([`${compound}|${building}`, 92]);
  if (number !== '' && compound !== '' && road !== '' && building === '')
    keys.push([`${road}${lane === '' ? '' : `${lane}弄`}|${number}`, 90]);
  return keys;
}
