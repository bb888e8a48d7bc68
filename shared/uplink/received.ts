/**
 * What became of an event that came down: journal record `uplink.received`, one for each event, so that the same event that comes again does nothing
 * again. A later record of the same event is what somebody decided about it.
 */
import * as v from 'valibot';
import { REFUSALS } from '../cases/case-guards.ts';

/** `later`: known, and of no use yet. `unknown`: a type that we do not know. `dismissed`: somebody decided that nothing is to be done. */
export const RECEIVED_ENDS = ['applied', 'conflict', 'later', 'unknown', 'dismissed'] as const;
/** '' : nothing was wrong. `layout`: it could not be read. Else why the table of cases refused. */
export const RECEIVED_WHYS = ['', 'layout', ...REFUSALS] as const;

const Word = v.pipe(v.string(), v.maxLength(200));

export const ReceivedSchema = v.object({
  kind: v.literal('uplink.received'),
  /** By which destination it came. */
  destination: v.pipe(v.string(), v.maxLength(40)),
  /** Its id, source and type. */
  event: Word,
  from: Word,
  type: Word,
  outcome: v.picklist(RECEIVED_ENDS),
  /** Id of the case that it made or was about; ''. */
  caseId: v.pipe(v.string(), v.maxLength(64)),
  reason: v.picklist(RECEIVED_WHYS),
  /** Somebody decided it so. */
  decided: v.boolean(),
  /** What was asked for, of what can be asked again: core class only. */
  asked: v.optional(v.record(v.string(), v.unknown())),
});
export type Received = v.InferOutput<typeof ReceivedSchema>;

/** Under which an event is known: the same id of another sender is another event. */
export const eventKey = ({ from, event }: Pick<Received, 'from' | 'event'>): string => `${from}\n${event}`;
