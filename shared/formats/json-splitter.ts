/**
 * Cuts a JSON document into the texts of its records without ever holding the whole: the elements of a root array
 * or of a record array one level down (`features`, `data` ...), plus the other members of the root object. Owns
 * the scan (brackets, strings, lines) and going on after a broken record; parsing a piece is the caller's.
 */
import { FormatError } from './format-error.ts';
import {
  type BrokenReason,
  type JsonPiece,
  type JsonState,
  LIMITS,
  parseKey,
  RECORD_KEYS,
} from './json-piece.ts';
import { nextRecord, recordStart } from './record-start.ts';

/** Feed text with `push`, finish with `end`; both return the pieces completed by it. */
export class JsonSplitter {
  /** Key of the record array, '' for a root array, null while neither was met. */
  recordKey: string | null = null;
  private state: JsonState = 'start';
  private root: 'array' | 'object' = 'array';
  private pieces: JsonPiece[] = [];
  private line = 1;
  private column = 0;
  private parts: string[] = [];
  private partsLength = 0;
  private startLine = 1;
  private startColumn = 1;
  private index = 0;
  private breaks = 0;
  private rescanned = 0;
  private trailed = false;
  private start: RegExp | null = null;
  private key = '';
  private valueIs: 'element' | 'member' | 'key' = 'element';
  /** Open brackets of the value being scanned: char codes. */
  private readonly stack: number[] = [];
  private inString = false;
  private escaped = false;
  /** Last character of weight, to see a missing bracket early. */
  private previous = 0;

  /** Right behind the bracket that opens the list of records: who reads records another way can begin here. Columns from 0. */
  get opened(): { line: number; column: number } | null {
    const { state, index, line, column } = this;
    return state === 'elements' && index === 0 ? { line, column } : null;
  }

  /** `count` records have been read by somebody else, up to this place; `start`: how they begin (record-start.ts). */
  pass(count: number, line: number, column: number, start: RegExp | null): void {
    this.index += count;
    this.line = line;
    this.column = column;
    this.start ??= start;
  }

  push(chunk: string): JsonPiece[] {
    this.consume(chunk);
    const out = this.pieces;
    this.pieces = [];
    return out;
  }

  /** Call after the last push. Throws `empty-file` or `unexpected-end` when nothing at all was there. */
  end(): JsonPiece[] {
    if (this.state === 'start') throw new FormatError('empty-file');
    if (this.state === 'value') this.endInValue();
    else if (this.state !== 'done' && this.state !== 'resync') this.cut(this.line, this.column, '');
    const out = this.pieces;
    this.pieces = [];
    return out;
  }

  private endInValue(): void {
    const text = this.takeText('');
    this.cut(this.startLine, this.startColumn, text);
    // Records after the one that never closed may still be whole.
    const next = nextRecord(text, this.start);
    if (this.valueIs !== 'element' || next < 0 || ++this.breaks > 200) return;
    this.advance(text, next);
    this.state = 'elements';
    this.consume(text.slice(next));
    if ((this.state as JsonState) === 'value') this.endInValue();
  }

  private cut(line: number, column: number, text: string): void {
    const last = this.pieces.at(-1);
    if (last?.kind === 'broken' && last.reason === 'unexpected-end') return;
    this.report('unexpected-end', text, line, column);
  }

  private report(
    reason: BrokenReason,
    text: string,
    line: number,
    column: number,
    place = this.place(),
  ): void {
    this.pieces.push({
      kind: 'broken',
      reason,
      text: text.slice(0, 400),
      line,
      column: Math.max(1, column),
      place,
    });
  }

  private consume(chunk: string): void {
    let text = chunk;
    let at = 0;
    while (at < text.length) {
      if (this.state === 'value') {
        at = this.scanValue(text, at);
        if (at < 0) {
          // Broken: the value's text is in `parts`; look for the next record in it.
          text = this.recover();
          at = 0;
        }
      } else if (this.state === 'resync') {
        text = this.takeText(text.slice(at));
        at = 0;
        if (!this.findNext(text)) return;
        text = this.takeText('');
      } else at = this.scanBetween(text, at);
    }
  }

