/**
 * Short texts by their UTF-8 bytes, each with a number of its own in the order they came: an open-addressing table over one pool of
 * bytes. For ids, words and household numbers by the million, where a Map of strings costs a string a row. Texts are never taken out.
 */
import type { TextColumn } from './column.ts';
import { NONE } from './column.ts';
import { withRoom } from './number-array.ts';
import { utf8Room, writeUtf8 } from './utf8.ts';

export class TextKeys {
  /** Different texts so far; they are numbered from 0. */
  size = 0;
  private bytes = new Uint8Array(1024);
  /** Text k is bytes[ends[k], ends[k + 1]). */
  private ends = new Uint32Array(257);
  private hashes = new Uint32Array(256);
  /** Number + 1; 0: empty. The length is a power of two, at most half of it taken. */
  private slots = new Uint32Array(512);
  private scratch = new Uint8Array(256);

  /** The number of bytes[from, to); -1: not here. */
  find(bytes: Uint8Array, from: number, to: number): number {
    return this.slots[this.slotOf(bytes, from, to, hashOf(bytes, from, to))] - 1;
  }

  /** The number of bytes[from, to), a new one when the text was not here (then `size` has grown). */
  add(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    const slot = this.slotOf(bytes, from, to, hash);
    if (this.slots[slot] !== 0) return this.slots[slot] - 1;
    const key = this.size++;
    const start = this.ends[key];
    this.bytes = withRoom(this.bytes, start + to - from);
    for (let at = from, put = start; at < to; at++, put++) this.bytes[put] = bytes[at];
    this.ends = withRoom(this.ends, key + 2);
    this.ends[key + 1] = start + to - from;
    this.hashes = withRoom(this.hashes, key + 1);
    this.hashes[key] = hash;
    this.slots[slot] = key + 1;
    if (this.size * 2 > this.slots.length) this.spread();
    return key;
  }

  findText(text: string): number {
    return this.find(this.scratch, 0, this.write(text));
  }

  addText(text: string): number {
    return this.add(this.scratch, 0, this.write(text));
  }

  private write(text: string): number {
    this.scratch = withRoom(this.scratch, utf8Room(text));
    return writeUtf8(text, this.scratch, 0);
  }

  private slotOf(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const key = slots[slot] - 1;
      if (hashes[key] === hash && this.isAt(key, bytes, from, to)) return slot;
    }
    return slot;
  }

  private isAt(key: number, bytes: Uint8Array, from: number, to: number): boolean {
    const own = this.bytes;
    let at = this.ends[key];
    if (this.ends[key + 1] - at !== to - from) return false;
    for (let other = from; other < to; other++, at++) if (own[at] !== bytes[other]) return false;
    return true;
  }

  private spread(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let key = 0; key < this.size; key++) {
      let slot = this.hashes[key] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = key + 1;
    }
    this.slots = slots;
  }
}

/** FNV-1a over the bytes, its bits mixed once more (the last step of MurmurHash3): tables use the low ones. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Rows of a column by their text; a text of two rows leads to NONE, as does '' and what is not there. */
export class TextIndex {
  private readonly keys = new TextKeys();
  private readonly rows: Uint32Array;

  constructor(column: TextColumn) {
    const { bytes, offsets } = column;
    const length = offsets.length - 1;
    this.rows = new Uint32Array(length);
    for (let row = 0; row < length; row++) {
      if (offsets[row] === offsets[row + 1]) continue;
      const before = this.keys.size;
      const key = this.keys.add(bytes, offsets[row], offsets[row + 1]);
      this.rows[key] = this.keys.size > before ? row : NONE;
    }
  }

  find(text: string): number {
    return text === '' ? NONE : this.rowOf(this.keys.findText(text));
  }

  /** As `find`, for the text bytes[from, to). */
  findBytes(bytes: Uint8Array, from: number, to: number): number {
    return from === to ? NONE : this.rowOf(this.keys.find(bytes, from, to));
  }

  private rowOf(key: number): number {
    return key < 0 ? NONE : this.rows[key];
  }
}
