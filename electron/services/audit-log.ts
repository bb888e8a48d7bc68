/**
 * The audit chain on the disk: entries go through the journal, the head also into a small file apart, so that a journal that was cut or made
 * anew is noticed. Owns order and anchor; what an entry is, is shared/access/audit.ts. Breaks are noted and stay noted.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import {
  type AuditEntry,
  type AuditEvent,
  type AuditHead,
  type ChainFault,
  entryText,
  HashSchema,
  linkFault,
  NO_HEAD,
  nextEntry,
} from '../../shared/access/audit.ts';
import { type AuditStatus, AuditStatusSchema } from '../../shared/host/access-schemas.ts';
import { HostError } from '../../shared/host/host-error.ts';
import type { JournalBody, JournalRecord } from '../../shared/host/journal-record.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from './durable-file.ts';
import type { Journal } from './journal.ts';
import { accessHostError } from './vault.ts';

const AnchorSchema = v.object({
  n: v.pipe(v.number(), v.integer(), v.minValue(0)),
  hash: HashSchema,
  breaks: AuditStatusSchema.entries.breaks,
});
type Anchor = v.InferOutput<typeof AnchorSchema>;

/** Most breaks that are kept: the first ones matter. */
const MOST_BREAKS = 100;
const MOST_READ = 2000;

/** Who stands in an entry. */
export interface AuditActor {
  by: string;
  role: AuditEntry['role'];
}
export const NOBODY: AuditActor = { by: '', role: null };

/** Collects the chain while the journal is replayed, checking every link. */
export class AuditReplay {
  head: AuditHead = NO_HEAD;
  /** Journal number of every entry, in order. */
  readonly seqs: number[] = [];
  readonly faults: { n: number; fault: ChainFault }[] = [];
  /** Hash by entry number, for the anchor. */
  private readonly anchorHash = new Map<number, string>();
  private readonly anchorN: number;

  constructor(anchorN = 0) {
    this.anchorN = anchorN;
  }

  replay(record: JournalRecord): void {
    if (record.body.kind !== 'audit' || !record.body.entry) return;
    const { entry } = record.body;
    const fault = linkFault(this.head, entry) ?? (hashOf(entry) === entry.hash ? null : 'content');
    if (fault) this.faults.push({ n: this.head.n + 1, fault });
    this.seqs.push(record.seq);
    this.head = { n: entry.n, hash: entry.hash };
    if (entry.n === this.anchorN) this.anchorHash.set(entry.n, entry.hash);
  }

  /** What the anchor has against what was read; null: they agree. */
  against(anchor: AuditHead): { n: number; fault: ChainFault } | null {
    if (anchor.n === 0) return null;
    if (this.head.n < anchor.n) return { n: this.head.n + 1, fault: 'end' };
    return this.anchorHash.get(anchor.n) === anchor.hash ? null : { n: anchor.n, fault: 'link' };
  }
}

export interface AuditLogOptions {
  folder: string;
  journal: Journal;
  now: () => number;
  replay: AuditReplay;
  anchor: Anchor | null;
  /** The journal could not be opened: nothing is compared, nothing concluded. */
  journalBroken?: boolean;
  disk?: DurableDisk;
}

/** What the file apart says; an unreadable one counts as none but is noted as a break by the log. */
export async function readAuditAnchor(folder: string): Promise<Anchor | null> {
  return readJson(join(folder, ANCHOR_FILE), AnchorSchema).catch(() => ({
    ...NO_HEAD,
    breaks: [{ n: 0, fault: 'link' as const, foundAt: 0 }],
  }));
}

const ANCHOR_FILE = 'audit-head.json';

export class AuditLog {
  private readonly options: AuditLogOptions;
  private head: AuditHead;
  private breaks: Anchor['breaks'];
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(options: AuditLogOptions) {
    this.options = options;
    this.head = options.replay.head;
    this.breaks = options.anchor?.breaks ?? [];
  }

  static async open(options: AuditLogOptions): Promise<AuditLog> {
    const log = new AuditLog(options);
    if (options.journalBroken) return log;
    const { replay, anchor, now } = options;
    const found = [...replay.faults];
    const gone = anchor && replay.against(anchor);
    if (gone) found.push(gone);
    const fresh = found.filter(
      ({ n, fault }) => !log.breaks.some((known) => known.n === n && known.fault === fault),
    );
    if (fresh.length > 0) {
      log.breaks = [...log.breaks, ...fresh.map((each) => ({ ...each, foundAt: now() }))].slice(
        0,
        MOST_BREAKS,
      );
      await log.writeAnchor();
    }
    return log;
  }

  status(): AuditStatus {
    return { ...this.head, breaks: this.breaks };
  }

  /** Resolves when all are on the disk. Rejects with HostError; nothing is written then. */
  async append(events: readonly AuditEvent[], actor: AuditActor): Promise<AuditEntry[]> {
    return (await this.appendWith([], events, actor)).entries;
  }

  /** The same with what is audited in front of its entries, in one append: all of it is on the disk or nothing. */
  appendWith(
    bodies: readonly JournalBody[],
    events: readonly AuditEvent[],
    actor: AuditActor,
  ): Promise<{ entries: AuditEntry[]; records: JournalRecord[] }> {
    const done = this.turn.then(async () => {
      const entries: AuditEntry[] = [];
      let { head } = this;
      try {
        for (const event of events) {
          const entry = await nextEntry(head, event, { at: this.options.now(), ...actor });
          entries.push(entry);
          head = { n: entry.n, hash: entry.hash };
        }
      } catch (error) {
        throw accessHostError(error);
      }
      const audits = entries.map((entry): JournalBody => {
        return { kind: 'audit', action: entry.kind, detail: '', count: entry.count, entry };
      });
      const records = await this.options.journal.append([...bodies, ...audits]);
      for (const { seq } of records.slice(bodies.length)) this.options.replay.seqs.push(seq);
      this.head = head;
      await this.writeAnchor();
      return { entries, records };
    });
    this.turn = done.catch(() => {});
    return done;
  }

  /** Entries with n > after by their order in the journal, at most `limit` and MOST_READ. */
  async read(after: number, limit: number): Promise<AuditEntry[]> {
    if (!(limit >= 1) || !(after >= 0)) throw new HostError('bad-arguments', 'limit');
    const { seqs } = this.options.replay;
    const entries: AuditEntry[] = [];
    const most = Math.min(Math.floor(limit), MOST_READ);
    for (let at = Math.floor(after); at < seqs.length && entries.length < most; ) {
      const records = await this.options.journal.read(
        seqs[at] - 1,
        Math.min(seqs[Math.min(seqs.length, at + most) - 1] - seqs[at] + 1, 20_000),
      );
      const last = records.at(-1)?.seq ?? seqs[at];
      for (const { body } of records) {
        if (body.kind === 'audit' && body.entry && entries.length < most) entries.push(body.entry);
      }
      while (at < seqs.length && seqs[at] <= last) at++;
    }
    return entries;
  }

  /** The entry is in the journal already: a disk that refuses the anchor must not undo what was recorded. */
  private async writeAnchor(): Promise<void> {
    const anchor: Anchor = { ...this.head, breaks: this.breaks };
    try {
      await replaceFile(
        join(this.options.folder, ANCHOR_FILE),
        new TextEncoder().encode(`${JSON.stringify(anchor)}\n`),
        this.options.disk ?? realDisk,
      );
    } catch (error) {
      console.error('[audit]', error instanceof Error ? error.message : 'anchor');
    }
  }
}

function hashOf(entry: AuditEntry): string {
  return createHash('sha256').update(entryText(entry)).digest('hex');
}
