/**
 * Finds the records of a .shp one after the other, in pieces. Owns the header, the index (.shx) and the way back after a
 * damaged record: by the index where there is one, else by looking for the next head that is plausible.
 */
import { FormatError } from './format-error.ts';
import type { FileProblem, LayerGeometry } from './opened-file.ts';
import { PieceReader } from './piece-reader.ts';
import { type ShpGeometry, shpGeometry, shpKind } from './shp-geometry.ts';
import type { SourceFile } from './source-file.ts';

export interface ShpHeader {
  geometry: LayerGeometry;
  bounds: [number, number, number, number] | null;
  problems: FileProblem[];
  /** Records of the index; null: no index that can be used. */
  indexed: number | null;
  /** Bytes that the .shp should have. */
  declared: number;
  /** Of all its records, null shapes (0) apart. */
  type: number;
}

export interface ShpRecord {
  /** From 0; its row in the .dbf. */
  index: number;
  shape: ShpGeometry;
  /** Where it ends, for progress. */
  end: number;
}

const HEADER = 100;
const MAGIC = 9994;
/** Bytes of one record: a coast of ten million vertices is below. */
const RECORD = 256 * 1024 * 1024;
const SEARCHED = 1 << 20;

/** Throws FormatError: empty-file, truncated, damaged, unsupported-version. */
export async function readShpHeader(shp: SourceFile, shx: SourceFile | undefined): Promise<ShpHeader> {
  if (shp.size === 0) throw new FormatError('empty-file');
  const view = viewOf(await shp.slice(0, HEADER));
  if (view.byteLength < HEADER) throw new FormatError('truncated', { place: 'shp' });
  if (view.getInt32(0, false) !== MAGIC) throw damaged();
  const version = view.getInt32(28, true);
  if (version !== 1000) {
    throw new FormatError('unsupported-version', { place: 'shp' }, { format: 'Shapefile', version });
  }
  const type = view.getInt32(32, true);
  const geometry = shpKind(type);
  if (geometry === undefined) throw damaged();
  const problems: FileProblem[] = [];
  const declared = view.getUint32(24, false) * 2;
  if (declared > shp.size) {
    const message = 'the end of the .shp is missing';
    problems.push({ code: 'end-missing', message, count: declared - shp.size });
  }
  const indexed = shx ? await indexCount(shx) : null;
  if (shx && indexed === null)
    problems.push({ code: 'index-damaged', message: 'the .shx cannot be used', count: 1 });
  return { geometry, bounds: boundsOf(view), problems, indexed, declared, type };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(): FormatError {
  return new FormatError('damaged', { place: 'shp' }, { place: 'SHP' });
}

function boundsOf(view: DataView): ShpHeader['bounds'] {
  const [a, b, c, d] = [36, 44, 52, 60].map((at) => view.getFloat64(at, true));
  const known = [a, b, c, d].every((value) => Number.isFinite(value) && Math.abs(value) < 1e38);
  return known && a <= c && b <= d ? [a, b, c, d] : null;
}

async function indexCount(shx: SourceFile): Promise<number | null> {
  const view = viewOf(await shx.slice(0, HEADER));
  if (view.byteLength < HEADER || view.getInt32(0, false) !== MAGIC) return null;
  return Math.floor((shx.size - HEADER) / 8);
}

/** Every record in order; a damaged one has `shape.ok` false. */
export async function* shpRecords(
  shp: SourceFile,
  shx: SourceFile | undefined,
  header: ShpHeader,
): AsyncGenerator<ShpRecord> {
  const walk = new ShpWalk(shp, header.indexed === null ? undefined : shx, header);
  for (let index = 0; ; index++) {
    const record = await walk.next(index);
    if (!record) return;
    yield record;
  }
}

/** The head of a record: where its content is. */
interface Head {
  from: number;
  length: number;
  number: number;
  /** Its shape type is one that exists. */
  known: boolean;
}

class ShpWalk {
  private readonly pieces: PieceReader;
  private readonly index: PieceReader | null;
  private readonly indexed: number;
  private readonly declared: number;
  private readonly type: number;
  /** Content of the last record, and the place behind it. */
  private from = HEADER - 8;
  private at = HEADER;
  /** Records count from 1 as they should; some writers leave the number empty. */
  private numbered = true;
  /** Bytes that may still be searched for lost records. */
  private patience: number;

  constructor(shp: SourceFile, shx: SourceFile | undefined, { indexed, declared, type }: ShpHeader) {
    this.pieces = new PieceReader(shp);
    this.index = shx ? new PieceReader(shx, 1 << 20) : null;
    this.indexed = indexed ?? 0;
    this.declared = declared;
    this.type = type;
    this.patience = shp.size * 2 + 64 * SEARCHED;
  }

  async next(index: number): Promise<ShpRecord | null> {
    const entry = await this.entry(index);
    if (entry === null && this.at + 8 > this.pieces.size) return null;
    const head = entry ? await this.byIndex(index, entry) : await this.byOrder(index);
    if (head === null) {
      // Behind the last entry of an index only whole records count.
      const ended = this.indexed > 0 || this.at >= Math.min(this.declared, this.pieces.size);
      if (entry === null && ended) return null;
      if (entry === null) await this.skip(index);
      return { index, shape: { ok: false, place: 'record' }, end: this.at };
    }
    this.from = head.from;
    this.at = head.from + head.length;
    if (head.length > RECORD) return { index, shape: { ok: false, place: 'length' }, end: this.at };
    const shape = shpGeometry(await this.pieces.view(head.from, head.length));
    return { index, shape, end: this.at };
  }

  /** Where the index says record `index` is, in bytes; null: it says nothing. */
  private async entry(index: number): Promise<{ offset: number; length: number } | null> {
    if (!this.index || index >= this.indexed) return null;
    const view = await this.index.view(HEADER + index * 8, 8);
    if (view.byteLength < 8) return null;
    return { offset: view.getUint32(0, false) * 2, length: view.getUint32(4, false) * 2 };
  }

  /** An entry that leads nowhere gives way to the order of the file. */
  private async byIndex(index: number, entry: { offset: number; length: number }): Promise<Head | null> {
    const { offset, length } = entry;
    const head = await this.head(offset);
    if (head && head.length === length) return head;
    const next = await this.head(this.at);
    if (next?.known && next.number === index + 1) return next;
    if (head?.known && head.number === index + 1) return head;
    const fits = offset >= HEADER && length >= 4 && offset + 8 + length <= this.pieces.size;
    return fits ? { from: offset + 8, length, number: index + 1, known: true } : null;
  }

  /** The record behind the last one; when it is not there, the nearest place that bears its number. */
  private async byOrder(index: number): Promise<Head | null> {
    const here = await this.head(this.at);
    if (here?.known && (!this.numbered || here.number === index + 1)) return here;
    const after = here ? await this.head(here.from + here.length) : null;
    if (index === 0 && here?.known && after?.known && after.number !== 2) this.numbered = false;
    if (here && (after?.number === index + 2 || !this.numbered)) return here;
    if (here?.known && here.from + here.length === this.pieces.size) return here;
    return await this.search(this.from + 8, index + 1);
  }

  /** The head of this record is lost: reading goes on at the next one, or ends. */
  private async skip(index: number): Promise<void> {
    const next = await this.search(this.at + 4, index + 2);
    this.from = next ? next.from - 16 : this.from;
    this.at = next ? next.from - 8 : this.pieces.size;
  }

  private async search(start: number, number: number): Promise<Head | null> {
    for (let from = start; from + 12 <= this.pieces.size; from += SEARCHED) {
      if (!this.numbered || this.patience <= 0) return null;
      const view = await this.pieces.view(from, SEARCHED + 10);
      this.patience -= view.byteLength;
      for (let at = 0; at + 12 <= view.byteLength; at += 2) {
        if (view.getInt32(at, false) !== number) continue;
        const length = view.getUint32(at + 4, false) * 2;
        const type = view.getInt32(at + 8, true);
        if (type !== this.type && (type !== 0 || length !== 4)) continue;
        if (length < 4 || from + at + 8 + length > this.pieces.size) continue;
        return { from: from + at + 8, length, number, known: true };
      }
    }
    return null;
  }

  private async head(at: number): Promise<Head | null> {
    if (at < HEADER) return null;
    const view = await this.pieces.view(at, 12);
    if (view.byteLength < 12) return null;
    const length = view.getUint32(4, false) * 2;
    if (length < 4 || at + 8 + length > this.pieces.size) return null;
    const known = shpKind(view.getInt32(8, true)) !== undefined;
    return { from: at + 8, length, number: view.getInt32(0, false), known };
  }
}
