import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TURNED, turnBits } from '../../../../shared/columns/bit-turn.ts';
import { Bitset } from '../../../../shared/columns/bitset.ts';
import { tagsAt } from '../../../../shared/columns/cell.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { evaluateExpression } from '../../../../shared/query/expression-eval.ts';
import { parseExpression } from '../../../../shared/query/expression-parser.ts';
import { EMPTY_LEXICON } from '../../../../shared/query/lexicon.ts';
import { evaluateRules } from '../../../../shared/query/rule-sets.ts';
import { withTagSets } from '../../../../shared/query/tag-rules.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

const bundle = generateSample('y', 1);
const community = openCommunity(bundle, { today: bundle.asOfDay });
const read = (source: string) => {
  const tree = parseExpression(source, EMPTY_LEXICON);
  if (!tree) throw new Error(source);
  return tree;
};

const leaf = fc.constantFrom(
  'age >= 60',
  'age < 1',
  'age != 30',
  'age between 7 and 17',
  'age is known',
  'not age is known',
  'presence != "away"',
  'marital = "widowed"',
  'disability in ("physical", "visual")',
  'mobility != "full"',
  'household.size = 1',
  'home.tenure = "rented"',
  'health != "none"',
  'idNumber is known',
  'birthYear > 1990',
);
const source = fc
  .tuple(fc.array(leaf, { minLength: 1, maxLength: 5 }), fc.constantFrom(' and ', ' or '))
  .map(([parts, joint]) => parts.map((part) => `(${part})`).join(joint));

describe('many rules at once', () => {
  it('hold for the rows that each holds for by itself', () => {
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 40 }), (sources) => {
        const rules = sources.map((text, i) => ({ id: `r${i}`, tree: read(text) }));
        const sets = evaluateRules(community, rules, 'residents');
        for (const { id, tree } of rules)
          expect(sets.get(id)?.equals(evaluateExpression(community, tree, 'residents'))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('leave out a rule that asks what its rows do not reach', () => {
    const rules = ['age > 3', 'home.tenure = "rented"'].map((text, i) => ({ id: `r${i}`, tree: read(text) }));
    expect([...evaluateRules(community, rules, 'homes').keys()]).toEqual(['r1']);
  });
});

describe('bits turned round', () => {
  it('change place by row and set, and come back', () => {
    const bits = fc.array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: TURNED, maxLength: TURNED });
    fc.assert(
      fc.property(bits, (given) => {
        const words = Uint32Array.from(given);
        turnBits(words);
        for (let set = 0; set < TURNED; set++)
          for (let row = 0; row < 32; row++)
            expect((words[row & 15] >>> ((row & 16) | set)) & 1).toBe((given[set] >>> row) & 1);
        turnBits(words);
        expect([...words]).toEqual(given);
      }),
      { numRuns: 50 },
    );
  });

  it('write every label of every lane', () => {
    const rows = 100;
    const names = Array.from({ length: 40 }, (_, i) => `t${i}`);
    const table = { name: 'residents', rows, columns: {} };
    const before = withTagSets(
      table,
      undefined,
      new Map(names.map((name, i) => [name, Bitset.of(rows, [i, i + 50])])),
    );
    const ruled = new Map([3, 18, 35].map((i) => [`t${i}`, Bitset.of(rows, [i, 99])]));
    const after = withTagSets(table, before, ruled);
    for (let row = 0; row < rows; row++) {
      const wanted = names.filter((name, i) =>
        ruled.has(name) ? row === i || row === 99 : row === i || row === i + 50,
      );
      expect(tagsAt(after, row, rows)).toEqual(wanted);
    }
  });
});
