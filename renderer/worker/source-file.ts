/**
 * A file of the page as the readers of shared/formats take it. Owns how its bytes come: in large pieces, the next one asked for while
 * this one is read.
 */
import type { SourceFile } from '../../shared/formats/source-file.ts';

/** Bytes of a piece. `Blob.stream` gives far smaller ones, each at the price of a message between processes. */
const PIECE = 2 * 1024 * 1024;

export function sourceFile(file: File): SourceFile {
  return {
    name: file.name,
    size: file.size,
    open: () => piecesOf(file),
    slice: (from, to) => bytesOf(file, from, to),
  };
}

async function* piecesOf(file: File): AsyncGenerator<Uint8Array> {
  let next = bytesOf(file, 0, PIECE);
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = await next;
    if (at + PIECE < file.size) {
      next = bytesOf(file, at + PIECE, at + 2 * PIECE);
      // Nobody waits for it when the reader stops here.
      next.catch(() => {});
    }
    yield piece;
  }
}

async function bytesOf(file: File, from: number, to: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(from, to).arrayBuffer());
}
