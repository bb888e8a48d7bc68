import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  nextDue,
  passed,
  preview,
  reset,
  SIGNAL_START,
  type SignalChange,
  type SignalReading,
  type SignalRule,
  SignalRuleSchema,
  type SignalState,
  step,
} from '../../../../shared/cases/alert-rules.ts';
import { DEFAULT_SIGNAL_RULES, WATER_UNUSED } from '../../../../shared/cases/default-signals.ts';
import { WORDS } from '../../../../shared/model/words.ts';

const S = 1_000;
const said = (at: number, value: number | null, active = false): SignalReading => ({
  at: at * S,
  value,
  active,
});
const rule = (more: Partial<SignalRule>): SignalRule => ({
  ...{
    bit: false,
    high: 10,
    low: null,
    change: null,
    onDelay: 0,
    offDelay: 0,
    deadBand: 0,
    latch: false,
    heartbeat: 0,
  },
  ...more,
});
/** `raise@5` in seconds. */
const told = (changes: readonly SignalChange[]) => changes.map(({ does, at }) => `${does}@${at / S}`);

function run(by: SignalRule, readings: readonly SignalReading[]): { state: SignalState; told: string[] } {
  let state = SIGNAL_START;
  const all: SignalChange[] = [];
  for (const reading of readings) {
    const next = step(state, by, reading);
    state = next.state;
    all.push(...next.changes);
  }
  return { state, told: told(all) };
}

