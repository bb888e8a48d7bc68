import fc from 'fast-check';
import { expect, it } from 'vitest';
import { progressOf, type RoundCreated, replayRounds, VISIT_STATES } from '../../../../shared/work/round.ts';

const created: RoundCreated & { seq: number; at: number } = {
  kind: 'round.created',
  id: 'r-abc123',
  generation: 'g1',
  community: '云和',
  name: '冬季走访',
  purpose: 'visit',
  words: '',
  items: ['用气', '用电'],
  dueDay: 20_800,
  tag: '',
  homes: ['h1', 'h2', 'h3'],
  by: '',
  seq: 1,
  at: 1,
};
const visit = (seq: number, home: string, state: (typeof VISIT_STATES)[number], ticked: number[] = []) => ({
  kind: 'round.visited' as const,
  round: created.id,
  home,
  state,
  ticked,
  note: null,
  by: '',
  seq,
  at: seq,
});

it('keeps the last visit to each home, and ticks only what is on the checklist', () => {
  const [round] = replayRounds([visit(3, 'h1', 'done', [0, 1, 7]), created, visit(2, 'h1', 'nobodyIn')]);
  expect(round.visits.get('h1')).toMatchObject({ state: 'done', ticked: [0, 1] });
  expect(progressOf(round, round.homes)).toEqual({ todo: 2, done: 1, nobodyIn: 0, refused: 0, problem: 0 });
});

it('takes no visits after its end, nor to homes that are not in it', () => {
  const closed = { kind: 'round.closed' as const, round: created.id, by: '', seq: 3, at: 3 };
  const [round] = replayRounds([created, visit(2, 'h9', 'done'), closed, visit(4, 'h1', 'done')]);
  expect(round.closedAt).toBe(3);
  expect(round.visits.size).toBe(0);
});

it('comes to the same in any order and however often a record is read; every home is counted once', () => {
  const visits = fc.array(
    fc.tuple(fc.constantFrom('h1', 'h2', 'h3', 'h4'), fc.constantFrom(...VISIT_STATES)),
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(visits, fc.integer(), (list, turn) => {
      const records = [created, ...list.map(([home, state], i) => visit(i + 2, home, state))];
      const at = Math.abs(turn) % records.length;
      const turned = [...records.slice(at), ...records.slice(0, at), ...records.slice(0, 2)];
      expect(replayRounds(turned)).toEqual(replayRounds(records));
      const [round] = replayRounds(records);
      const sum = Object.values(progressOf(round, round.homes)).reduce((a, b) => a + b, 0);
      expect(sum).toBe(3);
    }),
  );
});
