/**
 * Makes alerts bearable with no page open: tells windows of floods, of alerts that come and go and of what is put aside, puts conditions aside
 * and shows them again when their time is over. Journal first, in one turn with the alerts. Who may is cases/case-desk.ts.
 */
import { auditEvent } from '../../shared/access/audit.ts';
import type { Alert } from '../../shared/cases/alert.ts';
import { type Shelf, shelfRefusal, shelvesOver } from '../../shared/cases/alert-signals.ts';
import { announceAgain, conditionOfId } from '../../shared/cases/transitions.ts';
import type { ShelveAnswer, AlertSignals as SignalNews } from '../../shared/host/case-schemas.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { AlertBook } from './alert-book.ts';
import type { AuditActor, AuditLog } from './audit-log.ts';
import type { HostEvents } from './events.ts';
import type { Journal } from './journal.ts';
import type { LiveClock } from './live-alerts.ts';
import type { SignalBook } from './signal-book.ts';

/** How often time is looked at, and at most how late windows are told of what comes and goes; the begin of a flood is told at once. */
const LOOK_MS = 500;
/** Ids told to the windows at once. */
const MOST_CHATTERING = 500;

export interface AlertSignalsParts {
  journal: Journal;
  alerts: AlertBook;
  /** Already replayed. */
  book: SignalBook;
  audit: AuditLog;
  events: HostEvents;
  clock: LiveClock;
  /** Told of an end that could not be written; it is tried again. */
  onTrouble?: (error: unknown) => void;
}

/** Who puts aside, and how that is written down. */
interface By {
  actor: { id: string };
  audit: AuditActor;
}

export class AlertSignals {
  private readonly parts: AlertSignalsParts;
  private stop: (() => void) | null = null;
  private looking: Promise<void> | null = null;
  private told = '';
  private flooding = 0;

  constructor(parts: AlertSignalsParts) {
    this.parts = parts;
  }

  start(): void {
    this.told = JSON.stringify(this.news());
    this.stop ??= this.parts.clock.every(LOOK_MS, () => void this.look());
  }

  async close(): Promise<void> {
    this.stop?.();
    this.stop = null;
    await this.looking;
  }

  /** The book was told of more: what floods is told at once, what only comes and goes with the next look. */
  follow(): void {
    if (this.stop && this.parts.book.flood.since !== this.flooding) this.tell();
  }

  news(): SignalNews {
    const { book, clock } = this.parts;
    const { since, firstOut } = book.flood;
    return {
      flood: { since, firstOut: since > 0 ? firstOut : '' },
      chattering: book.chattering(clock.now(), MOST_CHATTERING),
      shelves: book.shelves(),
    };
  }

  /** Rejects with what the disk says; nothing is put aside then. */
  shelve(
    alertId: string,
    reason: Shelf['reason'],
    until: number,
    { actor, audit }: By,
  ): Promise<ShelveAnswer> {
    const { alerts, clock } = this.parts;
    return alerts.inTurn<ShelveAnswer>(async () => {
      const from = clock.now();
      const alert = alerts.alerts().find(({ id }) => id === alertId);
      if (!alert) return { ok: false, reason: 'missing' };
      const refused = shelfRefusal(alert.level, { from, until });
      if (refused) return { ok: false, reason: refused };
      const shelf: Shelf = { alert: conditionOfId(alert.id), reason, from, until, by: actor.id };
      const minutes = Math.ceil((until - from) / 60_000);
      // The id of the device stands in the record beside it: some look like the number of a person.
      const detail = { does: 'shelve', kind: alert.kind, level: alert.level, reason, minutes };
      const note = auditEvent('case.command', { count: 1, detail });
      await this.parts.audit.appendWith([{ kind: 'alert.shelved', shelf }], [note], audit);
      this.tell();
      return { ok: true, shelf };
    });
  }

  /** False: it was not put aside. Whoever shows it again has it before the eyes: it is not announced anew. */
  unshelve(condition: string, { actor, audit }: By): Promise<boolean> {
    return this.parts.alerts.inTurn(async () => {
      if (!this.parts.book.shelf(condition)) return false;
      const body: JournalBody = { kind: 'alert.unshelved', alert: condition, by: actor.id };
      const note = auditEvent('case.command', { count: 1, detail: { does: 'unshelve' } });
      await this.parts.audit.appendWith([body], [note], audit);
      this.tell();
      return true;
    });
  }

  /** One look at the time: ends what is over and tells what is otherwise than before. */
  look(): Promise<void> {
    this.looking ??= this.end()
      .catch((error) => this.parts.onTrouble?.(error))
      .finally(() => {
        this.looking = null;
      });
    return this.looking;
  }

  private async end(): Promise<void> {
    const { book, clock, alerts, journal } = this.parts;
    book.pass(clock.now());
    if (book.shelves().length > 0) {
      await alerts.inTurn(async (keep) => {
        const live = new Map(alerts.alerts().map((alert) => [conditionOfId(alert.id), alert]));
        const { over, announced } = shelvesOver(book.shelves(), live, clock.now());
        if (over.length === 0) return;
        const changed = announced.flatMap((condition): Alert[] => {
          const alert = live.get(condition);
          const again = alert ? announceAgain(alert) : null;
          return again ? [again] : [];
        });
        await journal.append([
          ...over.map(({ alert }): JournalBody => ({ kind: 'alert.unshelved', alert, by: '' })),
          ...changed.map((alert): JournalBody => ({ kind: 'alert.changed', alert })),
        ]);
        keep(changed);
      });
    }
    this.tell();
  }

  private tell(): void {
    const news = this.news();
    this.flooding = news.flood.since;
    const text = JSON.stringify(news);
    if (text === this.told) return;
    this.told = text;
    this.parts.events.emit('live.signals', news);
  }
}
