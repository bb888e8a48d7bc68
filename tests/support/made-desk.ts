/** A desk with its vault, people and audit log on a real folder, as services.ts puts them together. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openAttempts } from '../../electron/services/attempts.ts';
import { AuditLog, AuditReplay, readAuditAnchor } from '../../electron/services/audit-log.ts';
import { Desk } from '../../electron/services/desk.ts';
import { DisclosureMemory } from '../../electron/services/disclosure-memory.ts';
import { type DurableDisk, realDisk } from '../../electron/services/durable-file.ts';
import { type Journal, openJournal } from '../../electron/services/journal.ts';
import type { JournalDisk } from '../../electron/services/journal-disk.ts';
import { PageRecords } from '../../electron/services/page-records.ts';
import { People } from '../../electron/services/people.ts';
import { PlanBook } from '../../electron/services/plan-book.ts';
import { RecordBook } from '../../electron/services/record-book.ts';
import { RecordDesk } from '../../electron/services/record-desk.ts';
import { type Keyring, Vault } from '../../electron/services/vault.ts';
import type { VaultStatus } from '../../shared/host/access-schemas.ts';

export const PASSPHRASE = 'canal bridge lantern 平江';
export const PIN = '2580';
export const ADMIN = { name: '沈管理', pin: PIN };

export interface MadeDesk {
  desk: Desk;
  vault: Vault;
  audit: AuditLog;
  journal: Journal;
  disclosure: DisclosureMemory;
  records: RecordDesk;
  pageRecords: PageRecords;
  changes: VaultStatus[];
  close(): Promise<void>;
}

export async function makeDesk(
  folder: string,
  {
    now = Date.now,
    keyring = null,
    disk = realDisk,
    journalDisk,
  }: { now?: () => number; keyring?: Keyring | null; disk?: DurableDisk; journalDisk?: JournalDisk } = {},
): Promise<MadeDesk> {
  const anchor = await readAuditAnchor(folder);
  const replay = new AuditReplay(anchor?.n);
  const book = new RecordBook();
  const plans = new PlanBook(now);
  const journal = await openJournal({
    folder: join(folder, 'journal'),
    now,
    disk: journalDisk,
    onReplay: (record) => {
      replay.replay(record);
      book.replay(record);
      plans.replay(record);
    },
  });
  journal.onAppended((records) => {
    for (const record of records) {
      book.replay(record);
      plans.replay(record);
    }
  });
  const audit = await AuditLog.open({ folder, journal, now, replay, anchor });
  const vault = await Vault.open({ folder, now, keyring, disk });
  const changes: VaultStatus[] = [];
  const desk = new Desk({
    vault,
    people: new People({ folder, now, disk }),
    attempts: await openAttempts(folder, now),
    audit,
    now,
    onChanged: (status) => changes.push(status),
    onCreated: () => journal.beginSegment(),
  });
  const close = async () => {
    desk.close();
    await journal.close();
  };
  const records = new RecordDesk({ desk, vault, audit, book });
  const pageRecords = new PageRecords({ desk, book, plans });
  const disclosure = new DisclosureMemory({ folder, vault });
  return { desk, vault, audit, journal, disclosure, records, pageRecords, changes, close };
}

/** A keyring that keeps its secrets to itself; `broken`: belongs to another user now. */
export function madeKeyring(): Keyring & { broken: boolean } {
  const kept = new Map<string, Uint8Array>();
  return {
    broken: false,
    async protect(secret) {
      const handle = randomBytes(24);
      kept.set(handle.toString('hex'), secret.slice());
      return handle;
    },
    async reveal(guarded) {
      const secret = kept.get(Buffer.from(guarded).toString('hex'));
      if (!secret || this.broken) throw new Error('no such secret');
      return secret.slice();
    },
  };
}
