/**
 * Notice lists: who was to be told what for, and what became of it. Holds ids and counts, never a name or a number of anybody; the list
 * itself left as a file and is not kept. Owns the journal's shapes and what they come to when read in order.
 */
import * as v from 'valibot';
import { PurposeSchema } from '../access/break-glass.ts';
import { BySchema, RecordIdSchema } from './tag-assigned.ts';

/** A list longer than this is a broadcast, and is split. */
export const MOST_ON_A_LIST = 20_000;

export const WorkIdSchema = v.pipe(v.string(), v.regex(/^[a-z]-[a-z0-9]{6,24}$/));
/** Words of the desk about a list or a round; six digits in a row would be somebody's number. */
export const PlainWordsSchema = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(80),
  v.regex(/^(?!.*\d{6})[^\n\r]*$/),
);

/** True: may be kept in the open journal. */
export function isPlainWords(text: string): boolean {
  return v.is(PlainWordsSchema, text);
}

export const NoticeMadeSchema = v.strictObject({
  kind: v.literal('notice.made'),
  id: WorkIdSchema,
  generation: v.string(),
  community: v.pipe(v.string(), v.maxLength(200)),
  table: v.picklist(['residents', 'homes']),
  /** Label it was made from; '': from a selection. */
  tag: v.pipe(v.string(), v.maxLength(40)),
  /** Name of the label as it was, or what the desk called the selection. */
  title: PlainWordsSchema,
  purpose: PurposeSchema,
  words: PlainWordsSchema,
  ids: v.pipe(v.array(RecordIdSchema), v.maxLength(MOST_ON_A_LIST)),
  /** All on the list; those without an id cannot be followed. */
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  by: BySchema,
});
export type NoticeMade = v.InferOutput<typeof NoticeMadeSchema>;

const DELIVERIES = ['delivered', 'failed', 'pending'] as const;
export type Delivery = (typeof DELIVERIES)[number];

export const NoticeDeliveredSchema = v.strictObject({
  kind: v.literal('notice.delivered'),
  notice: WorkIdSchema,
  ids: v.pipe(v.array(RecordIdSchema), v.minLength(1), v.maxLength(MOST_ON_A_LIST)),
  state: v.picklist(DELIVERIES),
  by: BySchema,
});
export type NoticeDelivered = v.InferOutput<typeof NoticeDeliveredSchema>;

export interface Notice extends Omit<NoticeMade, 'kind'> {
  /** Milliseconds since the epoch by the host's clock. */
  at: number;
  /** Who is not in it is pending. */
  deliveries: Map<string, { state: Delivery; at: number; by: string }>;
}

type Placed<T> = T & { seq: number; at: number };

/** The newest first. Deliveries of a list that is not there, or of somebody who is not on it, come to nothing. */
export function replayNotices(records: readonly Placed<NoticeMade | NoticeDelivered>[]): Notice[] {
  const notices = new Map<string, Notice>();
  const members = new Map<string, Set<string>>();
  for (const record of [...records].sort((a, b) => a.seq - b.seq)) {
    const { seq: _seq, kind: _kind, ...rest } = record;
    if ('notice' in rest) {
      const notice = notices.get(rest.notice);
      if (!notice) continue;
      for (const id of rest.ids) {
        if (!members.get(rest.notice)?.has(id)) continue;
        notice.deliveries.set(id, { state: rest.state, at: rest.at, by: rest.by });
      }
    } else if (!notices.has(rest.id)) {
      notices.set(rest.id, { ...rest, deliveries: new Map() });
      members.set(rest.id, new Set(rest.ids));
    }
  }
  return [...notices.values()].reverse();
}

export function deliveryCounts(notice: Notice): Record<Delivery, number> {
  const counts = { delivered: 0, failed: 0, pending: notice.count };
  for (const { state } of notice.deliveries.values()) {
    if (state === 'pending') continue;
    counts[state]++;
    counts.pending--;
  }
  return counts;
}
