/**
 * A file of the disk as the readers of shared/formats want it. Owns no handle between calls: each read opens and closes its own.
 */
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isCompanionOf } from '../../shared/formats/companions.ts';
import type { SourceFile } from '../../shared/formats/source-file.ts';

/** A file with the files of its name beside it. Rejects with Node's error when there is no such file. */
export async function diskFile(path: string): Promise<SourceFile> {
  const file = await singleFile(path);
  if (!isCompanionOf(file.name, file.name)) return file;
  const folder = dirname(path);
  const names = (await readdir(folder)).filter(
    (name) => name !== file.name && isCompanionOf(name, file.name),
  );
  return { ...file, companions: await Promise.all(names.map((name) => singleFile(join(folder, name)))) };
}

async function singleFile(path: string): Promise<SourceFile> {
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
