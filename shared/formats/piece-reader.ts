/**
 * Bytes of a file at a place, loaded in pieces of some megabytes: what is read in order costs one slice per piece, and no
 * more than one piece is held. Owns the window only; knows no format.
 */
import type { SourceFile } from './source-file.ts';

const PIECE = 4 * 1024 * 1024;

export class PieceReader {
  readonly size: number;
  private readonly file: SourceFile;
  private readonly piece: number;
  private start = 0;
  private held: Uint8Array = new Uint8Array(0);

  /** `piece`: bytes loaded at once. */
  constructor(file: SourceFile, piece = PIECE) {
    this.file = file;
    this.size = file.size;
    this.piece = piece;
  }

  /** The bytes from `from` on, fewer at the end of the file; valid until the next call. */
  async bytes(from: number, length: number): Promise<Uint8Array> {
    const to = Math.min(this.size, from + length);
    if (from < 0 || from >= to) return new Uint8Array(0);
    if (from < this.start || to > this.start + this.held.length) {
      this.held = await this.file.slice(from, Math.min(this.size, Math.max(to, from + this.piece)));
      this.start = from;
    }
    return this.held.subarray(from - this.start, to - this.start);
  }

  /** The same as a view for numbers; shorter than asked at the end of the file. */
  async view(from: number, length: number): Promise<DataView> {
    const bytes = await this.bytes(from, length);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
