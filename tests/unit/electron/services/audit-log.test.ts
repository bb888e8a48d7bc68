import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFrame, MAGIC } from '../../../../electron/services/journal-segment.ts';
import { type AuditEntry, auditEvent, verifyChain } from '../../../../shared/access/audit.ts';
import type { JournalRecord } from '../../../../shared/host/journal-record.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { auditBody } from '../../../support/host-fixtures.ts';
import { makeDesk } from '../../../support/made-desk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

const BY = { by: 'p-0123456789abcdef', role: 'verifier' as const };

async function withEntries(folder: string, count: number): Promise<void> {
  const { audit, journal, close } = await makeDesk(folder);
  for (let n = 0; n < count; n++) {
    await audit.append([auditEvent('export', { count: n })], BY);
    if (n % 3 === 0) await journal.append([auditBody(n)]);
  }
  await close();
}

/** Writes the journal anew as it would stand with other records. */
async function rewrite(folder: string, change: (records: JournalRecord[]) => JournalRecord[]): Promise<void> {
  const { journal, close } = await makeDesk(folder);
  const records = change(await journal.read(0, 1000));
  await close();
  const numbered = records.map((record, i) => ({ ...record, seq: i + 1 }));
  const segment = join(folder, 'journal', '0000000000000001.seg');
  writeFileSync(segment, Buffer.concat([MAGIC, encodeFrame(numbered)]));
}

const entryOf = (record: JournalRecord): AuditEntry | undefined =>
  record.body.kind === 'audit' ? record.body.entry : undefined;

describe('the audit log', { timeout: 60_000 }, () => {
  it('goes on over a restart, among other records, and can be read in pages', async () => {
    const folder = temporaryFolder();
    await withEntries(folder, 7);
    await withEntries(folder, 6);
    const { audit, close } = await makeDesk(folder);
    const entries = await audit.read(0, 1000);
    expect(entries.map(({ n }) => n)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
    const { breaks, ...head } = audit.status();
    expect(await verifyChain(entries, { anchor: head })).toBeNull();
    expect(breaks).toEqual([]);
    expect((await audit.read(4, 5)).map(({ n }) => n)).toEqual([5, 6, 7, 8, 9]);
    expect(await audit.read(13, 5)).toEqual([]);
    await expect(audit.read(-1, 5)).rejects.toMatchObject({ code: 'bad-arguments' });
    await close();
  });

  it('keeps its order when many write at once', async () => {
    const { audit, close } = await makeDesk(temporaryFolder());
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => audit.append([auditEvent('export', { count: n })], BY)),
    );
    const entries = await audit.read(0, 100);
    expect(await verifyChain(entries)).toBeNull();
    expect(entries.map(({ count }) => count)).toEqual(Array.from({ length: 40 }, (_, n) => n));
    await close();
  });

  it('refuses a whole batch of which one would carry a personal value', async () => {
    const { audit, close } = await makeDesk(temporaryFolder());
    const bad = auditEvent('export', { detail: { to: '13812345678' } });
    await expect(audit.append([auditEvent('export'), bad], BY)).rejects.toMatchObject({
      code: 'bad-arguments',
    });
    expect(audit.status().n).toBe(0);
    await audit.append([auditEvent('export')], BY);
    expect(audit.status().n).toBe(1);
    await close();
  });

  it('notices a break wherever it was made, says so for ever, and goes on', async () => {
    for (const at of [0, 4, 8]) {
      const folder = temporaryFolder();
      await withEntries(folder, 9);
      await rewrite(folder, (records) =>
        records.map((record) => {
          const entry = entryOf(record);
          if (entry?.n !== at + 1 || record.body.kind !== 'audit') return record;
          return { ...record, body: { ...record.body, entry: { ...entry, count: 777 } } };
        }),
      );
      for (let run = 0; run < 2; run++) {
        const { audit, close } = await makeDesk(folder);
        expect(audit.status().breaks).toMatchObject([{ n: at + 1, fault: 'content' }]);
        await audit.append([auditEvent('export')], BY);
        await close();
      }
    }
  });

  it('notices entries taken out, a tail that was cut, and a chain made anew', async () => {
    const taken = temporaryFolder();
    await withEntries(taken, 9);
    await rewrite(taken, (records) => records.filter((record) => entryOf(record)?.n !== 5));
    const cut = temporaryFolder();
    await withEntries(cut, 9);
    await rewrite(cut, (records) => records.filter((record) => (entryOf(record)?.n ?? 0) < 6));
    const anew = temporaryFolder();
    const other = temporaryFolder();
    await withEntries(anew, 9);
    await withEntries(other, 9);
    rmSync(join(anew, 'journal'), { recursive: true });
    cpSync(join(other, 'journal'), join(anew, 'journal'), { recursive: true });
    for (const [folder, found] of [
      [taken, { n: 5, fault: 'number' }],
      [cut, { n: 6, fault: 'end' }],
      [anew, { n: 9, fault: 'link' }],
    ] as const) {
      const { audit, close } = await makeDesk(folder);
      expect(audit.status().breaks[0]).toMatchObject(found);
      await close();
    }
  });

  it('takes a crash between journal and anchor for what it is, and a broken anchor for a break', async () => {
    const folder = temporaryFolder();
    await withEntries(folder, 3);
    const anchor = readFileSync(join(folder, 'audit-head.json'));
    await withEntries(folder, 2);
    writeFileSync(join(folder, 'audit-head.json'), anchor);
    const { audit, close } = await makeDesk(folder);
    expect(audit.status()).toMatchObject({ n: 5, breaks: [] });
    await close();
    writeFileSync(join(folder, 'audit-head.json'), '{"n":');
    const broken = await makeDesk(folder);
    expect(broken.audit.status().breaks).toMatchObject([{ n: 0, fault: 'link' }]);
    await broken.close();
  });
});
