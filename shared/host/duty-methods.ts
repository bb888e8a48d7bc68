/** The contract's methods of the site's duty: which machine has it, and taking it over by hand. */
import * as v from 'valibot';
import { SharedCaseSchema } from '../duty/shared-case.ts';
import { Sitting } from './case-schemas.ts';

const KB = 1024;

export const DutyStatusSchema = v.object({
  /** `alone`: no site was named, and the machine does everything itself. */
  role: v.picklist(['alone', 'duty', 'observer']),
  /** Whether the broker of the site is heard. */
  linked: v.boolean(),
  /** Name of the machine on duty; '': none is known. */
  holder: v.string(),
  /** Since when it is so, by this machine's clock. */
  since: v.number(),
  /** Open cases of other machines. */
  cases: v.array(SharedCaseSchema),
});
export type DutyStatus = v.InferOutput<typeof DutyStatusSchema>;

export const DUTY_METHODS = {
  'duty.read': { args: v.object({}), result: DutyStatusSchema, limit: KB },
  /** By a supervisor or an administrator, and audited. HostError 'disconnected': the broker is not heard; 'conflict': there is nothing to take over. */
  'duty.takeOver': {
    args: v.object(Sitting),
    result: v.null(),
    limit: KB,
  },
} as const;
