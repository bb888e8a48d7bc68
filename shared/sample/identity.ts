/**
 * Names and numbers of people who do not exist: common surnames with given-name characters at random, id numbers with a valid check
 * digit (GB 11643) under an area code that was never issued, phone numbers in a range nobody holds, plates of an
 * invented form.
 */
import type { Random } from './random.ts';

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';
const MALE_GIVEN =
  '伟强军勇杰涛明辉鹏飞宇浩博文建国华平志刚林峰海波晨阳俊凯翔旭东庆忠良德兴福根宝金生荣贵祥和毅斌诚远航子轩泽睿一诺皓然';
const FEMALE_GIVEN =
  '芳娜敏静丽娟艳霞秀英玲燕红梅琴兰凤洁云慧雪婷倩颖莉萍琳瑶欣怡佳雯梦思雨晴涵萱诗悦桂珍玉淑惠春月娥香巧妹菊莲可馨语彤依';

/** Odds fall with the place in the list: the first surnames are much the commonest. `seed` is 0 .. 255. */
export function surname(seed: number): string {
  return SURNAMES[Math.floor((seed * seed * SURNAMES.length) / 65_536)];
}

/** `sex` 1 male, 2 female. Older people more often bear two characters of their time; the young one or two. */
export function givenName(sex: number, random: Random): string {
  const list = sex === 1 ? MALE_GIVEN : FEMALE_GIVEN;
  const first = list[random.int(0, list.length - 1)];
  return random.chance(0.22) ? first : first + list[random.int(0, list.length - 1)];
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of the first 17 digits (ISO 7064 MOD 11-2). */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (digits.charCodeAt(i) - 48) * WEIGHTS[i];
  return '10X98765432'[sum % 11];
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

/** Hands out id numbers; no two are alike: per day of birth and sex a counter, stirred so that numbers do not look counted. */
export function createIdNumbers(): (
  area: string,
  year: number,
  month: number,
  day: number,
  sex: number,
) => string {
  const used = new Map<number, number>();
  return (area, year, month, day, sex) => {
    const date = year * 10_000 + month * 100 + day;
    const key = date * 2 + (sex === 1 ? 1 : 0);
    const k = used.get(key) ?? 0;
    used.set(key, k + 1);
    // 500 numbers a day, sex and area; the area moves on when they run out.
    const turn = ((k % 500) * 139 + (date % 499)) % 500;
    const sequence = 2 * turn + (sex === 1 ? 1 : 0);
    const code = Number(area) + Math.floor(k / 500) * 1000;
    const digits = `${code}${year}${twoDigits(month)}${twoDigits(day)}${sequence < 10 ? '00' : sequence < 100 ? '0' : ''}${sequence}`;
    return digits + checkDigit(digits);
  };
}

/** Eleven digits that begin with 10, which no operator holds; a different one for every `index` below 10^9. */
export function phoneNumber(index: number): string {
  const tail = (index * 387_420_489 + 172_635_481) % 1_000_000_000;
  return `10${String(tail).padStart(9, '0')}`;
}

/** A plate of a form that is never issued: 领 is no province. */
export function plateNumber(index: number, kind: 'car' | 'ebike'): string {
  const tail = (index * 7_919 + 10_007) % 100_000;
  const letter = 'ABCDEFGHJK'[Math.floor(index / 100_000) % 10];
  const digits = String(tail).padStart(5, '0');
  return kind === 'car' ? `领${letter}·${digits}` : `领${letter}·E${digits}`;
}
