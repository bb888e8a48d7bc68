/**
 * Writes one plain sheet as an .xlsx file (ECMA-376 parts in a ZIP). Uses the browser's own deflate, so it starts no
 * worker from a blob, which the content policy forbids. Owns no labels; cells are numbers or text.
 */

/** Rows Excel can hold, the heading among them. */
export const XLSX_ROWS = 1_048_576;

export interface Sheet {
  name: string;
  headings: string[];
  rows: (string | number)[][];
}

const encoder = new TextEncoder();
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function escapeXml(text: string): string {
  return (
    text
      // XML 1.0 cannot hold these at all, not even escaped.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
  );
}

/** 0 -> A, 25 -> Z, 26 -> AA. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

function cell(value: string | number, reference: string, style: string): string {
  if (typeof value === 'number' && Number.isFinite(value))
    return `<c r="${reference}"${style}><v>${value}</v></c>`;
  const text = typeof value === 'number' ? '' : value;
  if (text === '') return '';
  // Inline text is never read as a formula, whatever it begins with.
  return `<c r="${reference}"${style} t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

function sheetXml({ headings, rows }: Sheet): string {
  const letters = headings.map((_, index) => columnLetters(index));
  const row = (values: (string | number)[], at: number, style = '') =>
    `<row r="${at}">${values.map((value, i) => cell(value, `${letters[i]}${at}`, style)).join('')}</row>`;
  const body = rows.map((values, index) => row(values, index + 2)).join('');
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return (
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="${Math.max(1, headings.length)}" width="16" customWidth="1"/></cols>` +
    `<sheetData>${row(headings, 1, ' s="1"')}${body}</sheetData></worksheet>`
  );
}

function parts(sheet: Sheet): [string, string][] {
  const name = escapeXml(sheet.name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31) || 'Sheet1');
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const fonts = '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>';
  const rest =
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>' +
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>';
  return [
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>` +
        `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>` +
        `<Relationship Id="rId2" Type="${DOCUMENT}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', `${XML}<styleSheet xmlns="${MAIN}">${fonts}${rest}</styleSheet>`],
    ['xl/worksheets/sheet1.xml', sheetXml(sheet)],
  ];
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 as ZIP wants it (polynomial 0xEDB88320, reflected). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** ZIP headers share these fields; little-endian, names in UTF-8 (flag bit 11), no date (1980-01-01). */
function header(
  signature: number,
  extra: number,
  name: Uint8Array,
  sizes: [number, number, number],
): DataView {
  const central = extra > 0;
  const view = new DataView(new ArrayBuffer((central ? 46 : 30) + name.length));
  let at = 0;
  const u16 = (value: number) => view.setUint16((at += 2) - 2, value, true);
  const u32 = (value: number) => view.setUint32((at += 4) - 4, value, true);
  u32(signature);
  if (central) u16(20);
  for (const value of [20, 0x0800, 8, 0, 0x0021]) u16(value);
  for (const value of sizes) u32(value);
  u16(name.length);
  u16(0);
  if (central) {
    for (const value of [0, 0, 0]) u16(value);
    u32(0);
    u32(extra - 1);
  }
  new Uint8Array(view.buffer).set(name, at);
  return view;
}

async function zip(files: [string, string][]): Promise<Blob> {
  const chunks: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let offset = 0;
  let directoryBytes = 0;
  for (const [path, text] of files) {
    const name = encoder.encode(path);
    const bytes = encoder.encode(text);
    const packed = await deflate(bytes);
    const sizes: [number, number, number] = [crc32(bytes), packed.length, bytes.length];
    const local = header(0x04034b50, 0, name, sizes);
    const central = header(0x02014b50, offset + 1, name, sizes);
    chunks.push(local.buffer as ArrayBuffer, packed as Uint8Array<ArrayBuffer>);
    directory.push(central.buffer as ArrayBuffer);
    offset += local.byteLength + packed.length;
    directoryBytes += central.byteLength;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, directoryBytes, true);
  end.setUint32(16, offset, true);
  return new Blob([...chunks, ...directory, end.buffer as ArrayBuffer], {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
}

/** The file. Throws RangeError past XLSX_ROWS rows. */
export function writeXlsx(sheet: Sheet): Promise<Blob> {
  if (sheet.rows.length + 1 > XLSX_ROWS) throw new RangeError(`a sheet holds ${XLSX_ROWS} rows`);
  return zip(parts(sheet));
}
