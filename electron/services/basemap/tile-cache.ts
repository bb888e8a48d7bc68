/**
 * Tiles kept on the disk, bounded in bytes and number: what was used longest ago goes first. One folder a basemap; a cache that cannot be
 * written is a slower map, never an error.
 */
import { mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CachedTile {
  bytes: Uint8Array;
  /** Milliseconds since the epoch when it was fetched. */
  at: number;
}

interface Kept {
  bytes: number;
  at: number;
}

export interface CacheLimits {
  bytes: number;
  tiles: number;
}
export const CACHE_LIMITS: CacheLimits = { bytes: 256 * 1024 * 1024, tiles: 20_000 };

const NAME = /^(\d{1,2})-(\d{1,8})-(\d{1,8})\.tile$/;

export class TileCache {
  private readonly folder: string;
  private readonly limits: CacheLimits;
  /** Least recently used first. */
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;
  private opening: Promise<void> | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, limits: CacheLimits = CACHE_LIMITS) {
    this.folder = folder;
    this.limits = limits;
  }

  async read(z: number, x: number, y: number): Promise<CachedTile | null> {
    await this.open();
    const name = nameOf(z, x, y);
    const known = this.kept.get(name);
    if (!known) return null;
    try {
      const bytes = new Uint8Array(await readFile(join(this.folder, name)));
      // Used just now: last to go.
      this.kept.delete(name);
      this.kept.set(name, known);
      return { bytes, at: known.at };
    } catch {
      this.forget(name);
      return null;
    }
  }

  /** Resolves when it is kept or cannot be; writes go one after the other. */
  write(z: number, x: number, y: number, bytes: Uint8Array, at: number): Promise<void> {
    const done = this.turn.then(async () => {
      await this.open();
      const name = nameOf(z, x, y);
      const path = join(this.folder, name);
      try {
        await mkdir(this.folder, { recursive: true, mode: 0o700 });
        await writeFile(`${path}.tmp`, bytes, { mode: 0o600 });
        await rename(`${path}.tmp`, path);
      } catch {
        return;
      }
      this.forget(name);
      this.kept.set(name, { bytes: bytes.length, at });
      this.bytes += bytes.length;
      await this.shrink();
    });
    this.turn = done;
    return done;
  }

  /** Everything of this basemap goes. */
  async clear(): Promise<void> {
    await this.turn;
    this.kept.clear();
    this.bytes = 0;
    await rm(this.folder, { recursive: true, force: true }).catch(() => {});
  }

  private open(): Promise<void> {
    this.opening ??= this.list();
    return this.opening;
  }

  private async list(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    const found: [string, Kept][] = [];
    for (const name of names.filter((each) => NAME.test(each))) {
      const info = await stat(join(this.folder, name)).catch(() => null);
      if (info) found.push([name, { bytes: info.size, at: info.mtimeMs }]);
    }
    found.sort(([, a], [, b]) => a.at - b.at);
    for (const [name, kept] of found) {
      this.kept.set(name, kept);
      this.bytes += kept.bytes;
    }
    await this.shrink();
  }

  private async shrink(): Promise<void> {
    for (const name of [...this.kept.keys()]) {
      if (this.bytes <= this.limits.bytes && this.kept.size <= this.limits.tiles) return;
      this.forget(name);
      await unlink(join(this.folder, name)).catch(() => {});
    }
  }

  private forget(name: string): void {
    const known = this.kept.get(name);
    if (!known) return;
    this.kept.delete(name);
    this.bytes -= known.bytes;
  }
}

function nameOf(z: number, x: number, y: number): string {
  return `${z}-${x}-${y}.tile`;
}
