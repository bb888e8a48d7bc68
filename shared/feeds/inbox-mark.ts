/**
 * How far the inboxes were dealt with: journal record `inbox.applied`, written in the same append as the alerts that came of it, so that after a
 * kill nothing is done twice and nothing is left out. Also kept in the checkpoint, for what changed no alert.
 */
import * as v from 'valibot';
import { KeptSignalSchema } from '../cases/alert-monitor.ts';
import { LANES, type Lane, TallySchema } from './outcome.ts';

const LaneMarkSchema = v.object({
  /** Every message up to this number has ended, but those in `waiting`. */
  through: v.number(),
  /** Numbers that wait for the ones before them. */
  waiting: v.array(v.number()),
  /** Source to how its messages of this lane ended, ever. */
  tallies: v.record(v.string(), TallySchema),
});
export type LaneMark = v.InferOutput<typeof LaneMarkSchema>;

export const InboxAppliedSchema = v.object({
  kind: v.literal('inbox.applied'),
  /** Counts on with every turn: the higher one is the later one. */
  turn: v.number(),
  life: LaneMarkSchema,
  bulk: LaneMarkSchema,
  /** Signals from which alerts of this turn came, as they are after it. */
  signals: v.optional(v.array(KeptSignalSchema)),
});
export type InboxApplied = v.InferOutput<typeof InboxAppliedSchema>;

export function noMark(): InboxApplied {
  const none = (): LaneMark => ({ through: 0, waiting: [], tallies: {} });
  return { kind: 'inbox.applied', turn: 0, life: none(), bulk: none() };
}

/** Whether the message with this number has ended. */
export function isDone(mark: LaneMark, seq: number): boolean {
  return seq <= mark.through && !mark.waiting.includes(seq);
}

/** The highest number of each lane that nothing before it waits for: what may be deleted. */
export function settledThrough(mark: InboxApplied): Record<Lane, number> {
  const through = (lane: LaneMark) => Math.min(lane.through, (lane.waiting[0] ?? lane.through + 1) - 1);
  return Object.fromEntries(LANES.map((lane) => [lane, through(mark[lane])])) as Record<Lane, number>;
}
