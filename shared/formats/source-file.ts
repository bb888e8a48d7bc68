/**
 * What a reader reads from: a named file that can be opened as a stream of bytes more than once. Owns the shape
 * and the look at the first bytes; browser Files and Node files are adapted to it outside `shared`.
 */

export type ByteStream = AsyncIterable<Uint8Array>;

export interface SourceFile {
  name: string;
  /** Bytes. */
  size: number;
  open(): ByteStream;
  /** The bytes from `from` up to `to`, fewer at the end of the file. */
  slice(from: number, to: number): Promise<Uint8Array>;
  /** Files that belong to it, such as the .dbf and .prj of a .shp. */
  companions?: readonly SourceFile[];
}

/** A file whose bytes are already in memory. */
export function memoryFile(name: string, bytes: Uint8Array, chunk = 65_536): SourceFile {
  return {
    name,
    size: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
    slice: async (from, to) => bytes.subarray(from, to),
  };
}

/** The first `length` bytes of a file (fewer when it is shorter); the stream is closed afterwards. */
export async function readHead(file: SourceFile, length: number): Promise<Uint8Array> {
  const head = new Uint8Array(length);
  let at = 0;
  for await (const chunk of file.open()) {
    const part = chunk.subarray(0, length - at);
    head.set(part, at);
    at += part.length;
    if (at >= length) break;
  }
  return head.subarray(0, at);
}
