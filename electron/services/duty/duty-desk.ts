/** The contract's `duty.*` methods: who may take the duty over, the audit entry, then the work. */
import { auditEvent } from '../../../shared/access/audit.ts';
import type { Handlers } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { AuditLog } from '../audit-log.ts';
import type { CaseDesk } from '../cases/case-desk.ts';
import type { DutyService } from './duty-service.ts';

export type DutyHandlers = Pick<Handlers, Extract<keyof Handlers, `duty.${string}`>>;

export interface DutyDeskParts {
  duty: DutyService;
  cases: Pick<CaseDesk, 'commander'>;
  audit: Pick<AuditLog, 'append'>;
}

export function createDutyHandlers({ duty, cases, audit }: DutyDeskParts): DutyHandlers {
  return {
    'duty.read': async () => duty.status(),
    'duty.takeOver': async ({ session, seat }) => {
      const { actor, audit: by } = cases.commander(session, seat, '');
      if (!actor.roles.includes('supervisor')) throw new HostError('not-allowed', 'role');
      duty.demandTakable();
      await audit.append(
        [auditEvent('desk.configured', { count: 1, detail: { what: 'duty', act: 'takeOver' } })],
        by,
      );
      duty.takeOver();
      return null;
    },
  };
}
