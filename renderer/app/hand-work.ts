/**
 * Work by hand as this window does it: labels given and taken off, notice lists and their delivery, rounds and visits. Owns the records that
 * are handed to the journal and the audit note that goes before them; who is meant is the worker's answer.
 */
import { create } from 'zustand';
import type { Purpose } from '../../shared/access/break-glass.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { TagRule, TagSubject } from '../../shared/query/tag-rule.ts';
import { communityKey } from '../../shared/work/hand-tags.ts';
import type { Delivery } from '../../shared/work/notice.ts';
import type { RoundCreated, RoundVisited, VisitState } from '../../shared/work/round.ts';
import { IDS_A_RECORD } from '../../shared/work/tag-assigned.ts';
import { WorkError } from '../../shared/work/work-error.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import type { Targets, WorkSource } from '../worker/work-api.ts';
import { noteLabels, noteNotice } from './access/audit-notes.ts';
import { hasVault, useSeat } from './access/seat.ts';
import { appendAndApply } from './open-session.ts';
import { useSession } from './session.ts';

/** The last change of labels, while it can be taken back. */
export interface LabelChange {
  tag: string;
  subject: TagSubject;
  ids: string[];
  on: boolean;
}

interface HandWork {
  last: LabelChange | null;
}
export const useHandWork = create<HandWork>(() => ({ last: null }));

/** Where and by whom, as every record of work says it. */
function stamp(): { generation: string; community: string; by: string } {
  const { community } = useSession.getState();
  if (!community) throw new WorkError('work-nobody');
  return { generation: community.generation, community: communityKey(community), by: by() };
}

function by(): string {
  return useSeat.getState().person?.id ?? '';
}

/** Sortable by time and unique enough for one desk. */
function newId(kind: 'n' | 'r'): string {
  const random = crypto.getRandomValues(new Uint8Array(3));
  const tail = Array.from(random, (byte) => byte.toString(36).padStart(2, '0')).join('');
  return `${kind}-${Date.now().toString(36)}${tail}`;
}

function assigned({ tag, subject, ids, on }: LabelChange): JournalBody[] {
  const parts: JournalBody[] = [];
  for (let from = 0; from < ids.length; from += IDS_A_RECORD)
    parts.push({
      kind: 'tag.assigned',
      ...stamp(),
      tag,
      table: subject,
      ids: ids.slice(from, from + IDS_A_RECORD),
      on,
    });
  return parts;
}

/**
 * Gives a label or takes it off. `made`: the label is new and saved in the same step. Resolves with those it changed, whom nobody can be known
 * by and for whom it was so already. Rejects with WorkError or AccessNeededError; nothing is kept then.
 */
export async function changeLabel(
  engine: DataEngine,
  change: { tag: string; subject: TagSubject; on: boolean; source: WorkSource; made?: TagRule },
): Promise<Targets> {
  const { tag, subject, on, source, made } = change;
  const targets = await engine.workTargets({ subject, source, ...(made ? {} : { tag: { id: tag, on } }) });
  const label: LabelChange = { tag, subject, ids: targets.ids, on };
  const bodies: JournalBody[] = made ? [{ kind: 'tag.saved', tag: made }] : [];
  if (targets.ids.length > 0) await noteLabels(subject, targets.ids.length);
  bodies.push(...assigned(label));
  if (bodies.length > 0) await appendAndApply(bodies);
  useHandWork.setState({ last: targets.ids.length > 0 ? label : null });
  return targets;
}

/** Takes the last change of labels back, for exactly those whom it changed. */
export async function undoLabel(): Promise<void> {
  const { last } = useHandWork.getState();
  if (!last) return;
  useHandWork.setState({ last: null });
  await noteLabels(last.subject, last.ids.length);
  await appendAndApply(assigned({ ...last, on: !last.on }));
}

/** Everybody of a label gets the other one, and the first is removed, in one step. */
export async function mergeLabels(
  engine: DataEngine,
  subject: TagSubject,
  from: string,
  into: string,
): Promise<void> {
  const targets = await engine.workTargets({
    subject,
    source: { from: 'tag', tag: from },
    tag: { id: into, on: true },
  });
  // Who is not here any more keeps the label too.
  const lost = (await engine.orphans()).find(({ tag }) => tag === from)?.ids ?? [];
  const ids = [...targets.ids, ...lost];
  if (ids.length > 0) await noteLabels(subject, ids.length);
  await appendAndApply([
    ...assigned({ tag: into, subject, ids, on: true }),
    { kind: 'tag.removed', id: from },
  ]);
  useHandWork.setState({ last: null });
}

export interface NoticeRequest {
  subject: TagSubject;
  source: WorkSource;
  /** '' from a selection. */
  tag: string;
  title: string;
  purpose: Purpose;
  words: string;
  format: 'xlsx' | 'csv';
  headings: string[];
  /** The mark on every line, for the list of this number. */
  mark(id: string): string;
}

/** Makes the file and writes down that it was made, before it leaves. Rejects as the worker does; nothing is kept then. */
export async function makeNotice(
  engine: DataEngine,
  { subject, source, tag, title, purpose, words, format, headings, mark }: NoticeRequest,
): Promise<{ id: string; bytes: Uint8Array; count: number }> {
  const id = newId('n');
  const sheet = title.slice(0, 28);
  const made = await engine.noticeFile({ subject, source, headings, format, mark: mark(id), sheet });
  const { bytes, count, ids } = made;
  const body: JournalBody = {
    kind: 'notice.made',
    id,
    ...stamp(),
    table: subject,
    tag,
    title,
    purpose,
    words,
    ids,
    count,
  };
  if (hasVault()) {
    await noteNotice(count, purpose, tag, format);
    await appendAndApply([body]);
  } else {
    const detail = `${tag} ${purpose}`;
    await appendAndApply([{ kind: 'audit', action: 'notice.list', detail, count }, body]);
  }
  return { id, bytes, count };
}

export function noteDelivery(notice: string, ids: string[], state: Delivery): Promise<void> {
  return appendAndApply([{ kind: 'notice.delivered', notice, ids, state, by: by() }]);
}

export type RoundDraft = Pick<RoundCreated, 'name' | 'purpose' | 'words' | 'items' | 'dueDay' | 'tag'>;

/** Resolves with the new round's id. */
export async function createRound(draft: RoundDraft, homes: string[]): Promise<string> {
  const id = newId('r');
  await appendAndApply([{ kind: 'round.created', id, ...stamp(), ...draft, homes }]);
  return id;
}

/** '' leaves no note. The note is sealed where there is a vault. Rejects with AccessNeededError 'vault-locked'; nothing is kept then. */
export async function visitHome(
  engine: DataEngine,
  visit: { round: string; home: string; state: VisitState; ticked: number[]; note: string },
): Promise<void> {
  const { note: typed, ...rest } = visit;
  const { round, home } = rest;
  const note = typed.trim();
  const sealed = note === '' ? null : await engine.sealNote({ round, home, note });
  const body: RoundVisited = { kind: 'round.visited', ...rest, note: sealed, by: by() };
  await appendAndApply([body]);
}

export function closeRound(round: string): Promise<void> {
  return appendAndApply([{ kind: 'round.closed', round, by: by() }]);
}
