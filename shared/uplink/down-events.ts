/** What may come down: orders and returned cases of the upper level. Pure: from an event to what is asked of the engine of cases. */
import * as v from 'valibot';
import { CaseIdSchema, CommandBodySchema } from '../cases/case-command.ts';
import { REASONS_OF } from '../cases/case-words.ts';
import type { CaseReport } from '../host/case-schemas.ts';

const OPEN = CommandBodySchema.options[0].entries;

/** An order: a case to be opened here. Place in degrees WGS84; null: nobody knows where. */
export const OrderSchema = v.object({
  matter: OPEN.matter,
  level: OPEN.level,
  grid: v.optional(OPEN.grid, ''),
  place: v.optional(
    v.object({
      lng: OPEN.place.entries.lng,
      lat: OPEN.place.entries.lat,
      building: v.optional(OPEN.place.entries.building, ''),
    }),
    { lng: null, lat: null, building: '' },
  ),
  /** A drill of the upper level. */
  drill: v.optional(v.boolean(), false),
});

/** A case of ours that the upper level gives back: while it is under way its task is returned, when it was closed it is opened again. */
export const ReturnedSchema = v.object({
  caseId: CaseIdSchema,
  /** The version that they saw; absent: whatever it is now. */
  n: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  reason: v.optional(v.picklist([...REASONS_OF.return, ...REASONS_OF.reopen]), 'other'),
});
export type Returned = v.InferOutput<typeof ReturnedSchema>;

/** `data` by type. */
export const DOWN_DATA = {
  'cn.linli.order.created': OrderSchema,
  'cn.linli.case.returned': ReturnedSchema,
} as const;

/** Proposals of data and codes: listed, for later. */
export const LATER_TYPES: readonly string[] = ['cn.linli.data.proposed', 'cn.linli.codes.proposed'];

export type Asked =
  | { what: 'order'; report: CaseReport; data: Record<string, unknown> }
  | { what: 'returned'; returned: Returned; data: Record<string, unknown> }
  | { what: 'later' }
  | { what: 'unknown' }
  | { what: 'layout' };

/** What an event asks for. Never throws. */
export function askedBy(type: string, data: unknown): Asked {
  if (LATER_TYPES.includes(type)) return { what: 'later' };
  if (type === 'cn.linli.order.created') {
    const order = v.safeParse(OrderSchema, data);
    return order.success
      ? { what: 'order', report: reportOf(order.output), data: order.output }
      : { what: 'layout' };
  }
  if (type === 'cn.linli.case.returned') {
    const returned = v.safeParse(ReturnedSchema, data);
    return returned.success
      ? { what: 'returned', returned: returned.output, data: returned.output }
      : { what: 'layout' };
  }
  return { what: 'unknown' };
}

function reportOf({ matter, level, grid, place, drill }: v.InferOutput<typeof OrderSchema>): CaseReport {
  return {
    ...{ source: 'upperLevel', device: '', matter, level, grid, drill, follows: '' },
    place: { ...place, text: '' },
  };
}
