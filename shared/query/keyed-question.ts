/**
 * A question as it can be kept: row numbers hold within one generation only, so records are named by their key (the `id` or
 * `code` column). Owns the two ways between rows and keys and what cannot be kept; a question names no value of persons.
 */
import * as v from 'valibot';
import { TABLE_NAMES, TABLES, type TableName } from '../model/tables.ts';
import { labelAt } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import type { Lexicon } from './lexicon.ts';
import { QueryError } from './query-error.ts';
import type { Condition, Filter, Selection, SelectionStep, Shape } from './selection.ts';
import { readRule } from './tag-rules.ts';

/** Records one kept question may name; more are a table, not a question. */
const MOST_KEYS = 20_000;

const Lng = v.pipe(v.number(), v.minValue(-180), v.maxValue(180));
const Lat = v.pipe(v.number(), v.minValue(-90), v.maxValue(90));
const Metres = v.pipe(v.number(), v.minValue(0), v.maxValue(1_000_000));
const Table = v.picklist(TABLE_NAMES);
const Keys = v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(MOST_KEYS));
const Word = v.pipe(v.string(), v.maxLength(200));
const Words = v.pipe(v.array(Word), v.maxLength(1000));
const Ring = v.pipe(v.array(v.tuple([Lng, Lat])), v.maxLength(10_000));

const KeyedShapeSchema = v.variant('type', [
  v.strictObject({ type: v.literal('box'), bounds: v.tuple([Lng, Lat, Lng, Lat]) }),
  v.strictObject({ type: v.literal('polygon'), rings: v.pipe(v.array(Ring), v.maxLength(1000)) }),
  v.strictObject({ type: v.literal('circle'), center: v.tuple([Lng, Lat]), radius: Metres }),
  v.strictObject({ type: v.literal('buffer'), table: Table, keys: Keys, distance: Metres }),
  v.strictObject({
    type: v.literal('members'),
    table: v.picklist(['grids', 'compounds', 'areas', 'buildings', 'homes']),
    keys: Keys,
  }),
  v.strictObject({ type: v.literal('rows'), table: Table, keys: Keys, linked: v.optional(v.boolean()) }),
]);
type KeyedShape = v.InferOutput<typeof KeyedShapeSchema>;

const FilterSchema = v.strictObject({
  base: v.picklist(['registered', 'floating', 'permanent', 'all']),
  conditions: v.pipe(
    v.array(
      v.variant('type', [
        v.strictObject({ type: v.literal('words'), table: Table, column: Word, words: Words }),
        v.strictObject({
          type: v.literal('range'),
          table: Table,
          column: Word,
          min: v.number(),
          max: v.number(),
        }),
        v.strictObject({
          type: v.literal('tags'),
          table: v.picklist(['residents', 'homes']),
          tags: Words,
          match: v.picklist(['any', 'all']),
        }),
      ]),
    ),
    v.maxLength(200),
  ),
  expression: v.pipe(v.string(), v.maxLength(2_000)),
});

export const KeyedQuestionSchema = v.strictObject({
  selection: v.pipe(
    v.array(
      v.strictObject({
        combine: v.picklist(['replace', 'add', 'subtract', 'intersect']),
        shape: KeyedShapeSchema,
      }),
    ),
    v.maxLength(200),
  ),
  filter: FilterSchema,
});
export type KeyedQuestion = v.InferOutput<typeof KeyedQuestionSchema>;

/** Selection and filter, as the Map workspace asks them. */
export interface AskedQuestion {
  selection: Selection;
  filter: Filter;
}

/** Why a question cannot be kept; message `error.<code>`. */
export class QuestionKeptError extends Error {
  readonly code: 'question-personal' | 'question-unkeyed' | 'question-large';
  constructor(code: QuestionKeptError['code']) {
    super(code);
    this.name = 'QuestionKeptError';
    this.code = code;
  }
}

/** The column that names a record for good; null: the table has none. */
function keyColumn(table: TableName): 'id' | 'code' | null {
  const { columns } = TABLES[table];
  if ('id' in columns) return 'id';
  return 'code' in columns ? 'code' : null;
}

function keysOf(community: Community, table: TableName, rows: readonly number[]): string[] {
  const column = keyColumn(table);
  if (rows.length > MOST_KEYS) throw new QuestionKeptError('question-large');
  return rows.map((row) => {
    const key = column ? labelAt(community.tables[table], column, row) : '';
    if (key === '') throw new QuestionKeptError('question-unkeyed');
    return key;
  });
}

function refusePersonal({ conditions, expression }: Filter, lexicon: Lexicon): void {
  const names = (condition: Condition) => {
    if (condition.type !== 'words') return false;
    const spec = TABLES[condition.table].columns[condition.column];
    return spec?.class === 'pii' && spec.kind === 'text';
  };
  if (conditions.some(names)) throw new QuestionKeptError('question-personal');
  try {
    readRule(expression, lexicon);
  } catch (error) {
    if (error instanceof QueryError && error.code === 'query-personal-field')
      throw new QuestionKeptError('question-personal');
    // Unfinished as it is, it can be kept and mended later.
  }
}

/**
 * @throws QuestionKeptError 'question-personal' when the filter names a person's value, which the journal must not hold;
 * 'question-unkeyed' when a selected record has no key, 'question-large' for more than 20,000 records.
 */
export function keepQuestion(community: Community, question: AskedQuestion, lexicon: Lexicon): KeyedQuestion {
  refusePersonal(question.filter, lexicon);
  const shapeOf = (shape: Shape): KeyedShape => {
    if (!('rows' in shape)) return shape;
    const { rows, ...rest } = shape;
    return { ...rest, keys: keysOf(community, shape.table, rows) };
  };
  const selection = question.selection.map(({ combine, shape }) => ({ combine, shape: shapeOf(shape) }));
  return { selection, filter: question.filter };
}

/** The question in the rows of this community; `missing`: records it names that are not here. */
export function askAgain(
  community: Community,
  { selection, filter }: KeyedQuestion,
): { question: AskedQuestion; missing: number } {
  let missing = 0;
  const shapeOf = (shape: KeyedShape): Shape => {
    if (!('keys' in shape)) return shape;
    const { keys, ...rest } = shape;
    const rows = rowsOfKeys(community, shape.table, keys);
    missing += keys.length - rows.length;
    return { ...rest, rows };
  };
  const steps: SelectionStep[] = selection.map(({ combine, shape }) => ({ combine, shape: shapeOf(shape) }));
  return { question: { selection: steps, filter }, missing };
}

/** In the order of the keys; of several records with one key the first. */
function rowsOfKeys(community: Community, table: TableName, keys: readonly string[]): number[] {
  const column = keyColumn(table);
  if (!column) return [];
  const wanted = new Set(keys);
  const found = new Map<string, number>();
  for (let row = 0; row < rowCount(community, table) && found.size < wanted.size; row++) {
    const key = labelAt(community.tables[table], column, row);
    if (wanted.has(key) && !found.has(key)) found.set(key, row);
  }
  return keys.flatMap((key) => found.get(key) ?? []);
}
