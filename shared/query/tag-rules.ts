/**
 * Labels and the rules that give them. A rule is an expression of the filter language over residents or homes; what it
 * holds for gets the label's bit. Owns the shape, the built-in rules and the recomputation of a whole labels column.
 */
import { TURNED, turnBits } from '../columns/bit-turn.ts';
import { Bitset } from '../columns/bitset.ts';
import type { Column, Table, TagsColumn } from '../columns/column.ts';
import type { HOME_TAGS, RESIDENT_TAGS } from '../model/words.ts';
import type { Community } from './community.ts';
import type { Expression } from './expression.ts';
import { evaluateExpression } from './expression-eval.ts';
import { findField } from './expression-fields.ts';
import { parseExpression } from './expression-parser.ts';
import { EMPTY_LEXICON, type Lexicon } from './lexicon.ts';
import { UNKNOWN_AGE } from './population.ts';
import { QueryError } from './query-error.ts';
import { evaluateRules, type ReadRule } from './rule-sets.ts';
import type { TagRule, TagSubject } from './tag-rule.ts';

const rule = (id: string, subject: TagSubject, colour: TagRule['colour'], expression: string): TagRule => ({
  id,
  name: { zh: id, en: id },
  colour,
  owner: '',
  kind: expression === '' ? 'imported' : 'rule',
  subject,
  expression,
});

const people = (id: (typeof RESIDENT_TAGS)[number], expression = '') =>
  rule(id, 'residents', 'people', expression);
const home = (id: (typeof HOME_TAGS)[number], expression = '') => rule(id, 'homes', 'homes', expression);

/**
 * The key populations (重点人群) and the labels of homes. Their names are the messages `tag.<id>`. Without an expression: the
 * register says it, nothing here can work it out.
 */
export const BUILT_IN_TAGS: readonly TagRule[] = [
  people('livingAlone60', 'age >= 60 and household.size = 1 and presence != "away"'),
  people('widowed60', 'age >= 60 and marital = "widowed"'),
  people('noIncome'),
  people('minimumAllowance', 'assistance = "minimumAllowance"'),
  people('nearLowIncome', 'assistance = "nearLowIncome"'),
  people('extremePoverty', 'assistance = "extremePoverty"'),
  people('disabled', 'disability != "none"'),
  people('chronicallyIll', 'health != "none"'),
  people('limitedMobility', 'mobility != "full"'),
  people('leftBehindChild', 'age < 16 and presence = "present" and relation = "grandchild"'),
  people('emptyNest'),
  people('partyMember'),
  people('volunteer'),
  people('newborn', 'age < 1'),
  people('veteran'),
  home('crowdedRental', 'home.tenure = "rented" and home.residents > 8'),
  home('oldWiring'),
  home('gasCylinder'),
  home('vacantLong'),
  home('groupRental'),
];

/**
 * Reads a rule's expression.
 * @throws QueryError as the filter does; 'query-personal-field' when it names a value of persons (a name, a number), which
 * must not be written into a rule that everybody's journal keeps.
 */
export function readRule(source: string, lexicon: Lexicon = EMPTY_LEXICON): Expression | null {
  const tree = parseExpression(source, lexicon);
  if (tree) refusePersonal(tree);
  return tree;
}

function refusePersonal(tree: Expression): void {
  for (const leaf of leavesOf(tree)) {
    const field = findField(leaf.field);
    if (field?.class === 'pii' && field.type === 'text')
      throw new QueryError('query-personal-field', leaf.at, { field: leaf.field });
  }
}

type Leaf = Extract<Expression, { field: string }>;

function leavesOf(node: Expression): Leaf[] {
  switch (node.type) {
    case 'and':
    case 'or':
      return [...leavesOf(node.left), ...leavesOf(node.right)];
    case 'not':
      return leavesOf(node.operand);
    case 'tag':
      return [];
    default:
      return [node];
  }
}

/** Rows that a rule holds for. @throws QueryError. */
export function rowsOfRule(
  community: Community,
  subject: TagSubject,
  source: string,
  lexicon: Lexicon = EMPTY_LEXICON,
): Bitset {
  const tree = readRule(source, lexicon);
  return tree
    ? evaluateExpression(community, tree, subject)
    : new Bitset(community.tables[subject]?.rows ?? 0);
}

/**
 * The labels of the rules, worked out anew; labels that no rule gives stay. A rule that cannot be carried out (its personal
 * columns are closed, it names a label that is gone) leaves what was there.
 */
export function recomputeTags(community: Community, rules: readonly TagRule[]): Map<string, Bitset> {
  const sets = new Map<string, Bitset>();
  for (const subject of ['residents', 'homes'] as const) {
    const read: ReadRule[] = [];
    for (const tag of rules) {
      if (tag.kind !== 'rule' || tag.subject !== subject) continue;
      const tree = tryRule(community, tag);
      if (tree) read.push({ id: tag.id, tree });
    }
    for (const [id, rows] of evaluateRules(community, read, subject)) sets.set(id, rows);
  }
  return sets;
}

