/** The contract's methods of the ways to the upper level: destinations, what stands still, what came down. */
import * as v from 'valibot';
import { SourceSecretsSchema } from '../feeds/source.ts';
import { DestinationSchema } from '../uplink/destination.ts';
import {
  ConflictListSchema,
  DECISIONS,
  ListedDestinationSchema,
  SKIP_REASONS,
  UPLINK_WHYS,
} from '../uplink/uplink-status.ts';
import { SessionToken } from './access-schemas.ts';

const KB = 1024;
const nothing = v.null();
const Named = v.object({ session: v.nullable(SessionToken), id: v.string() });
const Filled = v.object({
  session: v.nullable(SessionToken),
  destination: DestinationSchema,
  secrets: v.partial(SourceSecretsSchema),
});

/** Where there is a vault, all by an administrator; what changes anything is audited. */
export const UPLINK_METHODS = {
  /** Destinations with how they go and the names of credentials that are set, never the credentials. */
  'uplink.list': {
    args: v.object({ session: v.nullable(SessionToken) }),
    result: v.object({ destinations: v.array(ListedDestinationSchema) }),
    limit: KB,
  },
  /** Adds or changes a destination and starts it anew. `secrets`: those that change. A new one is told what happens from now on. */
  'uplink.save': { args: Filled, result: nothing, limit: 512 * KB },
  /** What was not sent to it is not sent. */
  'uplink.remove': { args: Named, result: nothing, limit: KB },
  'uplink.start': { args: Named, result: nothing, limit: KB },
  /** It goes on collecting. */
  'uplink.stop': { args: Named, result: nothing, limit: KB },
  /** Tries settings without keeping them, with an event that says nothing. `status`: what an HTTP receiver answered; 0: nothing of that kind. */
  'uplink.test': {
    args: Filled,
    result: v.object({ why: v.picklist(UPLINK_WHYS), status: v.number(), said: v.string() }),
    limit: 512 * KB,
  },
  /** What stands still on its way up, and what came down: what could not be carried out first. */
  'uplink.conflicts': {
    args: v.object({ session: v.nullable(SessionToken) }),
    result: ConflictListSchema,
    limit: KB,
  },
  /** Tried again, or left out for a reason. HostError 'not-found': it does not stand still any more. */
  'uplink.decide': {
    args: v.object({
      session: v.nullable(SessionToken),
      item: v.union([
        v.strictObject({ destination: v.string(), seq: v.number() }),
        v.strictObject({ from: v.string(), event: v.string() }),
      ]),
      decision: v.picklist(DECISIONS),
      reason: v.nullable(v.picklist(SKIP_REASONS)),
    }),
    result: nothing,
    limit: 2 * KB,
  },
} as const;
