import { describe, expect, it } from 'vitest';
import { DEFAULT_SIGNAL_RULES } from '../../../../shared/cases/default-signals.ts';
import { alarmsOf, type ReadingColumns, seriesOf } from '../../../../shared/cases/reading-series.ts';
import { signalFaults } from '../../../../shared/cases/signal-rules.ts';

const rules = DEFAULT_SIGNAL_RULES;

describe('the rules of signals', () => {
  it('of the product are without a fault; of others one is told for each place', () => {
    expect(signalFaults(JSON.parse(JSON.stringify(rules)))).toEqual([]);
    const { smoke, door, hydrant } = rules;
    const faulty = {
      ...rules,
      smoke: { ...smoke, low: 3, high: 1 },
      door: { ...door, bit: false },
      hydrant: { ...hydrant, onDelay: -1, low: Number.NaN },
    };
    expect(signalFaults(faulty)).toEqual(
      expect.arrayContaining([
        { at: 'smoke.high', reason: 'lowAboveHigh' },
        { at: 'door', reason: 'neverRaises' },
        { at: 'hydrant.onDelay', reason: 'shape' },
        { at: 'hydrant.low', reason: 'shape' },
      ]),
    );
    expect(signalFaults(faulty)).toHaveLength(4);
    expect(signalFaults(null)).toHaveLength(1);
  });

  it('are tried on past readings: values by the limits, a device that says alarm itself by what it said', () => {
    const said: [device: number, value: number, active: 0 | 1, measured: 0 | 1][] = [
      ...[0.1, 0.2, 0.1, 0.3, 0.05].map((value): [number, number, 0 | 1, 0 | 1] => [0, value, 0, 1]),
      ...[0, 1, 0].map((active): [number, number, 0 | 1, 0 | 1] => [1, 9, active as 0 | 1, 0]),
    ];
    const columns: ReadingColumns = {
      devices: ['A', 'B'],
      device: said.map(([device]) => device),
      at: said.map((_, i) => i * 600_000),
      value: said.map(([, value]) => value),
      active: said.map(([, , active]) => active),
      measured: said.map(([, , , measured]) => measured),
      cut: false,
    };
    const series = seriesOf(columns);
    expect(series.map(({ device, measured, values }) => [device, measured, values.length])).toEqual([
      ['A', 5, 5],
      ['B', 0, 3],
    ]);
    expect(alarmsOf(rules.smoke, series)).toBe(3);
    expect(alarmsOf({ ...rules.smoke, high: 0.25 }, series)).toBe(2);
    expect(alarmsOf({ ...rules.smoke, high: null }, series)).toBe(1);
  });
});
