/**
 * The contract's `uplink.*` methods: who may, the audit entry, then the work. All of it is an administrator's; without a vault there are no roles, and
 * anybody may.
 */
import { auditEvent } from '../../../shared/access/audit.ts';
import type { Args, Handlers, Result } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import { sourceOf } from '../../../shared/uplink/cloud-event.ts';
import { eventKey } from '../../../shared/uplink/received.ts';
import type { Desk } from '../desk.ts';
import type { Journal } from '../journal.ts';
import type { Outbox } from './outbox.ts';
import type { UplinkService } from './uplink-service.ts';

export type UplinkHandlers = Pick<Handlers, Extract<keyof Handlers, `uplink.${string}`>>;

export interface UplinkDeskParts {
  desk: Desk;
  uplink: UplinkService;
  outbox: Outbox;
  journal: Journal;
  profileId: string;
}

/** Of those that came down and stand still, and of the rest: the newest. */
const MOST_DOWN = 500;

export function createUplinkHandlers(parts: UplinkDeskParts): UplinkHandlers {
  const { desk, uplink, outbox } = parts;
  const administer = async (session: string | null, act: string, id: string, more = {}) => {
    desk.demandAdministrator(session);
    const detail = { what: 'uplink', act, destination: id, ...more };
    if (session) await desk.appendAudit(session, [auditEvent('desk.configured', { count: 1, detail })]);
  };
  return {
    'uplink.list': async ({ session }) => {
      desk.demandAdministrator(session);
      return {
        destinations: [...uplink.all()].map((delivery) => ({
          destination: delivery.destination,
          secrets: uplink.list.secretNames(delivery.destination.id),
          status: delivery.status(),
        })),
      };
    },
    'uplink.save': async ({ session, destination, secrets }) => {
      await administer(session, 'save', destination.id);
      await uplink.save(destination, secrets);
      return null;
    },
    'uplink.remove': async ({ session, id }) => {
      await administer(session, 'remove', uplink.list.get(id).id);
      await uplink.remove(id);
      return null;
    },
    'uplink.start': async ({ session, id }) => {
      await administer(session, 'start', uplink.list.get(id).id);
      await uplink.setEnabled(id, true);
      return null;
    },
    'uplink.stop': async ({ session, id }) => {
      await administer(session, 'stop', uplink.list.get(id).id);
      await uplink.setEnabled(id, false);
      return null;
    },
    'uplink.test': async ({ session, destination, secrets }) => {
      await administer(session, 'test', destination.id);
      return uplink.test(destination, secrets);
    },
    'uplink.conflicts': async ({ session }) => {
      desk.demandAdministrator(session);
      const down = outbox.allReceived().map(({ received, at }) => {
        const { kind: _kind, asked: _asked, ...shown } = received;
        return { received: shown, at };
      });
      const standing = down.filter(({ received }) => received.outcome === 'conflict').slice(-MOST_DOWN);
      const rest = down.filter(({ received }) => received.outcome !== 'conflict').slice(-MOST_DOWN);
      return { up: await standingUp(parts), down: [...standing.reverse(), ...rest.reverse()] };
    },
    'uplink.decide': async (asked) => {
      await decide(parts, asked, administer);
      return null;
    },
  };
}

async function standingUp({ uplink, outbox, journal, profileId }: UplinkDeskParts) {
  const up: Result<'uplink.conflicts'>['up'] = [];
  for (const delivery of uplink.all()) {
    for (const { held, ref, behind } of delivery.held()) {
      const event = ref && (await outbox.event(ref, journal, sourceOf(profileId)).catch(() => null));
      const text = event ? JSON.stringify(event).slice(0, 4_000) : '';
      up.push({ destination: delivery.destination.id, held, type: ref?.type ?? '', behind, event: text });
    }
  }
  return up;
}

async function decide(
  { uplink }: UplinkDeskParts,
  { session, item, decision, reason }: Args<'uplink.decide'>,
  administer: (session: string | null, act: string, id: string, more: object) => Promise<void>,
): Promise<void> {
  if (decision === 'skip' && reason === null) throw new HostError('bad-arguments', 'reason');
  const why = reason === null ? {} : { reason };
  if ('seq' in item) {
    const delivery = uplink.delivery(item.destination);
    await administer(session, decision, item.destination, { ...why, seq: item.seq });
    await delivery.decide(item.seq, decision);
    return;
  }
  // Ids of others are their words: only whether it came down is written into the audit.
  await administer(session, decision, '', { ...why, down: true });
  await uplink.downlink.decide(eventKey(item), decision);
}
