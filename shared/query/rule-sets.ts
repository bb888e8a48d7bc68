/**
 * Many rules over the same rows: what several of them ask is asked once. Owns the sharing of the parts of rules (`and`); what a part
 * means stays with expression-eval.ts.
 */
import type { Bitset } from '../columns/bitset.ts';
import type { Community } from './community.ts';
import { type Expression, printExpression } from './expression.ts';
import { evaluateExpression } from './expression-eval.ts';
import { QueryError } from './query-error.ts';
import type { Subject } from './spread.ts';

export interface ReadRule {
  id: string;
  tree: Expression;
}

/** Rows of every rule, as `evaluateExpression` gives them one by one; a rule for which that throws a QueryError is left out. */
export function evaluateRules(
  community: Community,
  rules: readonly ReadRule[],
  subject: Subject,
): Map<string, Bitset> {
  const asked = new Map<string, Bitset>();
  const rowsOf = (part: Expression): Bitset => {
    const key = printExpression(part);
    const rows = asked.get(key) ?? evaluateExpression(community, part, subject);
    asked.set(key, rows);
    return rows;
  };
  const found = new Map<string, Bitset>();
  for (const { id, tree } of rules) {
    try {
      const [first, ...others] = partsOf(tree).map(rowsOf);
      found.set(
        id,
        others.reduce((all, rows) => all.and(rows), first.clone()),
      );
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
    }
  }
  return found;
}

/** What must hold at once. */
function partsOf(tree: Expression): Expression[] {
  return tree.type === 'and' ? [...partsOf(tree.left), ...partsOf(tree.right)] : [tree];
}
