/**
 * Reads the segments of a log (the journal, the inboxes of the feeds) at start: checks every frame and the unbroken run of sequence numbers, and cuts a torn tail off the last
 * segment. Anything else that is wrong is refused as 'journal-broken' with the place, and nothing is changed.
 */
import { join } from 'node:path';
import { HostError } from '../../shared/host/host-error.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import { type JournalDisk, realJournalDisk } from './journal-disk.ts';
import { type Numbered, scanSegment } from './journal-segment.ts';

export interface Segment {
  path: string;
  /** First sequence number (as in the file's name), and last one committed; `first - 1` while empty. */
  first: number;
  last: number;
  /** Committed bytes; what the file holds beyond them was never acknowledged. */
  bytes: number;
  /** Length of the file when it was opened. */
  onDisk: number;
  /** First sequence number and offset of every frame. */
  frames: { first: number; offset: number }[];
}

const NAME = /^(\d{16})\.seg$/;

/**
 * All segments in order. Calls `onRecord` for every record only after all of them were found whole. `beginsAnywhere`: the oldest ones may have
 * been dropped.
 */
export async function openSegments<T extends Numbered>(
  disk: JournalDisk,
  folder: string,
  onRecord: (record: T) => void,
  beginsAnywhere: boolean,
): Promise<Segment[]> {
  const { segments, records } = await readSegments<T>(disk, folder, beginsAnywhere);
  const tail = segments.at(-1);
  if (tail && tail.onDisk > tail.bytes) await cutTornTail(disk, folder, tail);
  for (const record of records) onRecord(record);
  return segments;
}

/**
 * Reads without changing anything: how much there is, and how many segments were closed before the vault was made: no personal value is
 * in those, sealed or not (only a sample's, which are made up). Rejects with HostError 'journal-broken'.
 */
export async function inspectJournal(
  folder: string,
): Promise<{ segments: number; beforeVault: number; records: number; bytes: number }> {
  const { segments, records } = await readSegments<JournalRecord>(realJournalDisk, folder, false);
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const made = records.find(({ body }) => body.kind === 'audit' && body.entry?.kind === 'vault.created');
  const beforeVault = segments.filter(({ last }) => made && last < made.seq).length;
  return { segments: segments.length, beforeVault, records: records.length, bytes };
}

async function readSegments<T extends Numbered>(disk: JournalDisk, folder: string, beginsAnywhere: boolean) {
  const names = (await disk.list(folder)).filter((name) => NAME.test(name)).sort();
  const segments: Segment[] = [];
  const records: T[] = [];
  let next = beginsAnywhere && names.length > 0 ? Number(NAME.exec(names[0])?.[1]) : 1;
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    const segment = await openSegment(disk, folder, name, next, isLast, records);
    next = segment.last + 1;
    segments.push(segment);
  }
  return { segments, records };
}

async function openSegment<T extends Numbered>(
  disk: JournalDisk,
  folder: string,
  name: string,
  expected: number,
  isLast: boolean,
  records: T[],
): Promise<Segment> {
  const first = Number(NAME.exec(name)?.[1]);
  if (first !== expected) throw broken(name, `starts at ${first}, not ${expected}`);
  const path = join(folder, name);
  const content = await disk.readAll(path);
  const scan = scanSegment<T>(content);
  if (scan.damaged || (!isLast && scan.whole < content.length))
    throw broken(name, `damaged at ${scan.whole}`);
  let seq = first;
  const frames = scan.frames.map((frame) => {
    const start = seq;
    for (const record of frame.records) {
      if (record.seq !== seq) throw broken(name, `record ${record.seq} where ${seq} belongs`);
      records.push(record);
      seq++;
    }
    return { first: start, offset: frame.offset };
  });
  if (frames.length === 0 && !isLast) throw broken(name, 'empty');
  return {
    path,
    first,
    last: seq - 1,
    bytes: frames.length === 0 ? 0 : scan.whole,
    onDisk: content.length,
    frames,
  };
}

async function cutTornTail(disk: JournalDisk, folder: string, segment: Segment): Promise<void> {
  const handle = await disk.openSegment(segment.path);
  try {
    await handle.truncate(segment.bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await disk.syncFolder(folder);
}

function broken(name: string, detail: string): HostError {
  return new HostError('journal-broken', `${name}: ${detail}`);
}
