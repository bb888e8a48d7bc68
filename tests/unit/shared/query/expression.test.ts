import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import en from '../../../../assets/locales/query.en.json';
import zh from '../../../../assets/locales/query.zh.json';
import { type Expression, printExpression } from '../../../../shared/query/expression.ts';
import { evaluateExpression } from '../../../../shared/query/expression-eval.ts';
import { describeFields } from '../../../../shared/query/expression-fields.ts';
import { parseExpression } from '../../../../shared/query/expression-parser.ts';
import { lexiconOf } from '../../../../shared/query/lexicon.ts';
import { QueryError } from '../../../../shared/query/query-error.ts';
import { anyExpression } from './arbitraries.ts';
import { holds } from './row-by-row.ts';
import { tinyCommunity } from './tiny-community.ts';

const lexicon = lexiconOf({
  'word.sex.female': '女',
  'word.tenure.rented': '租住',
  'tag.livingAlone60': '独居老人',
});

/** The tree without places in the text. */
function bare(node: Expression | null): unknown {
  return JSON.parse(JSON.stringify(node, (key, value) => (key === 'at' ? undefined : value)));
}

function failure(source: string): QueryError {
  try {
    const tree = parseExpression(source, lexicon);
    if (tree) evaluateExpression(tinyCommunity(1), tree, 'residents');
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`no error in: ${source}`);
}

describe('parsing', () => {
  it('reads back what is printed', () => {
    fc.assert(
      fc.property(anyExpression, (tree) => {
        expect(bare(parseExpression(printExpression(tree)))).toEqual(bare(tree));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['年龄 >= 60 且 户.人数 = 1', 'age >= 60 and household.size = 1'],
    ['年龄>=60且户.人数=1', 'age >= 60 and household.size = 1'],
    ['非（性别＝女 或 户.产权 = “租住”）', 'not (sex = "female" or home.tenure = "rented")'],
    ['标签:独居老人', 'has tag "livingAlone60"'],
    ['有标签 "独居老人" and tag:disabled', 'has tag "livingAlone60" and has tag "disabled"'],
    [
      'AGE BETWEEN 60 AND 79 and grid.code in (WG001, "WG002")',
      'age between 60 and 79 and grid.code in ("WG001", "WG002")',
    ],
    ['年龄 介于 60 至 79', 'age between 60 and 79'],
    ['出生日期 < 1966-01-31', 'birth < 1966-01-31'],
    ['楼栋.地址 包含 人民路', 'building.address contains "人民路"'],
    ['home.tenure is unknown or 户.产权 已知', 'home.tenure is unknown or home.tenure is known'],
    ['home.door = 0101', 'home.door = "0101"'],
    ['age <> 3 || !(age == 4)', 'age != 3 or not age = 4'],
  ])('%s', (source, canonical) => {
    expect(printExpression(parseExpression(source, lexicon)!)).toBe(canonical);
  });

  it('takes an empty expression as none', () => {
    expect(parseExpression(' \u3000 ')).toBeNull();
  });
});

describe('errors say what and where', () => {
  it.each([
    ['age >= 60 # 1', 'query-unexpected-character', 10, 1],
    ['name = "王', 'query-unfinished-text', 7, 2],
    ['age >=', 'query-unfinished', 6, 0],
    ['(age > 3', 'query-unfinished', 8, 0],
    ['age > 3)', 'query-unexpected', 7, 1],
    ['age 60', 'query-unexpected', 4, 2],
    ['agee > 3', 'query-unknown-field', 0, 4],
    ['sex = woman', 'query-unknown-word', 6, 5],
    ['age > 1 and tag:rich', 'query-unknown-tag', 16, 4],
    ['sex > male', 'query-wrong-operator', 4, 1],
    ['age contains "6"', 'query-wrong-operator', 4, 8],
    ['age = "60"', 'query-wrong-value', 6, 4],
    ['birth > 2026', 'query-wrong-value', 8, 4],
    ['birth > 2026-02-30', 'query-wrong-date', 8, 10],
    [`${'('.repeat(300)}age > 1`, 'query-too-long', 200, 1],
    [`age = 1${' '.repeat(10_000)}`, 'query-too-long', 10_000, 7],
  ])('%s', (source, code, position, length) => {
    const error = failure(source);
    expect([error.code, error.position, error.length]).toEqual([code, position, length]);
    const messages: Record<string, string>[] = [zh, en];
    for (const language of messages) {
      const text = language[`error.${code}`];
      expect(text).toBeTruthy();
      for (const [, name] of text.matchAll(/\{(\w+)[,}]/g)) expect(Object.keys(error.params)).toContain(name);
    }
  });

  it('never throws anything else, whatever is typed', () => {
    const piece = fc.constantFrom(
      'age',
      '年龄',
      '且',
      'and',
      '(',
      ')',
      '>=',
      '60',
      '"x"',
      'in',
      ',',
      '非',
      '2026-01-01',
      'tag',
      ':',
      '-',
      '\\',
      '“',
      '🙂',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 12 }).map((p) => p.join(' ')),
        ),
        (source) => {
          try {
            parseExpression(source);
          } catch (error) {
            expect(error).toBeInstanceOf(QueryError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('refuses a field that the subject has not', () => {
    const tree = parseExpression('home.tenure = rented and age > 3')!;
    expect(() => evaluateExpression(tinyCommunity(1), tree, 'homes')).toThrowError(
      /query-wrong-subject at 25/,
    );
  });
});

describe('fields', () => {
  it('are named in both languages, and the Chinese name is the one that parses', () => {
    const chinese: Record<string, string> = zh;
    const english: Record<string, string> = en;
    for (const field of describeFields()) {
      expect(chinese[`field.${field.name}`]).toBe(field.zh);
      expect(english[`field.${field.name}`]).toBeTruthy();
    }
  });
});

describe('evaluation', () => {
  it('over columns equals evaluation row by row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), anyExpression, (seed, tree) => {
        const community = tinyCommunity(seed);
        const found = evaluateExpression(community, tree, 'residents');
        const expected: number[] = [];
        for (let row = 0; row < found.size; row++) if (holds(community, tree, row)) expected.push(row);
        expect([...found.toRows()]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('asks homes directly for rules about homes', () => {
    const community = tinyCommunity(3);
    const tree = parseExpression('home.tenure = rented and home.residents > 1')!;
    const homes = evaluateExpression(community, tree, 'homes');
    const tenure = community.tables.homes!.columns['tenure'];
    for (let home = 0; home < homes.size; home++) {
      const count = community.population.bases.permanent.countRange(
        community.residentStarts[home],
        community.residentStarts[home + 1],
      );
      const rented = tenure.kind === 'dict' && tenure.words[tenure.codes[home]] === 'rented';
      expect(homes.has(home)).toBe(rented && count > 1);
    }
  });
});
