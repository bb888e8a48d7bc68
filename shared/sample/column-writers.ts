/**
 * Writes columns straight into typed arrays, for tables whose size is known or grows to a million rows. Owns no entity.
 * Text is encoded as UTF-8 by hand: characters of the basic plane only, which is all the generator uses.
 */
import {
  type Column,
  type DictColumn,
  type GeometryColumn,
  NONE,
  type NumberColumn,
  type Table,
  type TagsColumn,
  type TextColumn,
} from '../columns/column.ts';
import { GeometryBuilder } from '../columns/geometry-builder.ts';
import type { TableName } from '../model/tables.ts';
import { type Vocabulary, WORDS, type Word } from '../model/words.ts';
import type { Projection, Ring } from './plane.ts';

const BLOCK = 1 << 20;

export interface TextWriter {
  /** Adds to the current row's text. */
  write(text: string): void;
  /** Ends the current row. */
  end(): void;
  add(text: string): void;
  finish(): TextColumn;
}

export function createTextWriter(rows: number): TextWriter {
  const offsets = new Uint32Array(rows + 1);
  const full: Uint8Array[] = [];
  let block = new Uint8Array(Math.min(BLOCK, Math.max(1024, rows * 32)));
  let at = 0;
  let before = 0;
  let row = 0;
  const write = (text: string): void => {
    if (at + text.length * 3 > block.length) {
      full.push(block.subarray(0, at));
      before += at;
      block = new Uint8Array(Math.max(BLOCK, text.length * 3));
      at = 0;
    }
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x80) block[at++] = code;
      else if (code < 0x800) {
        block[at++] = 0xc0 | (code >> 6);
        block[at++] = 0x80 | (code & 0x3f);
      } else {
        block[at++] = 0xe0 | (code >> 12);
        block[at++] = 0x80 | ((code >> 6) & 0x3f);
        block[at++] = 0x80 | (code & 0x3f);
      }
    }
  };
  const end = (): void => {
    offsets[++row] = before + at;
  };
  return {
    write,
    end,
    add: (text) => {
      write(text);
      end();
    },
    finish: () => {
      const bytes = new Uint8Array(before + at);
      let to = 0;
      for (const part of full) {
        bytes.set(part, to);
        to += part.length;
      }
      bytes.set(block.subarray(0, at), to);
      return { kind: 'text', bytes, offsets };
    },
  };
}

export function textColumn(rows: number, at: (row: number) => string): TextColumn {
  const writer = createTextWriter(rows);
  for (let row = 0; row < rows; row++) writer.add(at(row));
  return writer.finish();
}

/** A dictionary column of a closed vocabulary; `codes` are 0 for not known, else the word's place + 1. */
export function wordColumn(vocabulary: Vocabulary, codes: Uint8Array): DictColumn {
  return { kind: 'dict', codes, words: ['', ...WORDS[vocabulary]] };
}

/** The stored code of a word. */
export function codeOf<V extends Vocabulary>(vocabulary: V, word: Word<V>): number {
  return (WORDS[vocabulary] as readonly string[]).indexOf(word) + 1;
}

export function wordsColumn<V extends Vocabulary>(
  vocabulary: V,
  rows: number,
  at: (row: number) => Word<V> | '',
): DictColumn {
  const codes = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const word = at(row);
    codes[row] = word === '' ? 0 : codeOf(vocabulary, word);
  }
  return wordColumn(vocabulary, codes);
}

/** How a sample's links came about: by id, as its registers name each other. */
export function linkColumns(links: ArrayLike<number>): {
  linkMethod: DictColumn;
  linkConfidence: NumberColumn;
} {
  const codes = new Uint8Array(links.length);
  const values = new Uint8Array(links.length);
  const byId = codeOf('linkMethod', 'id');
  for (let row = 0; row < links.length; row++) {
    if (links[row] === NONE) continue;
    codes[row] = byId;
    values[row] = 100;
  }
  return {
    linkMethod: wordColumn('linkMethod', codes),
    linkConfidence: { kind: 'number', type: 'u8', values, missing: 0 },
  };
}

/** One word in every row. */
export function constantColumn(rows: number, word: string): DictColumn {
  return { kind: 'dict', codes: new Uint8Array(rows).fill(1), words: ['', word] };
}

/** A dictionary column of any text, words in order of first use. */
export function dictColumn(rows: number, at: (row: number) => string): DictColumn {
  const words = [''];
  const place = new Map([['', 0]]);
  const codes = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const word = at(row);
    let code = place.get(word);
    if (code === undefined) {
      code = words.length;
      words.push(word);
      place.set(word, code);
    }
    codes[row] = code;
  }
  return { kind: 'dict', codes: narrow(codes, words.length), words };
}

export function narrow(codes: Uint32Array, words: number): Uint8Array | Uint16Array | Uint32Array {
  if (words <= 256) return Uint8Array.from(codes);
  return words <= 65536 ? Uint16Array.from(codes) : codes;
}

export function tagsColumn(masks: Uint32Array, names: readonly string[]): TagsColumn {
  return { kind: 'tags', masks, names: names.slice() };
}

export function numbers(
  type: 'u8' | 'u16' | 'u32' | 'i16' | 'i32' | 'f32',
  rows: number,
  at: (row: number) => number,
  missing?: number,
): Column {
  const make = {
    u8: Uint8Array,
    u16: Uint16Array,
    u32: Uint32Array,
    i16: Int16Array,
    i32: Int32Array,
    f32: Float32Array,
  };
  const values = new make[type](rows);
  for (let row = 0; row < rows; row++) values[row] = at(row);
  return missing === undefined ? { kind: 'number', type, values } : { kind: 'number', type, values, missing };
}

/** One row's shapes in metres: each outer ring, then its holes. */
export function geometryColumn(
  shape: 'line' | 'polygon',
  rows: number,
  projection: Projection,
  at: (row: number) => { ring: Ring; role: 0 | 1 }[],
): GeometryColumn {
  const builder = new GeometryBuilder(shape);
  for (let row = 0; row < rows; row++) {
    builder.push(
      at(row).map(({ ring, role }) => ({
        coords: ring.map((value, i) => (i % 2 === 0 ? projection.lng(value) : projection.lat(value))),
        role,
      })),
    );
  }
  return builder.finish();
}

export function tableOf(name: TableName, rows: number, columns: Record<string, Column>): Table {
  return { name, rows, columns };
}
