import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../../shared/cases/case-fold.ts';
import { evaluationOf } from '../../../../shared/cases/evaluation.ts';
import {
  type CaseMarks,
  type CaseMeasure,
  casesBehind,
  groupsOf,
  indicatorCells,
  indicatorsOf,
  markOne,
  measuresOf,
  SHARE_IDS,
  WAIT_IDS,
} from '../../../../shared/cases/indicators.ts';
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

const SPAN = { from: START, until: START + DAY * MINUTE };

/** As the worker folds them, of the events until then. */
function measured(made: readonly MadeCase[], now = START + 30 * DAY * MINUTE): CaseMeasure[] {
  const folded = made.flatMap(({ events }) => {
    const seen = events.filter(({ at }) => at <= now);
    const marks = seen.reduce<CaseMarks | undefined>(markOne, undefined);
    const file = fold(seen);
    return file && marks ? [{ file, marks }] : [];
  });
  return measuresOf(folded, { ...SPAN, now });
}

const measure = (made: readonly MadeCase[], now?: number) => indicatorsOf(measured(made, now));

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
      waits: {
        acknowledge: { count: 5, p50: MINUTE, p90: MINUTE },
        dispatch: { count: 5, p50: MINUTE },
        arrive: { count: 4, p50: 7 * MINUTE, p90: 6 * DAY * MINUTE + 7 * MINUTE },
        close: { count: 2, p90: 20 * MINUTE },
      },
      shares: {
        onTime: { of: 2, all: 5, rate: 0.4 },
        closed: { of: 2, all: 5 },
        rework: { of: 1, all: 3 },
        returns: { of: 1, all: 6 },
        repeats: { of: 0, all: 5 },
        satisfied: { of: 1, all: 2, rate: 0.5 },
      },
      satisfaction: 4,
    });
  });

  it('count what is due by then, and look at nothing that came later', () => {
    const open = MadeCase.dispatched();
    expect(measure([open], START + MINUTE).shares.onTime).toEqual({ of: 0, all: 0, rate: null });
    expect(measure([open]).shares.onTime).toEqual({ of: 0, all: 1, rate: 0 });
    const made = closed();
    expect(measure([made], START + 5 * MINUTE).waits.close.count).toBe(0);
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
      shares: { repeats: { of: 2, all: 4 }, onTime: { all: 2 } },
    });
  });

  it('16: count no drill', () => {
    expect(measure([closed({ drill: true }, 1)])).toEqual(measure([]));
  });

  it('rest on the cases behind them, whatever is in them', () => {
    const wait = fc.option(fc.nat(1e9));
    const part = fc.nat(4).chain((all) => fc.tuple(fc.nat(all), fc.constant(all)));
    const record = <K extends string, T>(ids: readonly K[], of: fc.Arbitrary<T>) =>
      fc.record(Object.fromEntries(ids.map((id) => [id, of]))) as fc.Arbitrary<Record<K, T>>;
    const any: fc.Arbitrary<CaseMeasure> = fc.record({
      ...{ caseId: fc.uuid(), caseNo: fc.constant('1'), registered: fc.boolean() },
      ...{
        grid: fc.constantFrom('', 'G1', 'G2'),
        matter: fc.constantFrom('fire' as const, 'rubbish' as const),
      },
      ...{ receivedAt: fc.nat(), satisfaction: fc.nat(5) },
      waits: record(WAIT_IDS, wait),
      shares: record(SHARE_IDS, part),
    });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 20 }),
        fc.constantFrom('grid' as const, 'matter' as const),
        (all, by) => {
          const found = indicatorsOf(all);
          for (const id of WAIT_IDS) expect(casesBehind(all, id)).toHaveLength(found.waits[id].count);
          for (const id of SHARE_IDS) {
            const behind = casesBehind(all, id);
            expect(behind.reduce((sum, each) => sum + each.shares[id][1], 0)).toBe(found.shares[id].all);
            expect(indicatorsOf(behind).shares[id]).toEqual(found.shares[id]);
          }
          expect(indicatorsOf(casesBehind(all, 'satisfaction')).satisfaction).toBe(found.satisfaction);
          const groups = groupsOf(all, by);
          expect(groups.flatMap(({ measures }) => measures)).toHaveLength(all.length);
          expect(indicatorCells(found)).toHaveLength(3 + WAIT_IDS.length * 3 + SHARE_IDS.length * 3);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of 100,000 events that were folded as they came are there in less than half the time of folding', () => {
    const { events } = closed({}, 5);
    const count = Math.ceil(100_000 / events.length);
    const file = fold(events)!;
    const marks = events.reduce<CaseMarks | undefined>(markOne, undefined)!;
    const folded = Array.from({ length: count }, (_, i) => ({ file: { ...file, caseId: `c${i}` }, marks }));
    const begun = performance.now();
    for (let i = 0; i < count; i++) fold(events);
    const folding = performance.now() - begun;
    const began = performance.now();
    const measures = measuresOf(folded, { ...SPAN, now: START + 30 * DAY * MINUTE });
    for (const by of ['grid', 'matter'] as const)
      for (const group of groupsOf(measures, by)) indicatorsOf(group.measures);
    expect(indicatorsOf(measures).received).toBe(count);
    expect(performance.now() - began).toBeLessThan(folding / 2);
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
