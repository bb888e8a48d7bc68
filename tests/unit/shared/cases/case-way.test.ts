import { describe, expect, it } from 'vitest';
import { leadOf } from '../../../../shared/cases/case.ts';
import { timersOf } from '../../../../shared/cases/case-clocks.ts';
import { fold } from '../../../../shared/cases/case-fold.ts';
import { available, carryOut } from '../../../../shared/cases/case-transitions.ts';
import { ACTORS, CALENDAR, MadeCase, opening, PROOF, START, W1, W2 } from './made-case.ts';

const clear = { kind: 'alert', alert: 'A1', active: false } as const;

describe('the way of a case', () => {
  it('goes through all seven steps', () => {
    const made = new MadeCase();
    expect(made.act('system', opening())).toBe('received');
    expect(made.act('operator', { kind: 'verify' })).toBe('verifying');
    expect(made.act('operator', { kind: 'register' })).toBe('registered');
    expect(made.act('operator', { kind: 'dispatch', assignee: W1 })).toBe('dispatched');
    expect(made.effects).toContainEqual({ kind: 'offer', task: 't1', assignee: W1 });
    expect(made.act('worker', { kind: 'accept', task: 't1' })).toBe('accepted');
    expect(made.act('worker', { kind: 'enroute', task: 't1' })).toBe('accepted');
    expect(
      made.act('worker', { kind: 'arrive', task: 't1', at: { lng: 120.6005, lat: 31.3 }, reason: null }),
    ).toBe('onSite');
    expect(made.act('worker', { kind: 'feedback', task: 't1', result: 'solved', proof: [PROOF] })).toBe(
      'feedback',
    );
    expect(made.act('verifier', { kind: 'check' })).toBe('checking');
    expect(made.act('verifier', { kind: 'pass', closeCode: 'handled', override: null })).toBe('stillActive');
    made.act('system', clear);
    expect(made.act('verifier', { kind: 'pass', closeCode: 'handled', override: null })).toBe('closed');
    expect(made.act('evaluator', { kind: 'evaluate', satisfaction: 5, visited: true })).toBe('evaluated');
    expect(made.now).toMatchObject({ closeCode: 'handled', evaluation: { satisfaction: 5 }, version: 12 });
    expect(fold(made.events)).toEqual(made.now);
    expect(timersOf(made.now)).toEqual([]);
  });

  it('of a life-safety device needs nobody to be filed, and somebody to be closed', () => {
    const made = new MadeCase();
    made.act('system', opening({ device: 'smoke', matter: 'fire', level: 1 }));
    expect(made.effects).toContainEqual({ kind: 'then', caseId: 'c1', does: { kind: 'register' } });
    expect(made.act('system', { kind: 'register' })).toBe('registered');
    expect(made.effects).toContainEqual({ kind: 'assign' });
    made.act('system', { kind: 'dispatch', assignee: W1 });
    made.toFeedback();
    made.act('system', clear);
    made.act('verifier', { kind: 'check' });
    expect(made.act('verifier', { kind: 'pass', closeCode: 'handled', override: null })).toBe('unseen');
    made.act('operator', { kind: 'acknowledge' });
    expect(made.act('verifier', { kind: 'pass', closeCode: 'handled', override: null })).toBe('closed');
    const report = new MadeCase();
    report.act('system', opening({ source: 'citizen', device: '', matter: 'rubbish' }));
    expect(report.act('system', { kind: 'register' })).toBe('notAutomatic');
  });

  it('goes back when it is returned, and up when that happens once too often', () => {
    const made = MadeCase.dispatched();
    for (const [turn, escalation] of [0, 0, 1].entries()) {
      const task = `t${turn + 1}`;
      expect(made.act('other', { kind: 'return', task, reason: 'busy' })).toBe('notYours');
      expect(made.act('worker', { kind: 'return', task, reason: 'busy' })).toBe('registered');
      expect(made.now).toMatchObject({ returns: turn + 1, escalation });
      expect(leadOf(made.now)).toBeUndefined();
      expect(timersOf(made.now).some(({ kind }) => kind === 'unassigned')).toBe(true);
      expect(made.act('operator', { kind: 'dispatch', assignee: W1 })).toBe('dispatched');
    }
  });

  it('is done again when the check fails, to the time first promised', () => {
    const made = MadeCase.dispatched();
    const { handleBy } = made.now;
    made.toFeedback();
    made.act('verifier', { kind: 'check' });
    expect(made.act('verifier', { kind: 'fail', reason: 'poorWork', assignee: W2 })).toBe('dispatched');
    expect(made.now).toMatchObject({ reworks: 1, handleBy });
    expect(timersOf(made.now).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['accept', 'arrive', 'handle']),
    );
    expect(made.act('worker', { kind: 'accept', task: 't2' })).toBe('notYours');
    expect(made.act('other', { kind: 'accept', task: 't2' })).toBe('accepted');
  });

  it('is checked by nobody who worked on it, in whatever part', () => {
    const made = MadeCase.dispatched().toFeedback('t1', 'operator');
    const both = { id: 'p-op', roles: ['operator', 'verifier'] as const, assignees: [] };
    const command = {
      id: 'x',
      caseId: 'c1',
      version: made.now.version,
      does: { kind: 'check' as const },
      sealed: null,
    };
    expect(carryOut(made.now, made.events, command, both, { ...made.world, now: made.at })).toMatchObject({
      refusal: { reason: 'handler' },
    });
    const worker = { id: 'p-boss', roles: ['verifier'] as const, assignees: ['w1'] };
    expect(available(made.now, worker, { ...made.world, now: made.at }).get('check')).toMatchObject({
      ok: false,
      refusal: { reason: 'handler' },
    });
  });

  it('arrives near the place or with a reason; tells the result with proof', () => {
    const made = MadeCase.dispatched();
    made.act('worker', { kind: 'accept', task: 't1' });
    const arrive = (lng: number | null, reason: 'indoors' | null) =>
      made.act('worker', {
        kind: 'arrive',
        task: 't1',
        at: lng === null ? null : { lng, lat: 31.3 },
        reason,
      });
    expect(arrive(120.602, null)).toBe('tooFar');
    expect(arrive(null, null)).toBe('arrival');
    expect(arrive(null, 'indoors')).toBe('onSite');
    expect(made.act('worker', { kind: 'feedback', task: 't1', result: 'solved', proof: [] })).toBe('proof');
  });

  it('12: is merged one deep, with what its devices still say', () => {
    const parent = MadeCase.dispatched();
    const child = new MadeCase({}, 'c2');
    child.act('system', opening({ alert: 'A2', caseNo: '2026-0002' }));
    expect(child.act('operator', { kind: 'merge', into: 'c1' }, { other: null })).toBe('target');
    expect(child.act('operator', { kind: 'merge', into: 'c1' }, { other: { ...parent.now, level: 4 } })).toBe(
      'targetLower',
    );
    expect(child.act('operator', { kind: 'merge', into: 'c1' }, { other: parent.now })).toBe('merged');
    for (const effect of child.effects) if (effect.kind === 'then') parent.act('system', effect.does);
    expect(parent.now.children).toEqual(['c2']);
    expect(parent.now.alerts).toContainEqual({ id: 'A2', active: true });
    expect(timersOf(child.now)).toEqual([]);
    expect(parent.act('operator', { kind: 'merge', into: 'c2' }, { other: child.now })).toBe('hasChildren');
    const third = new MadeCase({}, 'c3');
    third.act('system', opening());
    expect(third.act('operator', { kind: 'merge', into: 'c2' }, { other: child.now })).toBe('targetMerged');
    expect(child.act('operator', { kind: 'unmerge', reason: 'notTheSame' }, { other: parent.now })).toBe(
      'verifying',
    );
    expect(child.effects).toContainEqual({
      kind: 'then',
      caseId: 'c1',
      does: { kind: 'release', child: 'c2' },
    });
    expect(timersOf(child.now).map(({ kind }) => kind)).toContain('unassigned');
  });

  it('of level I is cancelled by two, any other by one', () => {
    const grave = MadeCase.dispatched({ device: 'smoke', level: 1 });
    expect(grave.act('operator', { kind: 'cancel', reason: 'test' })).toBe('dispatched');
    expect(grave.act('operator', { kind: 'confirmCancel' })).toBe('samePerson');
    expect(grave.act('second', { kind: 'confirmCancel' })).toBe('cancelled');
    const light = MadeCase.dispatched();
    expect(light.act('operator', { kind: 'cancel', reason: 'mistaken' })).toBe('cancelled');
    expect(light.effects).toContainEqual({ kind: 'withdraw', task: 't1', assignee: W1 });
    expect(light.effects).toContainEqual({ kind: 'quiet' });
  });

  it('comes back within fifteen days, not later', () => {
    const made = MadeCase.dispatched().toFeedback();
    made.act('system', clear);
    made.act('verifier', { kind: 'check' });
    made.act('verifier', { kind: 'pass', closeCode: 'handled', override: null });
    const { events, now } = made;
    made.wait(15 * 1440 + 1);
    expect(made.act('operator', { kind: 'reopen', reason: 'cameBack', assignee: W2 })).toBe('tooLate');
    made.wait(-1);
    expect(made.act('operator', { kind: 'reopen', reason: 'cameBack', assignee: W2 })).toBe('dispatched');
    expect(made.now).toMatchObject({ reopens: 1, closedAt: 0, closeCode: '' });
    expect(fold(events)).not.toEqual(now);
  });
});

