/**
 * Evaluates a syntax tree over whole columns. Each comparison is made once at its own level (1,200 buildings, not
 * 1,100,000 residents) and then spread down the chain of place. A comparison with a value that is not known is
 * false, for = as for !=; `not` turns that into true.
 */
import { Bitset } from '../columns/bitset.ts';
import type { DictColumn, NumberColumn, TextColumn } from '../columns/column.ts';
import { plainText } from '../columns/packed-text.ts';
import type { TableName } from '../model/tables.ts';
import { type Community, rowCount } from './community.ts';
import type { Expression, Value } from './expression.ts';
import { type Field, findField, type Operator } from './expression-fields.ts';
import { countMembers, UNKNOWN_AGE } from './population.ts';
import { QueryError } from './query-error.ts';
import { justAbove, justBelow, scanFilled, scanRange, scanText, scanWords } from './scan.ts';
import type { PopulationBase } from './selection.ts';
import { reaches, type Subject, spread } from './spread.ts';

/**
 * The rows of `subject` for which the expression holds.
 * @throws QueryError for a tag that the community has not, or a field that the subject does not reach.
 */
export function evaluateExpression(community: Community, node: Expression, subject: Subject): Bitset {
  switch (node.type) {
    case 'and':
      return evaluateExpression(community, node.left, subject).and(
        evaluateExpression(community, node.right, subject),
      );
    case 'or':
      return evaluateExpression(community, node.left, subject).or(
        evaluateExpression(community, node.right, subject),
      );
    case 'not':
      return evaluateExpression(community, node.operand, subject).not();
    case 'tag':
      return tagRows(community, node.tag, subject, node.at);
    default: {
      const field = findField(node.field);
      if (!field) throw new QueryError('query-unknown-field', node.at, { found: node.field });
      if (!reaches(field.level, subject))
        throw new QueryError('query-wrong-subject', node.at, { field: field.name, subject });
      const own = leafRows(community, field, node);
      return own ? spread(community, field.level, own, subject) : new Bitset(rowCount(community, subject));
    }
  }
}

type Leaf = Extract<Expression, { field: string }>;

function tagRows(community: Community, tag: string, subject: Subject, at: Leaf['at']): Bitset {
  const own = subject === 'residents' ? community.population.tags.get(tag) : undefined;
  if (own) return own.clone();
  const homes = community.homeTags.get(tag);
  if (!homes || !reaches('homes', subject)) throw new QueryError('query-unknown-tag', at, { found: tag });
  return subject === 'homes' ? homes.clone() : spread(community, 'homes', homes, subject);
}

/** Fresh set over the field's level; null: the community has no such column. */
function leafRows(community: Community, field: Field, node: Leaf): Bitset | null {
  const column = fieldColumn(community, field);
  switch (column?.kind) {
    case 'base':
      return baseRows(community, node);
    case 'number':
      return numberRows(column, node);
    case 'dict':
      return wordRows(column, node);
    case 'text':
      return textRows(column, node);
    case undefined:
      return null;
  }
}

type FieldColumn = NumberColumn | DictColumn | TextColumn | { kind: 'base' };

/** The values of a field at its level, made here when it is a count. */
export function fieldColumn(community: Community, field: Field): FieldColumn | null {
  if ('column' in field.source) {
    const column = community.tables[field.level as TableName]?.columns[field.source.column];
    if (column?.kind === 'packed') return plainText(column);
    return column && column.kind !== 'tags' && column.kind !== 'geometry' ? column : null;
  }
  const { population } = community;
  switch (field.source.computed) {
    case 'base':
      return { kind: 'base' };
    case 'age':
      return { kind: 'number', type: 'u8', values: population.age, missing: UNKNOWN_AGE };
    case 'birth':
      return birthDays(community);
    case 'householdSize':
      return { kind: 'number', type: 'u8', values: population.householdSize };
    case 'householdPresent': {
      const { household, households, bases } = population;
      return { kind: 'number', type: 'u8', values: countMembers(household, households, bases.permanent) };
    }
    case 'homeResidents':
      return homeCounts(community, (from, to) => population.bases.permanent.countRange(from, to));
    case 'homeHouseholds':
      return homeCounts(community, (from, to) => householdsInRun(community, from, to));
  }
}

