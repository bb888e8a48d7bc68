/** Random expressions and filters over the fields and words that tiny communities hold. */
import fc from 'fast-check';
import { HOME_TAGS, RESIDENT_TAGS, WORDS } from '../../../../shared/model/words.ts';
import type { Expression, Value } from '../../../../shared/query/expression.ts';
import { describeFields, type Field, operatorsOf } from '../../../../shared/query/expression-fields.ts';
import { wordsOf } from '../../../../shared/query/expression-parser.ts';
import type { Condition, Filter } from '../../../../shared/query/selection.ts';

const at = { position: 0, length: 0 };
const TEXTS = ['王', '1幢', '甲小区', 'WG001', '138', '人民路3号', '"\\', '101'];

const LIKELY: Record<string, number[]> = {
  age: [0, 5, 17, 59.5, 60, 120],
  birthYear: [1950, 1980, 2000],
  'building.builtYear': [1960, 1990],
  'building.height': [2.9, 29, 40.6],
  'home.area': [50.5, 80, 140],
};

function valueFor(field: Field): fc.Arbitrary<Value> {
  if (field.type === 'number')
    return fc
      .constantFrom(...(LIKELY[field.name] ?? [0, 1, 2, 3, 6]))
      .map((value) => ({ type: 'number', value }));
  if (field.type === 'date')
    return fc.integer({ min: -9000, max: 20_454 }).map((value) => ({ type: 'date', value }));
  const words = wordsOf(field);
  return fc.constantFrom(...(words.length > 0 ? words : TEXTS)).map((value) => ({ type: 'text', value }));
}

function leafOf(field: Field): fc.Arbitrary<Expression> {
  const value = valueFor(field);
  const options: fc.Arbitrary<Expression>[] = [
    fc.tuple(fc.constantFrom(...operatorsOf(field.type)), value).map(([operator, v]) => ({
      type: 'compare',
      field: field.name,
      operator,
      value: v,
      at,
    })),
    fc
      .array(value, { minLength: 1, maxLength: 3 })
      .map((values) => ({ type: 'in', field: field.name, values, at })),
    fc.boolean().map((known) => ({ type: 'known', field: field.name, known, at })),
  ];
  if (operatorsOf(field.type).includes('<'))
    options.push(
      fc.tuple(value, value).map(([low, high]) => ({ type: 'between', field: field.name, low, high, at })),
    );
  if ((field.type === 'text' || field.type === 'word') && field.name !== 'base')
    options.push(
      fc
        .tuple(fc.constantFrom('contains' as const, 'starts with' as const), fc.constantFrom(...TEXTS, 're'))
        .map(([how, text]) => ({ type: 'match', field: field.name, how, text, at })),
    );
  return fc.oneof(...options);
}

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...describeFields()).chain(leafOf) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...RESIDENT_TAGS, ...HOME_TAGS)
      .map((tag): Expression => ({ type: 'tag', tag, at })),
  },
);

export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    tie('node').map((operand): Expression => ({ type: 'not', operand })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('node'), tie('node'))
      .map(([type, left, right]): Expression => ({ type, left, right })),
  ),
})).node;

const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .subarray([...WORDS.tenure], { minLength: 1 })
    .map((words): Condition => ({ type: 'words', table: 'homes', column: 'tenure', words })),
  fc
    .subarray([...WORDS.sex], { minLength: 1 })
    .map((words): Condition => ({ type: 'words', table: 'residents', column: 'sex', words })),
  fc
    .subarray([...WORDS.marital], { minLength: 1 })
    .map((words): Condition => ({ type: 'words', table: 'residents', column: 'marital', words })),
  fc
    .subarray([...WORDS.buildingUse], { minLength: 1 })
    .map((words): Condition => ({ type: 'words', table: 'buildings', column: 'use', words })),
  fc
    .subarray([...WORDS.deviceKind], { minLength: 1 })
    .map((words): Condition => ({ type: 'words', table: 'devices', column: 'kind', words })),
  fc
    .tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 10, max: 120 }))
    .map(([min, max]): Condition => ({ type: 'range', table: 'residents', column: 'age', min, max })),
  fc
    .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 60, max: 200 }))
    .map(([min, max]): Condition => ({ type: 'range', table: 'homes', column: 'area', min, max })),
  fc
    .tuple(
      fc.subarray([...RESIDENT_TAGS], { minLength: 1, maxLength: 3 }),
      fc.constantFrom('any' as const, 'all' as const),
    )
    .map(([tags, match]): Condition => ({ type: 'tags', table: 'residents', tags, match })),
  fc
    .tuple(
      fc.subarray([...HOME_TAGS], { minLength: 1, maxLength: 3 }),
      fc.constantFrom('any' as const, 'all' as const),
    )
    .map(([tags, match]): Condition => ({ type: 'tags', table: 'homes', tags, match })),
);

/** Without an expression. */
export const anyFilter: fc.Arbitrary<Filter> = fc.record({
  base: fc.constantFrom('registered' as const, 'floating' as const, 'permanent' as const, 'all' as const),
  conditions: fc.array(anyCondition, { maxLength: 3 }),
  expression: fc.constant(''),
});
