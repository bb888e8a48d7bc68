/**
 * Opens .xls and WPS .et workbooks (BIFF5 to BIFF8, MS-XLS). Owns the records that all sheets share: the list of sheets, the
 * shared strings, styles, code page and date system. Versions before 1995 are refused by name.
 */
import { FormatError } from './format-error.ts';
import type { OpenOptions } from './opened-file.ts';
import { BIFF, BiffCursor, damagedRecord } from './sheet-biff-record.ts';
import { type BiffContext, BiffRows } from './sheet-biff-rows.ts';
import {
  BATCH_ROWS,
  type CellCounts,
  type MergedRange,
  type RowBatch,
  type SheetBook,
  type SheetPart,
} from './sheet-book.ts';
import { codePageText } from './sheet-code-page.ts';
import { workbookStream } from './sheet-compound.ts';
import { builtInKind, formatKind, type NumberKind } from './sheet-number-format.ts';
import type { SourceFile } from './source-file.ts';

/** Bytes of text looked at to tell the code page. */
const SAMPLE = 64 * 1024;
/** Type of a BOUNDSHEET record's sheet that has cells; others are charts, macros and modules. */
const WORKSHEET = 0;

interface Bound {
  name: string;
  hidden: boolean;
  at: number;
}

/** Throws FormatError: password, unsupported-version, truncated, damaged, too-large, unsupported, not-recognised. */
export async function openBiff(file: SourceFile, options: OpenOptions): Promise<SheetBook> {
  const bytes = await workbookStream(file);
  const version = versionOf(bytes);
  const codePage = new BiffCodePage(bytes, version);
  const text = version >= 8 ? { textOf: () => '', encoding: null } : codePage.decide(options.encoding);
  const globals = new BiffGlobals(version, text.textOf);
  globals.read(new BiffCursor(bytes));
  const context: BiffContext = {
    version,
    textOf: text.textOf,
    strings: globals.strings,
    kinds: globals.styles.map((id) => globals.formats.get(id) ?? builtInKind(id)),
    date1904: globals.date1904,
  };
  let held: Uint8Array | null = bytes;
  return {
    sheets: globals.sheets.map((sheet) => sheetPart(sheet, () => held, context)),
    encoding: text.encoding,
    close: () => {
      held = null;
      context.strings = [];
    },
  };
}

function versionOf(bytes: Uint8Array): number {
  const cursor = new BiffCursor(bytes);
  cursor.next();
  if (cursor.type !== BIFF.bof) {
    const old = { 9: 'BIFF2', 521: 'BIFF3', 1033: 'BIFF4' }[cursor.type];
    if (old === undefined) throw damagedRecord();
    throw new FormatError('unsupported-version', {}, { format: 'XLS', version: old });
  }
  if (cursor.length < 4) throw damagedRecord();
  const version = cursor.view.getUint16(cursor.at, true);
  if (version === 0x0600) return 8;
  if (version === 0x0500) return 5;
  throw new FormatError('unsupported-version', {}, { format: 'XLS', version: version.toString(16) });
}

/** Settles the code page before any text is read. */
class BiffCodePage {
  private readonly bytes: Uint8Array;
  private readonly version: number;

  constructor(bytes: Uint8Array, version: number) {
    this.bytes = bytes;
    this.version = version;
  }

  decide(chosen: OpenOptions['encoding']) {
    let codePage = 0;
    let used = 0;
    const sample = new Uint8Array(SAMPLE);
    const cursor = new BiffCursor(this.bytes);
    while (cursor.peek() >= 0 && used < SAMPLE) {
      cursor.next();
      if (cursor.type === BIFF.codePage && cursor.length >= 2)
        codePage = cursor.view.getUint16(cursor.at, true);
      const from = this.textFrom(cursor.type);
      if (from < 0 || cursor.length <= from) continue;
      const text = this.bytes.subarray(cursor.at + from, cursor.at + cursor.length);
      if (!text.some((byte) => byte >= 0x80)) continue;
      const part = text.subarray(0, SAMPLE - used - 1);
      sample.set(part, used);
      used += part.length;
      sample[used++] = 10;
    }
    return codePageText(codePage, sample.subarray(0, used), chosen);
  }

