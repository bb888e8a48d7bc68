import { describe, expect, it } from 'vitest';
import { openJournal } from '../../../../electron/services/journal.ts';
import { type JournalDisk, realJournalDisk } from '../../../../electron/services/journal-disk.ts';
import { auditBody } from '../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const now = () => 1000;

/** A disk whose `failing`-th call fails with ENOSPC; a failing write leaves half of its bytes behind. */
function fullDisk() {
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

/** Appends 6 times over several segments; the disk is full from call `failing` for `length` calls. */
async function run(failing: number, length: number) {
  const folder = temporaryFolder();
  const { disk, state } = fullDisk();
  const journal = await openJournal({ folder, now, disk, segmentBytes: 250 });
  state.calls = 0;
  state.failing = failing;
  state.until = failing + length;
  const acknowledged: number[] = [];
  let refused = 0;
  for (let n = 1; n <= 6; n++) {
    try {
      await journal.append([auditBody(n)]);
      acknowledged.push(n);
    } catch (error) {
      expect(error).toMatchObject({ code: 'disk-full' });
      refused++;
    }
    const visible = (await journal.read(0, 100)).map((record) => (record.body as { count: number }).count);
    expect(visible).toEqual(acknowledged);
  }
  state.until = failing;
  await journal.append([auditBody(7)]);
  acknowledged.push(7);
  await journal.close();
  return { folder, acknowledged, refused, calls: state.calls };
}

describe('a full disk', { timeout: 60_000 }, () => {
  it('refuses with disk-full at every single call, keeps what was acknowledged and goes on after', async () => {
    const { calls } = await run(Number.MAX_SAFE_INTEGER - 100, 1);
    expect(calls).toBeGreaterThan(10);
    let refusals = 0;
    for (const length of [1, 3, 1000]) {
      for (let failing = 0; failing < calls; failing++) {
        const { folder, acknowledged, refused } = await run(failing, length);
        refusals += refused;
        const records: number[] = [];
        const seqs: number[] = [];
        const again = await openJournal({
          folder,
          now,
          onReplay: (record) => {
            seqs.push(record.seq);
            records.push((record.body as { count: number }).count);
          },
        });
        await again.close();
        expect(records).toEqual(acknowledged);
        expect(seqs).toEqual(acknowledged.map((_, i) => i + 1));
      }
    }
    expect(refusals).toBeGreaterThan(calls);
  });
});
