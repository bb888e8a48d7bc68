import { describe, expect, it } from 'vitest';
import { LEVEL_OF_KIND } from '../../../../shared/cases/alert.ts';
import { MATTER_OF_DEVICE, MATTERS } from '../../../../shared/cases/case-codes.ts';
import { placeText } from '../../../../shared/cases/case-command.ts';
import { ruleFaults, ruleOf } from '../../../../shared/cases/case-rules.ts';
import { DEFAULT_CASE_RULES } from '../../../../shared/cases/default-rules.ts';
import { WORDS } from '../../../../shared/model/words.ts';

const rules = DEFAULT_CASE_RULES;

describe('the rules of cases', () => {
  it('of the product are without a fault, and have the levels of the alerts', () => {
    expect(ruleFaults(JSON.parse(JSON.stringify(rules)))).toEqual([]);
    for (const kind of WORDS.deviceKind) {
      expect([kind, rules.devices[kind].level]).toEqual([kind, LEVEL_OF_KIND[kind]]);
      expect(MATTERS[MATTER_OF_DEVICE[kind]]).toBeDefined();
    }
  });

  it('say what is wrong, one message for each place', () => {
    const { smoke } = rules.devices;
    const faulty = {
      ...rules,
      devices: {
        ...rules.devices,
        smoke: {
          ...smoke,
          escalate: [],
          clocks: { ...smoke.clocks, acknowledge: { n: 2, unit: 'hour' }, arrive: { n: 3, unit: 'day' } },
        },
        door: {
          ...rules.devices.door,
          escalate: [
            { after: { n: 1, unit: 'hour' }, to: 2 },
            { after: { n: 2, unit: 'hour' }, to: 1 },
          ],
        },
      },
    };
    expect(ruleFaults(faulty)).toEqual([
      { at: 'devices.smoke.clocks.acknowledge', reason: 'tooSlow' },
      { at: 'devices.smoke.clocks.arrive', reason: 'order' },
      { at: 'devices.smoke.escalate', reason: 'silent' },
      { at: 'devices.door.escalate', reason: 'steps' },
    ]);
    expect(ruleFaults({ ...rules, soonPercent: 400, extra: 1 })).toEqual([
      { at: 'soonPercent', reason: 'shape' },
      { at: 'extra', reason: 'shape' },
    ]);
    expect(ruleFaults(null)).toHaveLength(1);
  });

  it('go by the clocks of the grave level where a report is graver than its source', () => {
    const told = { source: 'citizen', device: '' } as const;
    expect(ruleOf(rules, { ...told, level: 3 }).clocks).toEqual(rules.sources.citizen.clocks);
    expect(ruleOf(rules, { ...told, level: 1 }).clocks).toEqual(rules.urgent[1].clocks);
    expect(ruleOf(rules, { ...told, level: 1 }).automatic).toBe(false);
    expect(ruleOf(rules, { source: 'device', device: 'oneKey', level: 2 }).clocks).toEqual(
      rules.devices.oneKey.clocks,
    );
  });
});

it('a place takes what a device says, without long numbers and line breaks', () => {
  expect(placeText('4幢1单元\n3层')).toBe('4幢1单元 3层');
  expect(placeText('王 13812345678 家')).toBe('王 … 家');
  expect(placeText('长'.repeat(200))).toHaveLength(80);
});
