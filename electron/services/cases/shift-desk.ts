/**
 * Shifts handed over and taken over: what stands then is written down by the host itself, with its audit entry, in one append. Owns the
 * handovers as the journal tells them; who may act is case-desk.ts.
 */
import { auditEvent } from '../../../shared/access/audit.ts';
import type { Alert } from '../../../shared/cases/alert.ts';
import {
  type Handover,
  handoverAfter,
  incomingShift,
  mayTakeOver,
  type ShiftRecord,
  standOf,
} from '../../../shared/cases/handover.ts';
import type { Roster } from '../../../shared/cases/roster.ts';
import type { Feed } from '../../../shared/feeds/feed-status.ts';
import type { Args, Result } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { JournalRecord } from '../../../shared/host/journal-record.ts';
import type { AuditLog } from '../audit-log.ts';
import type { CaseBook } from './case-book.ts';
import type { CaseDesk } from './case-desk.ts';
import type { Commander } from './case-engine.ts';

export class ShiftBook {
  private readonly handovers = new Map<string, Handover>();

  /** For every record of the journal, at start and as it grows. */
  replay({ body }: JournalRecord): void {
    if (body.kind !== 'shift.handedOver' && body.kind !== 'shift.takenOver') return;
    const id = body.kind === 'shift.handedOver' ? body.handover.id : body.handover;
    const after = handoverAfter(this.handovers.get(id), body);
    if (after) this.handovers.set(id, after);
  }

  get(id: string): Handover | null {
    return this.handovers.get(id) ?? null;
  }
}

export interface ShiftDeskParts {
  cases: Pick<CaseDesk, 'commander'>;
  book: ShiftBook;
  files: Pick<CaseBook, 'all'>;
  audit: Pick<AuditLog, 'appendWith'>;
  alerts(): readonly Alert[];
  feeds(): readonly Feed[];
  roster(): Roster;
  now(): number;
}

export class ShiftDesk {
  private readonly parts: ShiftDeskParts;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(parts: ShiftDeskParts) {
    this.parts = parts;
  }

  /** The same id again is the same handover. Rejects with HostError 'not-allowed', 'session-over', or what the disk says. */
  handOver({ session, seat, id }: Args<'shift.handOver'>): Promise<Result<'shift.handOver'>> {
    return this.inTurn(async () => {
      const { book, files, alerts, feeds, roster, now } = this.parts;
      const by = this.demandDesk(session, seat);
      if (book.get(id)) return null;
      const at = now();
      const { post, until } = incomingShift(roster(), at);
      const stand = standOf(files.all(), alerts(), feeds(), until);
      const handover = { id, post, at, until, ...stand, signedOutBy: by.actor.id };
      return this.keep({ kind: 'shift.handedOver', handover }, by, id, stand.openCases.length);
    });
  }

  /** Rejects with HostError 'not-found', 'conflict' (somebody has taken over already), 'not-allowed' (also who handed over). */
  takeOver({ session, seat, id }: Args<'shift.takeOver'>): Promise<Result<'shift.takeOver'>> {
    return this.inTurn(async () => {
      const by = this.demandDesk(session, seat);
      const handover = this.parts.book.get(id);
      if (!handover) throw new HostError('not-found', 'handover');
      if (handover.signedInBy === by.actor.id) return null;
      if (handover.signedInBy !== '') throw new HostError('conflict', 'handover');
      if (!mayTakeOver(handover, by.actor.id)) throw new HostError('not-allowed', 'handed over by the same');
      const record = {
        kind: 'shift.takenOver',
        handover: id,
        at: this.parts.now(),
        by: by.actor.id,
      } as const;
      return this.keep(record, by, id, handover.openCases.length);
    });
  }

  private async keep(record: ShiftRecord, { audit }: Commander, id: string, count: number): Promise<null> {
    const does = record.kind === 'shift.handedOver' ? 'handOver' : 'takeOver';
    const note = auditEvent('case.command', { count, detail: { does, shift: id } });
    await this.parts.audit.appendWith([record], [note], audit);
    return null;
  }

  /** The desk is handed from one who runs it to another. */
  private demandDesk(
    ...sitting: [Args<'shift.handOver'>['session'], Args<'shift.handOver'>['seat']]
  ): Commander {
    const by = this.parts.cases.commander(...sitting, '');
    if (!by.actor.roles.some((role) => role === 'operator' || role === 'supervisor'))
      throw new HostError('not-allowed', 'role');
    return by;
  }

  /** Two who take over at once: the second finds it taken. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }
}
