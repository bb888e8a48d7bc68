/**
 * Opens CityJSON (1.0, 1.1, 2.0) and CityJSONSeq: a layer per type of city object, parts of buildings, bridges and
 * tunnels folded into the whole so that a building counts once. Owns the document and its layers; the place of an
 * object is cityjson-geometry.ts, its fields cityjson-object.ts.
 */
import { type CityVertices, readVertices } from './cityjson-geometry.ts';
import { type CityEntity, cityRecord } from './cityjson-object.ts';
import { crsOfReference } from './crs-reference.ts';
import { decodeStream, detectEncoding, type Encoding, StreamDecoder } from './encoding.ts';
import { FormatError } from './format-error.ts';
import { errorPlace, isObject, isUnread, type JsonObject, parseLenient } from './json-record.ts';
import { LayerSummary } from './layer-summary.ts';
import { LineCutter } from './line-cutter.ts';
import type { DeclaredCrs, FileProblem, OpenedFile, OpenOptions, TextEncoding } from './opened-file.ts';
import type { SourceFile } from './source-file.ts';
import { cutRaw, type ReadBatch, type SourceRecord, type UnreadRecord } from './source-record.ts';

/** Characters of the longest string of V8 (2^29 - 24); a document is parsed as one. */
const TEXT_LIMIT = 536_870_888;
const HEAD = 256 * 1024;
const BATCH = 500;
/** Type of a part: type of the whole it is folded into. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ['BuildingPart', 'Building'],
  ['BridgePart', 'Bridge'],
  ['TunnelPart', 'Tunnel'],
]);

interface Layer {
  records: SourceRecord[];
  unread: UnreadRecord[];
  summary: LayerSummary;
}

/** What the first object of a file or sequence declares. */
interface Header {
  crs: DeclaredCrs | null;
  transform: unknown;
}

/**
 * Throws `not-json`, `damaged`, `unsupported-version`, `too-large`, `no-records` or `empty-file`. A broken object, or line of a
 * sequence, is unread.
 */
export async function openCityJson(file: SourceFile, options: OpenOptions): Promise<OpenedFile> {
  const head = await file.slice(0, Math.min(HEAD, file.size));
  if (head.length === 0) throw new FormatError('empty-file');
  const guess = detectEncoding(head);
  const decoder = new StreamDecoder(options.encoding ?? (guess.ascii ? 'auto' : guess.encoding));
  const city = new CityLayers();
  const start = new TextDecoder(options.encoding ?? guess.encoding).decode(head, { stream: true });
  if (/\.jsonl$/i.test(file.name) || isSequence(start)) await readSequence(file, decoder, city);
  else readDocument(await wholeText(file, decoder), city);
  const layers = city.layers;
  if (layers.size === 0) throw new FormatError('no-records');
  const infos = [...layers].map(([name, { summary }]) => summary.info(name, city.header?.crs ?? null));
  return {
    layers: infos,
    problems: problemsOf(
      infos.some((info) => info.geometry !== 'none' && info.crs === null),
      layers,
    ),
    encoding: encodingUsed(decoder.encoding ?? 'utf-8', guess.confidence, options, head),
    async *read(name) {
      const layer = layers.get(name);
      if (layer) yield* batches(layer, file.size);
    },
    close() {
      layers.clear();
    },
  };
}