describe('a command', () => {
  it('that saw an old version is refused with what it did not see; sent twice it is done once', () => {
    const made = MadeCase.dispatched();
    const command = {
      id: 'late',
      caseId: 'c1',
      version: 1,
      does: { kind: 'acknowledge' as const },
      sealed: null,
    };
    const world = { ...made.world, now: made.at };
    const late = carryOut(made.now, made.events, command, ACTORS.operator, world);
    expect(late).toMatchObject({ ok: false, refusal: { reason: 'stale', facts: { seen: 1, version: 3 } } });
    expect(late.ok || late.since.map(({ does }) => does.kind)).toEqual(['register', 'dispatch']);
    const again = { ...command, id: made.events[2].id };
    expect(carryOut(made.now, made.events, again, ACTORS.operator, world)).toMatchObject({
      ok: true,
      repeated: true,
      after: made.now,
    });
  });

  it('is offered to those who may, with the reason to those who may not', () => {
    const made = MadeCase.dispatched();
    const world = { ...made.world, now: made.at };
    const worker = available(made.now, ACTORS.worker, world);
    expect(worker.get('accept')).toEqual({ ok: true, role: 'worker', tasks: ['t1'] });
    expect(worker.get('feedback')).toMatchObject({ refusal: { reason: 'taskState' } });
    expect(worker.get('pass')).toMatchObject({ refusal: { reason: 'state' } });
    expect(worker.get('urge')).toMatchObject({ refusal: { reason: 'role', facts: { roles: 'operator' } } });
    expect(worker.has('fire')).toBe(false);
  });
});

