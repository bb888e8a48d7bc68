/**
 * Many rules over the same rows in one pass: where a rule asks for several things at once (`and`) and each is told by one byte of a row,
 * a table says for each byte which rules it leaves standing, and a row's rules are the tables' common bits. Owns that pass; what a
 * comparison means stays with expression-eval.ts, which fills the tables.
 */
import { TURNED, turnBits } from '../columns/bit-turn.ts';
import { Bitset } from '../columns/bitset.ts';
import type { DictColumn, NumberColumn } from '../columns/column.ts';
import { type Community, rowCount } from './community.ts';
import type { Expression } from './expression.ts';
import { columnRows, evaluateExpression, fieldColumn } from './expression-eval.ts';
import { findField } from './expression-fields.ts';
import { QueryError } from './query-error.ts';
import type { Subject } from './spread.ts';

export interface ReadRule {
  id: string;
  tree: Expression;
}

/** A column of bytes and, for each byte, the rules that it leaves standing. */
interface ByteTable {
  bytes: Uint8Array;
  standing: Uint32Array;
}

const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** Rows of every rule, as `evaluateExpression` gives them one by one; a rule for which that throws a QueryError is left out. */
export function evaluateRules(
  community: Community,
  rules: readonly ReadRule[],
  subject: Subject,
): Map<string, Bitset> {
  const found = new Map<string, Bitset>();
  for (let from = 0; from < rules.length; from += TURNED)
    evaluateSome(community, rules.slice(from, from + TURNED), subject, found);
  return found;
}

function evaluateSome(
  community: Community,
  rules: readonly ReadRule[],
  subject: Subject,
  found: Map<string, Bitset>,
): void {
  const tables = new Map<Uint8Array, ByteTable>();
  const others: Bitset[][] = rules.map(() => []);
  const failed = new Set<string>();
  rules.forEach(({ id, tree }, rule) => {
    try {
      for (const part of partsOf(tree)) {
        const column = byteColumn(community, part, subject);
        if (column) narrow(tables, column, part as Comparison, rule);
        else others[rule].push(evaluateExpression(community, part, subject));
      }
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      failed.add(id);
    }
  });
  const sets = rules.map(() => new Bitset(rowCount(community, subject)));
  fill(sets, [...tables.values()]);
  rules.forEach(({ id }, rule) => {
    if (failed.has(id)) return;
    for (const set of others[rule]) sets[rule].and(set);
    found.set(id, sets[rule]);
  });
}

/** What must hold at once. */
function partsOf(tree: Expression): Expression[] {
  return tree.type === 'and' ? [...partsOf(tree.left), ...partsOf(tree.right)] : [tree];
}

type Comparison = Extract<Expression, { field: string }>;
type ByteColumn = (NumberColumn | DictColumn) & { bytes: Uint8Array };

/** The column that tells a comparison, where it is one byte a row of the subject itself. */
function byteColumn(community: Community, part: Expression, subject: Subject): ByteColumn | null {
  if (!('field' in part)) return null;
  const field = findField(part.field);
  const own = field && (field.level as string) === subject;
  if (!own || ('computed' in field.source && field.source.computed !== 'age')) return null;
  const column = fieldColumn(community, field);
  const bytes = column?.kind === 'number' ? column.values : column?.kind === 'dict' ? column.codes : null;
  return bytes instanceof Uint8Array && (column?.kind === 'number' || column?.kind === 'dict')
    ? { ...column, bytes }
    : null;
}

function narrow(
  tables: Map<Uint8Array, ByteTable>,
  column: ByteColumn,
  part: Comparison,
  rule: number,
): void {
  const table = tables.get(column.bytes) ?? {
    bytes: column.bytes,
    standing: new Uint32Array(256).fill(0xffffffff),
  };
  tables.set(column.bytes, table);
  // A column of every byte there is: what holds for its rows is the table.
  const every = column.kind === 'number' ? { ...column, values: BYTES } : { ...column, codes: BYTES };
  const holds = columnRows(every, part);
  for (let byte = 0; byte < 256; byte++) if (!holds.has(byte)) table.standing[byte] &= ~(1 << rule);
}

/** Columns that are looked up side by side. */
const ABREAST = 4;
/** Rows whose masks are held at once: whole words, and few enough for the first-level cache. */
const BLOCK = 2048;

function fill(sets: readonly Bitset[], tables: readonly ByteTable[]): void {
  const rows = sets[0]?.size ?? 0;
  const groups: ByteTable[][] = [];
  for (let from = 0; from < tables.length; from += ABREAST) groups.push(tables.slice(from, from + ABREAST));
  const everything = {
    bytes: tables[0]?.bytes ?? new Uint8Array(rows),
    standing: new Uint32Array(256).fill(0xffffffff),
  };
  for (const group of groups) while (group.length < ABREAST) group.push(everything);
  const masks = new Uint32Array(BLOCK);
  const words = new Uint32Array(TURNED);
  for (let from = 0; from < rows; from += BLOCK) {
    const count = Math.min(BLOCK, rows - from);
    masks.fill(0xffff, 0, count);
    masks.fill(0, count);
    for (const group of groups) stand(group, masks, from, count);
    for (let i = 0, word = from >>> 5; i < count; i += 32, word++) {
      for (let k = 0; k < TURNED; k++) words[k] = masks[i + k] | (masks[i + k + TURNED] << 16);
      turnBits(words);
      for (let rule = 0; rule < sets.length; rule++) sets[rule].words[word] = words[rule];
    }
  }
}

function stand(group: readonly ByteTable[], masks: Uint32Array, from: number, count: number): void {
  const [a, b, c, d] = group;
  const aBytes = a.bytes.subarray(from, from + count);
  const bBytes = b.bytes.subarray(from, from + count);
  const cBytes = c.bytes.subarray(from, from + count);
  const dBytes = d.bytes.subarray(from, from + count);
  const { standing: aRules } = a;
  const { standing: bRules } = b;
  const { standing: cRules } = c;
  const { standing: dRules } = d;
  for (let i = 0; i < count; i++)
    masks[i] &= aRules[aBytes[i]] & bRules[bBytes[i]] & cRules[cBytes[i]] & dRules[dBytes[i]];
}