/** A second object after the first line: a sequence, whatever the file is called. */
function isSequence(text: string): boolean {
  const lines = text.split('\n').map((line) => line.replace('\u001e', '').trim());
  const first = lines.findIndex((line) => line !== '');
  const next = lines.slice(first + 1).find((line) => line !== '');
  if (/^\{[\s\S]*"type"\s*:\s*"CityJSONFeature"/.test(lines[first] ?? '')) return true;
  return (lines[first] ?? '').endsWith('}') && (next ?? '').startsWith('{');
}

async function wholeText(file: SourceFile, decoder: StreamDecoder): Promise<string> {
  const tooLarge = new FormatError('too-large', {}, { what: 'CityJSON' });
  // A character takes three bytes at most, or four for two.
  if (file.size > TEXT_LIMIT * 3) throw tooLarge;
  const parts: string[] = [];
  let length = 0;
  for await (const text of decodeStream(file.open(), decoder)) {
    length += text.length;
    if (length > TEXT_LIMIT) throw tooLarge;
    parts.push(text);
  }
  return parts.join('');
}

function readDocument(text: string, city: CityLayers): void {
  const bare = text.trimStart();
  if (bare === '') throw new FormatError('empty-file');
  const parsed = parseLenient(text);
  if ('error' in parsed) {
    if (isCut(parsed.error)) throw new FormatError('truncated');
    throw new FormatError('not-json', errorPlace(text, parsed.error, { line: 1, column: 1 }));
  }
  if (!isObject(parsed.value)) throw new FormatError('damaged', {}, { place: 'CityJSON' });
  city.open(parsed.value);
  city.addObjects(parsed.value, 1);
}

function isCut(error: Error): boolean {
  return /end of (?:JSON )?(?:input|data)|unterminated string/i.test(error.message);
}

/** A line of its own per feature: the first holds the transform and the coordinate system for all. */
async function readSequence(file: SourceFile, decoder: StreamDecoder, city: CityLayers): Promise<void> {
  const cutter = new LineCutter();
  let line = 0;
  const take = (lines: string[]) => {
    for (const whole of lines) {
      line++;
      const text = (whole.charCodeAt(0) === 0x1e ? whole.slice(1) : whole).trim();
      if (text === '') continue;
      const parsed = whole === cutter.overlong ? null : parseLenient(text);
      if (parsed === null)
        city.addUnread({ line, column: 1, place: '', reason: 'record-too-large', params: {}, raw: '' });
      else if ('value' in parsed && isObject(parsed.value)) {
        if (parsed.value['type'] === 'CityJSON' || city.header === null) city.open(parsed.value);
        city.addObjects(parsed.value, line);
      } else {
        const reason = 'error' in parsed ? 'broken-json' : 'not-a-record';
        city.addUnread({ line, column: 1, place: '', reason, params: {}, raw: cutRaw(text) });
      }
    }
  };
  for await (const text of decodeStream(file.open(), decoder)) take(cutter.push(text));
  take(cutter.end());
}

/** Gathers the objects of a document, or of one feature after another, by layer. */
class CityLayers {
  readonly layers = new Map<string, Layer>();
  header: Header | null = null;
  /** Broken lines before the first object: they go to the first layer. */
  private waiting: UnreadRecord[] = [];

  /** Reads what the first object declares. Throws `unsupported-version`. */
  open(document: JsonObject): void {
    const type = document['type'];
    if (type !== 'CityJSON' && type !== 'CityJSONFeature')
      throw new FormatError('damaged', {}, { place: 'type' });
    const version = String(document['version'] ?? '').slice(0, 20);
    if (version !== '' && !/^[12]\.\d/.test(version))
      throw new FormatError('unsupported-version', {}, { format: 'CityJSON', version });
    const metadata = isObject(document['metadata']) ? document['metadata'] : {};
    this.header = { crs: crsOfReference(metadata['referenceSystem']), transform: document['transform'] };
  }

  /** The objects of one document or feature. `line`: where it starts. */
  addObjects(document: JsonObject, line: number): void {
    const objects = document['CityObjects'];
    if (!isObject(objects)) {
      if (document['type'] === 'CityJSON') throw new FormatError('damaged', {}, { place: 'CityObjects' });
      this.addUnread({ line, column: 1, place: '', reason: 'not-a-record', params: {}, raw: '' });
      return;
    }
    const entities = entitiesOf(objects);
    if (entities.length === 0) return;
    const vertices = this.vertices(document);
    for (const entity of entities) {
      const layer = this.layer(layerName(entity.object));
      const record = cityRecord(entity, vertices, layer.summary.features + 1);
      if (isUnread(record)) {
        layer.unread.push(record);
        layer.summary.addUnread();
      } else {
        layer.records.push(record);
        layer.summary.add(record.geometry, record.fields);
      }
    }
  }

  addUnread(record: UnreadRecord): void {
    const first = this.layers.values().next().value;
    if (first === undefined) this.waiting.push(record);
    else {
      first.unread.push(record);
      first.summary.addUnread();
    }
  }

  /** Without a list of vertices every index is out of range: the objects are unread one by one. */
  private vertices(document: JsonObject): CityVertices {
    const vertices = Array.isArray(document['vertices']) ? document['vertices'] : [];
    return readVertices(vertices, document['transform'] ?? this.header?.transform);
  }

  private layer(name: string): Layer {
    let layer = this.layers.get(name);
    if (!layer) {
      layer = { records: [], unread: [], summary: new LayerSummary() };
      this.layers.set(name, layer);
      const waiting = this.waiting;
      this.waiting = [];
      for (const record of waiting) this.addUnread(record);
    }
    return layer;
  }
}

/** Objects that count by themselves, each with the parts below it. A part without its whole counts as one. */
function entitiesOf(objects: JsonObject): CityEntity[] {
  const all = new Map<string, JsonObject>();
  for (const [id, object] of Object.entries(objects)) if (isObject(object)) all.set(id, object);
  const entities = new Map<string, CityEntity>();
  for (const [id, object] of all) {
    const whole = wholeOf(id, object, all);
    if (whole !== id) continue;
    entities.set(id, { id, object, parts: [], parent: parentsOf(object).find((up) => all.has(up)) ?? '' });
  }
  for (const [id, object] of all) {
    const whole = wholeOf(id, object, all);
    if (whole !== id) entities.get(whole)?.parts.push({ id, object });
  }
  return [...entities.values()];
}

/** Id of the object that a part is folded into; its own id when it is none, or its parents lead in a circle. */
function wholeOf(id: string, object: JsonObject, all: ReadonlyMap<string, JsonObject>): string {
  const seen = new Set([id]);
  let at = id;
  let here = object;
  while (WHOLE.has(String(here['type']))) {
    const type = WHOLE.get(String(here['type']));
    const up = parentsOf(here).find((parent) => {
      const other = all.get(parent);
      return other !== undefined && (other['type'] === type || other['type'] === here['type']);
    });
    if (up === undefined) return at;
    if (seen.has(up)) return id;
    seen.add(up);
    at = up;
    here = all.get(up)!;
  }
  return at;
}

function parentsOf(object: JsonObject): string[] {
  const parents = object['parents'] ?? object['parent'];
  return (Array.isArray(parents) ? parents : [parents]).filter((id) => typeof id === 'string');
}

function layerName(object: JsonObject): string {
  const type = typeof object['type'] === 'string' && object['type'] !== '' ? object['type'] : 'CityObject';
  return (WHOLE.get(type) ?? type).slice(0, 100);
}

function problemsOf(unplaced: boolean, layers: ReadonlyMap<string, Layer>): FileProblem[] {
  const problems: FileProblem[] = [];
  if (unplaced)
    problems.push({
      code: 'crs-missing',
      message: 'The file does not name its coordinate system.',
      count: 1,
    });
  const broken = [...layers.values()].reduce((sum, { unread }) => sum + unread.length, 0);
  if (broken > 0)
    problems.push({ code: 'unread-records', message: 'Objects that cannot be read.', count: broken });
  return problems;
}

/** JSON is UTF-8 by its standard: only another encoding is worth a word. */
function encodingUsed(
  encoding: Encoding,
  confidence: number,
  options: OpenOptions,
  head: Uint8Array,
): TextEncoding | null {
  if (encoding === 'utf-8') return null;
  const text = new TextDecoder(encoding).decode(head, { stream: true });
  const words = text.split(/[\n"]/).filter((word) => /\P{ASCII}/u.test(word));
  const sample = words.slice(0, 20).join('\n');
  return { encoding, confidence: options.encoding ? 1 : confidence, sample: sample.slice(0, 2000) };
}

function* batches({ records, unread }: Layer, size: number): Generator<ReadBatch> {
  const steps = Math.max(1, Math.ceil(records.length / BATCH));
  for (let step = 0; step < steps; step++) {
    yield {
      records: records.slice(step * BATCH, (step + 1) * BATCH),
      unread: step === 0 ? unread : [],
      bytes: Math.round((size * (step + 1)) / steps),
    };
  }
}
