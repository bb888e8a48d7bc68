import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agendaOf } from '../../../../shared/cases/agenda.ts';
import { bulletinOf } from '../../../../shared/cases/bulletin.ts';
import type { MatterId } from '../../../../shared/cases/case-codes.ts';
import type { CaseMeasure } from '../../../../shared/cases/indicators.ts';
import { MadeCase, MINUTE } from './made-case.ts';

const one = (grid: string, matter: MatterId, close: number | null = 1): CaseMeasure => ({
  ...{ caseId: 'c', caseNo: '1', grid, matter, receivedAt: 1, registered: true, satisfaction: 0 },
  waits: { acknowledge: null, dispatch: null, arrive: null, close },
  shares: {
    ...{ onTime: [1, 1], closed: [1, 1], rework: [0, 1] },
    ...{ returns: [0, 1], repeats: [0, 1], satisfied: [0, 0] },
  },
});
const many = (count: number, grid: string, matter: MatterId) =>
  Array.from({ length: count }, () => one(grid, matter));

describe('the public bulletin', () => {
  it('tells rounded counts, and not what is small', () => {
    const bulletin = bulletinOf(
      [...many(23, 'G1', 'rubbish'), ...many(9, 'G2', 'quarrel'), one('G1', 'fire', null)],
      ['G1', 'G2', 'G3'],
    );
    expect(bulletin).toEqual({
      ...{ received: 35, closed: 30, onTime: 100, satisfied: null },
      matters: [{ key: 'rubbish', closed: 25 }],
      grids: [
        { key: 'G1', closed: 25 },
        { key: 'G2', closed: null },
        { key: 'G3', closed: null },
      ],
    });
  });

  it('tells no number from which a small one can be reckoned, whatever is in it', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (a, b, c) => {
        const all = [...many(a, 'G1', 'rubbish'), ...many(b, 'G2', 'fire'), ...many(c, 'G3', 'gas')];
        const { grids, matters, closed, onTime } = bulletinOf(all, ['G1', 'G2', 'G3']);
        for (const each of [...grids, ...matters, { closed }])
          if (each.closed !== null) expect([each.closed % 5, each.closed >= 10]).toEqual([0, true]);
        expect(matters.every((each) => each.closed !== null)).toBe(true);
        [a, b, c].forEach((count, i) => {
          if (count < 10) expect(grids[i].closed).toBeNull();
        });
        if (all.length < 10) expect([closed, onTime]).toEqual([null, null]);
      }),
    );
  });
});

describe('the agenda of the joint meeting', () => {
  it('has what one party cannot solve until it is settled', () => {
    const made = MadeCase.dispatched();
    made.act('operator', { kind: 'addParty', party: 'gas-company', due: made.at + 60 * MINUTE });
    made.act('operator', { kind: 'cannot', task: 't2', reason: 'needsFunds' });
    const [point] = agendaOf([made.now]);
    expect([point.entry.party, point.entry.reason, agendaOf([{ ...made.now, drill: true }])]).toEqual([
      ...['gas-company', 'needsFunds', []],
    ]);
    made.act('supervisor', { kind: 'meeting', task: 't2', outcome: 'solved' });
    expect(agendaOf([made.now])).toEqual([]);
  });
});