describe('a signal', () => {
  it('is raised over one limit and under the other', () => {
    const both = rule({ high: 10, low: 2 });
    expect(run(both, [said(1, 5), said(2, 11), said(3, 5), said(4, 1), said(5, 2)]).told).toEqual([
      'raise@2',
      'clear@3',
      'raise@4',
      'clear@5',
    ]);
  });

  it('must last before it is raised, and be away before it is over', () => {
    const slow = rule({ onDelay: 10, offDelay: 5 });
    expect(run(slow, [said(1, 11), said(5, 9), said(6, 11), said(20, 11)]).told).toEqual(['raise@16']);
    expect(run(slow, [said(1, 11), said(12, 9), said(14, 11), said(15, 9), said(30, 9)]).told).toEqual([
      'raise@11',
      'clear@20',
    ]);
  });

  it('comes back by the dead band, not at the limit', () => {
    expect(
      run(rule({ deadBand: 10 }), [said(1, 11), said(2, 9.5), said(3, 10.5), said(4, 8.9)]).told,
    ).toEqual(['raise@1', 'clear@4']);
    expect(
      run(rule({ high: null, low: -10, deadBand: 10 }), [said(1, -11), said(2, -9.5), said(3, -8)]).told,
    ).toEqual(['raise@1', 'clear@3']);
  });

  it('that is latched waits for a person', () => {
    const { state, told: changes } = run(DEFAULT_SIGNAL_RULES.oneKey, [said(1, 1, true), said(2, 0)]);
    expect([changes, state.phase]).toEqual([['raise@1'], 'latched']);
    expect(told(reset(state, 9 * S).changes)).toEqual(['clear@9']);
    expect(reset(SIGNAL_START, 9 * S).changes).toEqual([]);
    expect(step(state, DEFAULT_SIGNAL_RULES.oneKey, said(3, 1, true)).state.phase).toBe('raised');
  });

  it('is silent after twice its heartbeat, once, and heard again', () => {
    const beats = rule({ heartbeat: 60 });
    const { state } = run(beats, [said(1, 5)]);
    expect(nextDue(state, beats)).toBe(121 * S);
    expect(passed(state, beats, 120 * S).changes).toEqual([]);
    const silent = passed(state, beats, 500 * S);
    expect(told(silent.changes)).toEqual(['silent@121']);
    expect(passed(silent.state, beats, 900 * S).changes).toEqual([]);
    expect(told(step(silent.state, beats, said(901, null)).changes)).toEqual(['heard@901']);
  });

  it('sees change over a time: too much, and too little once the time is whole', () => {
    const rises = rule({ high: null, change: { seconds: 60, most: 3, least: null } });
    expect(run(rises, [said(0, 1), said(50, 3), said(100, 4), said(110, 9)]).told).toEqual(['raise@110']);
    const hours = (count: number, litres: (hour: number) => number) =>
      Array.from({ length: count }, (_, hour) => said(hour * 3_600, litres(hour) / 1_000));
    expect(
      run(
        WATER_UNUSED,
        hours(12, () => 5_000),
      ).told,
    ).toEqual([]);
    expect(
      run(
        WATER_UNUSED,
        hours(14, (hour) => (hour < 13 ? 5_000 : 5_020)),
      ).told,
    ).toEqual(['raise@43200', 'clear@46800']);
    expect(
      run(
        WATER_UNUSED,
        hours(20, (hour) => 5_000 + hour * 2),
      ).told,
    ).toEqual([]);
  });

  it('takes nothing from an older reading, a number that is none, or a bare sign of life', () => {
    const { state } = run(rule({}), [said(10, 11)]);
    for (const reading of [said(9, 0), said(11, Number.NaN), said(11, Number.POSITIVE_INFINITY)]) {
      expect(step(state, rule({}), reading)).toEqual({ state, changes: [] });
    }
    expect(step(state, rule({}), said(12, null)).state.phase).toBe('raised');
  });

  it('shows beforehand what a rule would have given', () => {
    const readings = [said(1, 11), said(2, 9), said(3, 12), said(4, 13)];
    expect(preview(rule({}), readings)).toEqual([
      { raisedAt: 1 * S, clearedAt: 2 * S },
      { raisedAt: 3 * S, clearedAt: 0 },
    ]);
    expect(preview(rule({ high: 20 }), readings)).toEqual([]);
  });

  const reading = fc.record({
    after: fc.nat(90),
    value: fc.option(fc.integer({ min: 0, max: 20 })),
    active: fc.boolean(),
  });
  it('raises and clears in turn, at times that never run back, the same when stored in between and asked every second', () => {
    fc.assert(
      fc.property(
        fc.array(reading, { maxLength: 25 }),
        fc.nat(20),
        fc.nat(20),
        fc.boolean(),
        (said, onDelay, offDelay, bit) => {
          const by = rule({ onDelay, offDelay, bit, deadBand: 10, heartbeat: 30 });
          let [plain, watched] = [SIGNAL_START, SIGNAL_START];
          const [once, often]: SignalChange[][] = [[], []];
          let at = 0;
          for (const { after, value, active } of said) {
            const from = at;
            at += after * S;
            const next = step(plain, by, { at, value, active });
            plain = JSON.parse(JSON.stringify(next.state)) as SignalState;
            once.push(...next.changes);
            for (let second = from; second <= at; second += S) {
              const tick = passed(watched, by, second);
              watched = tick.state;
              often.push(...tick.changes);
            }
            const seen = step(watched, by, { at, value, active });
            watched = seen.state;
            often.push(...seen.changes);
          }
          const alarms = once.filter(({ does }) => does === 'raise' || does === 'clear');
          expect(alarms.map(({ does }) => does)).toEqual(
            alarms.map((_each, i) => (i % 2 === 0 ? 'raise' : 'clear')),
          );
          for (const list of [alarms]) expect([...list].sort((a, b) => a.at - b.at)).toEqual(list);
          const byTime = (a: SignalChange, b: SignalChange) => a.at - b.at || (a.does < b.does ? -1 : 1);
          expect(often.sort(byTime)).toEqual(once.sort(byTime));
        },
      ),
      { numRuns: 150 },
    );
  });
});

it('the rules of the product are valid; contradictions are not', () => {
  for (const kind of WORDS.deviceKind) expect(v.is(SignalRuleSchema, DEFAULT_SIGNAL_RULES[kind])).toBe(true);
  expect(v.is(SignalRuleSchema, WATER_UNUSED)).toBe(true);
  expect(v.is(SignalRuleSchema, rule({ high: 1, low: 2 }))).toBe(false);
  expect(v.is(SignalRuleSchema, rule({ high: null }))).toBe(false);
});
