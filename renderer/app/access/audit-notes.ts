/**
 * What this window writes into the audit chain, one function an action, with the table of which action writes what. What the host does itself
 * (vault, keys, people of the desk) it writes itself. Never a name, a number or a text that was typed: codes, counts and grids.
 */
import { type AuditEvent, type AuditKind, auditEvent } from '../../../shared/access/audit.ts';
import type { Purpose, Reason } from '../../../shared/access/break-glass.ts';
import type { PlanState } from '../../../shared/partition/plan-state.ts';
import { beforeLeaving, note } from './seat.ts';

/** Actions of a person in the page and the kind of entry each leaves behind. */
export const NOTED = {
  reveal: 'person.revealed',
  search: 'search.personal',
  export: 'export',
  notice: 'notice.list',
  import: 'data.imported',
  undoImport: 'data.imported',
  labels: 'record.edited',
  links: 'record.edited',
  fix: 'record.edited',
  stroke: 'plan.changed',
  planBegun: 'plan.changed',
  planSubmitted: 'plan.submitted',
  planApproved: 'plan.approved',
  planStated: 'plan.changed',
  tag: 'tag.changed',
  save: 'file.saved',
  restore: 'file.restored',
} as const satisfies Record<string, AuditKind>;

const write = (action: keyof typeof NOTED, more: Partial<AuditEvent>): Promise<void> =>
  note(auditEvent(NOTED[action], more));

/** Before a person's values are shown in full. `subject`: the person's id; the host keeps a tag of it only. */
export function noteReveal(subject: string, reason: Reason): Promise<void> {
  return write('reveal', { subject, reason, count: 1 });
}

/** Before the persons of an open case are shown in full for its sake. */
export function noteCaseReveal(
  subject: string,
  { caseId, grid, count }: { caseId: string; grid: string; count: number },
): Promise<void> {
  return write('reveal', {
    ...{ subject, reason: 'case', count },
    grid: /^[A-Za-z0-9._:-]{0,40}$/.test(grid) ? grid : '',
    detail: { case: caseId },
  });
}

/** Before a file leaves with personal columns in it, and for files without any as well. */
export function noteExport(what: {
  count: number;
  format: string;
  table: string;
  personal: number;
  purpose: Purpose | null;
}): Promise<void> {
  const { count, purpose, ...detail } = what;
  return write('export', { count, purpose, detail });
}

/** Before a list of people to call on leaves. */
export function noteNotice(
  count: number,
  purpose: Purpose,
  tag: string,
  format: 'xlsx' | 'csv',
): Promise<void> {
  return write('notice', { count, purpose, detail: { tag, format } });
}

/** Before records are given a label by hand, or lose one. */
export function noteLabels(table: 'residents' | 'homes', count: number): Promise<void> {
  return write('labels', { count, detail: { table, what: 'labels' } });
}

/** Before records are tied to places by a person. */
export function noteLinks(table: 'residents' | 'devices', count: number): Promise<void> {
  return write('links', { count, detail: { table, what: 'links' } });
}

/** Before records are repaired by a rule. */
export function noteFix(fix: string, count: number): Promise<void> {
  return write('fix', { count, detail: { what: 'fix', fix } });
}

export function noteImport(count: number): Promise<void> {
  return write('import', { count });
}

/** Before the last import is taken back. */
export function noteUndoImport(): Promise<void> {
  return write('undoImport', { detail: { what: 'undo' } });
}

/** Before a grid plan is begun. */
export function notePlanBegun(plan: string): Promise<void> {
  return write('planBegun', { detail: { plan, what: 'begun' } });
}

/** Before a grid plan goes into another state. */
export function notePlanState(plan: string, state: PlanState): Promise<void> {
  if (state === 'submitted') return write('planSubmitted', { detail: { plan } });
  if (state === 'approved') return write('planApproved', { detail: { plan } });
  return write('planStated', { detail: { plan, what: state } });
}

/** Before a label and its rule are kept or taken away. */
export function noteTag(tag: string, what: 'save' | 'remove'): Promise<void> {
  return write('tag', { detail: { tag, what } });
}

/** Before the community leaves as a file under a passphrase. */
export function noteSave(count: number): Promise<void> {
  return write('save', { count });
}

/** Before what a saved file or a copy of the host holds replaces what is open. */
export function noteRestore(from: 'file' | 'copy'): Promise<void> {
  return write('restore', { detail: { from } });
}

/** A search is one entry however it was typed, written when the text has rested or the person leaves. */
const SEARCH_RESTS_MS = 1_500;
/** Strokes of a brush come by the dozen: one entry for those of a while. */
const STROKES_REST_MS = 10_000;

interface Waiting {
  timer: ReturnType<typeof setTimeout>;
  send(): void;
}
let search: (Waiting & { people: number }) | null = null;
let strokes: (Waiting & { buildings: number; strokes: number; grids: Set<string> }) | null = null;

/** After hits are shown. `people`: how many of them are persons or lead to one. */
export function noteSearch(people: number): void {
  // The text was cleared or leads to nobody now: what it showed before is still written.
  if (people === 0) return;
  if (search) clearTimeout(search.timer);
  const most = Math.max(people, search?.people ?? 0);
  const send = () => {
    search = null;
    void write('search', { count: most }).catch(told);
  };
  search = { people: most, send, timer: setTimeout(send, SEARCH_RESTS_MS) };
}

/** After a stroke is kept. `grid`: its code, '' for none. */
export function noteStroke(buildings: number, grid: string): void {
  if (strokes) clearTimeout(strokes.timer);
  const grids = new Set(strokes?.grids).add(grid);
  const sum = { buildings: (strokes?.buildings ?? 0) + buildings, strokes: (strokes?.strokes ?? 0) + 1 };
  const send = () => {
    strokes = null;
    const [only] = grids;
    const more = {
      count: sum.buildings,
      grid: grids.size === 1 ? only : '',
      detail: { strokes: sum.strokes },
    };
    void write('stroke', more).catch(told);
  };
  strokes = { ...sum, grids, send, timer: setTimeout(send, STROKES_REST_MS) };
}

/** Writes now what waits for its rest. */
export function flushNotes(): void {
  for (const waiting of [search, strokes]) {
    if (!waiting) continue;
    clearTimeout(waiting.timer);
    waiting.send();
  }
}

/** Nobody waits for these; that one is missing shows on the console. */
function told(error: unknown): void {
  console.error('[audit]', error instanceof Error ? error.message : 'note');
}

beforeLeaving(flushNotes);
if (typeof window !== 'undefined') window.addEventListener('pagehide', flushNotes);
