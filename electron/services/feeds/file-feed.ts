/**
 * A drop folder as a feed: *.csv and *.ndjson that are laid there are read row by row and, when every row is kept, moved to `done` beside them. A row
 * without an id is named by its content, so that a file laid there twice counts once. Reads nothing outside of its folder.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeedWhy } from '../../../shared/feeds/feed-status.ts';
import type { SourceOf } from '../../../shared/feeds/source.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { FeedContext, RunningFeed } from './feed-port.ts';
import { fileRows } from './file-rows.ts';

const LOOK_MS = 2000;
const MOST_FILE_BYTES = 256 * 1024 * 1024;
/** Rows handed in at once: they share a write. */
const AT_ONCE = 500;

export function startFileFeed(source: SourceOf<'file'>, context: FeedContext): RunningFeed {
  const feed = new FileFeed(source.folder, context);
  return { stop: () => feed.stop() };
}

class FileFeed {
  private readonly folder: string;
  private readonly context: FeedContext;
  private readonly stopTimer: () => void;
  private looking: Promise<void> | null = null;
  private stopped = false;
  /** Size at the last look: a file is read once it has stopped growing. */
  private sizes = new Map<string, number>();

  constructor(folder: string, context: FeedContext) {
    this.folder = folder;
    this.context = context;
    this.stopTimer = context.clock.every(LOOK_MS, () => this.look());
    this.look();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopTimer();
    await this.looking;
  }

  private look(): void {
    this.looking ??= this.lookOnce()
      .catch((error: unknown) => this.context.state('interrupted', whyOf(error)))
      .finally(() => {
        this.looking = null;
      });
  }

  private async lookOnce(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => /^[^.].*\.(csv|ndjson)$/i.test(name)).sort();
    this.context.state('running', '');
    this.context.heard();
    const sizes = new Map<string, number>();
    for (const name of names) {
      const { size } = await stat(join(this.folder, name));
      sizes.set(name, size);
      if (this.stopped) return;
      if (size > 0 && size <= MOST_FILE_BYTES && this.sizes.get(name) === size) await this.take(name);
    }
    this.sizes = sizes;
  }

  /** A refused row leaves the file where it is: it is read again, and what was kept of it counts as duplicate. */
  private async take(name: string): Promise<void> {
    const path = join(this.folder, name);
    let batch: Promise<void>[] = [];
    for await (const { payload, parsed } of fileRows(path)) {
      if (this.stopped) break;
      batch.push(this.context.receive(null, { topic: 'file', payload }, { parsed, named: true }));
      if (batch.length < AT_ONCE) continue;
      await Promise.all(batch);
      batch = [];
    }
    await Promise.all(batch);
    if (this.stopped) return;
    await mkdir(join(this.folder, 'done'), { recursive: true });
    // Two files of one name are two files.
    const mark = createHash('sha256')
      .update(`${name}\0${this.context.clock.now()}`)
      .digest('hex')
      .slice(0, 8);
    await rename(path, join(this.folder, 'done', `${mark}-${name}`));
  }
}

function whyOf(error: unknown): FeedWhy {
  if (error instanceof HostError) return error.code === 'disk-full' ? 'disk-full' : 'behind';
  return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'not-found' : 'failed';
}
