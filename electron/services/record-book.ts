/**
 * What the host remembers of changed records, as the journal tells: when each was last changed, which changes there are and which were taken
 * back, which communities are samples, and where notice lists and rounds belong. Owns no values: those it never reads.
 */
import type { RecordEdited } from '../../shared/edits/record-edit.ts';
import type { JournalBody, JournalRecord } from '../../shared/host/journal-record.ts';

export class RecordBook {
  /** Journal number of the last change, by generation, table and key. */
  private readonly changed = new Map<string, number>();
  /** Journal number by the id of the change. */
  private readonly edits = new Map<string, number>();
  private readonly takenBack = new Set<string>();
  private readonly demo = new Map<string, boolean>();
  /** Generation in which a notice list or a round was made. */
  private readonly work = new Map<string, string>();
  private active = '';

  /** For every record of the journal, at start and as it grows. */
  replay({ seq, body }: JournalRecord): void {
    if (body.kind === 'generation.activated') {
      // What was real once is not made fiction by a later word.
      this.demo.set(body.generation, this.isOfDemo(body));
      this.active = body.generation;
    }
    if ((body.kind === 'notice.made' || body.kind === 'round.created') && !this.work.has(body.id))
      this.work.set(body.id, body.generation);
    if (body.kind !== 'record.edited') return;
    this.edits.set(body.edit, seq);
    if (body.undoOf) this.takenBack.add(body.undoOf);
    for (const { table, key } of body.edits) this.changed.set(`${body.generation}/${table}/${key}`, seq);
  }

  /** Journal number of a change that is kept already. */
  seqOf(edit: string): number | undefined {
    return this.edits.get(edit);
  }

  isDemo(generation: string): boolean {
    return this.demo.get(generation) ?? false;
  }

  /** Whether a record is about made-up people: by its own generation, that of its list or round, or the one that is open. */
  isOfDemo(body: JournalBody): boolean {
    // A sample says of itself that it is one, but not under the name of what was real once.
    if (body.kind === 'generation.activated') return body.demo && this.demo.get(body.generation) !== false;
    if ('generation' in body) return this.isDemo(body.generation);
    if (body.kind === 'notice.delivered') return this.isDemo(this.work.get(body.notice) ?? '');
    if (body.kind === 'round.visited' || body.kind === 'round.closed')
      return this.isDemo(this.work.get(body.round) ?? '');
    return this.isDemo(this.active);
  }

  /** Whether one of the records was changed after that journal number, or the change to take back is not there any more. */
  contradicts({ generation, edits, undoOf }: Omit<RecordEdited, 'kind' | 'by'>, after: number): boolean {
    if (undoOf && (!this.edits.has(undoOf) || this.takenBack.has(undoOf))) return true;
    return edits.some(({ table, key }) => (this.changed.get(`${generation}/${table}/${key}`) ?? 0) > after);
  }
}
