/**
 * Which journal records are told to the upper level, as what, and in whose order. A fold over the whole journal from its first record, so that the
 * same record is the same event after every start. Pure; keeps what an alert was before, which cases are drills, and nothing else.
 */

import type { Alert } from '../cases/alert.ts';
import { alertKey, isLive } from '../cases/transitions.ts';
import type { JournalBody, JournalRecord } from '../host/journal-record.ts';
import type { Family } from './destination.ts';

/** Where an event stands; its content is read from the journal when it is sent. */
export interface UpRef {
  /** Of its journal record. */
  seq: number;
  /** Of its record, ms since the epoch. */
  at: number;
  type: string;
  family: Family | 'inbox';
  /** Events of one key are sent one after the other. */
  key: string;
  drill: boolean;
  /** The one destination it is for; '': all. */
  only: string;
}

type AlertRecord = Extract<JournalBody, { kind: 'alert.changed' }>['alert'];
type Known = Pick<AlertRecord, 'id' | 'active' | 'acknowledged'>;

export class UpFold {
  private readonly alerts = new Map<string, Known>();
  private readonly drillCases = new Set<string>();
  private readonly madeUp = new Map<string, boolean>();
  private active = '';

  /** For every record of the journal, in order. Null: it is nobody's business. */
  take({ seq, at, body }: JournalRecord): UpRef | null {
    const ref = (family: UpRef['family'], type: string, key: string, drill: boolean, only = ''): UpRef => ({
      ...{ seq, at, type: `cn.linli.${type}`, family, key, drill, only },
    });
    switch (body.kind) {
      case 'generation.activated':
        // What was real once is not made fiction by a later word.
        this.madeUp.set(body.generation, body.demo && this.madeUp.get(body.generation) !== false);
        this.active = body.generation;
        return null;
      case 'case.event': {
        const { caseId, does } = body.event;
        if (does.kind === 'open' && (does.drill || this.isMadeUp())) this.drillCases.add(caseId);
        return ref('cases', `case.${does.kind}`, `case:${caseId}`, this.drillCases.has(caseId));
      }
      case 'alert.changed': {
        const turn = this.turnOf(body.alert);
        const { device, kind, demo } = body.alert;
        return turn && ref('alerts', `alert.${turn}`, `alert:${device}/${kind}`, demo || this.isMadeUp());
      }
      case 'uplink.measured':
        return body.measure.what === 'health'
          ? ref('health', 'device.health', 'health', this.isMadeUp())
          : ref('grids', 'grid.aggregate', 'grids', this.isMadeUp());
      case 'uplink.received':
        return ref('inbox', 'inbox.result', `inbox:${body.destination}`, false, body.destination);
      case 'record.edited':
        return ref('records', 'record.changed', 'records', this.madeUp.get(body.generation) ?? false);
      default:
        return null;
    }
  }

  private isMadeUp(): boolean {
    return this.madeUp.get(this.active) ?? false;
  }

  /** A reading that only repeats an alarm is no event. */
  private turnOf(alert: AlertRecord): 'raised' | 'acknowledged' | 'cleared' | null {
    const key = alertKey(alert.device, alert.kind, alert.condition);
    const known = this.alerts.get(key);
    const before = known?.id === alert.id ? known : null;
    const { id, active, acknowledged } = alert;
    if (isLive(alert as Alert)) this.alerts.set(key, { id, active, acknowledged });
    else this.alerts.delete(key);
    if (!before) return active ? 'raised' : 'cleared';
    if (before.active !== active) return active ? 'raised' : 'cleared';
    return before.acknowledged !== acknowledged ? 'acknowledged' : null;
  }
}
