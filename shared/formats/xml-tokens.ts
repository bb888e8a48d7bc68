/**
 * Cuts XML into tags and text, streaming. Owns the lexical level (comments, CDATA, entities, the encoding of the prolog) and is
 * lenient there; a document type that declares entities is refused and nothing outside the file is ever loaded. Knows no format.
 */
import { decodeStream, type Encoding, StreamDecoder } from './encoding.ts';
import { FormatError } from './format-error.ts';
import { readHead, type SourceFile } from './source-file.ts';

export type XmlToken =
  | {
      type: 'open';
      name: string;
      attributes: Map<string, string>;
      empty: boolean;
      line: number;
      column: number;
    }
  | { type: 'close'; name: string; line: number; column: number }
  | { type: 'text'; text: string };

/** Characters of one comment or section, and of one tag: more is no document. */
const PART = 16 * 1024 * 1024;
const TAG = 1024 * 1024;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const ENCODINGS: [RegExp, Encoding][] = [
  [/^gb/i, 'gb18030'],
  [/^big5/i, 'big5'],
  [/^(?:iso-8859-1|windows-1252|latin1|us-ascii)$/i, 'windows-1252'],
];

/** The tokens of a file. Throws `damaged` {place: 'DOCTYPE'} and `part-too-large`; a file that ends early just ends. */
export async function* xmlTokens(file: SourceFile): AsyncGenerator<XmlToken[]> {
  const decoder = new StreamDecoder(await declaredEncoding(file));
  const cutter = new XmlCutter();
  for await (const text of decodeStream(file.open(), decoder)) yield cutter.push(text);
  yield cutter.end();
}

async function declaredEncoding(file: SourceFile): Promise<Encoding | 'auto'> {
  const head = await readHead(file, 256);
  if (head[0] === 0xff || head[0] === 0xfe) return 'auto';
  const name = /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)/.exec(
    new TextDecoder('latin1').decode(head),
  )?.[1];
  return ENCODINGS.find(([pattern]) => name && pattern.test(name))?.[1] ?? 'auto';
}

class XmlCutter {
  private rest = '';
  private line = 1;
  private column = 1;
  /** Where the search for the end of the held part goes on. */
  private searched = 0;

  push(text: string): XmlToken[] {
    this.rest += text.replace(/^\ufeff/, '');
    return this.cut(false);
  }

  end(): XmlToken[] {
    return this.cut(true);
  }

  private cut(last: boolean): XmlToken[] {
    const tokens: XmlToken[] = [];
    const { rest } = this;
    let at = 0;
    while (at < rest.length) {
      const end = rest[at] === '<' ? this.partEnd(at) : rest.indexOf('<', Math.max(at, this.searched));
      if (end < 0 && !last) {
        if (rest[at] !== '<') at = this.addOpenText(tokens, at);
        break;
      }
      this.searched = 0;
      const part = end < 0 ? rest.slice(at) : rest.slice(at, end);
      if (rest[at] !== '<') tokens.push({ type: 'text', text: decodeEntities(part) });
      else if (end >= 0) this.addTag(tokens, part);
      this.count(part);
      at = end < 0 ? rest.length : end;
    }
    this.rest = rest.slice(at);
    const limit = /^<[!?]/.test(this.rest) ? PART : TAG;
    if (this.rest.length > limit) {
      throw new FormatError('part-too-large', { line: this.line, column: this.column });
    }
    this.searched = Math.max(0, this.rest.length - 3);
    return tokens;
  }

  /** Text without an end yet goes out as it comes, but for an entity that may be cut. Returns where the rest starts. */
  private addOpenText(tokens: XmlToken[], at: number): number {
    const cut = this.rest.lastIndexOf('&');
    const end = cut >= at && this.rest.length - cut < 12 ? cut : this.rest.length;
    const part = this.rest.slice(at, end);
    if (part !== '') tokens.push({ type: 'text', text: decodeEntities(part) });
    this.count(part);
    return end;
  }

  /** Behind the tag, comment or section that starts at `at`; -1: not there yet. */
  private partEnd(at: number): number {
    const { rest } = this;
    const from = Math.max(at + 1, this.searched);
    const behind = (mark: string, start: number) => {
      const end = rest.indexOf(mark, start);
      return end < 0 ? -1 : end + mark.length;
    };
    if (rest.startsWith('<!--', at)) return behind('-->', Math.max(at + 4, this.searched));
    if (rest.startsWith('<![CDATA[', at)) return behind(']]>', Math.max(at + 9, this.searched));
    if (rest.startsWith('<?', at)) return behind('?>', from);
    // Too short to tell a comment or section from a tag.
    if (rest.length - at < 9 && '<![CDATA['.startsWith(rest.slice(at, at + 9))) return -1;
    if (rest.length - at < 4 && '<!--'.startsWith(rest.slice(at, at + 4))) return -1;
    return tagEnd(rest, at);
  }

  private addTag(tokens: XmlToken[], part: string): void {
    if (part.startsWith('<!--') || part.startsWith('<?')) return;
    if (part.startsWith('<![CDATA[')) {
      tokens.push({ type: 'text', text: part.slice(9, -3) });
      return;
    }
    const { line, column } = this;
    if (part.startsWith('<!')) {
      if (/\[|ENTITY/i.test(part)) throw new FormatError('damaged', { line, column }, { place: 'DOCTYPE' });
      return;
    }
    if (part.startsWith('</')) {
      tokens.push({ type: 'close', name: part.slice(2, -1).trim(), line, column });
      return;
    }
    const name = /^<([^\s/>]*)/.exec(part)?.[1] ?? '';
    const empty = part.endsWith('/>');
    tokens.push({ type: 'open', name, attributes: attributesOf(part), empty, line, column });
  }

  private count(part: string): void {
    let from = 0;
    for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', from)) {
      this.line++;
      this.column = 1;
      from = at + 1;
    }
    this.column += part.length - from;
  }
}

/** The `>` that closes a tag does not stand in quotes; a tag whose quotes never close ends at the next `<`. */
function tagEnd(text: string, at: number): number {
  const near = text.indexOf('>', at);
  // Most tags are short and hold no quotes.
  if (near >= 0 && near - at < 40 && !/["'[]|.</s.test(text.slice(at, near))) return near + 1;
  let quote = '';
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i];
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '<') return closeBefore(text, at, i);
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return i + 1;
    else if (char === '[' && text.startsWith('<!', at)) return i + 1;
    else if (char === '<') return i;
  }
  return -1;
}

function closeBefore(text: string, at: number, next: number): number {
  const end = text.lastIndexOf('>', next);
  return end > at ? end + 1 : next;
}

function attributesOf(tag: string): Map<string, string> {
  const attributes = new Map<string, string>();
  if (!tag.includes('=')) return attributes;
  for (const match of tag.matchAll(/\s([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>/=]+))/g)) {
    attributes.set(match[1], decodeEntities(match[2] ?? match[3] ?? match[4]));
  }
  return attributes;
}

/** The five entities of XML, &nbsp; and numbers; unknown ones stay as they are written. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return valid ? String.fromCodePoint(code) : '\ufffd';
  });
}
