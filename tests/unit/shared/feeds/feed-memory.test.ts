import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timed } from '../../../../shared/feeds/clock-rules.ts';
import { type Arrived, FeedMemory, type Said } from '../../../../shared/feeds/feed-memory.ts';
import { freshWindow, placeInWindow, withSeen } from '../../../../shared/feeds/seen-window.ts';

const NOW = 1_793_498_400_000;
const MINUTE = 60_000;
let numbers = 0;

function arrived(said: Partial<Said> = {}, more: Partial<Arrived> = {}): Arrived {
  const seq = ++numbers;
  const whole: Said = {
    ...{ device: 'D1', kind: 'smoke', value: 1, active: false, occurredAt: NOW, seq: null },
    ...said,
  };
  return {
    ...{ lane: 'bulk', seq, source: 's', key: `k${seq}`, weak: false, at: NOW, demo: false, settled: false },
    said: whole,
    ...more,
  };
}

const ends = (memory: FeedMemory, message: Arrived) => memory.take(message).map(({ outcome }) => outcome);

describe('what is remembered of messages', () => {
  it('knows an alarm by its name for thirty days, and no longer', () => {
    const memory = new FeedMemory();
    const alarm = (at: number) => arrived({ active: true, occurredAt: at }, { key: 'same', at });
    expect(ends(memory, alarm(NOW))).toEqual(['applied']);
    expect(ends(memory, alarm(NOW + 29 * 24 * 60 * MINUTE))).toEqual(['duplicate']);
    ends(memory, arrived({ active: true }, { at: NOW + 31 * 24 * 60 * MINUTE }));
    expect(ends(memory, alarm(NOW + 31 * 24 * 60 * MINUTE))).toEqual(['applied']);
  });

  it('takes a second press of a button that names nothing for a second press', () => {
    const memory = new FeedMemory();
    const press = (at: number) =>
      arrived({ active: true, occurredAt: null }, { key: 'press', weak: true, lane: 'life', at });
    expect(ends(memory, press(NOW))).toEqual(['applied']);
    expect(ends(memory, press(NOW + 3000))).toEqual(['duplicate']);
    expect(ends(memory, press(NOW + 20_000))).toEqual(['applied']);
  });

  it('puts readings of a device in order, waiting two seconds for what is missing', () => {
    const memory = new FeedMemory();
    const reading = (seq: number, at = NOW) => arrived({ seq, value: seq, occurredAt: NOW + seq }, { at });
    expect(ends(memory, reading(1))).toEqual(['applied']);
    expect(memory.take(reading(4))).toEqual([]);
    expect(memory.take(reading(3))).toEqual([]);
    expect(memory.waiting('bulk')).toHaveLength(2);
    const values = memory.take(reading(2)).map(({ message }) => (message.said as Said).value);
    expect(values).toEqual([2, 3, 4]);
    memory.take(reading(6));
    expect(memory.due(NOW + 1999)).toEqual([]);
    expect(memory.due(NOW + 2000).map(({ outcome }) => outcome)).toEqual(['applied']);
    expect(ends(memory, reading(5))).toEqual(['stale']);
    expect(ends(memory, reading(6))).toEqual(['duplicate']);
    expect(memory.waitingOf('s')).toBe(0);
  });

  it('never lets an alarm wait', () => {
    const memory = new FeedMemory();
    memory.take(arrived({ seq: 1 }));
    expect(ends(memory, arrived({ seq: 9, active: true }))).toEqual(['applied']);
  });

  it('shows an alarm that came behind its own end as raised and over', () => {
    const memory = new FeedMemory();
    memory.take(arrived({ occurredAt: NOW - 100 }));
    const [late] = memory.take(arrived({ active: true, occurredAt: NOW - 5000 }));
    expect(late).toMatchObject({
      outcome: 'applied',
      effects: [
        { active: true, at: NOW - 100 },
        { active: false, at: NOW - 100 },
      ],
    });
    expect(memory.isActive('D1', 'smoke')).toBe(false);
  });

  it('follows a device that was restarted and counts from one again', () => {
    const memory = new FeedMemory();
    for (const seq of [500, 501]) memory.take(arrived({ seq, occurredAt: NOW }));
    expect(ends(memory, arrived({ seq: 1, occurredAt: NOW + 1000 }, { at: NOW + 1000 }))).toEqual([
      'applied',
    ]);
    expect(ends(memory, arrived({ seq: 2, occurredAt: NOW + 1001 }, { at: NOW + 1001 }))).toEqual([
      'applied',
    ]);
  });

  it('takes history for history, but an alarm of LIFE for an alarm', () => {
    const old = { occurredAt: NOW - 25 * 60 * MINUTE };
    expect(ends(new FeedMemory(), arrived(old))).toEqual(['stale']);
    expect(ends(new FeedMemory(), arrived({ ...old, active: true }))).toEqual(['stale']);
    const [life] = new FeedMemory().take(arrived({ ...old, active: true }, { lane: 'life' }));
    expect(life).toMatchObject({ outcome: 'applied', effects: [{ active: true, at: NOW }] });
  });

  it('goes on the same from what was kept of it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean(), fc.nat(30)), { maxLength: 60 }), (all) => {
        const messages = all.map(([seq, active, key]) =>
          arrived({ seq, active, occurredAt: NOW + seq }, { key: `key ${key}` }),
        );
        const whole = new FeedMemory();
        let halves = new FeedMemory();
        for (const [i, message] of messages.entries()) {
          const expected = whole.take(message);
          expect(halves.take(message)).toEqual(expected);
          if (i % 7 === 0 && whole.waitingOf('s') === 0)
            halves = FeedMemory.of(structuredClone(halves.state()));
        }
        expect(halves.due(NOW + MINUTE)).toEqual(whole.due(NOW + MINUTE));
      }),
      { numRuns: 200 },
    );
  });

  it('ends every message exactly once, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(80), fc.boolean()), { maxLength: 150 }), (all) => {
        const memory = new FeedMemory();
        const messages = all.map(([seq, active]) => arrived({ seq, active, occurredAt: NOW + seq }));
        const ended = messages.flatMap((message) => memory.take(message));
        ended.push(...memory.due(NOW + MINUTE));
        expect(ended.map(({ message }) => message.seq).sort((a, b) => a - b)).toEqual(
          messages.map(({ seq }) => seq),
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('the window of numbers seen', () => {
  it('agrees with a set', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { minLength: 1, maxLength: 200 }), (seqs) => {
        const seen = new Set([seqs[0]]);
        let window = freshWindow(seqs[0]);
        for (const seq of seqs.slice(1)) {
          const high = Math.max(...seen);
          const expected =
            seq === high + 1
              ? 'next'
              : seq > high
                ? 'gap'
                : high - seq >= 64
                  ? 'below'
                  : seen.has(seq)
                    ? 'seen'
                    : 'late';
          expect(placeInWindow(window, seq)).toBe(expected);
          window = withSeen(window, seq);
          seen.add(seq);
        }
      }),
    );
  });
});

describe('the clock that counts', () => {
  it.each([
    [null, 0, '', false],
    [-1000, -1000, '', false],
    [60_000, 0, '', false],
    [3 * MINUTE, 0, 'ahead', false],
    [6 * MINUTE, 0, 'skewed', false],
    [-6 * MINUTE, 0, 'skewed', false],
    [-25 * 60 * MINUTE, 0, 'skewed', true],
    [10 * 365 * 24 * 60 * MINUTE, 0, 'skewed', false],
  ])('of a device %s ms off', (off, at, mark, history) => {
    expect(timed(off === null ? null : NOW + off, NOW)).toEqual({ at: NOW + at, mark, history });
  });
});
