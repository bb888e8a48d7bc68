/**
 * Reads GeoJSON (FeatureCollection, bare array of features, one feature or geometry) and JSON arrays of plain
 * records, streaming. Owns the walk over the document; the cutting is json-splitter.ts and, for
 * what is plain, plain-records.ts; one record is json-record.ts. Never holds more than one record and one chunk.
 */

import { requireDegrees } from './crs-name.ts';
import { type Encoding, StreamDecoder, showsUtf8 } from './encoding.ts';
import { FormatError } from './format-error.ts';
import type { JsonPiece } from './json-piece.ts';
import {
  errorPlace,
  isUnread,
  type JsonObject,
  parseLenient,
  readJsonRecord,
  shapeRecord,
} from './json-record.ts';
import { JsonSplitter } from './json-splitter.ts';
import { PlainRecords } from './plain-records.ts';
import type { ByteStream, SourceFile } from './source-file.ts';
import { cutRaw, type ReadBatch } from './source-record.ts';

/** Members of the root that are kept: everything else of a collection is of no use here. */
const KEPT = new Set(['type', 'crs', 'geometry', 'properties', 'coordinates', 'geometries', 'id']);

export interface JsonOptions {
  encoding: Encoding | 'auto';
  /** Reads coordinates in any system; otherwise a `crs` member that names no degrees is refused. */
  anyCrs?: boolean;
  /** Takes the `crs` member of the document, which then may name any system. */
  onCrs?: (crs: unknown) => void;
}

/** Batches of records, one per chunk of the file. Throws FormatError when the document itself cannot be read. */
export async function* readJson(file: SourceFile, options: JsonOptions): AsyncGenerator<ReadBatch> {
  const document = new JsonDocument(options);
  for await (const chunk of inPieces(file.open())) yield document.push(chunk);
  yield document.end();
}

/** A document that comes in chunks. */
class JsonDocument {
  private readonly options: JsonOptions;
  private decoder: StreamDecoder;
  private readonly splitter = new JsonSplitter();
  /** null: not in a list yet, or what comes is not for it. */
  private quick: PlainRecords | null = null;
  /** Brackets at which the list of records may begin, that are still looked at. */
  private tries = 64;
  private bytes = 0;
  private readonly root: JsonObject = {};
  private plain: JsonObject | null = {};
  private rootSize = 0;
  private seen = 0;

  constructor(options: JsonOptions) {
    this.options = options;
    this.decoder = new StreamDecoder(options.encoding);
  }

  push(chunk: Uint8Array): ReadBatch {
    this.bytes += chunk.length;
    const batch: ReadBatch = { records: [], unread: [], bytes: this.bytes };
    let rest: Uint8Array | null = chunk;
    if (!this.quick && this.tries > 0) rest = this.begin(chunk, batch);
    if (rest && this.quick) rest = this.readOn(this.quick, rest, batch);
    if (rest) this.collect(batch, this.splitter.push(this.decoder.decode(rest)));
    return batch;
  }

  end(): ReadBatch {
    const batch: ReadBatch = { records: [], unread: [], bytes: this.bytes };
    const { quick } = this;
    if (quick) {
      this.handOver(quick);
      this.collect(batch, this.splitter.push(this.decoder.decode(quick.rest())));
    }
    this.collect(batch, this.splitter.push(this.decoder.end()));
    this.collect(batch, this.splitter.end());
    refuseOther(this.root);
    if (this.splitter.recordKey === null && this.seen === 0) {
      const whole = this.plain ?? this.root;
      const only = shapeRecord(whole, 1, () => JSON.stringify(whole));
      if (only.geometry !== null || Object.keys(only.fields).length > 0) batch.records.push(only);
    }
    return batch;
  }

  /** Up to the list of records, bracket by bracket. Returns what comes behind. */
  private begin(chunk: Uint8Array, batch: ReadBatch): Uint8Array | null {
    let from = 0;
    for (let at = chunk.indexOf(91); at >= 0 && this.tries > 0; at = chunk.indexOf(91, from)) {
      this.tries--;
      this.collect(batch, this.splitter.push(this.decoder.decode(chunk.subarray(from, at + 1))));
      from = at + 1;
      const { opened } = this.splitter;
      if (!opened) continue;
      this.tries = 0;
      if (this.decoder.readsUtf8) this.quick = new PlainRecords(opened, this.decoder.encoding === null);
    }
    return chunk.subarray(from);
  }

  /** Returns what is not for the quick way; it ends there. */
  private readOn(quick: PlainRecords, chunk: Uint8Array, batch: ReadBatch): Uint8Array | null {
    const before = quick.count;
    const rest = quick.push(chunk, batch.records);
    this.seen += quick.count - before;
    if (!rest) return null;
    this.handOver(quick);
    // What was ASCII so far turns out to be UTF-8: nothing else changes.
    if (this.decoder.encoding !== null || !showsUtf8(rest)) return rest;
    this.decoder = new StreamDecoder('utf-8');
    this.decoder.encoding = 'utf-8';
    this.quick = new PlainRecords(quick, false);
    return this.readOn(this.quick, rest, batch);
  }

  private handOver({ count, line, column, start }: PlainRecords): void {
    this.quick = null;
    this.splitter.pass(count, line, column, start);
  }

  private collect(batch: ReadBatch, pieces: readonly JsonPiece[]): void {
    for (const piece of pieces) {
      if (piece.kind === 'member') this.member(piece);
      else {
        this.seen++;
        addPiece(batch, piece, this.decoder.damaged);
      }
    }
  }

  private member(piece: Extract<JsonPiece, { kind: 'member' }>): void {
    const { options } = this;
    this.rootSize += piece.text.length;
    const value = memberValue(piece);
    if (KEPT.has(piece.key)) this.root[piece.key] = value;
    if (this.plain && this.rootSize < 1_000_000) this.plain[piece.key] = value;
    else this.plain = null;
    if (piece.key !== 'crs') return;
    options.onCrs?.(value);
    if (!options.anyCrs && !options.onCrs) requireDegrees(value, piece);
  }
}

/** Some browsers hand over a file in a few huge chunks: with smaller ones a batch of records is soon let go, and a look at the first ones is short. */
const PIECE = 256 * 1024;

async function* inPieces(stream: ByteStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream)
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
}

function memberValue(piece: Extract<JsonPiece, { kind: 'member' }>): unknown {
  const parsed = parseLenient(piece.text);
  if ('value' in parsed) return parsed.value;
  throw new FormatError('not-json', { ...errorPlace(piece.text, parsed.error, piece), place: piece.key });
}

function addPiece(batch: ReadBatch, piece: Exclude<JsonPiece, { kind: 'member' }>, damaged: boolean): void {
  const { line, column, place } = piece;
  if (piece.kind === 'broken') {
    batch.unread.push({ line, column, place, reason: piece.reason, params: {}, raw: cutRaw(piece.text) });
  } else if (damaged && piece.text.includes('\ufffd')) {
    batch.unread.push({ line, column, place, reason: 'wrong-encoding', params: {}, raw: cutRaw(piece.text) });
  } else {
    const record = readJsonRecord(piece.text, piece);
    if (isUnread(record)) batch.unread.push(record);
    else batch.records.push(record);
  }
}

/** JSON of another family, by what its root says. */
function refuseOther(root: JsonObject): void {
  const type = root['type'];
  const name = type === 'Topology' ? 'TopoJSON' : type === 'CityJSON' ? 'CityJSON' : null;
  if (name) throw new FormatError('unsupported', {}, { format: name, advice: 'gis' });
}
