/** The states of open cases on the broker: what others told of theirs, and what of ours still has to be told. Reads cases, writes none. */
import * as v from 'valibot';
import {
  compareShared,
  type SharedCase,
  SharedCaseSchema,
  sharedCase,
} from '../../../shared/duty/shared-case.ts';
import type { CaseBook } from '../cases/case-book.ts';

/** A site with more open cases at once is a broker gone wrong. */
const MOST = 2_000;
const MOST_BYTES = 2_048;

export class SharedCases {
  private readonly book: Pick<CaseBook, 'get' | 'all'>;
  /** As the broker has them, ours among them. */
  private readonly kept = new Map<string, SharedCase>();
  private readonly dirty = new Set<string>();

  constructor(book: Pick<CaseBook, 'get' | 'all'>) {
    this.book = book;
  }

  /** What is not of our form is not looked at. */
  heard(caseId: string, payload: Uint8Array): void {
    if (this.book.get(caseId)) this.dirty.add(caseId);
    if (payload.length === 0) {
      this.kept.delete(caseId);
      return;
    }
    const said = payload.length <= MOST_BYTES ? parsed(SharedCaseSchema, payload) : null;
    if (!said || said.caseId !== caseId || (this.kept.size >= MOST && !this.kept.has(caseId))) return;
    this.kept.set(caseId, said);
  }

  /** The broker tells everything anew. */
  forget(): void {
    this.kept.clear();
  }

  changed(caseId: string): void {
    this.dirty.add(caseId);
  }

  /** All of ours are to be told. */
  allChanged(): void {
    for (const { caseId } of this.book.all()) this.dirty.add(caseId);
  }

  /** What the broker does not have as it is; '': it is over. What is given out counts as told. */
  takeChanged(): { caseId: string; payload: string }[] {
    const told: { caseId: string; payload: string }[] = [];
    for (const caseId of this.dirty) {
      const file = this.book.get(caseId);
      const open = file && sharedCase(file);
      const now = open && v.parse(SharedCaseSchema, open);
      const kept = this.kept.get(caseId);
      const payload = now ? JSON.stringify(now) : '';
      if (payload === (kept ? JSON.stringify(kept) : '')) continue;
      if (now) this.kept.set(caseId, now);
      else this.kept.delete(caseId);
      told.push({ caseId, payload });
    }
    this.dirty.clear();
    return told;
  }

  /** Of other machines. */
  others(): SharedCase[] {
    return [...this.kept.values()].filter(({ caseId }) => !this.book.get(caseId)).sort(compareShared);
  }
}

/** Null: not of this form. */
export function parsed<S extends v.GenericSchema>(schema: S, payload: Uint8Array): v.InferOutput<S> | null {
  try {
    const result = v.safeParse(schema, JSON.parse(new TextDecoder().decode(payload)));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
