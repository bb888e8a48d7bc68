/**
 * Reads GeoJSON (FeatureCollection, bare array of features, one feature or geometry) and JSON arrays of plain
 * records, streaming. Owns the walk over the document; the cutting is json-splitter.ts, one record is
 * json-record.ts. Never holds more than one record and one chunk.
 */

import { requireDegrees } from './crs-name.ts';
import { decodeStream, type Encoding, StreamDecoder } from './encoding.ts';
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
  const decoder = new StreamDecoder(options.encoding);
  const splitter = new JsonSplitter();
  const root: JsonObject = {};
  let plain: JsonObject | null = {};
  let rootSize = 0;
  let seen = 0;
  const collect = (pieces: JsonPiece[]): ReadBatch => {
    const batch: ReadBatch = { records: [], unread: [], bytes: decoder.bytes };
    for (const piece of pieces) {
      if (piece.kind === 'member') {
        rootSize += piece.text.length;
        const value = memberValue(piece);
        if (KEPT.has(piece.key)) root[piece.key] = value;
        if (plain && rootSize < 1_000_000) plain[piece.key] = value;
        else plain = null;
        if (piece.key === 'crs') {
          options.onCrs?.(value);
          if (!options.anyCrs && !options.onCrs) requireDegrees(value, piece);
        }
      } else {
        seen++;
        addPiece(batch, piece, decoder.damaged);
      }
    }
    return batch;
  };
  for await (const text of decodeStream(inPieces(file.open()), decoder)) yield collect(splitter.push(text));
  const last = collect(splitter.end());
  refuseOther(root);
  if (splitter.recordKey === null && seen === 0) {
    const only = shapeRecord(plain ?? root, 1, JSON.stringify(plain ?? root).slice(0, 500));
    if (only.geometry !== null || Object.keys(only.fields).length > 0) last.records.push(only);
  }
  yield last;
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
    const record = readJsonRecord(piece.text, piece, piece.coordinates);
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
