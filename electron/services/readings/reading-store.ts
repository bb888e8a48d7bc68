/**
 * The readings of the last days, to try a rule on and to draw: append-only segments of records of one size under the profile, the oldest dropped by
 * age and size. It is no evidence (that is the journal): nobody waits for it, it is not flushed to the disk, and what cannot be written is lost.
 */
import { appendFile, mkdir, readdir, readFile, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { MOST_READINGS, type ReadingColumns } from '../../../shared/cases/reading-series.ts';
import type { LiveClock } from '../live-alerts.ts';

export interface KeptReading {
  device: string;
  kind: string;
  /** Ms since the epoch, by our clock. */
  at: number;
  value: number;
  /** As the device itself said. */
  active: boolean;
  /** A value alone, judged by a rule. */
  measured: boolean;
}

export interface ReadingQuery {
  kind: string;
  /** Null: all of the kind. */
  device: string | null;
  from: number;
  until: number;
}

/** Time, value, number of device and kind in the segment's list of names, marks. */
const RECORD = 24;
const ACTIVE = 1;
const MEASURED = 2;
const MB = 1024 * 1024;
const SEGMENT_BYTES = 8 * MB;
/** A segment is dropped as a whole: one holds no more than a day. */
const SEGMENT_MS = 86_400_000;
const MOST_BYTES = 256 * MB;
/** With less than this free on the disk, older readings make room for what matters more. */
const LEAST_FREE = 500 * MB;
const LONGEST_MS = 30 * 86_400_000;
const WRITE_MS = 2_000;
/** Readings in memory while the disk is slow; what comes beyond is lost. */
const MOST_WAITING = 50_000;

interface Segment {
  name: string;
  first: number;
  last: number;
  bytes: number;
}

export interface ReadingStoreParts {
  folder: string;
  clock: LiveClock;
  onTrouble(error: unknown): void;
  segmentBytes?: number;
  mostBytes?: number;
  freeBytes?: (folder: string) => Promise<number>;
}

export class ReadingStore {
  private readonly parts: ReadingStoreParts;
  private readonly segments: Segment[] = [];
  private waiting: KeptReading[] = [];
  private writing: Promise<void> = Promise.resolve();
  /** The segment of this run, with the numbers of its names: an older one is never appended to, its end may be torn. */
  private own: { segment: Segment; keys: Map<string, number> } | null = null;
  private readonly stopTimer: () => void;

  private constructor(parts: ReadingStoreParts) {
    this.parts = parts;
    this.stopTimer = parts.clock.every(WRITE_MS, () => {
      if (this.waiting.length > 0) void this.write();
    });
  }

  /** Never rejects: without readings the program does everything else. */
  static async open(parts: ReadingStoreParts): Promise<ReadingStore> {
    const store = new ReadingStore(parts);
    try {
      await mkdir(parts.folder, { recursive: true, mode: 0o700 });
      await store.find();
      await store.prune();
    } catch (error) {
      parts.onTrouble(error);
    }
    return store;
  }

  /** Taken in at once; written soon. */
  add(reading: KeptReading): void {
    if (this.waiting.length < MOST_WAITING && Number.isFinite(reading.value)) this.waiting.push(reading);
  }

  /** In order of time; the newest MOST_READINGS. */
  async read({ kind, device, from, until }: ReadingQuery): Promise<ReadingColumns> {
    await this.write();
    const found: KeptReading[] = [];
    let cut = false;
    for (const segment of [...this.segments].reverse()) {
      if (segment.last < from || segment.first > until) continue;
      if (found.length >= MOST_READINGS) {
        cut = true;
        break;
      }
      const wanted = (name: readonly string[]) => name[1] === kind && (device === null || name[0] === device);
      found.push(...(await this.recordsOf(segment, wanted)).filter(({ at }) => at >= from && at <= until));
    }
    found.sort((a, b) => a.at - b.at);
    const shown = found.slice(-MOST_READINGS);
    return { ...columnsOf(shown), cut: cut || shown.length < found.length };
  }

  async close(): Promise<void> {
    this.stopTimer();
    await this.write();
  }

  private write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeWaiting()).catch(this.parts.onTrouble);
    return this.writing;
  }

  private async writeWaiting(): Promise<void> {
    const batch = this.waiting;
    if (batch.length === 0) return;
    this.waiting = [];
    const { segmentBytes = SEGMENT_BYTES, folder } = this.parts;
    const own = this.own?.segment;
    if (own && (own.bytes >= segmentBytes || batch[0].at - own.first > SEGMENT_MS)) {
      this.own = null;
      await this.prune();
    }
    const { segment, keys } = (this.own ??= this.begin(batch[0].at));
    const names: string[] = [];
    const bytes = Buffer.alloc(batch.length * RECORD);
    batch.forEach(({ device, kind, at, value, active, measured }, i) => {
      const name = JSON.stringify([device, kind]);
      let key = keys.get(name);
      if (key === undefined) {
        key = keys.size;
        keys.set(name, key);
        names.push(`${name}\n`);
      }
      bytes.writeDoubleLE(at, i * RECORD);
      bytes.writeDoubleLE(value, i * RECORD + 8);
      bytes.writeUInt32LE(key, i * RECORD + 16);
      bytes.writeUInt32LE((active ? ACTIVE : 0) | (measured ? MEASURED : 0), i * RECORD + 20);
    });
    const path = join(folder, segment.name);
    try {
      // The names first: a record without one says nothing.
      if (names.length > 0) await appendFile(`${path}.names`, names.join(''), { mode: 0o600 });
      await appendFile(`${path}.records`, bytes, { mode: 0o600 });
    } catch (error) {
      // Half a record may stand at its end.
      this.own = null;
      throw error;
    }
    segment.bytes += bytes.length;
    segment.last = Math.max(segment.last, batch[batch.length - 1].at);
  }

  private begin(at: number): { segment: Segment; keys: Map<string, number> } {
    const before = this.segments.at(-1);
    const number = Math.max(Math.floor(at), before ? numberOf(before.name) + 1 : 0);
    const segment = { name: String(number).padStart(14, '0'), first: at, last: at, bytes: 0 };
    this.segments.push(segment);
    return { segment, keys: new Map() };
  }

  private async find(): Promise<void> {
    const { folder } = this.parts;
    const names = (await readdir(folder)).filter((name) => /^\d{14}\.records$/.test(name)).sort();
    for (const file of names) {
      const { size, mtimeMs } = await stat(join(folder, file));
      const name = file.slice(0, 14);
      this.segments.push({
        name,
        first: numberOf(name),
        last: Math.max(mtimeMs, numberOf(name)),
        bytes: size,
      });
    }
  }

  private async prune(): Promise<void> {
    const { clock, folder, mostBytes = MOST_BYTES, freeBytes = freeOnDisk } = this.parts;
    const old = clock.now() - LONGEST_MS;
    const isLow = (await freeBytes(folder)) < LEAST_FREE;
    let sum = this.segments.reduce((total, { bytes }) => total + bytes, 0);
    while (this.segments.length > 0) {
      const [first] = this.segments;
      if (first.last >= old && sum <= mostBytes && !isLow) return;
      this.segments.shift();
      sum -= first.bytes;
      for (const end of ['records', 'names'])
        await unlink(join(folder, `${first.name}.${end}`)).catch(() => {});
    }
  }

  private async recordsOf(
    { name }: Segment,
    wanted: (name: readonly string[]) => boolean,
  ): Promise<KeptReading[]> {
    const path = join(this.parts.folder, name);
    try {
      const lines = (await readFile(`${path}.names`, 'utf8')).split('\n');
      const names = lines.map(nameOf);
      const mine = names.map((each) => each !== null && wanted(each));
      const bytes = await readFile(`${path}.records`);
      const found: KeptReading[] = [];
      for (let i = 0; i + RECORD <= bytes.length; i += RECORD) {
        const key = bytes.readUInt32LE(i + 16);
        const [device, kind] = (mine[key] && names[key]) || [];
        if (device === undefined || kind === undefined) continue;
        const marks = bytes.readUInt32LE(i + 20);
        found.push({
          ...{ device, kind, at: bytes.readDoubleLE(i), value: bytes.readDoubleLE(i + 8) },
          ...{ active: (marks & ACTIVE) !== 0, measured: (marks & MEASURED) !== 0 },
        });
      }
      return found;
    } catch (error) {
      // Dropped meanwhile, or damaged: what is left tells enough.
      this.parts.onTrouble(error);
      return [];
    }
  }
}

function columnsOf(readings: readonly KeptReading[]): Omit<ReadingColumns, 'cut'> {
  const devices = [...new Set(readings.map(({ device }) => device))];
  const numbers = new Map(devices.map((id, i) => [id, i]));
  return {
    devices,
    device: readings.map(({ device }) => numbers.get(device) ?? 0),
    at: readings.map(({ at }) => at),
    value: readings.map(({ value }) => value),
    active: readings.map(({ active }) => (active ? 1 : 0)),
    measured: readings.map(({ measured }) => (measured ? 1 : 0)),
  };
}

const numberOf = (name: string): number => Number(name);

/** A line that was cut off names nothing. */
function nameOf(line: string): string[] | null {
  try {
    const name: unknown = JSON.parse(line);
    return Array.isArray(name) && name.every((each) => typeof each === 'string') ? name : null;
  } catch {
    return null;
  }
}

async function freeOnDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
