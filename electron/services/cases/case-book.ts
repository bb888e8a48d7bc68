/**
 * All cases of the host with their events, as the journal tells them. Owns what is looked up about them (by alert, what is
 * due next); decides nothing and writes nothing.
 */
import { type Case, isOpen, isOwed } from '../../../shared/cases/case.ts';
import { type Timer, timersOf } from '../../../shared/cases/case-clocks.ts';
import type { CaseEvent } from '../../../shared/cases/case-event.ts';
import { foldOne } from '../../../shared/cases/case-fold.ts';
import { conditionOfId } from '../../../shared/cases/transitions.ts';
import type { JournalRecord } from '../../../shared/host/journal-record.ts';

export class CaseBook {
  private readonly files = new Map<string, Case>();
  private readonly events = new Map<string, CaseEvent[]>();
  private readonly byAlert = new Map<string, string>();
  private readonly byCondition = new Map<string, string>();
  /** Highest number of each day's cases, by the day's text. */
  private readonly numbers = new Map<string, number>();
  private readonly busyWith = new Map<string, number>();
  /** Of the cases in which a clock runs: when the first runs out. */
  private readonly nextDue = new Map<string, number>();

  /** For every record of the journal, at start and as it grows. */
  replay({ body }: JournalRecord): void {
    if (body.kind === 'case.event') this.keep(body.event);
  }

  private keep(event: CaseEvent): void {
    const { caseId } = event;
    const before = this.files.get(caseId) ?? null;
    const after = foldOne(before, event);
    if (after === before) return;
    this.files.set(caseId, after);
    const events = this.events.get(caseId);
    if (events) events.push(event);
    else this.events.set(caseId, [event]);
    this.count(before, -1);
    this.count(after, 1);
    const [next] = timersOf(after);
    if (next) this.nextDue.set(caseId, next.dueAt);
    else this.nextDue.delete(caseId);
    if (event.does.kind === 'open') this.index(after);
    if (event.does.kind === 'alert') this.indexAlert(event.does.alert, caseId);
  }

  private index({ caseId, caseNo, alerts }: Case): void {
    for (const { id } of alerts) this.indexAlert(id, caseId);
    const [day, number] = splitNumber(caseNo);
    this.numbers.set(day, Math.max(number, this.numbers.get(day) ?? 0));
  }

  private indexAlert(alert: string, caseId: string): void {
    this.byAlert.set(alert, caseId);
    this.byCondition.set(conditionOfId(alert), caseId);
  }

  /** Tasks in hand per worker, kept as they change: the choice of a worker asks for it at every dispatch. */
  private count(file: Case | null, by: 1 | -1): void {
    if (!file || !isOpen(file)) return;
    for (const { assignee } of file.tasks.filter(isOwed))
      this.busyWith.set(assignee.id, (this.busyWith.get(assignee.id) ?? 0) + by);
  }

  get(caseId: string): Case | null {
    return this.files.get(caseId) ?? null;
  }

  eventsOf(caseId: string): readonly CaseEvent[] {
    return this.events.get(caseId) ?? [];
  }

  all(): IterableIterator<Case> {
    return this.files.values();
  }

  /** The case that holds this alert, or an open one on an earlier alert of the same device and kind. */
  ofAlert(alert: string): Case | null {
    const own = this.byAlert.get(alert);
    if (own !== undefined) return this.get(own);
    const file = this.get(this.byCondition.get(conditionOfId(alert)) ?? '');
    return file && isOpen(file) ? file : null;
  }

  busy(worker: string): number {
    return this.busyWith.get(worker) ?? 0;
  }

  /** The highest number given on a day (`20261130`, China's); 0: none. */
  lastNumber(day: string): number {
    return this.numbers.get(day) ?? 0;
  }

  /** The clocks that have run out at `now`, the first first. Asked every second: cases with nothing due are not looked through. */
  due(now: number): Timer[] {
    const due: Timer[] = [];
    for (const [caseId, dueAt] of this.nextDue) {
      const file = dueAt <= now ? this.files.get(caseId) : undefined;
      if (file) due.push(...timersOf(file).filter((timer) => timer.dueAt <= now));
    }
    return due.sort((a, b) => a.dueAt - b.dueAt);
  }
}

function splitNumber(caseNo: string): [day: string, number: number] {
  const at = caseNo.lastIndexOf('-');
  return [caseNo.slice(0, at), Number(caseNo.slice(at + 1)) || 0];
}
