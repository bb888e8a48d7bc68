/**
 * The `data` of an event from its journal record, with everything personal left behind: who acted, what was written, where a worker stood, the
 * progress code. Pure; up-events.ts says what may be in it, and what does not fit is not sent.
 */
import * as v from 'valibot';
import type { Assignee, CommandBody } from '../cases/case-command.ts';
import { isPersonalColumn, type RecordEdited } from '../edits/record-edit.ts';
import { canonicalJson } from '../host/canonical-json.ts';
import type { JournalBody, JournalRecord } from '../host/journal-record.ts';
import { type OutEvent, OutEventSchema, UP_DATA } from './up-events.ts';
import type { UpRef } from './up-refs.ts';

/** Without its `id`, which is made of it. */
export type BareEvent = Omit<OutEvent, 'id'>;

/** Throws ValiError when the record holds what may not leave: then nothing does. */
export function bareEvent(ref: UpRef, record: JournalRecord, source: string): BareEvent {
  const data = v.parse(UP_DATA[ref.type], dataOf(record.body)) as Record<string, unknown>;
  return {
    specversion: '1.0',
    source,
    type: ref.type,
    time: new Date(record.at).toISOString(),
    datacontenttype: 'application/json',
    subject: subjectOf(record.body),
    partitionkey: ref.key.slice(0, 300),
    linlidrill: ref.drill,
    data,
  };
}

/** `hash`: SHA-256 in hex of `eventText`. */
export function withId(bare: BareEvent, seq: number, hash: string): OutEvent {
  return v.parse(OutEventSchema, { ...bare, id: `${seq}.${hash.slice(0, 24)}` });
}

/** What the id is made of. */
export const eventText = (bare: BareEvent): string => canonicalJson(bare);

function dataOf(body: JournalBody): unknown {
  switch (body.kind) {
    case 'case.event': {
      const { caseId, n, role, from, to, escalation, does, begins } = body.event;
      return { caseId, n, role, from, to, escalation, does: doesOut(does), begins };
    }
    case 'alert.changed': {
      const { id, device, kind, condition, level, lng, lat, active, acknowledged } = body.alert;
      const { raisedAt, clearedAt, acknowledgedAt, repeats, value } = body.alert;
      return {
        ...{ alert: id, device, kind, condition: condition ?? 'alarm', level, lng, lat, active },
        ...{ acknowledged, raisedAt, clearedAt, acknowledgedAt, repeats, value },
      };
    }
    case 'uplink.measured': {
      const { what: _what, ...measure } = body.measure;
      return measure;
    }
    case 'uplink.received': {
      const { event, from, type, outcome, caseId, reason } = body;
      return { event, from, type, outcome, caseId, reason };
    }
    case 'record.edited':
      return { records: recordsOut(body) };
    default:
      return null;
  }
}

function subjectOf(body: JournalBody): string {
  switch (body.kind) {
    case 'case.event':
      return body.event.caseId;
    case 'alert.changed':
      return body.alert.device.slice(0, 240);
    case 'uplink.received':
      return body.event;
    default:
      return '';
  }
}

const assigneeOut = ({ kind, id }: Assignee): Assignee => ({ kind, id: kind === 'party' ? id : '' });

function doesOut(does: CommandBody): unknown {
  switch (does.kind) {
    case 'open': {
      const { progressCode: _code, place, ...rest } = does;
      const { lng, lat, building } = place;
      return { ...rest, place: { lng, lat, building } };
    }
    case 'dispatch':
    case 'fail':
    case 'reopen':
      return { ...does, assignee: assigneeOut(does.assignee) };
    case 'arrive':
      return { kind: does.kind, task: does.task, reason: does.reason };
    case 'feedback':
      return { ...does, proof: does.proof.map(({ kind, hash, at }) => ({ kind, hash, at })) };
    default:
      return does;
  }
}

function recordsOut({ edits }: RecordEdited) {
  return edits.map(({ table, key, op, set, geometry }) => ({
    ...{ table, key, op },
    columns: [...Object.keys(set), ...Object.keys(geometry)].filter(
      (column) => !isPersonalColumn(table, column),
    ),
  }));
}
