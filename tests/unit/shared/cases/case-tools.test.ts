import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import en from '../../../../assets/locales/casetools.en.json';
import zh from '../../../../assets/locales/casetools.zh.json';
import { callLadder, dutyFor } from '../../../../shared/cases/call-ladder.ts';
import { CALL_SCRIPT } from '../../../../shared/cases/call-script.ts';
import { ORDER_MATTERS, orderOf, triageCommands } from '../../../../shared/cases/call-triage.ts';
import { MATTER_IDS } from '../../../../shared/cases/case-codes.ts';
import type { BodyOf } from '../../../../shared/cases/case-command.ts';
import { fold } from '../../../../shared/cases/case-fold.ts';
import { MARKS, TRIAGES } from '../../../../shared/cases/case-words.ts';
import { checklistFor } from '../../../../shared/cases/checklists.ts';
import { EVACUATION, ticksOf } from '../../../../shared/cases/plan-list.ts';
import { EMPTY_ROSTER } from '../../../../shared/cases/roster.ts';
import { rosterOfWorkers } from '../../../../shared/cases/roster-of-workers.ts';
import { CaseAnswerSchema } from '../../../../shared/host/case-schemas.ts';
import type { CallPerson, CallSheet, CallWorker } from '../../../../shared/query/call-sheet.ts';
import { overdueVisits, visitReportId } from '../../../../shared/work/visit-case.ts';
import { MadeCase, START } from './made-case.ts';

const person = (more: Partial<CallPerson>): CallPerson => ({
  ...{ table: 'residents', row: 0, id: '', name: '王＊', phone: '13000000000', relation: '', age: 40 },
  ...{ sex: '', mobility: '', health: '', presence: 'present', consent: '', tags: [] },
  ...more,
});
const worker = (id: string, more: Partial<CallWorker> = {}): CallWorker => ({
  ...person({ table: 'workers', row: Number(id.slice(1)), id }),
  ...{ role: 'gridWorker', grid: 'G1', metres: 100, ...more },
});
const sheet = (more: Partial<CallSheet> = {}): CallSheet => ({
  ...{ device: 0, building: 0, home: 0, address: '', floor: 1, plan: null, workers: [] },
  ...{ resident: person({ row: 1 }), household: [], contacts: [], ...more },
});
const ROSTER = rosterOfWorkers({
  community: 'c',
  workers: [
    { id: 'w1', name: '甲', role: 'gridWorker', grid: 'G1', post: 'a', shift: '' },
    { id: 'w2', name: '乙', role: 'gridWorker', grid: 'G2', post: 'a', shift: '' },
    { id: 'w3', name: '丙', role: 'gridWorker', grid: 'G2', post: 'a', shift: '' },
  ],
});
const called = () => MadeCase.dispatched({ device: 'oneKey', matter: 'callForHelp', level: 1 });