/** null: the rule cannot be carried out here. */
function tryRule(community: Community, tag: TagRule): Expression | null {
  try {
    const tree = readRule(tag.expression);
    if (!tree || !leavesOf(tree).every((leaf) => isOpen(community, leaf))) return null;
    return tree;
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}

/** Is the column that it asks of here and does it say anything? A rule over an empty column would take the label from everybody. */
function isOpen(community: Community, leaf: Leaf): boolean {
  const field = findField(leaf.field);
  if (!field) return false;
  if ('computed' in field.source)
    return field.source.computed !== 'age' || community.population.age.some((age) => age !== UNKNOWN_AGE);
  if (field.level === 'households') return true;
  const column = community.tables[field.level]?.columns[field.source.column];
  if (column?.kind === 'dict') return column.codes.some((code) => code !== 0);
  if (column?.kind === 'number') return column.values.some((value) => value !== column.missing);
  return (column?.kind === 'text' || column?.kind === 'packed') && column.bytes.length > 0;
}

/** A labels column with these sets written into it: known names keep their bit, new ones follow. */
export function withTagSets(
  table: Table,
  column: TagsColumn | undefined,
  sets: ReadonlyMap<string, Bitset>,
): TagsColumn {
  const names = [...(column?.names ?? [])];
  for (const name of sets.keys()) if (!names.includes(name)) names.push(name);
  const lanes = (names.length + 31) >>> 5;
  const masks = new Uint32Array(lanes * table.rows);
  const before = column?.masks ?? new Uint32Array();
  for (let lane = 0; lane < lanes; lane++) writeLane(masks, before, lane, names, table.rows, sets);
  return { kind: 'tags', masks, names };
}

/** A lane without the bits of its rules, and with those of each set: 16 sets of 32 rows at a time. */
function writeLane(
  masks: Uint32Array,
  before: Uint32Array,
  lane: number,
  names: string[],
  rows: number,
  sets: ReadonlyMap<string, Bitset>,
): void {
  const base = lane * rows;
  const lower: RuleBits[] = [];
  const upper: RuleBits[] = [];
  let taken = 0;
  names.slice(lane * 32, lane * 32 + 32).forEach((name, bit) => {
    const words = sets.get(name)?.words;
    if (!words) return;
    taken |= 1 << bit;
    (bit < TURNED ? lower : upper).push({ words, at: bit & (TURNED - 1) });
  });
  const own = masks.subarray(base, base + rows);
  if (before.length >= base + rows) own.set(before.subarray(base, base + rows));
  writeHalf(own, lower, taken & 0xffff, 0);
  writeHalf(own, upper, taken >>> TURNED, TURNED);
}

/** Puts the bits of 16 sets where their masks have them: `taken` bits from bit `shift` on, which are theirs alone. */
function writeHalf(masks: Uint32Array, rules: readonly RuleBits[], taken: number, shift: number): void {
  if (rules.length === 0) return;
  const keep = ~(taken << shift);
  const turned = new Uint32Array(TURNED);
  const whole = masks.length >>> 5;
  for (let word = 0; word < whole; word++) {
    take(rules, word, turned);
    const from = word << 5;
    // Rows 16 to 31 are the upper halves.
    for (let i = 0; i < TURNED; i++) {
      const bits = turned[i];
      masks[from + i] = (masks[from + i] & keep) | ((bits & 0xffff) << shift);
      masks[from + TURNED + i] = (masks[from + TURNED + i] & keep) | ((bits >>> 16) << shift);
    }
  }
  if (whole << 5 < masks.length) take(rules, whole, turned);
  for (let row = whole << 5, i = 0; row < masks.length; row++, i++)
    masks[row] = (masks[row] & keep) | (((turned[i & 15] >>> (i & 16)) & 0xffff) << shift);
}

/** The rows of a rule, and its place among 16. */
interface RuleBits {
  words: Uint32Array;
  at: number;
}

/** Bits of up to 16 sets for 32 rows, turned into masks. */
function take(rules: readonly RuleBits[], word: number, into: Uint32Array): void {
  let any = 0;
  for (let i = 0; i < TURNED; i++) into[i] = 0;
  for (let i = 0; i < rules.length; i++) {
    const { words, at } = rules[i];
    into[at] = words[word];
    any |= words[word];
  }
  if (any !== 0) turnBits(into);
}

/**
 * The community with the labels of the rules worked out: a new one, since what was remembered of the labels before is
 * stale. Tables that have no rule are shared.
 */
export function putTags(community: Community, rules: readonly TagRule[]): Community {
  let next: Community = { ...community, population: { ...community.population } };
  for (const subject of ['residents', 'homes'] as const) {
    const own = rules.filter((tag) => tag.subject === subject);
    next = putSets(next, subject, recomputeTags(community, own));
  }
  return next;
}

/** Who carries each label of a table. */
export function tagSetsOf(community: Community, subject: TagSubject): Map<string, Bitset> {
  return subject === 'residents' ? community.population.tags : community.homeTags;
}

/** A new community in which these labels are carried by exactly these rows; other labels stay as they were. */
export function putSets(
  community: Community,
  subject: TagSubject,
  sets: ReadonlyMap<string, Bitset>,
): Community {
  const table = community.tables[subject];
  if (!table || sets.size === 0) return community;
  const before = table.columns['tags'];
  const column = withTagSets(table, before?.kind === 'tags' ? before : undefined, sets);
  const columns: Record<string, Column> = { ...table.columns, tags: column };
  const next = { ...community, tables: { ...community.tables, [subject]: { ...table, columns } } };
  const known = tagSetsOf(community, subject);
  const all = new Map(
    column.names.map((name) => [name, sets.get(name) ?? known.get(name) ?? new Bitset(table.rows)]),
  );
  if (subject === 'residents') next.population = { ...community.population, tags: all };
  else next.homeTags = all;
  return next;
}

/** The built-in rules with what the desk made of them, and its own after them. */
export function rulesInForce(saved: readonly TagRule[]): TagRule[] {
  const own = new Map(saved.map((tag) => [tag.id, tag]));
  const built = BUILT_IN_TAGS.map((tag) => own.get(tag.id) ?? tag);
  const builtIn = new Set(BUILT_IN_TAGS.map(({ id }) => id));
  return [...built, ...saved.filter(({ id }) => !builtIn.has(id))];
}
