import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../../../shared/cases/case.ts';
import {
  compareShared,
  type SharedCase,
  SharedCaseSchema,
  sharedCase,
} from '../../../../shared/duty/shared-case.ts';

const CANARY = '王小明 13912345678';
const FIELDS: SharedCase = {
  ...{ caseId: 'c-1', caseNo: '20261130-0001', level: 1, matter: 'fire', state: 'dispatched', step: 4 },
  ...{ grid: 'G1', lng: 120.1, lat: 30.2, drill: false, openedAt: 5, version: 3, due: 9 },
};
const { step: _step, due: _due, lng, lat, ...same } = FIELDS;
const clock = { kind: 'accept', endedAt: 0, heldAt: 0, firedAt: 0, dueAt: 9 };
const file = {
  ...{ ...same, progressCode: CANARY, handlers: [CANARY], follows: CANARY, before: CANARY },
  place: { lng, lat, building: CANARY, text: CANARY },
  tasks: [{ assignee: { id: CANARY, name: CANARY } }],
  clocks: [clock],
} as unknown as Case;

describe('what is shared of a case', () => {
  it('has the fields of the schema and nothing a person could be known by', () => {
    const shared = v.parse(SharedCaseSchema, sharedCase(file));
    expect(Object.keys(shared)).toEqual(Object.keys(SharedCaseSchema.entries));
    expect(JSON.stringify(shared)).not.toMatch(/王小明|13912345678/);
    expect(shared).toMatchObject({ caseId: 'c-1', due: 9, lng, lat });
  });

  it('leaves out a grid that is no code, and a case that is over', () => {
    expect(sharedCase({ ...file, grid: CANARY })?.grid).toBe('');
    expect(sharedCase({ ...file, state: 'closed' })).toBeNull();
  });

  it('is refused with anything more, or with words where codes stand', () => {
    expect(v.is(SharedCaseSchema, FIELDS)).toBe(true);
    for (const more of [
      { text: '' },
      { progressCode: 'A' },
      { caseNo: CANARY },
      { grid: CANARY },
      { matter: CANARY },
    ])
      expect(v.is(SharedCaseSchema, { ...FIELDS, ...more })).toBe(false);
  });

  it('is in order of gravity, then of what is due', () => {
    const light = { ...FIELDS, caseId: 'a', level: 2 as const };
    const idle = { ...FIELDS, caseId: 'b', due: 0 };
    expect([idle, light, FIELDS].sort(compareShared)).toEqual([FIELDS, idle, light]);
  });
});
