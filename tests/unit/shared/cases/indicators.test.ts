import { describe, expect, it } from 'vitest';
import { evaluationOf } from '../../../../shared/cases/evaluation.ts';
import { indicatorsOf } from '../../../../shared/cases/indicators.ts';
import { MadeCase, MINUTE, type Opening, opening, PROOF, START, W1, W2 } from './made-case.ts';

const DAY = 1_440;
const clear = { kind: 'alert', alert: 'A1', active: false } as const;

/** Seen after a minute, given out at once, there after seven, told after seventeen, then closed. */
function closed(more: Partial<Opening> = {}, satisfaction: 0 | 1 | 2 | 3 | 4 | 5 = 0): MadeCase {
  const made = MadeCase.dispatched(more).toFeedback();
  made.act('system', clear);
  made.wait(3).act('verifier', { kind: 'check' });
  made.act('verifier', { kind: 'pass', closeCode: 'handled', override: null });
  if (satisfaction > 0)
    made.act('evaluator', { kind: 'evaluate', satisfaction, visited: satisfaction === 5 });
  return made;
}

const measure = (made: readonly MadeCase[], now = START + 30 * DAY * MINUTE) =>
  indicatorsOf(
    made.map(({ events }) => events),
    { from: START, until: START + DAY * MINUTE, now },
  );

describe('indicators', () => {
  it('17: are counted from the events', () => {
    const late = MadeCase.dispatched();
    late.wait(6 * DAY).toFeedback();
    const again = MadeCase.dispatched().toFeedback();
    again.act('verifier', { kind: 'check' });
    again.act('verifier', { kind: 'fail', reason: 'notDone', assignee: W2 });
    const returned = MadeCase.dispatched();
    returned.act('worker', { kind: 'return', task: 't1', reason: 'busy' });
    const found = measure([closed({}, 5), closed({}, 3), late, again, returned]);
    expect(found).toMatchObject({
      received: 5,
      registered: 5,
      toAcknowledge: { count: 5, p50: MINUTE, p90: MINUTE },
      toDispatch: { count: 5, p50: MINUTE },
      toArrive: { count: 4, p50: 7 * MINUTE, p90: 6 * DAY * MINUTE + 7 * MINUTE },
      toClose: { count: 2, p90: 20 * MINUTE },
      onTime: { of: 2, all: 5, rate: 0.4 },
      closed: { of: 2, all: 5 },
      rework: { of: 1, all: 3 },
      returns: { of: 1, all: 6 },
      repeats: { of: 0, all: 5 },
      satisfied: { of: 1, all: 2, rate: 0.5 },
      satisfaction: 4,
    });
  });

  it('count what is due by then, and look at nothing that came later', () => {
    const open = MadeCase.dispatched();
    expect(measure([open], START + MINUTE).onTime).toEqual({ of: 0, all: 0, rate: null });
    expect(measure([open]).onTime).toEqual({ of: 0, all: 1, rate: 0 });
    const made = closed();
    expect(measure([made], START + 5 * MINUTE).toClose.count).toBe(0);
    expect(measure([], START).satisfaction).toBeNull();
  });

  it('count reports of what was there already, and no case that was none', () => {
    const parent = MadeCase.dispatched();
    const child = new MadeCase({}, 'c2');
    child.act('system', opening());
    child.act('operator', { kind: 'merge', into: 'c1' }, { other: parent.now });
    const follows = MadeCase.dispatched({ follows: 'c0' });
    const nothing = MadeCase.dispatched();
    nothing.act('operator', { kind: 'cancel', reason: 'test' });
    expect(measure([parent, child, follows, nothing])).toMatchObject({
      repeats: { of: 2, all: 4 },
      onTime: { all: 2 },
    });
  });

  it('16: count no drill', () => {
    expect(measure([closed({ drill: true }, 1)])).toEqual(measure([]));
  });
});

describe('an evaluation', () => {
  it('has the clocks and the proof on one side, the word of the reporter on the other', () => {
    expect(evaluationOf(closed({}, 5).now)).toEqual({
      exact: {
        points: { accept: true, arrive: true, handle: true, proof: true, firstTime: true },
        score: 100,
      },
      warm: { satisfaction: 5, visited: true },
    });
  });

  it('takes points for what was late, unproven or done twice, and none for what did not apply', () => {
    const made = MadeCase.dispatched({ level: 4, device: '', source: 'patrol', matter: 'rubbish' });
    made.wait(2 * DAY).act('worker', { kind: 'accept', task: 't1' });
    made.act('worker', { kind: 'arrive', task: 't1', at: null, reason: 'noSignal' });
    made.act('worker', { kind: 'feedback', task: 't1', result: 'solved', proof: [] });
    expect(evaluationOf(made.now).exact).toEqual({
      points: { accept: false, arrive: false, handle: true, proof: false, firstTime: true },
      score: 55,
    });
    made.act('verifier', { kind: 'check' });
    made.act('verifier', { kind: 'fail', reason: 'poorWork', assignee: W1 });
    expect(evaluationOf(made.now).exact.points).toMatchObject({ handle: null, firstTime: false });
    made.wait(5 * DAY).toFeedback('t2');
    expect(evaluationOf(made.now).exact.points).toMatchObject({ handle: false, proof: true });
    expect(made.now.tasks[1].proof).toEqual([PROOF]);
    const fresh = new MadeCase();
    fresh.act('system', opening());
    expect(evaluationOf(fresh.now).exact.score).toBeNull();
  });
});
