/**
 * The syntax tree of a filter expression, and how it is written back. Owns the shapes; `printExpression` gives the
 * canonical English text, which parses to the same tree.
 */
import type { Operator } from './expression-fields.ts';
import type { Span } from './query-error.ts';

/** A date is a day since 1970-01-01. */
export type Value =
  | { type: 'number'; value: number }
  | { type: 'text'; value: string }
  | { type: 'date'; value: number };

/** `field` is the canonical English name; `at` is where in the text it was said, for later errors. */
export type Expression =
  | { type: 'and' | 'or'; left: Expression; right: Expression }
  | { type: 'not'; operand: Expression }
  | { type: 'compare'; field: string; operator: Operator; value: Value; at: Span }
  | { type: 'in'; field: string; values: Value[]; at: Span }
  | { type: 'between'; field: string; low: Value; high: Value; at: Span }
  | { type: 'match'; field: string; how: 'contains' | 'starts with'; text: string; at: Span }
  | { type: 'known'; field: string; known: boolean; at: Span }
  | { type: 'tag'; tag: string; at: Span };

const TIGHTNESS = { or: 1, and: 2, not: 3, leaf: 4 } as const;

function tightness(node: Expression): number {
  if (node.type === 'or' || node.type === 'and' || node.type === 'not') return TIGHTNESS[node.type];
  return TIGHTNESS.leaf;
}

/** Canonical text: English names, one space between words, brackets only where needed. */
export function printExpression(node: Expression): string {
  switch (node.type) {
    case 'and':
    case 'or': {
      const own = TIGHTNESS[node.type];
      // The parser leans left, so an equal operator on the right keeps its brackets.
      return `${wrap(node.left, own)} ${node.type} ${wrap(node.right, own + 1)}`;
    }
    case 'not':
      return `not ${wrap(node.operand, TIGHTNESS.not)}`;
    case 'compare':
      return `${node.field} ${node.operator} ${printValue(node.value)}`;
    case 'in':
      return `${node.field} in (${node.values.map(printValue).join(', ')})`;
    case 'between':
      return `${node.field} between ${printValue(node.low)} and ${printValue(node.high)}`;
    case 'match':
      return `${node.field} ${node.how} ${quote(node.text)}`;
    case 'known':
      return `${node.field} is ${node.known ? 'known' : 'unknown'}`;
    case 'tag':
      return `has tag ${quote(node.tag)}`;
  }
}

function wrap(node: Expression, least: number): string {
  const text = printExpression(node);
  return tightness(node) < least ? `(${text})` : text;
}

function printValue(value: Value): string {
  if (value.type === 'text') return quote(value.value);
  if (value.type === 'number') return String(value.value);
  return new Date(value.value * 86_400_000).toISOString().slice(0, 10);
}

/** A backslash makes the next character plain. */
function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