describe('clocks', () => {
  it('count from receipt by our clock and fire once each', () => {
    const made = new MadeCase();
    made.wait(2).act('system', opening({ device: 'oneKey', matter: 'callForHelp', level: 1 }));
    expect(timersOf(made.now).find(({ kind }) => kind === 'acknowledge')?.dueAt).toBe(START + 60_000);
    expect(made.ring()).toEqual(['acknowledge:1', 'escalate:1', 'unassigned:1']);
    expect(made.now.escalation).toBe(1);
    expect(made.ring()).toEqual([]);
    made.wait(1);
    expect(made.ring()).toEqual(['escalate:2']);
    expect(made.now.escalation).toBe(2);
    expect(made.effects).toContainEqual({ kind: 'tellLevel', escalation: 2 });
  });

  it('stop while it is suspended, and go on with what was left', () => {
    const made = MadeCase.dispatched();
    const before = timersOf(made.now).find(({ kind }) => kind === 'handle')?.dueAt ?? 0;
    const until = made.at + 3 * 86_400_000;
    expect(made.act('operator', { kind: 'suspend', reason: 'waitsForParts', until })).toBe('role');
    expect(made.act('supervisor', { kind: 'suspend', reason: 'waitsForParts', until })).toBe('suspended');
    expect(timersOf(made.now).map(({ kind }) => kind)).toEqual(['pause']);
    made.wait(3 * 1440);
    expect(made.ring()).toEqual(['pause:1']);
    expect(made.now.state).toBe('dispatched');
    expect(timersOf(made.now).find(({ kind }) => kind === 'handle')?.dueAt).toBe(before + 3 * 86_400_000);
    expect(made.act('supervisor', { kind: 'suspend', reason: 'waitsForParts', until: made.at + 1 })).toBe(
      'extended',
    );
  });

  it('of a hotline order run in working time', () => {
    const made = MadeCase.dispatched({ source: 'hotline', device: '', matter: 'sewer', level: 3, alert: '' });
    // Monday 30 November 10:01 and five working days.
    expect(new Date(made.now.handleBy).toISOString()).toBe('2026-12-07T02:01:00.000Z');
    expect(CALENDAR.workBetween(START, made.now.handleBy)).toBe(5 * 8 * 3_600_000 + 60_000);
  });

  it('evaluate a closed case by themselves when nobody could', () => {
    const made = MadeCase.dispatched().toFeedback();
    made.act('system', clear);
    made.act('verifier', { kind: 'check' });
    made.act('verifier', { kind: 'pass', closeCode: 'handled', override: null });
    made.wait(72 * 60);
    expect(made.ring()).toEqual(['evaluate:1']);
    expect(made.now).toMatchObject({ state: 'evaluated', evaluation: { satisfaction: 0, by: 'system' } });
  });
});