  private textFrom(type: number): number {
    if (this.version >= 8) return -1;
    if (type === BIFF.label) return 8;
    return type === BIFF.boundSheet ? 7 : -1;
  }
}

class BiffGlobals {
  readonly sheets: Bound[] = [];
  strings: string[] = [];
  readonly formats = new Map<number, NumberKind>();
  readonly styles: number[] = [];
  date1904 = false;
  private readonly version: number;
  private readonly textOf: BiffContext['textOf'];

  constructor(version: number, textOf: BiffContext['textOf']) {
    this.version = version;
    this.textOf = textOf;
  }

  read(cursor: BiffCursor): void {
    cursor.next();
    for (cursor.next(); cursor.type !== BIFF.eof; cursor.next()) {
      switch (cursor.type) {
        case BIFF.filePass:
          throw new FormatError('password');
        case BIFF.date1904:
          this.date1904 = cursor.length >= 2 && cursor.view.getUint16(cursor.at, true) === 1;
          break;
        case BIFF.boundSheet:
          this.addSheet(cursor);
          break;
        case BIFF.format:
          this.addFormat(cursor);
          break;
        case BIFF.xf:
          if (cursor.length >= 4) this.styles.push(cursor.view.getUint16(cursor.at + 2, true));
          break;
        case BIFF.sst:
          this.strings = readStrings(cursor);
      }
    }
  }

  private addSheet(cursor: BiffCursor): void {
    if (cursor.length < 8) throw damagedRecord();
    const { bytes, view, at } = cursor;
    if (bytes[at + 5] !== WORKSHEET) return;
    const [start, state, count] = [view.getUint32(at, true), bytes[at + 4] & 3, bytes[at + 6]];
    const segments = cursor.segments(7);
    const name = this.version >= 8 ? segments.unicode(count) : segments.narrow(count, this.textOf);
    this.sheets.push({ name, hidden: state !== 0, at: start });
  }

  private addFormat(cursor: BiffCursor): void {
    if (cursor.length < 4) throw damagedRecord();
    const { view, bytes, at } = cursor;
    const id = view.getUint16(at, true);
    const code =
      this.version >= 8
        ? cursor.segments(4).unicode(view.getUint16(at + 2, true))
        : cursor.segments(3).narrow(bytes[at + 2], this.textOf);
    this.formats.set(id, formatKind(code));
  }
}

/** The shared strings. The declared count is a bound, never a size: what is there is read. */
function readStrings(cursor: BiffCursor): string[] {
  if (cursor.length < 8) throw damagedRecord();
  const count = cursor.view.getUint32(cursor.at + 4, true);
  const segments = cursor.segments(8);
  const strings: string[] = [];
  while (strings.length < count && !segments.ended) strings.push(segments.unicode(segments.u16()));
  return strings;
}

function sheetPart(sheet: Bound, bytes: () => Uint8Array | null, context: BiffContext): SheetPart {
  let merges: readonly MergedRange[] = [];
  return {
    name: sheet.name,
    hidden: sheet.hidden,
    merges: () => merges,
    async *rows(counts: CellCounts): AsyncGenerator<RowBatch> {
      const held = bytes();
      if (held === null) return;
      if (sheet.at >= held.length) throw new FormatError('truncated');
      const reader = new BiffRows(new BiffCursor(held, sheet.at), context, counts);
      const rows = reader.read();
      merges = reader.merges;
      for (let at = 0; at < rows.length; at += BATCH_ROWS) {
        yield { rows: rows.slice(at, at + BATCH_ROWS), done: Math.min(1, (at + BATCH_ROWS) / rows.length) };
      }
    },
  };
}
