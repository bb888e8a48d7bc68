/** A disk that has no room left from one call to another. Owns when it fails; what it holds is on the real one. */
import { type JournalDisk, realJournalDisk } from '../../electron/services/journal-disk.ts';

/** A disk whose `failing`-th call fails with ENOSPC; a failing write leaves half of its bytes behind. */
export function fullDisk() {
  const state = { calls: 0, failing: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };
  const check = () => {
    const call = state.calls++;
    if (call >= state.failing && call < state.until) {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }
  };
  const disk: JournalDisk = {
    ...realJournalDisk,
    openSegment: async (path) => {
      check();
      const handle = await realJournalDisk.openSegment(path);
      return {
        write: async (bytes, position) => {
          try {
            check();
          } catch (error) {
            await handle.write(bytes.subarray(0, bytes.length >> 1), position);
            throw error;
          }
          await handle.write(bytes, position);
        },
        truncate: async (bytes) => {
          check();
          await handle.truncate(bytes);
        },
        datasync: async () => {
          check();
          await handle.datasync();
        },
        close: () => handle.close(),
      };
    },
    syncFolder: async (folder) => {
      check();
      await realJournalDisk.syncFolder(folder);
    },
  };
  return { disk, state };
}
