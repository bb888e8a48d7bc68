/**
 * What a file is, by its first bytes and not by its name alone. Owns the signatures of the formats that are read, those of formats that
 * are not, each with what to do instead, and the choice among the text formats.
 */
import { crsName } from './crs-name.ts';
import { crsOfReference } from './crs-reference.ts';
import { type CsvDialect, detectDialect } from './csv-dialect.ts';
import { detectEncoding, type EncodingGuess } from './encoding.ts';
import { FormatError } from './format-error.ts';
import { isObject, parseLenient } from './json-record.ts';
import { isDataEntry } from './open-archive.ts';
import type { DeclaredCrs, OpenOptions } from './opened-file.ts';
import { MARKUP_HEAD, markupKind } from './sheet-markup.ts';
import { readHead, type SourceFile } from './source-file.ts';
import { readZipDirectory } from './zip-directory.ts';
import { isZip } from './zip-reader.ts';

export const TEXT_FORMATS = ['geojson', 'geojson-lines', 'json-records', 'json-lines', 'csv', 'tsv'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

const BINARY_FORMATS = [
  'xlsx',
  'xls',
  'shapefile',
  'shapefile-zip',
  'dbf',
  'geopackage',
  'flatgeobuf',
  'kml',
  'kmz',
  'cityjson',
  'osm-pbf',
  'archive',
] as const;
type BinaryFormat = (typeof BINARY_FORMATS)[number];

export const FORMATS = [...TEXT_FORMATS, ...BINARY_FORMATS] as const;
export type FormatId = (typeof FORMATS)[number];

/** A text that a stream reader takes. */
export interface Sniffed {
  kind: 'text';
  format: TextFormat;
  encoding: EncodingGuess;
  /** For text tables. */
  dialect: CsvDialect | null;
  /** The first lines as the guessed encoding reads them. */
  sample: string;
  /** The `crs` member that old GeoJSON carries, where it stands near the start. */
  crs: DeclaredCrs | null;
}

/** What a person can do about a file that is not read: message `advice.<advice>`. */
export type Advice = 'gis' | 'sheet' | 'model' | 'archive' | 'picture' | 'document' | 'table';

interface Signature {
  format: string;
  advice: Advice;
  bytes?: number[];
  /** Tested against the first bytes as Latin-1. */
  pattern?: RegExp;
}

const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0));

