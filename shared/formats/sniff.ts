/**
 * What a file is, by its first bytes and not by its name alone. Owns the table of signatures of formats that are
 * not read, each with what to do instead, and the choice among the text formats that are.
 */
import { type CsvDialect, detectDialect } from './csv-dialect.ts';
import { detectEncoding, type Encoding, type EncodingGuess } from './encoding.ts';
import { FormatError } from './format-error.ts';
import { isObject, parseLenient } from './json-record.ts';
import { readHead, type SourceFile } from './source-file.ts';

export const FORMATS = ['geojson', 'geojson-lines', 'json-records', 'json-lines', 'csv', 'tsv'] as const;
export type FormatId = (typeof FORMATS)[number];

export interface Sniffed {
  format: FormatId;
  encoding: EncodingGuess;
  /** For text tables. */
  dialect: CsvDialect | null;
  /** The first lines as the guessed encoding reads them. */
  sample: string;
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

const SIGNATURES: Signature[] = [
  {
    format: 'XLSX',
    advice: 'sheet',
    bytes: ascii('PK\x03\x04'),
    pattern: /(?:xl\/|\[Content_Types\]\.xml[\s\S]*spreadsheet)/,
  },
  { format: 'DOCX', advice: 'document', bytes: ascii('PK\x03\x04'), pattern: /word\// },
  { format: 'KMZ', advice: 'gis', bytes: ascii('PK\x03\x04'), pattern: /\.kml/ },
  { format: 'Shapefile (ZIP)', advice: 'gis', bytes: ascii('PK\x03\x04'), pattern: /\.(?:shp|dbf|shx)/i },
  { format: 'XLSX', advice: 'sheet', bytes: ascii('PK\x03\x04'), pattern: /\[Content_Types\]\.xml/ },
  { format: 'ZIP', advice: 'archive', bytes: ascii('PK\x03\x04') },
  { format: 'XLS / ET', advice: 'sheet', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { format: 'GeoPackage / SQLite', advice: 'gis', bytes: ascii('SQLite format 3\0') },
  { format: 'Shapefile', advice: 'gis', bytes: [0x00, 0x00, 0x27, 0x0a] },
  { format: 'Parquet', advice: 'table', bytes: ascii('PAR1') },
  { format: 'Arrow', advice: 'table', bytes: ascii('ARROW1') },
  { format: 'FlatGeobuf', advice: 'gis', bytes: ascii('fgb') },
  { format: 'DWG', advice: 'model', pattern: /^AC10\d\d/ },
  { format: 'DXF', advice: 'model', pattern: /^\s*0\r?\nSECTION/ },
  { format: 'IFC', advice: 'model', bytes: ascii('ISO-10303-21') },
  { format: '3D Tiles', advice: 'model', pattern: /^(?:b3dm|i3dm|pnts|cmpt|subt)/ },
  { format: 'glTF', advice: 'model', bytes: ascii('glTF') },
  { format: 'LAS / LAZ', advice: 'model', bytes: ascii('LASF') },
  { format: 'OSM PBF', advice: 'gis', pattern: /^[\s\S]{4,16}OSMHeader/ },
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
  { format: 'KML', advice: 'gis', pattern: /^(?:\xef\xbb\xbf)?\s*<[\s\S]{0,2000}<kml\b|^\s*<kml\b/ },
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
    format: 'CityJSON',
    advice: 'gis',
    pattern: /^(?:\xef\xbb\xbf)?\s*\{[\s\S]{0,400}"type"\s*:\s*"CityJSON/,
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
  [/\.dbf$/i, 'dBASE', 'gis'],
  [/\.(?:shx|sbn|sbx|prj|cpg)$/i, 'Shapefile', 'gis'],
  [/\.(?:osgb|fbx|3ds|rvt|max|skp)$/i, 'OSGB / BIM', 'model'],
  [/\.mdb$|\.gdb$/i, 'File geodatabase', 'gis'],
];

const HEAD = 256 * 1024;

/**
 * Looks at the first 256 KiB; `chosen` is an encoding that a person set. Throws `empty-file`, `unsupported` or
 * `not-recognised`.
 */
export async function sniffFile(file: SourceFile, chosen: Encoding | null = null): Promise<Sniffed> {
  return sniffHead(await readHead(file, HEAD), file.name, chosen);
}

function sniffHead(head: Uint8Array, name: string, chosen: Encoding | null): Sniffed {
  if (head.length === 0) throw new FormatError('empty-file');
  refuseKnown(head, name);
  const guess = detectEncoding(head);
  const encoding: EncodingGuess = chosen
    ? { encoding: chosen, confidence: 1, bom: guess.bom, ascii: false }
    : guess;
  const text = new TextDecoder(encoding.encoding).decode(head, { stream: true });
  if (text.trim() === '') throw new FormatError('empty-file');
  if (looksBinary(text)) throw new FormatError('not-recognised', {}, { name });
  const sample = text.slice(0, 2000);
  const start = text.trimStart()[0];
  if (start === '{' || start === '[' || start === '\u001e') {
    return { format: jsonFamily(text, name), encoding, dialect: null, sample };
  }
  const dialect = detectDialect(text.slice(0, 64 * 1024));
  const named = /\.(?:csv|tsv|tab|txt)$/i.test(name);
  const firstLine = text.trimStart().split(/\r?\n|\r/, 1)[0];
  if (/\.(?:geo)?json[ls]?$|\.ndjson$/i.test(name)) {
    throw new FormatError('not-json', {
      line: 1 + text.slice(0, text.indexOf(firstLine)).split('\n').length - 1,
      column: 1,
    });
  }
  if (!named && !firstLine.includes(dialect.delimiter)) throw new FormatError('not-recognised', {}, { name });
  return { format: dialect.delimiter === '\t' ? 'tsv' : 'csv', encoding, dialect, sample };
}

function refuseKnown(head: Uint8Array, name: string): void {
  const latin = new TextDecoder('latin1').decode(head.subarray(0, 8192));
  for (const { format, advice, bytes, pattern } of SIGNATURES) {
    const starts = bytes === undefined || bytes.every((byte, index) => head[index] === byte);
    if (starts && (pattern === undefined || pattern.test(latin)))
      throw new FormatError('unsupported', {}, { format, advice });
  }
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

function jsonFamily(text: string, name: string): FormatId {
  const geo =
    /"type"\s*:\s*"(?:FeatureCollection|Feature|(?:Multi)?(?:Point|LineString|Polygon)|GeometryCollection)"/.test(
      text,
    );
  const lines = /\.(?:ndjson|geojsonl|geojsons|jsonl|geojsonseq)$/i.test(name) || looksLikeLines(text);
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
