import { describe, expect, it } from 'vitest';
import { AlertMonitor, type KeptSignal } from '../../../../shared/cases/alert-monitor.ts';
import type { SignalRule } from '../../../../shared/cases/alert-rules.ts';
import { DEFAULT_SIGNAL_RULES } from '../../../../shared/cases/default-signals.ts';

const T0 = 1_700_000_000_000;
const S = 1_000;
const device = { id: 'D1', kind: 'gasLeak', lng: 120, lat: 31, building: 1, place: '1幢' };

function made({ rule = {}, kept = [] }: { rule?: Partial<SignalRule>; kept?: KeptSignal[] } = {}) {
  const live = { lastAt: 0, acknowledged: false };
  const monitor = new AlertMonitor(
    {
      ruleOf: (kind) => ({ ...DEFAULT_SIGNAL_RULES[kind], ...rule }),
      deviceOf: (id) => (id === device.id ? device : undefined),
      liveOf: () => live,
    },
    kept,
  );
  monitor.begin(T0);
  const hear = (second: number, said: { value: number } | { bit: boolean }, deviceAt = T0 + second * S) => {
    const measured = 'value' in said;
    const value = measured ? said.value : 0;
    const heard = {
      kind: 'gasLeak' as const,
      value,
      active: !measured && said.bit,
      at: deviceAt,
      demo: false,
    };
    return shown(monitor.hear(device, { ...heard, measured }, T0 + second * S));
  };
  const due = (second: number) => shown(monitor.due(T0 + second * S));
  return { monitor, live, hear, due };
}

/** `+`: alarm, `-`: its end, `?`: silent, `!`: heard again; with the second. */
function shown(told: ReturnType<AlertMonitor['due']>): string[] {
  return told.map(({ reading: { active, condition, at } }) => {
    const mark = condition ? (active ? '?' : '!') : active ? '+' : '-';
    return `${mark}${(at - T0) / S}`;
  });
}

describe('values of devices', () => {
  it('raise after the delay of their kind and clear after being away from the limit, with nothing arriving', () => {
    const { hear, due } = made();
    expect(hear(1, { value: 12 })).toEqual([]);
    expect(due(5)).toEqual([]);
    expect(due(7)).toEqual(['+6']);
    // Inside the dead band it is not over.
    expect(hear(10, { value: 9.5 })).toEqual([]);
    expect(hear(20, { value: 2 })).toEqual([]);
    expect(due(79)).toEqual([]);
    expect(due(90)).toEqual(['-80']);
  });

  it('and the alarm bit hold one alarm together: it is over when both say so', () => {
    const { hear, due } = made({ rule: { onDelay: 0 } });
    expect(hear(1, { value: 12 })).toEqual(['+1']);
    expect(hear(2, { bit: true })).toEqual(['+2']);
    expect(hear(3, { bit: false })).toEqual([]);
    expect(hear(4, { bit: true })).toEqual(['+4']);
    expect([hear(5, { value: 1 }), due(70)]).toEqual([[], []]);
    expect(hear(71, { bit: false })).toEqual(['-71']);
  });

  it('do not make a later alarm bit look old because the clock of the device is behind', () => {
    const { hear, due } = made({ rule: { onDelay: 0 } });
    hear(200, { value: 12 });
    hear(201, { value: 1 });
    expect(due(261)).toEqual(['-261']);
    expect(hear(270, { bit: true }, T0 + 60 * S)).toEqual(['+261']);
  });

  it('raise still when our clock was set back by hours', () => {
    const { hear, due } = made();
    hear(10_000, { value: 1 });
    expect(hear(10, { value: 12 })).toEqual([]);
    expect(due(15)).toEqual(['+15']);
  });

  it('that are latched stay until somebody has seen them', () => {
    const { hear, due, live } = made({ rule: { onDelay: 0, latch: true } });
    hear(1, { value: 12 });
    hear(2, { value: 1 });
    expect(due(500)).toEqual([]);
    live.acknowledged = true;
    expect(due(501)).toEqual(['-501']);
    expect(due(502)).toEqual([]);
  });
});

describe('silence', () => {
  it('is told after twice the time in which a device speaks, once, and ends with its next word', () => {
    const { hear, due } = made();
    hear(1, { bit: false });
    expect(due(7200)).toEqual([]);
    expect(due(7201)).toEqual(['?7201']);
    expect(due(9000)).toEqual([]);
    expect(hear(9001, { bit: false })).toEqual(['!9001', '-9001']);
  });

  it('does not count the time in which nobody listened', () => {
    const first = made();
    first.hear(-50_000, { bit: false });
    const { due } = made({ kept: first.monitor.all() });
    expect([due(1), due(7199), due(7200)]).toEqual([[], [], ['?7200']]);
  });
});

it('hands on what changed alone, once', () => {
  const { monitor, hear, due } = made();
  hear(1, { value: 12 });
  expect(monitor.takeChanged()).toEqual([]);
  due(7);
  expect(monitor.takeChanged().map(({ state }) => state.phase)).toEqual(['raised']);
  expect(monitor.takeChanged()).toEqual([]);
});
