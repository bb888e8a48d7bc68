/**
 * What the journal and the inboxes of the feeds need of a disk, as a port, so that tests can fail any single call. Owns file modes
 * (for the owner alone) and complete writes; must not know what the bytes mean.
 */
import { open, readdir, unlink } from 'node:fs/promises';
import { syncFolder } from './durable-file.ts';

export interface SegmentHandle {
  /** All of `bytes`, at an absolute position. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(bytes: number): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

export interface JournalDisk {
  list(folder: string): Promise<string[]>;
  /** Opens for writing; makes the file when it is not there. */
  openSegment(path: string): Promise<SegmentHandle>;
  /** `length` bytes from `start`; fewer at the end of the file. */
  read(path: string, start: number, length: number): Promise<Uint8Array>;
  readAll(path: string): Promise<Uint8Array>;
  remove(path: string): Promise<void>;
  syncFolder(folder: string): Promise<void>;
}

export const realJournalDisk: JournalDisk = {
  list: (folder) => readdir(folder),
  openSegment: async (path) => {
    const file = await openOrMake(path);
    return {
      write: async (bytes, position) => {
        for (let done = 0; done < bytes.length; ) {
          const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
          done += bytesWritten;
        }
      },
      truncate: (bytes) => file.truncate(bytes),
      datasync: () => file.datasync(),
      close: () => file.close(),
    };
  },
  read: async (path, start, length) => {
    const file = await open(path, 'r');
    try {
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await file.read(bytes, done, length - done, start + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.subarray(0, done);
    } finally {
      await file.close();
    }
  },
  readAll: async (path) => {
    const file = await open(path, 'r');
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  },
  remove: (path) => unlink(path),
  syncFolder,
};

/** 'r+' does not make files and 'a' ignores positions on Linux, so a new file is made first. */
async function openOrMake(path: string): ReturnType<typeof open> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return open(path, 'wx+', 0o600);
  }
}