  /** Characters between values. Returns the index to go on from. */
  private scanBetween(text: string, from: number): number {
    const c = text.charCodeAt(from);
    if (c === 10) {
      this.line++;
      this.column = 0;
      return from + 1;
    }
    this.column++;
    if (c === 32 || c === 9 || c === 13 || c === 0xfeff) return from + 1;
    switch (this.state) {
      case 'start':
        return this.openRoot(c, from);
      case 'elements':
        if (c === 93) this.closeElements();
        else if (c !== 44) return this.open('element', from);
        return from + 1;
      case 'afterElement':
        if (c === 44) this.state = 'elements';
        else if (c === 93) this.closeElements();
        else return this.open('element', from);
        return from + 1;
      case 'key':
        if (c === 125) this.state = 'done';
        else if (c === 34) return this.open('key', from);
        else if (c !== 44) this.fail();
        return from + 1;
      case 'afterKey':
        if (c !== 58) this.fail();
        this.state = 'memberValue';
        return from + 1;
      case 'memberValue':
        return this.openMember(c, from);
      case 'afterMember':
        if (c === 44) this.state = 'key';
        else if (c === 125) this.state = 'done';
        else this.fail();
        return from + 1;
      default:
        return this.trailing(text, from);
    }
  }

  private openRoot(c: number, from: number): number {
    if (c === 91) {
      this.recordKey = '';
      this.state = 'elements';
    } else if (c === 123) {
      this.root = 'object';
      this.state = 'key';
    } else this.fail();
    return from + 1;
  }

  private openMember(c: number, from: number): number {
    if (c === 91 && this.recordKey === null && RECORD_KEYS.has(this.key)) {
      this.recordKey = this.key;
      this.state = 'elements';
      return from + 1;
    }
    return this.open('member', from);
  }

  private closeElements(): void {
    this.state = this.root === 'array' ? 'done' : 'afterMember';
  }

  private trailing(text: string, from: number): number {
    if (!this.trailed) this.report('trailing-text', text.slice(from, from + 200), this.line, this.column, '');
    this.trailed = true;
    return text.length;
  }

  /** The document is not JSON at this place, and no record is near to go on from. */
  private fail(): never {
    throw new FormatError('not-json', {
      line: this.line,
      column: Math.max(1, this.column),
      place: this.place(),
    });
  }

  private open(what: 'element' | 'member' | 'key', from: number): number {
    this.valueIs = what;
    this.state = 'value';
    this.parts = [];
    this.partsLength = 0;
    this.stack.length = 0;
    this.inString = false;
    this.escaped = false;
    this.previous = 0;
    this.startLine = this.line;
    this.startColumn = this.column;
    this.column--;
    return from;
  }

  private place(): string {
    if (this.recordKey === null) return this.key;
    return `${this.recordKey}[${this.index}]`;
  }

