/**
 * What a page may put into the journal by `journal.append`, and whose: kinds that the host alone writes are refused, and labels, notice lists and
 * rounds need a person whose role allows them. Which records of a role's own grids are meant is the worker's to check; writes nothing.
 */
import type { Action } from '../../shared/access/permissions.ts';
import { scopeOf } from '../../shared/access/permissions.ts';
import { HostError } from '../../shared/host/host-error.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { Desk } from './desk.ts';
import type { RecordBook } from './record-book.ts';

/** What work by hand needs, by kind of record; `everywhere`: not in the own grids only. */
const WORK: Partial<Record<JournalBody['kind'], { action: Action; everywhere: boolean }>> = {
  'tag.saved': { action: 'record.edit', everywhere: false },
  'tag.removed': { action: 'record.edit', everywhere: true },
  'tag.assigned': { action: 'record.edit', everywhere: false },
  'notice.made': { action: 'notice.list', everywhere: false },
  'notice.delivered': { action: 'notice.list', everywhere: false },
  'round.created': { action: 'record.edit', everywhere: false },
  'round.visited': { action: 'record.edit', everywhere: false },
  'round.closed': { action: 'record.edit', everywhere: false },
};

export interface PageRecordsParts {
  desk: Desk;
  book: RecordBook;
}

export class PageRecords {
  private readonly parts: PageRecordsParts;

  constructor(parts: PageRecordsParts) {
    this.parts = parts;
  }

  /** Throws HostError 'not-allowed' or 'session-over' when one of them may not be written; then none is. */
  check(session: string | null, bodies: readonly JournalBody[]): void {
    for (const body of bodies) {
      checkKind(body);
      this.checkWork(session, body);
    }
  }

  private checkWork(session: string | null, body: JournalBody): void {
    const { desk, book } = this.parts;
    const need = WORK[body.kind];
    if (!need) return;
    const demo = book.isOfDemo(body);
    const plain = body.kind === 'round.visited' && body.note !== null && 'plain' in body.note;
    if (plain && !demo) throw new HostError('not-allowed', 'personal values must be sealed');
    if (desk.status().state === 'none') return;
    const person = session === null ? null : desk.personOf(session);
    // A record says whose work it was: nobody writes in another's name.
    if ('by' in body && body.by !== (person?.id ?? '')) throw new HostError('not-allowed', 'by');
    // Made-up people may be worked on by anybody.
    if (demo) return;
    if (!person) throw new HostError('session-over');
    const scope = scopeOf(person.role, need.action);
    const everywhere = need.everywhere || (body.kind === 'tag.saved' && body.tag.kind !== 'manual');
    if (scope === 'none' || (everywhere && scope !== 'all')) throw new HostError('not-allowed', 'role');
  }
}

function checkKind(body: JournalBody): void {
  // What devices said is written by the host alone; a page could otherwise make up alerts or end them.
  if (body.kind === 'alert.changed') throw new HostError('not-allowed', 'alerts are written by the host');
  // The chain of audit entries is made here (audit.append); a page could otherwise write in another's name.
  if (body.kind === 'audit' && body.entry)
    throw new HostError('not-allowed', 'the audit chain is written by the host');
  // Changes of records come with their audit entry and are asked for by role (record.edit).
  if (body.kind === 'record.edited')
    throw new HostError('not-allowed', 'changes of records are written by the host');
}
