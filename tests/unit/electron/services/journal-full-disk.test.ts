import { describe, expect, it } from 'vitest';
import { openJournal } from '../../../../electron/services/journal.ts';
import { fullDisk } from '../../../support/full-disk.ts';
import { auditBody } from '../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const now = () => 1000;

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
