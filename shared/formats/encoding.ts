/**
 * Which encoding a text file is in, and its bytes as text. Owns the guess (with how sure it is, so that a person
 * can confirm it) and the count of bytes that did not fit; knows no format.
 */
import { FormatError } from './format-error.ts';
import type { ByteStream } from './source-file.ts';

export const ENCODINGS = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Bytes from the first one beyond ASCII on by which encodings are told apart. */
const ENOUGH = 64;

export interface EncodingGuess {
  encoding: Encoding;
  /** 0-1; 1: a byte order mark, or nothing but ASCII so far. */
  confidence: number;
  bom: boolean;
  /** Only ASCII was seen: every candidate would read the same. */
  ascii: boolean;
}

/** Guesses the encoding of a file from its first bytes (64 KiB or more are best). */
export function detectEncoding(head: Uint8Array): EncodingGuess {
  const mark = byteOrderMark(head);
  if (mark) return { encoding: mark, confidence: 1, bom: true, ascii: false };
  const wide = wideGuess(head);
  if (wide) return wide;
  if (head.every((byte) => byte < 0x80)) return { encoding: 'utf-8', confidence: 1, bom: false, ascii: true };
  if (fits(head, 'utf-8')) return { encoding: 'utf-8', confidence: 0.99, bom: false, ascii: false };
  const chinese = fits(head, 'gb18030') ? commonHanShare(head) : 0;
  if (chinese > 0.5) {
    return { encoding: 'gb18030', confidence: Math.min(0.95, chinese), bom: false, ascii: false };
  }
  if (utf8Share(head) > 0.9) return { encoding: 'utf-8', confidence: 0.6, bom: false, ascii: false };
  if (chinese > 0) return { encoding: 'gb18030', confidence: 0.4, bom: false, ascii: false };
  return { encoding: 'windows-1252', confidence: 0.2, bom: false, ascii: false };
}

function byteOrderMark(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 without a mark: commas, digits and line ends leave their zero bytes on one side only. */
function wideGuess(head: Uint8Array): EncodingGuess | null {
  const pairs = Math.min(head.length, 4096) >> 1;
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (head[pair * 2] === 0) even++;
    if (head[pair * 2 + 1] === 0) odd++;
  }
  const encoding: Encoding = even > odd ? 'utf-16be' : 'utf-16le';
  const share = Math.max(even, odd) / pairs;
  if (share < 0.1 || Math.min(even, odd) > Math.max(even, odd) / 4) return null;
  return { encoding, confidence: Math.min(0.9, 0.6 + share), bom: false, ascii: false };
}

/** Whether bytes, the first of a file that are not all ASCII, are UTF-8: there are enough of them, and they read as nothing else. */
export function showsUtf8(bytes: Uint8Array): boolean {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  return first >= 0 && bytes.length - first >= ENOUGH && detectEncoding(bytes).encoding === 'utf-8';
}

/** True when the bytes are valid in the encoding, a character cut off at the end apart. */
function fits(head: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Share of two-byte characters that are level-1 hanzi or punctuation of GB 2312: ordinary Chinese is near 1. */
function commonHanShare(head: Uint8Array): number {
  let common = 0;
  let all = 0;
  for (let at = 0; at + 1 < head.length; at++) {
    const lead = head[at];
    if (lead < 0x81) continue;
    const trail = head[at + 1];
    all++;
    if (trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3))) common++;
    at++;
  }
  return all === 0 ? 0 : common / all;
}

/** Share of the non-ASCII bytes that belong to whole UTF-8 sequences: damaged UTF-8 stays UTF-8. */
function utf8Share(head: Uint8Array): number {
  const lost = count(new TextDecoder('utf-8').decode(head), '\ufffd');
  let high = 0;
  for (const byte of head) if (byte >= 0x80) high++;
  return high === 0 ? 1 : 1 - lost / high;
}

function count(text: string, needle: string): number {
  let found = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) found++;
  return found;
}

/**
 * Turns a stream of bytes into text, chunk by chunk. With 'auto', ASCII passes until the first byte that tells
 * encodings apart. Bytes that do not fit become U+FFFD and `damaged` turns true.
 */
