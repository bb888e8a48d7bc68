/**
 * What the journal keeps of a plan: that it was begun, each step, steps taken back or done again, and its way from draft to
 * archived. Owns the shapes and their limits; what they come to in turn is plan-history.ts. No number about persons is in here.
 */
import * as v from 'valibot';
import type { PartitionPatch } from './partition-records.ts';
import { PLAN_STATES } from './plan-state.ts';

/** Made by whoever begins the plan. */
export const PlanIdSchema = v.pipe(v.string(), v.regex(/^p-[0-9a-z]{6,24}$/));

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fffffff));
/** OUTSIDE, NO_GRID and NO_CELL are -1. */
const Id = v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(0x7fffffff));
const Millimetre = v.pipe(v.number(), v.integer(), v.minValue(-0x7fffffff), v.maxValue(0x7fffffff));
const Place = v.tuple([Millimetre, Millimetre]);
export const Short = v.pipe(v.string(), v.maxLength(120));
export const PlanName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
export const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Communities of one plan. */
const MOST_AREAS = 2_000;
/** Keys of the areas that a plan is of. */
export const AreaKeys = v.pipe(v.array(Short), v.minLength(1), v.maxLength(MOST_AREAS));
/** Changes of one kind in one step. */
const MOST_CHANGES = 50_000;
/** Days since 1970-01-01. */
export const Day = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));

function changes<T>(record: v.GenericSchema<unknown, T>) {
  const side = v.nullable(record);
  return v.pipe(v.array(v.strictObject({ id: Count, before: side, after: side })), v.maxLength(MOST_CHANGES));
}

const IntColumnSchema = v.pipe(
  v.strictObject({ ids: v.array(Count), before: v.array(Id), after: v.array(Id) }),
  v.check(({ ids, before, after }) => ids.length === before.length && ids.length === after.length),
  v.check(({ ids }) => ids.length <= MOST_CHANGES),
);

const NextIdsSchema = v.strictObject({
  node: Count,
  arc: Count,
  cell: Count,
  grid: Count,
  exception: Count,
  micro: v.optional(Count),
});

/** By kind of record. The rings of a cell, the corners of an arc: bounded by the record's own size. */
export const RECORD_SCHEMAS = {
  nodes: v.strictObject({ x: Millimetre, y: Millimetre }),
  arcs: v.strictObject({ from: Count, to: Count, via: v.array(Millimetre), left: Id, right: Id }),
  cells: v.strictObject({
    rings: v.array(v.array(Count)),
    community: Id,
    locked: v.boolean(),
    shatteredFrom: Id,
    origin: Id,
  }),
  grids: v.strictObject({
    code: Short,
    name: Short,
    kind: v.picklist(['general', 'exclusive']),
    community: Id,
    locked: v.boolean(),
    retired: v.boolean(),
    formerCodes: v.pipe(v.array(Short), v.maxLength(500)),
    attributes: v.record(Short, v.pipe(v.string(), v.maxLength(500))),
  }),
  exceptions: v.strictObject({ kind: v.picklist(['link', 'cut']), from: Place, to: Place }),
} as const;

export const PatchSchema: v.GenericSchema<unknown, PartitionPatch> = v.strictObject({
  nodes: changes(RECORD_SCHEMAS.nodes),
  arcs: changes(RECORD_SCHEMAS.arcs),
  cells: changes(RECORD_SCHEMAS.cells),
  grids: changes(RECORD_SCHEMAS.grids),
  exceptions: changes(RECORD_SCHEMAS.exceptions),
  cellGrid: IntColumnSchema,
  atomCell: IntColumnSchema,
  micros: v.optional(
    changes(
      v.strictObject({
        grid: Count,
        suffix: Short,
        name: Short,
        retired: v.boolean(),
        formerCodes: v.pipe(v.array(Short), v.maxLength(500)),
        attributes: v.record(Short, v.pipe(v.string(), v.maxLength(500))),
      }),
    ),
  ),
  cellMicro: v.optional(IntColumnSchema),
  next: v.strictObject({ before: NextIdsSchema, after: NextIdsSchema }),
});

/** Who, '' for nobody at the desk. */
export const By = v.pipe(v.string(), v.maxLength(40));
/**
 * Journal number of the plan's record that this one was made on (`plan.created` for the first). One that was made on another is
 * passed over by everybody alike: two windows that edit at once cannot mix what they did.
 */
export const After = v.pipe(v.number(), v.integer(), v.minValue(1));

/** `base`: the partition that the plan began with, kept by the host as a file of its own under the plan's id. */
export const PlanCreatedSchema = v.object({
  kind: v.literal('plan.created'),
  plan: PlanIdSchema,
  name: PlanName,
  /** communityKey of hand-tags.ts. */
  community: Short,
  /** Keys of the areas that the plan is of; absent: all of the community's. */
  scope: v.optional(AreaKeys),
  /** Whose buildings and grids the base names by key. */
  generation: v.string(),
  /** The plan that was in force (plan-in-force.ts); absent: the grids that the community came with. */
  from: v.optional(Short),
  base: v.strictObject({ sha256: Sha256, bytes: Count }),
  by: By,
});
export type PlanCreated = v.InferOutput<typeof PlanCreatedSchema>;

/** `step`: how many steps stand once this one is done, from 1. */
export const PlanEditedSchema = v.object({
  kind: v.literal('plan.edited'),
  plan: PlanIdSchema,
  after: After,
  step: v.pipe(Count, v.minValue(1)),
  name: Short,
  patch: PatchSchema,
  by: By,
});
export type PlanEdited = v.InferOutput<typeof PlanEditedSchema>;

/** `step`: the one that is taken back or done again. */
export const PlanSteppedSchema = v.object({
  kind: v.literal('plan.stepped'),
  plan: PlanIdSchema,
  after: After,
  direction: v.picklist(['undo', 'redo']),
  step: v.pipe(Count, v.minValue(1)),
  by: By,
});
export type PlanStepped = v.InferOutput<typeof PlanSteppedSchema>;

export const PlanStatedSchema = v.object({
  kind: v.literal('plan.stated'),
  plan: PlanIdSchema,
  after: After,
  state: v.picklist(PLAN_STATES),
  /** The day that it is said on, and the one from which the plan holds (approval). */
  day: Day,
  effectiveFrom: v.nullable(Day),
  note: v.pipe(v.string(), v.maxLength(500)),
  by: By,
});
export type PlanStated = v.InferOutput<typeof PlanStatedSchema>;

export type PlanRecordBody = PlanCreated | PlanEdited | PlanStepped | PlanStated;
