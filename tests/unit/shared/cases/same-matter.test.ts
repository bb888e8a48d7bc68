import { describe, expect, it } from 'vitest';
import type { Case } from '../../../../shared/cases/case.ts';
import { sameMatter } from '../../../../shared/cases/same-matter.ts';
import { MadeCase, MINUTE, opening, PLACE, START } from './made-case.ts';

const NEAR = { ...PLACE, building: '', lng: PLACE.lng + 0.0008 };
function made(caseId: string, more: Parameters<typeof opening>[0] = {}): Case {
  const one = new MadeCase({}, caseId);
  one.act('system', opening({ alert: '', ...more }));
  return one.now;
}
const told = (file: Case, ...others: Case[]) =>
  sameMatter(file, [file, ...others]).map(({ file: { caseId }, metres }) => [
    caseId,
    metres === null ? null : Math.round(metres),
  ]);

describe('cases that may be the same thing', () => {
  const file = made('c1');
  it('are of one matter or kind of device, in one building or within 100 m', () => {
    expect(told(file, made('near', { place: NEAR }), made('same'))).toEqual([
      ['same', null],
      ['near', 76],
    ]);
    expect(told(file, made('other', { matter: 'streetLight', device: '' }))).toEqual([]);
    expect(told(file, made('far', { place: { ...NEAR, lng: PLACE.lng + 0.0011 } }))).toEqual([]);
    expect(told(file, made('nowhere', { place: { ...PLACE, building: '', lng: null, lat: null } }))).toEqual(
      [],
    );
  });

  it('were received within a day of one another', () => {
    const day = 24 * 60 * MINUTE;
    expect(told(file, made('edge', { receivedAt: START - day }))).toEqual([['edge', null]]);
    expect(told(file, made('old', { receivedAt: START - day - 1 }))).toEqual([]);
  });

  it('may take it in: open, of their own, no lighter, and no drill for what is real', () => {
    expect(told(file, made('light', { level: 4 }))).toEqual([]);
    expect(told(file, made('grave', { level: 2 }))).toEqual([['grave', null]]);
    expect(told(file, made('drill', { drill: true }))).toEqual([]);
    expect(told(file, { ...made('in'), parent: 'x' }, { ...made('shut'), state: 'closed' })).toEqual([]);
    expect(told({ ...file, children: ['x'] }, made('same'))).toEqual([]);
    expect(told({ ...file, state: 'merged' }, made('same'))).toEqual([]);
  });

  it('are no more than a hint: three, the nearest and first received', () => {
    const four = ['d', 'a', 'c', 'b'].map((id, i) => made(id, { receivedAt: START - i * MINUTE }));
    expect(told(file, ...four).map(([id]) => id)).toEqual(['b', 'c', 'a']);
  });
});
