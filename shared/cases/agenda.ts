/** The agenda of the joint meeting: what one party cannot solve and nobody has settled yet, the longest waiting first. Pure. */
import type { Case, PoolEntry } from './case.ts';
import { isOpen } from './case.ts';

export interface AgendaPoint {
  file: Case;
  entry: PoolEntry;
}

export function agendaOf(cases: Iterable<Case>): AgendaPoint[] {
  return [...cases]
    .filter((file) => isOpen(file) && !file.drill)
    .flatMap((file) => file.pool.filter(({ settledAt }) => settledAt === 0).map((entry) => ({ file, entry })))
    .sort((a, b) => a.file.level - b.file.level || a.entry.since - b.entry.since);
}
