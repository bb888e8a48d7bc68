import { describe, expect, it } from 'vitest';
import { labelAt } from '../../../../shared/query/column-access.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { type AskedQuestion, askAgain, keepQuestion } from '../../../../shared/query/keyed-question.ts';
import { EMPTY_LEXICON } from '../../../../shared/query/lexicon.ts';
import { NO_FILTER, type Shape } from '../../../../shared/query/selection.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

const bundle = generateSample('y', 1);
const community = openCommunity(bundle, { today: bundle.asOfDay });
/** Another generation of other rows: the village. */
const other = openCommunity(generateSample('cun', 1), { today: bundle.asOfDay });

const ask = (shape: Shape, filter: Partial<AskedQuestion['filter']> = {}): AskedQuestion => ({
  selection: [{ combine: 'replace', shape }],
  filter: { ...NO_FILTER, ...filter },
});
const keep = (question: AskedQuestion) => keepQuestion(community, question, EMPTY_LEXICON);

describe('a kept question', () => {
  it.each<Shape>([
    { type: 'box', bounds: [120.6, 31.3, 120.65, 31.35] },
    { type: 'circle', center: [120.62, 31.31], radius: 300 },
    { type: 'members', table: 'grids', rows: [0, 3] },
    { type: 'members', table: 'buildings', rows: [5] },
    { type: 'buffer', table: 'devices', rows: [7], distance: 100 },
    { type: 'rows', table: 'residents', rows: [1, 2, 3], linked: true },
    { type: 'rows', table: 'homes', rows: [9] },
  ])('comes back as it was asked: $type', (shape) => {
    const question = ask(shape, { expression: 'age >= 60' });
    const kept = keep(question);
    expect(JSON.stringify(kept)).not.toContain('"rows":');
    expect(askAgain(community, JSON.parse(JSON.stringify(kept)))).toEqual({ question, missing: 0 });
  });

  it('says how many of its records another generation does not hold', () => {
    const kept = keep(ask({ type: 'rows', table: 'residents', rows: [0, 1] }));
    const strange = { ...kept, selection: structuredClone(kept.selection) };
    const { shape } = strange.selection[0];
    if (!('keys' in shape)) throw new Error('no keys');
    shape.keys = [labelAt(other.tables.residents, 'id', 4), 'nobody'];
    const again = askAgain(other, strange);
    expect(again.missing).toBe(1);
    expect(again.question.selection[0].shape).toMatchObject({ rows: [4] });
  });

  it('names no person: a filter by name or number is refused, by health is not', () => {
    const box: Shape = { type: 'box', bounds: [120, 31, 121, 32] };
    const personal = { code: 'question-personal' };
    expect(() => keep(ask(box, { expression: 'name = "王秀英"' }))).toThrow(
      expect.objectContaining(personal),
    );
    expect(() => keep(ask(box, { expression: 'phone starts with "138"' }))).toThrow(
      expect.objectContaining(personal),
    );
    const condition = { type: 'words' as const, table: 'vehicles' as const, column: 'plate', words: ['A'] };
    expect(() => keep(ask(box, { conditions: [condition] }))).toThrow(expect.objectContaining(personal));
    expect(keep(ask(box, { expression: 'health != "none"' })).filter.expression).toBe('health != "none"');
    // Not finished yet: it names nothing.
    expect(keep(ask(box, { expression: 'age >' })).filter.expression).toBe('age >');
  });

  it('refuses records without a key, and too many', () => {
    expect(() => keep(ask({ type: 'rows', table: 'contacts', rows: [0] }))).toThrow(
      expect.objectContaining({ code: 'question-unkeyed' }),
    );
    const rows = Array.from({ length: 20_001 }, () => 0);
    expect(() => keep(ask({ type: 'rows', table: 'residents', rows }))).toThrow(
      expect.objectContaining({ code: 'question-large' }),
    );
  });
});