/** Signatures of the formats that are read whole or at places, by their first bytes. */
const READ: { format: BinaryFormat; bytes?: number[]; pattern?: RegExp }[] = [
  { format: 'xls', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { format: 'geopackage', bytes: ascii('SQLite format 3\0') },
  { format: 'shapefile', bytes: [0x00, 0x00, 0x27, 0x0a] },
  { format: 'flatgeobuf', bytes: ascii('fgb') },
  { format: 'osm-pbf', pattern: /^[\s\S]{4,16}OSMHeader/ },
  { format: 'kml', pattern: /^(?:\xef\xbb\xbf)?\s*<[\s\S]{0,2000}<kml\b|^(?:\xef\xbb\xbf)?\s*<kml\b/ },
  {
    format: 'cityjson',
    pattern:
      /^(?:\xef\xbb\xbf)?\s*\{(?:[\s\S]{0,8000}"type"\s*:\s*"CityJSON|[\s\S]{0,8000}"CityObjects"\s*:)/,
  },
];

/** What a ZIP archive is, by the names in it. */
const ZIP_KINDS: { pattern: RegExp; format?: BinaryFormat; refused?: [string, Advice] }[] = [
  { pattern: /^xl\/(?:workbook|worksheets)/i, format: 'xlsx' },
  { pattern: /^word\//i, refused: ['DOCX', 'document'] },
  { pattern: /^ppt\//i, refused: ['PPTX', 'document'] },
  { pattern: /\.(?:shp|dbf)$/i, format: 'shapefile-zip' },
  { pattern: /\.kml$/i, format: 'kmz' },
  { pattern: /\.gdbtable$/i, refused: ['File geodatabase', 'gis'] },
  { pattern: /\.(?:b3dm|pnts|i3dm|cmpt)$/i, refused: ['3D Tiles', 'model'] },
  { pattern: /\.osgb$/i, refused: ['OSGB', 'model'] },
];

const SHAPE_PART = /\.(?:shp|dbf|shx|prj|cpg|qpj|sbn|sbx)$/i;

const SIGNATURES: Signature[] = [
  { format: 'Parquet', advice: 'table', bytes: ascii('PAR1') },
  { format: 'Arrow', advice: 'table', bytes: ascii('ARROW1') },
  { format: 'DWG', advice: 'model', pattern: /^AC10\d\d/ },
  { format: 'DXF', advice: 'model', pattern: /^\s*0\r?\nSECTION/ },
  { format: 'IFC', advice: 'model', bytes: ascii('ISO-10303-21') },
  { format: '3D Tiles', advice: 'model', pattern: /^(?:b3dm|i3dm|pnts|cmpt|subt)/ },
  { format: 'glTF', advice: 'model', bytes: ascii('glTF') },
  { format: 'LAS / LAZ', advice: 'model', bytes: ascii('LASF') },
  { format: 'PMTiles', advice: 'gis', bytes: ascii('PMTiles') },
  { format: 'GZIP', advice: 'archive', bytes: [0x1f, 0x8b] },
  { format: '7z', advice: 'archive', bytes: [0x37, 0x7a, 0xbc, 0xaf] },
  { format: 'RAR', advice: 'archive', bytes: ascii('Rar!') },
  { format: 'PDF', advice: 'document', bytes: ascii('%PDF') },
  { format: 'PNG', advice: 'picture', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { format: 'JPEG', advice: 'picture', bytes: [0xff, 0xd8, 0xff] },
  { format: 'TIFF', advice: 'picture', pattern: /^(?:II[*+]|MM.[*+])/s },
  {
    format: 'OSM XML',
    advice: 'gis',
    pattern: /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<osm\b/,
  },
  {
    format: 'GML / CityGML',
    advice: 'gis',
    pattern: /^(?:\xef\xbb\xbf)?\s*<[\s\S]{0,2000}opengis\.net\/(?:gml|citygml)/,
  },
  { format: 'HTML', advice: 'document', pattern: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)/i },
  { format: 'XML', advice: 'document', pattern: /^(?:\xef\xbb\xbf)?\s*<\?xml/ },
  { format: '3D Tiles', advice: 'model', pattern: /^(?:\xef\xbb\xbf)?\s*\{[\s\S]*"geometricError"\s*:/ },
  {
    format: 'glTF',
    advice: 'model',
    pattern: /^\s*\{[\s\S]*"asset"\s*:\s*\{[\s\S]*"(?:meshes|buffers)"\s*:/,
  },
  {
    format: 'TopoJSON',
    advice: 'gis',
    pattern: /^(?:\xef\xbb\xbf)?\s*\{[\s\S]{0,400}"type"\s*:\s*"Topology"/,
  },
  {
    format: 'Esri JSON',
    advice: 'gis',
    pattern: /^(?:\xef\xbb\xbf)?\s*\{[\s\S]*"(?:geometryType"\s*:\s*"esri|displayFieldName"\s*:)/,
  },
];

/** Formats that only their name gives away: no signature of their own. */
const BY_NAME: [RegExp, string, Advice][] = [
  [/\.(?:osgb|fbx|3ds|rvt|max|skp)$/i, 'OSGB / BIM', 'model'],
  [/\.mdb$|\.gdb$/i, 'File geodatabase', 'gis'],
  [/\.geobuf$/i, 'Geobuf', 'gis'],
  [/\.(?:pbf|mvt)$/i, 'Geobuf / MVT', 'gis'],
];

const HEAD = 256 * 1024;

/**
 * Looks at the first 256 KiB, and at the table of contents of an archive; `chosen` is what a person set. Throws `empty-file`, `unsupported` or
 * `not-recognised`, and for archives what openZip throws.
 */
export async function sniffFile(
  file: SourceFile,
  chosen: OpenOptions = {},
): Promise<Sniffed | { kind: 'binary'; format: BinaryFormat }> {
  const head = await readHead(file, HEAD);
  if (head.length === 0) throw new FormatError('empty-file');
  const binary = isZip(head) ? await zipKind(file) : readableKind(head, file.name);
  if (binary) return { kind: 'binary', format: binary };
  return sniffText(head, file.name, chosen);
}

async function zipKind(file: SourceFile): Promise<BinaryFormat> {
  const names = (await readZipDirectory(file)).map(({ name }) => name);
  for (const { pattern, format, refused } of ZIP_KINDS) {
    if (!names.some((name) => pattern.test(name))) continue;
    // Together with other data: one of several files.
    const alone = (name: string) => pattern.test(name) || SHAPE_PART.test(name) || !isDataEntry(name);
    if (format === 'xlsx' || (format && names.every(alone))) return format;
    if (format) return 'archive';
    if (refused) throw new FormatError('unsupported', {}, { format: refused[0], advice: refused[1] });
  }
  if (names.some(isDataEntry)) return 'archive';
  throw new FormatError('unsupported', {}, { format: 'ZIP', advice: 'archive' });
}

function readableKind(head: Uint8Array, name: string): BinaryFormat | null {
  const latin = new TextDecoder('latin1').decode(head.subarray(0, 16_384));
  for (const { format, bytes, pattern } of READ) {
    const starts = bytes === undefined || bytes.every((byte, index) => head[index] === byte);
    if (starts && (pattern === undefined || pattern.test(latin))) return format;
  }
  if (/\.dbf$/i.test(name)) return 'dbf';
  return isMarkupSheet(head, name) ? 'xls' : null;
}

/** A table of a web page under a spreadsheet's name, or SpreadsheetML under any. */
function isMarkupSheet(head: Uint8Array, name: string): boolean {
  const latin = new TextDecoder('latin1').decode(head.subarray(0, MARKUP_HEAD));
  const kind = markupKind(latin);
  return kind === 'spreadsheet-ml' || (kind === 'html' && /\.(?:xls|xlsx|et|xlt)$/i.test(name));
}

function sniffText(head: Uint8Array, name: string, chosen: OpenOptions): Sniffed {
  refuseKnown(head, name);
  const guess = detectEncoding(head);
  const encoding: EncodingGuess = chosen.encoding
    ? { encoding: chosen.encoding, confidence: 1, bom: guess.bom, ascii: false }
    : guess;
  const text = new TextDecoder(encoding.encoding).decode(head, { stream: true });
  if (text.trim() === '') throw new FormatError('empty-file');
  if (looksBinary(text)) throw new FormatError('not-recognised', {}, { name });
  const sample = text.slice(0, 2000);
  const start = text.trimStart()[0];
  if (start === '{' || start === '[' || start === '\u001e') {
    const format = jsonFamily(text, name);
    const crs = format === 'geojson' ? crsMember(text) : null;
    return { kind: 'text', format, encoding, dialect: null, sample, crs };
  }
  const dialect = detectDialect(text.slice(0, 64 * 1024), chosen.delimiter);
  const named = /\.(?:csv|tsv|tab|txt)$/i.test(name);
  const firstLine = text.trimStart().split(/\r?\n|\r/, 1)[0];
  if (/\.(?:geo)?json[ls]?$|\.ndjson$/i.test(name)) {
    throw new FormatError('not-json', {
      line: 1 + text.slice(0, text.indexOf(firstLine)).split('\n').length - 1,
      column: 1,
    });
  }
  if (!named && !firstLine.includes(dialect.delimiter)) throw new FormatError('not-recognised', {}, { name });
  return {
    kind: 'text',
    format: dialect.delimiter === '\t' ? 'tsv' : 'csv',
    encoding,
    dialect,
    sample,
    crs: null,
  };
}

function refuseKnown(head: Uint8Array, name: string): void {
  const latin = new TextDecoder('latin1').decode(head.subarray(0, 8192));
  for (const { format, advice, bytes, pattern } of SIGNATURES) {
    const starts = bytes === undefined || bytes.every((byte, index) => head[index] === byte);
    if (starts && (pattern === undefined || pattern.test(latin)))
      throw new FormatError('unsupported', {}, { format, advice });
  }
  const part = /^(.*)\.(?:prj|qpj|cpg)$/i.exec(name);
  if (part) throw new FormatError('missing-part', {}, { name: `${part[1]}.shp` });
  for (const [pattern, format, advice] of BY_NAME) {
    if (pattern.test(name)) throw new FormatError('unsupported', {}, { format, advice });
  }
}

/** More than a few control characters: not text in any encoding that was tried. */
function looksBinary(text: string): boolean {
  const sample = text.slice(0, 4096);
  let control = 0;
  for (let at = 0; at < sample.length; at++) {
    const c = sample.charCodeAt(at);
    if (c < 32 && c !== 9 && c !== 10 && c !== 13 && c !== 0x1e && c !== 12) control++;
  }
  return control > sample.length / 50;
}

/** GeoJSON 2008 named its system at the start of the collection; RFC 7946 knows only WGS84. */
function crsMember(text: string): DeclaredCrs | null {
  const found = /"crs"\s*:\s*(\{[^{}]*(?:\{[^{}]*\}[^{}]*)?\})/.exec(text);
  const parsed = found ? parseLenient(found[1]) : null;
  return parsed && 'value' in parsed ? crsOfReference(crsName(parsed.value)) : null;
}

function jsonFamily(text: string, name: string): TextFormat {
  const geo =
    /"type"\s*:\s*"(?:FeatureCollection|Feature|(?:Multi)?(?:Point|LineString|Polygon)|GeometryCollection)"/.test(
      text,
    );
  // A collection is no line of a file of lines, whatever the file is called.
  const collection = /^\ufeff?\s*(?:\[|\{\s*"type"\s*:\s*"FeatureCollection")/.test(text);
  const named = /\.(?:ndjson|geojsonl|geojsons|jsonl|geojsonseq)$/i.test(name);
  const lines = (named && !collection) || looksLikeLines(text);
  if (lines) return geo ? 'geojson-lines' : 'json-lines';
  return geo ? 'geojson' : 'json-records';
}

/** Most of the first lines are whole JSON objects by themselves, and there is more than one. */
function looksLikeLines(text: string): boolean {
  const lines = text.split('\n');
  if (lines.length < 2) return false;
  const full = lines.slice(0, -1).slice(0, 8);
  const last = lines.at(-1) ?? '';
  if (lines.length <= 8 && last.trim() !== '') full.push(last);
  const whole = full.map((line) => line.replace('\u001e', '').trim()).filter((line) => line !== '');
  if (whole.length < 2) return false;
  const objects = whole.filter((line) => {
    const parsed = line.startsWith('{') ? parseLenient(line) : { error: null };
    return 'value' in parsed && isObject(parsed.value);
  });
  return objects.length >= Math.max(1, whole.length * 0.6) && whole[0].startsWith('{');
}
