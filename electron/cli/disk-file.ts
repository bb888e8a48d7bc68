/**
 * A file of the disk as the readers of shared/formats want it. Owns no handle between calls: each read opens and closes its own.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceFile } from '../../shared/formats/source-file.ts';

/** Rejects with Node's error when there is no such file. */
export async function diskFile(path: string): Promise<SourceFile> {
  const { size } = await stat(path);
  return {
    name: basename(path),
    size,
    open: () => createReadStream(path),
    async slice(from, to) {
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from));
      const handle = await open(path);
      try {
        for (let at = 0; at < bytes.length; ) {
          const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at);
          if (bytesRead === 0) return bytes.subarray(0, at);
          at += bytesRead;
        }
        return bytes;
      } finally {
        await handle.close();
      }
    },
  };
}