describe('lists worked through on a case', () => {
  it('keeps the last mark of each line, list by list, and the same from its events', () => {
    const marks = fc.array(
      fc.record({
        list: fc.constantFrom('evacuation', 'fire'),
        items: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }),
        mark: fc.constantFrom(...MARKS),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(marks, (all) => {
        const made = called();
        const model = new Map<string, string>();
        for (const { list, items, mark } of all) {
          expect(made.act('operator', { kind: 'tick', list, items, mark })).toBe('dispatched');
          for (const item of items)
            if (mark === 'open') model.delete(`${list} ${item}`);
            else model.set(`${list} ${item}`, mark);
        }
        const told = made.now.ticks.map(({ list, item, mark }) => [`${list} ${item}`, mark] as const);
        expect(new Map(told)).toEqual(model);
        expect(told.length).toBe(model.size);
        expect(fold(made.events)).toEqual(made.now);
        expect(made.effects.some((effect) => effect.kind === 'uplink') && all.length > 0).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('is of whoever works on it, and of open cases', () => {
    const made = called();
    const tick: BodyOf<'tick'> = { kind: 'tick', list: EVACUATION, items: ['H1'], mark: 'help' };
    expect(made.act('verifier', tick)).toBe('role');
    expect(made.act('worker', tick)).toBe('dispatched');
    expect(ticksOf(made.now, EVACUATION).get('H1')?.by).toBe('p-worker');
    made.act('operator', { kind: 'cancel', reason: 'test' });
    made.act('second', { kind: 'confirmCancel' });
    expect(made.act('operator', tick)).toBe('state');
  });

  it('has a list for every matter, and a name for every list', () => {
    const lists = [CALL_SCRIPT, ...MATTER_IDS.map((matter) => checklistFor({ matter }))];
    for (const { id, items } of lists) {
      expect([zh, en].every((words) => `cases.list.${id}` in words)).toBe(true);
      expect(items.length).toBeGreaterThan(4);
    }
    expect(checklistFor({ matter: 'chargingFire' }).id).toBe('fire');
    expect(checklistFor({ matter: 'streetStall' }).id).toBe('general');
  });
});

describe('whom to ring', () => {
  it('goes from the caller over contacts and household to who is on duty, each once', () => {
    const made = called();
    const found = sheet({
      contacts: [
        person({ table: 'contacts', row: 5, relation: 'child' }),
        person({ table: 'contacts', row: 6, relation: 'other' }),
      ],
      household: [person({ row: 2 }), person({ row: 3, age: 9 }), person({ row: 4, phone: '' })],
      workers: [
        worker('w2', { metres: 900, grid: 'G2' }),
        worker('w3', { metres: 20 }),
        worker('w9'),
        worker('w1'),
      ],
    });
    const duty = dutyFor({ ...made.now, tasks: [] }, ROSTER, [], START);
    expect([duty.how, duty.assignee.id]).toEqual(['grid', 'w1']);
    const rungs = callLadder(found, duty, ROSTER, START);
    expect(rungs.map(({ key, whom, why }) => [key, whom, why])).toEqual([
      ['residents.1', 'resident', 'caller'],
      ['contacts.5', 'family', 'contact'],
      ['contacts.6', 'neighbour', 'contact'],
      ['residents.2', 'family', 'household'],
      ['workers.1', 'worker', 'duty'],
      // Nearer ones on duty first; who is not on the roster is not rung.
      ['workers.3', 'worker', 'near'],
      ['workers.2', 'worker', 'near'],
    ]);
  });

  it('names the desk when nobody is on duty', () => {
    expect(dutyFor(called().now, EMPTY_ROSTER, [], START).how).toBe('desk');
  });

  it('keeps what comes next of an attempt, and reads attempts from before that was asked', () => {
    const made = called();
    made.act('operator', { kind: 'contact', whom: 'family', outcome: 'noAnswer', next: 'other' });
    made.act('operator', { kind: 'contact', whom: 'medical120', outcome: 'onTheWay' });
    expect(made.now.contacts.map(({ outcome, next }) => [outcome, next])).toEqual([
      ['noAnswer', 'other'],
      ['onTheWay', ''],
    ]);
  });
});

describe('what a call turns out to be', () => {
  it.each(TRIAGES)('%s is carried out by commands that the table allows', (triage) => {
    const made = called();
    const duty = dutyFor(made.now, ROSTER, [], START);
    for (const does of triageCommands(made.now, triage, duty))
      expect(made.act('operator', does)).toBe('dispatched');
    expect([made.now.triage, made.now.category]).toEqual([triage, 'communityCare']);
    const ends = triage !== 'emergency';
    expect(made.now.cancelAsked !== null).toBe(ends);
    // A grave file is ended by two.
    expect(made.act('operator', { kind: 'confirmCancel' })).toBe(ends ? 'samePerson' : 'notAsked');
    if (ends) expect(made.act('second', { kind: 'confirmCancel' })).toBe('cancelled');
  });

  it('an emergency that nobody has goes to who is on duty', () => {
    const made = called();
    made.act('worker', { kind: 'return', task: 't1', reason: 'needsDepartment' });
    const duty = dutyFor(made.now, ROSTER, [], START);
    expect(triageCommands(made.now, 'emergency', duty).map(({ kind }) => kind)).toEqual([
      'triage',
      'dispatch',
    ]);
  });

  it('an order is a light case of its own that follows the call', () => {
    const file = called().now;
    expect(orderOf(file, 'wheelchair')).toMatchObject({
      follows: file.caseId,
      level: 4,
      device: '',
      grid: 'G1',
    });
    expect(ORDER_MATTERS).toEqual(expect.arrayContaining(['wheelchair', 'repair', 'sewer']));
  });
});

describe('a visit that found a problem', () => {
  it('is one case, named by nothing of the home', async () => {
    const [one, again, other] = await Promise.all([
      visitReportId('r-abc123', 'H-1'),
      visitReportId('r-abc123', 'H-1'),
      visitReportId('r-abc123', 'H-2'),
    ]);
    expect(one).toBe(again);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^v-[a-p]{24}$/);
  });

  it('is overdue the day after the last one, and not when the round is closed', () => {
    expect(overdueVisits({ dueDay: 10, closedAt: 0 }, 4, 10)).toBe(0);
    expect(overdueVisits({ dueDay: 10, closedAt: 0 }, 4, 11)).toBe(4);
    expect(overdueVisits({ dueDay: 10, closedAt: 5 }, 4, 11)).toBe(0);
    expect(overdueVisits({ dueDay: 0, closedAt: 0 }, 4, 11)).toBe(0);
  });
});

it('what a stale command is answered with fits the contract, as the book has the events', () => {
  const since = called().events.map((event) => ({ ...event, prev: '0'.repeat(64), hash: '0'.repeat(64) }));
  const answer = { ok: false, refusal: { reason: 'stale', facts: { seen: 1, version: 3 } }, since };
  expect(v.parse(CaseAnswerSchema, answer)).toMatchObject({ since: [{ n: 1 }, { n: 2 }, { n: 3 }] });
});
