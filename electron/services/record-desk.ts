/**
 * Keeps changes of records: who may, whether nobody was quicker, then change and audit entry in one append, so that neither is there without
 * the other. What a change means is the worker's; which records of a role's own grids it may touch is checked there too.
 */
import type { Args, Result } from '../../shared/host/contract.ts';
import { HostError } from '../../shared/host/host-error.ts';
import { type AuditActor, type AuditLog, NOBODY } from './audit-log.ts';
import type { Desk } from './desk.ts';
import type { RecordBook } from './record-book.ts';
import { taggedEvents } from './subject-tags.ts';
import type { Vault } from './vault.ts';

export interface RecordDeskParts {
  desk: Desk;
  vault: Vault;
  audit: AuditLog;
  book: RecordBook;
}

export class RecordDesk {
  private readonly parts: RecordDeskParts;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(parts: RecordDeskParts) {
    this.parts = parts;
  }

  /**
   * Written and flushed before it answers. One that is kept already is not kept again. Rejects with HostError: 'not-allowed', 'session-over',
   * 'conflict' (a record was changed since `after`, or the change to take back is gone), 'vault-locked', or what the disk says.
   */
  edit({ session, after, body, audit }: Args<'record.edit'>): Promise<Result<'record.edit'>> {
    const done = this.turn.then(async () => {
      const { book } = this.parts;
      const actor = this.editor(session, body);
      if (audit.kind !== 'record.edited') throw new HostError('bad-arguments', 'audit');
      const known = book.seqOf(body.edit);
      if (known !== undefined) return { first: known, last: known };
      if (book.contradicts(body, after)) throw new HostError('conflict');
      const events = await taggedEvents(this.parts.vault, [audit]);
      const { records } = await this.parts.audit.appendWith(
        [{ kind: 'record.edited', ...body, by: actor.by }],
        events,
        actor,
      );
      return { first: records[0].seq, last: records[records.length - 1].seq };
    });
    this.turn = done.catch(() => {});
    return done;
  }

  /** Made-up people may be changed by anybody; anything else, beside a vault, by whoever has signed in and may. */
  private editor(session: string | null, body: Args<'record.edit'>['body']): AuditActor {
    const { desk, book } = this.parts;
    const demo = book.isDemo(body.generation);
    if (desk.status().state === 'none') {
      if (body.sealed || (body.open && !demo))
        throw new HostError('not-allowed', 'personal values need a vault');
      return NOBODY;
    }
    if (body.open) throw new HostError('not-allowed', 'personal values must be sealed');
    if (session === null && demo) return NOBODY;
    return demo ? desk.actorOf(session ?? '') : desk.actorFor(session ?? '', 'record.edit');
  }
}
