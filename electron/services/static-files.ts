/**
 * The static files of the page, exactly those that the build's manifest names (`dist/manifest.json`).
 * Checks each file against its recorded hash the first time it is read; must not look at the folder itself.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { HostError } from '../../shared/host/host-error.ts';

const ManifestSchema = v.object({
  version: v.string(),
  files: v.record(
    v.string(),
    v.object({ file: v.string(), type: v.string(), bytes: v.number(), sha256: v.string() }),
  ),
});
export type StaticFile = v.InferOutput<typeof ManifestSchema>['files'][string];

export interface StaticFiles {
  /** Version of the program, from package.json at build time. */
  version: string;
  /** `path` is absolute and decoded, such as `/assets/index-1a2b.js`. */
  find(path: string): Promise<StaticFile | null>;
  /** Whole bytes; rejects with HostError 'not-found' or 'internal' (the file is not what was built). */
  read(file: StaticFile): Promise<Uint8Array>;
}

/** Reads `<dist>/manifest.json`. Rejects with HostError 'not-found' when there is no build. */
export async function openStaticFiles(dist: string): Promise<StaticFiles> {
  let build = await readBuild(dist);
  const { version } = build;

  /** A build swapped in while we run (`npm run dev`) is served from the next page on. */
  async function refresh(): Promise<void> {
    const written = await writtenAt(dist);
    if (written !== build.written) build = await readBuild(dist).catch(() => build);
  }

  return {
    version,
    find: async (path) => {
      if (build.files.get(path)?.type.startsWith('text/html')) await refresh();
      return build.files.get(path) ?? null;
    },
    read: async (file) => {
      let bytes: Uint8Array;
      try {
        bytes = await readFile(join(dist, file.file));
      } catch {
        throw new HostError('not-found', file.file);
      }
      if (!build.verified.has(file)) {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        if (sha256 !== file.sha256) throw new HostError('internal', `${file.file} is not what was built`);
        build.verified.add(file);
      }
      return bytes;
    },
  };
}

interface Build {
  version: string;
  files: Map<string, StaticFile>;
  written: number;
  /** Those whose hash was found right. */
  verified: Set<StaticFile>;
}

async function readBuild(dist: string): Promise<Build> {
  try {
    const written = await writtenAt(dist);
    const manifest = v.parse(ManifestSchema, JSON.parse(await readFile(join(dist, 'manifest.json'), 'utf8')));
    return {
      version: manifest.version,
      files: new Map(Object.entries(manifest.files)),
      written,
      verified: new Set(),
    };
  } catch (error) {
    throw new HostError('not-found', `no build in ${dist}: ${error instanceof Error ? error.message : ''}`);
  }
}

function writtenAt(dist: string): Promise<number> {
  return stat(join(dist, 'manifest.json')).then(
    (found) => found.mtimeMs,
    () => 0,
  );
}
