/** What is kept of a FeedMemory on the disk: the shape, checked when it is read back. Holds hashes and device ids, no content. */
import * as v from 'valibot';
import { SeenWindowSchema } from './seen-window.ts';

export const MemoryStateSchema = v.object({
  /** Day since the epoch, and the hashes of that day's alarms. */
  alarms: v.array(v.tuple([v.number(), v.array(v.string())])),
  /** Hash and time of arrival. */
  recent: v.array(v.tuple([v.string(), v.number()])),
  /** Source and device, and the numbers seen. */
  windows: v.array(v.tuple([v.string(), SeenWindowSchema])),
  /** Kind and device; time and state of the last reading. */
  last: v.array(v.tuple([v.string(), v.number(), v.boolean()])),
});
export type MemoryState = v.InferOutput<typeof MemoryStateSchema>;
