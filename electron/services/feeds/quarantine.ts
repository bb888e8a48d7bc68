/**
 * Messages that could not be used, with the reason: a bounded list that outlives a restart. Raw messages in it are kept as RawKeeper keeps
 * them. What a reason means and what a retry does is not decided here.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { ReasonSchema } from '../../../shared/feeds/outcome.ts';
import { type DurableDisk, readJson, replaceFile } from '../durable-file.ts';
import { KeptRawSchema, type RawKeeper } from './raw-message.ts';

const MOST_ENTRIES = 500;
const MOST_BYTES = 16 * 1024 * 1024;

const EntrySchema = v.object({
  /** Lane and number in it. */
  id: v.string(),
  source: v.string(),
  at: v.number(),
  reason: ReasonSchema,
  bytes: v.number(),
  key: v.string(),
  raw: KeptRawSchema,
});
export type QuarantineEntry = v.InferOutput<typeof EntrySchema>;

const FileSchema = v.object({
  entries: v.array(EntrySchema),
  /** Older ones that had to give way. */
  dropped: v.number(),
});

export class Quarantine {
  private readonly path: string;
  private readonly disk: DurableDisk;
  private entries: QuarantineEntry[];
  private droppedCount: number;
  private bytes = 0;
  private dirty = false;

  private constructor(path: string, disk: DurableDisk, file: v.InferOutput<typeof FileSchema>) {
    this.path = path;
    this.disk = disk;
    this.entries = file.entries;
    this.droppedCount = file.dropped;
    for (const entry of file.entries) this.bytes += sizeOf(entry);
  }

  static async open(folder: string, disk: DurableDisk): Promise<Quarantine> {
    const path = join(folder, 'quarantine.json');
    return new Quarantine(path, disk, (await readJson(path, FileSchema)) ?? { entries: [], dropped: 0 });
  }

  get dropped(): number {
    return this.droppedCount;
  }

  /** The newest first. */
  list(source: string | null): QuarantineEntry[] {
    return this.entries.filter((entry) => source === null || entry.source === source).reverse();
  }

  get(id: string): QuarantineEntry | undefined {
    return this.entries.find((entry) => entry.id === id);
  }

  /** One that is there already (a replay) is not added again. */
  add(entry: QuarantineEntry): void {
    if (this.get(entry.id)) return;
    this.entries.push(entry);
    this.bytes += sizeOf(entry);
    this.dirty = true;
    while (this.entries.length > MOST_ENTRIES || this.bytes > MOST_BYTES) {
      const gone = this.entries.shift();
      if (!gone) break;
      this.bytes -= sizeOf(gone);
      this.droppedCount++;
    }
  }

  remove(ids: readonly string[]): void {
    const gone = new Set(ids);
    this.entries = this.entries.filter((entry) => !gone.has(entry.id));
    this.bytes = this.entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    this.dirty = true;
  }

  /** Once there is a vault nothing stays in plain. */
  async seal(keeper: RawKeeper, place: (entry: QuarantineEntry) => string): Promise<void> {
    for (const entry of this.entries) {
      if ('sealed' in entry.raw) continue;
      entry.raw = await keeper.keep(place(entry), await keeper.open(place(entry), entry.raw));
      this.dirty = true;
    }
  }

  /** Writes what changed since the last time. */
  async save(): Promise<void> {
    if (!this.dirty) return;
    const file = { entries: this.entries, dropped: this.droppedCount };
    await replaceFile(this.path, new TextEncoder().encode(JSON.stringify(file)), this.disk);
    this.dirty = false;
  }
}

function sizeOf({ raw }: QuarantineEntry): number {
  return ('plain' in raw ? raw.plain : raw.sealed.bytes).length;
}
