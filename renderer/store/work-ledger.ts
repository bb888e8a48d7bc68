/**
 * What the ledger keeps of work done by hand: labels given, notice lists and their delivery, rounds and their visits; one row a record of the
 * journal, by its place there. Written only as records are applied; all of it can be read again from the journal.
 */
import * as v from 'valibot';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import { BUILT_IN_TAGS } from '../../shared/query/tag-rules.ts';
import { type HandTags, replayAssignments } from '../../shared/work/hand-tags.ts';
import {
  type Notice,
  NoticeDeliveredSchema,
  NoticeMadeSchema,
  replayNotices,
} from '../../shared/work/notice.ts';
import {
  type Round,
  RoundClosedSchema,
  RoundCreatedSchema,
  RoundVisitedSchema,
  replayRounds,
} from '../../shared/work/round.ts';
import { TagAssignedSchema } from '../../shared/work/tag-assigned.ts';
import type { Databases } from './databases.ts';
import type { LedgerDatabase } from './ledger.ts';
import { asStorage } from './storage-error.ts';

const NOTICE_KINDS = ['notice.made', 'notice.delivered'] as const;
const ROUND_KINDS = ['round.created', 'round.visited', 'round.closed'] as const;
const WORK_KINDS = ['tag.assigned', ...NOTICE_KINDS, ...ROUND_KINDS] as const;
type WorkBody = Extract<JournalBody, { kind: (typeof WORK_KINDS)[number] }>;

const BUILT_IN = new Set(BUILT_IN_TAGS.map(({ id }) => id));

export function isWork(body: JournalBody): body is WorkBody {
  return (WORK_KINDS as readonly string[]).includes(body.kind);
}

/** Inside the transaction that applies the records. A record that is kept already is written over with itself. */
export async function keepWork(
  ledger: LedgerDatabase,
  records: readonly { seq: number; at: number; body: JournalBody }[],
): Promise<void> {
  for (const { seq, at, body } of records) {
    // What was given by hand goes with its label; a built-in label is never removed, only its rule is.
    if (body.kind === 'tag.removed' && !BUILT_IN.has(body.id))
      await ledger.meta.put({ key: `gone:${body.id}`, value: String(seq) });
    if (!isWork(body)) continue;
    const of = body.kind === 'tag.assigned' ? 'hand' : body.kind.startsWith('notice') ? 'notice' : 'round';
    await ledger.meta.put({ key: `${of}:${place(seq)}`, value: JSON.stringify({ seq, at, body }) });
  }
}

/** So that keys are in the order of the journal. */
function place(seq: number): string {
  return String(seq).padStart(12, '0');
}

/** Rows that cannot be read are passed over. */
async function readKept<B>(
  { ledger }: Databases,
  prefix: 'hand' | 'notice' | 'round',
  schema: v.GenericSchema<unknown, B>,
): Promise<(B & { seq: number; at: number })[]> {
  const Kept = v.object({ seq: v.number(), at: v.number(), body: schema });
  const rows = await asStorage(() => ledger.meta.where('key').startsWith(`${prefix}:`).toArray());
  return rows.flatMap(({ value }) => {
    try {
      const { success, output } = v.safeParse(Kept, JSON.parse(String(value)));
      return success ? [{ ...output.body, seq: output.seq, at: output.at }] : [];
    } catch {
      return [];
    }
  });
}

/** The labels by hand of one community (communityKey). */
export async function readHandTags(databases: Databases, community: string): Promise<HandTags> {
  const records = await readKept(databases, 'hand', TagAssignedSchema);
  const rows = await asStorage(() => databases.ledger.meta.where('key').startsWith('gone:').toArray());
  const gone = new Map(rows.map(({ key, value }) => [key.slice('gone:'.length), Number(value)]));
  return replayAssignments(records, community, gone);
}

/** Of one community, the newest first. */
export async function readNotices(databases: Databases, community: string): Promise<Notice[]> {
  const schema = v.variant('kind', [NoticeMadeSchema, NoticeDeliveredSchema]);
  const notices = replayNotices(await readKept(databases, 'notice', schema));
  return notices.filter((notice) => notice.community === community);
}

/** Of one community, the newest first. */
export async function readRounds(databases: Databases, community: string): Promise<Round[]> {
  const schema = v.variant('kind', [RoundCreatedSchema, RoundVisitedSchema, RoundClosedSchema]);
  const rounds = replayRounds(await readKept(databases, 'round', schema));
  return rounds.filter((round) => round.community === community);
}
