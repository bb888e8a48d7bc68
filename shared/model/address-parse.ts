/**
 * Takes a Chinese address apart: names, lane, number, building, entrance, floor, door, and what is said besides. Owns what each
 * number means by its unit and by what stands before it. Parts that are not there stay ''; it never fails and reads 120 characters at most.
 */
import { type AddressNames, addressNames } from './address-names.ts';
import { plainAddress } from './address-text.ts';

export interface Address extends AddressNames {
  lane: string;
  number: string;
  building: string;
  entrance: string;
  floor: string;
  door: string;
  /** What is said after the house: 后门, 旁, 楼上. */
  note: string;
}

type Unit = 'lane' | 'number' | 'building' | 'storey' | 'entrance' | 'floor' | 'door' | 'name' | '';

/** The longest first of each beginning. */
const UNITS: [string, Unit][] = [
  ['号楼', 'building'],
  ['号院', 'number'],
  ['号门', 'entrance'],
  ['号室', 'door'],
  ['号房', 'door'],
  ['号', 'number'],
  ['#楼', 'building'],
  ['#幢', 'building'],
  ['#', 'number'],
  ['幢楼', 'building'],
  ['幢', 'building'],
  ['栋楼', 'building'],
  ['栋', 'building'],
  ['座', 'building'],
  ['单元', 'entrance'],
  ['门洞', 'entrance'],
  ['门', 'entrance'],
  ['梯', 'entrance'],
  ['楼', 'storey'],
  ['层', 'floor'],
  ['f', 'floor'],
  ['室', 'door'],
  ['房', 'door'],
  ['户', 'door'],
  ['支弄', 'lane'],
  ['弄', 'lane'],
  ['巷', 'name'],
  ['组', 'name'],
  ['队', 'name'],
  ['期', 'name'],
  ['区', 'name'],
  ['村', 'name'],
];
const UNITS_BY_CHAR = new Map<string, [string, Unit][]>();
for (const entry of UNITS) {
  const key = entry[0][0];
  UNITS_BY_CHAR.set(key, [...(UNITS_BY_CHAR.get(key) ?? []), entry]);
}

/** Buildings known by name, in which 5楼 is a floor. */
const NAMED_BUILDING = /(?:大厦|大楼|公寓|中心|商厦|宾馆|酒店|广场|楼)$/;
const COMPOUND = /(?:小区|花园|花苑|新村|苑|公寓|大厦|家园|新城|庭|府|坊|园|村|居|湾|里|院|庄|区|期|组)$/;
const SIDE = /^(东|西|中|南|北|左|右|甲|乙|丙|丁)(?:(单元|门|梯)|(?:边)?(户|室|间|首))$/;

export function parseAddress(text: string): Address {
  return new Parser(plainAddress(text), START).parse();
}

/** How far an address has been read. */
export interface AddressState {
  readonly at: number;
  readonly words: string;
  /** A house number of any kind has been read. */
  readonly housed: boolean;
  readonly below: boolean;
  readonly out: Readonly<Address>;
}

const START: AddressState = {
  at: 0,
  words: '',
  housed: false,
  below: false,
  out: {
    district: '',
    street: '',
    community: '',
    road: '',
    compound: '',
    lane: '',
    number: '',
    building: '',
    entrance: '',
    floor: '',
    door: '',
    note: '',
  },
};

/** Reads a plain text (address-text.ts) up to `to`, where a digit stands behind a unit. */
export function readHead(plain: string, to: number): AddressState {
  return new Parser(plain, START).readTo(to);
}

/** Goes on from a state that the beginning of a plain text led to. */
export function readOn(plain: string, state: AddressState): Address {
  return new Parser(plain, state).parse();
}

class Parser {
  private readonly text: string;
  private at: number;
  private words: string;
  private housed: boolean;
  private below: boolean;
  private readonly out: Address;