/** First day of the birth month (core data knows no day); not known without the month. */
function birthDays(community: Community): NumberColumn | null {
  const years = community.tables.residents?.columns['birthYear'];
  const months = community.tables.residents?.columns['birthMonth'];
  if (years?.kind !== 'number' || months?.kind !== 'number') return null;
  const values = new Float64Array(years.values.length).fill(Number.NaN);
  for (let row = 0; row < values.length; row++)
    if (years.values[row] !== 0 && months.values[row] !== 0)
      values[row] = Date.UTC(years.values[row], months.values[row] - 1, 1) / 86_400_000;
  return { kind: 'number', type: 'f64', values };
}

function homeCounts(community: Community, count: (from: number, to: number) => number): NumberColumn {
  const homes = rowCount(community, 'homes');
  const values = new Uint16Array(homes);
  for (let home = 0; home < homes; home++)
    values[home] = count(community.residentStarts[home], community.residentStarts[home + 1]);
  return { kind: 'number', type: 'u16', values };
}

/** Different households with a member present among the residents [from, to) of one home. */
export function householdsInRun(community: Community, from: number, to: number): number {
  const { household, households, bases } = community.population;
  const seen: number[] = [];
  for (let row = from; row < to; row++) {
    const number = household[row];
    if (number < households && bases.permanent.has(row) && !seen.includes(number)) seen.push(number);
  }
  return seen.length;
}

function numberRows(column: NumberColumn, node: Leaf): Bitset {
  const known = () => scanRange(column, -Infinity, Infinity);
  switch (node.type) {
    case 'compare':
      return compareNumbers(column, node.operator, Number(node.value.value));
    case 'between':
      return scanRange(column, Number(node.low.value), Number(node.high.value));
    case 'in':
      return anyOf(column.values.length, node.values, (v) =>
        scanRange(column, Number(v.value), Number(v.value)),
      );
    case 'known':
      return node.known ? known() : known().not();
    case 'match':
      return new Bitset(column.values.length);
  }
}

function compareNumbers(column: NumberColumn, operator: Operator, value: number): Bitset {
  switch (operator) {
    case '=':
      return scanRange(column, value, value);
    case '!=':
      return scanRange(column, -Infinity, justBelow(value)).or(scanRange(column, justAbove(value), Infinity));
    case '<':
      return scanRange(column, -Infinity, justBelow(value));
    case '<=':
      return scanRange(column, -Infinity, value);
    case '>':
      return scanRange(column, justAbove(value), Infinity);
    case '>=':
      return scanRange(column, value, Infinity);
  }
}

function wordRows(column: DictColumn, node: Leaf): Bitset {
  switch (node.type) {
    case 'compare':
      return scanWords(column, (word) => (word === node.value.value) === (node.operator === '='));
    case 'in': {
      const wanted = new Set(node.values.map((value) => value.value));
      return scanWords(column, (word) => wanted.has(word));
    }
    case 'match':
      return scanWords(column, (word) =>
        node.how === 'contains' ? word.includes(node.text) : word.startsWith(node.text),
      );
    case 'known': {
      const known = scanWords(column, () => true);
      return node.known ? known : known.not();
    }
    case 'between':
      return new Bitset(column.codes.length);
  }
}

function textRows(column: TextColumn, node: Leaf): Bitset {
  switch (node.type) {
    case 'compare': {
      const equal = scanText(column, String(node.value.value), 'equals');
      return node.operator === '=' ? equal : scanFilled(column).andNot(equal);
    }
    case 'in':
      return anyOf(column.offsets.length - 1, node.values, (v) =>
        scanText(column, String(v.value), 'equals'),
      );
    case 'match':
      return scanText(column, node.text, node.how);
    case 'known': {
      const known = scanFilled(column);
      return node.known ? known : known.not();
    }
    case 'between':
      return new Bitset(column.offsets.length - 1);
  }
}

function anyOf(rows: number, values: Value[], scan: (value: Value) => Bitset): Bitset {
  const set = new Bitset(rows);
  for (const value of values) set.or(scan(value));
  return set;
}

function baseRows(community: Community, node: Leaf): Bitset {
  const { bases } = community.population;
  const one = (value: Value) => bases[String(value.value) as PopulationBase];
  switch (node.type) {
    case 'compare': {
      const set = one(node.value).clone();
      return node.operator === '=' ? set : set.not();
    }
    case 'in':
      return anyOf(bases.all.size, node.values, one);
    case 'known':
      return node.known ? bases.all.clone() : new Bitset(bases.all.size);
    default:
      throw new QueryError('query-wrong-operator', node.at, {
        found: node.type === 'match' ? node.how : node.type,
        field: 'base',
        type: 'word',
      });
  }
}
