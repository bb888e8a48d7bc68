/**
 * Rounds (走访、排查): homes to be called at for a purpose, with a checklist and a day, and what was found at each. Ids and states only; what
 * somebody writes down of a home is personal and sealed. Owns the journal's shapes, what they come to, and progress.
 */
import * as v from 'valibot';
import { PurposeSchema } from '../access/break-glass.ts';
import { SealedSchema } from '../access/sealed.ts';
import { PlainWordsSchema, WorkIdSchema } from './notice.ts';
import { BySchema, RecordIdSchema } from './tag-assigned.ts';

/** A round beyond this is several. */
export const MOST_HOMES = 20_000;
export const MOST_ITEMS = 20;

export const RoundCreatedSchema = v.strictObject({
  kind: v.literal('round.created'),
  id: WorkIdSchema,
  generation: v.string(),
  community: v.pipe(v.string(), v.maxLength(200)),
  name: v.pipe(PlainWordsSchema, v.minLength(1)),
  purpose: PurposeSchema,
  words: PlainWordsSchema,
  items: v.pipe(v.array(v.pipe(PlainWordsSchema, v.minLength(1))), v.maxLength(MOST_ITEMS)),
  /** Last day of it, days since 1970-01-01; 0: none. */
  dueDay: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
  /** Label it was made from; '': from a selection. */
  tag: v.pipe(v.string(), v.maxLength(40)),
  homes: v.pipe(v.array(RecordIdSchema), v.minLength(1), v.maxLength(MOST_HOMES)),
  by: BySchema,
});
export type RoundCreated = v.InferOutput<typeof RoundCreatedSchema>;

/** What was found: not done yet, done, nobody in, refused, a problem. */
export const VISIT_STATES = ['todo', 'done', 'nobodyIn', 'refused', 'problem'] as const;
export type VisitState = (typeof VISIT_STATES)[number];

/** Of made-up homes without a vault the words stand as they are. */
const NoteSchema = v.union([v.strictObject({ plain: v.pipe(v.string(), v.maxLength(500)) }), SealedSchema]);
export type RoundNote = v.InferOutput<typeof NoteSchema>;

export const RoundVisitedSchema = v.strictObject({
  kind: v.literal('round.visited'),
  round: WorkIdSchema,
  home: RecordIdSchema,
  state: v.picklist(VISIT_STATES),
  /** Places in the checklist that were ticked. */
  ticked: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(MOST_ITEMS)),
  note: v.nullable(NoteSchema),
  by: BySchema,
});
export type RoundVisited = v.InferOutput<typeof RoundVisitedSchema>;

export const RoundClosedSchema = v.strictObject({
  kind: v.literal('round.closed'),
  round: WorkIdSchema,
  by: BySchema,
});
export type RoundClosed = v.InferOutput<typeof RoundClosedSchema>;

export interface Visit extends Pick<RoundVisited, 'state' | 'ticked' | 'note' | 'by'> {
  at: number;
}

export interface Round extends Omit<RoundCreated, 'kind'> {
  at: number;
  /** By home; who is not in it was not visited. */
  visits: Map<string, Visit>;
  /** 0: open. */
  closedAt: number;
}

type Placed<T> = T & { seq: number; at: number };

/** The newest first. Visits to homes that are not in the round, and visits after it was closed, come to nothing. */
export function replayRounds(records: readonly Placed<RoundCreated | RoundVisited | RoundClosed>[]): Round[] {
  const rounds = new Map<string, Round>();
  const members = new Map<string, Set<string>>();
  for (const { seq: _seq, ...record } of [...records].sort((a, b) => a.seq - b.seq)) {
    if (record.kind === 'round.created') {
      if (rounds.has(record.id)) continue;
      const { kind: _kind, ...rest } = record;
      rounds.set(record.id, { ...rest, visits: new Map(), closedAt: 0 });
      members.set(record.id, new Set(record.homes));
      continue;
    }
    const round = rounds.get(record.round);
    if (!round || round.closedAt > 0) continue;
    if (record.kind === 'round.closed') round.closedAt = record.at;
    else if (members.get(record.round)?.has(record.home)) {
      const { state, ticked, note, by, at } = record;
      round.visits.set(record.home, {
        state,
        ticked: ticked.filter((i) => i < round.items.length),
        note,
        by,
        at,
      });
    }
  }
  return [...rounds.values()].reverse();
}

export type Progress = Record<VisitState, number>;

/** Homes by what was found at them. */
export function progressOf(round: Pick<Round, 'visits'>, homes: readonly string[]): Progress {
  const progress: Progress = { todo: 0, done: 0, nobodyIn: 0, refused: 0, problem: 0 };
  for (const home of homes) progress[round.visits.get(home)?.state ?? 'todo']++;
  return progress;
}

/** Homes where the visit came to something: done, refused, or a problem found. Nobody in means: again. */
export function isSettled(state: VisitState): boolean {
  return state === 'done' || state === 'refused' || state === 'problem';
}
