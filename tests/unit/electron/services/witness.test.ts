import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DurableDisk, realDisk } from '../../../../electron/services/durable-file.ts';
import { openWitness } from '../../../../electron/services/witness.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const witness = (journalSeq: number) => ({
  epoch: 1,
  generation: 'g1',
  manifestHash: 'ab',
  journalSeq,
  realData: false,
  at: 7,
});

function fail(code: string): never {
  throw Object.assign(new Error(code), { code });
}

describe('the witness', { timeout: 30_000 }, () => {
  it('is null before the first write and then what was written last', async () => {
    const folder = temporaryFolder();
    const service = openWitness(folder);
    expect(await service.read()).toBeNull();
    await Promise.all([1, 2, 3].map((seq) => service.write(witness(seq))));
    expect(await service.read()).toEqual(witness(3));
    expect(await openWitness(folder).read()).toEqual(witness(3));
    expect(readdirSync(folder)).toEqual(['witness.json']);
  });

  it('stays the old one when the disk is full at any call', async () => {
    const failing: Partial<DurableDisk>[] = [
      { open: async () => fail('ENOSPC') },
      { rename: async () => fail('ENOSPC') },
      {
        open: async (path, flags, mode) => {
          const file = await realDisk.open(path, flags, mode);
          file.writeFile = async () => fail('ENOSPC');
          return file;
        },
      },
      {
        open: async (path, flags, mode) => {
          const file = await realDisk.open(path, flags, mode);
          file.sync = async () => fail('ENOSPC');
          return file;
        },
      },
    ];
    for (const part of failing) {
      const folder = temporaryFolder();
      await openWitness(folder).write(witness(1));
      const service = openWitness(folder, { ...realDisk, ...part });
      await expect(service.write(witness(2))).rejects.toMatchObject({ code: 'disk-full' });
      expect(await service.read()).toEqual(witness(1));
      expect(readdirSync(folder)).toEqual(['witness.json']);
    }
  });

  it('says disk-denied for a disk that may not be written to', async () => {
    const service = openWitness(temporaryFolder(), { ...realDisk, open: async () => fail('EROFS') });
    await expect(service.write(witness(1))).rejects.toMatchObject({ code: 'disk-denied' });
  });

  it('does not take a broken file for a missing one', async () => {
    const folder = temporaryFolder();
    for (const text of ['', '{', '{"epoch":1}']) {
      writeFileSync(join(folder, 'witness.json'), text);
      await expect(openWitness(folder).read()).rejects.toMatchObject({ code: 'internal' });
    }
  });
});
