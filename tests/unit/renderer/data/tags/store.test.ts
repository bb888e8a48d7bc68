/** The number beside a rule that is being written: it stands for the text in front, never for one before. */
import { beforeEach, expect, test } from 'vitest';
import { useTags } from '../../../../../renderer/data/tags/store.ts';
import { fakeEngine } from '../../../../support/fake-engine.ts';

beforeEach(() => useTags.getState().leave());

const live = () => useTags.getState().live;

test('a number goes with the text that it was counted for', async () => {
  const { begin, change, count } = useTags.getState();
  const engine = { ...fakeEngine(), countRule: async () => ({ count: 7539, ms: 1 }) };
  begin('rule');
  change({ readable: 'age >= 8' });
  expect(live()).toEqual({ name: 'counting' });
  await count(engine, 'residents', 'age >= 8');
  expect(live()).toEqual({ name: 'count', count: 7539, ms: 1 });
  change({ colour: 'homes' });
  expect(live()).toEqual({ name: 'count', count: 7539, ms: 1 });
  change({ readable: 'age >= 80' });
  expect(live()).toEqual({ name: 'counting' });
  change({ readable: null });
  expect(live()).toEqual({ name: 'none' });
});

test('an answer that comes late is not shown for another text', async () => {
  const { begin, change, count } = useTags.getState();
  let answer = (_: { count: number; ms: number }) => {};
  const engine = {
    ...fakeEngine(),
    countRule: () => new Promise<{ count: number; ms: number }>((done) => (answer = done)),
  };
  begin('rule');
  change({ readable: 'age >= 8' });
  const counting = count(engine, 'residents', 'age >= 8');
  change({ readable: 'age >= 80' });
  answer({ count: 7539, ms: 1 });
  await counting;
  expect(live()).toEqual({ name: 'counting' });
});
