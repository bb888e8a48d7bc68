/**
 * The chain of a case's events: each carries the SHA-256 of its canonical JSON with the hash of the one before, as the audit's entries do.
 * A chain per case, so that one that is damaged says nothing against the others.
 */
import { type AuditHead, type ChainBreak, chained, NO_HEAD, verifyChain } from '../access/audit.ts';
import type { CaseEvent, CaseEventDraft } from './case-event.ts';

/** Where the chain of a case stands; `last` null: nowhere yet. */
export function headOf(last: Pick<CaseEvent, 'n' | 'hash'> | null): AuditHead {
  return last ? { n: last.n, hash: last.hash } : NO_HEAD;
}

/** The event as the next of its case. Throws RangeError when it is not the next one. */
export async function chainEvent(head: AuditHead, event: CaseEventDraft): Promise<CaseEvent> {
  if (event.n !== head.n + 1) throw new RangeError(`event ${event.n} does not follow ${head.n}`);
  return chained(head, event);
}

export interface CaseBreak extends ChainBreak {
  caseId: string;
}

/**
 * The first break of one case, or null. `events`: all of it, in order; `anchor`: a head kept apart, against an end that was cut. An event of
 * another case in between is a break of content.
 */
export async function verifyCase(
  caseId: string,
  events: readonly CaseEvent[],
  anchor?: AuditHead,
): Promise<CaseBreak | null> {
  const stranger = events.findIndex((event) => event.caseId !== caseId);
  if (stranger >= 0) return { caseId, n: stranger + 1, fault: 'content' };
  const found = await verifyChain(events, { anchor });
  return found && { caseId, ...found };
}
