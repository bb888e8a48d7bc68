import fc from 'fast-check';
import { expect, it } from 'vitest';
import { strides, taken } from './case-walk.ts';
import { JointModel } from './joint-model.ts';
import { MadeCase, opening } from './made-case.ts';

const KINDS = [
  ...(['dispatch', 'accept', 'arrive', 'feedback', 'return', 'cannot', 'meeting'] as const),
  ...(['addParty', 'removeParty', 'alert', 'check', 'pass', 'fail'] as const),
];

it('joint handling takes and refuses what a second account of it takes and refuses', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(strides(40, KINDS), (way) => {
      const made = new MadeCase();
      made.act('system', opening());
      made.act('operator', { kind: 'register' });
      const model = new JointModel();
      for (const stride of way) {
        made.wait(1);
        const [who, body] = taken(stride, made);
        const version = made.now.version;
        const said = made.act(who, body);
        const program = made.now.version > version ? 'taken' : said;
        expect([body, who, program]).toEqual([body, who, model.take(who, body, made.at) ? 'taken' : said]);
        expect([body, made.now.state]).toEqual([body, model.state]);
        reached.add(made.now.state);
      }
    }),
    { numRuns: process.env['LINLI_LONG'] ? 10_000 : 80 },
  );
  expect([...reached]).toEqual(
    expect.arrayContaining(['registered', 'onSite', 'feedback', 'checking', 'closed']),
  );
});
