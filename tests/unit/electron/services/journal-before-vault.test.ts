import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectJournal } from '../../../../electron/services/journal-open.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { handWork } from '../../../support/hand-work.ts';
import { auditBody } from '../../../support/host-fixtures.ts';
import { ADMIN, makeDesk, PASSPHRASE } from '../../../support/made-desk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

const segments = (folder: string) =>
  readdirSync(join(folder, 'journal')).filter((name) => name.endsWith('.seg'));

describe('the journal when the vault is made', { timeout: 60_000 }, () => {
  it('goes on in a new segment: what was written before stands apart, and is read all the same', async () => {
    const folder = temporaryFolder();
    const made = await makeDesk(folder);
    await made.journal.append([auditBody(1, 'before'), auditBody(2, 'before')]);
    expect(await inspectJournal(join(folder, 'journal'))).toMatchObject({ segments: 1, beforeVault: 0 });
    await made.desk.create(PASSPHRASE, false, ADMIN);
    await made.journal.append([auditBody(3, 'after')]);
    const [old, next] = segments(folder).map((name) => readFileSync(join(folder, 'journal', name), 'utf8'));
    expect(segments(folder)).toHaveLength(2);
    expect([old.includes('before'), old.includes('vault.created'), old.includes('after')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([next.includes('before'), next.includes('vault.created'), next.includes('after')]).toEqual([
      false,
      true,
      true,
    ]);
    expect((await made.journal.read(0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    await made.close();
    const again = await makeDesk(folder);
    expect(again.audit.status()).toMatchObject({ n: 1, breaks: [] });
    await again.journal.append([auditBody(4)]);
    expect(await inspectJournal(join(folder, 'journal'))).toEqual({
      ...{ segments: 2, beforeVault: 1, records: 5, bytes: expect.any(Number) },
    });
    await again.close();
  });

  it('an empty journal begins with the vault, in one segment', async () => {
    const folder = temporaryFolder();
    const made = await makeDesk(folder);
    await made.desk.create(PASSPHRASE, false, ADMIN);
    expect(await inspectJournal(join(folder, 'journal'))).toMatchObject({ segments: 1, beforeVault: 0 });
    await made.close();
  });

  it('holds no personal value before it: a note of real homes is refused, a sample may have one', async () => {
    const made = await makeDesk(temporaryFolder());
    const noted = (demo: boolean) => {
      const visit = handWork('', demo).find(({ kind }) => kind === 'round.visited');
      return { ...visit, note: { plain: '张三说' } } as ReturnType<typeof handWork>[number];
    };
    const check = (demo: boolean) => () => made.pageRecords.check(null, [noted(demo)]);
    expect(check(false)).toThrow(expect.objectContaining({ code: 'not-allowed' }));
    expect(check(true)).toThrow(expect.objectContaining({ code: 'not-allowed' }));
    await made.journal.append([
      { kind: 'generation.activated', generation: 'g-demo', name: 'y', demo: true },
    ]);
    await made.journal.append(handWork('', true).filter(({ kind }) => kind === 'round.created'));
    expect(check(true)).not.toThrow();
    await made.close();
  });
});
