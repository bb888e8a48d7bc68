/**
 * Opens an XLSX workbook (also WPS .et that is a ZIP archive, and .xlsm, whose macros stay unread). Owns finding the parts and
 * the bounds of the archive; one part is unpacked at a time and nothing but the shared strings is held.
 */
import { FormatError } from './format-error.ts';
import {
  BATCH_ROWS,
  type CellCounts,
  type MergedRange,
  type RowBatch,
  type SheetBook,
  type SheetPart,
  type SheetRow,
} from './sheet-book.ts';
import { SheetStrings } from './sheet-strings.ts';
import { RelationshipsHandler, StylesHandler, WorkbookHandler } from './sheet-xlsx-parts.ts';
import { type SheetContext, SheetRowsHandler } from './sheet-xlsx-rows.ts';
import { type XmlHandler, XmlScanner } from './sheet-xml.ts';
import type { SourceFile } from './source-file.ts';
import { readZipDirectory, type ZipItem } from './zip-directory.ts';
import { openZip } from './zip-reader.ts';

export const XLSX_LIMITS = {
  /** Bytes of all parts unpacked: a full sheet of a million rows and twenty columns has about 1 GB. */
  total: 1.5 * 1024 ** 3,
  /** Sheets pack to a tenth or so; asked of parts above `ratioFrom` bytes. */
  ratio: 200,
  ratioFrom: 1024 * 1024,
  sheets: 1000,
};

type Parts = Map<string, SourceFile>;

/** Throws FormatError: unsafe-archive, too-large, damaged, truncated, password, unsupported, missing-part. */
export async function openXlsx(file: SourceFile): Promise<SheetBook> {
  checkSizes(await readZipDirectory(file));
  const parts: Parts = new Map((await openZip(file)).map((part) => [part.name.toLowerCase(), part]));
  refuseOthers(parts);
  const main = await mainPart(parts);
  const folder = main.slice(0, Math.max(0, main.lastIndexOf('/')));
  const workbook = new WorkbookHandler();
  await scan(required(parts, main), workbook);
  const links = await relationships(parts, folder, `${folder}/_rels/${main.slice(folder.length + 1)}.rels`);
  const byType = (type: string) => [...links.values()].find((link) => link.type === type)?.target;
  const styles = new StylesHandler();
  await scanOptional(parts, byType('styles'), styles);
  const context: SheetContext = {
    strings: new SheetStrings(),
    kinds: styles.kinds,
    date1904: workbook.date1904,
  };
  await scanOptional(parts, byType('sharedStrings'), context.strings);
  if (workbook.sheets.length > XLSX_LIMITS.sheets) throw new FormatError('too-large', {}, { what: 'sheets' });
  const sheets: SheetPart[] = [];
  for (const entry of workbook.sheets) {
    const link = links.get(entry.relationship);
    if (link === undefined) throw new FormatError('missing-part', {}, { name: entry.name });
    if (link.type === 'worksheet')
      sheets.push(sheetPart(entry.name, entry.hidden, required(parts, link.target), context));
  }
  return {
    sheets,
    encoding: null,
    close: () => {
      context.strings = new SheetStrings();
      parts.clear();
    },
  };
}

function checkSizes(items: readonly ZipItem[]): void {
  let total = 0;
  for (const { size, packed } of items) {
    total += size;
    if (size > XLSX_LIMITS.ratioFrom && size > packed * XLSX_LIMITS.ratio)
      throw new FormatError('unsafe-archive', { place: 'ratio' }, { what: 'ratio' });
  }
  if (total > XLSX_LIMITS.total) throw new FormatError('too-large', {}, { what: 'XLSX' });
}

/** Archives that are something else, by what they hold. */
function refuseOthers(parts: Parts): void {
  const has = (start: string) => [...parts.keys()].some((name) => name.startsWith(start));
  if (parts.has('xl/workbook.bin')) throw unsupported('XLSB', 'sheet');
  if (has('word/')) throw unsupported('DOCX', 'document');
  if (has('ppt/')) throw unsupported('PPTX', 'document');
  if (parts.has('content.xml') && parts.has('meta-inf/manifest.xml')) throw unsupported('ODS', 'sheet');
  if (!parts.has('[content_types].xml') && !has('xl/') && !parts.has('_rels/.rels')) {
    throw unsupported('ZIP', 'archive');
  }
}

function unsupported(format: string, advice: string): FormatError {
  return new FormatError('unsupported', {}, { format, advice });
}

async function mainPart(parts: Parts): Promise<string> {
  const links = await relationships(parts, '', '_rels/.rels');
  const main = [...links.values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (main.toLowerCase().endsWith('.bin')) throw unsupported('XLSB', 'sheet');
  return main;
}

async function relationships(parts: Parts, base: string, path: string) {
  const handler = new RelationshipsHandler(base);
  await scanOptional(parts, path.replace(/^\//, ''), handler);
  return handler.byId;
}

function required(parts: Parts, path: string): SourceFile {
  const part = parts.get(path.toLowerCase());
  if (part === undefined) throw new FormatError('missing-part', {}, { name: path });
  return part;
}

async function scanOptional(parts: Parts, path: string | undefined, handler: XmlHandler): Promise<void> {
  const part = path === undefined ? undefined : parts.get(path.toLowerCase());
  if (part !== undefined) await scan(part, handler);
}

async function scan(part: SourceFile, handler: XmlHandler): Promise<void> {
  for await (const _ of scanned(part, handler));
}

/** Feeds the handler; yields the share of the part read so far. */
async function* scanned(part: SourceFile, handler: XmlHandler): AsyncGenerator<number> {
  const scanner = new XmlScanner(handler);
  let decoder: TextDecoder | null = null;
  let bytes = 0;
  for await (const chunk of part.open()) {
    if (chunk.length === 0) continue;
    decoder ??= new TextDecoder(encodingOf(chunk));
    bytes += chunk.length;
    scanner.push(decoder.decode(chunk, { stream: true }));
    yield bytes / part.size;
  }
  scanner.push(decoder?.decode() ?? '');
  scanner.end();
}

/** XML in UTF-16 begins with a byte order mark; all else is UTF-8 by the standard of the package. */
function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function sheetPart(name: string, hidden: boolean, part: SourceFile, context: SheetContext): SheetPart {
  let merges: readonly MergedRange[] = [];
  return {
    name,
    hidden,
    merges: () => merges,
    async *rows(counts: CellCounts): AsyncGenerator<RowBatch> {
      const handler = new SheetRowsHandler(context, counts);
      let held: SheetRow[] = [];
      for await (const done of scanned(part, handler)) {
        if (handler.rows.length < BATCH_ROWS) continue;
        held = handler.rows;
        handler.rows = [];
        yield { rows: held, done };
      }
      merges = handler.merges;
      yield { rows: handler.rows, done: 1 };
    },
  };
}
