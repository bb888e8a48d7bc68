/**
 * What the host remembers of changed records, as the journal tells: when each was last changed, which changes there are and which were taken
 * back, and which communities are samples. Owns no values: those it never reads.
 */
import type { RecordEdited } from '../../shared/edits/record-edit.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';

export class RecordBook {
  /** Journal number of the last change, by generation, table and key. */
  private readonly changed = new Map<string, number>();
  /** Journal number by the id of the change. */
  private readonly edits = new Map<string, number>();
  private readonly takenBack = new Set<string>();
  private readonly demo = new Map<string, boolean>();

  /** For every record of the journal, at start and as it grows. */
  replay({ seq, body }: JournalRecord): void {
    if (body.kind === 'generation.activated') this.demo.set(body.generation, body.demo);
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

  /** Whether one of the records was changed after that journal number, or the change to take back is not there any more. */
  contradicts({ generation, edits, undoOf }: Omit<RecordEdited, 'kind' | 'by'>, after: number): boolean {
    if (undoOf && (!this.edits.has(undoOf) || this.takenBack.has(undoOf))) return true;
    return edits.some(({ table, key }) => (this.changed.get(`${generation}/${table}/${key}`) ?? 0) > after);
  }
}
