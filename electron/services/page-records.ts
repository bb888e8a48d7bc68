/**
 * What a page may put into the journal by `journal.append`, and whose: kinds that the host alone writes are refused; labels, notice lists,
 * rounds, grid plans and the like need a person whose role allows them. Which records of a role's own grids are meant is the worker's to
 * check; writes nothing.
 */
import type { Action } from '../../shared/access/permissions.ts';
import { scopeOf } from '../../shared/access/permissions.ts';
import { HostError } from '../../shared/host/host-error.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import { NO_GRID } from '../../shared/model/bundle.ts';
import type { Desk } from './desk.ts';
import type { PlanBook } from './plan-book.ts';
import type { RecordBook } from './record-book.ts';

/** One way to be allowed something; `everywhere`: not in the own grids only. */
interface Need {
  action: Action;
  everywhere: boolean;
}

const EDIT: Need = { action: 'record.edit', everywhere: false };
const LIST: Need = { action: 'notice.list', everywhere: false };
const LOOK: Need = { action: 'counts.see', everywhere: false };
const everywhere = (...actions: Action[]): Need[] => actions.map((action) => ({ action, everywhere: true }));

/** What a record of real people or places needs, by its kind: one of these. */
const NEEDS: Partial<Record<JournalBody['kind'], readonly Need[]>> = {
  'tag.saved': [EDIT],
  'tag.removed': everywhere('record.edit'),
  'tag.assigned': [EDIT],
  'notice.made': [LIST],
  'notice.delivered': [LIST],
  'round.created': [EDIT],
  'round.visited': [EDIT],
  'round.closed': [EDIT],
  'plan.assigned': everywhere('plan.edit'),
  // An import, a repair, a save that comes back, new keys.
  'generation.activated': everywhere('data.import', 'record.edit', 'desk.administer'),
  // Counts only: whoever may see them may write down what was found.
  'quality.measured': everywhere('counts.see'),
  'spotcheck.recorded': everywhere('counts.see'),
  // A way to look: for everybody at this desk who may look at anything at all.
  'bookmark.saved': [LOOK],
  'bookmark.removed': [LOOK],
};

export interface PageRecordsParts {
  desk: Desk;
  book: RecordBook;
  plans: PlanBook;
}

export class PageRecords {
  private readonly parts: PageRecordsParts;

  constructor(parts: PageRecordsParts) {
    this.parts = parts;
  }

  /** Throws HostError 'not-allowed', 'session-over', or what PlanBook says, when one of them may not be written; then none is. */
  check(session: string | null, bodies: readonly JournalBody[]): void {
    for (const body of bodies) {
      checkKind(body);
      this.checkWork(session, body);
      this.parts.plans.check(body);
    }
  }

  private checkWork(session: string | null, body: JournalBody): void {
    const { desk, book, plans } = this.parts;
    const planning = plans.needs(body);
    const needs = planning ? everywhere(planning) : needsOf(body);
    if (!needs) return;
    const demo = book.isOfDemo(body);
    const plain = body.kind === 'round.visited' && body.note !== null && 'plain' in body.note;
    if (plain && !demo) throw new HostError('not-allowed', 'personal values must be sealed');
    if (desk.status().state === 'none') return;
    const person = session === null ? null : desk.personOf(session);
    // A record says whose work it was: nobody writes in another's name.
    if ('by' in body && body.by !== (person?.id ?? '')) throw new HostError('not-allowed', 'by');
    // Made-up people may be worked on by anybody.
    if (demo) return;
    if (!person) throw new HostError('session-over');
    const may = needs.some((need) => {
      const scope = scopeOf(person.role, need.action);
      return need.everywhere ? scope === 'all' : scope !== 'none';
    });
    if (!may) throw new HostError('not-allowed', 'role');
  }
}

function needsOf(body: JournalBody): readonly Need[] | undefined {
  if (body.kind === 'tag.saved' && body.tag.kind !== 'manual') return everywhere('record.edit');
  // A building that was just drawn joins its grid with the right to draw it; one that is in a grid is moved with the right to plan.
  if (body.kind === 'plan.assigned' && body.before.every((grid) => grid === NO_GRID))
    return [EDIT, ...everywhere('plan.edit')];
  return NEEDS[body.kind];
}

function checkKind(body: JournalBody): void {
  // What devices said is written by the host alone; a page could otherwise make up alerts or end them.
  if (body.kind === 'case.event') throw new HostError('not-allowed', 'cases are written by the host');
  if (body.kind === 'shift.handedOver' || body.kind === 'shift.takenOver')
    throw new HostError('not-allowed', 'handovers are written by the host');
  if (body.kind.startsWith('alert.') || body.kind === 'inbox.applied')
    throw new HostError('not-allowed', 'alerts are written by the host');
  if (body.kind === 'uplink.received' || body.kind === 'uplink.measured')
    throw new HostError('not-allowed', 'what goes up and comes down is written by the host');
  // The chain of audit entries is made here (audit.append); a page could otherwise write in another's name.
  if (body.kind === 'audit' && body.entry)
    throw new HostError('not-allowed', 'the audit chain is written by the host');
  // What a signed file brings is written once its signature was checked (plan.sign, plan.receive, plan.accept).
  if (body.kind === 'plan.signed' || body.kind === 'plan.received' || body.kind === 'plan.answered')
    throw new HostError('not-allowed', 'signed plans are written by the host');
  // Changes of records come with their audit entry and are asked for by role (record.edit).
  if (body.kind === 'record.edited')
    throw new HostError('not-allowed', 'changes of records are written by the host');
}
