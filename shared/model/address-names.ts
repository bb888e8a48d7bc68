/**
 * The names at the beginning of an address: district, street, community, road, compound. Owns the cutting of one run of words
 * without house numbers; runs repeat a great deal, so what was cut is remembered, within bounds.
 */

export interface AddressNames {
  district: string;
  street: string;
  community: string;
  road: string;
  /** Whatever names the place besides: a compound, a village, a building by name. */
  compound: string;
}

const REMEMBERED = 60_000;
const known = new Map<string, AddressNames>();

const ROAD = /^(.+?(?:大道|大街|路|街|胡同|巷|弄|道)(?:[东南西北中]路|[东南西北中]段)?)(?![坊口])(.*)$/;

export function addressNames(words: string): AddressNames {
  let names = known.get(words);
  if (names === undefined) {
    names = cut(words);
    if (known.size >= REMEMBERED) known.clear();
    known.set(words, names);
  }
  return names;
}

function cut(words: string): AddressNames {
  let rest = words;
  /** Takes everything up to the end of `mark`, when it stands between these places. */
  const take = (mark: string, from: number, to: number): string => {
    const at = rest.indexOf(mark, from);
    if (at < 0 || at > to) return '';
    const taken = rest.slice(0, at + mark.length);
    rest = rest.slice(taken.length);
    return taken;
  };
  take('省', 2, 3) || take('自治区', 2, 8);
  take('市', 2, 4);
  const district = districtOf(rest) || take('县', 1, 4);
  rest = district && rest.startsWith(district) ? rest.slice(district.length) : rest;
  const street = take('街道', 1, 8) || townOf(rest, (mark) => take(mark, 1, 4));
  const community =
    take('社区居委会', 1, 10) ||
    take('社区', 1, 10) ||
    take('居委会', 1, 10) ||
    take('村委会', 1, 10) ||
    take('居委', 1, 10);
  const road = ROAD.exec(rest);
  return {
    district,
    street,
    community: community.replace(/(?:社区居委会|居委会|居委|村委会)$/, (end) =>
      end === '村委会' ? '村' : '社区',
    ),
    road: road && road[1].length > 1 ? road[1] : '',
    compound: road && road[1].length > 1 ? road[2] : rest,
  };
}

/** 姑苏区; not 阳光小区, 城东社区, 阳光花园东区. */
function districtOf(words: string): string {
  const at = words.indexOf('区');
  if (at < 1 || at > 5) return '';
  const before = words[at - 1];
  if ('小社片校库厂园宅舍住山生'.includes(before) && !words.startsWith('工业园区', at - 3)) return '';
  if (/\d/.test(before) || (at >= 3 && '东南西北中'.includes(before))) return '';
  return words.slice(0, at + 1);
}

/** A town or township: only where more of the address follows. */
function townOf(words: string, take: (mark: string) => string): string {
  for (const mark of ['镇', '乡']) {
    const at = words.indexOf(mark);
    if (at > 0 && at < words.length - 1) {
      const taken = take(mark);
      if (taken) return taken;
    }
  }
  return '';
}
