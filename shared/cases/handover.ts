/**
 * The record of a shift that is handed over: who went, who came, and which cases were open then. Written down what was open, so that nobody
 * can say later that it was not told; words about it are sealed and kept apart.
 */
import * as v from 'valibot';
import type { Case } from './case.ts';
import { isOpen } from './case.ts';
import { CaseIdSchema, InstantSchema } from './case-command.ts';
import { ActorIdSchema } from './case-event.ts';

export const HandoverSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^h-[a-z0-9]{6,24}$/)),
  /** Post of the roster. */
  post: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
  at: InstantSchema,
  /** Cases open then, the gravest first. */
  openCases: v.pipe(v.array(CaseIdSchema), v.maxLength(5_000)),
  signedOutBy: ActorIdSchema,
  /** '' until somebody has taken over; never who went. */
  signedInBy: v.union([v.literal(''), ActorIdSchema]),
});
export type Handover = v.InferOutput<typeof HandoverSchema>;

/** What is handed over: the open cases, the gravest and highest first, then the oldest. Drills end with their shift. */
export function handedOver(cases: Iterable<Case>): string[] {
  return [...cases]
    .filter((file) => isOpen(file) && !file.drill)
    .sort((a, b) => a.level - b.level || b.escalation - a.escalation || a.receivedAt - b.receivedAt)
    .map(({ caseId }) => caseId);
}

/** Somebody takes over; null: was taken over already, or by the one who went. */
export function takenOver(handover: Handover, by: string): Handover | null {
  if (handover.signedInBy !== '' || by === '' || by === handover.signedOutBy) return null;
  return { ...handover, signedInBy: by };
}