  constructor(text: string, { at, words, housed, below, out }: AddressState) {
    this.text = text;
    this.at = at;
    this.words = words;
    this.housed = housed;
    this.below = below;
    this.out = { ...out };
  }

  readTo(to: number): AddressState {
    const { text } = this;
    while (this.at < to) {
      const code = text.charCodeAt(this.at);
      if (isAlnum(code)) this.token();
      else this.wordRun();
    }
    const { at, words, housed, below, out } = this;
    return { at, words, housed, below, out };
  }

  parse(): Address {
    this.readTo(this.text.length);
    this.settleWords(true);
    const { out } = this;
    if (out.door !== '' && out.floor !== '' && /^\d{1,2}$/.test(out.door) && /^\d+$/.test(out.floor))
      out.door = out.floor + out.door.padStart(2, '0');
    return out;
  }

  /** Everything up to the next number, taken at once. */
  private wordRun(): void {
    const { text } = this;
    const from = this.at;
    let code = text.charCodeAt(from);
    while (this.at < text.length && code !== DASH && !isAlnum(code)) code = text.charCodeAt(++this.at);
    this.words += text.slice(from, this.at);
    if (code === DASH) this.at++;
  }

  /** A run of numbers with what belongs to it. */
  private token(): void {
    const parts = this.run();
    const last = parts[parts.length - 1];
    const [mark, unit] = this.unit();
    const lettered = !/\d/.test(last);
    const plain = parts.length === 1;
    if (unit === 'name' || (plain && lettered && (last.length > 1 || unit === ''))) {
      this.at += mark.length;
      this.words += parts.join('-') + mark;
      return;
    }
    const next = this.at + mark.length;
    const within = this.housed || this.out.lane !== '';
    if (unit === '' && plain && next < this.text.length && !within) {
      // 318国道, 1985小镇: a number within a name.
      this.words += last;
      return;
    }
    this.at = next;
    this.settleWords(false);
    this.place(parts, unit);
  }

  /** Reads 12-3-501, 501之1, a1: the parts without leading zeros. */
  private run(): string[] {
    const { text } = this;
    const parts: string[] = [];
    for (;;) {
      const from = this.at;
      const digits = isDigit(text.charCodeAt(from));
      while (this.at < text.length && isAlnum(text.charCodeAt(this.at))) {
        // The f of 3f is a unit.
        if (digits && text[this.at] === 'f' && !isAlnum(text.charCodeAt(this.at + 1))) break;
        this.at++;
      }
      parts.push(text.slice(from, this.at).replace(/^0+(?=\d)/, ''));
      const joint = text[this.at];
      const more = (joint === '-' || joint === '之') && isAlnum(text.charCodeAt(this.at + 1));
      // 5号之2: the run before it has ended with a unit, so only a digit directly before counts.
      if (!more || parts.length === 5) return parts;
      this.at++;
    }
  }

  private unit(): [string, Unit] {
    for (const [mark, unit] of UNITS_BY_CHAR.get(this.text[this.at] ?? '') ?? []) {
      if (!this.text.startsWith(mark, this.at)) continue;
      const after = this.text[this.at + mark.length] ?? '';
      if (mark === '楼' && '上下道梯顶'.includes(after) && after !== '') return ['', ''];
      if (mark === '门' && after !== '' && !isAlnum(after.charCodeAt(0))) return ['', ''];
      if (mark === '房' && after === '屋') return ['', ''];
      return [mark, unit];
    }
    return ['', ''];
  }

  private settleWords(end: boolean): void {
    const words = this.words.replace(/^之/, '');
    this.words = '';
    if (words === '') return;
    const { out } = this;
    this.below = /(?:负|地下)$/.test(words);
    if (!this.housed && out.lane === '') {
      Object.assign(out, addressNames(words.replace(/(?:负|地下)$/, '')));
      return;
    }
    const side = SIDE.exec(words);
    if (side) {
      if (side[2]) out.entrance = side[1];
      else out.door = side[1];
      return;
    }
    // 朝晖路12号幸福小区3幢: another name, as long as no building has been named.
    const named = out.compound === '' && out.building === '' && out.door === '';
    if (named && COMPOUND.test(words)) out.compound = words;
    else if (named && !end && !/^[后前旁边内外附对隔楼东南西北]/.test(words)) out.compound = words;
    else out.note += words;
  }

