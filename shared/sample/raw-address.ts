/**
 * Addresses as registers write them: the same home in several spellings (幢 and 栋, Chinese numerals, full-width digits, parts left
 * out), and addresses nobody could place.
 */
import type { TextWriter } from './column-writers.ts';
import type { BuildingDraft, Draft } from './draft.ts';
import type { Homes } from './homes.ts';
import type { Random } from './random.ts';

const DIGITS = '零一二三四五六七八九';

/** 1 .. 999 as people write numbers of houses: 十二, 二十一, 一百零三. */
function chineseNumber(value: number): string {
  if (value >= 100) {
    const rest = value % 100;
    const tail =
      rest === 0 ? '' : rest < 10 ? `零${DIGITS[rest]}` : `${rest < 20 ? '一' : ''}${chineseNumber(rest)}`;
    return `${DIGITS[Math.floor(value / 100)]}百${tail}`;
  }
  if (value < 10) return DIGITS[value];
  const tens = Math.floor(value / 10);
  return `${tens === 1 ? '' : DIGITS[tens]}十${value % 10 === 0 ? '' : DIGITS[value % 10]}`;
}

function fullWidth(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}

/**
 * Writes the address of a home into the current row. `lost`: of a record without a link; it reads well, but names a door that is not
 * in the register.
 */
export function addressText(
  out: TextWriter,
  draft: Draft,
  building: BuildingDraft,
  homes: Homes,
  home: number,
  lost: boolean,
  random: Random,
): void {
  const community = draft.areas[building.area];
  const street = draft.areas[community.parent];
  const scope = random.weighted([50, 30, 20]);
  if (scope === 0) out.write(draft.areas[0].name);
  if (scope <= 1) out.write(street.name);
  out.write(community.name);
  const style = random.weighted([62, 16, 12, 10]);
  let address = building.address;
  if (style === 1 && address.endsWith('号楼'))
    address = `${address.slice(0, -2)}${random.chance(0.5) ? '幢' : '栋'}`;
  else if (style === 2)
    address = address.replace(/(\d+)(号楼|号)$/, (_, n, word) => chineseNumber(Number(n)) + word);
  else if (style === 3) address = fullWidth(address);
  out.write(address);
  const room = homes.room[home];
  if (room === 0) {
    if (lost) out.write('后排搭建房');
    return;
  }
  const ways = building.entrances.length / 2;
  const entrance = lost ? ways + 3 : home - homes.firstOfBuilding[homes.building[home]];
  const perEntrance =
    (homes.firstOfBuilding[homes.building[home] + 1] - homes.firstOfBuilding[homes.building[home]]) /
    Math.max(1, ways);
  const number = lost ? entrance : Math.floor(entrance / perEntrance) + 1;
  if (ways > 1 || lost)
    out.write(`${style === 2 ? chineseNumber(number) : style === 3 ? fullWidth(`${number}`) : number}单元`);
  const door = `${lost ? room + 4000 : room}`;
  out.write(style === 3 ? fullWidth(door) : door);
  if (!random.chance(0.2)) out.write('室');
}

/** An address that names no building. */
export function brokenAddress(draft: Draft, building: BuildingDraft, random: Random): string {
  const community = draft.areas[building.area].name;
  return random.pick([
    `${community}老楼东头`,
    `${community}菜场后面`,
    `${draft.areas[draft.areas[building.area].parent].name}（地址待补）`,
    '不详',
    `${building.address.slice(0, 2)}附近`,
    '同户主',
    `${community}平房`,
  ]);
}