export class StreamDecoder {
  /** Bytes of the encoding did not fit somewhere: a U+FFFD in the text is then ours. */
  damaged = false;
  bytes = 0;
  encoding: Encoding | null = null;
  private decoder: TextDecoder | null = null;
  /** U+FFFD in the text so far, and those that the file itself holds as EF BF BD. */
  private replaced = 0;
  private stored = 0;
  /** Bytes of EF BF BD matched at the end of the last chunk. */
  private matched = 0;
  /** First bytes beyond ASCII, too few to tell an encoding by: they wait for the next chunk. */
  private held = new Uint8Array(0);
  private readonly wanted: Encoding | 'auto';

  constructor(wanted: Encoding | 'auto') {
    this.wanted = wanted;
  }

  /** What was decoded so far is UTF-8 or ASCII, and so may the next bytes be read by others. With `encoding` null it was ASCII. */
  get readsUtf8(): boolean {
    return (
      this.held.length === 0 && (this.encoding === 'utf-8' || (this.wanted === 'auto' && !this.encoding))
    );
  }

  /** The text of the next bytes; a cut character waits for the next call. */
  decode(chunk: Uint8Array): string {
    this.bytes += chunk.length;
    if (this.wanted !== 'auto' || this.encoding) return this.take(chunk);
    const joined = this.held.length === 0 ? chunk : concat(this.held, chunk);
    const first = joined.findIndex((byte) => byte >= 0x80);
    if (first < 0 || joined.length - first >= ENOUGH) {
      this.held = new Uint8Array(0);
      return this.take(joined);
    }
    this.held = joined.slice(first);
    return this.take(joined.subarray(0, first));
  }

  /** The rest after the last bytes. */
  end(): string {
    const held = this.held.length > 0 ? this.take(this.held) : '';
    const rest = this.decoder ? this.decoder.decode() : '';
    if (rest.includes('\ufffd')) this.damaged = true;
    return held + rest;
  }

  private take(chunk: Uint8Array): string {
    const text = this.decoderFor(chunk).decode(chunk, { stream: true });
    this.watch(text, chunk);
    return text;
  }

  private decoderFor(chunk: Uint8Array): TextDecoder {
    if (this.decoder && this.encoding) return this.decoder;
    if (this.wanted !== 'auto') {
      this.encoding = this.wanted;
      this.decoder = makeDecoder(this.wanted);
      return this.decoder;
    }
    const guess = detectEncoding(chunk);
    if (!guess.ascii) this.encoding = guess.encoding;
    // Nothing is pending while only ASCII was seen, so the decoder may be exchanged later.
    if (!this.decoder || !guess.ascii) this.decoder = makeDecoder(guess.encoding);
    return this.decoder;
  }

  private watch(text: string, chunk: Uint8Array): void {
    const found = text.includes('\ufffd') ? count(text, '\ufffd') : 0;
    if (this.encoding !== 'utf-8') {
      if (found > 0) this.damaged = true;
      return;
    }
    this.replaced += found;
    if (found > 0 || this.matched > 0 || chunk.at(-1) === 0xef || chunk.at(-1) === 0xbf)
      this.matchStored(chunk);
    if (this.replaced > this.stored) this.damaged = true;
  }

  /** Counts EF BF BD, also where it straddles two chunks. */
  private matchStored(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte === 0xef) this.matched = 1;
      else if (byte === 0xbf && this.matched === 1) this.matched = 2;
      else {
        if (byte === 0xbd && this.matched === 2) this.stored++;
        this.matched = 0;
      }
    }
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function makeDecoder(encoding: Encoding): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    throw new FormatError('unknown-encoding', {}, { encoding });
  }
}

/** The text of a byte stream, chunk by chunk; `decoder` tells afterwards what was found. */
export async function* decodeStream(stream: ByteStream, decoder: StreamDecoder): AsyncGenerator<string> {
  for await (const chunk of stream) {
    if (chunk.length > 0) yield decoder.decode(chunk);
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
}