  private place(parts: string[], unit: Unit): void {
    const { out } = this;
    const whole = parts.join('-');
    switch (unit) {
      case 'lane':
        out.lane = out.lane === '' ? whole : `${out.lane}-${whole}`;
        return;
      case 'number':
        this.number(parts, whole);
        break;
      case 'building':
        if (out.building === '') out.building = whole;
        else out.note += whole;
        break;
      case 'storey':
        this.storey(parts);
        break;
      case 'entrance':
        this.before(parts.slice(0, -1));
        out.entrance = parts[parts.length - 1];
        break;
      case 'floor':
        this.before(parts.slice(0, -1));
        out.floor = (this.below ? '-' : '') + parts[parts.length - 1];
        break;
      default:
        this.door(parts);
    }
    this.housed = true;
  }

  private number(parts: string[], whole: string): void {
    const { out } = this;
    const long = parts[parts.length - 1].length >= 3;
    if (parts.length > 2 || (parts.length === 2 && long)) this.door(parts);
    else if (out.building !== '' || out.entrance !== '') {
      // 3幢2号501室, 3幢2号
      if (out.entrance === '' && isDigit(this.text.charCodeAt(this.at))) out.entrance = whole;
      else if (out.door === '') out.door = whole;
      else out.note += whole;
    } else if (out.number !== '') {
      if (long && !isDigit(this.text.charCodeAt(this.at))) out.door = whole;
      else out.building = whole;
    } else if (out.compound === '' || out.lane !== '') out.number = whole;
    else out.building = whole;
  }

  /** 3楼 is a building or a floor. */
  private storey(parts: string[]): void {
    const { out } = this;
    const value = parts[parts.length - 1];
    const rest = this.text.slice(this.at);
    const floor =
      !rest.includes('单元') &&
      (out.building !== '' || out.number !== '' || out.entrance !== '' || NAMED_BUILDING.test(out.compound));
    if (floor || this.below) {
      this.before(parts.slice(0, -1));
      out.floor = (this.below ? '-' : '') + value;
    } else if (out.building === '') out.building = parts.join('-');
    else out.floor = value;
  }

  /** Numbers that stand before an entrance or a floor without a unit of their own. */
  private before(parts: string[]): void {
    const { out } = this;
    for (const part of parts) {
      if (out.building === '') out.building = part;
      else if (out.entrance === '') out.entrance = part;
    }
  }

  private door(given: string[]): void {
    const { out } = this;
    const parts = given.slice();
    if (parts.length > 1 && parts[parts.length - 2].length >= 3 && parts[parts.length - 1].length < 3)
      parts.splice(-2, 2, `${parts[parts.length - 2]}-${parts[parts.length - 1]}`);
    const door = parts.pop() ?? '';
    const open = out.building === '' && (out.number === '' || parts.length > 1) && out.entrance === '';
    if (open && parts.length === 1 && door.length < 3 && !this.housed) {
      // 幸福小区3-2: a building and an entrance.
      out.building = parts[0];
      out.entrance = door;
      return;
    }
    if (open && parts.length > 0) out.building = parts.shift() ?? '';
    if (parts.length > 0 && out.entrance === '') out.entrance = parts.shift() ?? '';
    if (parts.length > 0 && out.floor === '') out.floor = parts.shift() ?? '';
    if (out.door === '') out.door = door;
    else if (out.entrance === '' && /^\d{1,2}$/.test(out.door) && door.length >= 3) {
      out.entrance = out.door;
      out.door = door;
    } else out.note += door;
  }
}

const DASH = 45;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isAlnum(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 122);
}
