/**
 * Room on the profile's disk for alarms: a reserve file that is given up when the disk is full, so that LIFE can still be written, and whether BULK must
 * wait. The disk's calls come in as a port.
 */
import { open, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const MB = 1024 * 1024;
const RESERVE_BYTES = 16 * MB;
/** Below this BULK is not acknowledged any more. */
const LEAST_FREE_BYTES = 100 * MB;
/** The reserve is made again only when there is plenty. */
const PLENTY_BYTES = 2 * LEAST_FREE_BYTES;

export interface RoomDisk {
  free(folder: string): Promise<number>;
  /** Makes a file that takes up so much room, unless it is there. */
  reserve(path: string, bytes: number): Promise<void>;
  /** False: it was not there. */
  release(path: string): Promise<boolean>;
}

export const realRoomDisk: RoomDisk = {
  free: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  reserve: async (path, bytes) => {
    const there = await stat(path).catch(() => null);
    if (there?.size === bytes) return;
    const file = await open(path, 'w', 0o600);
    try {
      // Written, not only set to a length: a sparse file reserves nothing.
      const block = new Uint8Array(MB);
      for (let at = 0; at < bytes; at += MB) await file.write(block, 0, MB, at);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  release: (path) =>
    unlink(path).then(
      () => true,
      () => false,
    ),
};

export class DiskRoom {
  low = false;
  /** The reserve was given up: alarms go on, but the disk is full. */
  spent = false;
  private readonly folder: string;
  private readonly disk: RoomDisk;
  private held = false;

  constructor(folder: string, disk: RoomDisk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Looks at the disk; makes the reserve when there is plenty. Rejects with what the disk says. */
  async look(): Promise<void> {
    const free = await this.disk.free(this.folder);
    this.low = free < LEAST_FREE_BYTES;
    if (this.held || free < PLENTY_BYTES) return;
    await this.disk.reserve(join(this.folder, 'reserve'), RESERVE_BYTES);
    this.held = true;
    this.spent = false;
  }

  /** Gives the reserve up; false: there was none. */
  async spend(): Promise<boolean> {
    this.held = false;
    this.low = true;
    this.spent = true;
    return this.disk.release(join(this.folder, 'reserve'));
  }
}
