/**
 * A file of messages played again at its own pace or faster, for demos and drills: what it says happens now, and counts for nothing outside of the drill.
 * Ends with the file.
 */
import { mapValue } from '../../../shared/feeds/mapping.ts';
import { parsePayload } from '../../../shared/feeds/payload.ts';
import type { SourceOf } from '../../../shared/feeds/source.ts';
import type { FeedContext, RunningFeed } from './feed-port.ts';
import { type FileRow, fileRows } from './file-rows.ts';

const TICK_MS = 100;

export function startReplayFeed(source: SourceOf<'replay'>, context: FeedContext): RunningFeed {
  const feed = new ReplayFeed(source, context);
  return { stop: () => feed.stop() };
}

class ReplayFeed {
  private readonly source: SourceOf<'replay'>;
  private readonly context: FeedContext;
  private readonly rows: AsyncGenerator<FileRow>;
  private readonly began: number;
  private readonly stopTimer: () => void;
  private next: { row: FileRow; dueAt: number } | null = null;
  private firstAt: number | null = null;
  private playing: Promise<void> | null = null;
  private stopped = false;
  private played = 0;

  constructor(source: SourceOf<'replay'>, context: FeedContext) {
    this.source = source;
    this.context = context;
    this.rows = fileRows(source.file);
    this.began = context.clock.now();
    context.state('running', '');
    this.stopTimer = context.clock.every(TICK_MS, () => this.play());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopTimer();
    await this.playing;
    await this.rows.return(undefined);
  }

  private play(): void {
    this.playing ??= this.playDue()
      .catch((error: NodeJS.ErrnoException) => this.end(error.code === 'ENOENT' ? 'not-found' : 'failed'))
      .finally(() => {
        this.playing = null;
      });
  }

  private async playDue(): Promise<void> {
    while (!this.stopped) {
      this.next ??= await this.read();
      if (!this.next) return this.end('');
      if (this.next.dueAt > this.context.clock.now()) return;
      const { payload } = this.next.row;
      // Another name with every run, and no time of its own: it happens now.
      const topic = `replay/${this.began}/${++this.played}`;
      const mapping = { ...this.source.mapping, occurredAt: '', seq: '', id: '' };
      await this.context.receive(null, { topic, payload }, { mapping, named: true });
      this.next = null;
    }
  }

  private async read(): Promise<{ row: FileRow; dueAt: number } | null> {
    const { done, value: row } = await this.rows.next();
    if (done) return null;
    const parsed = parsePayload(row.payload);
    const mapped = 'value' in parsed ? mapValue(this.source.mapping, '', parsed.value) : parsed;
    const at = 'fields' in mapped ? mapped.fields.occurredAt : null;
    this.firstAt ??= at;
    const after = at === null || this.firstAt === null ? 0 : (at - this.firstAt) / this.source.speed;
    return { row, dueAt: this.began + Math.max(0, after) };
  }

  private end(why: '' | 'not-found' | 'failed'): void {
    this.stopTimer();
    this.context.state(why === '' ? 'ended' : 'failed', why);
  }
}