  /**
   * Scans the value in flight from `from`. Returns the index after it, `text.length` when it goes on in the next
   * chunk, or -1 when it is broken (all of `text` from `from` is then in `parts`).
   */
  private scanValue(text: string, from: number): number {
    const stack = this.stack;
    let lineStart = from - this.column;
    let previous = this.previous;
    let at = from;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (c === 92) this.escaped = true;
        else if (c === 34) {
          this.inString = false;
          previous = 34;
          if (stack.length === 0) {
            this.column = at + 1 - lineStart;
            return this.finish(text, from, at + 1);
          }
        } else if (c < 32 && c !== 9) return this.breakAt(text, from, at, lineStart);
        continue;
      }
      // Digits, '-' and '.' first: most of a file of coordinates is made of them.
      if (c >= 45 && c <= 57) {
        previous = c;
        continue;
      }
      if (c === 32 || c === 13 || c === 9) continue;
      if (c === 10) {
        this.line++;
        lineStart = at + 1;
        continue;
      }
      if (c === 34) this.inString = true;
      else if (c === 123 || c === 91) {
        if (stack[stack.length - 1] === 123 && previous !== 58)
          return this.breakAt(text, from, at, lineStart);
        if (stack.length >= LIMITS.depth) return this.breakAt(text, from, at, lineStart);
        stack.push(c);
      } else if (c === 125 || c === 93) {
        if (stack.length === 0) {
          if (at === from && this.parts.length === 0) return this.breakAt(text, from, at, lineStart);
          // A scalar ends at the bracket around it, which is not part of it.
          this.column = at - lineStart;
          return this.finish(text, from, at);
        }
        if (stack.pop() !== c - 2) return this.breakAt(text, from, at, lineStart);
        if (stack.length === 0) {
          this.column = at + 1 - lineStart;
          return this.finish(text, from, at + 1);
        }
      } else if (c === 44 && stack.length === 0) {
        if (at === from && this.parts.length === 0) return this.breakAt(text, from, at, lineStart);
        this.column = at - lineStart;
        return this.finish(text, from, at);
      }
      previous = c;
    }
    this.previous = previous;
    this.column = text.length - lineStart;
    this.parts.push(text.slice(from));
    this.partsLength += text.length - from;
    if (this.partsLength > LIMITS.record) return this.tooLarge();
    return text.length;
  }

  private breakAt(text: string, from: number, at: number, lineStart: number): -1 {
    this.column = at - lineStart + 1;
    this.parts.push(text.slice(from));
    this.partsLength += text.length - from;
    return -1;
  }

  private tooLarge(): number {
    if (this.valueIs !== 'element') {
      throw new FormatError(
        'part-too-large',
        { line: this.startLine, column: this.startColumn, place: this.key },
        { limit: LIMITS.record },
      );
    }
    const text = this.takeText('');
    this.report('record-too-large', text, this.startLine, this.startColumn);
    this.index++;
    this.state = 'resync';
    return text.length;
  }

  private takeText(more: string): string {
    const text = this.parts.length === 0 ? more : this.parts.join('') + more;
    this.parts = [];
    this.partsLength = 0;
    return text;
  }

  private finish(text: string, from: number, to: number): number {
    const value = this.takeText(text.slice(from, to)).trimEnd();
    const { startLine: line, startColumn: column } = this;
    if (this.valueIs === 'key') {
      this.key = parseKey(value) ?? this.fail();
      this.state = 'afterKey';
    } else if (this.valueIs === 'member') {
      this.pieces.push({ kind: 'member', key: this.key, text: value, line, column });
      this.state = 'afterMember';
    } else {
      this.pieces.push({ kind: 'element', text: value, line, column, place: this.place() });
      this.index++;
      this.state = 'afterElement';
      this.start ??= recordStart(value);
    }
    return to;
  }

  /** After a broken value: reports it and returns the text to go on with. */
  private recover(): string {
    if (this.valueIs !== 'element') this.fail();
    if (++this.breaks > LIMITS.break) this.fail();
    const text = this.takeText('');
    this.rescanned += text.length;
    if (this.rescanned > LIMITS.rescan) this.fail();
    this.report('broken-json', text, this.line, this.column);
    this.index++;
    this.line = this.startLine;
    this.column = this.startColumn - 1;
    this.state = 'resync';
    return this.findNext(text) ? this.takeText('') : '';
  }

  /**
   * Looks for the start of a record after the first character. Found: the rest waits in `parts` and elements go
   * on; not found: the last bit of the text is kept, as a start may be cut in two.
   */
  private findNext(text: string): boolean {
    const next = nextRecord(text, this.start);
    if (next >= 0) {
      this.advance(text, next);
      this.parts = [text.slice(next)];
      this.state = 'elements';
      return true;
    }
    const keep = Math.max(1, text.length - 200);
    if (text.length > keep) {
      this.advance(text, keep - 1);
      this.parts = [text.slice(keep - 1)];
    } else this.parts = [text];
    return false;
  }

  private advance(text: string, to: number): void {
    for (let at = 0; at < to; at++) {
      if (text.charCodeAt(at) === 10) {
        this.line++;
        this.column = 0;
      } else this.column++;
    }
  }
}
