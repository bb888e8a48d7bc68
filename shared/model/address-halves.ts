/**
 * Addresses of one house differ in their ends only: each beginning and each end is read once. Owns where an address may be cut so that both
 * halves mean what they mean in the whole, and remembering them, within bounds; what they mean is address-parse.ts.
 */
import { type Address, type AddressState, readHead, readOn } from './address-parse.ts';
import { ADDRESS_LIMIT, plainAddress } from './address-text.ts';

const REMEMBERED = 50_000;

/** The beginning of an address, up to the house. */
export interface AddressHead {
  plain: string;
  state: AddressState;
  /** What decides how an end is read, besides the end itself; -1: more than that does. */
  kind: number;
}

/** The end of an address: entrance and door. */
export interface AddressTail {
  plain: number;
  entrance: string;
  door: string;
  note: string;
}

/**
 * Where the house ends and a number follows; -1: the address has no such place, or is not spelled so plainly that its halves can be read by
 * themselves.
 */
export function houseEnd(text: string): number {
  let [building, number, previous] = [-1, -1, 0];
  if (text.length > ADDRESS_LIMIT) return -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isNumeral(code)) {
      if (previous === 0x5e62 || previous === 0x680b || previous === 0x5ea7 || previous === FLOOR)
        building = at;
      else if (previous === NUMBER) number = at;
    } else if (code === FLOOR) {
      // What 3楼 is depends on all that follows; 3号楼 is a building.
      if (previous !== NUMBER) return -1;
    } else if (!isPlain(code)) return -1;
    previous = code;
  }
  return building >= 0 ? building : number;
}

/** Digits of either width, and Chinese ones: what behind a unit may be a number. */
function isNumeral(code: number): boolean {
  if (code < 0x4e00) return code >= 48 && code <= 57;
  return NUMERALS.has(code) || (code >= 0xff10 && code <= 0xff19);
}

const NUMERALS: ReadonlySet<number> = new Set(
  Array.from('零一二两三四五六七八九十百', (char) => char.charCodeAt(0)),
);

/** 楼 and 号. The other ends of a house are 幢, 栋 and 座. */
const FLOOR = 0x697c;
const NUMBER = 0x53f7;
/** 第 goes where a number follows it. */
const ORDINAL = 0x7b2c;

/** Letters of either width, `#`, `-` and Chinese characters: nothing is left out or joined over them when a text is made plain. */
function isPlain(code: number): boolean {
  if (code >= 0x4e00 && code <= 0x9fff) return code !== ORDINAL;
  const narrow = code > 0xff00 ? code - 0xfee0 : code;
  return (narrow >= 97 && narrow <= 122) || (narrow >= 65 && narrow <= 90) || code === 35 || code === 45;
}

export function headOf(text: string): AddressHead {
  const plain = plainAddress(text);
  // Any digit: what is read before it asks no more than whether there is one.
  const state = readHead(`${plain}0`, plain.length);
  return { plain, state, kind: state.at === plain.length ? kindOf(state) : -1 };
}

/** Bits for what of the house is known. */
function kindOf({ words, below, housed, out }: AddressState): number {
  const { lane, number, building, compound, entrance, floor, door, note } = out;
  if (words !== '' || below || entrance + floor + door + note !== '') return -1;
  if (!housed || (number === '' && building === '')) return -1;
  return (
    Number(lane !== '') |
    (Number(number !== '') << 1) |
    (Number(building !== '') << 2) |
    (Number(compound !== '') << 3)
  );
}

/** Ends by the kind of their beginnings. */
export class AddressTails {
  private readonly known: Map<string, AddressTail | null>[] = Array.from({ length: 16 }, () => new Map());

  /** null: the end says more than entrance and door, so the address has to be read as a whole. */
  find(head: AddressHead, text: string): AddressTail | null {
    if (head.kind < 0) return null;
    const known = this.known[head.kind];
    let tail = known.get(text);
    if (tail === undefined) {
      tail = tailOf(head, text);
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, tail);
    }
    return tail && head.plain.length + tail.plain > ADDRESS_LIMIT ? null : tail;
  }
}

/** Made plain as behind a unit: 五零一 is a number there. */
export function plainTail(text: string): string {
  return plainAddress(`号${text}`).slice(1);
}

const HOUSE = ['district', 'street', 'community', 'road', 'compound', 'lane', 'number', 'building'] as const;

function tailOf(head: AddressHead, text: string): AddressTail | null {
  const plain = plainTail(text);
  // The head was read as what stands before a number: 12号三元里 has a name there.
  if (!/^\d/.test(plain)) return null;
  const { out } = head.state;
  const whole: Address = readOn(head.plain + plain, head.state);
  if (HOUSE.some((part) => whole[part] !== out[part])) return null;
  return { plain: plain.length, entrance: whole.entrance, door: whole.door, note: whole.note };
}
