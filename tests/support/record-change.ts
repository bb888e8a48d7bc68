/** A change of one resident, ready for the host: another resident and another id for every number. */
import { auditEvent } from '../../shared/access/audit.ts';
import type { Args } from '../../shared/host/contract.ts';

export function oneChange(number: number): Args<'record.edit'> {
  const cells = { set: {}, geometry: {} };
  return {
    session: null,
    after: 0,
    audit: auditEvent('record.edited', { count: 1, detail: { table: 'residents', what: 'change' } }),
    body: {
      generation: 'g1',
      edit: number.toString(16).padStart(16, '0'),
      edits: [
        {
          table: 'residents',
          key: `b${number}`,
          op: 'change',
          set: { education: 'high' },
          geometry: {},
          before: cells,
        },
      ],
      sealed: null,
      open: null,
      undoOf: null,
    },
  };
}
