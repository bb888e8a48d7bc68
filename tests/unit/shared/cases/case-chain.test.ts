import * as v from 'valibot';
import { expect, it } from 'vitest';
import { chainEvent, headOf, verifyCase } from '../../../../shared/cases/case-chain.ts';
import { type CaseEvent, CaseEventSchema } from '../../../../shared/cases/case-event.ts';
import { MadeCase } from './made-case.ts';

async function chain(): Promise<CaseEvent[]> {
  const events: CaseEvent[] = [];
  for (const draft of MadeCase.dispatched().toFeedback().events) {
    events.push(await chainEvent(headOf(events.at(-1) ?? null), draft));
  }
  return events;
}

it('chains the events of a case, each as the schema has it, and holds', async () => {
  const events = await chain();
  for (const event of events)
    expect(v.parse(CaseEventSchema, JSON.parse(JSON.stringify(event)))).toEqual(event);
  expect(await verifyCase('c1', events, headOf(events[events.length - 1]))).toBeNull();
  await expect(chainEvent(headOf(events[1]), events[4])).rejects.toThrow(RangeError);
});

it('says where it was changed, shortened, or mixed with another case', async () => {
  const events = await chain();
  const anchor = headOf(events[events.length - 1]);
  const at = (i: number, change: Partial<CaseEvent>) =>
    events.map((each, k) => (k === i ? { ...each, ...change } : each));
  expect(await verifyCase('c1', at(2, { by: 'somebody' }))).toEqual({ caseId: 'c1', n: 3, fault: 'content' });
  expect(await verifyCase('c1', events.toSpliced(2, 1))).toEqual({ caseId: 'c1', n: 3, fault: 'number' });
  expect(await verifyCase('c1', at(3, { prev: events[1].hash }))).toEqual({
    caseId: 'c1',
    n: 4,
    fault: 'link',
  });
  expect(await verifyCase('c1', events.slice(0, -1), anchor)).toMatchObject({
    n: events.length,
    fault: 'end',
  });
  expect(await verifyCase('c1', at(1, { caseId: 'c2' }))).toMatchObject({ n: 2, fault: 'content' });
});
