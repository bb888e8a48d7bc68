import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../shared/cases/alert.ts';
import {
  type HandedOver,
  type Handover,
  handoverAfter,
  incomingShift,
  isDown,
  openCases,
  ShiftHandedOverSchema,
  type ShiftRecord,
  standOf,
} from '../../../../shared/cases/handover.ts';
import { EMPTY_ROSTER } from '../../../../shared/cases/roster.ts';
import { rosterOfWorkers } from '../../../../shared/cases/roster-of-workers.ts';
import { MadeCase, MINUTE, opening, START } from './made-case.ts';

const HOUR = 60 * MINUTE;
const handed: HandedOver = {
  ...{ id: 'h-abcdef12', post: 'duty', at: START, until: START + HOUR, signedOutBy: 'p-1' },
  ...{ openCases: [], due: [], alerts: [], feeds: [] },
};

function opened(more: Parameters<typeof opening>[0], caseId: string, dispatched = false): MadeCase {
  const made = new MadeCase({}, caseId);
  made.act('system', opening(more));
  if (dispatched) {
    made.act('operator', { kind: 'register' });
    made.act('operator', { kind: 'dispatch', assignee: { kind: 'worker', id: 'w1' } });
  }
  return made;
}

describe('what is handed over', () => {
  it('are the open cases, the gravest first, no drills, and of them what falls due within the shift', () => {
    const grave = opened({ level: 1, receivedAt: START + 1 }, 'c2');
    const late = opened({ level: 3 }, 'c1', true);
    const drill = opened({ level: 1, drill: true }, 'c3');
    const over = opened({}, 'c4');
    over.act('operator', { kind: 'cancel', reason: 'test' });
    const files = [late, drill, over, grave].map(({ now }) => now);
    expect(openCases(files).map(({ caseId }) => caseId)).toEqual(['c2', 'c1']);
    const all = standOf(files, [], [], Number.MAX_SAFE_INTEGER);
    expect(all).toMatchObject({ openCases: ['c2', 'c1'], due: ['c2', 'c1'] });
    expect(standOf(files, [], [], START).due).toEqual([]);
  });

  it('are the alerts that nobody has seen and the feeds that should run', () => {
    const alert = (id: string, acknowledged: boolean) =>
      ({ id, level: 1, acknowledged, raisedAt: 1 }) as Alert;
    const feed = (id: string, running: boolean, state: string) => ({ id, running, state }) as never;
    const feeds = [feed('a', true, 'interrupted'), feed('b', false, 'failed'), feed('c', true, 'running')];
    expect(standOf([], [alert('1', true), alert('2', false)], feeds, 0)).toMatchObject({
      alerts: ['2'],
      feeds: ['a'],
    });
    expect(isDown({ running: true, state: 'failed' })).toBe(true);
  });

  it('lasts until the shift that begins ends, by the roster', () => {
    const workers = [
      { id: 'w1', name: '', role: 'gridWorker', grid: 'G1', post: 'a', shift: 'day' },
      { id: 'w2', name: '', role: 'gridWorker', grid: 'G1', post: 'b', shift: 'night' },
      { id: 'w3', name: '', role: 'communityWorker', grid: '', post: '', shift: '' },
    ];
    const roster = rosterOfWorkers({ workers, community: 'y' });
    // START is ten in the morning: the day shift ends at eight in the evening.
    expect(incomingShift(roster, START)).toEqual({ post: 'duty', until: START + 10 * HOUR });
    expect(incomingShift(roster, START + 9.5 * HOUR).until).toBe(START + 22 * HOUR);
    expect(incomingShift(EMPTY_ROSTER, START)).toEqual({ post: 'duty', until: START + 12 * HOUR });
  });
});

describe('a handover', () => {
  it('is a record that the journal takes', () => {
    expect(v.is(ShiftHandedOverSchema, { kind: 'shift.handedOver', handover: handed })).toBe(true);
    expect(
      v.is(ShiftHandedOverSchema, { kind: 'shift.handedOver', handover: { ...handed, id: '张三' } }),
    ).toBe(false);
  });

  it('is taken over once, by somebody else, whatever is said in whatever order and how often', () => {
    const taken = (by: string, at: number): ShiftRecord => ({
      ...{ kind: 'shift.takenOver', handover: handed.id, by, at },
    });
    const record = fc.oneof(
      fc.constant<ShiftRecord>({ kind: 'shift.handedOver', handover: handed }),
      fc.tuple(fc.constantFrom('p-1', 'p-2', 'p-3'), fc.nat(9)).map(([by, at]) => taken(by, at)),
    );
    fc.assert(
      fc.property(fc.array(record), (records) => {
        let now: Handover | undefined;
        let first: Handover | undefined;
        for (const each of records) {
          now = handoverAfter(now, each);
          if (now?.signedInBy) first ??= now;
        }
        expect(now?.signedInBy).not.toBe('p-1');
        if (first) expect(now).toEqual(first);
        if (now) expect(now).toMatchObject(handed);
      }),
    );
  });
});
