/** A label given to records, or taken off them, by hand: the shape that the journal keeps. What the records come to is hand-tags.ts. */
import * as v from 'valibot';

/** Ids in one record of the journal: its line stays well under what one message to the host may hold. */
export const IDS_A_RECORD = 5_000;
/** More than this is what a rule is for. */
export const MOST_BY_HAND = 50_000;

export const RecordIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
export const TagIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/));
/** Id of the person at the desk; '' without a vault. */
export const BySchema = v.pipe(v.string(), v.maxLength(40));

export const TagAssignedSchema = v.strictObject({
  kind: v.literal('tag.assigned'),
  /** Where it was given. */
  generation: v.string(),
  /** Name of the community: ids of another one mean others (communityKey). */
  community: v.pipe(v.string(), v.maxLength(200)),
  tag: TagIdSchema,
  table: v.picklist(['residents', 'homes']),
  ids: v.pipe(v.array(RecordIdSchema), v.minLength(1), v.maxLength(IDS_A_RECORD)),
  /** false: taken off, also where the register gives it. */
  on: v.boolean(),
  by: BySchema,
});
export type TagAssigned = v.InferOutput<typeof TagAssignedSchema>;
