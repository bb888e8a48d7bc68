/**
 * Cuts a stream of XML text into tags and text, piece by piece, holding no more than the one being read. Owns tags, entities
 * and CDATA; a DOCTYPE is skipped unread and only the five entities of XML itself are known, so nothing can expand or fetch.
 */
import { FormatError } from './format-error.ts';

/** Characters that one tag or one text may have. */
const PIECE_LIMIT = 4 * 1024 * 1024;

const LT = 60;
const GT = 62;
const SLASH = 47;
const COLON = 58;
const QUOTE = 34;
const APOSTROPHE = 39;
const EQUALS = 61;

/** The attributes of the tag being read; valid during the call only. */
export class XmlTag {
  source = '';
  from = 0;
  to = 0;

  /** The values of attributes with these one-letter names, in one pass; undefined: not there. */
  letters(wanted: string, into: (string | undefined)[]): void {
    const { source, to } = this;
    into.fill(undefined);
    let at = this.from;
    while (at < to) {
      while (at < to && source.charCodeAt(at) <= 32) at++;
      const equals = source.indexOf('=', at);
      if (equals < 0 || equals >= to) return;
      let open = equals + 1;
      while (open < to && source.charCodeAt(open) <= 32) open++;
      const end = source.indexOf(source[open], open + 1);
      if (open >= to || end < 0 || end > to) return;
      const index = equals === at + 1 ? wanted.indexOf(source[at]) : -1;
      if (index >= 0) into[index] = decodeEntities(source.slice(open + 1, end));
      at = end + 1;
    }
  }

  /** The value of an attribute by its full name or, for names with a prefix, by `:name`; undefined: not there. */
  attribute(name: string): string | undefined {
    const { source, to } = this;
    const suffix = name.charCodeAt(0) === COLON;
    let at = this.from;
    while (at < to) {
      while (at < to && source.charCodeAt(at) <= 32) at++;
      const nameFrom = at;
      while (at < to && source.charCodeAt(at) !== EQUALS && source.charCodeAt(at) > 32) at++;
      const nameTo = at;
      while (at < to && source.charCodeAt(at) !== QUOTE && source.charCodeAt(at) !== APOSTROPHE) at++;
      const end = source.indexOf(source[at], at + 1);
      if (at >= to || end < 0 || end > to) return undefined;
      const length = nameTo - nameFrom;
      const hit = suffix
        ? length > name.length && source.startsWith(name, nameTo - name.length)
        : length === name.length && source.startsWith(name, nameFrom);
      if (hit) return decodeEntities(source.slice(at + 1, end));
      at = end + 1;
    }
    return undefined;
  }
}

export interface XmlHandler {
  /** Text is only cut out while this is true. */
  capturing: boolean;
  /** `name` without its prefix. An empty element is opened and closed. */
  open(name: string, tag: XmlTag): void;
  close(name: string): void;
  text(text: string): void;
}

/** Feeds a handler. Throws `damaged` for what is not XML or exceeds every measure. */
export class XmlScanner {
  private readonly handler: XmlHandler;
  private readonly tag = new XmlTag();
  private rest = '';
  private depth = 0;
  private opened = false;

  constructor(handler: XmlHandler) {
    this.handler = handler;
  }

  push(piece: string): void {
    const text = this.rest === '' ? piece : this.rest + piece;
    let at = 0;
    while (at < text.length) {
      const lt = text.indexOf('<', at);
      if (lt < 0) break;
      if (lt > at && this.handler.capturing) this.handler.text(decodeEntities(text.slice(at, lt)));
      const next = this.markup(text, lt);
      if (next < 0) {
        at = lt;
        break;
      }
      at = next;
    }
    this.rest = text.slice(at);
    if (this.rest.length > PIECE_LIMIT) throw damaged();
  }

  /** Throws `damaged` when an element is still open, or none ever was. */
  end(): void {
    if (this.depth !== 0 || !this.opened || this.rest.trim() !== '') throw damaged();
  }

  /** Reads what begins at `<`; the place after it, or -1 when its end has not come yet. */
  private markup(text: string, lt: number): number {
    const second = text.charCodeAt(lt + 1);
    if (second === 33 || second === 63) return this.special(text, lt);
    const gt = tagEnd(text, lt + 1);
    if (gt < 0) return -1;
    if (second === SLASH) {
      if (--this.depth < 0) throw damaged();
      this.handler.close(localName(text, lt + 2, gt).name);
      return gt + 1;
    }
    const empty = text.charCodeAt(gt - 1) === SLASH;
    const { name, end } = localName(text, lt + 1, empty ? gt - 1 : gt);
    this.tag.source = text;
    this.tag.from = end;
    this.tag.to = empty ? gt - 1 : gt;
    this.opened = true;
    this.handler.open(name, this.tag);
    if (empty) this.handler.close(name);
    else this.depth++;
    return gt + 1;
  }

  /** Comments, CDATA, declarations and processing instructions. */
  private special(text: string, lt: number): number {
    if (text.length - lt < 9) return -1;
    if (text.startsWith('<![CDATA[', lt)) {
      const end = text.indexOf(']]>', lt + 9);
      if (end >= 0 && this.handler.capturing) this.handler.text(text.slice(lt + 9, end));
      return end < 0 ? -1 : end + 3;
    }
    if (text.startsWith('<!--', lt)) return after(text.indexOf('-->', lt + 4), 3);
    if (text.startsWith('<?', lt)) return after(text.indexOf('?>', lt + 2), 2);
    const end = text.indexOf('>', lt);
    const subset = text.indexOf('[', lt);
    if (end < 0) return -1;
    if (subset < 0 || subset > end) return end + 1;
    const close = text.indexOf(']', subset);
    return close < 0 ? -1 : after(text.indexOf('>', close), 1);
  }
}

function after(found: number, length: number): number {
  return found < 0 ? -1 : found + length;
}

/** Place of the `>` that ends a tag; one inside an attribute's quotes does not. */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (quote !== 0) {
      if (c === quote) quote = 0;
    } else if (c === GT) return at;
    else if (c === QUOTE || c === APOSTROPHE) quote = c;
    else if (c === LT) throw damaged();
  }
  return -1;
}

const found = { name: '', end: 0 };

function localName(text: string, from: number, to: number): { name: string; end: number } {
  let start = from;
  let at = from;
  for (; at < to; at++) {
    const c = text.charCodeAt(at);
    if (c === COLON) start = at + 1;
    else if (c <= 32) break;
  }
  found.name = text.slice(start, at);
  found.end = at;
  return found;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities of XML and character references; any other stays as it is written. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
    (all, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[name];
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}

function damaged(): FormatError {
  return new FormatError('damaged', { place: 'XML' }, { place: 'XML' });
}
